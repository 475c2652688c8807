"""Medicare coverage articles: which diagnoses support which procedures, from the tables of the coverage database.

https://www.cms.gov/medicare-coverage-database/downloads/downloads.aspx (`current_article.zip`)
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence

from cleanclaim.reference.days import Period, number_of
from cleanclaim.reference.documents import Document, Numbered
from cleanclaim.reference.importers.layout import (
    Importer,
    Reading,
    Row,
    header_row,
    needed,
    procedure,
    rows_below,
    shaped,
)
from cleanclaim.reference.tables import OPEN

_DIAGNOSIS = "([A-Z][0-9]|QA)[A-Z0-9]{1,5}"
_NO_CODE = ("XX", "NA", "N/A", "NOCODE")  # what begins so stands for "no code is listed"


def _procedures(doc: Document) -> Numbered | None:
    return header_row(doc, "article_id", "hcpc_code_id", "hcpc_code_group")


def _diagnoses(doc: Document) -> Numbered | None:
    return header_row(doc, "article_id", "icd10_code_id")


def _current(doc: Document, given: Period | None) -> Period:
    """What is in force on the day it was downloaded; the database says no other."""
    if given is not None:
        return given
    written = re.search(r"20[0-9]{2}-[01][0-9]-[0-3][0-9]", " ".join(doc.names))
    day = dt.date.fromisoformat(written[0]) if written else dt.date.today()
    return Period(day.isoformat(), number_of(day), number_of(day + dt.timedelta(days=90)))


def _read_procedures(doc: Document, given: Period | None) -> Sequence[Reading]:
    return (Reading("coverage-procedures", _current(doc, given), _procedure_rows(doc)),)


def _procedure_rows(doc: Document) -> Iterator[Row | None]:
    header = _procedures(doc)
    assert header is not None
    article, code, group = (needed(header[1], name) for name in ("article_id", "hcpc_code_id", "hcpc_code_group"))
    for line, cells in rows_below(doc, header[0], max(article, code, group) + 1):
        if not cells[code] or cells[code].upper().startswith(_NO_CODE):
            yield None
            continue
        yield procedure(cells[code], line), cells[article], cells[group], 0, OPEN


def _read_diagnoses(doc: Document, given: Period | None) -> Sequence[Reading]:
    """Covered and not covered come in files of one layout: their names tell."""
    covered = "noncovered" not in doc.names[0].lower()
    rows = _diagnosis_rows(doc, "Y" if covered else "N")
    return (Reading("coverage-diagnoses", _current(doc, given), rows, "covered" if covered else "not covered"),)


def _diagnosis_rows(doc: Document, covered: str) -> Iterator[Row | None]:
    header = _diagnoses(doc)
    assert header is not None
    article, code = (needed(header[1], name) for name in ("article_id", "icd10_code_id"))
    group = needed(header[1], "group", "icd10_covered_group", "icd10_noncovered_group", "group")
    for line, cells in rows_below(doc, header[0], max(article, code, group) + 1):
        dx = cells[code].replace(".", "").upper()
        if not dx or dx.startswith(_NO_CODE):
            yield None
            continue
        yield cells[article], shaped(dx, _DIAGNOSIS, "an ICD-10-CM code", line), cells[group], covered, 0, OPEN


PROCEDURES = Importer("coverage articles, procedures", lambda doc: _procedures(doc) is not None, _read_procedures)
DIAGNOSES = Importer("coverage articles, diagnoses", lambda doc: _diagnoses(doc) is not None, _read_diagnoses)
