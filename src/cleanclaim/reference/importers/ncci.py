"""NCCI: procedure-to-procedure edits and medically unlikely edits, of Medicare and Medicaid.

The files of https://www.cms.gov/medicare/coding-billing/national-correct-coding-initiative-ncci-edits and of
https://www.medicaid.gov/medicaid/program-integrity/national-correct-coding-initiative.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from cleanclaim.reference.days import Period, month_quarter, named_quarter
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import (
    Importer,
    Reading,
    Row,
    column,
    first_day,
    last_day,
    needed,
    needed_period,
    procedure,
    rows_below,
    stacked,
)
from cleanclaim.reference.tables import OPEN

_HEADER = 15  # rows that a header can take
_LIMIT_TABLES = {  # by whether they are Medicare's, and of suppliers
    (True, False): "mue-practitioner",
    (True, True): "mue-dme",
    (False, False): "mue-medicaid",
    (False, True): "mue-medicaid-dme",
}
_HOSPITAL = "hospital edits are not for professional claims"


def _pair_header(doc: Document) -> list[Numbered]:
    """The rows above the first pair of codes."""
    found: list[Numbered] = []
    for number, cells in doc.head[:_HEADER]:
        codes = [cell for cell in cells[:2] if re.fullmatch(r"[A-Z0-9]{4,5}", cell) and any(map(str.isdigit, cell))]
        if len(codes) == 2:
            return found
        found.append((number, cells))
    return found if len(doc.head) < _HEADER else []


def _is_pairs(doc: Document) -> bool:
    said = " ".join(stacked(_pair_header(doc)))
    return all(word in said for word in ("column 1", "column 2", "effective", "deletion", "modifier"))


def _read_pairs(doc: Document, given: Period | None) -> Sequence[Reading]:
    names = " ".join(doc.names).lower()
    if "hospital" in names or "ccioph" in names:
        raise Misfit(_HOSPITAL)
    named = given or next(filter(None, map(named_quarter, doc.names)), None)
    period = needed_period(doc, named) if named else _latest_quarter(doc)
    part = re.search(r"[-_ ]f([0-9]{1,2})\b", names)
    table = "ncci-ptp-medicaid" if "medicaid" in names or "mcd" in names else "ncci-ptp"
    return (Reading(table, period, _pairs(doc), part[1] if part else ""),)


def _latest_quarter(doc: Document) -> Period:
    """A file without a name that helps is of the quarter of its latest edits."""
    latest = max((row[-2] for row in _pairs(doc) if row is not None), default=None)
    if latest is None:
        raise Misfit("there is no row in it")
    return month_quarter(latest // 10000, latest // 100 % 100)


class _Known(dict[str, str]):
    """Codes that were checked already: there are fifteen thousand among millions of rows."""

    line = 0

    def __missing__(self, text: str) -> str:
        found = self[text] = procedure(text, self.line)
        return found


class _Days(dict[str, int]):
    """Days that were read already."""

    line = 0

    def __init__(self, read: Callable[[str, int], int]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, text: str) -> int:
        found = self[text] = self._read(text, self.line)
        return found


def _pairs(doc: Document) -> Iterator[Row | None]:
    """The edits. Those that ended on their first day, and indicator 9 with them, never were: they are left out."""
    header = _pair_header(doc)
    words = stacked(header)
    one = needed(words, "column 1", "column 1", "column1")
    two = needed(words, "column 2", "column 2", taken=(one,))
    effective, deleted = needed(words, "effective date", "effective"), needed(words, "deletion date", "deletion")
    indicator = needed(words, "modifier", "modifier")
    width = max(one, two, effective, deleted, indicator) + 1
    codes, firsts, lasts = _Known(), _Days(first_day), _Days(last_day)
    for line, cells in rows_below(doc, header[-1][0] if header else 0, width):
        codes.line = firsts.line = lasts.line = line
        first, last, allowed = firsts[cells[effective]], lasts[cells[deleted]], cells[indicator]
        if allowed not in ("0", "1", "9"):
            raise Misfit("modifier indicator: expected 0, 1 or 9", line)
        pair = codes[cells[one]], codes[cells[two]]
        yield None if allowed == "9" or first == last else (*pair, allowed, first, last)


# ------------------------------------------------------------------------------ medically unlikely edits


def _limit_header(doc: Document) -> Numbered | None:
    for line, cells in doc.head[:_HEADER]:
        titles = tuple(" ".join(cell.lower().split()) for cell in cells)
        said = "|".join(titles)
        if "mue value" in said and "hcpcs" in said:
            return line, titles
    return None


def _read_limits(doc: Document, given: Period | None) -> Sequence[Reading]:
    header = _limit_header(doc)
    assert header is not None
    said = f"{' '.join(doc.names)} {' '.join(header[1])}".lower()
    if "hospital" in said:
        raise Misfit(_HOSPITAL)
    medicare = column(header[1], "adjudication") is not None
    table = _LIMIT_TABLES[medicare, "dme" in said]
    return (Reading(table, needed_period(doc, given), _limits(doc, header)),)


def _limits(doc: Document, header: Numbered) -> Iterator[Row | None]:
    line, titles = header
    code, most = needed(titles, "HCPCS/CPT code", "hcpcs"), needed(titles, "MUE values", "mue value", "mue")
    indicator, rationale = column(titles, "adjudication"), column(titles, "rationale")
    for at, cells in rows_below(doc, line, max(code, most, indicator or 0) + 1):
        if not re.fullmatch(r"[0-9]{1,7}", cells[most]):
            raise Misfit("MUE value: expected a whole number", at)
        allowed = "" if indicator is None else cells[indicator][:1]
        if indicator is not None and allowed not in ("1", "2", "3"):
            raise Misfit("MUE adjudication indicator: expected 1, 2 or 3", at)
        why = cells[rationale] if rationale is not None and rationale < len(cells) else ""
        yield procedure(cells[code], at), cells[most], allowed or None, why or None, 0, OPEN


PAIRS = Importer("NCCI procedure-to-procedure edits", _is_pairs, _read_pairs)
LIMITS = Importer("NCCI medically unlikely edits", lambda doc: _limit_header(doc) is not None, _read_limits)
