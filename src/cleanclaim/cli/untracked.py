"""Which files of a work tree git does not take: by its lists of what to ignore, and its index. Git is not asked."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

_LENGTH = 0xFFF  # the bits of an entry's flags that hold the length of its name


def is_untracked(path: Path, root: Path) -> bool:
    """Whether a file below the folder that holds `.git` is ignored, and the index does not hold it all the same.

    Read are `.gitignore` of each folder down to the file and `.git/info/exclude`; what a user ignores everywhere is
    not. Sources: gitignore(5), gitformat-index(5), versions 2 and 3.
    """
    name = PurePosixPath(path.relative_to(root).as_posix())
    return _is_ignored(name, root) and not _is_in_index(str(name), root)


def _is_ignored(name: PurePosixPath, root: Path) -> bool:
    """A file is ignored with the first folder above it that is, or by itself."""
    folders = [f"{folder}/" for folder in reversed(name.parents[:-1])]
    return any(_is_named(one, root) for one in (*folders, str(name)))


def _is_named(name: str, root: Path) -> bool:
    """Whether the list that has the last word on a name leaves it out: the deepest one that speaks of it."""
    for folder, spec in _lists(PurePosixPath(name).parent, root):
        said = spec.check_file(name[len(folder) :]).include
        if said is not None:
            return said
    return False


def _lists(folder: PurePosixPath, root: Path) -> Iterator[tuple[str, GitIgnoreSpec]]:
    """The lists that could speak of what lies in a folder, deepest first, each with where its names begin."""
    for above in (folder, *folder.parents):
        spec = _read(root / above / ".gitignore")
        if spec is not None:
            yield ("" if above == PurePosixPath(".") else f"{above}/"), spec
    spec = _read(root / ".git" / "info" / "exclude")
    if spec is not None:
        yield "", spec


@cache
def _read(path: Path) -> GitIgnoreSpec | None:
    if not path.is_file():
        return None
    from pathspec import GitIgnoreSpec  # imported only where a work tree ignores something

    return GitIgnoreSpec.from_lines(path.read_text("utf-8", "replace").splitlines())


def _is_in_index(name: str, root: Path) -> bool:
    """Whether an entry has this name: behind flags that hold its length, and before a nought."""
    held, sought = _index(root), name.encode()
    at = held.find(sought + b"\0")
    while at > 0:
        if int.from_bytes(held[at - 2 : at], "big") & _LENGTH == min(len(sought), _LENGTH):
            return True
        at = held.find(sought + b"\0", at + 1)
    return False


@cache
def _index(root: Path) -> bytes:
    path = root / ".git" / "index"
    return path.read_bytes() if path.is_file() else b""
