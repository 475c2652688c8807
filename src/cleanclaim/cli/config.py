"""`cleanclaim config`: a starter file, the effective settings with where each came from, a JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from cleanclaim.cli.base import Command, Group
from cleanclaim.config import NAMES, STARTER, Config, find_config, json_schema, read_config
from cleanclaim.errors import ConfigError


@click.group("config", cls=Group)
def command() -> None:
    """Configuration files: cleanclaim.toml, .cleanclaim.toml, or pyproject.toml [tool.cleanclaim]."""


@command.command("init", cls=Command)
@click.argument("path", default=NAMES[0], type=click.Path(dir_okay=False, path_type=Path))
def init(path: Path) -> None:
    """Write a commented starter file, in which everything is switched off."""
    try:
        with path.open("x", encoding="utf-8") as stream:
            stream.write(STARTER)
    except FileExistsError:
        raise ConfigError(f"`{path}` is there already") from None
    print(f"wrote {path}")


@command.command("schema", cls=Command)
def schema() -> None:
    """Print the JSON Schema of the configuration, for editors."""
    print(json.dumps(json_schema(), indent=2))


@command.command("show", cls=Command)
@click.argument("path", default=".", type=click.Path(exists=True, path_type=Path))
def show(path: Path) -> None:
    """Print the settings that hold for a file or folder, each with where it was written."""
    within = Path.cwd()
    found = find_config(path, within)
    config, settings = read_config(found, within) if found else (Config(), ())
    print(f"# {_relative(found, within)} holds for {path}" if found else f"# no configuration file holds for {path}")
    places = {setting.name: f"{_relative(setting.path, within)}:{setting.line}" for setting in settings}
    for name, value in _flat(config):
        print(f"{name} = {value}  # {places.get(name.partition('.')[0], 'default')}")


def _relative(path: Path, within: Path) -> Path:
    real = path.resolve()
    return real.relative_to(within.resolve()) if within.resolve() in real.parents else path


def _flat(config: Config) -> Iterator[tuple[str, str]]:
    """Each setting as a line of TOML; tables with what is in them."""
    for name, value in msgspec.to_builtins(config, builtin_types=()).items():
        if name != "extend" and value is not None:
            yield name, _toml(value)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        entries = (f"{_key(name)} = {_toml(entry)}" for name, entry in value.items() if entry is not None)
        inside = ", ".join(entries)
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else json.dumps(name)
