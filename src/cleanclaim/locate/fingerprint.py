"""What makes a finding the same finding in another file: codes and places, never a number or a name."""

from __future__ import annotations

from hashlib import blake2b

from cleanclaim.claim import Claim, Line
from cleanclaim.findings import Finding

_KEY = b"cleanclaim fingerprint 1"


class Fingerprints:
    """Makes fingerprints for one file and counts those that would be alike.

    A fingerprint covers the rule, the loop and element, and the coded content of the claim
    (procedures, modifiers, diagnoses, places, charges, units): it stays when control numbers, dates
    or the order of claims change.
    """

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._claim: Claim | None = None  # the one whose content was worked out last
        self._content = b""

    def of(self, finding: Finding, claim: Claim | None) -> str:
        """The fingerprint of a finding in the claim that it stands in, if any."""
        parts = [finding.rule, finding.loop, finding.mark.element, finding.mark.segment_id]
        place = blake2b("\x1f".join(parts).encode(), digest_size=8, key=_KEY)
        if claim is not None:
            if claim is not self._claim:
                self._claim, self._content = claim, "\x1f".join(_content(claim)).encode()
                self._content = blake2b(self._content, digest_size=16, key=_KEY).digest()
            place.update(self._content)
        digest = place.digest()
        number = int.from_bytes(digest, "big")
        again = self._seen[number] = self._seen.get(number, 0) + 1
        return f"{digest.hex()}-{again}"


def _content(claim: Claim) -> list[str]:
    out = [claim.place_of_service or "", claim.frequency or "", *claim.diagnoses]
    for line in claim.lines:
        out += _line(line)
    return out


def _line(line: Line) -> list[str]:
    return ["|", line.procedure or "", *line.modifiers, str(line.charge), str(line.units), str(line.pointers)]
