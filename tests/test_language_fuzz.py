"""Any text is either a rule file or a `RuleError`: never another exception, never a crash."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules
from tests import fuzz_rules
from tests.fuzz_rules import hunt
from tests.test_language_errors import CODES, HEAD, faults

QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
WORDS = """
rule set table use language for line lines claim provider as where paired with other earlier later of same let when
require forbid any no every repeated in satisfies is not has lacks present missing otherwise between and or count sum
min max severity error warning info snip 6 effective to payer tags param message mark suggest help cite at map 277CA
CARC RARC pass fail times on place pointers by diagnoses given except key procedure modifiers units charge date
rendering shot line.procedure line.units line.modifiers claim.diagnoses line.ndc claim.filing line.rendering.npi
shot.procedure 99213 99211-25 J3420 D51.0 25 [59] [99211..99215] J* D51.* $40.00 2025-01-31 2025-02-30 12 0 1.5 mcg
mg days 5mcg true false "text" "{line.units}" "{" TST001 TST002 ( ) { } [ ] , . .. : = != < <= > >= + - * / | ? # é
; == && ' " \\
"""
PARTS = [*WORDS.split(), *"\n\n\n\n", "\x00", "\ufeff", '"""', '"""long text"""']
SOUP = st.lists(st.sampled_from(PARTS), max_size=60).map(" ".join)


@QUICK
@given(SOUP)
def test_soup_of_words(text: str) -> None:
    faults(text)


@QUICK
@given(SOUP)
def test_soup_inside_a_rule(text: str) -> None:
    told = faults(HEAD + "severity error\nsnip 4\nfor line\n" + text + "\n}\n")
    assert "Traceback" not in told


@QUICK
@given(st.text(max_size=200))
def test_any_text(text: str) -> None:
    faults(text)


CONDITIONS = st.recursive(
    st.sampled_from(
        [
            "line.procedure is 99213", "line.units > 3", "line.modifiers has [25, 59]", "line.ndc is present",
            "(any other line as a with same date where procedure is J* and units > 1)", "line.charge >= $4.50",
            "(every p in line.pointers satisfies p < count(claim.diagnoses))", "claim.filing is MB",
            "line.end_date - line.date > 3 days", "(any repeated m in line.modifiers)", "line.diagnoses lacks D51.*",
            "sum(units of lines with same procedure) * 2 / 3 > 1", "(line.ndc_quantity otherwise 1) = 1",
            "line.description contains \"X\"", "valid_npi(line.rendering.npi)", "max(line.units, 3) between 1 and 9",
            "min(charge of other lines where units > 1) is present", "year(line.date) = 2025",
        ]
    ),
    lambda inner: st.one_of(
        inner.map(lambda one: f"not ({one})"),
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda three: "({}) {} ({})".format(*three)),
    ),
    max_leaves=12,
)  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(CONDITIONS, st.sampled_from(["require", "forbid", "when"]))
def test_what_compiles_is_never_refused_by_python(condition: str, word: str) -> None:
    told = faults(
        HEAD + f'severity error\nsnip 4\nfor line\n{word} {condition}\nforbid line.units > 5\nmessage "m"\n}}\n'
    )
    assert "Traceback" not in told


@pytest.mark.parametrize(
    "condition",
    [
        "(" * 5000 + "line.units > 1" + ")" * 5000,
        "not " * 5000 + "line.units > 1",
        " and ".join(["line.units > 1"] * 2000),
        " + ".join(["line.units"] * 2000) + " > 1",
        "line.units > " + "-" * 5000 + "1",
        "line." + ".".join(["rendering"] * 3000) + " is present",
        "line.procedure is [" + ", ".join(["99213"] * 20000) + "]",
    ],
)
def test_huge_rules_are_no_recursion_error(condition: str) -> None:
    text = HEAD + f'severity error\nsnip 4\nfor line\nforbid {condition}\nmessage "m"\n}}\n'
    try:
        compile_rules([RuleText("codes.rules", CODES), RuleText("t.rules", text)])
    except RuleError as error:
        assert error.faults


def test_deep_rules_are_refused_with_their_place() -> None:
    told = faults(
        HEAD + "severity error\nsnip 4\nfor line\nforbid " + "not " * 100 + 'line.units > 1\nmessage "m"\n}\n'
    )
    assert "nested deeper than 64" in told
    assert told.startswith("t.rules:7:")


@pytest.mark.parametrize(("inner", "outer"), [("and", "or"), ("or", "and")])
def test_conditions_in_a_row_are_not_deep(inner: str, outer: str) -> None:
    pairs = [f"(line.units > {number} {inner} line.charge < ${number + 1})" for number in range(100)]
    when = f" {outer} ".join(pairs)
    text = HEAD + f"severity error\nsnip 4\nfor line\nwhen {when}\nforbid line.units > 1\n"
    assert faults(text + 'message "m"\n}\n') == "no fault found"
    flat = HEAD + f"severity error\nsnip 4\nfor line\nforbid {f' {outer} '.join(['line.units > 1'] * 600)}\n"
    assert "a rule holds at most 1000 nodes" in faults(flat + 'message "m"\n}\n')


def test_large_rules_are_refused() -> None:
    lets = "".join(f"let name_{number} = line.units + {number}\n" for number in range(400))
    told = faults(HEAD + "severity error\nsnip 4\nfor line\n" + lets + 'forbid line.units > 1\nmessage "m"\n}\n')
    assert "a rule holds at most 1000 nodes" in told


WHOLE = ["at line 0.5", "at line 1, 2.5", "times 1.5", "times 99999999999999", "at line " + "9" * 5000]


@pytest.mark.parametrize("said", WHOLE)
def test_numbers_of_an_example_are_whole(said: str) -> None:
    for example in (f"fail {said} {{ line 99213 }}", "fail { line 99213 pointers 1.5 }"):
        body = f'severity error\nsnip 4\nfor line\nforbid line.units > 1\nmessage "m"\n{example}\n}}\n'
        assert "E001 expected a whole number of at most 9999" in faults(HEAD + body)


def test_rules_with_changed_tokens_are_refused_or_run() -> None:
    ends, crashes = hunt(1500, seed=0)
    assert [f"{mutant.number}: {crash}\n{mutant.text}" for mutant, crash in crashes] == []
    assert ends["ran"] > 100 and ends["refused"] > 500 and ends.total() == 1500


def test_the_hunt_tells_a_crash(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(fuzz_rules, "compile_rule", lambda rule: {}[rule])
    assert fuzz_rules.main(["--count", "30", "--seed", "0"]) == 1
    told = capsys.readouterr().out
    assert "crash" in told and "KeyError" in told and "rule " in told
