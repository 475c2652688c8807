"""The whole file in its order: each segment in its place, with what was found beneath it.

A listing is read from a source and its findings, one row after the other; nothing of it is kept.
"""

from __future__ import annotations

from cleanclaim.listing.counting import Count
from cleanclaim.listing.reading import read_listing
from cleanclaim.listing.rows import Named, Row, Shown, named
from cleanclaim.listing.stretches import Stretch, read_stretches

__all__ = ["Count", "Named", "Row", "Shown", "Stretch", "named", "read_listing", "read_stretches"]
