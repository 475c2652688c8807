"""The compiled guide, from the user's cache folder where it lies there, else from pyx12's map.

Reading the map takes 150 ms, reading the file 3. The file holds codes and numbers, no names and
nothing of any claim. One that is damaged, of another build or not ours is built again, and where
no file can be written the guide is compiled each time: a cache never is a reason to fail.
"""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from cleanclaim import __version__, cache
from cleanclaim.guide import maps
from cleanclaim.guide.shape import Field, Guide, Loop, Shape, Tables

FORMAT = 1  # counts up when the same tables are written in another way


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


@lru_cache
def load_guide() -> Guide:
    """The guide 005010X222A1."""
    return Guide(load_tables(cache.name_folder()))


def load_tables(folder: Path | None) -> Tables:
    """The tables of the guide, from a file in the folder where it has them; else they are left there."""
    key = _find_key() if folder is not None else None
    if folder is None or key is None:
        return maps.compile_tables()
    path = cache.name_file(folder, "guide", key)
    tables = _decode(cache.read(path, key))
    if tables is None:
        tables = maps.compile_tables()
        cache.keep(path, key, _encode(tables))
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


def _decode(body: bytes | memoryview | None) -> Tables | None:
    """The tables again; None where they are not whole."""
    import msgspec

    try:
        packed = msgspec.json.decode(body or b"", type=_Packed)
        fields = packed.fields
        shapes = tuple(shape._replace(fields=tuple(fields[at] for at in which)) for shape, which in packed.shapes)
    except (msgspec.MsgspecError, ValueError, IndexError):
        return None
    return Tables(packed.version, shapes, packed.loops)
