"""What editors are given beside the server: grammars from the language's own words, and settings that fit."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest

from cleanclaim.cli.paths import CLAIM_FILES
from cleanclaim.language.parse.spoken import CLAUSES, ITEMS
from cleanclaim.lsp.rules import CONNECTORS
from tests.editor_grammars import FOLDER, GRAMMARS, words, written

VSCODE = FOLDER.parent


@pytest.mark.parametrize("name", GRAMMARS)
def test_a_grammar_is_what_the_language_says(name: str) -> None:
    text = (FOLDER / name).read_text(encoding="utf-8")
    assert text == written(name), "run `make editors`"
    for pattern in _patterns(json.loads(text)):
        re.compile(pattern)


def _patterns(grammar: dict[str, Any]) -> list[str]:
    found = [grammar[key] for key in ("match", "begin", "end") if key in grammar]
    for inner in grammar.get("patterns", ()):
        found += _patterns(inner)
    return found


def test_the_words_of_the_grammar_are_all_there() -> None:
    assert {*CLAUSES, *ITEMS, *CONNECTORS, "error", "line", "lines", "true"} <= words()


def _names(grammar: str, line: str) -> set[str]:
    """The scopes that a line of text gets at least once."""
    patterns = GRAMMARS[grammar]()["patterns"]
    found = set()
    for pattern in patterns:
        match = re.search(pattern.get("match", pattern.get("begin", "$^")), line)
        if match:
            found |= {pattern["name"]} if "name" in pattern else {one["name"] for one in pattern["captures"].values()}
    return {name.rpartition(".")[0] for name in found}


def test_lines_get_their_colours() -> None:
    rule = _names("cleanclaim-rules.tmLanguage.json", 'rule INJ001 "title" {')
    assert {"keyword.declaration", "entity.name.function", "string.quoted.double"} <= rule
    line = _names("cleanclaim-rules.tmLanguage.json", "  require line.units >= 2 and days(a, b) < 3")
    assert {"keyword.control", "variable.other.property", "support.function", "keyword.operator.word"} <= line
    claim = _names("x12-837p.tmLanguage.json", "SV1*HC:99211*40*UN*1***1~")
    assert {"entity.name.tag.segment", "punctuation.terminator", "constant.numeric"} <= claim
    assert "keyword.control.envelope" in _names("x12-837p.tmLanguage.json", "x~ISA*00*")


def test_the_extension_holds_what_it_names() -> None:
    package = json.loads((VSCODE / "package.json").read_text(encoding="utf-8"))
    given = package["contributes"]
    named = [package["main"], *(one["path"] for one in given["grammars"])]
    named += [one["configuration"] for one in given["languages"] if "configuration" in one]
    assert [name for name in named if not (VSCODE / name).is_file()] == []
    claims, rules = given["languages"]
    assert set(claims["extensions"]) == set(CLAIM_FILES)
    assert rules["extensions"] == [".rules"]
    for one in given["grammars"]:
        assert json.loads((VSCODE / one["path"]).read_text(encoding="utf-8"))["scopeName"] == one["scopeName"]


def test_neovim_knows_every_ending_of_claim_files() -> None:
    text = (VSCODE.parent / "nvim" / "cleanclaim.lua").read_text(encoding="utf-8")
    for ending in CLAIM_FILES:
        assert f'{ending[1:]} = "x12"' in text or f'["{ending[1:]}"] = "x12"' in text
