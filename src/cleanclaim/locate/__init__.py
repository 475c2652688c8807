"""Findings get their place in the file: line and column, envelope numbers, excerpt, order."""

from __future__ import annotations

from cleanclaim.locate.files import Elsewhere, Files
from cleanclaim.locate.fingerprint import Fingerprints
from cleanclaim.locate.kept import Kept
from cleanclaim.locate.order import Listener, Owner, Policy, Summary, View, locate
from cleanclaim.locate.waiting import Waiting

__all__ = [
    "Elsewhere",
    "Files",
    "Fingerprints",
    "Kept",
    "Listener",
    "Owner",
    "Policy",
    "Summary",
    "View",
    "Waiting",
    "locate",
]
