"""`cleanclaim rules fields`: what a rule can ask, and how it comes to it."""

from __future__ import annotations

import pytest

from cleanclaim.claim.model import ROWS
from cleanclaim.language.docs import fields_said, reached, rows
from cleanclaim.language.model import fields
from tests.running import Cli
from tests.test_language_errors import faults, rule


def test_every_row_is_listed_with_how_a_rule_comes_to_it(cli: Cli) -> None:
    found = cli("rules", "fields")
    assert found.status == 0
    listed = {line.split()[0]: line.split(maxsplit=3)[3:] for line in found.out.splitlines()}
    assert listed.keys() == ROWS.keys()
    assert listed["payer"] == ["claim.payer"]
    assert listed["note"] == ["x in line.notes, x in claim.notes"]
    assert listed["line"] == listed["claim"] == []
    assert [line.split()[0] for line in found.out.splitlines()[:2]] == ["line", "claim"]


@pytest.mark.parametrize("row", sorted(ROWS))
def test_every_field_of_a_row_is_listed(row: str, cli: Cli) -> None:
    found = cli("rules", "fields", row)
    assert found.status == 0
    assert [line.split()[0] for line in found.out.splitlines()] == [*fields(row)]


def test_a_field_says_where_it_stands_its_type_and_whether_it_is_shown(cli: Cli) -> None:
    listed = {line.split()[0]: line for line in cli("rules", "fields", "line").out.splitlines()}
    assert listed["procedure"].split("  ")[0] == "procedure"
    assert "SV101-2" in listed["procedure"]
    assert "not shown" not in listed["procedure"]
    assert "list of code (modifier)" in listed["modifiers"]
    assert "text, can be missing" in listed["description"]
    assert "not shown" in listed["description"]
    assert "2310B, else 2010AA  provider" in listed["rendering"]
    assert "not shown" not in listed["rendering"]


def test_what_is_not_shown_no_message_prints() -> None:
    for said in fields_said("claim"):
        if said.type.base == "row" or said.type.many or said.type.optional:
            continue
        told = faults(rule(f'for claim\nforbid claim.frequency is 8\nmessage "{{claim.{said.name}}}"'))
        assert ("E114" in told) == said.type.protected, told
        assert told == "no fault found" or said.type.protected, told


def test_every_way_to_a_row_is_one_that_a_rule_can_go() -> None:
    for row in rows():
        for way in reached(row):
            name = next(iter(fields(row)))
            asked = f"(any {way} where {name} is present)" if " in " in way else f"{way}.{name} is present"
            told = faults(rule(f"for line\nforbid {asked} and line.units > 3"))
            assert told == "no fault found" or "is never missing" in told, (way, told)


def test_a_row_that_there_is_not(cli: Cli) -> None:
    found = cli("rules", "fields", "pateint")
    assert (found.status, found.err) == (2, "error: there is no row `pateint`; did you mean `patient`?\n")
    assert "known are line, claim, adjudication" in cli("rules", "fields", "zzz").err
