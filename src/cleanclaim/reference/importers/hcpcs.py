"""HCPCS Level II: codes and modifiers, in the text of 320 columns and in the spreadsheet.

https://www.cms.gov/medicare/coding-billing/healthcare-common-procedure-system/quarterly-update
Descriptors of dental codes (D) belong to the ADA and are left out; the others are of the US government.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from cleanclaim.reference.days import Period
from cleanclaim.reference.documents import Document
from cleanclaim.reference.faults import Misfit
from cleanclaim.reference.importers.layout import (
    Importer,
    Reading,
    Row,
    first_day,
    header_row,
    last_day,
    needed,
    needed_period,
    rows_below,
)

_WIDTH = 320
_RECORD = re.compile(r"(?:[A-Z][0-9]{4}|   [A-Z0-9]{2})[0-9]{5}[3478]")
_CODES, _MODIFIERS = "3", "7"  # record identifications; 4 and 8 carry on a description


class _Record(NamedTuple):
    """A record of either layout."""

    line: int
    code: str
    kind: str
    short: str
    coverage: str
    betos: str
    service: str
    added: str
    ended: str


def _is_text(doc: Document) -> bool:
    return any(_RECORD.match(line) and len(line) > 276 for line in doc.head_lines)


def _is_sheet(doc: Document) -> bool:
    return header_row(doc, "hcpc", "seqnum", "recid") is not None


def _read(doc: Document, given: Period | None) -> Sequence[Reading]:
    period = needed_period(doc, given)
    return (
        Reading("hcpcs", period, _codes(doc)),
        Reading("hcpcs-modifiers", period, _modifiers(doc)),
    )


def _records(doc: Document) -> Iterator[_Record]:
    return _fixed(doc) if _is_text(doc) else _cells(doc)


def _fixed(doc: Document) -> Iterator[_Record]:
    """The records of the text: what stands above the first one is a notice."""
    began = False
    for number, line in enumerate(doc.lines(), 1):
        if not _RECORD.match(line):
            if began and line.strip("\x1a "):
                raise Misfit("expected a record of 320 characters", number)
            continue
        began = True
        text = line.ljust(_WIDTH)
        yield _Record(
            number, text[:5].strip(), text[10], text[91:119].strip(), text[229].strip(), text[256:259].strip(),
            text[260].strip(), text[268:276].strip(), text[284:292].strip(),
        )  # fmt: skip


def _cells(doc: Document) -> Iterator[_Record]:
    header = header_row(doc, "hcpc", "seqnum", "recid")
    assert header is not None
    wanted = ("hcpc", "recid", "short description", "cov", "betos", "tos1", "add dt", "term dt")
    at = [needed(header[1], name) for name in wanted]
    at[0] = header[1].index("hcpc")
    for line, cells in rows_below(doc, header[0], max(at) + 1):
        yield _Record(line, *(cells[number] for number in at))


def _codes(doc: Document) -> Iterator[Row | None]:
    for record in _records(doc):
        if record.kind != _CODES:
            continue
        if not re.fullmatch("[A-Z][0-9]{4}", record.code):
            raise Misfit("expected a code of a letter and four digits", record.line)
        short = "" if record.code.startswith("D") else record.short
        more = (record.coverage or None, record.betos or None, record.service or None)
        yield record.code, short, *more, *_days(record)


def _modifiers(doc: Document) -> Iterator[Row | None]:
    for record in _records(doc):
        if record.kind == _MODIFIERS:
            if not re.fullmatch("[A-Z0-9]{2}", record.code):
                raise Misfit("expected a modifier of two characters", record.line)
            yield record.code, record.short, *_days(record)


def _days(record: _Record) -> tuple[int, int]:
    added = first_day(record.added, record.line, "date added") if record.added else 0
    return added, last_day(record.ended, record.line, "termination date")


HCPCS = Importer("HCPCS Level II", lambda doc: _is_text(doc) or _is_sheet(doc), _read)
