"""What is said of a fault of our own: kind and places, never its text, which may hold a value."""

from __future__ import annotations

import platform
import sys
import traceback
from collections.abc import Iterator
from pathlib import Path, PurePath

from cleanclaim import __version__
from cleanclaim.cli.progress import PROGRESS
from cleanclaim.privacy import draw

_PACKAGE = Path(__file__).parent.parent
_FRAMES = 30  # the innermost ones


def crash_report(error: BaseException) -> Iterator[str]:
    """The lines of a report that can be sent to whoever mends it; the last place comes last."""
    frames = traceback.extract_tb(error.__traceback__, limit=-_FRAMES)
    place = f"{PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "an unknown place"
    where = (
        f" while reading `{PROGRESS.named(PROGRESS.path)}` after segment {PROGRESS.segment}" if PROGRESS.path else ""
    )
    said = f"internal error: {type(error).__name__} at {place}{where}"
    yield f"{said}; this is a fault of cleanclaim, please report it with these lines:"
    yield f"  cleanclaim {__version__}, Python {platform.python_version()}, {sys.platform}"
    for frame in frames:
        yield f"  {_named(frame.filename)}:{frame.lineno} {draw(frame.name)}"


def _named(filename: str) -> str:
    """A file of ours by its path in the package, any other by its name alone: paths can hold names."""
    path = PurePath(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE).as_posix()
    return draw(path.name)
