"""Where git keeps what belongs to a work tree, and which names its index holds: gitformat-index(5)."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from cleanclaim.source import stamp_of

_HEAD = 12  # DIRC, version, count
_FIXED = 42  # what stands before the flags, beside the object's name: times, numbers, size; and the flags
_EXTENDED = 0x4000
_OTHER_HASH = re.compile(r"^\s*objectformat\s*=\s*sha256\b", re.I | re.M)


def git_folder(root: Path) -> Path:
    """The folder of this work tree: `.git`, or the one that a file `.git` names (gitrepository-layout(5))."""
    said = root / ".git"
    if not said.is_file():
        return said
    return root / said.read_text("utf-8", "replace").removeprefix("gitdir:").strip()


def shared_folder(root: Path) -> Path:
    """The folder of what all work trees share: their lists of what to ignore, and the configuration."""
    own = git_folder(root)
    common = own / "commondir"
    return own / common.read_text("utf-8", "replace").strip() if common.is_file() else own


def names(root: Path) -> frozenset[bytes]:
    """The names of the index, and of the one that it is split from; none where there is none."""
    own = git_folder(root)
    object_name = 32 if _OTHER_HASH.search(_text(shared_folder(root) / "config")) else 20
    held = (path for path in (own / "index", *own.glob("sharedindex.*")) if path.is_file())
    return frozenset().union(*(_read(path, stamp_of(path.stat()), object_name) for path in held))


@lru_cache(maxsize=16)
def _read(path: Path, _stamp: tuple[int, ...], object_name: int) -> frozenset[bytes]:
    """The names in one file, which is read again when it has changed."""
    return frozenset(_names(path.read_bytes(), object_name))


def is_held(name: str, root: Path) -> bool:
    """Whether the index has an entry of this name, which begins at the root of the work tree."""
    return os.fsencode(name) in names(root)


def _text(path: Path) -> str:
    return path.read_text("utf-8", "replace") if path.is_file() else ""


def _names(held: bytes, object_name: int) -> Iterator[bytes]:
    """Entry after entry, as far as they can be read; version 4 tells how much of the name before is another."""
    version, count = int.from_bytes(held[4:8], "big"), int.from_bytes(held[8:_HEAD], "big")
    start, name = _HEAD, b""
    for _ in range(count):
        flags_end = start + _FIXED + object_name
        extended = int.from_bytes(held[flags_end - 2 : flags_end], "big") & _EXTENDED
        at = flags_end + (2 if extended else 0)
        if version == 4:
            less, at = _number(held, at)
            name = name[: max(len(name) - less, 0)]
        end = held.find(b"\0", at)
        if end < 0:
            return
        name = name + held[at:end] if version == 4 else held[at:end]
        yield name
        start = end + 1 if version == 4 else start + (end - start + 8) // 8 * 8


def _number(held: bytes, at: int) -> tuple[int, int]:
    """A number of seven bits a byte, each byte but the last with its eighth set, and where the next thing begins."""
    value = 0
    while at < len(held):
        byte, at = held[at], at + 1
        value |= byte & 0x7F
        if not byte & 0x80:
            break
        value = (value + 1) << 7
    return value, at
