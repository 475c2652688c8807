"""The public files that are known: one importer each, and this registry."""

from __future__ import annotations

from cleanclaim.reference.documents import Document
from cleanclaim.reference.importers.add_on import ADD_ON
from cleanclaim.reference.importers.asp import CROSSWALK
from cleanclaim.reference.importers.coverage import DIAGNOSES, PROCEDURES
from cleanclaim.reference.importers.enrolment import ENROLMENT
from cleanclaim.reference.importers.fees import FEES
from cleanclaim.reference.importers.hcpcs import HCPCS
from cleanclaim.reference.importers.icd10 import ICD10
from cleanclaim.reference.importers.layout import Importer, Reading, Row
from cleanclaim.reference.importers.ncci import LIMITS, PAIRS
from cleanclaim.reference.importers.places import PLACES
from cleanclaim.reference.importers.taxonomy import TAXONOMY

__all__ = ["IMPORTERS", "Importer", "Reading", "Row", "recognised"]

# Each looks at the first lines of a file; the layouts exclude one another.
IMPORTERS: tuple[Importer, ...] = (
    PAIRS, LIMITS, ADD_ON, HCPCS, ICD10, TAXONOMY, CROSSWALK, FEES, PLACES, PROCEDURES, DIAGNOSES, ENROLMENT,
)  # fmt: skip


def recognised(doc: Document) -> Importer | None:
    """The importer that knows a file by what stands in it; None where none does."""
    return next((importer for importer in IMPORTERS if importer.recognise(doc)), None)
