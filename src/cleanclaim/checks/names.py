"""SIT079: names of people that are no names: digits, titles, and words that say that nobody knew."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cleanclaim.checks.contract import check, verdict
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import Pointer, Verdict
from cleanclaim.findings import Acknowledgment, Reference, Rule

_DIGIT = re.compile(r"[0-9]")
_TITLE = re.compile(r"(?:MR|MRS|DR)\b\.? +\S|\S+,? +(?:M\.D\.|R\.N\.|PH\.?D\.?)$", re.IGNORECASE)
_NOBODY = re.compile(r"(?:UNKNOWN|UNK|NOT KNOWN|NONE GIVEN|N/A)(?: +(?:NAME|PATIENT))?", re.IGNORECASE)
_FAULTS = (
    (_DIGIT.search, "contains a digit"),
    (_TITLE.match, "contains a title"),
    (_NOBODY.fullmatch, "says that the name is not known"),
)
# Every name at fault has one of these.
_SUSPECT = re.compile(
    r"[0-9./]|\b(?:MR|MRS|DR|UNK|UNKNOWN|NOT KNOWN|NONE GIVEN|PHD)\b", re.IGNORECASE
)  # in any of them
_SPOKEN = {"last_name": "last name", "name": "last name", "first_name": "first name", "middle_name": "middle name"}
_PATIENT = ("last_name", "first_name", "middle_name")
_SUBSCRIBER = ("last_name", "first_name")
_PROVIDER = ("name", "first_name", "middle_name")
_ABOUT = Rule(
    "SIT079",
    "Name of a person that cannot be one",
    "warning",
    snip=4,
    help=(
        "Payers find people by the name on their card. Digits, titles such as MRS or M.D. and words such as UNKNOWN "
        "are not part of a name, so the person is not found. A suffix such as JR has an element of its own (NM107)."
    ),
    suggestion="send the name as it is on the card; leave out what is neither known nor required",
    references=(Reference("ASC X12 005010X222A1, NM103 to NM105"),),
    acknowledgment=Acknowledgment(claim_status=("A7:504", "A7:505")),
)


@check(
    _ABOUT,
    "claim",
    (
        "claim.billing",
        "claim.lines",
        "claim.patient",
        "claim.primary_care",
        "claim.referring",
        "claim.rendering",
        "claim.subscriber",
        "claim.supervising",
        "line.ordering",
        "line.primary_care",
        "line.referring",
        "line.rendering",
        "line.supervising",
        "patient.first_name",
        "patient.last_name",
        "patient.middle_name",
        "provider.entity_type",
        "provider.first_name",
        "provider.middle_name",
        "provider.name",
        "subscriber.entity_type",
        "subscriber.first_name",
        "subscriber.last_name",
    ),
    """
  fail "a digit in the last name" { subscriber.last_name: "EXAMPLE2"  line 99213 }
  fail "a digit in the first name" { subscriber.first_name: "ER1N"  line 99213 }
  fail "a digit in the middle name" { patient.middle_name: "4"  line 99213 }
  fail "a title before it" { subscriber.first_name: "MRS ERIN"  line 99213 }
  fail "a degree behind it" { claim.rendering.name: "RENDERER M.D."  line 99213 }
  fail "nobody knew" { subscriber.first_name: "UNKNOWN"  line 99213 }
  fail "a provider of a line" { line 99213 { ordering.first_name: "DR. ORLA" } }
  fail "a referring provider" { claim.referring.name: "REFERRER 2"  line 99213 }
  fail "a primary care provider" { claim.primary_care.name: "UNK"  line 99213 }
  fail "a primary care provider of a line" { line 99213 { primary_care.name: "UNK" } }
  fail "a supervising provider" { claim.supervising.name: "UNK"  line 99213 }
  fail "two faults are two findings" times 2 { patient.first_name: "UNK"  patient.last_name: "EXAMPLE2"  line 99213 }
  fail "a child's" { patient.relationship: 19  patient.first_name: "C0RA"  line 99213 }
  fail "the name of a child's subscriber" { patient.relationship: 19  subscriber.last_name: "EXAMPLE2"  line 99213 }
  fail "the first name as well" { patient.relationship: 19  subscriber.first_name: "UNK"  line 99213 }
  pass "an employer is the subscriber" {
    patient.relationship: 20
    subscriber.entity_type: 2
    subscriber.last_name: "24 HOUR EXAMPLE INC"
    subscriber.first_name: -
    line 99213
  }
  pass "names" { subscriber.last_name: "O'EXAMPLE-SMITH"  subscriber.first_name: "MARY ANN"  line 99213 }
  pass "names that begin like a title" { subscriber.last_name: "DRAKE"  subscriber.first_name: "MRSA"  line 99213 }
  pass "a name that is spelled like a degree" { subscriber.first_name: "MD"  subscriber.last_name: "DO"  line 99213 }
  pass "an organization" { billing.name: "24 HOUR EXAMPLE CLINIC"  line 99213 }
  pass "no first name" { subscriber.first_name: -  line 99213 }
""",
    "patient, provider, name",
)
def no_name(claim: Claim, _: Any) -> Iterator[Verdict]:
    """Each element of a person's name that is no name; people are told once where lines share them."""
    people = _people(claim)
    texts = [getattr(row, name) or "" for row, names in people.items() for name in names]
    if not _SUSPECT.search("\n".join(texts)):  # nearly every claim
        return
    for row, names in people.items():
        for name in names:
            text = getattr(row, name)
            fault = next((said for finds, said in _FAULTS if text is not None and finds(text)), None)
            if fault:
                yield verdict(_ABOUT, f"the {_SPOKEN[name]} {fault}", Pointer(row, name, None, ""))


def _people(claim: Claim) -> dict[Any, tuple[str, ...]]:
    """The patient, the subscriber if that is somebody else, every provider who is a person: with their names."""
    found: dict[Any, tuple[str, ...]] = {}
    patient, subscriber = claim.patient, claim.subscriber
    is_self = patient is not None and patient.loop == "2010BA"
    if patient is not None and (not is_self or _is_person(subscriber)):
        found[patient] = _PATIENT
    if not is_self and _is_person(subscriber):
        found[subscriber] = _SUBSCRIBER
    providers = [claim.billing, claim.rendering, claim.referring, claim.primary_care, claim.supervising]
    for line in claim.lines:
        providers += (line.rendering, line.referring, line.primary_care, line.supervising, line.ordering)
    for row in filter(None, providers):
        if row.entity_type == "1":
            found[row] = _PROVIDER
    return found


def _is_person(row: Any) -> bool:
    return row is not None and row.entity_type == "1"
