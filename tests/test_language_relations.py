"""Rules and other rules: who extends, who takes over, who covers."""

from __future__ import annotations

import pytest

from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.examples import examples_of, prove, render
from tests.test_engine import claims_of, codes, one_claim

PARENT = """language 1
set few : procedure = [J3420]
rule TST001 "More than the usual" {
  severity warning
  snip 6
  param factor = 3
  param least = $1
  effective 2024-01-01
  for line as dose where procedure is few
  when dose.charge >= least
  forbid dose.units > factor
  message "{dose.units} units, more than {factor}"
  suggest "bill less"
  help "the help"
  cite "a document"
  map CARC 97
  map RARC M15
  tags drug
  fail { line J3420 x4 }
  pass { line J3420 x3 }
}
"""
HEIR = """
rule TST002 "More than the plan allows" extends TST001 {
  payer is [X9001, X9002]
  severity error when claim.filing is MB otherwise warning
  param factor = 1
  message "{dose.units} units; the plan allows {factor}"
  map CARC 96
  fail { payer.id: X9001  line J3420 x2 }
  fail { payer.id: X9001  claim.filing: MB  line J3420 x2 }
  pass "another payer" { line J3420 x2 }
  pass "before its parent" { payer.id: X9001  line J3420 x2 on 2023-12-31 }
}
"""


def compiled(*texts: str) -> tuple[CompiledRule, ...]:
    return compile_rules([RuleText(f"file{number}.rules", text) for number, text in enumerate(texts)])


def told(*texts: str) -> list[str]:
    """What is said of rules that are wrong: place, code and message."""
    with pytest.raises(RuleError) as caught:
        compiled(*texts)
    return [f"{fault.path}:{fault.line}: {fault.code} {fault.message}" for fault in caught.value.faults]


def found(rules: tuple[CompiledRule, ...], example: str) -> list[str]:
    """The codes of what all rules together find in an example."""
    head = (
        'language 1\nrule XXX001 "x" {\nseverity info\nsnip 1\nfor claim\nforbid claim.frequency is 9\nmessage "m"\n'
    )
    text = render(examples_of(compiled(f"{head}{example}\n}}")[0])[0])
    engine = Engine(rules)
    return [finding.rule for claim in claims_of(text) for finding in engine.judge(claim)]


# ------------------------------------------------------------------- extends


@pytest.mark.parametrize(
    "texts", [(PARENT + HEIR,), (HEIR + PARENT.removeprefix("language 1\n"),), (PARENT, "language 1\n" + HEIR)]
)
def test_an_heir_proves_itself(texts: tuple[str, ...]) -> None:
    rules = compiled(*texts)
    proofs = list(prove(rules, Engine))
    assert len(proofs) == 6 and [proof.wrong for proof in proofs if proof.wrong] == []
    assert [proof.others for proof in proofs if proof.others] == []


def test_what_is_inherited_and_what_is_not() -> None:
    parent, heir = (rule.about for rule in compiled(PARENT + HEIR))
    assert (heir.code, heir.title, heir.severity, heir.snip) == ("TST002", "More than the plan allows", "error", 6)
    assert (heir.help, heir.suggestion, heir.references) == (parent.help, parent.suggestion, parent.references)
    assert (heir.acknowledgment.carc, heir.acknowledgment.rarc) == (("96",), ("M15",))
    rules = compiled(PARENT + HEIR)
    assert [len(examples_of(rule)) for rule in rules] == [2, 4]
    assert rules[1].tags == ("drug",)


def test_nothing_is_found_twice() -> None:
    rules = compiled(PARENT + HEIR)
    assert found(rules, "pass { line J3420 x9 }") == ["TST001"]
    assert found(rules, "pass { payer.id: X9001  line J3420 x9 }") == ["TST002"]
    assert found(rules, "pass { payer.id: X9003  line J3420 x9 }") == ["TST001"]


