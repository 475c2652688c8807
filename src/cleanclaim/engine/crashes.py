"""A rule that could not be run is a finding: silence must mean that a claim was read and judged."""

from __future__ import annotations

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from cleanclaim.claim.positions import mark_of
from cleanclaim.compiled import CRASHED, CompiledRule
from cleanclaim.findings import Finding, Rule, found

# What code made from a checked rule could raise if the checker or the reader were wrong.
CRASHES = (ArithmeticError, AttributeError, LookupError, NameError, TypeError, ValueError)


def crashed(rule: CompiledRule, claim: Claim, subject: Row) -> Finding:
    """That a rule could not be run on a claim, a line or a provider; the exception's text may hold a value."""
    mark = (
        mark_of(claim, subject, "procedure") if isinstance(subject, Line) else mark_of(claim, claim, "control_number")
    )
    return found(
        CRASHED,
        f"rule {rule.code} could not be run here",
        mark,
        loop=mark.loop,
        claim=claim.ordinal,
        service_line=mark.service_line,
    )


def rules() -> tuple[Rule, ...]:
    """Every rule that this room reports by itself."""
    return (CRASHED,)
