"""Files that are not meant: `exclude` globs, written as in a .gitignore, from the working directory on."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from cleanclaim.errors import ConfigError
from cleanclaim.privacy import draw


class Excluded:
    """Says of a path whether a glob excludes it. Raises `ConfigError` for what is no glob."""

    def __init__(self, globs: Sequence[str]) -> None:
        from pathspec import GitIgnoreSpec  # imported only where something is excluded

        for glob in globs:
            try:
                GitIgnoreSpec.from_lines([glob])
            except ValueError:
                raise ConfigError(f"`{draw(glob)}` is no glob: expected a line as in a .gitignore") from None
        self._spec = GitIgnoreSpec.from_lines(globs)
        self._here = Path.cwd()

    def __call__(self, path: str, *, folder: bool = False) -> bool:
        """Whether a file or a folder is excluded; what lies outside of the working directory by its full path."""
        full = os.path.abspath(path)  # noqa: PTH100 (links stay as they are written)
        beneath = Path(full).is_relative_to(self._here)
        name = os.path.relpath(full, self._here) if beneath else full.lstrip("/\\")
        if name == os.curdir:
            return False
        return self._spec.match_file(name.replace(os.sep, "/") + "/" * folder)
