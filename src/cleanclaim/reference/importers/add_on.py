"""NCCI add-on codes, of Medicare and Medicaid: each with its primaries, and whether their list is complete.

https://www.cms.gov/ncci-medicare/medicare-ncci-add-code-edits
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from cleanclaim.reference.days import Period, day_number, day_of_year
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import (
    NO_END,
    Importer,
    Reading,
    Row,
    header_row,
    needed,
    needed_period,
    procedure,
    rows_below,
)
from cleanclaim.reference.tables import OPEN

_CONTRACTOR = "CCCCC"  # stands for a primary that each contractor defines (type 2)
_TITLES = {
    "kind": "AOC_Edit_Type", "add_on": "Add-On_Code", "add_on_end": "AOC_DelDT", "primary": "Primary_Code",
    "primary_end": "Primary_Code_DelDT", "first": "AOC_Edit_EffDT", "last": "AOC_Edit_DelDT",
}  # fmt: skip


def _header(doc: Document) -> Numbered | None:
    return header_row(doc, "aoc_edit_type", "add-on_code", "primary_code")


def _read(doc: Document, given: Period | None) -> Sequence[Reading]:
    names = (name.lower().replace("_", " ") for name in doc.names)
    whose = "-medicaid" if any(re.search(r"\bmcd\b|medicaid", name) for name in names) else ""
    period = needed_period(doc, given)
    return (
        Reading(f"add-on{whose}", period, (row for row, *_ in _edits(doc))),
        Reading(f"add-on-codes{whose}", period, (code for _, code in _edits(doc))),
    )


def _edits(doc: Document) -> Iterator[tuple[Row | None, Row | None]]:
    """Each row as the edit of a pair, and as that of the add-on code alone."""
    header = _header(doc)
    assert header is not None
    at = {name: needed(header[1], title, title.lower()) for name, title in _TITLES.items()}
    at["primary_end"] = next(n for n, title in enumerate(header[1]) if title == "primary_code_deldt")
    at["primary"] = next(n for n, title in enumerate(header[1]) if title == "primary_code")
    for line, cells in rows_below(doc, header[0], max(at.values()) + 1):
        kind = cells[at["kind"]]
        if kind not in ("1", "2", "3"):
            raise Misfit("add-on code type: expected 1, 2 or 3", line)
        first = _day(cells[at["first"]], line, lambda: 0)
        ends = (_day(cells[at[name]], line, lambda: OPEN) for name in ("last", "add_on_end", "primary_end"))
        last, add_on_last, primary_last = ends
        code = procedure(cells[at["add_on"]], line)
        whole = (code, kind, first, min(last, add_on_last))
        primary = cells[at["primary"]].upper()
        if primary == _CONTRACTOR:
            yield None, whole
        else:
            yield (code, procedure(primary, line), kind, first, min(last, add_on_last, primary_last)), whole


def _day(text: str, line: int, absent: Callable[[], int]) -> int:
    """A day as this file writes it, year and day of the year; some editions write the calendar day."""
    if text in (*NO_END, "0"):
        return absent()
    found = day_of_year(text) or day_number(text)
    if found is None:
        raise Misfit("date: expected YYYYDDD", line)
    return found


ADD_ON = Importer("NCCI add-on codes", lambda doc: _header(doc) is not None, _read)
