"""Of several faults of one kind in a claim the first is told, and the places of all are marked."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleanclaim.claim.model import Claim
from cleanclaim.engine import Engine
from cleanclaim.findings import Finding, Mark
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import examples_of, render
from tests.running import Cli
from tests.test_engine import claims_of

HEAD = 'rule TST001 "A test" {\n  severity error\n  snip 4\n  for line as visit where procedure is 99213\n'
OTHERS = "  forbid any other line as shot with same date where procedure is 96372\n"
EXAMPLE = "  fail { line 99213-25-59-25  line 96372  line 85025  line 96372  line 96372 }\n"


def finding(body: str, example: str = EXAMPLE, *, careful: bool = False) -> Finding:
    """The one finding of a rule in its example; `careful` where a value of the claim could not be read."""
    (rule,) = compile_rules([RuleText("t.rules", f'{HEAD}{body}  message "m"\n{example}}}')])
    claims: list[Claim] = claims_of(render(examples_of(rule)[0]))
    if careful:
        claims[0].unreadable = {"total_charge"}
    (found,) = [finding for claim in claims for finding in Engine([rule]).judge(claim)]
    return found


def places(marks: tuple[Mark, ...]) -> list[tuple[int | None, str, str]]:
    return [(mark.service_line, mark.element, mark.label) for mark in marks]


@pytest.mark.parametrize("careful", [False, True])
def test_other_lines_are_marked_as_the_first_is(careful: bool) -> None:
    found = finding(OTHERS + '  mark visit.procedure "this visit", shot.procedure "the shot"\n', careful=careful)
    assert places((found.mark,)) == [(1, "SV101-2", "this visit")]
    assert places(found.related) == [
        (2, "SV101-2", "the shot"), (4, "SV101-2", "and here"), (5, "SV101-2", "and here"),
    ]  # fmt: skip


@pytest.mark.parametrize("careful", [False, True])
def test_items_of_a_list_are_marked(careful: bool) -> None:
    check = "  forbid any modifier in visit.modifiers satisfies modifier is [25, 59]\n  mark modifier\n"
    found = finding(check, careful=careful)
    assert found.mark.element == "SV101-3"
    assert places(found.related) == [(1, "SV101-4", "and here"), (1, "SV101-5", "and here")]
    found = finding(check.replace("forbid any", "require every").replace("[25, 59]", "59"), careful=careful)
    assert found.mark.element == "SV101-3"
    assert places(found.related) == [(1, "SV101-5", "and here")]


def test_a_repeated_item_is_marked_where_it_is_repeated() -> None:
    check = "  forbid any repeated modifier in visit.modifiers\n  mark modifier\n"
    found = finding(check, "  fail { line 99213-25-25-59-25 }\n")
    assert (found.mark.element, places(found.related)) == ("SV101-4", [(1, "SV101-6", "and here")])


def test_each_witness_is_marked_once() -> None:
    found = finding(OTHERS + "  mark shot.procedure, shot.units, visit.procedure\n")
    assert places(found.related) == [
        (2, "SV104", ""), (1, "SV101-2", ""), (4, "SV101-2", "and here"), (5, "SV101-2", "and here"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "body",
    [
        OTHERS + "  mark visit.procedure\n",
        "  require any other line as shot with same date where procedure is 70450\n  mark visit.procedure\n",
    ],
)
def test_a_rule_that_marks_no_witness_marks_no_more(body: str) -> None:
    assert finding(body).related == ()


def test_other_claims_have_findings_of_their_own() -> None:
    body = HEAD.replace(" where procedure is 99213", "") + (
        "  forbid any earlier line as first of same patient with same procedure, date\n"
        '  mark visit.procedure, first.procedure "the first"\n  message "m"\n'
        "  fail { claim { line 85025 } claim { line 85025 } claim { line 85025 } }\n}"
    )
    (rule,) = compile_rules([RuleText("t.rules", body)])
    claims = claims_of(render(examples_of(rule)[0]))
    engine = Engine([rule])
    for claim in claims:
        engine.judge(claim)
    told = engine.across(lambda: claims)
    assert {claim: [len(found.related) for found in all_] for claim, all_ in told.items()} == {2: [1], 3: [1]}


def test_a_finding_has_room_for_so_many() -> None:
    found = finding(OTHERS + "  mark shot.procedure\n", "  fail { line 99213" + "  line 96372" * 60 + " }\n")
    assert len(found.related) == 50


def test_reports_show_all_places(cli: Cli, tmp_path: Path) -> None:
    (rule,) = compile_rules(
        [
            RuleText(
                "t.rules", f'{HEAD}{OTHERS}  message "m"\n  pass {{ diagnoses D51.0  line 99213 pointers 3,1,4 }}\n}}'
            )
        ]
    )
    path = tmp_path / "two.837"
    path.write_text(render(examples_of(rule)[0]))
    shown = json.loads(cli("lint", "--output", "json", "--select", "DXP001", str(path)).out)
    (told,) = shown["findings"]
    assert told["element"] == "SV107-1"
    assert [(one["element"], one["label"]) for one in told["related"]] == [("SV107-3", "and here")]
    full = cli("lint", "--output", "full", "--select", "DXP001", str(path)).out
    assert "- and here" in full
