"""SIT078: a telephone number that could ring."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from cleanclaim.checks.contract import check, verdict
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import Pointer, Verdict
from cleanclaim.findings import Acknowledgment, Reference, Rule

_DIGITS = 10
_HOME = (None, "US", "CA")
_ABOUT = Rule(
    "SIT078",
    "Telephone number that cannot be dialed",
    "warning",
    snip=4,
    help=(
        "A telephone number in PER is ten digits without hyphens or parentheses: area code, exchange and number. An "
        "extension has an element of its own (EX). A number that repeats one digit belongs to nobody."
    ),
    suggestion="send area code and number as ten digits, or leave the number out if it is not known",
    references=(Reference("ASC X12 005010X222A1, PER03 to PER08"),),
    acknowledgment=Acknowledgment(claim_status=("A7:127",)),
)


@check(
    _ABOUT,
    "provider",
    ("provider.contact_phone", "provider.country"),
    """
  fail "seven digits" { billing.contact_phone: "5550100"  line 99213 }
  fail "a digit too many" { billing.contact_phone: "15555550100"  line 99213 }
  fail "with hyphens" { billing.contact_phone: "555-555-0100"  line 99213 }
  fail "nothing but zeros" { billing.contact_phone: "0000000000"  line 99213 }
  fail "nothing but fives" { billing.contact_phone: "5555555555"  line 99213 }
  fail "above two claims is one finding" {
    claim { billing.contact_phone: "5550100"  line 99213 }
    claim { line 85025 }
  }
  pass "ten digits" { billing.contact_phone: "5555550100"  line 99213 }
  pass "no number" { line 99213 }
  pass "abroad" { billing.contact_phone: "442079460000"  billing.country: GB  billing.state: -  line 99213 }
""",
    "provider, contact",
)
def no_telephone(claim: Claim, provider: Any) -> Iterator[Verdict]:
    """The telephone number of a provider who has one, in the countries that share the North American plan."""
    phone = provider.contact_phone
    if phone is None or provider.country not in _HOME:
        return
    if not (phone.isascii() and phone.isdigit()):
        message = f"expected a telephone number of {_DIGITS} digits and nothing else"
    elif len(phone) != _DIGITS:
        message = f"expected a telephone number of {_DIGITS} digits, found {len(phone)}"
    elif len(set(phone)) == 1:
        message = "expected a telephone number, found one digit ten times"
    else:
        return
    yield verdict(_ABOUT, message, Pointer(provider, "contact_phone", None, ""))
