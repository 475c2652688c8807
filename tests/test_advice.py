"""What rules that are built in advise: segments with the fault have it, and those without it have none."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from types import ModuleType

import pytest

from cleanclaim.claim import faults as claim_faults
from cleanclaim.findings import Rule
from cleanclaim.guide import faults as guide_faults
from cleanclaim.lint import NOT_X12
from cleanclaim.resources import resource
from cleanclaim.x12 import faults as x12_faults
from tests.linting import catalogue, findings_of
from tests.running import Cli

RIGHT = Path(str(resource("samples") / "clean" / "visit-with-b12-injection.837")).read_text()
RULES = {**catalogue().about, NOT_X12.code: NOT_X12}
BUILT_IN = sorted(RULES.keys() - catalogue().by_code.keys())
SHOWN = [code for code in BUILT_IN if RULES[code].wrong]
OPTIONS = {
    "ENV030": ["--expect-usage", "P"],
    "ENV031": ["--character-set", "basic"],
    "ENV032": ["--as-of", "2026-03-20"],
}


def swapped(code: str) -> str:
    """The right file, with what the advice shows as wrong in the place of what it shows as right."""
    rule = RULES[code]
    assert RIGHT.count(rule.right) >= 1, f"{rule.right} is not in the file"
    return RIGHT.replace(rule.right, rule.wrong, 1)


def again(begin: str, end: str) -> Callable[[str], str]:
    """The right file with everything from one segment to another a second time, numbers and all."""

    def made(code: str) -> str:
        first = RULES[code].wrong.partition("\n")[0]
        whole = RIGHT[RIGHT.index(begin) : RIGHT.index(end) + RIGHT[RIGHT.index(end) :].index("\n") + 1]
        assert RULES[code].wrong == f"{first}\n...\n{first}" and first in whole
        assert RULES[code].right.startswith(f"{first}\n...\n{first[:2]}")
        return RIGHT.replace(whole, whole + whole, 1)

    return made


def wrapped(code: str) -> str:
    """The right file in lines of 80 characters."""
    assert RULES[code].wrong.replace("\n", "") == RULES[code].right
    whole = RIGHT.replace("\n", "")
    return "\n".join(whole[at : at + 80] for at in range(0, len(whole), 80))


def endless(code: str) -> str:
    """A file whose segments end with another character than the ISA says, for more than a mebibyte."""
    assert RULES[code].wrong.count("|") == 2
    isa, rest = RIGHT[:106], RIGHT[106:].replace("~\n", "|")
    return isa + rest * (2**20 // len(rest) + 1)


def without_claims(code: str) -> str:
    """The right file without its transaction."""
    begin, end = RIGHT.index("ST*"), RIGHT.index("GE*")
    assert RULES[code].wrong in (RIGHT[:begin] + RIGHT[end:]).replace("GE*1", "GE*0")
    return (RIGHT[:begin] + RIGHT[end:]).replace("GE*1", "GE*0")


MADE: dict[str, Callable[[str], str]] = {
    "ENV000": lambda code: RULES[code].wrong,
    "ENV022": wrapped,
    "ENV024": endless,
    "ENV025": lambda code: swapped(code).removesuffix("\n"),
    "ENV026": lambda code: "\xef\xbb\xbf" + RIGHT,
    "ENV027": again("GS*", "GE*"),
    "ENV028": again("ST*", "SE*"),
    "ENV029": again("ISA*", "IEA*"),
    "ENV030": lambda code: RIGHT,
    "ENV034": without_claims,
}


def test_every_rule_that_is_built_in_says_what_to_do() -> None:
    assert len(BUILT_IN) > 50
    for code in BUILT_IN:
        rule = RULES[code]
        assert rule.suggestion and not rule.suggestion.endswith("."), code
        assert rule.help[0].isupper() or rule.help[0] == "`", code
        assert rule.help.endswith("."), code
        assert bool(rule.wrong) == bool(rule.right), code
        assert rule.wrong != rule.right or not rule.wrong, code
    # what a failing program says, and what the size of a file or a configuration says, is not shown by segments
    hidden = {"IG040", "IG047", "IG050", "RCV001", "RCV002", "RCV003", "RCV004", "RUN001"}
    assert {code for code in BUILT_IN if code not in SHOWN} == hidden


@pytest.mark.parametrize("room", [x12_faults, guide_faults, claim_faults])
def test_every_rule_of_a_room_can_be_explained(room: ModuleType) -> None:
    made = {value for value in vars(room).values() if isinstance(value, Rule)}
    assert made == set(room.RULES)
    assert {rule.code for rule in made} <= set(RULES)


def test_the_right_file_is_right() -> None:
    assert findings_of(RIGHT) == []


@pytest.mark.parametrize("code", [code for code in SHOWN if code not in OPTIONS])
def test_segments_that_are_shown_as_wrong_have_the_fault(code: str) -> None:
    assert code in {finding.rule for finding in findings_of(MADE.get(code, swapped)(code))}


@pytest.mark.parametrize("code", OPTIONS)
def test_what_only_an_option_asks_for_is_found_with_it(code: str, cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    path.write_text(MADE.get(code, swapped)(code))
    assert f" {code} " in cli("lint", str(path), "--output", "concise", *OPTIONS[code]).out


def test_explain_shows_both_and_fits_eighty_columns(cli: Cli) -> None:
    out = cli("explain", "ENV018").out
    assert "\nwrong:\n  GE*1*260417~\n  SE*44*0001~\n" in out and "\nright:\n  SE*44*0001~\n  GE*1*260417~\n" in out
    assert "\nwhat to do: put the envelopes in their order" in out
    prose = [line for line in out.splitlines() if not line.startswith("  ")]
    assert max(map(len, prose)) <= 80


def test_explain_takes_the_width_that_it_is_given(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    shapes = {}
    for columns in ("40", "80", "200"):
        monkeypatch.setenv("COLUMNS", columns)
        shapes[columns] = max(len(line) for line in cli("explain", "INJ001").out.splitlines()[3:8])
    assert shapes["40"] <= 40 < shapes["80"] <= 80 < shapes["200"] <= 100
