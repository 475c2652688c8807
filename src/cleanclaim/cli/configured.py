"""What the configuration of the working directory says of `lint`: the command line and the environment beat it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from cleanclaim.config import Setting, find_config, read_config
from cleanclaim.errors import ConfigError

# The settings that `lint` acts on; one that it would pass over is refused.
_USED = frozenset(
    {"select", "extend-select", "fail-on", "show", "values", "output", "rules", "refdata", "expect-usage"}
)


def lint_defaults(folder: Path) -> dict[str, Any]:
    """The options of `lint` that the configuration file of a folder sets, by their names.

    Raises `ConfigError` for what is wrong in the file, `OSError` where it can not be read.
    """
    path = find_config(folder, folder)
    if path is None:
        return {}
    return {setting.name.replace("-", "_"): _value(setting, folder) for setting in read_config(path, folder)[1]}


def _value(setting: Setting, folder: Path) -> Any:
    where = f"{setting.path}:{setting.line}"
    if setting.name not in _USED:
        raise ConfigError(f"{where}: `{setting.name}` is not acted on by this version of lint: leave it out")
    if setting.name == "rules":
        return [str(path) for pattern in setting.value for path in _expand(pattern, folder, where)]
    if setting.name == "refdata":
        return str(_inside(setting.path.parent / setting.value, folder, where))
    return setting.value


def _expand(pattern: str, folder: Path, where: str) -> Iterator[Path]:
    """The rule files that a path or a glob names."""
    if Path(pattern).is_absolute():
        raise ConfigError(f"{where}: `{pattern}` is outside of the working directory")
    found = sorted(folder.glob(pattern))
    if not found:
        raise ConfigError(f"{where}: no rule file matches `{pattern}`")
    yield from (_inside(path, folder, where) for path in found)


def _inside(path: Path, folder: Path, where: str) -> Path:
    """A path that stays under the working directory: a file dropped elsewhere must not silence claims."""
    if folder.resolve() not in path.resolve().parents:
        raise ConfigError(f"{where}: `{path}` is outside of the working directory")
    return path
