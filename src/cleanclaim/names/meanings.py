"""Codes: what the commonest mean."""

from __future__ import annotations

from collections.abc import Mapping

from cleanclaim.names.codes import CODES
from cleanclaim.names.documents import DOCUMENTS
from cleanclaim.names.qualifiers import AMOUNTS, CONDITIONS, DATES, QUANTITIES, REFERENCES

_QUALIFIERS = {"REF01": REFERENCES, "DTP01": DATES, "AMT01": AMOUNTS, "QTY01": QUANTITIES, "CRC01": CONDITIONS}
_ALL = {**CODES, **_QUALIFIERS, "PWK01": DOCUMENTS}

# Places that take another's codes.
_SAME = {
    "ISA07": "ISA05",
    "REF04-1": "REF01",
    "PER05": "PER03",
    "PER07": "PER03",
    "PAT01": "SBR02",
    "PAT05": "DTP02",
    "DMG01": "DTP02",
    "SV105": "CLM05-1",
    "CLM08": "OI03",
    "CLM09": "OI06",
    "CLM10": "OI04",
    "CLM11-2": "CLM11-1",
    "CLM11-3": "CLM11-1",
    "CR105": "SV103",
    "CR101": "SV103",
    "CR302": "SV103",
    "PAT07": "SV103",
    "HCP11": "SV103",
    "SV502": "SV103",
    "CTP05": "CTP05-1",
    "SV501-1": "SV101-1",
    "SVD03-1": "SV101-1",
    "HCP09": "SV101-1",
    "FRM02": "YES",
    "CRC02": "YES",
    "CLM06": "YES",
    "SV109": "YES",
    "SV111": "YES",
    "SV112": "YES",
    "PAT09": "YES",
    **{f"CRC{at:02d}": "CRC03" for at in range(4, 8)},
}


def meanings(segment: str, element: int, component: int = 0) -> Mapping[str, str]:
    """What the codes of a place mean, as far as they are known: "billing provider" under `85` for `NM1` 1.

    Element and component count from 1; component 0 is an element without components.
    """
    if segment == "HI":
        place = "HI01-1" if component == 1 else ""
    else:
        place = f"{segment}{element:02d}" + (f"-{component}" if component else "")
    return _ALL.get(_SAME.get(place, place), {})


def meaning(segment: str, element: int, component: int, code: str) -> str | None:
    """What a code means in its place; None for one that is not known there."""
    return meanings(segment, element, component).get(code)
