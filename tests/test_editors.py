"""What editors are given beside the server: grammars from the language's own words, and settings that fit."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
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


# Where an older Neovim lacks what the file asks, a stand-in; the server itself is not started.
NEOVIM = """
vim.fs = vim.fs or {{
  dirname = function(path) return vim.fn.fnamemodify(path, ":h") end,
  find = function() return {{ "{root}/cleanclaim.toml" }} end,
}}
vim.lsp.start = {start}
dofile("{file}")
vim.cmd("edit {root}/one.837")
vim.cmd("setfiletype x12")
print("K: " .. vim.fn.maparg("K", "n"))
vim.cmd("qa!")
"""
needs_neovim = pytest.mark.skipif(shutil.which("nvim") is None, reason="Neovim is not installed")


def _neovim(folder: Path, start: str) -> str:
    """What Neovim says when it has read our file and opens a claim file; `start` stands for `vim.lsp.start`."""
    (folder / "cleanclaim.toml").touch()
    script = folder / "try.lua"
    file = VSCODE.parent / "nvim" / "cleanclaim.lua"
    script.write_text(NEOVIM.format(root=folder, file=file, start=start), encoding="utf-8")
    command = ["nvim", "--headless", "-u", "NONE", "-i", "NONE", "-n", "-c", f"luafile {script}", "-c", "qa!"]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stderr


@needs_neovim
def test_neovim_starts_the_server_and_asks_it_by_a_key(tmp_path: Path) -> None:
    said = _neovim(tmp_path, 'function(it) print(it.cmd[1], it.cmd[2], it.root_dir, "") end')
    assert f"cleanclaim lsp {tmp_path}" in said
    assert re.search(r"K: \S", said)


@needs_neovim
def test_a_neovim_that_is_too_old_is_told_so(tmp_path: Path) -> None:
    said = _neovim(tmp_path, "nil")
    assert "cleanclaim needs Neovim 0.8 or later" in said
    assert "rror" not in said
