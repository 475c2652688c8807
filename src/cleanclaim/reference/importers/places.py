"""Places of service: the list of CMS as CSV, spreadsheet, or saved page.

https://www.cms.gov/medicare/coding-billing/place-of-service-codes/code-sets
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanclaim.reference.days import Period, day_number
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import Importer, Reading, Row, header_row, rows_below
from cleanclaim.reference.tables import OPEN

_ALWAYS = Period("list", 0, OPEN)
_EFFECTIVE = re.compile(r"effective ([a-z]+) ([0-9]{1,2}),? ([0-9]{4})", re.IGNORECASE)
_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def _header(doc: Document) -> Numbered | None:
    return header_row(doc, "place of service code", "place of service name")


def _read(doc: Document, given: Period | None) -> Sequence[Reading]:
    return (Reading("place-of-service", given or _ALWAYS, _places(doc)),)


def _places(doc: Document) -> Iterator[Row | None]:
    """The places that are assigned; the day from which one is stands behind its name."""
    header = _header(doc)
    assert header is not None
    for line, cells in rows_below(doc, header[0], 2):
        code, said = cells[0], " ".join(cells[1:])
        if cells[1].lower().startswith("unassigned"):
            yield None
            continue
        if not re.fullmatch("[0-9]{1,2}", code):
            raise Misfit("place of service: expected two digits", line)
        yield code.zfill(2), _first(said), OPEN


def _first(said: str) -> int:
    found = _EFFECTIVE.search(said)
    if found is None or found[1].lower() not in _MONTHS:
        return 0
    month = _MONTHS.index(found[1].lower()) + 1
    return day_number(f"{month}/{found[2]}/{found[3]}") or 0


PLACES = Importer("place of service codes", lambda doc: _header(doc) is not None, _read)
