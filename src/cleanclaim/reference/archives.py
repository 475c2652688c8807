"""Files as they were downloaded: plain, or zipped, or a zip in a zip, within limits."""

from __future__ import annotations

import hashlib
import io
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from cleanclaim.reference.faults import RefdataError

SIZE = 4 << 30  # bytes of all members together, unpacked
RATIO = 200  # times that a member may grow
MEMBERS = 500
DEPTH = 2  # zips in one another
_SMALL = 1 << 20  # bytes: what unpacks to less is never a bomb
_CHUNK = 1 << 16
_MAGIC = b"PK\x03\x04"
_SHEET = "xl/workbook.xml"  # a spreadsheet is a zip with this in it


@dataclass(frozen=True, slots=True)
class Member:
    """One file, in an archive or by itself. `names` are its own and those of its archives, the outermost last."""

    names: tuple[str, ...]
    size: int
    open: Callable[[], io.BufferedReader]
    sheet: bool = False

    @property
    def shown(self) -> str:
        """The name that messages give it: archive and member."""
        return " / ".join(reversed(self.names))


class _Sum:
    """What was unpacked so far, over all members of a file."""

    def __init__(self) -> None:
        self.unpacked = 0
        self.members = 0


class _Counted(io.RawIOBase):
    """A member while it is unpacked; what its head says of its size is not believed."""

    def __init__(self, stream: IO[bytes], packed: int, name: str) -> None:
        self._stream, self._most, self._name = stream, max(packed * RATIO, _SMALL), name
        self._read = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer)  # type: ignore[arg-type]
        try:
            chunk = self._stream.read(len(view))
        except (zipfile.BadZipFile, zlib.error, EOFError):
            raise RefdataError(f"`{self._name}` is damaged: download it again") from None
        self._read += len(chunk)
        if self._read > min(self._most, SIZE):
            raise RefdataError(f"`{self._name}` unpacks to more than {RATIO} times its size: it is not read")
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        self._stream.close()
        super().close()


class Opened(NamedTuple):
    """A file that stays open while its members are read, and its digest."""

    members: tuple[Member, ...]
    digest: str


def open_file(path: Path, stack: ExitStack) -> Opened:
    """The members of a file; `stack` closes what stays open. Raises `RefdataError` and `OSError`."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        magic = stream.read(len(_MAGIC))
    if magic != _MAGIC:
        return Opened((Member((path.name,), path.stat().st_size, lambda: path.open("rb")),), digest)
    archive = _archive(path, path.name, stack)
    if _SHEET in archive.namelist():
        _check_sheet(archive, path.name)
        return Opened((Member((path.name,), path.stat().st_size, lambda: path.open("rb"), sheet=True),), digest)
    return Opened(tuple(_members(archive, (path.name,), _Sum(), stack)), digest)


def _archive(source: Path | IO[bytes], name: str, stack: ExitStack) -> zipfile.ZipFile:
    try:
        return stack.enter_context(zipfile.ZipFile(source))
    except (zipfile.BadZipFile, NotImplementedError):
        raise RefdataError(f"`{name}` is a damaged archive: download it again") from None


def _members(archive: zipfile.ZipFile, above: tuple[str, ...], total: _Sum, stack: ExitStack) -> Iterator[Member]:
    for info in archive.infolist():
        if info.is_dir():
            continue
        total.members += 1
        total.unpacked += info.file_size
        name = Path(info.filename).name
        _check(info, name, above, total)
        opened = _opener(archive, info, name)
        if not name.lower().endswith((".zip", ".xlsx")):
            yield Member((name, *above), info.file_size, opened)
            continue
        inner = _unpacked(opened, stack)
        nested = _archive(inner, name, stack)
        if _SHEET in nested.namelist():
            _check_sheet(nested, name)
            yield Member((name, *above), info.file_size, _again(inner), sheet=True)
        elif len(above) >= DEPTH:
            raise RefdataError(f"`{above[-1]}` holds archives more than {DEPTH} deep: unpack it yourself")
        else:
            yield from _members(nested, (name, *above), total, stack)


def _check(info: zipfile.ZipInfo, name: str, above: tuple[str, ...], total: _Sum) -> None:
    if info.flag_bits & 1:
        raise RefdataError(f"`{name}` in `{above[-1]}` is encrypted")
    if total.members > MEMBERS:
        raise RefdataError(f"`{above[-1]}` holds more than {MEMBERS} files: it is not read")
    if total.unpacked > SIZE:
        raise RefdataError(f"`{above[-1]}` unpacks to more than {SIZE >> 30} GB: it is not read")


def _opener(archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> Callable[[], io.BufferedReader]:
    def opened() -> io.BufferedReader:
        try:
            stream = archive.open(info)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError):
            raise RefdataError(f"`{name}` is damaged: download it again") from None
        return io.BufferedReader(_Counted(stream, info.compress_size, name), _CHUNK)

    return opened


def _unpacked(opened: Callable[[], io.BufferedReader], stack: ExitStack) -> IO[bytes]:
    """A member in a temporary file without a name: an archive must be read out of order."""
    inner = stack.enter_context(_temporary())
    with opened() as stream:
        while chunk := stream.read(_CHUNK):
            inner.write(chunk)
    inner.seek(0)
    return inner


def _temporary() -> AbstractContextManager[IO[bytes]]:
    return tempfile.TemporaryFile()


def _again(stream: IO[bytes]) -> Callable[[], io.BufferedReader]:
    def opened() -> io.BufferedReader:
        stream.seek(0)
        return io.BufferedReader(io.BytesIO(stream.read()))

    return opened


def _check_sheet(archive: zipfile.ZipFile, name: str) -> None:
    """A spreadsheet is unpacked by others, so all of it is unpacked here first, within the limits."""
    total = 0
    for info in archive.infolist():
        with _opener(archive, info, name)() as stream:
            while chunk := stream.read(_CHUNK):
                total += len(chunk)
                if total > SIZE:
                    raise RefdataError(f"`{name}` unpacks to more than {SIZE >> 30} GB: it is not read")
