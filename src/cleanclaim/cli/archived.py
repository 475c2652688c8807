"""Claim files inside `.zip` and `.gz`: found by their names or first letters, unpacked one at a time.

A member is called `batch.zip!member.837`. It is copied to a temporary file of this user alone, that has no name and
is gone when the member has been read.
"""

from __future__ import annotations

import atexit
import io
import os
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, NamedTuple

from cleanclaim.archives import GZIP_MAGIC, ZIP_MAGIC, Open, Unpacker
from cleanclaim.errors import NotX12Error
from cleanclaim.source import Again, Source, stamp_of

BETWEEN = "!"  # an archive and its member
ENDINGS = (".zip", ".gz")
HEAD = 256  # bytes that are looked at
_NO_MEMBERS = b"PK\x05\x06"  # how a zip begins that holds nothing

IsClaimFile = Callable[[str, bytes], bool]  # by a name and how the file begins


class Packed(NamedTuple):
    """A claim file in an archive; `open` unpacks it. What can not be unpacked is no X12 file when it is read."""

    name: str
    open: Callable[[], Source]


class Packing(NamedTuple):
    """What an archive holds: claim files, and how many others."""

    files: tuple[Packed, ...]
    others: int


def is_archive(path: Path) -> bool:
    """Whether a file is read through: it is named like an archive and begins like one. Raises `OSError`."""
    if path.suffix.lower() not in ENDINGS:
        return False
    with path.open("rb") as stream:
        begin = stream.read(len(ZIP_MAGIC))
    return begin.startswith((ZIP_MAGIC, GZIP_MAGIC, _NO_MEMBERS))


def open_archive(path: Path, is_claim_file: IsClaimFile) -> Packing:
    """The claim files in an archive. One that is damaged, encrypted or too large is a file that is no X12.

    Raises `OSError` where it can not be read.
    """
    try:
        with ExitStack() as stack:
            found = list(_Archive(path, stack, is_claim_file).walk())
    except NotX12Error as error:
        return Packing((Packed(str(path), partial(_broken, path, str(path), str(error))),), 0)
    files = tuple(packed for packed in found if packed is not None)
    return Packing(files, len(found) - len(files))


def _unpacker() -> Unpacker:
    """It names no file: reports do, as they were told to name files."""
    return Unpacker(NotX12Error, "ask for it again", nameless=True)


class _Archive:
    """One archive on disk. A member is known by the names on the way to it, so that it can be found again."""

    def __init__(self, path: Path, stack: ExitStack, is_claim_file: IsClaimFile) -> None:
        self._path, self._stack, self._is_claim_file = path, stack, is_claim_file
        self._unpacker = _unpacker()
        self._stream = stack.enter_context(path.open("rb"))

    def walk(self) -> Iterator[Packed | None]:
        """Every claim file; None for a file that is none."""
        if self._stream.read(len(GZIP_MAGIC)) == GZIP_MAGIC:
            yield self._gzip(lambda: io.BufferedReader(self._path.open("rb", buffering=0)), str(self._path), ())
            return
        archive = self._unpacker.open_zip(self._stream, self._path.name, self._stack)
        yield from self._members(archive, str(self._path), ())

    def _members(self, archive: zipfile.ZipFile, name: str, way: tuple[int, ...]) -> Iterator[Packed | None]:
        numbers = {id(info): number for number, info in enumerate(archive.infolist())}
        members = self._unpacker.members(archive, PurePosixPath(name).name)
        for info in sorted(members, key=lambda info: info.filename):
            if not _is_hidden(info.filename):
                yield from self._member(archive, info, f"{name}{BETWEEN}{info.filename}", (*way, numbers[id(info)]))

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, way: tuple[int, ...]
    ) -> Iterator[Packed | None]:
        """One member; what it holds, where it is an archive itself. A damaged one is a file that is no X12."""
        opened, ending = self._unpacker.opener(archive, info), PurePosixPath(info.filename).suffix.lower()
        begin = _begin(opened)
        if begin is not None and ending == ".gz" and begin.startswith(GZIP_MAGIC):
            yield self._gzip(opened, name, way)
        elif begin is not None and ending == ".zip" and begin.startswith(ZIP_MAGIC):
            try:
                self._unpacker.deeper(len(way), self._path.name)
                inner = self._stack.enter_context(self._unpacker.aside(opened))
                nested = self._unpacker.open_zip(inner, PurePosixPath(info.filename).name, self._stack)
                yield from self._members(nested, name, way)
            except NotX12Error as error:
                yield Packed(name, partial(_broken, self._path, name, str(error)))
        elif begin is None or self._is_claim_file(info.filename, begin):
            yield self._packed(name, way)
        else:
            yield None

    def _gzip(self, opened: Open, name: str, way: tuple[int, ...]) -> Packed | None:
        """What a gzip holds, if it is a claim file."""
        with opened() as stream:
            begin = _begin(lambda: self._unpacker.gunzip(stream, HEAD, PurePosixPath(name).name))
        wanted = begin is None or self._is_claim_file(name[: -len(".gz")], begin)
        return self._packed(name, way) if wanted else None

    def _packed(self, name: str, way: tuple[int, ...]) -> Packed:
        return Packed(name, partial(_open, self._path, name, way))


