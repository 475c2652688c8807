"""`cleanclaim config`: a starter file, the effective settings with where each came from, a JSON Schema."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import msgspec

from cleanclaim.cli.base import Command, Group
from cleanclaim.cli.configured import OF_RUN
from cleanclaim.config import NAMES, STARTER, Config, Opened, find_config, json_schema, open_config
from cleanclaim.errors import ConfigError
from cleanclaim.policy import matches


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
    """Print the settings that hold for a file or folder, each with where it comes from.

    Settings of a run come from the working directory, all others from the closest file; the environment
    (CLEANCLAIM_LINT_…) beats both.
    """
    within = Path.cwd()
    found = find_config(path, within)
    opened = open_config(found, within) if found else None
    config = opened.config if opened else Config()
    print(f"# {_relative(found, within)} holds for {path}" if found else f"# no configuration file holds for {path}")
    for glob in _globs(opened, path):
        print(f"# [files.{_key(glob)}] holds for it")
    settings = opened.settings if opened else ()
    places = {setting.name: f"{_relative(setting.path, within)}:{setting.line}" for setting in settings}
    said = dict(_of_run(opened, within))
    said |= {name: (value, f"environment {variable}") for name, value, variable in _environment()}
    for name, value in _flat(config):
        value, place = said.get(name, (value, places.get(name, "default")))
        print(f"{name} = {value}  # {place}")


def _of_run(opened: Opened | None, within: Path) -> Iterator[tuple[str, tuple[str, str]]]:
    """Settings of a run, which the working directory's file decides, where another file holds."""
    top = find_config(within, within)
    if opened is not None and top == opened.path:
        return
    run = open_config(top, within) if top else None
    values = dict(_flat(run.config if run else Config()))
    places = {one.name: f"{_relative(one.path, within)}:{one.line}" for one in (run.settings if run else ())}
    for name in OF_RUN:
        if name in values:
            yield name, (values[name], places.get(name, "default"))


def _environment() -> Iterator[tuple[str, str, str]]:
    """What the environment says of settings: name, value and variable. Raises as click does for a wrong value."""
    from cleanclaim.cli.lint import command as lint

    with click.Context(lint, info_name="cleanclaim lint", **lint.context_settings) as context:
        for option in lint.params:
            name = next((flag.removeprefix("--") for flag in option.opts), "")
            raw = option.value_from_envvar(context)
            if raw is None or name not in Config.__struct_encode_fields__ or name == "ignore":
                continue
            value = option.process_value(context, raw)
            variable = f"CLEANCLAIM_LINT_{name.replace('-', '_').upper()}"
            yield name, _toml(list(value) if isinstance(value, tuple) else value), variable


def _globs(opened: Opened | None, path: Path) -> Iterator[str]:
    """The globs of `[files]` that mean a file."""
    if opened is None or path.is_dir():
        return
    folder, real = opened.path.resolve().parent, path.resolve()
    name = real.relative_to(folder if real.is_relative_to(folder) else real.anchor).as_posix()
    yield from (glob for glob in opened.config.files if matches(glob, name))


def _relative(path: Path, within: Path) -> Path:
    real = path.resolve()
    return real.relative_to(within.resolve()) if within.resolve() in real.parents else path


def _flat(config: Config) -> Iterator[tuple[str, str]]:
    """Each setting as a line of TOML; tables with what is in them."""
    for name, value in msgspec.to_builtins(config, builtin_types=(dt.date,)).items():
        if name != "extend" and value is not None:
            yield name, _toml(value)


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        entries = (f"{_key(name)} = {_toml(entry)}" for name, entry in value.items() if entry is not None)
        inside = ", ".join(entries)
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(map(_toml, value))}]"
    if isinstance(value, dt.date):
        return value.isoformat()
    return json.dumps(str(value) if isinstance(value, Path) else value, ensure_ascii=False)


def _key(name: str) -> str:
    return name if name.replace("-", "").replace("_", "").isalnum() and name.isascii() else json.dumps(name)
