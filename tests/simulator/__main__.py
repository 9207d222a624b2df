"""`python -m tests.simulator --port 8071`: the stand-in as a process of its own."""

import argparse
import json
import shlex
import signal
import subprocess
import threading
from pathlib import Path

from .server import Simulator


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="simulator", description=__doc__)
    parser.add_argument("--host", default="127.0.0.1")
    parser.add_argument("--port", type=int, default=8071)
    parser.add_argument("--state-dir", type=Path, help="keep state in this folder")
    parser.add_argument("--config", type=Path, help="JSON as for POST /_sim/config")
    parser.add_argument(
        "--on-advance",
        type=shlex.split,
        help="command that is run with the seconds by which the clock was moved",
    )
    return parser.parse_args()


def main() -> None:
    options = _arguments()
    simulator = Simulator(
        host=options.host, port=options.port, state_dir=options.state_dir
    )
    if options.config:
        settings = json.loads(options.config.read_text(encoding="utf-8"))
        simulator.configure(**settings)
    if options.on_advance:
        simulator.world.clock.tells_real_time = True
        simulator.on_advance = lambda seconds: subprocess.run(
            [*options.on_advance, str(seconds)], check=True
        )
    stopped = threading.Event()
    for name in (signal.SIGINT, signal.SIGTERM):
        signal.signal(name, lambda *_: stopped.set())
    simulator.start()
    print(json.dumps({"simulator_url": simulator.url}), flush=True)
    stopped.wait()
    simulator.stop()


if __name__ == "__main__":
    main()
