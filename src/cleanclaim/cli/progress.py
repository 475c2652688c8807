"""Where the run stands, so that a crash can say it without saying a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(slots=True)
class Progress:
    """The file being read and the last segment that was reported on (0: none)."""

    path: str = ""
    segment: int = 0


PROGRESS = Progress()
