"""Files as they were downloaded: plain, or zipped, or a zip in a zip, within limits."""

from __future__ import annotations

import hashlib
import io
import zipfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from cleanclaim import archives
from cleanclaim.archives import CHUNK, ZIP_MAGIC, Open, Unpacker
from cleanclaim.reference.faults import RefdataError

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


class Opened(NamedTuple):
    """A file that stays open while its members are read, and its digest."""

    members: tuple[Member, ...]
    digest: str


def open_file(path: Path, stack: ExitStack) -> Opened:
    """The members of a file; `stack` closes what stays open. Raises `RefdataError` and `OSError`."""
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        magic = stream.read(len(ZIP_MAGIC))
    if magic != ZIP_MAGIC:
        return Opened((Member((path.name,), path.stat().st_size, lambda: path.open("rb")),), digest)
    unpacker = Unpacker(RefdataError, "download it again")
    archive = unpacker.open_zip(path, path.name, stack)
    if _SHEET in archive.namelist():
        _check_sheet(archive, path.name, unpacker)
        return Opened((Member((path.name,), path.stat().st_size, lambda: path.open("rb"), sheet=True),), digest)
    return Opened(tuple(_members(archive, (path.name,), unpacker, stack)), digest)


def _members(
    archive: zipfile.ZipFile, above: tuple[str, ...], unpacker: Unpacker, stack: ExitStack
) -> Iterator[Member]:
    for info in unpacker.members(archive, above[-1]):
        name = Path(info.filename).name
        opened = unpacker.opener(archive, info)
        if not name.lower().endswith((".zip", ".xlsx")):
            yield Member((name, *above), info.file_size, opened)
            continue
        inner = _unpacked(opened, unpacker, stack)
        nested = unpacker.open_zip(inner, name, stack)
        if _SHEET in nested.namelist():
            _check_sheet(nested, name, unpacker)
            yield Member((name, *above), info.file_size, _again(inner), sheet=True)
        else:
            unpacker.deeper(len(above), above[-1])
            yield from _members(nested, (name, *above), unpacker, stack)


def _unpacked(opened: Open, unpacker: Unpacker, stack: ExitStack) -> IO[bytes]:
    """A member aside: an archive must be read out of order."""
    return stack.enter_context(unpacker.aside(opened))


def _again(stream: IO[bytes]) -> Callable[[], io.BufferedReader]:
    def opened() -> io.BufferedReader:
        stream.seek(0)
        return io.BufferedReader(io.BytesIO(stream.read()))

    return opened


def _check_sheet(archive: zipfile.ZipFile, name: str, unpacker: Unpacker) -> None:
    """A spreadsheet is unpacked by others, so all of it is unpacked here first, within the limits."""
    total = 0
    for info in archive.infolist():
        with unpacker.opener(archive, info)() as stream:
            while chunk := stream.read(CHUNK):
                total += len(chunk)
                if total > archives.SIZE:
                    raise RefdataError(f"`{name}` unpacks to more than {archives.SIZE >> 30} GB: it is not read")