def test_an_heir_for_some_days_takes_over_for_those() -> None:
    heir = 'rule TST002 "From then on" extends TST001 {\n  effective 2025-01-01 to 2025-06-30\n  param factor = 1\n}'
    rules = compiled(PARENT + heir)
    days = {"2024-12-31": "TST001", "2025-01-01": "TST002", "2025-06-30": "TST002", "2025-07-01": "TST001"}
    for day, code in days.items():
        assert found(rules, f"pass {{ line J3420 x9 on {day} }}") == [code]


def test_an_heir_of_an_heir_takes_over_from_both() -> None:
    third = 'rule TST003 "Stricter still" extends TST002 {\n  payer is X9002\n  param factor = 0\n}'
    rules = compiled(PARENT + HEIR + third)
    assert found(rules, "pass { payer.id: X9002  line J3420 x9 }") == ["TST003"]
    assert found(rules, "pass { payer.id: X9001  line J3420 x9 }") == ["TST002"]
    assert found(rules, "pass { line J3420 x9 }") == ["TST001"]


def sibling(*clauses: str, code: str = "TST003", parent: str = "TST001") -> str:
    lines = "".join(f"  {clause}\n" for clause in clauses)
    return f'rule {code} "Another heir" extends {parent} {{\n{lines}}}\n'


@pytest.mark.parametrize(
    "clauses",
    [
        ["payer is X9002"],
        ["payer is [X9*]"],
        ["payer is not X9001"],
        ["payer is not X1"],
        ["effective 2025-01-01"],
        ["payer is X9002", "effective 2020-01-01 to 2024-01-01"],
        ["payer is [X8000..X9500]"],
    ],
)
def test_two_heirs_never_meet(clauses: list[str]) -> None:
    (only,) = told(PARENT + HEIR + sibling(*clauses))
    assert only == (
        "file0.rules:34: E122 `TST003` and `TST002` take over from `TST001` for the same payers and days, "
        "so that both would speak"
    )


@pytest.mark.parametrize(
    "clauses",
    [
        ["payer is X9003"],
        ["payer is [X8*]"],
        ["payer is not [X9001, X9002]"],
        ["payer is X9002", "effective 2020-01-01 to 2023-12-31"],  # its parent begins with 2024
        ["payer is [X9000..X9999] except [X9001, X9002]"],
    ],
)
def test_heirs_that_do_not_meet_are_let_through(clauses: list[str]) -> None:
    assert len(compiled(PARENT + HEIR + sibling(*clauses))) == 3


def test_heirs_of_several_files_and_of_heirs_never_meet() -> None:
    shipped, own = RuleText("a.rules", PARENT + HEIR), RuleText("b.rules", "language 1\n" + sibling("payer is X9001"))
    with pytest.raises(RuleError, match=r"b.rules:2:6: E122 `TST003` and `TST002` take over"):
        compile_rules([shipped], [own])
    third = sibling("payer is X9002", parent="TST002")
    assert len(compiled(PARENT + HEIR + third)) == 3
    fourth = sibling("payer is X9003", code="TST004")
    assert len(compiled(PARENT + HEIR + third + fourth)) == 4
    far = sibling("payer is X9003", parent="TST002")
    (only,) = told(PARENT + HEIR + far + fourth)
    assert "`TST004` and `TST003` take over from `TST001`" in only


def test_own_rules_extend_shipped_ones() -> None:
    rules = compile_rules([RuleText("a.rules", PARENT)], [RuleText("b.rules", "language 1\n" + HEIR)])
    assert found(rules, "pass { payer.id: X9001  line J3420 x9 }") == ["TST002"]


