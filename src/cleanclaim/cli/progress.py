"""Where the run stands, so that a crash can say it, and a terminal, without saying a value."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from typing import Protocol

import msgspec

from cleanclaim.privacy import draw
from cleanclaim.source import Source


class Meter(Protocol):
    """What shows progress on a terminal."""

    def hidden(self) -> AbstractContextManager[None]:
        """Nothing is shown as long as this lasts."""


class Progress(msgspec.Struct):
    """The file being read and the last segment that was reported on (0: none); what was done before it."""

    path: str = ""
    segment: int = 0
    source: Source | None = None
    files: int = 0  # that have been read
    bytes: int = 0  # of those files
    findings: int = 0
    meter: Meter | None = None
    naming: Callable[[str], str] | None = None  # as `--paths` has it

    def named(self, path: str) -> str:
        """A path as messages show it: under the name that reports have for it, and drawn."""
        return draw(path if self.naming is None else self.naming(path))

    def quiet(self) -> AbstractContextManager[None]:
        """Nothing is shown as long as this lasts: something else is written."""
        return nullcontext() if self.meter is None else self.meter.hidden()


PROGRESS = Progress()
