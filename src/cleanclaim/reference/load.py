"""Public files into the store: each recognised by what stands in it, all of them or none."""

from __future__ import annotations

import datetime as dt
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import NamedTuple

from cleanclaim.reference.anew import written_anew
from cleanclaim.reference.archives import Member, open_file
from cleanclaim.reference.days import Period, given_period
from cleanclaim.reference.documents import Document, documents
from cleanclaim.reference.faults import Misfit, RefdataError
from cleanclaim.reference.importers import Importer, Reading, Row, recognised
from cleanclaim.reference.tables import TABLES, About

_STEP = 50_000  # rows between two reports of progress
_KNOWN_AS = "what can be imported: docs/reference-data.md"

Tell = Callable[[str, str, int], None]  # file, table, rows so far


class Imported(NamedTuple):
    """What one file gave to one table. `left_out` counts its rows that are not kept, on purpose or twice there;
    `other_sheets` names further sheets of a spreadsheet that have the header of a table and were not read.
    """

    file: str
    table: str
    release: str
    rows: int
    left_out: int
    other_sheets: tuple[str, ...] = ()


class _Found(NamedTuple):
    doc: Document
    importer: Importer
    other_sheets: tuple[str, ...]
    digest: str


def import_files(
    store: Path, files: Sequence[Path], release: str = "", tell: Tell = lambda *_: None
) -> list[Imported]:
    """Import files into the store, which is made where there is none; all of them at once.

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
        with written_anew(store) as connection:
            return _write(connection, found, given, tell)


def _find(path: Path, stack: ExitStack) -> list[_Found]:
    """What a file holds that is known. Raises `RefdataError` where that is nothing."""
    opened = open_file(path, stack)
    found = [_Found(*known, opened.digest) for member in opened.members if (known := _known(member)) is not None]
    if not found:
        raise RefdataError(f"`{path.name}` is not known: {_why(opened.members)}; {_KNOWN_AS}")
    return list(_one_form(found))


def _known(member: Member) -> tuple[Document, Importer, tuple[str, ...]] | None:
    """The table in a member, and who imports it; of a spreadsheet the first sheet that has the header of one, with
    the names of the others that have.
    """
    known = [(doc, importer) for doc in documents(member) if (importer := recognised(doc)) is not None]
    if not known:
        return None
    (doc, importer), *others = known
    return doc, importer, tuple(other.sheet_name for other, _ in others)


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


def _write(
    connection: sqlite3.Connection, found: Iterable[_Found], given: Period | None, tell: Tell
) -> list[Imported]:
    replaced: set[tuple[str, str, str]] = set()
    return [_read_in(connection, one, reading, replaced, tell) for one, reading in _readings_once(found, given)]


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
    return Imported(file, about.name, period.release, rows, counter.read - rows, one.other_sheets)


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
