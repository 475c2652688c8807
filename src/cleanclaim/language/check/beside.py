"""Files of codes and rows that a rule file names: CSV, in its folder or below it."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cleanclaim.language.check.faults import NAME, Refused
from cleanclaim.language.syntax import Word


class Row(NamedTuple):
    """A row of a file; `line` counts from 1."""

    line: int
    cells: tuple[str, ...]


def read_rows(folder: str, file: Word) -> Iterator[Row]:
    """The rows of a file. Blank ones and those that begin with `#` are left out.

    Raises `Refused` for a file that is not there, stands elsewhere, or is no CSV in UTF-8.
    """
    path = _path(folder, file)
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            reader = csv.reader(stream, strict=True)
            for cells in reader:
                if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
                    yield Row(reader.line_num, tuple(cell.strip() for cell in cells))
    except (OSError, UnicodeDecodeError, csv.Error):
        raise Refused(file.at, NAME, f"`{file.text}` can not be read", "it must be CSV, in UTF-8") from None


def _path(folder: str, file: Word) -> Path:
    root = os.path.realpath(folder)
    path = Path(os.path.realpath(f"{root}/{file.text}".replace("\0", "")))
    if not folder or not path.is_relative_to(root) or Path(file.text).is_absolute():
        message = f"`{file.text}` does not stand below this rule file"
        raise Refused(file.at, NAME, message, "a rule file names files of its own folder and of those in it")
    if not path.is_file():
        raise Refused(file.at, NAME, f"there is no file `{file.text}` beside this rule file")
    return path
