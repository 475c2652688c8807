"""SIT204: a ZIP code that lies in the state of its address."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from cleanclaim.checks.contract import check, verdict
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import Pointer, Verdict
from cleanclaim.findings import Acknowledgment, Reference, Rule
from cleanclaim.reference.shipped import is_zip, states_of_zip

_ABOUT = Rule(
    "SIT204",
    "ZIP code in another state",
    "warning",
    snip=4,
    help=(
        "The first three digits of a ZIP code say in which state it is, near some borders in which of two. Payers "
        "that compare addresses, or pay by where a service was given, reject an address whose parts do not match."
    ),
    suggestion="look the address up; the state or the ZIP code is wrong",
    references=(Reference("United States Postal Service, Labeling List L002, 3-digit ZIP code prefixes"),),
    acknowledgment=Acknowledgment(claim_status=("A7:500", "A7:501")),
)


@check(
    _ABOUT,
    "provider",
    ("provider.country", "provider.entity", "provider.state", "provider.zip"),
    """
  fail "another state" { billing.state: IN  line 99213 }
  fail "the place of service" { claim.facility.state: NY  line 99213 }
  fail "five digits" { claim.pickup.state: IN  line 99213 }
  fail "a beginning that nobody has" { billing.zip: "000010001"  line 99213 }
  pass "the state" { line 99213 }
  pass "a place that two states share" { billing.state: NY  billing.zip: "063900001"  line 99213 }
  pass "Canada" { billing.country: CA  billing.state: ON  billing.zip: "K1A0B1"  line 99213 }
  pass "abroad" { billing.country: DE  billing.state: -  billing.zip: "10115"  line 99213 }
  pass "no state at all: EXT109 speaks" { billing.state: ZZ  line 99213 }
  pass "no ZIP code: SIT104 speaks" { billing.zip: -  line 99213 }
  pass "no state: SIT104 speaks" { billing.state: -  line 99213 }
""",
    "provider, address",
)
def zip_of_another_state(_: Claim, provider: Any) -> Iterator[Verdict]:
    """Where state and ZIP code of an address in the United States do not fit."""
    state, code = provider.state, provider.zip
    if provider.country not in (None, "US") or not state or code is None or not is_zip(code):
        return
    states = states_of_zip(code)
    if state not in states and state in _all_states():
        fault = "is in another state than N402" if states else "begins with digits that no ZIP code has"
        message = f"the ZIP code of NM1*{provider.entity} (N403) {fault}"
        yield verdict(
            _ABOUT, message, Pointer(provider, "zip", None, ""), Pointer(provider, "state", None, "the state")
        )


@cache
def _all_states() -> frozenset[str]:
    return frozenset(state for prefix in range(1000) for state in states_of_zip(f"{prefix:03}"))