def heir(*clauses: str, head: str = 'rule TST002 "An heir" extends TST001', payer: str = "payer is X9001") -> str:
    lines = "".join(f"  {clause}\n" for clause in (payer, *clauses) if clause)
    return PARENT + head + " {\n" + lines + "}\n"


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (heir("when dose.units > 3"), "E121 a rule that extends another has no `when`"),
        (heir("for line"), "E121 a rule that extends another has no `for`"),
        (heir("forbid dose.units > 3"), "E121 a rule that extends another has no `require` or `forbid`"),
        (heir("let two = dose.units"), "E121 a rule that extends another has no `let`"),
        (heir("mark dose.units"), "E121 a rule that extends another has no `mark`"),
        (heir("param fcator = 2"), "E101 `TST001` has no param `fcator`"),
        (heir("param factor = $2"), "E103 the param `factor` of `TST001` is of another kind"),
        (heir("param factor = 2 mcg"), "E103 the param `factor` of `TST001` is of another kind"),
        (heir('message "{dose.unist}"'), "E102 a line has no `unist`"),
        (heir('message "{dose.date}"'), "E114 `date` can identify somebody and may not be printed"),
        (heir(payer=""), "E121 a rule that extends another says for which payers or days it takes over"),
        (heir("payer is X9002"), "E121 a rule has one `payer`"),
        (heir(head='rule TST002 "An heir" extends TST009'), "E101 there is no rule `TST009` to extend"),
        (heir(head='rule TST002 "An heir" extends TST002'), "E122 `TST002` extends itself in a circle"),
        (heir("covers TST009"), "E101 there is no rule `TST009` to cover"),
    ],
)
def test_wrong_heirs_are_explained(text: str, said: str) -> None:
    with pytest.raises(RuleError) as caught:
        compiled(text)
    (fault,) = caught.value.faults
    assert f"{fault.code} {fault.message}" == said
    assert fault.line > PARENT.count("\n") and fault.excerpt.strip() in text


def test_a_circle_of_heirs() -> None:
    text = "language 1\n" + "".join(
        f'rule TST00{one} "A" extends TST00{other} {{\n  payer is X1\n}}\n' for one, other in ((1, 2), (2, 1))
    )
    assert told(text) == [
        "file0.rules:2: E122 `TST001` extends itself in a circle",
        "file0.rules:5: E122 `TST002` extends itself in a circle",
    ]


def test_faults_of_a_parent_do_not_echo() -> None:
    (only,) = told(PARENT.replace("dose.units >", "dose.unist >") + HEIR)
    assert only.startswith("file0.rules:11: E102")


def test_a_param_that_breaks_the_check_is_said_where_it_extends() -> None:
    parent = PARENT.replace(
        "forbid dose.units > factor", "when dose.units < 2\n  forbid dose.units > factor"
    ).replace("factor = 3", "factor = 1")
    (only,) = told(parent + HEIR.replace("param factor = 1", "param factor = 5"))
    assert only.startswith("file0.rules:24: E106 `TST001` does not fit here: this is never true here")


def test_a_name_that_means_another_thing_is_not_mixed_up() -> None:
    other = "language 1\nset few : procedure = [J1100]\nset many : procedure = [J1100]\n" + HEIR
    assert told(PARENT, other) == ["file1.rules:5: E122 `few` means one thing here and another where `TST001` stands"]


# ------------------------------------------------------------------- covers

COVERING = """language 1
rule TST001 "Any two lines of a day" {
  severity error
  snip 6
  for line
  forbid any other line as two with same date where procedure is 96372
  message "m"
}
rule TST002 "A visit and an injection" {
  severity error
  snip 6
  covers TST001
  for line where procedure is 99213
  forbid any other line as shot with same date where procedure is 96372
  message "m"
}
rule TST003 "The same from the other side" {
  severity error
  snip 6
  covers TST001, TST002
  for line where procedure is 96372
  forbid any other line as visit with same date where procedure is 99214
  message "m"
}
""".replace("covers TST001, TST002", "covers TST002")


def test_the_more_specific_rule_speaks() -> None:
    rules = compiled(COVERING)
    engine = Engine(rules)
    assert codes(engine.judge(one_claim("99213", "96372"))) == ["TST002"]
    assert codes(engine.judge(one_claim("85025", "96372"))) == ["TST001"]
    assert codes(engine.judge(one_claim("99213", "85025", "96372"))) == ["TST002", "TST001"]


