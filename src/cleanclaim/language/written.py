"""A rule as it is written: its lines in its rule file, or the function of a check in Python."""

from __future__ import annotations

import ast
from pathlib import Path

from cleanclaim.compiled import CompiledRule
from cleanclaim.resources import resource

_ROOT = Path(__file__).parent.parent.parent  # the paths of checks begin there


def text_of(rule: CompiledRule) -> list[str]:
    """The lines of a rule as it is written, to the brace that closes it, or of a check in Python.

    Raises `OSError` where its file is gone.
    """
    if rule.path.endswith(".py"):
        return _function(rule)
    shipped = resource("rules").parent / rule.path
    path = shipped if shipped.is_file() else Path(rule.path)
    lines = path.read_text(encoding="utf-8").splitlines()[rule.line - 1 :]
    end = next((number for number, line in enumerate(lines, 1) if line.startswith("}")), len(lines))
    return lines[:end]


def _function(rule: CompiledRule) -> list[str]:
    """The function of a check, from its decorator on."""
    text = (_ROOT / rule.path).read_text(encoding="utf-8")
    ends = {
        node.decorator_list[0].lineno: node.end_lineno
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    }
    return text.splitlines()[rule.line - 1 : ends[rule.line]]
