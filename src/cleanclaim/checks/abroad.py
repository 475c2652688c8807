"""SIT005: an address that is said to be abroad and has a state and a ZIP code of the United States."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleanclaim.checks.contract import check, verdict
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import Pointer, Verdict
from cleanclaim.findings import Acknowledgment, Reference, Rule
from cleanclaim.reference.shipped import is_country, is_zip, states_of_zip

# The United States with their territories and the states in free association, which have ZIP codes; and Canada.
_HOME = (None, "US", "CA", "AS", "FM", "GU", "MH", "MP", "PR", "PW", "UM", "VI")
_ABOUT = Rule(
    "SIT005",
    "Address abroad with state and ZIP code of the United States",
    "warning",
    snip=4,
    help=(
        "N404 names another country, but the state and the ZIP code belong together in the United States. The "
        "country is probably wrong: an address in the United States has none."
    ),
    suggestion="remove the country from N404, or correct the state and the postal code",
    references=(Reference("ASC X12 005010X222A1, N402 to N404"),),
    acknowledgment=Acknowledgment(claim_status=("A7:680", "A7:500")),
)


@check(
    _ABOUT,
    "provider",
    ("provider.country", "provider.entity", "provider.state", "provider.zip"),
    """
  fail "in Mexico" { billing.country: MX  line 99213 }
  fail "the place of service" { claim.facility.country: GB  line 99213 }
  pass "no country: EXT309 speaks" { billing.country: UK  line 99213 }
  pass "a territory" { billing.country: PR  billing.state: PR  billing.zip: "009010001"  line 99213 }
  pass "abroad" { billing.country: DE  billing.state: -  billing.zip: "10115"  line 99213 }
  pass "a province of that name" { billing.country: IT  billing.state: MI  billing.zip: "20121"  line 99213 }
  pass "the United States" { billing.country: US  line 99213 }
  pass "none" { line 99213 }
""",
    "provider, address",
)
def home_abroad(_: Claim, provider: Any) -> Iterator[Verdict]:
    """Where the country of an address contradicts its state and ZIP code."""
    country, state, code = provider.country, provider.state, provider.zip
    if country in _HOME or not state or code is None or not is_zip(code) or not is_country(country):
        return  # what is no country EXT309 reports
    if state in states_of_zip(code):
        message = f"N404 of NM1*{provider.entity} names another country, but N402 and N403 are in the United States"
        yield verdict(_ABOUT, message, Pointer(provider, "country", None, ""))