def test_other_rows_are_not_covered() -> None:
    """The witness of the general rule is another injection than that of the specific one."""
    text = COVERING.replace("procedure is 96372\n  message", "procedure is [96372, 85025]\n  message", 1)
    engine = Engine(compiled(text))
    assert codes(engine.judge(one_claim("85025", "99213", "96372"))) == ["TST001", "TST001", "TST002", "TST001"]


def test_it_covers_whichever_row_is_the_subject() -> None:
    text = COVERING.replace("where procedure is 96372\n  message", "where procedure is 99214\n  message", 1)
    text = text.replace("covers TST002", "covers TST001")
    general = compiled(text.replace("covers TST001", "", 1).replace("  \n", "", 1))
    assert codes(Engine(general[:1]).judge(one_claim("96372", "99214"))) == ["TST001"]
    assert codes(Engine(general).judge(one_claim("96372", "99214"))) == ["TST003"]


def test_a_covered_rule_that_covers_another_does_so_still() -> None:
    text = (
        COVERING.replace("rule TST003", "rule TST009")
        .replace("for line where procedure is 96372\n", "for line where procedure is 99213\n")
        .replace("any other line as visit with same date where procedure is 99214", "line.units > 0")
    )
    assert codes(Engine(compiled(text)).judge(one_claim("99213", "96372"))) == ["TST009"]


def test_who_covers_a_rule_covers_its_heirs() -> None:
    covering = """
rule TST009 "Never so many" {
  severity error
  snip 6
  covers TST001
  for line where procedure is J3420
  forbid line.units > 100
  message "m"
}
"""
    rules = compiled(PARENT + HEIR + covering)
    assert found(rules, "pass { payer.id: X9001  line J3420 x101 }") == ["TST009"]
    assert found(rules, "pass { payer.id: X9001  line J3420 x100 }") == ["TST002"]
    assert found(rules, "pass { line J3420 x101 }") == ["TST009"]


@pytest.mark.parametrize(
    ("covers", "said"),
    [
        ("covers TST002", ["4: E122 `TST001` and `TST002` cover one another, so that neither would speak",
                           "13: E122 `TST002` and `TST001` cover one another, so that neither would speak"]),
        ("covers TST001", ["4: E122 `TST001` covers itself, and would never speak"]),
        ("covers INJ001", ["4: E101 there is no rule `INJ001` to cover"]),
    ],
)  # fmt: skip
def test_wrong_covers_are_explained(covers: str, said: list[str]) -> None:
    text = COVERING.replace("  severity error\n", f"  {covers}\n  severity error\n", 1)
    assert told(text) == [f"file0.rules:{line}".replace(":4:", ":3:") for line in said]


def test_covered_rules_look_at_the_same_kind_of_row() -> None:
    text = COVERING.replace(
        "for line\n  forbid any other line as two with same date where", "for claim\n  forbid any line as two where"
    )
    assert told(text)[0] == "file0.rules:12: E103 `TST001` looks at a claim, this rule at a line"


@pytest.mark.parametrize(("near", "far"), [("TST001", "TST002"), ("TST002", "TST001")])
def test_rules_over_other_claims_cover_none_and_are_not_covered(near: str, far: str) -> None:
    """What is found in a claim is told before the claims behind it are read."""
    clauses = {
        near: "forbid any earlier line with same procedure",
        far: "forbid any earlier line of same patient with same procedure",
    }
    text = "".join(
        f'rule {code} "A" {{\n  severity error\n  snip 4\n  {"covers TST002" if code == "TST001" else ""}\n'
        f'  for line\n  {clauses[code]}\n  message "m"\n}}\n'
        for code in ("TST001", "TST002")
    )
    (only,) = told(text)
    said = "a rule that looks at other claims is judged after those that do not: neither covers the other"
    assert only == f"file0.rules:4: E103 {said}"
