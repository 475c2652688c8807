"""Checks in Python keep the contract of rules: documented, proved by examples, selected, counted, never a crash."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.catalogue import load, prove, prove_checks
from cleanclaim.checks import CHECKS, Check, names
from cleanclaim.checks.contract import check, verdict
from cleanclaim.checks.guarded import guarded
from cleanclaim.claim.fields import Row, fields_of
from cleanclaim.claim.model import ROWS, Claim
from cleanclaim.compiled import CompiledRule, Pointer, Unreadable, Verdict
from cleanclaim.engine import Engine
from cleanclaim.engine.rows import providers
from cleanclaim.errors import ConfigError, RuleError
from cleanclaim.findings import Rule
from cleanclaim.language.beside import read_examples
from cleanclaim.language.docs import page
from cleanclaim.language.examples import examples_of, render
from cleanclaim.language.written import text_of
from tests.linting import catalogue, findings_of
from tests.running import Cli
from tests.test_engine import claims_of, one_claim
from tests.test_facts import claim

CODES = [one.rule.code for one in CHECKS]
ABOUT = Rule("TST900", "A test", "info", snip=4, suggestion="mend it")


def by_code(code: str) -> CompiledRule:
    return catalogue().by_code[code]


def shown(code: str, *, fails: bool) -> str:
    """The file of the first example that fails, or passes."""
    return render(next(example for example in examples_of(by_code(code)) if example.fails is fails))


# ------------------------------------------------------------------- documentation and examples


def test_checks_stand_in_the_order_of_their_codes() -> None:
    assert sorted(CODES) == CODES and len(CODES) > 2


@pytest.mark.parametrize("code", CODES)
def test_a_check_is_a_rule_of_the_catalogue(code: str) -> None:
    about = catalogue().about[code]
    assert by_code(code).about is about
    assert about.help and about.suggestion and about.references and about.acknowledgment.claim_status
    assert {example.fails for example in examples_of(by_code(code))} == {True, False}


@pytest.mark.parametrize("code", CODES)
def test_its_examples_are_claim_files_that_are_linted(code: str) -> None:
    found = [finding for finding in findings_of(shown(code, fails=True)) if finding.rule == code]
    assert len(found) == 1 and found[0].location is not None and found[0].location.element
    assert code not in {finding.rule for finding in findings_of(shown(code, fails=False))}


@pytest.mark.parametrize("code", CODES)
def test_explain_says_what_it_is_and_shows_its_text(code: str, cli: Cli) -> None:
    done = cli("explain", code)
    assert done.status == 0
    for part in (
        catalogue().about[code].title,
        "SNIP level 4",
        "looks at: each",
        "reads: ",
        "found, for example:",
        "@check(",
    ):
        assert part in done.out
    assert "def " in done.out.splitlines()[-1] or "yield " in done.out


@pytest.mark.parametrize("code", CODES)
def test_its_page_has_all_parts(code: str) -> None:
    text = page(catalogue().about[code], by_code(code), text_of(by_code(code)))
    for heading in (
        "## Why",
        "## What to do",
        "## How it looks",
        "## Reported by others as",
        "## Found",
        "## Not found",
    ):
        assert heading in text


def test_the_list_has_it(cli: Cli) -> None:
    lines = cli("rules", "list").out.splitlines()
    for code in CODES:
        (line,) = (line for line in lines if line.startswith(code))
        assert f"[{', '.join(by_code(code).tags)}]" in line


@pytest.mark.parametrize("text", ["", '  fail "f" { line 99213 }\n', '  pass "p" { line 99213 }\n'])
def test_a_check_without_examples_is_refused(text: str) -> None:
    with pytest.raises(RuleError, match="at least one example that fails and one that passes"):
        read_examples(ABOUT, "\n" + text, "checks/own.py", 10)


def test_the_proof_runs_the_examples_of_checks(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    checks = tuple(rule for rule in catalogue().rules if rule.code in CODES[:2])
    proved = replace(catalogue(), rules=checks)
    assert all(not proof.wrong for proof in prove_checks(proved))
    dumb = replace(checks[0], make_judge=lambda: lambda claim, subject: None)
    monkeypatch.setattr(
        "cleanclaim.catalogue.load", lambda paths, shipped=True: replace(proved, rules=(dumb, checks[1]))
    )
    done = cli("rules", "check", "--proof")
    count = {code: len(examples_of(by_code(code))) for code in CODES[:2]}
    fails = sum(example.fails for example in examples_of(dumb))
    assert done.status == 1 and done.out.count(f": {dumb.code} ") == fails
    assert done.out.splitlines()[-3:] == [
        f"{CODES[0]:8} {count[CODES[0]] - fails:3} of {count[CODES[0]]:3} examples hold, a check in Python",
        f"{CODES[1]:8} {count[CODES[1]]:3} of {count[CODES[1]]:3} examples hold, a check in Python",
        "0 of 0 damages noticed",
    ]


def test_rules_test_runs_its_examples(cli: Cli) -> None:
    done = cli("rules", "test", "-k", "SIT102")
    assert (done.status, done.out) == (0, f"{len(examples_of(by_code('SIT102')))} examples ran, none failed\n")


def test_an_example_that_lies_is_told_with_its_line() -> None:
    wrong = 'fail "a street" { line 99213 }'
    rule = by_code("SIT102")
    baggage = read_examples(rule.about, f"\n  {wrong}\n  pass {{ line 99213 }}\n", rule.path, 30)
    proof, _ = prove(replace(catalogue(), rules=(replace(rule, make_baggage=lambda: baggage),)))
    assert (proof.line, proof.wrong) == (31, "expected 1 finding, found 0")


@pytest.mark.parametrize("text", ['fail "x" { line 9921 }', 'pass "x" { billing.adress: "1"  line 99213 }'])
def test_an_example_that_can_not_be_is_refused_with_its_line(text: str) -> None:
    with pytest.raises(RuleError, match=r"checks/x\.py:8:"):
        read_examples(ABOUT, f"\n{text}\n", "checks/x.py", 7)


# ------------------------------------------------------------------- selection


def test_it_is_selected_like_a_rule() -> None:
    assert "SIT102" not in catalogue().select(ignore=["SIT1"]).by_code
    assert list(catalogue().select(["SIT102"]).by_code) == ["SIT102"]
    with pytest.raises(ConfigError):
        catalogue().select(["SIT10299"])


def test_own_files_alone_run_no_check(tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text(OWN.format("PAY001"), encoding="utf-8")
    assert list(load([path], shipped=False).by_code) == ["PAY001"]
    assert set(CODES) < set(load([path]).by_code)


def test_a_rule_can_not_take_its_code(tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text(OWN.format("SIT102"), encoding="utf-8")
    with pytest.raises(RuleError, match="the code `SIT102` is taken"):
        load([path])


OWN = """language 1
rule {} "Ours" {{
  severity error
  snip 7
  for line
  forbid line.units > 99
  message "m"
  fail {{ line 99213 x100 }}
  pass {{ line 99213 }}
}}
"""


def test_its_findings_are_reported_like_others(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    path.write_text(shown("SIT102", fails=True), encoding="latin-1")
    done = cli("lint", str(path), "--output", "json")
    (finding,) = json.loads(done.out)["findings"]
    assert (finding["rule"], finding["element"], finding["loop"], finding["snip"]) == ("SIT102", "N301", "2010AA", 4)
    assert finding["acknowledgment"]["277CA"] == ["A7:126:85", "A7:503:85"] and done.status == 1
    assert "BOX 100" not in done.out
    assert json.loads(cli("lint", str(path), "--ignore", "SIT102", "--output", "json").out)["findings"] == []


# ------------------------------------------------------------------- values that could not be read, crashes


def test_what_could_not_be_read_is_counted_and_not_judged() -> None:
    (one,) = claims_of(shown("SIT102", fails=True))
    assert one.billing is not None
    one.billing.unreadable.add("address")
    engine = Engine([by_code("SIT102")])
    assert engine.judge(one) == [] and engine.not_checked == {"SIT102": 1}


def test_what_it_does_not_read_may_be_unreadable() -> None:
    (one,) = claims_of(shown("SIT102", fails=True))
    assert one.billing is not None
    one.billing.unreadable |= {"city", "tax_id"}
    one.unreadable.add("total_charge")
    engine = Engine([by_code("SIT102")])
    (finding,) = engine.judge(one)
    assert finding.mark.element == "N301" and engine.not_checked == {}


def test_rows_are_the_same_rows_when_they_are_guarded() -> None:
    one = one_claim("99213", "85025")
    seen = guarded(one)
    assert seen.lines[0].rendering == seen.billing and seen.lines[0] != seen.lines[1]
    assert len(dict.fromkeys([seen.billing, seen.lines[0].rendering])) == 1
    one.unreadable.add("lines")
    with pytest.raises(Unreadable):
        _ = guarded(one).lines


def made(says: Any) -> CompiledRule:
    return check(ABOUT, "claim", (), "", "test")(says).rule


@pytest.mark.parametrize("error", [AttributeError, KeyError, TypeError, ValueError, ZeroDivisionError])
@pytest.mark.parametrize("careful", [False, True])
def test_a_crash_is_a_finding(error: type[Exception], careful: bool) -> None:
    def says(claim: Claim, _: Any) -> Iterator[Verdict]:
        if claim.lines:
            raise error("JANE DOE")
        yield verdict(ABOUT, "m", Pointer(claim, "frequency", None, ""))

    one = one_claim("99213")
    if careful:
        one.unreadable.add("causes")
    (finding,) = Engine([made(says)]).judge(one)
    assert (finding.rule, finding.message) == ("RUN001", "rule TST900 could not be run here")


def test_a_verdict_takes_severity_and_suggestion_from_its_rule() -> None:
    def says(claim: Claim, _: Any) -> Iterator[Verdict]:
        yield verdict(ABOUT, "m", Pointer(claim, "frequency", None, "here"))

    (finding,) = Engine([made(says)]).judge(one_claim("99213"))
    assert (finding.severity, finding.suggestion, finding.mark.element) == ("info", "mend it", "CLM05-3")


# ------------------------------------------------------------------- what it looks at


class _Watched:
    """A row that writes down which fields are asked for."""

    def __init__(self, row: Row, seen: set[str]) -> None:
        self._row, self._seen = row, seen

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._row, name)
        kind = next(known for known, row in ROWS.items() if row is type(self._row))
        if name in fields_of(type(self._row)):
            self._seen.add(f"{kind}.{name}")
        return _watch(value, self._seen)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Watched) and self._row is other._row

    def __hash__(self) -> int:
        return hash(self._row)


def _watch(value: Any, seen: set[str]) -> Any:
    if isinstance(value, Row):
        return _Watched(value, seen)
    return tuple(_watch(item, seen) for item in value) if type(value) is tuple else value


@pytest.mark.parametrize("one", CHECKS, ids=CODES)
def test_it_reads_what_it_says_that_it_reads(one: Check) -> None:
    seen: set[str] = set()
    for example in examples_of(by_code(one.rule.code)):
        for read in claims_of(render(example)):
            kinds: dict[str, list[Row]] = {"claim": [read], "line": [*read.lines]}
            kinds["provider"] = [row for row, _ in providers(read)]
            for subject in kinds[one.rule.subject]:
                one.rule.judge(_watch(read, seen), _watch(subject, seen))
    assert sorted(seen) == sorted(one.rule.reads)


# ------------------------------------------------------------------- what they find


@pytest.mark.parametrize(
    "name", ["SMITH JONES", "O'NEIL", "DE LA CRUZ", "VAN DO", "MDLULI", "DRU", "NONE", "NA", "UNKE"]
)
def test_names_of_people_are_silent(name: str) -> None:
    assert findings_of(claim("99213").replace("*DOE*JANE*", f"*{name}*{name}*")) == []


@pytest.mark.parametrize("address", ["1 DEPOT BOX ST", "100 BOXWOOD LN", "2 POST RD", "3 LOCKBOURNE RD", "1 P ST"])
def test_streets_are_silent(address: str) -> None:
    assert findings_of(claim("99213").replace("N3*1 INVENTED ST", f"N3*{address}")) == []


def test_the_box_of_a_pay_to_address_is_silent() -> None:
    text = claim("99213").replace("HL*2*1*22*0~", "NM1*87*2~N3*PO BOX 7~N4*SPRINGFIELD*IL*627010001~HL*2*1*22*0~")
    assert [finding for finding in findings_of(text) if finding.rule.startswith("SIT")] == []


@given(st.text(alphabet="MRDSPHNAUK./, 0W", max_size=12))
def test_no_faulty_name_is_passed_over_at_a_glance(text: str) -> None:
    if any(finds(text) for finds, _ in names._FAULTS):
        assert names._SUSPECT.search(text)
