"""The rooms of the language: what each may know of the others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import cleanclaim.language
from cleanclaim.language.docs import explain
from tests.linting import catalogue, written

ROOT = Path(cleanclaim.language.__file__).parent


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def rooms_of(path: Path) -> set[str]:
    """The rooms of the language that a file imports."""
    inside = [name.split(".") for name in imported(path) if name.startswith("cleanclaim.language.")]
    return {parts[2] for parts in inside}


def test_one_file_knows_lark() -> None:
    knowing = [path for path in ROOT.rglob("*.py") if any(name.split(".")[0] == "lark" for name in imported(path))]
    assert [path.relative_to(ROOT).as_posix() for path in knowing] == ["parse/grammar.py"]


@pytest.mark.parametrize("room", ["parse", "check", "compile"])
def test_rooms_look_down_only(room: str) -> None:
    forbidden = {
        "parse": {"check", "compile", "examples", "typed", "types", "model", "docs"},
        "check": {"parse", "compile", "examples", "docs", "running", "careful", "printing"},
        "compile": {"parse", "check", "examples", "docs"},
    }[room]
    files = list((ROOT / room).glob("*.py"))
    assert files
    for path in files:
        assert not rooms_of(path) & forbidden, path.name


def test_rules_run_without_builtins() -> None:
    """Compiled rules see nothing but the helpers that they are given."""
    for rule in written():
        for judge in (rule.judge, rule.carefully):
            seen = judge.__globals__
            assert seen["__builtins__"] == {}
            assert not {"open", "exec", "eval", "getattr", "__import__"} & set(seen)
            code = judge.__code__
            assert code.co_filename == rule.path and code.co_firstlineno == rule.line


def test_a_rule_says_what_it_looks_at() -> None:
    told = "\n".join(explain(catalogue().by_code["INJ001"]))
    assert "looks at: each service line" in told
    assert "wakes on: procedure 99211" in told
    assert "line.procedure (SV101-2)" in told and "claim.filing (2000B SBR09)" in told
    assert "tags: injection, ncci" in told
    paired = "\n".join(explain(catalogue().by_code["MOD102"]))
    assert "paired with" in paired
    assert "99202, 99203" in "\n".join(explain(catalogue().by_code["MOD101"]))
