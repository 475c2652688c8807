"""Which inputs are fixtures: claim files under version control, where the rules for them were asked for by name."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cleanclaim.catalogue import Catalogue
from cleanclaim.cli.paths import Input
from cleanclaim.cli.untracked import is_untracked

FIX = "FIX"  # what the codes of these rules begin with
PROFILE = "fixtures"


def asks_for_fixtures(selected: Iterable[str]) -> bool:
    """Whether codes or prefixes name the rules about fixtures; ALL does not."""
    return any(code.upper().startswith(FIX) for code in selected)


def with_fixtures(catalogue: Catalogue) -> Catalogue:
    """The catalogue where the rules about fixtures look at every claim; it is not bound to a store yet."""
    return catalogue.switch_on({**catalogue.on, PROFILE: lambda claim: True})


def is_fixture(item: Input) -> bool:
    """Whether a file lies in a work tree of git, where a folder above it has `.git`, and git does not ignore it."""
    if item.path is None:
        return False
    path = item.path.resolve()
    root = _work_tree(path.parent)
    return root is not None and not is_untracked(path, root)


def _work_tree(folder: Path) -> Path | None:
    if (folder / ".git").exists():
        return folder
    return None if folder.parent == folder else _work_tree(folder.parent)
