"""A store that can not be read or written: what the cause is."""

from __future__ import annotations

import sqlite3

from cleanclaim.reference.faults import RefdataError

_PRIMARY = 0xFF  # of SQLite's result codes the part that says the kind of trouble
_WAITING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_writing(error: sqlite3.Error) -> bool:
    """Whether who writes it keeps others out for now."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _WAITING


def unreadable(error: sqlite3.Error) -> RefdataError:
    """What a question that was not answered is told as."""
    if is_writing(error):
        return RefdataError("the reference store is being written by an import: try again when that has ended")
    return RefdataError("the reference store can not be read: import its files anew")
