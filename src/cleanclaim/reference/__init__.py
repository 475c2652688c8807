"""Code sets and tables with effective dates: public files in, rows out by key and day, each with its release."""

from __future__ import annotations

from cleanclaim.reference.faults import RefdataError
from cleanclaim.reference.known import Asked, known_table
from cleanclaim.reference.store import Found, Release, Store, Table, Unanswered
from cleanclaim.reference.tables import SUPPLIERS, TABLES

__all__ = [
    "SUPPLIERS", "TABLES", "Asked", "Found", "RefdataError", "Release", "Store", "Table", "Unanswered", "known_table",
]  # fmt: skip
