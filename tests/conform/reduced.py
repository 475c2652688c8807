"""What people are told against the raw verdicts: nothing is lost on the way, nothing is invented.

Where every segment has its place and is put there, reducing must say the same of the structure, and where a
segment stands in the same place for both, it must have a finding if and only if it has a raw verdict.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.findings import Finding
from cleanclaim.guide import Placed, place
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.judge import CHARACTER
from cleanclaim.guide.raw import MISSING, NO_PLACE, SEGMENTS
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.conform.differences import Case
from tests.conform.theirs import Said

_OF_TRANSACTION = frozenset({"1000A", "1000B", "2000A"})
_STRUCTURE = frozenset({"IG020", "IG021", "IG022", "IG023", "IG024"})
# What pyx12 does not look at: versions, numbers of levels and lines that it remarks upon itself, trailing separators,
# leading spaces.
_OURS = frozenset({"IG001", "IG002", "IG003", "IG041", "IG042", "IG043", "IG044", "IG045", "IG048"})
_HOLLOW = "IG046"


class Told(NamedTuple):
    """What the guide makes of a file for people."""

    findings: tuple[Finding, ...]
    placed: dict[int, int]


def tell(text: str) -> Told:
    """The findings of reader and guide, and where each segment was put."""
    items = list(place(read_events(Source.from_bytes(text.encode("latin-1")))))
    placed = {item.segment.number: item.node.serial for item in items if isinstance(item, Placed)}
    return Told(tuple(item for item in items if isinstance(item, Finding)), placed)


def complain(case: Case, told: Told) -> Iterator[str]:
    """What was lost or invented between the raw verdicts and the findings."""
    raw = case.ours
    if (raw or case.heard.remarks) and not told.findings:
        yield "a wrong file is silent"
    if not raw and not case.heard.remarks and any(map(_is_theirs, told.findings)):
        yield "a right file is not silent"
    moved = _moved(case, told)
    if moved and not any(_says_why(finding) for finding in told.findings):
        yield "a segment is put elsewhere without a word"
    if not moved and all(said.element or said.code != NO_PLACE for said in raw):
        yield from _compare_structure(case, told)
    yield from _compare_elements(case, told)


def _is_theirs(finding: Finding) -> bool:
    """Whether pyx12 looks at what is found. It does not ask for ST03, which its map lets be absent; we do."""
    return not (finding.rule in _OURS or finding.rule.startswith("ENV") or finding.mark.element == "ST03")


def _says_why(finding: Finding) -> bool:
    """Where reading goes another way a fault of the guide was said, or an interchange that can not be read."""
    return finding.severity == "error" and (finding.rule.startswith("IG") or finding.rule == "ENV001")


def _moved(case: Case, told: Told) -> bool:
    """Whether people are shown a segment in another place than pyx12's, or in none: reading goes on better so."""
    shapes = load_guide().shapes
    return any(
        told.placed.get(at) != node
        for at, node in case.heard.placed.items()
        if node >= 0 and shapes[node].loop >= 0 and shapes[node].segment not in ("ST", "SE", "PWK")
    )


def _compare_structure(case: Case, told: Told) -> Iterator[str]:
    explained, displaced = _displaced(case, told)
    raw = {(said.segment, said.code) for said in case.ours - explained if not said.element}
    said = {
        (_opener(case, finding), finding.syntax.segment_code)
        for finding in told.findings
        if finding.rule in _STRUCTURE and finding.syntax and finding not in displaced
    }
    unread = case.heard.read if "" in case.segments[:-1] else len(case.segments)
    # behind an empty segment pyx12 does not say where it would put the rest
    if any(segment < unread for segment, _ in said - raw):
        yield "structure is invented"
    # an opener that comes twice is one fault: what the first occurrence lacks besides is not said
    if any(code != MISSING or not _begins_again(told, segment) for segment, code in raw - said):
        yield "structure is lost"


def _opener(case: Case, finding: Finding) -> int:
    """The segment that a raw verdict stands on: of what a transaction lacks its ST, people are shown the place."""
    assert finding.syntax is not None
    opens = finding.loop in _OF_TRANSACTION and finding.syntax.segment in ("NM1", "HL")
    if finding.syntax.segment_code != MISSING or not opens:
        return finding.mark.segment
    before = range(finding.mark.segment, 0, -1)
    return next((at for at in before if case.segment(at)[0] == "ST"), finding.mark.segment)


def _displaced(case: Case, told: Told) -> tuple[set[Said], list[Finding]]:
    """What findings that a segment is out of its place explain: it is too many where it stands, missing elsewhere."""
    explained: set[Said] = set()
    displaced = [finding for finding in told.findings if finding.syntax and finding.syntax.segment_code == "7"]
    for finding in displaced:
        node = told.placed.get(finding.mark.segment)
        pair = [_first(case, node, code, explained) for code in (SEGMENTS, MISSING)]
        if None in pair:
            return set(), []
        explained.update(said for said in pair if said is not None)
    return explained, displaced


def _first(case: Case, node: int | None, code: str, but: set[Said]) -> Said | None:
    """The first raw verdict of a kind on a node."""
    said = sorted(said for said in case.ours - but if (said.node, said.element, said.code) == (node, 0, code))
    return said[0] if said else None


def _begins_again(told: Told, segment: int) -> bool:
    """Whether the loop that a segment opens holds nothing more before it begins again."""
    after = next((node for at, node in sorted(told.placed.items()) if at > segment), None)
    return told.placed.get(segment) == after


def _compare_elements(case: Case, told: Told) -> Iterator[str]:
    raw = {(said.segment, said.node) for said in case.ours if said.element}
    named = {
        finding.mark.segment
        for finding in told.findings
        if finding.mark.element and finding.rule.startswith("IG") and finding.rule not in _OURS
    }
    same = {at for at, node in told.placed.items() if case.heard.placed.get(at) == node}
    # a character that no X12 set has is said once a claim
    first = min((finding.mark.segment for finding in told.findings if "once a claim" in finding.message), default=0)
    others = {said.segment for said in case.ours if said.element and (said.code != CHARACTER or not first)}
    known = named | {finding.mark.segment for finding in told.findings if finding.rule == _HOLLOW}
    if any(told.placed.get(at) == node and at not in known for at, node in raw if at in others or at < first):
        yield "an element is lost"
    if any(at in same and (at, told.placed[at]) not in raw for at in named):
        yield "an element is invented"
