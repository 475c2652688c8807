"""The physician fee schedule's indicators, `PPRRVU2026_Oct_nonQPP.csv`: what 26, TC, 50, 80, 62 and 66 are for.

https://www.cms.gov/medicare/payment/fee-schedules/physician/pfs-relative-value-files
Amounts and descriptions are left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanclaim.reference.days import Period, named_year, quarter
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import (
    Importer,
    Reading,
    Row,
    needed,
    needed_period,
    procedure,
    rows_below,
    stacked,
)
from cleanclaim.reference.tables import OPEN

_PAID = ("A", "R", "T", "C")  # active, restricted, injections, priced by the contractor
_ABOVE = 3  # rows of the header above its last one
_WANTED = {
    "status": ("status",), "pc_tc": ("pctc", "pc/tc"), "global_days": ("glob",), "multiple": ("mult",),
    "bilateral": ("bilat",), "assistant": ("asst",), "co_surgeon": ("co- surg", "co-surg", "co surg"),
    "team": ("team",),
}  # fmt: skip


def _header(doc: Document) -> Numbered | None:
    """The last row of the header, and the words above each column."""
    for at, (line, cells) in enumerate(doc.head):
        if len(cells) > 25 and cells[0].upper() == "HCPCS" and cells[1].upper() == "MOD":
            return line, tuple(stacked(doc.head[max(at - _ABOVE, 0) : at + 1]))
    return None


def _read(doc: Document, given: Period | None) -> Sequence[Reading]:
    period = needed_period(doc, given) if given is not None else _period(doc)
    days = (_days(row) if row is not None else None for row in _indicators(doc))
    return (
        Reading("fee-schedule", period, _indicators(doc)),
        Reading("fee-schedule-codes", period, _codes(doc)),
        Reading("fee-schedule-days", period, days),
    )


def _codes(doc: Document) -> Iterator[Row | None]:
    """Each procedure once; its components stand behind it."""
    seen: set[object] = set()
    for row in _indicators(doc):
        if row is None:
            yield None
        elif row[0] not in seen:
            seen.add(row[0])
            yield row[0], 0, OPEN


def _days(row: Row) -> Row | None:
    """The follow-up of a service that is paid; its components say the same."""
    code, modifier, status, _, days, *_ = row
    return (code, days, 0, OPEN) if status in _PAID and not modifier else None


def _period(doc: Document) -> Period:
    """The quarter of the month in a name; RVU26A is the first of its year, to D."""
    for name in doc.names:
        if found := re.search(r"rvu([0-9]{2})([a-d])", name.lower()):
            return quarter(2000 + int(found[1]), "abcd".index(found[2]) + 1)
    try:
        return needed_period(doc, None)
    except Misfit:
        year = next(filter(None, map(named_year, doc.names)), None)
        if year is None:
            raise
        return quarter(year, 1)


def _indicators(doc: Document) -> Iterator[Row | None]:
    header = _header(doc)
    assert header is not None
    at = [needed(header[1], name, *words) for name, words in _WANTED.items()]
    for line, cells in rows_below(doc, header[0], max(at) + 1):
        if len(cells[0]) < 4:  # the remarks at the end of some editions
            yield None
            continue
        days = cells[at[2]]
        values = [cells[number] for number in at]
        values[2] = days.zfill(3) if days.isdigit() else days
        yield procedure(cells[0], line), cells[1].upper(), *values, 0, OPEN


FEES = Importer("physician fee schedule", lambda doc: _header(doc) is not None, _read)
