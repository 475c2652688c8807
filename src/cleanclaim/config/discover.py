"""Which configuration holds for a file: the closest one above it, inside the working directory."""

from __future__ import annotations

from pathlib import Path

from cleanclaim.errors import ConfigError

NAMES = ("cleanclaim.toml", ".cleanclaim.toml", "pyproject.toml")


def find_config(place: Path, within: Path) -> Path | None:
    """The configuration file closest above `place`, a file or a folder; None where there is none.

    Nothing outside `within` is looked at: a file dropped elsewhere must not silence claims. Raises `ConfigError`
    where a link leads out of it.
    """
    root, folder = within.resolve(), place.resolve()
    if not folder.is_dir():
        folder = folder.parent
    if folder != root and root not in folder.parents:
        folder = root
    return _closest(folder, root)


def _closest(folder: Path, root: Path) -> Path | None:
    for name in NAMES:
        path = folder / name
        if path.is_file() and (path.name != "pyproject.toml" or _has_table(path)):
            if root not in path.resolve().parents:
                raise ConfigError(f"{path}: leads out of the working directory")
            return path
    return None if folder == root else _closest(folder.parent, root)


def _has_table(path: Path) -> bool:
    """Whether a pyproject.toml says anything to us; one that is broken says nothing."""
    import tomllib

    try:
        tools = tomllib.loads(path.read_text("utf-8")).get("tool", {})
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError):
        return False
    return isinstance(tools, dict) and "cleanclaim" in tools
