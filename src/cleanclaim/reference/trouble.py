"""A store that can not be read or written: what the cause is, and what a broken import left behind."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from cleanclaim.reference.faults import RefdataError

_PRIMARY = 0xFF  # of SQLite's result codes the part that says the kind of trouble
_WAITING = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def is_writing(error: sqlite3.Error) -> bool:
    """Whether an import keeps others out for now."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _WAITING


def unreadable(error: sqlite3.Error) -> RefdataError:
    """What a question that was not answered is told as."""
    if is_writing(error):
        return RefdataError("the reference store is being written by an import: try again when that has ended")
    return RefdataError("the reference store can not be read: import its files anew")


def is_broken_off(error: sqlite3.Error) -> bool:
    """Whether an import ended without an end: a reader may not undo what it did."""
    return getattr(error, "sqlite_errorcode", 0) & _PRIMARY == sqlite3.SQLITE_READONLY


def undo(path: Path) -> None:
    """Undo what an import did that was broken off, by the journal beside the store: SQLite does so before it reads.

    Raises `RefdataError` where the store may not be written.
    """
    try:
        with closing(sqlite3.connect(f"{path.resolve().as_uri()}?mode=rw", uri=True)) as connection:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    except sqlite3.Error as error:
        if is_writing(error):
            raise unreadable(error) from None
        raise RefdataError(
            f"an import into `{path.name}` was broken off: run `cleanclaim refdata status` as who may write it"
        ) from None
