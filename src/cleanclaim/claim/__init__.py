"""The claim: its rows and fields with their places, and how it is built from placed segments."""

from __future__ import annotations

from cleanclaim.claim.building import build, rules
from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import ROWS, Claim, Line
from cleanclaim.claim.positions import mark_of

__all__ = ["ROWS", "Claim", "Line", "Row", "build", "mark_of", "rules"]
