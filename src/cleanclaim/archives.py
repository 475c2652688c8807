"""Archives within limits: what they hold is unpacked a piece at a time, and never more than was allowed.

A zip says of itself how large its members are; that is not believed, their bytes are counted.
"""

from __future__ import annotations

import errno
import gzip
import io
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import IO, cast

SIZE = 4 << 30  # bytes of all members together, unpacked
RATIO = 200  # times that a member may grow
MEMBERS = 500
DEPTH = 2  # archives in one another
SMALL = 1 << 20  # bytes: what unpacks to less is never a bomb
CHUNK = 1 << 16
ZIP_MAGIC = b"PK\x03\x04"
GZIP_MAGIC = b"\x1f\x8b"

# What the standard library raises for bytes that are no archive, or one of a kind that it can not read.
_BROKEN = (
    zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, lzma.LZMAError, EOFError, NotImplementedError, RuntimeError,
    ValueError, OverflowError, struct.error,
)  # fmt: skip

Open = Callable[[], io.BufferedReader]


class Unpacker:
    """Opens archives of one file and counts what comes out of them. `fault` makes what is raised out of its words.

    `remedy` is what a person does about a file that is damaged. With `nameless` the words name no file.
    """

    def __init__(self, fault: Callable[[str], Exception], remedy: str, *, nameless: bool = False) -> None:
        self._fault, self._remedy, self._nameless = fault, remedy, nameless
        self._unpacked = 0
        self._members = 0

    def open_zip(self, source: Path | IO[bytes], name: str, stack: ExitStack) -> zipfile.ZipFile:
        """A zip, which `stack` closes. Raises a fault where it is damaged, `OSError` where it can not be read."""
        try:
            return stack.enter_context(zipfile.ZipFile(source))
        except _BROKEN:
            raise self._damaged(name) from None
        except OSError as error:
            raise self._system(error, name) from None

    def members(self, archive: zipfile.ZipFile, name: str) -> Iterator[zipfile.ZipInfo]:
        """The files in a zip, folders left out. Raises a fault where they are too many, too large or encrypted."""
        for info in archive.infolist():
            if info.is_dir():
                continue
            self._members += 1
            self._unpacked += info.file_size
            if info.flag_bits & 1:
                raise self._fault(f"{self._named(Path(info.filename).name, name)} is encrypted")
            if self._members > MEMBERS:
                raise self._fault(f"{self._named(name)} holds more than {MEMBERS} files: it is not read")
            if self._unpacked > SIZE:
                raise self._fault(f"{self._named(name)} unpacks to more than {SIZE >> 30} GB: it is not read")
            yield info

    def deeper(self, depth: int, name: str) -> None:
        """Raises a fault where an archive lies in too many others."""
        if depth >= DEPTH:
            raise self._fault(f"{self._named(name)} holds archives more than {DEPTH} deep: unpack it yourself")

    def opener(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> Open:
        """How to read one member of a zip, each time from its beginning; raises a fault where it is damaged."""
        name = Path(info.filename).name

        def opened() -> io.BufferedReader:
            try:
                stream = archive.open(info)
            except _BROKEN:
                raise self._damaged(name) from None
            except OSError as error:
                raise self._system(error, name) from None
            return self._counted(stream, info.compress_size, name)

        return opened

    def gunzip(self, packed: IO[bytes], size: int, name: str) -> io.BufferedReader:
        """What a gzip of so many bytes holds; reading raises a fault where it is damaged."""
        return self._counted(cast(IO[bytes], gzip.GzipFile(fileobj=packed)), size, name)

    def aside(self, opened: Open) -> IO[bytes]:
        """A member in a temporary file without a name (mode 0600), at its beginning; the caller closes it."""
        inner = tempfile.TemporaryFile("w+b")  # noqa: SIM115 (the caller closes it)
        try:
            with opened() as stream:
                while chunk := stream.read(CHUNK):
                    inner.write(chunk)
        except BaseException:
            inner.close()
            raise
        inner.seek(0)
        return inner

    def _counted(self, stream: IO[bytes], packed: int, name: str) -> io.BufferedReader:
        most = min(max(packed * RATIO, SMALL), SIZE)
        return io.BufferedReader(_Counted(stream, most, name, self), CHUNK)

    def _named(self, *names: str) -> str:
        return "the archive" if self._nameless else " in ".join(f"`{name}`" for name in names)

    def _damaged(self, name: str) -> Exception:
        return self._fault(f"{self._named(name)} is damaged: {self._remedy}")

    def _system(self, error: OSError, name: str) -> Exception:
        """An error of the system; one of a place that does not exist is the archive's."""
        return self._damaged(name) if error.errno in (None, errno.EINVAL) else error

    def read(self, stream: IO[bytes], size: int, name: str) -> bytes:
        """A piece of what is being unpacked; raises a fault where it can not be."""
        try:
            return stream.read(size)
        except _BROKEN:
            raise self._damaged(name) from None
        except OSError as error:
            raise self._system(error, name) from None

    def burst(self, name: str) -> Exception:
        """The fault of a member that grew beyond the limits."""
        return self._fault(f"{self._named(name)} unpacks to more than {RATIO} times its size: it is not read")


class _Counted(io.RawIOBase):
    """A member while it is unpacked, of which no more than `most` bytes are given."""

    def __init__(self, stream: IO[bytes], most: int, name: str, unpacker: Unpacker) -> None:
        self._stream, self._most, self._name, self._unpacker = stream, most, name, unpacker
        self._read = 0

    def readable(self) -> bool:
        """It is for reading."""
        return True

    def readinto(self, buffer: object) -> int:
        """Unpack the next piece."""
        view = memoryview(buffer)  # type: ignore[arg-type]
        chunk = self._unpacker.read(self._stream, len(view), self._name)
        self._read += len(chunk)
        if self._read > self._most:
            raise self._unpacker.burst(self._name)
        view[: len(chunk)] = chunk
        return len(chunk)

    def close(self) -> None:
        """Let go of the member."""
        self._stream.close()
        super().close()
