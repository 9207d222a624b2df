"""Stages of the tests side by side, each as a process of its own.

Real servers, databases and browsers wait for each other half of the time, so two cores
have work for three lanes.
"""

import subprocess
import sys
import threading
import time

from . import config
from .progress import say

LANES = 3
# What needs nothing that is made for all begins while it is made; then the longest, so
# that all lanes end at about the same time. `web` needs the database of `addon-1`, and
# waits for it.
ORDER = (
    "unit",
    "addon-1",
    "addon-2",
    "system-1",
    "system-2",
    "samples",
    "lint",
    "web",
)
AT_ONCE = {"unit"}
_shown = threading.Lock()


def run(command, options, prepare=None):
    """Run stages; {stage: exit code}. `command` starts one, given its name.

    options: {stage: its options}, for those of `ORDER` that are to run.
    `prepare()`: makes what all stages need but those that begin at once.

    What a stage prints is shown when it has ended, so that no two are mixed.
    """
    stages = [name for name in ORDER if name in options]
    codes, running, waiting = {}, {}, list(stages)
    prepared = threading.Event()
    arguments = (waiting, command, options, codes, running, prepared)
    threads = [threading.Thread(target=_lane, args=arguments) for _each in range(LANES)]
    for thread in threads:
        thread.start()
    try:
        if prepare:
            prepare()
        prepared.set()
        for thread in threads:
            thread.join()
    except BaseException:
        # interrupted: the next stages find no time to start
        waiting.clear()
        prepared.set()
        codes.update(dict.fromkeys(stages, 130))
        for process in list(running.values()):
            process.terminate()
        raise
    return {name: codes[name] for name in stages}


def _lane(waiting, command, options, codes, running, prepared):
    while waiting:
        try:
            if waiting[0] not in AT_ONCE:
                prepared.wait()
            name = waiting.pop(0)
        except IndexError:
            # the other lane was faster
            return
        codes[name] = _stage(name, [*command, name, *options[name]], running)


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
