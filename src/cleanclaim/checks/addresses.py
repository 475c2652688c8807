"""SIT102: the billing provider lives where somebody can be visited, not in a box at a post office."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from cleanclaim.checks.contract import check, verdict
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import Pointer, Verdict
from cleanclaim.findings import Acknowledgment, Reference, Rule

_BOX = re.compile(
    r"\b(?:P\.? ?O\.? ?(?:BOX|BX)|POST OFFICE BOX|LOCK ?BOX|LOCK BIN|PMB)\b(?! (?:ST|STREET|RD|ROAD|LN|LANE)\b)",
    re.IGNORECASE,
)
_ABOUT = Rule(
    "SIT102",
    "Billing provider's address is a post office box",
    "error",
    snip=4,
    help=(
        "The address of the billing provider (loop 2010AA) is the street address of the practice. A post office box "
        "or a lock box is not allowed there. If payments go to one, it is the pay-to address (loop 2010AB)."
    ),
    suggestion="send the street address here, and the box as the pay-to address in loop 2010AB",
    references=(Reference("ASC X12 005010X222A1, loop 2010AA, N3; loop 2010AB"),),
    acknowledgment=Acknowledgment(claim_status=("A7:126:85", "A7:503:85")),
)


@check(
    _ABOUT,
    "claim",
    ("claim.billing", "provider.address", "provider.address_2"),
    """
  fail "a box" { billing.address: "PO BOX 100"  line 99213 }
  fail "with points" { billing.address: "P.O. Box 100"  line 99213 }
  fail "with spaces" { billing.address: "P O BOX 100"  line 99213 }
  fail "in one word" { billing.address: "POBOX 100"  line 99213 }
  fail "in full" { billing.address: "POST OFFICE BOX 100"  line 99213 }
  fail "a lock box" { billing.address: "LOCKBOX 100"  line 99213 }
  fail "a lock bin" { billing.address: "LOCK BIN 100"  line 99213 }
  fail "a private box" { billing.address: "1 EXAMPLE ST PMB 100"  line 99213 }
  fail "on the second line" { billing.address_2: "PO BOX 100"  line 99213 }
  fail "on both lines" times 2 { billing.address: "LOCK BOX 1"  billing.address_2: "PO BOX 100"  line 99213 }
  pass "a street" { billing.address: "100 DEPO BOX ROAD"  line 99213 }
  pass "a street that is named after a box" { billing.address: "7 LOCKBOX RD"  line 99213 }
  pass "a suite" { billing.address_2: "SUITE 100"  line 99213 }
""",
    "provider, address",
)
def box_for_an_address(claim: Claim, _: Any) -> Iterator[Verdict]:
    """Each of the two lines of the billing provider's address that names a box."""
    billing = claim.billing
    if billing is None:
        return
    for name in ("address", "address_2"):
        text = getattr(billing, name)
        if text is not None and _BOX.search(text):
            message = "expected a street address for the billing provider, found a post office box"
            yield verdict(_ABOUT, message, Pointer(billing, name, None, ""))
