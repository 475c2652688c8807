"""What the guide says is missing or passed over: the fields that nobody can know for that."""

from __future__ import annotations

from collections.abc import Mapping

from cleanclaim.claim.fields import Row, fields_of, parse_place
from cleanclaim.claim.model import Claim, Line
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
_PERSON = frozenset({"N3", "N4", "DMG"})  # what an unknown segment may have been, and is asked for of a person
_BELONGING = _PERSON | {"PER", "PRV", "REF"}  # what is passed over with an NM1
_LISTS = {"NTE": "notes", "PWK": "paperwork", "CRC": "conditions"}
_ROLES = ("referring", "primary_care", "facility", "supervising", "pickup", "dropoff")
_ROLES_OF_LINE = ("purchased_from", "ordering", *_ROLES)


class Losses:
    """What is lost of a transaction, until the rows that it would have filled are known."""

    def __init__(self) -> None:
        self.gaps: list[Finding] = []  # what is missing before the segment that comes next
        self.near: set[str] = set()  # ids of the segments that were passed over before it
        self.passed: set[str] = set()  # and of those in the claim that is open, or above it
        self.fields: dict[str, set[str]] = {}  # of missing segments, by the part that is yet to come

    def note(self, finding: Finding) -> bool:
        """Keep a finding that tells of a loss until the segment comes that it stands before; whether it does."""
        if finding.syntax is None:
            return False
        if finding.syntax.segment:
            self.gaps.append(finding)
        if finding.syntax.passed:
            self.near |= _passed(finding.mark.segment_id, finding.syntax.passed)
        return bool(finding.syntax.segment or finding.syntax.passed)

    def take_gaps(self) -> list[Finding]:
        """What was said to be missing, once."""
        gaps, self.gaps = self.gaps, []
        return gaps

    def pass_over(self, parts: Mapping[str, Row]) -> None:
        """Segments were passed over among these open parts; above the first subscriber they may tell who bills."""
        self.passed |= self.near
        if self.near and "subscriber" not in parts:
            for part in parts.keys() & {"billing", "pay_to"}:
                forget(parts[part], self.near)

    def settle(self) -> None:
        """The next segment has come: what was passed over before it belongs to what is open now, too."""
        self.passed |= self.near
        self.near.clear()

    def miss(self, finding: Finding, parts: Mapping[str, Row]) -> None:
        """Mark the fields of a missing segment, now or when their part comes.

        A segment whose qualifier decides what it fills is left out: the finding does not name that. So is one
        that opens its loop: all that its row must hold is asked for when the claim is complete.
        """
        if finding.syntax is None:
            return
        own = () if is_headless(finding) else (finding.syntax.segment,)
        for segment in (*own, *finding.syntax.besides):
            for plan in routes(finding.loop, segment).always:
                row, names = parts.get(plan.part), {item.name for item in plan.fills}
                if row is None:
                    self.fields.setdefault(plan.part, set()).update(names)
                else:
                    row.unreadable |= {name for name in names if getattr(row, name) in (None, ())}


def _passed(name: str, count: int) -> frozenset[str]:
    """The ids of segments that were passed over: one of this id, and more with it."""
    if name == "?":
        return _PERSON | {name}
    return _BELONGING | {name} if name == "NM1" and count > 1 else frozenset({name})


def is_headless(finding: Finding) -> bool:
    """Whether a loop begins whose first segment is missing."""
    return finding.syntax is not None and OPENERS.get(finding.loop) == finding.syntax.segment


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


def leave_open(finding: Finding, claim: Claim, line: Line | None) -> None:
    """Mark the lists of a claim that a fault of a segment as a whole leaves uncertain."""
    syntax, name = finding.syntax, finding.mark.segment_id
    if syntax is None or not _is_uncertain(syntax):
        return
    if name in _COUNTED:
        claim.unreadable.add("lines")  # they need not add up
    if name in _AMOUNTS or (name == "DTP" and finding.loop == "2400"):  # DTP*573 of a 2430 whose SVD is missing
        claim.unreadable.add("other_payers")  # nor what others paid and adjusted
        if line is not None:
            line.unreadable.add("adjudications")


def _is_uncertain(syntax: Syntax) -> bool:
    """Whether a segment was passed over or came twice; one that is only out of its place is read there."""
    return syntax.passed > 0 or syntax.segment_code in ("2", "5")
