"""Where a key stands in a TOML file: the standard parser tells no lines."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

Keys = tuple[str | int, ...]  # names of tables and keys, numbers of entries in a list of tables

_HEADER = re.compile(r"\s*(\[\[?)(.+?)\]\]?\s*(?:#.*)?$")
_NAME = r"""(?:[\w-]+|"(?:[^"\\]|\\.)*"|'[^']*')"""
_KEY = re.compile(rf"\s*({_NAME}(?:\s*\.\s*{_NAME})*)\s*=")


def line_of(text: str, keys: Keys) -> int:
    """The line, from 1, of a key or of the table that should hold it; 1 where neither is written."""
    best, line = 0, 1
    for number, found in _keys(text):
        most = min(len(found), len(keys))
        shared = next((at for at, (a, b) in enumerate(zip(found, keys, strict=False)) if a != b), most)
        if shared == most > best:
            best, line = shared, number
    return line


def _keys(text: str) -> Iterator[tuple[int, Keys]]:
    """Every line that names a table or a key, with what it names."""
    table: Keys = ()
    entries: dict[Keys, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        if header := _HEADER.match(line):
            table = _names(header[2])
            if header[1] == "[[":
                entries[table] = entries.get(table, -1) + 1
                table = (*table, entries[table])
            yield number, table
        elif key := _KEY.match(line):
            yield number, (*table, *_names(key[1]))


def _names(dotted: str) -> Keys:
    """The names in a dotted key; none where it is no key."""
    import tomllib

    try:
        found: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return ()
    names: list[str] = []
    while isinstance(found, dict):
        name, found = next(iter(found.items()))
        names.append(name)
    return tuple(names)
