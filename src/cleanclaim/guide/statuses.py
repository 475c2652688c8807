"""Under which claim status a payer's front end reports a breach of the guide (277CA; X12 code sources 507 and 508).

A receiver that reads on where a 999 would have rejected says so claim by claim: what is missing (A6) or invalid
(A7), of which of the claim's facts, and of whom. Places that have no status of their own are not in the table.
"""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from cleanclaim.findings import ENTITIES, Acknowledgment, Rule
from cleanclaim.guide import faults
from cleanclaim.guide.shape import Shape

_MISSING, _INVALID, _UNPROCESSABLE = "A6", "A7", "A3"
_PERSON = "person"  # the entity that the loop tells
_LINES = "121"  # service line number greater than maximum allowable
# By segment, its first qualifier where that tells it apart, and element or component; 0 is the segment.
_FACTS: dict[tuple[str, str, int, int], str] = {
    ("SBR", "", 1, 0): "742",
    ("SBR", "", 9, 0): "480:PR",
    ("NM1", "PR", 0, 0): "153:PR",
    ("NM1", "PR", 9, 0): "153:PR",
    ("REF", "EI", 0, 0): "128:85",
    ("REF", "EI", 2, 0): "128:85",
    ("DMG", "", 2, 0): f"158:{_PERSON}",
    ("DMG", "", 3, 0): f"157:{_PERSON}",
    ("CLM", "", 1, 0): "478",
    ("CLM", "", 2, 0): "178",
    ("CLM", "", 5, 1): "249",
    ("CLM", "", 5, 3): "535",
    ("CLM", "", 6, 0): "117",
    ("CLM", "", 7, 0): "589",
    ("CLM", "", 8, 0): "360",
    ("CLM", "", 11, 1): "633",
    ("CLM", "", 11, 2): "633",
    ("CLM", "", 12, 0): "650",
    ("CLM", "", 20, 0): "555",
    ("HI", "ABK", 0, 0): "254",
    ("HI", "ABK", 1, 0): "254",
    **{("HI", "ABK", 1, part): "254" for part in (1, 2)},
    **{("HI", "ABK", element, part): "255" for element in range(2, 13) for part in (0, 1, 2)},
    ("LX", "", 0, 0): "454",
    ("SV1", "", 0, 0): "454",
    ("SV1", "", 1, 0): "454",
    ("SV1", "", 1, 2): "454",
    **{("SV1", "", 1, part): "453" for part in (3, 4, 5, 6)},
    ("SV1", "", 1, 7): "306",
    ("SV1", "", 2, 0): "583",
    ("SV1", "", 3, 0): "659",
    ("SV1", "", 4, 0): "476",
    ("SV1", "", 5, 0): "249",
    **{("SV1", "", 7, part): "477" for part in range(5)},
    ("DTP", "472", 0, 0): "187",
    ("DTP", "472", 2, 0): "187",
    ("DTP", "472", 3, 0): "187",
    ("LIN", "", 2, 0): "218",
    ("LIN", "", 3, 0): "218",
    ("CTP", "", 0, 0): "724",
    ("CTP", "", 4, 0): "724",
    ("CTP", "", 5, 0): "724",
    ("CTP", "", 5, 1): "724",
}
# Segments of the same id and qualifier in other loops are about others: the payer of another insurance.
_LOOPS = frozenset({"2000B", "2010AA", "2010BA", "2010CA", "2010BB", "2300", "2400", "2410"})
_ABSENT = frozenset({faults.MISSING_ELEMENT, faults.MISSING_SEGMENT})
_SPOKEN = _ABSENT | {
    *(faults.CONDITION, faults.TOO_MANY_ELEMENTS, faults.TOO_SHORT, faults.TOO_LONG, faults.INVALID_CHARACTER),
    *(faults.INVALID_CODE, faults.INVALID_DATE, faults.UNUSED_ELEMENT),
}


@cache
def with_status(rule: Rule, shape: Shape, loop: str, element: int = 0, component: int = 0) -> Rule:
    """The rule with the claim status that names the place; as it is where there is none."""
    if rule == faults.TOO_MANY_LOOPS and loop == "2400":
        return _saying(rule, f"{_UNPROCESSABLE}:{_LINES}")
    if loop not in _LOOPS or rule not in _SPOKEN:
        return rule
    qualifiers = (shape.codes[0] if shape.codes else "", "")
    facts = (_FACTS.get((shape.segment, qualifier, element, component)) for qualifier in qualifiers)
    fact = next((fact for fact in facts if fact), "").replace(_PERSON, ENTITIES.get(loop, ""))
    return _saying(rule, f"{_MISSING if rule in _ABSENT else _INVALID}:{fact}") if fact else rule


def _saying(rule: Rule, status: str) -> Rule:
    return replace(rule, acknowledgment=Acknowledgment(claim_status=(status,)))
