"""Rules in words: `explain`, pages, lists and the scaffold of a new rule."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.compile import plain_lookups
from cleanclaim.language.docs import example, explain, gravity, index, page, says
from cleanclaim.language.docs.facts import typed_of
from cleanclaim.language.written import text_of
from tests.linting import catalogue, written
from tests.running import Cli

TEXT = """rule TST001 "Too many units" {
  severity error when claim.filing is [MB, MC] and claim.frequency is not 8 otherwise info
  snip 6
  for line as drug where procedure is [J3420..J3429, J1100]
  let seen = drug.units
  let dose = drug.units * 2
  forbid any said in drug.modifiers satisfies said is JW
  message "{said} with {seen} or {dose} of {drug.procedure}, {drug.units + 1} {drug.procedure}"
  suggest "bill it"
  fail "with JW" at line 1 {
    line J3420-JW
  }
  pass { line J3420 }
}"""


def test_what_a_rule_says_in_words() -> None:
    (rule,) = compile_rules([RuleText("t.rules", TEXT)])
    lines = TEXT.split("\n")
    told = "error when Claim Filing Indicator Code is one of MB, MC and Claim Frequency Code is not 8, otherwise info"
    assert gravity(rule, lines) == told
    assert list(says(rule, "message", lines)) == [
        "{said} with {seen} or {dose} of {drug.procedure}, {drug.units + 1} {drug.procedure}",
        "  {said}: one of Procedure Modifier (SV101-3 to 6)",
        "  {seen}: Service Unit Count (SV104)",
        "  {dose}: worked out from line.units (SV104)",
        "  {drug.procedure}: Procedure Code (SV101-2)",
        "  {drug.units + 1}: worked out from line.units (SV104)",
    ]
    assert list(says(rule, "suggestion", lines)) == ["bill it"]
    assert example(rule, lines, fails=True) == ['fail "with JW" at line 1 {', "  line J3420-JW", "}"]
    assert example(rule, lines, fails=False) == ["pass { line J3420 }"]


def test_a_rule_that_looks_into_other_claims_says_so() -> None:
    text = TEXT.replace("  let seen", "  when (no earlier line of same patient with same date)\n  let seen")
    (rule,) = compile_rules([RuleText("t.rules", text)])
    assert "looks across: the claims of the same patient" in list(explain(rule))
    assert not [line for line in explain(catalogue().by_code["INJ001"]) if "across" in line]


@pytest.mark.parametrize(
    ("where", "woken"),
    [
        ("procedure is [J3420, J1100]", ["procedure J1100, J3420"]),
        ("procedure is not J3420 and modifiers lacks [JW, JZ]", ["procedure not J3420", "modifiers none of JW, JZ"]),
        ("modifiers has [JW, JZ] and place_of_service is 11", ["modifiers one of JW, JZ", "place of service 11"]),
        ("procedure is [J*, 99211..99215] except [99213]",
         ["procedure 99211, 99212, 99213, 99214, 99215, J*, but not 99213"]),
        ("procedure is [0001?, A0000..A9999]", ["procedure A0000 to A9999, 0001?"]),
        ("units > 2", []),
        ("procedure is J3420 or units > 2", []),
        ("claim.place_of_service is 11", ["claim place of service 11"]),
        ("claim.filing is present and claim.filing is MB", ["claim filing MB"]),
    ],
)  # fmt: skip
def test_what_wakes_a_rule_is_what_the_engine_looks_up(where: str, woken: list[str]) -> None:
    text = TEXT.replace("where procedure is [J3420..J3429, J1100]", f"where {where}")
    (rule,) = compile_rules([RuleText("t.rules", text)])
    told = [line.removeprefix("wakes on: ") for line in explain(rule) if line.startswith("wakes on")]
    assert told == [*woken, "modifiers one of JW"]  # the check asks for it
    assert len(rule.wakes) == len(told)


@pytest.mark.parametrize(
    ("check", "woken"),
    [
        ("forbid line.units > 1", ["every line"]),
        ("forbid any other line with same procedure, date", ["two lines with one procedure"]),
        ("forbid any other line where procedure is 96372", ["any line with procedure 96372"]),
        ("forbid any other line where procedure is not 96372", ["any line with procedure not 96372"]),
    ],
)
def test_what_a_check_needs_wakes_its_rule(check: str, woken: list[str]) -> None:
    text = f'rule TST001 "t" {{\n  severity error\n  snip 4\n  for line\n  {check}\n  message "m"\n}}\n'
    (rule,) = compile_rules([RuleText("t.rules", text)])
    assert [line.removeprefix("wakes on: ") for line in explain(rule) if line.startswith("wakes on")] == woken
    assert [wake.field for wake in rule.wakes] == [lookup.field for lookup in plain_lookups(typed_of(rule))]


def test_a_rule_about_claims_is_woken_by_what_it_asks_of_them() -> None:
    told = [line for line in explain(catalogue().by_code["SIT002"]) if line.startswith("wakes")]
    assert told == ["wakes on: claim frequency 7, 8"]


@pytest.mark.parametrize("code", [rule.code for rule in written()])
def test_nothing_of_a_shipped_rule_is_left_unexplained(code: str) -> None:
    rule = catalogue().by_code[code]
    lines = text_of(rule)
    assert lines[0].startswith(f'rule {code} "') and lines[-1] == "}"
    for word in ("message", "suggestion"):
        for line in list(says(rule, word, lines))[1:]:
            placeholder, _, meant = line.strip().partition(": ")
            assert placeholder.startswith("{") and placeholder.endswith("}") and len(placeholder) > 2
            assert meant and "named" not in meant
    assert gravity(rule, lines).startswith(rule.about.severity)
    for heading in ("## Why", "## What it says", "## How it looks", "## Found", "## Not found", "## The rule"):
        assert f"\n{heading}\n" in page(rule.about, rule, lines)


def test_what_a_number_counts_and_which_table_it_is_from_is_told() -> None:
    rule = catalogue().by_code["MUE012"]
    message, most, *others = says(rule, "message", text_of(rule))
    assert message.startswith(
        "expected at most {edit.most} units of {last.procedure} on one day (MUE, {edit.release}"
    )
    assert most == "  {edit.most}: from the imported table mue-practitioner"
    assert others[-1].startswith("  {billed}: worked out from line.units (SV104), line.procedure (SV101-2)")
    assert "asks: mue-practitioner, imported (cleanclaim refdata status tells what is there)" in list(explain(rule))
    shipped = catalogue().by_code["MUE001"]
    assert "  {edit.most}: from the table mue" in list(says(shipped, "message", text_of(shipped)))
    assert not [line for line in explain(shipped) if line.startswith("asks")]


def test_a_value_is_followed_through_names_and_a_long_one_has_a_letter() -> None:
    rule = catalogue().by_code["UNT010"]
    told = list(says(rule, "message", text_of(rule)))
    assert (
        "  {rounded_up(held)}: worked out from line.ndc_quantity (2410 CTP04), the imported table ndc-hcpcs" in told
    )
    rule = catalogue().by_code["BAL003"]
    message, letter, _ = says(rule, "message", text_of(rule))
    assert message == "this payer's payment and adjustments add up to {a}, but the line charge is {line.charge}"
    assert letter.startswith("  {a}: worked out from adjudication.")


def test_a_letter_is_none_that_the_message_has() -> None:
    long = "sum(every.charge of every in claim.lines where every.units > 1 and every.procedure is 99213)"
    text = (
        'rule TST001 "t" {\n  severity error\n  snip 4\n  for line as a\n  let b = a.units * 2\n'
        f'  forbid b > 3\n  message "{{a.units}} {{b}} {{{long}}} {{{long.replace("1", "2")}}}"\n}}\n'
    )
    (rule,) = compile_rules([RuleText("t.rules", text)])
    message, *told = says(rule, "message", text.split("\n")[:-1])
    assert message == "{a.units} {b} {c} {d}"
    assert [line.partition(":")[0] for line in told] == ["  {a.units}", "  {b}", "  {c}", "  {d}"]


def test_the_page_of_a_rule_that_is_built_in() -> None:
    text = page(catalogue().about["ENV010"])
    assert text.startswith("# ENV010: ")
    assert "## The rule" not in text and "cleanclaim lint --ignore ENV010" in text
    assert "## Wrong\n\n```text\nSE*43*0001~\n```\n\n## Right\n\n```text\nSE*44*0001~\n```\n" in text
    assert "- 999 IK502 3, IK502 4\n" in text


def test_text_is_no_markdown() -> None:
    about = compile_rules([RuleText("t.rules", TEXT.replace("Too many", "a*b* [c](d) <e>"))])[0].about
    assert "a\\*b\\* \\[c\\](d) \\<e\\> units" in page(about)
    assert "a\\*b\\*" in index([about])


def test_pages_are_written(cli: Cli, tmp_path: Path) -> None:
    own = tmp_path / "own.rules"
    own.write_text(f"language 1\n\n{TEXT}\n")
    done = cli("rules", "docs", str(own), "--output", str(tmp_path / "a" / "pages"))
    assert (done.status, done.err) == (0, "")
    names = {path.stem for path in (tmp_path / "a" / "pages").iterdir()}
    assert names == {"index", "TST001", "ENV000", *catalogue().about}
    text = (tmp_path / "a" / "pages" / "index.md").read_text()
    assert all(f"[{name}]({name}.md)" in text for name in names - {"index"})


def test_the_list_shows_tags(cli: Cli) -> None:
    (line,) = (line for line in cli("rules", "list").out.splitlines() if line.startswith("INJ001 "))
    assert line == "INJ001   error    SNIP 6  99211 billed with an injection administration code  [injection, ncci]"


def test_explain_tells_it_all(cli: Cli) -> None:
    out = cli("explain", "INJ001").out
    for told in (
        "error when Claim Filing Indicator Code is one of 16, MA, MB, MC, otherwise\n  warning · SNIP level 6\n",
        "it says: 99211 is not payable with {shot.procedure}",
        "  {shot.procedure}: Procedure Code (SV101-2)\n",
        "wakes on: procedure 99211\n",
        "claim.filing (2000B SBR09)",
        '\nfound, for example:\n  fail "a nurse visit and an injection" at line 1 {',
        '\nnot found, for example:\n  pass "the injection alone" {',
        "others report it as CARC 97 · RARC M15\n",
        "--ignore INJ001\n",
    ):
        assert told in out


def test_a_new_rule_holds_as_it_is(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    done = cli("rules", "new", "PAY901", 'A "quoted" \\ title')
    assert (done.status, done.err) == (0, "")
    assert done.out.splitlines()[0] == "pay901.rules:3: PAY901 begins here"
    for command in (["check"], ["check", "--proof"], ["test"], ["format", "--check"]):
        done = cli("rules", *command, "pay901.rules")
        assert (done.status, done.err) == (0, ""), done.out
    assert cli("explain", "PAY901", "--rules", "pay901.rules").out.startswith('PAY901 A "quoted" \\ title\n')


def test_a_new_rule_joins_a_file(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    for number in (1, 2):
        assert cli("rules", "new", f"PAY90{number}", "A title", "--file", str(path)).status == 0
    assert cli("rules", "check", str(path)).out == "2 rules checked, no fault found\n"
    done = cli("rules", "new", "PAY902", "Again", "--file", str(path))
    assert (done.status, done.out) == (2, "")
    assert done.err == f"error: the code `PAY902` is taken: see `cleanclaim explain PAY902 --rules {path}`\n"


@pytest.mark.parametrize(
    ("code", "title", "told"),
    [
        ("INJ001", "t", "the code `INJ001` is taken"),
        (
            "inj901",
            "t",
            "`inj901` is not a rule code: expected two to six capitals, then three or four digits: write INJ901",
        ),
        ("PAY901", " ", "a title is one line"),
        ("PAY901", "a\nb", "a title is one line"),
    ],
)
def test_what_no_rule_can_be_called(
    cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str, title: str, told: str
) -> None:
    monkeypatch.chdir(tmp_path)
    done = cli("rules", "new", code, title)
    assert (done.status, done.out) == (2, "")
    assert told in done.err
    assert not list(tmp_path.iterdir())
