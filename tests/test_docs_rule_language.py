"""The page on the rule language: every example in it is checked, its transcript is played, its lists are whole."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleanclaim.engine import Engine
from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import prove
from cleanclaim.language.parse.spoken import CLAUSES, ITEMS
from cleanclaim.language.types import UNITS
from tests.running import Cli
from tests.transcript import Block, blocks, hold, play

PAGE = Path(__file__).parents[1] / "docs" / "rule-language.md"
TEXT = PAGE.read_text(encoding="utf-8")
CODES = """language 1
set drugs : procedure = [J3420, J3425]
table dose (procedure: procedure, per_unit: mass, usual: mass?) key procedure {
  | J3420 | 1000 mcg | 1 mg |
}
"""


def of_kind(kind: str) -> list[Block]:
    return [block for block in blocks(TEXT) if block.kind == kind and not block.title]


def where(block: Block) -> str:
    return f"line {block.line}"


@pytest.mark.parametrize("block", of_kind("rules"), ids=where)
def test_each_file_is_checked_and_holds(block: Block) -> None:
    found = compile_rules([RuleText("codes.rules", CODES)], [RuleText("page.rules", block.body)])
    assert [f"{proof.title}: {proof.wrong}" for proof in prove(found, Engine) if proof.wrong] == []


def _pieces() -> list[str]:
    """The clauses of blocks, one block a paragraph each."""
    return [piece for block in of_kind("clauses") for piece in block.body.strip().split("\n\n")]


@pytest.mark.parametrize("piece", _pieces(), ids=lambda piece: piece.split("\n")[0])
def test_each_clause_is_checked(piece: str) -> None:
    words = {line.split()[0] for line in piece.split("\n") if not line.startswith(" ")}
    needed = {"severity": "severity error", "snip": "snip 6", "for": "for line", "message": 'message "m"'}
    before = [clause for word, clause in needed.items() if word not in words]
    after = [] if words & {"require", "forbid"} else ["forbid line.units > 7"]
    text = "\n".join(["use codes", 'rule TST001 "A test" {', *before, piece, *after, "}"])
    try:
        found = compile_rules([RuleText("codes.rules", CODES), RuleText("t.rules", text)])
    except RuleError as error:
        pytest.fail(str(error))
    assert [f"{proof.title}: {proof.wrong}" for proof in prove(found, Engine) if proof.wrong] == []


def test_the_transcript_is_what_happens(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    monkeypatch.chdir(tmp_path)
    hold(PAGE, play(TEXT, cli), request.config)


@pytest.mark.parametrize("word", [*ITEMS, *CLAUSES, *UNITS])
def test_every_word_is_told(word: str) -> None:
    assert re.search(rf"\b{word}\b", TEXT)
