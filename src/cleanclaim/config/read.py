"""Reads a configuration file: every key known, every value of its type, each with where it came from.

A file that somebody else wrote must not harm: it is small, not deep, and leads to no place outside.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, NamedTuple, get_args, get_origin

import msgspec

from cleanclaim.config.lines import Keys, line_of
from cleanclaim.config.model import Config
from cleanclaim.errors import ConfigError, nearest

_DEEPEST = 8  # files that extend one another
_LARGEST = 1 << 20  # bytes of one file


class Setting(NamedTuple):
    """A setting of the effective configuration: its name, its value and where it was written."""

    name: str
    value: Any
    path: Path
    line: int


class _File(NamedTuple):
    path: Path
    text: str
    prefix: Keys  # of our table in a file that has others
    table: dict[str, Any]

    def fault(self, keys: Keys, message: str) -> ConfigError:
        """An error with the place of a key in this file."""
        return ConfigError(f"{self.path}:{line_of(self.text, (*self.prefix, *keys))}: {message}")


class Opened(NamedTuple):
    """A configuration that was read: its own file, what it says, and where each setting stands."""

    path: Path
    config: Config
    settings: tuple[Setting, ...]
    files: Mapping[str, _File]  # by the names of the settings that stand in them

    def place(self, *keys: str | int) -> tuple[Path, int]:
        """The file and the line where a key stands, by the names of tables and keys and the numbers of entries."""
        file = self.files[str(keys[0])]
        return file.path, line_of(file.text, (*file.prefix, *keys))

    def fault(self, keys: Keys, message: str) -> ConfigError:
        """An error with the place of a key."""
        return self.files[str(keys[0])].fault(keys, message)


def open_config(path: Path, within: Path) -> Opened:
    """The configuration that a file gives together with those it extends.

    A setting replaces that of the file it extends; lists and tables are not merged. Raises
    `ConfigError` with file, line and the nearest name for what is wrong, `OSError` where a file can
    not be read.
    """
    settings: dict[str, Setting] = {}
    files: dict[str, _File] = {}
    for file in reversed(list(_chain(path, within))):
        _check(file)
        for name, value in file.table.items():
            line = line_of(file.text, (*file.prefix, name))
            settings[name] = Setting(name, value, file.path, line)
            files[name] = file
    config = msgspec.convert({name: setting.value for name, setting in settings.items()}, Config)
    return Opened(path, config, tuple(settings[name] for name in sorted(settings)), files)


def read_config(path: Path, within: Path) -> tuple[Config, tuple[Setting, ...]]:
    """What `open_config` reads, without its places."""
    opened = open_config(path, within)
    return opened.config, opened.settings


def _chain(path: Path, within: Path) -> Iterator[_File]:
    """A file, the one that it extends, and so on."""
    seen: list[Path] = []
    while True:
        file = _read(path)
        yield file
        seen.append(path.resolve())
        extended = file.table.pop("extend", "")
        if not extended:
            return
        if not isinstance(extended, str):
            raise file.fault(("extend",), "`extend` names one file")
        path = path.parent / extended
        _allow(file, path, within, seen)


def _allow(file: _File, path: Path, within: Path, seen: list[Path]) -> None:
    real = path.resolve()
    if within.resolve() not in real.parents:
        raise file.fault(("extend",), f"`{path}` is outside of the working directory")
    if real in seen or len(seen) == _DEEPEST:
        raise file.fault(("extend",), f"`{path}` extends itself, by way of {len(seen)} files")
    if not real.is_file():
        raise file.fault(("extend",), f"there is no file `{path}`")


def _read(path: Path) -> _File:
    import tomllib

    try:
        text = _text(path)
        table: Any = tomllib.loads(text)
    except RecursionError:
        raise ConfigError(f"{path}: lists and tables stand too deep in one another") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{path}: not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise ConfigError(f"{path}: {str(error)[:1].lower()}{str(error)[1:]}") from None
    prefix: Keys = ()
    if path.name == "pyproject.toml":
        prefix, table = ("tool", "cleanclaim"), table.get("tool", {}).get("cleanclaim", {})
    return _File(path, text, prefix, table)


def _text(path: Path) -> str:
    """What is written in a file. Raises `ConfigError` for one that is no configuration: it is too large."""
    with path.open("rb") as stream:
        content = stream.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ConfigError(f"{path}: too large for a configuration: expected at most {_LARGEST >> 20} MiB")
    return content.decode("utf-8").replace("\r\n", "\n")


def _check(file: _File) -> None:
    _struct(file, file.table, Config, ())


_AWAY = ("off", "none", "never", "ignore", "disabled", False)  # what others write for a rule that is left out


def _struct(file: _File, table: Any, kind: type[msgspec.Struct], keys: Keys) -> None:
    """Every key of a table against the fields of its struct; what is missing is told too."""
    if not isinstance(table, Mapping):
        told = ": write `[[ignore]]`, and below it `rule` and `reason`" if keys[:1] == ("ignore",) else ""
        raise file.fault(keys, f"`{_dotted(keys)}` is a table{told}")
    fields = {field.encode_name: field for field in msgspec.structs.fields(kind)}
    for name, value in table.items():
        if name not in fields:
            near = nearest(name, fields)
            raise file.fault((*keys, name), f"unknown key `{name}`" + (f"; did you mean `{near}`?" if near else ""))
        _value(file, value, fields[name].type, (*keys, name))
    for name, field in fields.items():
        if field.required and name not in table:
            raise file.fault(keys, f"`{_dotted(keys)}` needs `{name}`")


def _value(file: _File, value: Any, kind: Any, keys: Keys) -> None:
    """A value against its type: a table of structs, a list of them, a struct, or anything plain."""
    inner = get_args(kind)[0] if hasattr(kind, "__metadata__") else kind
    if isinstance(inner, type) and issubclass(inner, msgspec.Struct):
        _struct(file, value, inner, keys)
    elif get_origin(inner) is dict and isinstance(value, Mapping):
        for name, entry in value.items():
            _leaf(file, name, get_args(inner)[0], (*keys, name))
            _value(file, entry, get_args(inner)[1], (*keys, name))
    elif get_origin(inner) is tuple and isinstance(value, list):
        for number, entry in enumerate(value):
            _value(file, entry, get_args(inner)[0], (*keys, number))
    else:
        _leaf(file, value, kind, keys)


def _leaf(file: _File, value: Any, kind: Any, keys: Keys) -> None:
    try:
        msgspec.convert(value, kind)
    except msgspec.ValidationError as error:
        away = "severity" in keys and value in _AWAY
        told = "; a rule is left out by `[[ignore]]`, with its reason" if away else ""
        raise file.fault(keys, f"`{_dotted(keys)}`: {_said(error, kind)}{told}") from None


def _said(error: msgspec.ValidationError, kind: Any) -> str:
    """What the type asks for, in words of the file."""
    inner = get_args(kind)[0] if hasattr(kind, "__metadata__") else kind
    choices = [choice for choice in _choices(inner) if isinstance(choice, str)]
    if choices:
        return f"expected one of {', '.join(choices)}"
    text = str(error).partition(" - at ")[0].replace("`str`", "text").replace("`int`", "a number")
    text = text.replace("`array`", "a list").replace("`object`", "a table").replace("`bool`", "true or false")
    if "matching regex" in text:
        return "expected a rule code as `INJ001`, or the beginning of one"
    return text[:1].lower() + text[1:]


def _choices(kind: Any) -> Iterator[Any]:
    """The texts that a type allows, at any depth."""
    for argument in get_args(kind):
        if isinstance(argument, str):
            yield argument
        else:
            yield from _choices(argument)


def _dotted(keys: Keys) -> str:
    """A key as people write it: `payers.60054.profile`, `ignore[1].rule`."""
    text = ""
    for key in keys:
        text += f"[{key + 1}]" if isinstance(key, int) else f".{key}"
    return text.removeprefix(".")
