"""Public files into the store: each recognised by what stands in it, all of them or none."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from typing import NamedTuple

from cleanclaim.reference.archives import Member, open_file
from cleanclaim.reference.days import Period, given_period
from cleanclaim.reference.documents import Document, documents
from cleanclaim.reference.faults import Misfit, RefdataError
from cleanclaim.reference.importers import Importer, Reading, Row, recognised
from cleanclaim.reference.schema import check_schema, make_schema
from cleanclaim.reference.tables import TABLES, About
from cleanclaim.reference.trouble import is_writing

_STEP = 50_000  # rows between two reports of progress
_CACHE = 64_000  # kilobytes of pages in memory
_TRIES = 10  # to begin, where others remove an empty store meanwhile
_KNOWN_AS = "what can be imported: docs/reference-data.md"

Tell = Callable[[str, str, int], None]  # file, table, rows so far


class Imported(NamedTuple):
    """What one file gave to one table. `left_out` counts its rows that are not kept, on purpose or twice there."""

    file: str
    table: str
    release: str
    rows: int
    left_out: int


class _Found(NamedTuple):
    doc: Document
    importer: Importer
    digest: str


def import_files(
    store: Path, files: Sequence[Path], release: str = "", tell: Tell = lambda *_: None
) -> list[Imported]:
    """Import files into the store, which is made where there is none; in one transaction.

    `release` names the release where the files do not say it themselves. Raises `RefdataError` for a
    file that is not known or not as it should be, with its line, and `OSError`; the store is then as
    it was before.
    """
    given = None
    if release:
        given = given_period(release)
        if given is None:
            raise RefdataError(f"`{release}` is no release: expected 2026Q4, 2026, 2026-04 or 26.1")
    with ExitStack() as stack:
        found = list(_without_doubles([one for path in files for one in _find(path, stack)]))
        if not store.exists():
            stack.callback(_remove_empty, store)
        try:
            connection = _begun(store, stack)
            return _write(connection, found, given, tell)
        except sqlite3.Error as error:
            why = "another import is writing it, try again when that has ended" if is_writing(error) else str(error)
            raise RefdataError(f"the store `{store.name}` can not be written: {why}") from None


def _remove_empty(store: Path) -> None:
    """Leave no file behind where nothing was imported into a new one, unless another import is at it."""
    if not store.exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(store, timeout=0, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        if _is_empty(connection):
            with suppress(PermissionError):  # Windows keeps what is open
                store.unlink(missing_ok=True)


def _find(path: Path, stack: ExitStack) -> list[_Found]:
    """What a file holds that is known. Raises `RefdataError` where that is nothing."""
    opened = open_file(path, stack)
    found = [_Found(*known, opened.digest) for member in opened.members if (known := _known(member)) is not None]
    if not found:
        raise RefdataError(f"`{path.name}` is not known: {_why(opened.members)}; {_KNOWN_AS}")
    return list(_one_form(found))


def _known(member: Member) -> tuple[Document, Importer] | None:
    """The table in a member, and who imports it; of a spreadsheet the first sheet that has the header of one."""
    for doc in documents(member):
        importer = recognised(doc)
        if importer is not None:
            return doc, importer
    return None


def _why(members: Sequence[Member]) -> str:
    """What was looked at, for a file that is not recognised."""
    if not members:
        return "it is empty"
    if len(members) > 1:
        names = ", ".join(f"`{member.names[0]}`" for member in members[:5])
        return f"none of its {len(members)} files is a table that can be imported ({names})"
    docs = list(documents(members[0]))
    if len(docs) != 1:
        return f"none of its {len(docs)} sheets has the header of a public table"
    (doc,) = docs
    try:
        next(doc.rows(), None)
    except Misfit as misfit:
        return str(misfit)
    first = next((number for number, cells in doc.head if any(cells)), 0)
    if not first:
        return "there is no line of text in it"
    return f"no header of a public table in its first {len(doc.head)} lines, from line {first}"


def _one_form(found: Sequence[_Found]) -> Iterator[_Found]:
    """A table often comes as text and as spreadsheet in one archive: the text is enough."""
    texts = {(one.importer.name, _stem(one.doc)) for one in found if not one.doc.member.sheet}
    plain = {name for name, _ in texts}
    for one in found:
        key = one.importer.name, _stem(one.doc)
        if one.doc.member.sheet and (key in texts or one.importer.name in plain):
            continue
        yield one


def _without_doubles(found: Sequence[_Found]) -> Iterator[_Found]:
    """The fee schedule comes for those with and without a bonus: the two differ in their amounts alone."""
    stems = {_stem(one.doc) for one in found}
    for one in found:
        stem = _stem(one.doc)
        if not (stem.endswith("_qpp") and f"{stem.removesuffix('_qpp')}_nonqpp" in stems):
            yield one


def _stem(doc: Document) -> str:
    return Path(doc.names[0]).stem.lower()


# ------------------------------------------------------------------------------ writing


def _begun(store: Path, stack: ExitStack) -> sqlite3.Connection:
    """The store, to be written by nobody else. An empty one can have been removed by the import that made it, while
    this one waited: then anew.
    """
    for _ in range(_TRIES):
        if not store.exists():
            store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):  # another import was as quick
                os.close(os.open(store, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        was = _number_of(store)
        connection = stack.enter_context(closing(_open(store)))
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # also of a file that is gone
            if was == _number_of(store):
                raise
        if was is not None and was == _number_of(store):
            return connection
        connection.close()
    raise RefdataError(f"the store `{store.name}` can not be written: it is removed again and again")


def _number_of(store: Path) -> int | None:
    """What the system knows a file by."""
    try:
        return store.stat().st_ino
    except FileNotFoundError:
        return None


def _open(store: Path) -> sqlite3.Connection:
    """The store, for writing; this user's alone. Raises `RefdataError` where it is another file."""
    connection = sqlite3.connect(store, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute(f"PRAGMA cache_size = -{_CACHE}")
        if _is_empty(connection):
            return connection
        check_schema(connection, store.name)
    except (sqlite3.Error, RefdataError) as error:
        connection.close()
        if isinstance(error, RefdataError) or is_writing(error):
            raise
        raise RefdataError(f"`{store.name}` is no reference store") from None
    return connection


def _is_empty(connection: sqlite3.Connection) -> bool:
    return not connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]


