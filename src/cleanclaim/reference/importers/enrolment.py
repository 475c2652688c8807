"""Your own providers' enrolment: a CSV with the columns npi and payer, and tax_id, first, last if you like.

What it holds identifies people: no message repeats a cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from cleanclaim.reference.days import Period
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import Importer, Reading, Row, first_day, last_day, rows_below, shaped
from cleanclaim.reference.tables import OPEN

_OWN = Period("own", 0, OPEN)
_COLUMNS = ("npi", "payer", "tax_id", "first", "last")


def _header(doc: Document) -> Numbered | None:
    for line, cells in doc.head:
        titles = tuple(cell.lower().replace(" ", "_") for cell in cells)
        if {"npi", "payer"} <= set(titles):
            return line, titles
        if any(cells) and not cells[0].startswith("#"):
            return None
    return None


def _read(doc: Document, given: Period | None) -> Sequence[Reading]:
    header = _header(doc)
    assert header is not None
    unknown = sorted(set(header[1]) - set(_COLUMNS) - {""})
    if unknown:
        raise Misfit(f"there is a column `{unknown[0]}`: expected {', '.join(_COLUMNS)}", header[0])
    return (Reading("enrolment", given or _OWN, _rows(doc, header)),)


def _rows(doc: Document, header: Numbered) -> Iterator[Row | None]:
    line, titles = header
    at = {name: titles.index(name) for name in _COLUMNS if name in titles}
    for number, cells in rows_below(doc, line, max(at.values()) + 1):
        if cells[0].startswith("#"):
            continue
        said = {name: cells[place] for name, place in at.items()}
        npi = shaped(said["npi"], "[12][0-9]{9}", "an NPI of ten digits", number)
        payer = shaped(said["payer"], "[A-Z0-9]{2,80}", "a payer's identifier in capitals and digits", number)
        tax = said.get("tax_id", "").replace("-", "")
        if tax:
            shaped(tax, "[0-9]{9}", "a tax identifier of nine digits", number)
        first = first_day(said["first"], number, "first day") if said.get("first") else 0
        yield npi, payer, tax or None, first, last_day(said.get("last", ""), number, "last day")


ENROLMENT = Importer("enrolment", lambda doc: _header(doc) is not None, _read)
