"""Where a row hangs that a claim gets: on the claim, on the line, in the role that it has there."""

from __future__ import annotations

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from cleanclaim.claim.parties import Adjudication, OtherPayer

ABOVE = frozenset({"billing", "pay_to", "subscriber", "patient", "dependent", "payer", "file"})  # shared by claims
# The loops 2310A and 2420F may come twice: whose is the second (005010X222A1).
_SECOND = {"referring": "primary_care"}


def hang(part: str, row: Row, claim: Claim | None, line: Line | None) -> None:
    """Give a new row to the claim or the line that it belongs to."""
    role = part.removeprefix("line ")
    if isinstance(row, OtherPayer) and claim is not None:
        claim.other_payers = (*claim.other_payers, row)
    elif isinstance(row, Adjudication) and line is not None:
        line.adjudications = (*line.adjudications, row)
    elif role != part and line is not None:
        _give(line, role, row)
    elif claim is not None and part not in ABOVE:
        _give(claim, part, row)


def _give(owner: Claim | Line, role: str, row: Row) -> None:
    """A role goes to the first who is named for it; the loop of some has a role for one more."""
    free = role if getattr(owner, role) is None else _SECOND.get(role, "")
    if free and getattr(owner, free) is None:
        setattr(owner, free, row)
