"""What `cleanclaim lint` was asked to do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import TYPE_CHECKING

from cleanclaim.frozen import Frozen
from cleanclaim.privacy import Values
from cleanclaim.x12 import CharacterSet

if TYPE_CHECKING:
    from cleanclaim.reports.naming import Paths


class Options(Frozen, frozen=True):
    """What was asked for on the command line."""

    paths: tuple[str, ...]
    output: tuple[str, ...]
    fail_on: str
    show: str
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    values: Values
    rules: tuple[Path, ...]
    refdata: Path | None
    fix: bool
    diff: bool
    as_of: dt.datetime | None
    color: str
    expect_usage: str | None
    character_set: CharacterSet
    ack_level: int
    stdin_filename: str
    allow_empty: bool
    statistics: bool
    list_files: bool
    baseline: Path | None = None
    exclude: tuple[str, ...] = ()
    force_exclude: bool = False
    progress: bool | None = None
    timing: bool = False
    payer: str = ""
    config: Path | None = None
    asked: frozenset[str] = frozenset()  # what command line or environment said, by the names of these fields
    shown_paths: Paths = "full"