def _write(
    connection: sqlite3.Connection, found: Iterable[_Found], given: Period | None, tell: Tell
) -> list[Imported]:
    try:
        if _is_empty(connection):
            make_schema(connection)
        replaced: set[tuple[str, str, str]] = set()
        made = [_read_in(connection, one, reading, replaced, tell) for one, reading in _readings_once(found, given)]
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise
    return made


def _readings_once(found: Iterable[_Found], given: Period | None) -> Iterator[tuple[_Found, Reading]]:
    """What the files say, without those that come once zipped and once unpacked."""
    seen: set[tuple[str, str, str, str]] = set()
    for one in found:
        for reading in _readings(one, given):
            key = reading.table, reading.period.release, reading.label, _stem(one.doc)
            if key not in seen:
                seen.add(key)
                yield one, reading


def _readings(one: _Found, given: Period | None) -> Sequence[Reading]:
    try:
        return one.importer.read(one.doc, given)
    except Misfit as misfit:
        raise _told(one, misfit) from None


def _told(one: _Found, misfit: Misfit) -> RefdataError:
    where = f" line {misfit.line}" if misfit.line else ""
    return RefdataError(f"`{one.doc.member.shown}`{where}: {misfit} ({one.importer.name})")


def _read_in(
    connection: sqlite3.Connection, one: _Found, reading: Reading, replaced: set[tuple[str, str, str]], tell: Tell
) -> Imported:
    """Write the rows of one reading; they take the place of what its release had from the same part."""
    about, period, label = TABLES[reading.table], reading.period, reading.label
    if (about.name, period.release, label) not in replaced:
        _remove(connection, about, period.release, label)
        replaced.add((about.name, period.release, label))
    file = one.doc.names[0]
    values = (about.name, *period, label, file, one.digest, 0, dt.datetime.now(dt.UTC).strftime("%Y-%m-%d"))
    part = connection.execute(
        "INSERT INTO parts (name, release, first, last, label, file, digest, rows, imported)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        values,
    ).lastrowid
    counter = _Counter(file, about.name, tell)
    before = connection.total_changes
    try:
        connection.executemany(_insert(about, part or 0), counter.count(reading.rows))
    except Misfit as misfit:
        raise _told(one, misfit) from None
    rows = connection.total_changes - before
    if not rows and not counter.read and not about.beside:
        raise _told(one, Misfit("there is no row in it"))
    connection.execute("UPDATE parts SET rows = ? WHERE part = ?", (rows, part))
    return Imported(file, about.name, period.release, rows, counter.read - rows)


def _insert(about: About, part: int) -> str:
    marks = ", ".join("?" * len(about.columns))
    return f"INSERT OR IGNORE INTO {about.sql} VALUES ({marks}, {part}, ?, ?)"


def _remove(connection: sqlite3.Connection, about: About, release: str, label: str) -> None:
    """Remove what a release has from the same part, or from a whole file; all of it before a whole file."""
    parts = connection.execute(
        "SELECT part FROM parts WHERE name = ? AND release = ? AND (label IN (?, '') OR ? = '')",
        (about.name, release, label, label),
    ).fetchall()
    for (part,) in parts:
        connection.execute(f"DELETE FROM {about.sql} WHERE part = ?", (part,))
        connection.execute("DELETE FROM parts WHERE part = ?", (part,))


class _Counter:
    """Counts rows on their way into the store, and lets those go that were left out."""

    def __init__(self, file: str, table: str, tell: Tell) -> None:
        self.read = 0
        self._file, self._table, self._tell = file, table, tell

    def count(self, rows: Iterable[Row | None]) -> Iterator[Row]:
        for self.read, row in enumerate(rows, 1):
            if row is not None:
                yield row
            if not self.read % _STEP:
                self._tell(self._file, self._table, self.read)
