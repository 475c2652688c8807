"""The page on configuration: its tables are what the model says, and its file can be read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, get_args, get_origin

import msgspec
import pytest

from cleanclaim.config import Config, Files, Ignore, Payer, Receiver, read_config
from tests.linting import catalogue

PAGE = Path("docs/configuration.md")
WORDS = {str: "text", int: "a number", tuple: "a list", dict: "a table", "date": "a date"}


def rows(kind: type[msgspec.Struct]) -> Iterator[str]:
    """The table of a struct as the page has it: one line a field."""
    for field in msgspec.structs.fields(kind):
        note, form = described(field.type)
        yield f"| `{field.encode_name}` | {form} | {absent(field)} | {note} |"


def described(kind: Any) -> tuple[str, str]:
    """What a field is for, and what can be written there."""
    note = next((meta.description for meta in getattr(kind, "__metadata__", ()) if meta.description), "")
    while hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if type(None) in get_args(kind):
        kind = next(one for one in get_args(kind) if one is not type(None))
    while hasattr(kind, "__metadata__"):
        kind = get_args(kind)[0]
    if get_origin(kind) is Literal:
        return note, ", ".join(f"`{choice}`" for choice in get_args(kind))
    plain = get_origin(kind) or kind
    return note, WORDS.get(plain, WORDS["date"]) if plain in WORDS or plain.__name__ == "date" else "a table"


def absent(field: msgspec.structs.FieldInfo) -> str:
    """What holds where a field is not written."""
    if field.required:
        return "needed"
    value = field.default
    if value is msgspec.NODEFAULT or value in (None, "", (), {}):
        return "–"
    return ", ".join(f"`{one}`" for one in (value if isinstance(value, tuple) else (value,)))


@pytest.mark.parametrize("kind", [Config, Files, Ignore, Payer, Receiver])
def test_every_setting_is_told_as_the_model_has_it(kind: type[msgspec.Struct]) -> None:
    table = "\n".join(rows(kind))
    assert f"|---|---|---|---|\n{table}\n\n" in PAGE.read_text("utf-8")


def test_every_profile_and_every_rule_of_receivers_is_told() -> None:
    text = PAGE.read_text("utf-8")
    told = re.findall(r"^\| `([a-z_]+)` \| ([^|]+) \|$", text, re.MULTILINE)
    profiles = {name: title for name, title in told if name in catalogue().profiles}
    assert profiles.keys() == catalogue().profiles.keys()
    for rule in catalogue().rules:
        if rule.profile is not None:
            assert f"`{rule.code}`" in profiles[rule.profile.name], rule.code
    for profile in catalogue().profiles.values():
        for grade in profile.grades:
            assert f"`{grade.rule}`" in profiles[profile.name], grade.rule
    for code, about in catalogue().about.items():
        if code.startswith("RCV"):
            assert f"| `{code}` | {about.title} |" in text


def test_the_file_on_the_page_can_be_read(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE.read_text("utf-8"), re.DOTALL)
    (tmp_path / "cleanclaim.toml").write_text(block)
    config, _ = read_config(tmp_path / "cleanclaim.toml", tmp_path)
    assert config.payers["00882"].profile in catalogue().profiles
    named = (*config.severity, *(entry.rule for entry in config.ignore))
    assert all(code in catalogue().about for code in named)
