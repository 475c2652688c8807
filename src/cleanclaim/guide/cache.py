"""The compiled guide, from the user's cache folder where it lies there, else from pyx12's map.

Reading the map takes 150 ms, reading the file 3. The file holds codes and numbers, no names and
nothing of any claim. One that is damaged, of another build or not ours is built again, and where
no file can be written the guide is compiled each time: a cache never is a reason to fail.
"""

from __future__ import annotations

import contextlib
import os
import stat
import tempfile
import zlib
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleanclaim import __version__
from cleanclaim.guide import maps
from cleanclaim.guide.shape import Field, Guide, Loop, Shape, Tables

FORMAT = 1  # counts up when the same tables are written in another way
_MOST = 1 << 24  # bytes that are read at most; the file has 0.1 million


class _Key(NamedTuple):
    """What the tables were made by: another build of either package is never mistaken for this one."""

    cleanclaim: str
    pyx12: str
    format: int
    files: tuple[tuple[int, int], ...]  # size and time of change of the map and of what compiles it


class _Packed(NamedTuple):
    """Tables in which each element stands once: of 2,400 there are 360 kinds, and few objects load fast."""

    version: str
    fields: tuple[Field, ...]
    shapes: tuple[tuple[Shape, tuple[int, ...]], ...]  # without its fields, and which they are
    loops: tuple[Loop, ...]


@cache
def load_guide() -> Guide:
    """The guide 005010X222A1."""
    return Guide(load_tables(name_folder()))


def name_folder() -> Path | None:
    """This user's cache folder; None where the user has none, as in a container without a home."""
    import platformdirs

    try:
        folder = platformdirs.user_cache_path("cleanclaim", appauthor=False)
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def load_tables(folder: Path | None) -> Tables:
    """The tables of the guide, from a file in the folder where it has them; else they are left there."""
    key = _find_key() if folder is not None else None
    if folder is None or key is None:
        return maps.compile_tables()
    path = folder / f"guide-{zlib.crc32(repr(key).encode()):08x}.json"
    tables = _read(path, key)
    if tables is None:
        tables = maps.compile_tables()
        with contextlib.suppress(OSError):
            _write(path, _head(key, body := _encode(tables)) + body)
    return tables


def _find_key() -> _Key | None:
    """The key of this installation; None where its files can not be told apart (a zip archive)."""
    import pyx12  # its version and its folder alone; the map and the validators are other modules

    folder = Path(pyx12.__file__).parent / "map"
    files = (folder / maps.MAP, folder / "dataele.xml", Path(maps.__file__))
    try:
        stats = [path.stat() for path in files]
    except OSError:
        return None
    return _Key(__version__, pyx12.__version__, FORMAT, tuple((file.st_size, file.st_mtime_ns) for file in stats))


def _encode(tables: Tables) -> bytes:
    import msgspec

    number: dict[Field, int] = {}
    shapes = tuple(
        (shape._replace(fields=()), tuple(number.setdefault(field, len(number)) for field in shape.fields))
        for shape in tables.shapes
    )
    return msgspec.json.encode(_Packed(tables.version, tuple(number), shapes, tables.loops))


def _decode(body: bytes) -> Tables:
    """The tables again. Raises `msgspec.MsgspecError`, `ValueError` or `IndexError` where they are not whole."""
    import msgspec

    packed = msgspec.json.decode(body, type=_Packed)
    fields = packed.fields
    shapes = tuple(shape._replace(fields=tuple(fields[at] for at in which)) for shape, which in packed.shapes)
    return Tables(packed.version, shapes, packed.loops)


def _head(key: _Key, body: bytes) -> bytes:
    """The first line of the file: the key, and a checksum of the second line."""
    import msgspec

    return msgspec.json.encode((*key, zlib.crc32(body))) + b"\n"


def _read(path: Path, key: _Key) -> Tables | None:
    """The tables that a file holds; None where it is not there, not ours, or not whole."""
    import msgspec

    try:
        content = _open(path)
    except OSError:
        return None
    head, _, body = content.partition(b"\n")
    if head + b"\n" != _head(key, body):
        return None
    try:
        return _decode(body)
    except (msgspec.MsgspecError, ValueError, IndexError):
        return None


def _open(path: Path) -> bytes:
    """The content of a plain file that only this user could have written; else nothing. Raises `OSError`."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        return file.read(_MOST) if _is_trusted(os.fstat(file.fileno())) else b""


def _is_trusted(about: os.stat_result) -> bool:
    shared = os.name == "posix" and about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISREG(about.st_mode) and _is_mine(about) and not shared


def _is_mine(about: os.stat_result) -> bool:
    return os.name != "posix" or about.st_uid == os.geteuid()


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in a folder of this user alone. Raises `OSError`."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_mine(path.parent.stat()):
        return
    path.parent.chmod(0o700)
    handle, aside = tempfile.mkstemp(prefix="guide-", suffix=".tmp", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)
