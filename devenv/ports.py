"""Free TCP ports, remembered so that links stay the same from start to start."""

import json
import socket

from . import config, lock
from .progress import Problem

HOST = "127.0.0.1"


def choose(name, first):
    """The remembered port if it is free, else the next free one from `first` on."""
    # stages that start side by side must not choose the same, nor forget each other's
    with lock.held("ports"):
        known = remembered(name)
        taken = set(_state().values())
        candidates = [known] if known else []
        candidates += [port for port in range(first, first + 200) if port not in taken]
        for port in candidates:
            if is_free(port):
                _remember(name, port)
                return port
    raise Problem(f"No free port from {first} on for {name}.")


def remembered(name):
    """The port last chosen for this name, or None."""
    return _state().get(name)


def is_free(port):
    """True when nobody listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def _state():
    try:
        return json.loads(config.STATE.read_text(encoding="utf-8"))["ports"]
    except (OSError, ValueError, KeyError):
        return {}


def _remember(name, port):
    ports = {**_state(), name: port}
    config.STATE.parent.mkdir(parents=True, exist_ok=True)
    new = config.STATE.with_suffix(".new")
    new.write_text(json.dumps({"ports": ports}, indent=2), encoding="utf-8")
    new.replace(config.STATE)