def _begin(opened: Open) -> bytes | None:
    """The first bytes of a member; None where they can not be unpacked, which is said when it is read."""
    try:
        with opened() as stream:
            return stream.read(HEAD)
    except NotX12Error:
        return None


def _is_hidden(name: str) -> bool:
    return any(part.startswith(".") or part == "__MACOSX" for part in PurePosixPath(name).parts)


def _open(path: Path, name: str, way: tuple[int, ...]) -> Source:
    """A member as a source of its own. Raises `OSError` where the archive can not be read any more."""
    again = Again(partial(_open, path, name, way), (*stamp_of(path.stat()), *way))
    try:
        return Source(name, _unpack(path, way), again=again)
    except NotX12Error as error:
        return _broken(path, name, str(error))


def _unpack(path: Path, way: tuple[int, ...]) -> IO[bytes]:
    """A member in a temporary file. Raises `NotX12Error` where it can not be unpacked, `OSError`."""
    stream = _take(path, way) if way else path.open("rb")
    begin = stream.read(len(GZIP_MAGIC))
    size = stream.seek(0, os.SEEK_END)
    stream.seek(0)
    if begin != GZIP_MAGIC:
        return stream
    unpacker = _unpacker()
    with stream:
        return unpacker.aside(lambda: unpacker.gunzip(stream, size, path.name))


def _take(path: Path, way: tuple[int, ...]) -> IO[bytes]:
    """The member of a zip, as it lies there, in a temporary file; the caller closes it."""
    unpacker = _unpacker()
    with _around(path, way[:-1]) as stream, ExitStack() as stack:
        archive = unpacker.open_zip(stream, path.name, stack)
        try:
            info = archive.infolist()[way[-1]]
        except IndexError:
            raise NotX12Error("the archive changed while it was read") from None
        return unpacker.aside(unpacker.opener(archive, info))


@contextmanager
def _around(path: Path, way: tuple[int, ...]) -> Iterator[IO[bytes]]:
    """The zip that a member lies in; one inside another is kept for the next member."""
    if way:
        yield _KEPT.open((path, stamp_of(path.stat()), way), lambda: _take(path, way))
    else:
        with path.open("rb") as stream:
            yield stream


class _Kept:
    """The archive inside another that was unpacked last: its members are read one after the other."""

    def __init__(self) -> None:
        self._key: object = None
        self._stream: IO[bytes] = io.BytesIO()

    def open(self, key: object, unpack: Callable[[], IO[bytes]]) -> IO[bytes]:
        """The archive of that key, at its beginning; it stays open until another one is asked for."""
        if key != self._key:
            stream = unpack()
            self.forget()
            self._key, self._stream = key, stream
        self._stream.seek(0)
        return self._stream

    def forget(self) -> None:
        """Let go of it."""
        self._key = None
        self._stream.close()


_KEPT = _Kept()
atexit.register(_KEPT.forget)


class _Broken(io.BytesIO):
    """Stands for bytes that can not be unpacked."""

    def __init__(self, size: int, why: str) -> None:
        super().__init__()
        self._size, self._why = size, why

    def seek(self, offset: int, whence: int = os.SEEK_SET, /) -> int:
        """The archive has its size, though nothing of it can be read."""
        return self._size if whence == os.SEEK_END else offset

    def read(self, size: int | None = -1, /) -> bytes:
        """Raises `NotX12Error`, which says why."""
        raise NotX12Error(self._why)


def _broken(path: Path, name: str, why: str) -> Source:
    return Source(name, _Broken(path.stat().st_size, why))
