"""Codes in small letters: read as if they stood in capitals, and one finding says so where each stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from cleanclaim.claim.faults import SMALL
from cleanclaim.findings import Finding, Mark, found
from cleanclaim.privacy import element_shape


def fold(text: str) -> str:
    """A code as its list has it. Other letters than those of ASCII stay: no code has any."""
    return text.upper() if text.isascii() else text


def check_letters(text: str, shape: str, place: Mark, qualifier: str, loop: str) -> Iterator[Finding]:
    """Report a code in small letters that is one in capitals; what is none in either is for others to say.

    `shape` is what a code looks like. It is named only where the allow-list lets it be shown.
    """
    code = fold(text)
    if code == text or re.fullmatch(shape, code) is None:
        return
    shown = element_shape(place.segment_id, place.index, place.component, qualifier)
    if shown is not None and shown.fullmatch(code):
        message = f"expected `{code}`, found `{text}`: codes are written in capitals"
    else:
        message = f"expected a code in capitals in {place.element}, found small letters"
    yield found(SMALL, message, place, loop=loop)
