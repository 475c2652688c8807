"""What loops, segments, elements and codes of an 837P are called, in short words of our own.

Places and codes are those of 005010X222A1; the words are not the guide's. No value of a claim is ever in a name:
what is not known has none.
"""

from __future__ import annotations

from cleanclaim.names.elements import element
from cleanclaim.names.loops import loop, party
from cleanclaim.names.meanings import meaning, meanings
from cleanclaim.names.segments import segment, takes_code

__all__ = ["element", "loop", "meaning", "meanings", "party", "segment", "takes_code"]
