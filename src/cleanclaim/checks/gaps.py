"""SIT061: modifiers and pointers of a line stand side by side, the first in the first place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleanclaim.checks.contract import check, verdict
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import Pointer, Verdict
from cleanclaim.findings import Acknowledgment, Reference, Rule

_PROCEDURE, _POINTERS = 1, 7  # elements of SV1
_MODIFIERS = slice(2, 6)  # components of SV101
_ABOUT = Rule(
    "SIT061",
    "Gap in the modifiers or pointers of a line",
    "error",
    snip=4,
    help=(
        "SV101 has places for four modifiers and SV107 for four pointers. They are filled from the first on: what "
        "comes after an empty place is lost by some receivers and rejected by others."
    ),
    suggestion="move what comes after the empty place forward",
    references=(Reference("ASC X12 005010X222A1, loop 2400, SV101-3 to SV101-6 and SV107"),),
    acknowledgment=Acknowledgment(claim_status=("A7:453", "A7:477")),
)


@check(
    _ABOUT,
    "line",
    ("line.modifiers", "line.pointers"),
    """
  fail "the first modifier is missing" at line 1 { line 99213 { modifiers: ":25" } }
  fail "one between two is missing" at line 2 { line 85025  line 20610 { modifiers: "RT::59" } }
  pass "two modifiers" { line 20610-RT-59 }
  pass "a description behind no modifier" { line 99213 { description: "EXAMPLE" } }
  pass "neither" { line 99213 }
""",
    "line, modifier",
)
def gap(claim: Claim, line: Any) -> Iterator[Verdict]:
    """Each of the two lists of a line that has an empty place before a filled one."""
    modifiers, pointers = line.modifiers, line.pointers  # not judged where they can not be read
    element, component = claim.delimiters.element, claim.delimiters.component
    for segment in line.where.get("SV1", ()):
        text = segment.text
        if component * 2 not in text and element + component not in text:  # nearly every line
            continue
        elements = text.split(element)
        if modifiers and _has_gap(elements[_PROCEDURE].split(component)[_MODIFIERS]):
            yield _say(line, "modifiers", "expected no empty place before a modifier (SV101-3 to SV101-6)")
        if pointers and len(elements) > _POINTERS and _has_gap(elements[_POINTERS].split(component)):
            yield _say(line, "pointers", "expected no empty place before a pointer (SV107)")


def _has_gap(places: list[str]) -> bool:
    filled = [at for at, text in enumerate(places) if text]
    return filled != list(range(len(filled)))


def _say(line: Any, name: str, message: str) -> Verdict:
    return verdict(_ABOUT, message, Pointer(line, name, None, ""))
