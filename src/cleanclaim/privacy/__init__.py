"""What of a claim file may be shown: the allow-list of coded elements, masks and excerpts."""

from __future__ import annotations

from cleanclaim.privacy.allowed import KNOWN_SEGMENTS, coded, coded_element, element_shape, place_shape
from cleanclaim.privacy.excerpt import cut, draw_segment
from cleanclaim.privacy.mask import Values, draw, mask

__all__ = [
    "KNOWN_SEGMENTS",
    "Values",
    "coded",
    "coded_element",
    "cut",
    "draw",
    "draw_segment",
    "element_shape",
    "mask",
    "place_shape",
]
