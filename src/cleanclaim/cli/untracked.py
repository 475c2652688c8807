"""Which files of a work tree git does not take: by its lists of what to ignore, and its index. Git is not asked."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from cleanclaim.cli.git_index import is_held, shared_folder
from cleanclaim.source import stamp_of

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def is_untracked(path: Path, root: Path) -> bool:
    """Whether a file below the folder that holds `.git` is ignored, and the index does not hold it all the same.

    Read are `.gitignore` of each folder down to the file and `info/exclude` of git's own folder; what a user ignores
    everywhere is not. Source: gitignore(5).
    """
    name = PurePosixPath(path.relative_to(root).as_posix())
    return _is_ignored(name, root) and not is_held(str(name), root)


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
    spec = _read(shared_folder(root) / "info" / "exclude")
    if spec is not None:
        yield "", spec


def _read(path: Path) -> GitIgnoreSpec | None:
    """The list in a file, if there is one; it is read again when it has changed."""
    return _parsed(path, stamp_of(path.stat())) if path.is_file() else None


@lru_cache(maxsize=1024)
def _parsed(path: Path, _stamp: tuple[int, ...]) -> GitIgnoreSpec:
    """The list in a file; lines that git can not read either leave nothing out."""
    from pathspec import GitIgnoreSpec  # imported only where a work tree ignores something

    return GitIgnoreSpec.from_lines(filter(_is_pattern, path.read_text("utf-8", "replace").splitlines()))


def _is_pattern(line: str) -> bool:
    from pathspec import GitIgnoreSpec

    try:
        GitIgnoreSpec.from_lines([line])
    except (ValueError, re.error):
        return False
    return True
