"""What a policy does with findings: severities and entries of `[[ignore]]`, by rule, payer, receiver and path."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.findings import Finding, Mark, Rule, found
from cleanclaim.locate import Owner
from cleanclaim.policy import FilePolicy, Ignored, Policy, Terms, matches, payer_of

TODAY = dt.date(2026, 7, 1)


def finding(code: str = "INJ030") -> Finding:
    return found(Rule(code, "A fault", "warning", 6), "a message", Mark(1, "SV1", 0, 3))


def policy(**terms: Any) -> Policy:
    return Policy(Terms(**terms), TODAY)


def judged(made: Policy, code: str = "INJ030", path: str = "a.837", payer: str = "", *receivers: str) -> str | None:
    """The severity of a finding after the policy; None where it is held back."""
    file = made.for_file(path)
    if file is None:
        return "warning"
    left = file.judge(finding(code), Owner(payer, receivers))
    return left.severity if left is not None else None


def test_nothing_to_do_is_no_policy() -> None:
    assert policy().for_file("a.837") is None
    assert policy(files=(("b.837", {"INJ": "error"}),)).for_file("a.837") is None
    assert isinstance(policy(severity={"INJ": "error"}).for_file("a.837"), FilePolicy)


def test_the_longest_code_decides_a_severity() -> None:
    made = policy(severity={"INJ": "info", "INJ030": "error", "INJ03": "warning"})
    assert [judged(made, code) for code in ("INJ030", "INJ031", "INJ001", "MOD001")] == [
        "error", "warning", "info", "warning",
    ]  # fmt: skip


def test_the_most_particular_table_decides_a_severity() -> None:
    made = policy(
        severity={"INJ030": "info"},
        files=(("*.837", {"INJ": "warning"}), ("a.*", {"INJ": "error"})),
        profiles={"60054": {"INJ": "warning"}},
        payers={"X1": {"INJ": "info"}, "60054": {"INJ03": "info"}},
    )
    assert judged(made, path="b.txt") == "info"  # [severity]
    assert judged(made, path="b.837") == "warning"  # a glob
    assert judged(made, path="a.837") == "error"  # the last glob that means it
    assert judged(made, "INJ001", "a.837", "60054") == "warning"  # the payer's profile
    assert judged(made, "INJ030", "a.837", "60054") == "info"  # the payer


def test_a_profile_of_every_payer_gives_way_to_the_payers_own() -> None:
    made = policy(profile={"INJ": "error"}, profiles={"60054": {}})
    assert (judged(made, payer="X1"), judged(made, payer=""), judged(made, payer="60054")) == (
        "error", "error", "warning",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("entry", "held"),
    [
        ({}, True),
        ({"rule": "INJ"}, True),
        ({"rule": "ALL"}, True),
        ({"rule": "INJ03"}, True),
        ({"rule": "INJ031"}, False),
        ({"payer": "60054"}, True),
        ({"payer": "60055"}, False),
        ({"receiver": "HOUSE"}, True),
        ({"receiver": "GROUP"}, True),
        ({"receiver": "OTHER"}, False),
        ({"path": "in/*.837"}, True),
        ({"path": "*.837"}, True),
        ({"path": "out/*.837"}, False),
        ({"expires": TODAY}, True),
        ({"expires": TODAY - dt.timedelta(days=1)}, False),
        ({"payer": "60054", "receiver": "OTHER"}, False),
    ],
)
def test_an_entry_means_what_matches_all_that_it_says(entry: dict[str, Any], held: bool) -> None:
    made = policy(ignored=(Ignored(**{"place": "c.toml:1", "rule": "INJ030", "reason": "so", **entry}),))
    assert (judged(made, "INJ030", "in/a.837", "60054", "HOUSE", "GROUP") is None) == held
    assert (len(made.needed) == 1) == held


def test_entries_are_past_needed_or_idle() -> None:
    past = Ignored("c.toml:1", "INJ030", "so", expires=dt.date(2026, 6, 30))
    needed, idle = Ignored("c.toml:4", "INJ030", "so"), Ignored("c.toml:7", "MOD001", "so")
    made = policy(ignored=(past, needed, idle))
    assert judged(made) is None
    assert (made.past, made.needed, made.idle) == ((past,), {needed}, (idle,))


def test_a_receivers_alias_means_the_payer() -> None:
    made = policy(
        payers={"60054": {"INJ": "error"}},
        ignored=(Ignored("c.toml:1", "MOD001", "so", payer="60054"),),
        aliases={"HOUSE": {"AETNA": "60054"}},
    )
    assert judged(made, "INJ030", "a", "AETNA", "HOUSE", "") == "error"
    assert judged(made, "MOD001", "a", "AETNA", "", "HOUSE") is None
    assert judged(made, "INJ030", "a", "AETNA", "OTHER") == "warning"
    assert payer_of("AETNA", ("OTHER",), {"HOUSE": {"AETNA": "60054"}}) == "AETNA"


def test_decisions_are_remembered_for_whom_they_are() -> None:
    made = policy(payers={"60054": {"INJ": "error"}}).for_file("a")
    assert made is not None
    said = [made.judge(finding(), Owner(payer)) for payer in ("X1", "60054", "X2", "60054")]
    assert [one and one.severity for one in said] == ["warning", "error", "warning", "error"]


@pytest.mark.parametrize(
    ("pattern", "path", "meant"),
    [
        ("a.837", "a.837", True),
        ("a.837", "in/a.837", True),  # a name, anywhere
        ("*.837", "in/deep/a.837", True),
        ("fixtures", "in/fixtures/a.837", True),
        ("fixtures/", "fixtures/a.837", True),
        ("fixtures/**", "fixtures/deep/a.837", True),
        ("fixtures/*", "fixtures/a.837", True),
        ("/fixtures/*", "in/fixtures/a.837", False),
        ("fixtures/*", "in/fixtures/a.837", False),
        ("**/fixtures/*", "in/fixtures/a.837", True),
        ("in/**/a.837", "in/a.837", True),
        ("in/**/a.837", "in/x/y/a.837", True),
        ("in/*/a.837", "in/x/y/a.837", False),
        ("in/?.837", "in/a.837", True),
        ("in/[ab].837", "in/b.837", True),
        ("in/[!ab].837", "in/b.837", False),
        ("in/[!ab].837", "in/c.837", True),
        ("./in/a.837", "in/a.837", True),
        ("in/a+b.837", "in/aab.837", False),
        ("in/[a", "in/[a", True),
    ],
)
def test_globs(pattern: str, path: str, meant: bool) -> None:
    assert matches(pattern, path) == meant


@given(st.text(alphabet="ab/*?[]!-\\.^", max_size=12), st.text(alphabet="ab/.", max_size=8))
def test_every_pattern_can_be_asked(pattern: str, path: str) -> None:
    try:
        matches(pattern, path)
    except re.error:  # pragma: no cover
        pytest.fail("a pattern that is no expression")


@given(st.text(alphabet="ab./- ", min_size=1, max_size=12).filter(lambda text: not text.startswith(("/", "./"))))
def test_a_path_means_itself(path: str) -> None:
    assert matches(path, path.rstrip("/")) or "/" not in path.strip("/")
