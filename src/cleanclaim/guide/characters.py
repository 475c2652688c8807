"""Characters that no X12 set has, as a tab: told once a claim, not once an element."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from cleanclaim.findings import Finding
from cleanclaim.guide import faults
from cleanclaim.guide.levels import Levels
from cleanclaim.source import Segment

_ONCE = " (said once a claim: look for others)"


class Characters:
    """Knows the claim, or the level above it, of which it was said."""

    def __init__(self, levels: Levels) -> None:
        self._levels = levels
        self._said = (-1, -1)

    def tell(self, name: str, segment: Segment, found: Iterable[Finding]) -> Iterator[Finding]:
        """What is found in a segment of this id, which is not counted yet, without what was said of its claim."""
        levels, claims = self._levels.place
        place = (levels + (name == "HL"), claims + (name == "CLM"))
        for finding in found:
            if finding.rule != faults.INVALID_CHARACTER.code or not _is_alien(segment, finding):
                yield finding
            elif self._said != place:
                self._said = place
                yield replace(finding, message=finding.message + _ONCE)


def _is_alien(segment: Segment, finding: Finding) -> bool:
    """Whether a character stands there that no element may hold; a letter in a number is another matter."""
    begin = finding.mark.offset - segment.offset
    value = segment.text[begin : begin + finding.mark.length]
    return not segment.breaks and not (value.isascii() and value.isprintable())
