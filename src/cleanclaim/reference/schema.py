"""What a store is made of, and the proof that a file is one: these tables and nothing else."""

from __future__ import annotations

import sqlite3

from cleanclaim.reference.faults import RefdataError
from cleanclaim.reference.tables import TABLES

RELEASES = (
    "CREATE TABLE parts (part INTEGER PRIMARY KEY, name TEXT, release TEXT, first INTEGER, last INTEGER, "
    "label TEXT, file TEXT, digest TEXT, rows INTEGER, imported TEXT)"
)
APPLICATION = 0x636C6561  # "clea", in the head of the file
FORMAT = 2  # of the store; counts up when its tables change


def statements() -> dict[str, str]:
    """What makes a store: its tables by name. There is nothing else in one."""
    return {"parts": RELEASES, **{about.sql: about.schema for about in TABLES.values() if not about.joined}}


def make_schema(connection: sqlite3.Connection) -> None:
    """Make the tables of an empty store."""
    connection.execute(f"PRAGMA application_id = {APPLICATION}")
    connection.execute(f"PRAGMA user_version = {FORMAT}")
    for statement in statements().values():
        connection.execute(statement)


def check_schema(connection: sqlite3.Connection, name: str) -> None:
    """Raises `RefdataError` for a file that is no store of this format; views, triggers, other tables are refused."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    version = connection.execute("PRAGMA user_version").fetchone()[0]
    if application != APPLICATION:
        raise RefdataError(f"`{name}` is no reference store")
    if version != FORMAT:
        raise RefdataError(
            f"`{name}` is of format {version}, this is format {FORMAT}: import the files anew into another"
        )
    found = connection.execute("SELECT type, name, sql FROM sqlite_schema").fetchall()
    expected = statements()
    for kind, what, sql in found:
        if expected.get(what) != sql:
            raise RefdataError(
                f"`{name}` holds what no import has made: a {kind}; import the files anew into another"
            )
    if len(found) != len(expected):
        raise RefdataError(f"`{name}` lacks tables of a reference store: import the files anew into another")
