"""The page on reference data: its rules hold, its tables are those of the store."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cleanclaim.engine import Engine
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import prove
from cleanclaim.reference.tables import TABLES, About, Column
from tests.transcript import Block, blocks

TEXT = (Path(__file__).parents[1] / "docs" / "reference-data.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("block", [block for block in blocks(TEXT) if block.kind == "rules"], ids=lambda _: "rules")
def test_each_file_is_checked_and_holds(block: Block) -> None:
    found = compile_rules([RuleText("page.rules", block.body)])
    assert [f"{proof.title}: {proof.wrong}" for proof in prove(found, Engine) if proof.wrong] == []


def test_the_list_of_tables_is_that_of_the_store() -> None:
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| (.*) \| (.*) \|$", TEXT, re.MULTILINE)
    assert rows == [(about.name, *_columns(about)) for about in TABLES.values()]


def test_each_table_has_a_file_that_fills_it() -> None:
    files = TEXT.partition("| file | tables | where |")[2].partition("\nCodes, days")[0]
    assert set(re.findall(r"`([a-z0-9]+(?:-[a-z0-9]+)*)`", files)) >= {*TABLES}


def _columns(about: About) -> tuple[str, str]:
    said = [_said(column) for column in about.columns]
    return ", ".join(said[: about.keys]), ", ".join(said[about.keys :])


def _said(column: Column) -> str:
    return f"{column.name}: {column.kind}{'?' if column.optional else ''}"
