"""What makes a finding the same finding in another file: codes and places, never a number or a name."""

from __future__ import annotations

from cleanclaim.claim import Claim, Line
from cleanclaim.findings import Finding
from cleanclaim.privacy import KNOWN_SEGMENTS, place_shape

_KEY = b"cleanclaim fingerprint 1"
_HIDDEN = "?"  # for what stands in a coded place and has not its code's shape: it may be a name


class Fingerprints:
    """Makes fingerprints for one file and counts those that would be alike.

    A fingerprint covers the rule, the loop and element, and the coded content of the claim
    (procedures, modifiers, diagnoses, places, charges, units): it stays when control numbers, dates
    or the order of claims change. No value that is protected goes into it, nor an id that no guide knows.
    """

    def __init__(self) -> None:
        self._seen: dict[int, int] = {}
        self._claim: Claim | None = None  # the one whose content was worked out last
        self._content = b""

    def of(self, finding: Finding, claim: Claim | None) -> str:
        """The fingerprint of a finding in the claim that it stands in, if any."""
        from hashlib import blake2b  # loads a library that a file without findings does not need

        segment = finding.mark.segment_id
        known = segment if segment in KNOWN_SEGMENTS else _HIDDEN
        parts = [finding.rule, finding.loop, finding.mark.element, known]
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
    out = [_coded(claim.place_of_service, "CLM05-1"), _coded(claim.frequency, "CLM05-3")]
    out += (_coded(code, "HI*ABK|BK 01..12-2") for code in claim.diagnoses)
    for line in claim.lines:
        out += _line(line)
    return out


def _line(line: Line) -> list[str]:
    modifiers = (_coded(modifier, "SV101-3..6") for modifier in line.modifiers)
    return [
        "|", _coded(line.procedure, "SV101-2"), *modifiers, str(line.charge), str(line.units), str(line.pointers)
    ]  # fmt: skip


def _coded(value: str | None, place: str) -> str:
    """A code that has its shape; what has not is only known to be there."""
    if not value:
        return ""
    shape = place_shape(place)
    return value if shape is not None and shape.fullmatch(value) else _HIDDEN
