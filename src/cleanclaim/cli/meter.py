"""A line on the terminal that says how far a long run is: files, bytes, findings, time left; gone at the end."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TextIO

from cleanclaim.cli.paths import Inputs
from cleanclaim.cli.progress import PROGRESS
from cleanclaim.reports.format import counted, sized

_FIRST = 0.5  # seconds before anything is shown
_EVERY = 0.2  # seconds
_SURE = 3.0  # seconds after which the time left is said
_CLEAR = "\r\x1b[K"
_OLD = sys.platform == "win32"  # a console there may draw that code: spaces clear its line


@contextmanager
def metered(inputs: Inputs, wanted: bool | None) -> Iterator[None]:
    """Show how far a run over the inputs is, where standard error is a terminal that can and should show it."""
    if not shows(sys.stderr, wanted):
        yield
        return
    meter = _Meter(inputs, sys.stderr)
    PROGRESS.meter = meter
    try:
        meter.start()
        yield
    finally:
        PROGRESS.meter = None
        meter.stop()


def shows(stream: TextIO, wanted: bool | None) -> bool:
    """Whether a stream gets the line: a terminal; one that is dumb, or in CI, where that was asked for."""
    if wanted is False or not stream.isatty():
        return False
    return wanted is True or (os.environ.get("TERM") != "dumb" and not os.environ.get("CI"))


class _Meter:
    """Writes from a thread of its own. `hidden` takes the line away while something else is written."""

    def __init__(self, inputs: Inputs, stream: TextIO) -> None:
        sizes = [item.size for item in inputs.files]
        self._bytes = 0 if None in sizes else sum(filter(None, sizes))  # 0: not known
        self._files, self._stream = len(inputs.files), stream
        self._lock, self._over = threading.Lock(), threading.Event()
        self._shown = False
        self._started = time.monotonic()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> None:
        """Begin to show, after a while."""
        PROGRESS.files = PROGRESS.bytes = PROGRESS.findings = 0
        self._thread.start()

    def stop(self) -> None:
        """Take the line away for good."""
        self._over.set()
        self._thread.join()
        with self.hidden():
            pass

    @contextmanager
    def hidden(self) -> Iterator[None]:
        """No line, and none comes, as long as this lasts."""
        with self._lock:
            if self._shown:
                self._write(_clear())
                self._shown = False
            yield

    def _run(self) -> None:
        wait = _FIRST
        while not self._over.wait(wait):
            wait = _EVERY
            with self._lock:
                self._write(_clear() + self._line()[: _width() - 1])
                self._shown = True

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:  # the terminal is gone
            self._over.set()

    def _line(self) -> str:
        source, read = PROGRESS.source, PROGRESS.bytes
        if source is not None:
            read += source.reached
        of = f" of {sized(self._bytes)}" if self._bytes else ""
        parts = [f"{PROGRESS.files:,} of {counted(self._files, 'file')}", f"{sized(read)}{of}"]
        parts.append(counted(PROGRESS.findings, "finding"))
        spent = time.monotonic() - self._started
        if spent > _SURE and 0 < read <= self._bytes:
            parts.append(f"{_clock(spent * (self._bytes - read) / read)} left")
        return " · ".join(parts)


def _clock(seconds: float) -> str:
    """Seconds as a clock shows them: 0:07, 12:30, 1:02:03."""
    minutes, second = divmod(round(seconds), 60)
    hours, minute = divmod(minutes, 60)
    return f"{hours}:{minute:02}:{second:02}" if hours else f"{minute}:{second:02}"


def _clear() -> str:
    return f"\r{' ' * (_width() - 1)}\r" if _OLD else _CLEAR


def _width() -> int:
    try:
        return os.get_terminal_size(sys.stderr.fileno()).columns or 80
    except (OSError, ValueError):
        return 80
