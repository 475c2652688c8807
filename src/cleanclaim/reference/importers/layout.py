"""What importers have in common: what one is, headers found by their words, cells checked by their shape."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, NamedTuple

from cleanclaim.reference.days import Period, day_number, named_quarter
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.tables import OPEN

Row = tuple[Any, ...]  # the columns of the table, then its first and last day; all else than days is text


class Reading(NamedTuple):
    """What a file gives to one table. A None among its rows is one that was left out on purpose."""

    table: str
    period: Period
    rows: Iterator[Row | None]
    label: str = ""  # of a file that is only a part of its release


class Importer(NamedTuple):
    """Knows one public file: `recognise` looks at its first lines; `read` raises `Misfit` for what does not fit.

    `read` is given the period that the user named, if any.
    """

    name: str
    recognise: Callable[[Document], bool]
    read: Callable[[Document, Period | None], Sequence[Reading]]


_CODE = re.compile(r"[A-Z0-9][0-9]{3}[A-Z0-9]")
NO_END = ("", "*")


def procedure(text: str, line: int) -> str:
    """A procedure code; spreadsheets drop its zeros in front. Raises `Misfit`."""
    code = text.upper().zfill(5) if text.isdigit() else text.upper()
    if not _CODE.fullmatch(code):
        raise Misfit("expected a procedure code of five characters", line)
    return code


def shaped(text: str, shape: str, what: str, line: int) -> str:
    """A text of that shape. Raises `Misfit`, which does not repeat it."""
    if not re.fullmatch(shape, text):
        raise Misfit(f"expected {what}", line)
    return text


def first_day(text: str, line: int, what: str = "effective date") -> int:
    """A day that must be there. Raises `Misfit`."""
    found = day_number(text)
    if found is None:
        raise Misfit(f"{what}: expected YYYYMMDD", line)
    return found


def last_day(text: str, line: int, what: str = "deletion date") -> int:
    """A day that can be open: empty or `*`. Raises `Misfit`."""
    return OPEN if text in NO_END else first_day(text, line, what)


# ------------------------------------------------------------------------------ headers


def stacked(rows: Iterable[Numbered]) -> list[str]:
    """The words above each column, in lower case, over all rows of a header."""
    found: list[str] = []
    for _, cells in rows:
        found += [""] * (len(cells) - len(found))
        for at, cell in enumerate(cells):
            found[at] = f"{found[at]} {' '.join(cell.lower().split())}".strip()
    return found


def column(words: Sequence[str], *wanted: str, taken: Sequence[int] = ()) -> int | None:
    """The first column above which one of the words stands; None where there is none."""
    for at, said in enumerate(words):
        if at not in taken and any(word in said for word in wanted):
            return at
    return None


def needed(words: Sequence[str], name: str, *wanted: str, taken: Sequence[int] = ()) -> int:
    """The same. Raises `Misfit` where there is none."""
    found = column(words, *(wanted or (name,)), taken=taken)
    if found is None:
        raise Misfit(f"there is no column `{name}`")
    return found


def header_row(doc: Document, *wanted: str) -> Numbered | None:
    """The first row with a cell for each of these words, in lower case; None where there is none."""
    for line, cells in doc.head:
        titles = [" ".join(cell.lower().split()) for cell in cells]
        if all(any(word in title for title in titles) for word in wanted):
            return line, tuple(titles)
    return None


def rows_below(doc: Document, line: int, width: int) -> Iterator[Numbered]:
    """The rows after a line, blank ones left out. Raises `Misfit` for one with fewer cells."""
    for at, cells in doc.rows():
        if at <= line or not any(cells):
            continue
        if len(cells) < width:
            raise Misfit(f"expected {width} cells, found {len(cells)}", at)
        yield at, cells


def needed_period(doc: Document, given: Period | None) -> Period:
    """The quarter that the user named, or that a name of the file says. Raises `Misfit` where none does."""
    if given is not None:
        if "Q" not in given.release:
            raise Misfit(f"it comes each quarter: expected `--release 2026Q4`, found `{given.release}`")
        return given
    for name in doc.names:
        found = named_quarter(name)
        if found is not None:
            return found
    raise Misfit("nothing says which quarter this is: add `--release 2026Q4`, or what it is")
