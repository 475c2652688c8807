"""What configuration files say of `lint`: the command line and the environment beat them.

Settings of the run come from the working directory's file, settings of files from the closest file
above each of them; `--config PATH` is the one file of both.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any

from cleanclaim.cli.paths import Input
from cleanclaim.config import Config, Opened, Setting, find_config, open_config, refuse_twice
from cleanclaim.errors import ConfigError
from cleanclaim.policy import matches
from cleanclaim.privacy import draw

OF_RUN = ("fail-on", "show", "paths", "output", "baseline", "exclude")  # the others are asked for each file


class Configured:
    """The configuration files of a run, each read once."""

    def __init__(self, folder: Path, named: Path | None = None) -> None:
        self.folder, self._named = folder.resolve(), named
        self._opened: dict[Path, Opened] = {}
        self._found: dict[Path, Path | None] = {}  # by folder

    @cached_property
    def of_run(self) -> Opened | None:
        """The file of the working directory, or the one that was named."""
        return self._open(self._named or find_config(self.folder, self.folder))

    def of_file(self, item: Input) -> Opened | None:
        """The file that holds for an input; standard input stands where its name says."""
        if self._named is not None:
            return self._open(self._named)
        place = item.path if item.path is not None else Path(item.name.replace("\0", ""))
        folder = Path(os.path.abspath(self.folder / place)).parent  # noqa: PTH100 (a link stands where it is)
        if folder not in self._found:
            self._found[folder] = find_config(folder, self.folder)
        return self._open(self._found[folder])

    def excludes(self, item: Input) -> bool:
        """Whether the configuration of a folder below excludes an input; the run's own is asked when it is found."""
        opened = self.of_file(item)
        if opened is None or item.path is None or opened is self.of_run:
            return False
        return any(matches(glob, self.name_in(opened, item)) for glob in opened.config.exclude)

    def reach(self, opened: Opened) -> Path:
        """The folder that nothing which a configuration names may leave."""
        folder = opened.path.resolve().parent
        return self.folder if self.folder in (folder, *folder.parents) else folder

    def name_in(self, opened: Opened | None, item: Input) -> str:
        """An input's path from the configuration's folder on, as globs are written; in full where it is elsewhere."""
        folder = opened.path.resolve().parent if opened is not None else self.folder
        if item.path is None:
            return item.name
        path = item.path.resolve()
        member = item.name.removeprefix(str(item.path)) if item.unpack is not None else ""
        inside = path.relative_to(folder) if path.is_relative_to(folder) else path.relative_to(path.anchor)
        return inside.as_posix() + member

    def _open(self, path: Path | None) -> Opened | None:
        if path is None:
            return None
        if path not in self._opened:
            folder = path.resolve().parent
            within = self.folder if self.folder in (folder, *folder.parents) else folder
            opened = open_config(path, within)
            refuse_twice(opened)
            self._opened[path] = opened
        return self._opened[path]


def lint_defaults(folder: Path, named: Path | None, names: Mapping[str, str]) -> dict[str, Any]:
    """The options that the configuration of a run sets, those of the run alone; `names` are theirs by flag.

    Raises `ConfigError` for what is wrong in the file, `OSError` where it can not be read.
    """
    configured = Configured(folder, named)
    opened = configured.of_run
    if opened is None:
        return {}
    settings = [setting for setting in opened.settings if setting.name in OF_RUN]
    return {names[setting.name]: _value(setting, configured.reach(opened)) for setting in settings}


def rule_paths(opened: Opened, within: Path) -> tuple[Path, ...]:
    """The rule files that a configuration names. Raises `ConfigError` where one means none, or leads out."""
    setting = _setting(opened, "rules")
    if setting is None:
        return ()
    return tuple(path for pattern in opened.config.rules for path in _expand(pattern, setting, within))


def refdata_path(opened: Opened, within: Path) -> Path | None:
    """The reference tables that a configuration names. Raises `ConfigError` where they lead out, or are not there."""
    setting = _setting(opened, "refdata")
    if setting is None or not opened.config.refdata:
        return None
    return _file(opened.config.refdata, setting, within)


def _setting(opened: Opened, name: str) -> Setting | None:
    return next((setting for setting in opened.settings if setting.name == name), None)


def _value(setting: Setting, within: Path) -> Any:
    """A setting of the run as its option takes it."""
    if setting.name == "output":
        return [_output(text, setting, within) for text in setting.value]
    if setting.name == "baseline" and setting.value:
        return str(_file(setting.value, setting, within))
    return setting.value


def _output(text: str, setting: Setting, within: Path) -> str:
    """A report whose file stands where the configuration means it: from its own folder on."""
    name, equals, path = text.partition("=")
    return f"{name}={_inside(setting.path.parent / path, setting, within)}" if equals and path else text


def _file(name: str, setting: Setting, within: Path) -> Path:
    path = _inside(setting.path.parent / name, setting, within)
    if not path.is_file():
        raise ConfigError(f"{_where(setting)}: there is no file `{draw(name)}`")
    return path


def _expand(pattern: str, setting: Setting, within: Path) -> Iterator[Path]:
    """The rule files that a path or a glob names."""
    where = _where(setting)
    if Path(pattern).is_absolute() or "\0" in pattern:
        raise ConfigError(f"{where}: `{draw(pattern)}` is outside of the working directory")
    try:
        found = sorted(setting.path.parent.glob(pattern))
    except (ValueError, NotImplementedError):
        raise ConfigError(f"{where}: `{draw(pattern)}` is no path and no glob") from None
    if not found:
        raise ConfigError(f"{where}: no rule file matches `{draw(pattern)}`")
    yield from (_inside(path, setting, within) for path in found)


def _inside(path: Path, setting: Setting, within: Path) -> Path:
    """A path that stays under the working directory: a file dropped elsewhere must not silence claims."""
    real = Path(os.path.realpath(str(path).replace("\0", "")))
    if within.resolve() not in real.parents:
        raise ConfigError(f"{_where(setting)}: `{draw(str(path))}` is outside of the working directory")
    here = Path(os.path.realpath(Path.cwd()))
    return real.relative_to(here) if real.is_relative_to(here) else real


def _where(setting: Setting) -> str:
    return f"{draw(str(setting.path))}:{setting.line}"


def config_of(opened: Opened | None) -> Config:
    """What a configuration says; without one the defaults."""
    return opened.config if opened is not None else Config()
