"""ICD-10-CM in tabular order: `icd10cm_order_2026.txt`, with its headers.

https://www.cms.gov/medicare/coding-billing/icd-10-codes
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from cleanclaim.reference.days import Period, fiscal_year, named_year
from cleanclaim.reference.documents import Document
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import Importer, Reading, Row
from cleanclaim.reference.tables import OPEN

_LINE = re.compile(r"[0-9]{5} ((?:[A-Z][0-9]|QA)[A-Z0-9]{1,5}) {1,5}([01]) ")
_FLAG = 14  # where the flag stands, counted from 0
_APRIL = re.compile(r"(?<![a-z])apr(il)?(?![a-z])")


def _is_order(doc: Document) -> bool:
    return _flagged(next((line for line in doc.head_lines if line.strip()), "")) is not None


def _flagged(line: str) -> re.Match[str] | None:
    found = _LINE.match(line)
    return found if found and found.start(2) == _FLAG else None


def _read(doc: Document, given: Period | None) -> Sequence[Reading]:
    period = given or _period(doc)
    if not re.fullmatch(r"20[0-9]{2}(-04)?", period.release):
        raise Misfit(f"it comes each fiscal year: expected `--release 2027` or `2027-04`, found `{period.release}`")
    headers = ((row[0], 0, OPEN) for row, _ in _codes(doc) if row[1] == "N")
    sides = ((row[0], side, 0, OPEN) for row, words in _codes(doc) for side in sides_of(words))
    return (
        Reading("icd-10-cm", period, (row for row, _ in _codes(doc))),
        Reading("icd-10-cm-headers", period, headers),
        Reading("icd-10-cm-sides", period, sides),
    )


def _period(doc: Document) -> Period:
    """The fiscal year in a name; from April where one says so."""
    years = [year for year in map(named_year, doc.names) if year is not None]
    if not years:
        raise Misfit("nothing says which fiscal year this is: add `--release 2027`, or `2027-04` for that of April")
    return fiscal_year(years[0], april=any(_APRIL.search(name.lower().replace("_", " ")) for name in doc.names))


def sides_of(words: str) -> str:
    """The sides that a description names: R, L, both or none."""
    said = set(re.findall(r"\b(right|left|bilateral)\b", words.lower()))
    return "".join(side[0].upper() for side in ("right", "left") if said & {side, "bilateral"})


def _codes(doc: Document) -> Iterator[tuple[Row, str]]:
    """Each code, and its description."""
    for number, line in enumerate(doc.lines(), 1):
        if not line.strip("\x1a "):
            continue
        found = _flagged(line)
        if found is None:
            raise Misfit("expected an order number, a code and its flag in columns 1, 7 and 15", number)
        yield (found[1], "Y" if found[2] == "1" else "N", 0, OPEN), line[found.end() :]


ICD10 = Importer("ICD-10-CM order file", _is_order, _read)
