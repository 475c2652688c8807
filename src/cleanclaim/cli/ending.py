"""Signals that end the program: they end it by way of what is open, so that no copy is left on disk."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def leaving_nothing() -> Iterator[None]:
    """Have a signal that ends the program end it by way of what is open: nothing that was half written stays.

    The exit status is the shell's own for that signal, 128 and its number.
    """

    def end(number: int, _: FrameType | None) -> None:
        raise SystemExit(128 + number)

    ending = [getattr(signal, name) for name in ("SIGTERM", "SIGHUP") if hasattr(signal, name)]
    before = [(number, signal.getsignal(number)) for number in ending]
    changed = [(number, handler) for number, handler in before if handler is signal.SIG_DFL]  # nohup stays nohup
    for number, _ in changed:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in changed:
            signal.signal(number, handler)
