"""Whose a finding is: where rows of a claim begin, and which of them a finding stands in."""

from __future__ import annotations

from cleanclaim.claim import Claim, Row
from cleanclaim.findings import Finding


def payer_of(finding: Finding, claim: Claim | None) -> str:
    """The payer that a finding concerns; none where it stands above the claims of a provider."""
    if claim is None or claim.payer is None or claim.payer.id is None:
        return ""
    above = claim.subscriber is not None and finding.mark.offset < start_of(claim.subscriber)
    return "" if above else claim.payer.id


def stands_above(finding: Finding, claim: Claim) -> bool:
    """Whether a finding of a claim lies before its CLM: on a party or a coverage that claims share."""
    return bool(claim.where) and finding.mark.offset < start_of(claim)


def first_segment(row: Row) -> int:
    """The number of the segment with which a row begins; 0 where it has none."""
    return min((segments[0].number for segments in row.where.values()), default=0)


def start_of(row: Row) -> int:
    """The byte at which a row begins."""
    return min((segments[0].offset for segments in row.where.values()), default=0)
