"""The store while claims are judged: opened to be read only, asked by key and day."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Sequence
from contextlib import suppress
from decimal import Decimal
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from cleanclaim.reference.days import number_of
from cleanclaim.reference.faults import RefdataError
from cleanclaim.reference.schema import check_schema
from cleanclaim.reference.tables import TABLES, About
from cleanclaim.reference.trouble import is_writing, unreadable

_KEPT = 50_000  # keys and days that are remembered at most
_LONGEST = 40  # characters of a key: longer ones are nonsense, or nothing to remember
_NOTHING: list[tuple[Any, ...]] = []  # never changed: most pairs of codes have no row


class Unanswered(Exception):  # noqa: N818 (it is no error: nobody can know)
    """No release says anything of that day."""


class Release(NamedTuple):
    """A release of a table as it answers for a day. `outdated`: it had ended, and no later one is there."""

    table: str
    name: str
    outdated: bool = False
    early: bool = False  # the day lies before it


class Found(NamedTuple):
    """The row that is in force: the values of its columns in their order, and the release that it is of."""

    values: tuple[Any, ...]
    release: Release


class Part(NamedTuple):
    """A file that was imported: its table and release, their days as numbers, and how many rows it gave."""

    part: int
    name: str
    release: str
    first: int
    last: int
    label: str
    file: str
    digest: str
    rows: int
    imported: str


class Table:
    """One table of the store. It remembers what it was asked, within bounds."""

    def __init__(self, about: About, parts: Sequence[Part], connection: sqlite3.Connection) -> None:
        self.about = about
        self.parts = tuple(parts)
        self._ask = connection.execute
        where = " AND ".join(f"{column.name} = ?" for column in about.columns[: about.keys])
        self._question = f"SELECT * FROM {about.sql} WHERE {where}"
        self._kept: dict[tuple[str, ...], list[tuple[Any, ...]]] = {}
        self._days: dict[dt.date, tuple[int, Release, frozenset[int]] | None] = {}
        self._width = len(about.columns)
        self._numbers = [at for at, column in enumerate(about.columns) if column.kind == "number"]

    def on(self, key: tuple[str, ...], day: dt.date) -> Found | None:
        """The row of a key that is in force on a day; None where there is none.

        A release that has ended answers for later days too, and says so. Raises `Unanswered` where
        no release can know, and `RefdataError` where the store can not be read.
        """
        try:
            known = self._days[day]
        except KeyError:
            known = self.chosen(day)
        if known is None:
            raise Unanswered
        rows = self._kept.get(key)
        if rows is None:
            rows = self._look_up(key)
        number, release, parts = known
        found = None
        for row in rows:
            if row[-2] <= number <= row[-1] and row[-3] in parts and (found is None or row[-2] >= found[-2]):
                found = row
        if found is not None:
            return Found(found[: self._width], release)
        if self.about.codes and (release.outdated or (release.early and not self.about.ended)):
            raise Unanswered
        return None

    def _look_up(self, key: tuple[str, ...]) -> list[tuple[Any, ...]]:
        try:
            rows = self._ask(self._question, key).fetchall() or _NOTHING
        except sqlite3.Error as error:
            raise unreadable(error) from None
        if self._numbers and rows:
            rows = [self._exact(row) for row in rows]
        if len(self._kept) >= _KEPT:
            self._kept.clear()
        if not self.about.private and len("".join(key)) <= _LONGEST:
            self._kept[key] = rows
        return rows

    def _exact(self, row: tuple[Any, ...]) -> tuple[Any, ...]:
        """The row with its numbers as they were written."""
        return tuple(
            Decimal(value) if at in self._numbers and value is not None else value for at, value in enumerate(row)
        )

    # ------------------------------------------------------------------- releases

    @cached_property
    def releases(self) -> tuple[tuple[str, int, int, frozenset[int]], ...]:
        """Name, first and last day, and parts of each release, the earliest first."""
        found: dict[str, list[Part]] = {}
        for part in self.parts:
            found.setdefault(part.release, []).append(part)
        made = [_release(name, parts) for name, parts in found.items()]
        return tuple(sorted(made, key=lambda release: (release[1], -release[2])))

    def chosen(self, day: dt.date) -> tuple[int, Release, frozenset[int]] | None:
        """The day as a number, the release that answers for it and its parts: the latest in force, else the last
        that ended, else the first; None where none does.
        """
        number = number_of(day)
        begun = [release for release in self.releases if release[1] <= number]
        current = [release for release in begun if release[2] >= number]
        found = None
        if current or begun:
            name, _, last, parts = (current or begun)[-1]
            found = number, Release(self.about.name, name, outdated=last < number and not self.about.lasting), parts
        elif self.about.dated:
            name, _, _, parts = self.releases[0]
            found = number, Release(self.about.name, name, early=True), parts
        if len(self._days) >= _KEPT:
            self._days.clear()
        self._days[day] = found
        return found


def _release(name: str, parts: Sequence[Part]) -> tuple[str, int, int, frozenset[int]]:
    first, last = min(part.first for part in parts), max(part.last for part in parts)
    return name, first, last, frozenset(part.part for part in parts)


class _Connection(sqlite3.Connection):
    """Closed when nobody holds it any more: its store, or one of its tables."""

    def __del__(self) -> None:
        with suppress(sqlite3.ProgrammingError):  # another thread than its own lets it go: Python closes it then
            self.close()


class Store:
    """A store that is open. It is closed by `close`, or when nobody holds it or a table of it any more."""

    def __init__(self, connection: sqlite3.Connection, parts: Sequence[Part]) -> None:
        self._connection = connection
        self.parts = tuple(parts)
        self._tables: dict[str, Table] = {}

    @classmethod
    def open(cls, path: Path) -> Store:
        """Open a store to be read only. Raises `RefdataError` where it is none, `OSError` where there is no file.

        It stays what it is now: an import puts another file in its place.
        """
        path.open("rb").close()
        try:
            return cls._opened(path)
        except sqlite3.Error as error:
            if is_writing(error):
                raise unreadable(error) from None
            raise RefdataError(f"`{path.name}` is no reference store") from None

    @classmethod
    def _opened(cls, path: Path) -> Store:
        where = f"{path.resolve().as_uri()}?mode=ro"
        connection = sqlite3.connect(where, uri=True, isolation_level=None, factory=_Connection)
        try:
            connection.execute("PRAGMA trusted_schema = OFF")
            connection.execute("PRAGMA query_only = ON")
            connection.execute("PRAGMA cell_size_check = ON")
            check_schema(connection, path.name)
            parts = [Part(*row) for row in connection.execute("SELECT * FROM parts ORDER BY part")]
        except (sqlite3.Error, RefdataError):
            connection.close()
            raise
        return cls(connection, parts)

    def close(self) -> None:
        """Close the file; its tables can not be asked any more."""
        self._connection.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def table(self, name: str) -> Table | None:
        """A table of that name; None where nothing was imported into it."""
        found = self._tables.get(name)
        if found is None:
            parts = [part for part in self.parts if part.name == name]
            if not parts:
                return None
            found = self._tables[name] = Table(TABLES[name], parts, self._connection)
        return found

    def query(self, statement: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a question of the room's own. Raises `RefdataError` where the store can not be read."""
        try:
            return self._connection.execute(statement, values).fetchall()
        except sqlite3.Error as error:
            raise unreadable(error) from None
