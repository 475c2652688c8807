"""What the guide says is missing or passed over: the fields that nobody can know for that."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from cleanclaim.claim.fields import Row, fields_of, parse_place
from cleanclaim.claim.model import Claim
from cleanclaim.claim.plans import routes
from cleanclaim.findings import Finding, Syntax

# Loop -> its first segment, for the loops whose beginning ends a part of what was open.
OPENERS = {
    "2000A": "HL",
    "2000B": "HL",
    "2000C": "HL",
    "2300": "CLM",
    "2320": "SBR",
    "2400": "LX",
    "2430": "SVD",
}
_COUNTED = frozenset({"CLM", "LX", "SV1", "?", ""})  # the last of a segment that was too long to be read
_AMOUNTS = frozenset({"AMT", "CAS", "SVD", "?"})
_LISTS = {"NTE": "notes", "PWK": "paperwork", "CRC": "conditions"}
_ROLES = ("referring", "facility", "supervising", "pickup", "dropoff")
_ROLES_OF_LINE = ("purchased_from", "ordering", *_ROLES)


def is_headless(finding: Finding) -> bool:
    """Whether a loop begins whose first segment is missing."""
    return finding.syntax is not None and OPENERS.get(finding.loop) == finding.syntax.segment


def fields_missing(finding: Finding) -> Iterator[tuple[str, set[str]]]:
    """The parts that a missing segment would have filled, with the fields that it holds.

    A segment of which the qualifier decides what it fills is left out: the finding does not name it.
    """
    if finding.syntax is None or not finding.syntax.segment or is_headless(finding):
        return
    for plan in routes(finding.loop, finding.syntax.segment).always:
        yield plan.part, {item.name for item in plan.fills}


def passed_over(findings: Iterable[Finding]) -> set[str]:
    """The ids of segments that were not read into any row."""
    return {item.mark.segment_id for item in findings if item.syntax is not None and item.syntax.passed}


def forget(row: Row, names: set[str]) -> None:
    """Mark what a row would hold of segments with these ids, where it has read none of that kind."""
    for about in fields_of(type(row)).values():
        place = parse_place(about.place) if about.place else None
        if place is not None and place.segment in names and place.key not in row.where:
            row.unreadable.add(about.name)


def forget_in_claim(claim: Claim, names: set[str]) -> None:
    """Mark what of a claim may stand in segments that were passed over; who bills stands above it."""
    lines = claim.lines
    rows: list[Row | None] = [claim, *lines, claim.subscriber, claim.patient, claim.payer, *claim.other_payers]
    rows += [getattr(claim, role) for role in ("rendering", *_ROLES)]
    for line in lines:
        rows += [*line.adjudications, line.rendering, *(getattr(line, role) for role in _ROLES_OF_LINE)]
    for row in filter(None, rows):
        forget(row, names)
    for name in names & _LISTS.keys():
        for owner in (claim, *lines):
            owner.unreadable.add(_LISTS[name])
    if "NM1" in names:
        _forget_roles(claim)


def _forget_roles(claim: Claim) -> None:
    """Nobody knows who has a role that no provider was read for."""
    for role in ("rendering", *_ROLES):
        if getattr(claim, role) is None:
            claim.unreadable.add(role)
    for line in claim.lines:
        for role in ("rendering", *_ROLES_OF_LINE):
            if getattr(line, role) is None and getattr(claim, role, None) is None:
                line.unreadable.add(role)


def loses_a_line(syntax: Syntax, segment_id: str) -> bool:
    """Whether a structural fault of a segment as a whole leaves the lines of its claim uncertain."""
    return _is_uncertain(syntax) and segment_id in _COUNTED


def loses_an_amount(syntax: Syntax, segment_id: str) -> bool:
    """Whether a structural fault of a segment leaves uncertain what other payers paid and adjusted."""
    return _is_uncertain(syntax) and segment_id in _AMOUNTS


def _is_uncertain(syntax: Syntax) -> bool:
    """Whether a segment was passed over or came twice; one that is only out of its place is read there."""
    return syntax.passed > 0 or syntax.segment_code == "5"
