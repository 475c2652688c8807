"""NUCC health care provider taxonomy: `nucc_taxonomy_261.csv`. Codes and their days; the texts belong to the AMA.

https://www.nucc.org
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanclaim.reference.days import Period, half_year
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import (
    Importer,
    Reading,
    Row,
    column,
    first_day,
    header_row,
    last_day,
    rows_below,
    shaped,
)


def _header(doc: Document) -> Numbered | None:
    found = header_row(doc, "code", "classification", "specialization")
    return found if found and found[1][0] == "code" else None


def _read(doc: Document, given: Period | None) -> Sequence[Reading]:
    if given is not None and "." not in given.release:
        raise Misfit(f"it comes each half year: expected `--release 26.1`, found `{given.release}`")
    return (Reading("taxonomy", given or _period(doc), _codes(doc)),)


def _period(doc: Document) -> Period:
    for name in doc.names:
        if found := re.search(r"taxonomy[-_ ]?([0-9]{2})([01])", name.lower()):
            return half_year(2000 + int(found[1]), int(found[2]))
    raise Misfit("nothing says which version this is: add `--release 26.1`, or what it is")


def _codes(doc: Document) -> Iterator[Row | None]:
    header = _header(doc)
    assert header is not None
    effective, ended = column(header[1], "effective date"), column(header[1], "deactivation date")
    for line, cells in rows_below(doc, header[0], max(effective or 0, ended or 0) + 1):
        code = shaped(cells[0], "[0-9A-Z]{9}X", "a taxonomy code of ten characters that end in X", line)
        first = first_day(cells[effective], line) if effective is not None and cells[effective] else 0
        last = last_day(cells[ended] if ended is not None else "", line, "deactivation date")
        yield code, first, last


TAXONOMY = Importer("NUCC taxonomy", lambda doc: _header(doc) is not None, _read)
