"""What other payers decided, added up: adjustments of a claim and of its lines, payments by payer."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from cleanclaim.claim.parties import Adjudication, OtherPayer

_ZERO = Decimal(0)


def add_up_line(line: Line) -> None:
    """The adjustments of a line that was adjudicated, each with its payer, and their sums."""
    for decided in line.adjudications:
        _add_adjustments(decided, decided.payer_id)
    line.adjustments = tuple(found for decided in line.adjudications for found in decided.adjustments)


def add_up_payers(claim: Claim) -> None:
    """The same for the claim, and what each payer paid and adjusted on its lines, which were added up before.

    Where two payers have one id, or a line was decided by a payer that is not among them, nobody knows whose the
    lines are.
    """
    for payer in claim.other_payers:
        _add_adjustments(payer, payer.id)
    claim.adjustments = tuple(found for payer in claim.other_payers for found in payer.adjustments)
    claim.line_adjustments = tuple(found for line in claim.lines for found in line.adjustments)
    ids = [payer.id for payer in claim.other_payers]
    known = None not in ids and len(set(ids)) == len(ids)
    if known and all(decided.payer_id in ids for line in claim.lines for decided in line.adjudications):
        for payer in claim.other_payers:
            _add_lines(payer, [line for line in claim.lines if _has_decided(payer, line)])
    else:
        for payer in claim.other_payers:
            payer.unreadable |= {"lines_charged", "lines_paid", "lines_adjusted"}


def _has_decided(payer: OtherPayer, line: Line) -> bool:
    return any(decided.payer_id == payer.id for decided in line.adjudications)


def _add_adjustments(owner: OtherPayer | Adjudication, payer_id: str | None) -> None:
    for adjustment in owner.adjustments:
        adjustment.payer_id = payer_id
    owner.adjusted = _sum(owner, "adjusted", owner.adjustments, "amount")


def _add_lines(payer: OtherPayer, lines: Sequence[Line]) -> None:
    decided = [decided for line in lines for decided in line.adjudications if decided.payer_id == payer.id]
    if decided:
        payer.lines_charged = _sum(payer, "lines_charged", lines, "charge", required=True)
        payer.lines_paid = _sum(payer, "lines_paid", decided, "paid", required=True)
        payer.lines_adjusted = _sum(payer, "lines_adjusted", decided, "adjusted", required=True)


def _sum(owner: Row, name: str, rows: Sequence[Row], field: str, *, required: bool = False) -> Decimal | None:
    """The sum of a field; where one can not be read, neither can the sum."""
    values = [getattr(row, field) for row in rows]
    if any(field in row.unreadable for row in rows) or (required and None in values):
        owner.unreadable.add(name)
        return None
    return sum((value for value in values if value is not None), _ZERO)
