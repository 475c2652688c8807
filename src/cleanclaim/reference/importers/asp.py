"""The ASP NDC-HCPCS crosswalk: which products a drug code stands for, and how many units a package holds.

https://www.cms.gov/medicare/payment/part-b-drugs/asp-pricing-files
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanclaim.reference.days import Period
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import Importer, Reading, Row, needed_period, procedure, rows_below
from cleanclaim.reference.tables import OPEN

_CODE, _NDC, _DOSE = 0, 3, 5
_SIZES = (6, 7, 8, 9)  # package size and quantity, billing units in one and in the package
_TITLES = ("pkg size", "pkg qty", "billunits", "billunitspkg")


def _header(doc: Document) -> Numbered | None:
    """The row that begins with `_2026_CODE`."""
    for line, cells in doc.head:
        if len(cells) > _SIZES[-1] and re.fullmatch(r"_?20[0-9]{2}[_ ]CODE", cells[0], re.IGNORECASE):
            return line, cells
    return None


def _read(doc: Document, given: Period | None) -> Sequence[Reading]:
    period = needed_period(doc, given)
    return (
        Reading("ndc-hcpcs", period, _products(doc)),
        Reading("ndc-hcpcs-codes", period, ((row[0], 0, OPEN) if row else None for row in _products(doc))),
    )


def _products(doc: Document) -> Iterator[Row | None]:
    """The products. What is no drug has an identifier of another kind, and is left out."""
    header = _header(doc)
    assert header is not None
    titles = tuple(header[1][at].lower().replace("_", " ") for at in _SIZES)
    if titles != _TITLES:
        raise Misfit("expected the columns PKG SIZE, PKG QTY, BILLUNITS, BILLUNITSPKG after HCPCS DOSAGE", header[0])
    for line, cells in rows_below(doc, header[0], _SIZES[-1] + 1):
        code = procedure(cells[_CODE], line)
        if not re.fullmatch(r"[0-9]{5}-[0-9]{4}-[0-9]{2}|[0-9]{11}", cells[_NDC]):
            yield None
            continue
        sizes = (_amount(cells[at], line) for at in _SIZES)
        yield cells[_NDC].replace("-", ""), code, cells[_DOSE], *sizes, 0, OPEN


def _amount(text: str, line: int) -> str | None:
    plain = text.replace(",", "")
    if not plain:
        return None
    if not re.fullmatch(r"[0-9]{0,9}\.?[0-9]{0,9}", plain) or plain == ".":
        raise Misfit("package: expected a number", line)
    return plain


CROSSWALK = Importer("ASP NDC-HCPCS crosswalk", lambda doc: _header(doc) is not None, _read)
