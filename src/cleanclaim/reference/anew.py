"""A store while it is written: a copy that takes its place, so that whoever reads it goes on with what it was."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from cleanclaim.reference.faults import RefdataError
from cleanclaim.reference.schema import check_schema, make_schema
from cleanclaim.reference.trouble import is_writing

_CACHE = 64_000  # kilobytes of pages in memory
_TRIES = 10  # to begin, where others put another store in the place meanwhile
_COPY = ".new"  # behind the name of the store
_OPEN_STAYS = os.name == "nt"  # Windows replaces no file that SQLite has open


@contextmanager
def written_anew(store: Path) -> Iterator[sqlite3.Connection]:
    """A copy of the store to write into; at the end it takes the store's place, where nothing was raised.

    One import at a time: the store itself is locked, for those that write. Raises `RefdataError` where it can not
    be written or is none, `OSError` where its folder does not take it.
    """
    made = not store.exists()
    try:
        with closing(_locked(store)) as lock:
            yield from _copied(Path(os.path.realpath(store)), lock)
    except sqlite3.Error as error:
        why = "another import is writing it, try again when that has ended" if is_writing(error) else str(error)
        raise RefdataError(f"the store `{store.name}` can not be written: {why}") from None
    finally:
        if made:
            _remove_empty(store)


def _copied(store: Path, lock: sqlite3.Connection) -> Iterator[sqlite3.Connection]:
    copy = store.with_name(f"{store.name}{_COPY}")
    copy.unlink(missing_ok=True)  # of an import that was killed
    try:
        _make_like(copy, store)
        with closing(sqlite3.connect(copy, isolation_level=None)) as connection:
            _fill(connection, store)
            yield connection
            connection.execute("COMMIT")
        _settle(copy)
        if _OPEN_STAYS:  # an import that begins just now has it open: then this one fails, and nothing is lost
            lock.close()
        _take_place(copy, store)
    except BaseException:
        copy.unlink(missing_ok=True)
        raise


def _make_like(copy: Path, store: Path) -> None:
    """An empty file that belongs to whom the store does, and is open to nobody else meanwhile."""
    was = store.stat()
    os.close(os.open(copy, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(copy, was.st_uid, was.st_gid)
    copy.chmod(was.st_mode & 0o777)


def _fill(connection: sqlite3.Connection, store: Path) -> None:
    """What the store holds, in a transaction that has begun. SQLite copies it: who closes a file that it has open
    takes its locks away.
    """
    with closing(sqlite3.connect(f"{store.as_uri()}?mode=ro", uri=True)) as source:
        source.backup(connection)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA journal_mode = OFF")  # where it fails, the copy is thrown away
    connection.execute("PRAGMA synchronous = OFF")
    connection.execute(f"PRAGMA cache_size = -{_CACHE}")
    connection.execute("BEGIN")
    if _is_empty(connection):
        make_schema(connection)


def _settle(copy: Path) -> None:
    with copy.open("r+b") as stream:
        os.fsync(stream.fileno())


def _take_place(copy: Path, store: Path) -> None:
    try:
        copy.replace(store)
    except PermissionError:  # on Windows, where somebody has it open
        raise RefdataError(f"the store `{store.name}` is being read: try again when that has ended") from None


def _locked(store: Path) -> sqlite3.Connection:
    """The store, locked for those that write; made where there is none. It can be another one by the time that the
    lock is had, or be gone: then anew.
    """
    for _ in range(_TRIES):
        if not store.exists():
            store.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            with suppress(FileExistsError):  # another import was as quick
                os.close(os.open(store, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
        was = _number_of(store)
        connection = _open(store)
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:  # also of a file that is gone
            if was == _number_of(store):
                connection.close()
                raise
        if was is not None and was == _number_of(store):
            return connection
        connection.close()
    raise RefdataError(f"the store `{store.name}` can not be written: it is replaced again and again")


def _number_of(store: Path) -> int | None:
    """What the system knows a file by."""
    try:
        return store.stat().st_ino
    except FileNotFoundError:
        return None


def _open(store: Path) -> sqlite3.Connection:
    """The store; this user's alone. Raises `RefdataError` where it is another file."""
    connection = sqlite3.connect(store, isolation_level=None)
    try:
        connection.execute("PRAGMA trusted_schema = OFF")
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


def _remove_empty(store: Path) -> None:
    """Leave no file behind where nothing was imported into a new one, unless another import is at it."""
    if not store.exists():
        return
    with suppress(sqlite3.Error), closing(sqlite3.connect(store, timeout=0, isolation_level=None)) as connection:
        connection.execute("BEGIN EXCLUSIVE")
        if _is_empty(connection):
            with suppress(PermissionError):  # Windows keeps what is open
                store.unlink(missing_ok=True)
