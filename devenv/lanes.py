"""Stages of the tests side by side, each as a process of its own.

Real servers and browsers wait for each other much of the time, so two lanes on two cores
take little more than half as long as one.
"""

import subprocess
import sys
import threading
import time

from . import config
from .progress import say

# Which stages run one after the other. What shares a database shares a lane.
LANES = (("lint", "unit", "system"), ("addon", "web"))
_shown = threading.Lock()


def run(command, options):
    """Run all stages; {stage: exit code}. `command` starts one, given its name.

    What a stage prints is shown when it has ended, so that no two are mixed.
    """
    codes, running = {}, {}
    threads = [
        threading.Thread(target=_lane, args=(lane, command, options, codes, running))
        for lane in LANES
    ]
    for thread in threads:
        thread.start()
    try:
        for thread in threads:
            thread.join()
    except BaseException:
        # interrupted: the lanes' next stages find no time to start
        codes.update(dict.fromkeys(_stages(), 130))
        for process in list(running.values()):
            process.terminate()
        raise
    return {name: codes[name] for name in _stages()}


def _stages():
    return [name for lane in LANES for name in lane]


def _lane(stages, command, options, codes, running):
    for name in stages:
        if name not in codes:
            codes[name] = _stage(name, [*command, name, *options], running)


def _stage(name, command, running):
    say(f"· {name} …")
    start = time.monotonic()
    log = config.LOGS / f"stage-{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("wb") as output:
        running[name] = subprocess.Popen(
            list(map(str, command)),
            cwd=config.ROOT,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        code = running[name].wait()
    with _shown:
        sys.stdout.write(log.read_text(encoding="utf-8", errors="replace"))
        sys.stdout.flush()
        verdict = "done" if code == 0 else "FAILED"
        say(f"  {name}: {verdict} in {time.monotonic() - start:.0f} s")
    return code
