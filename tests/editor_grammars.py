"""TextMate grammars for editors, of rule files from the words of their grammar and of claim files.

`python -m tests.editor_grammars` writes them to `editors/vscode/syntaxes`.
"""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Any

from cleanclaim.language.check.functions import FUNCTIONS
from cleanclaim.language.model import SHORTCUTS
from cleanclaim.language.parse.spoken import CLAUSES, ITEMS
from cleanclaim.resources import resource

FOLDER = Path(__file__).parents[1] / "editors" / "vscode" / "syntaxes"
_QUOTED = re.compile(r'"([a-z]+)"')
_CHOICES = re.compile(r"/\(([a-z|?]+)\)(?:\[[^/]*)?\\b")
_SCHEMA = "https://raw.githubusercontent.com/martinring/tmlanguage/master/tmlanguage.json"


def words() -> frozenset[str]:
    """Every word of the rule language, as its grammar has them."""
    text = (resource("grammars") / "rules.lark").read_text(encoding="utf-8")
    said = "\n".join(line.partition(" //")[0] for line in text.splitlines() if not line.startswith("//"))
    found = set(_QUOTED.findall(said))
    for choice in _CHOICES.findall(said):
        found.update(word.removesuffix("?") for word in choice.split("|"))
    return frozenset(word for word in found if len(word) > 1) | {"not"}


def _any(names: Any) -> str:
    return "|".join(sorted(names, key=lambda name: (-len(name), name)))


def rules() -> dict[str, Any]:
    """The grammar of rule files."""
    others = words() - {*CLAUSES, *ITEMS}
    return {
        "$schema": _SCHEMA,
        "name": "cleanclaim rules",
        "scopeName": "source.cleanclaim-rules",
        "fileTypes": ["rules"],
        "patterns": [
            {"name": "comment.line.number-sign.cleanclaim", "match": "#.*$"},
            {"name": "string.quoted.triple.cleanclaim", "begin": '"""', "end": '"""'},
            {
                "name": "string.quoted.double.cleanclaim",
                "begin": '"',
                "end": '"|$',
                "patterns": [
                    {"name": "constant.character.escape.cleanclaim", "match": r"\\."},
                    {"name": "variable.other.placeholder.cleanclaim", "match": r"\{[^}\"]*\}"},
                ],
            },
            {
                "match": r"^\s*(rule)\s+([A-Z]{2,6}[0-9]{3,4})\b",
                "captures": {
                    "1": {"name": "keyword.declaration.cleanclaim"},
                    "2": {"name": "entity.name.function.cleanclaim"},
                },
            },
            {
                "match": r"^\s*(set|table|use|profile)\s+([a-z][a-z0-9_]*)\b",
                "captures": {
                    "1": {"name": "keyword.declaration.cleanclaim"},
                    "2": {"name": "entity.name.type.cleanclaim"},
                },
            },
            {"name": "keyword.declaration.cleanclaim", "match": rf"^\s*(?:{_any(ITEMS)})\b"},
            {"name": "support.function.cleanclaim", "match": rf"\b(?:{_any(FUNCTIONS)})(?=\s*\()"},
            {"name": "variable.other.property.cleanclaim", "match": r"(?<=[a-z0-9_]\.)[a-z][a-z0-9_]*"},
            {"name": "keyword.control.cleanclaim", "match": rf"^\s*(?:{_any(CLAUSES)})\b"},
            {"name": "variable.language.cleanclaim", "match": rf"\b(?:{_any(SHORTCUTS)})(?=\.)"},
            {"name": "keyword.operator.word.cleanclaim", "match": rf"\b(?:{_any(others)})\b(?!\.)"},
            {"name": "constant.numeric.date.cleanclaim", "match": r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b"},
            {"name": "constant.numeric.money.cleanclaim", "match": r"\$-?[0-9]+(?:\.[0-9]+)?"},
            {"name": "constant.other.code.cleanclaim", "match": r"\b[A-Z0-9][A-Z0-9.*?-]*"},
            {"name": "keyword.operator.cleanclaim", "match": r"<=|>=|!=|=|<|>|\.\."},
        ],
    }


def claims() -> dict[str, Any]:
    """The grammar of claim files, with the usual delimiters and with those that people choose instead."""
    start = r"(?:^|(?<=[~'\n\x1c\x1d\x85]))[ \t]*"
    return {
        "$schema": _SCHEMA,
        "name": "X12 837P claims",
        "scopeName": "source.x12-837p",
        "fileTypes": ["837", "837p", "x12", "edi", "clm"],
        "patterns": [
            {
                "match": rf"{start}(ISA|IEA|GS|GE|ST|SE)(?=[^A-Za-z0-9\s])",
                "captures": {"1": {"name": "keyword.control.envelope.x12"}},
            },
            {
                "match": rf"{start}(CLM|LX|HL|SBR|NM1)(?=[^A-Za-z0-9\s])",
                "captures": {"1": {"name": "entity.name.function.segment.x12"}},
            },
            {
                "match": rf"{start}([A-Z][A-Z0-9]{{1,2}})(?=[^A-Za-z0-9\s])",
                "captures": {"1": {"name": "entity.name.tag.segment.x12"}},
            },
            {"name": "punctuation.terminator.x12", "match": "~"},
            {"name": "punctuation.separator.element.x12", "match": r"\*"},
            {"name": "punctuation.separator.component.x12", "match": "[:^>]"},
            {"name": "constant.numeric.x12", "match": r"(?<=[*:^>])-?[0-9]+(?:\.[0-9]+)?(?=[*:^>~]|$)"},
        ],
    }


GRAMMARS = {"cleanclaim-rules.tmLanguage.json": rules, "x12-837p.tmLanguage.json": claims}


def written(name: str) -> str:
    """A grammar as its file holds it."""
    return json.dumps(GRAMMARS[name](), indent=2) + "\n"


if __name__ == "__main__":
    for file in GRAMMARS:
        (FOLDER / file).write_text(written(file), encoding="utf-8")
        sys.stdout.write(f"{file} written\n")
