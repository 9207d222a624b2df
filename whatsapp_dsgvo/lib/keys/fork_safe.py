"""Connections that no child of a fork may inherit: closed before, opened when needed."""

import os
import threading
import weakref
from typing import Protocol


class Connected(Protocol):
    def before_fork(self) -> None:
        """Close, and let nobody open before `after_fork`."""
        ...

    def after_fork(self) -> None: ...


_all: "weakref.WeakSet[Connected]" = weakref.WeakSet()
_registering = threading.Lock()


def register(connected: Connected) -> None:
    with _registering:
        _all.add(connected)


def _before_fork() -> None:
    _registering.acquire()
    for connected in _all:
        connected.before_fork()


def _after_fork() -> None:
    for connected in _all:
        connected.after_fork()
    _registering.release()


os.register_at_fork(
    before=_before_fork, after_in_parent=_after_fork, after_in_child=_after_fork
)
