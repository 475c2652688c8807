"""`lint` under configurations: which file holds, what beats it, and what it says of findings, payers, receivers."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click
import pytest

from cleanclaim.cli.lint import command as lint
from tests.claims import claim_file
from tests.running import Cli, Outcome

LINES = ("LX*1", "SV1*HC:99213*40*UN*1***9", "DTP*472*D8*20250106")  # the pointer names no diagnosis: DXP001
FAULTY = claim_file("CLM*1*40***11:B:1*Y*A*Y*Y", "HI*ABK:E538", *LINES)
RULE = (
    'language 1\n\nprofile mine "A plan of ours" {\n  severity DXP001 info\n}\n\nrule TST001 "Visit" {\n'
    "  severity warning\n  snip 7\n  for line where procedure is 99213\n  forbid line.units > 0\n"
    '  message "a visit"\n  mark line.procedure\n  fail { line 99213 }\n  pass { line 85025 }\n}\n'
)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in list(os.environ):
        if name.startswith("CLEANCLAIM_LINT"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    for place in ("a.837", "in/b.837", "in/deep/c.837"):
        path = tmp_path / place
        path.parent.mkdir(exist_ok=True, parents=True)
        path.write_text(FAULTY)
    return tmp_path


def write(name: str, text: str) -> Path:
    path = Path(name)
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_text(text)
    return path


def linted(cli: Cli, *arguments: str) -> dict[str, Any]:
    """The JSON report."""
    said = cli("lint", "--output", "json", *arguments)
    assert said.status in (0, 1), said.err
    found: dict[str, Any] = json.loads(said.out)
    return found


def dxp(report: dict[str, Any]) -> dict[str, str]:
    """The severity of DXP001 by file."""
    return {Path(one["path"]).name: one["severity"] for one in report["findings"] if one["rule"] == "DXP001"}


# ---------------------------------------------------------------------- which file holds


def test_the_closest_file_holds_for_each_input(cli: Cli) -> None:
    write("cleanclaim.toml", "[severity]\nDXP001 = 'info'\n")
    write("in/deep/cleanclaim.toml", "[severity]\nDXP001 = 'warning'\n")
    assert dxp(linted(cli)) == {"a.837": "info", "b.837": "info", "c.837": "warning"}


def test_settings_of_the_run_come_from_the_working_directory_alone(cli: Cli) -> None:
    write("cleanclaim.toml", "fail-on = 'never'\n")
    write("in/cleanclaim.toml", "fail-on = 'info'\noutput = ['full']\n")
    done = cli("lint", "in")
    assert (done.status, done.out.count("in/b.837:")) == (0, 1)


def test_select_and_rules_are_those_of_the_closest_file(cli: Cli) -> None:
    write("in/rules/own.rules", RULE.replace('profile mine "A plan of ours" {\n  severity DXP001 info\n}\n', ""))
    write("in/cleanclaim.toml", "select = ['TST']\nrules = ['rules/*.rules']\n")
    report = linted(cli)
    assert {(Path(one["path"]).name, one["rule"]) for one in report["findings"]} == {
        ("a.837", "DXP001"), ("b.837", "TST001"), ("c.837", "TST001"),
    }  # fmt: skip


def test_one_named_file_holds_for_all(cli: Cli) -> None:
    write("in/cleanclaim.toml", "[severity]\nDXP001 = 'warning'\n")
    write("ci/strict.toml", "fail-on = 'never'\n[severity]\nDXP001 = 'info'\n")
    assert dxp(linted(cli, "--config", "ci/strict.toml")) == {"a.837": "info", "b.837": "info", "c.837": "info"}
    assert cli("lint", "--config", "ci/strict.toml").status == 0
    assert cli("lint", "--config", "nope.toml").status == 2


def test_a_named_file_can_stand_elsewhere(
    cli: Cli, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path_factory.mktemp("site")
    (place / "base.toml").write_text("[severity]\nDXP001 = 'info'\n")
    (place / "site.toml").write_text("extend = 'base.toml'\n")
    assert dxp(linted(cli, "--config", str(place / "site.toml"), "a.837")) == {"a.837": "info"}
    (place / "site.toml").write_text("extend = '../x.toml'\n")
    assert "outside" in cli("lint", "--config", str(place / "site.toml")).err


def test_standard_input_stands_where_its_name_says(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import io
    import sys

    write("in/cleanclaim.toml", "[severity]\nDXP001 = 'info'\n")
    for name, severity in (("in/x.837", "info"), ("x.837", "error")):
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FAULTY.encode())))
        assert dxp(linted(cli, "-", "--stdin-filename", name)) == {"x.837": severity}


def test_a_file_outside_has_the_configuration_of_the_working_directory(
    cli: Cli, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("elsewhere")
    (place / "d.837").write_text(FAULTY)
    (place / "cleanclaim.toml").write_text("select = ['ENV']\n")
    write("cleanclaim.toml", "[severity]\nDXP001 = 'warning'\n")
    assert dxp(linted(cli, str(place))) == {"d.837": "warning"}


def test_folders_exclude_files_of_their_own(cli: Cli) -> None:
    write("cleanclaim.toml", "exclude = ['a.837']\n")
    write("in/deep/cleanclaim.toml", "exclude = ['*.837']\n")
    assert list(dxp(linted(cli, "."))) == ["b.837"]
    assert sorted(dxp(linted(cli, "in", "in/deep/c.837"))) == ["b.837", "c.837"]
    assert list(dxp(linted(cli, "--force-exclude", "in", "in/deep/c.837"))) == ["b.837"]
    assert len(dxp(linted(cli, "--exclude", "nothing"))) == 3
    assert cli("lint", "in/deep").err == "error: every claim file is excluded by a configuration\n"
    assert cli("lint", "--allow-empty", "in/deep").status == 0


# ---------------------------------------------------------------------- what beats what


def test_command_line_beats_environment_beats_file(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    write("cleanclaim.toml", "fail-on = 'never'\n")
    write("in/cleanclaim.toml", "select = ['ENV']\n")
    assert (cli("lint").status, dxp(linted(cli))) == (0, {"a.837": "error"})
    monkeypatch.setenv("CLEANCLAIM_LINT_FAIL_ON", "error")
    monkeypatch.setenv("CLEANCLAIM_LINT_SELECT", "DXP001 SIT")
    assert cli("lint").status == 1
    assert len(dxp(linted(cli))) == 3
    assert cli("lint", "--fail-on", "never").status == 0
    assert dxp(linted(cli, "--select", "BAL")) == {}


def test_every_option_of_lint_can_be_said_in_the_environment(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_LINT_PATHS", "basename")
    assert '"path":"b.837"' in cli("lint", "in", "--output", "gitlab").out
    assert '"path":"in/b.837"' in cli("lint", "in", "--output", "gitlab", "--paths", "full").out
    with click.Context(lint, auto_envvar_prefix="CLEANCLAIM_LINT") as context:
        for option in [option for option in lint.params if isinstance(option, click.Option)]:
            variable = f"CLEANCLAIM_LINT_{option.opts[0].removeprefix('--').replace('-', '_').upper()}"
            monkeypatch.setenv(variable, "said")
            assert option.resolve_envvar_value(context) == "said", variable


def test_an_environment_that_says_nonsense_is_trouble(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_LINT_FAIL_ON", "sometimes")
    assert cli("lint").status == 2


def test_ignore_on_the_command_line_is_added_to_the_file(cli: Cli) -> None:
    write("cleanclaim.toml", "[[ignore]]\nrule = 'DXP001'\nreason = 'known'\n")
    assert linted(cli, "--ignore", "BAL")["summary"]["suppressed"] == 3
    assert linted(cli, "--ignore", "DXP001")["summary"]["suppressed"] == 0


# ---------------------------------------------------------------------- findings


@pytest.mark.parametrize(
    ("entry", "left"),
    [
        ("", {}),
        ("payer = '00001'", {}),
        ("payer = '00002'", {"a.837": "error", "b.837": "error", "c.837": "error"}),
        ("receiver = 'INVENTEDTAKER'", {}),
        ("receiver = 'ANOTHER'", {"a.837": "error", "b.837": "error", "c.837": "error"}),
        ("path = 'in/*'", {"a.837": "error"}),
        ("path = 'deep'", {"a.837": "error", "b.837": "error"}),
        ("expires = 2026-03-31", {}),
        ("expires = 2026-03-30", {"a.837": "error", "b.837": "error", "c.837": "error"}),
    ],
)
def test_entries_hold_back_what_they_mean(cli: Cli, entry: str, left: dict[str, str]) -> None:
    write("cleanclaim.toml", f"[[ignore]]\nrule = 'DXP'\nreason = 'a contract'\n{entry}\n")
    report = linted(cli, "--as-of", "2026-03-31")
    assert dxp(report) == left
    assert report["summary"]["suppressed"] == 3 - len(left)


def test_what_is_ignored_is_counted_where_people_read_it(cli: Cli) -> None:
    write("cleanclaim.toml", "[[ignore]]\nrule = 'DXP'\nreason = 'a contract'\n")
    assert "nothing found in 3 files · 3 ignored" in cli("lint").out


def test_entries_that_expired_or_met_nothing_are_told(cli: Cli) -> None:
    write(
        "cleanclaim.toml",
        "[[ignore]]\nrule = 'DXP'\nreason = 'so'\nexpires = 2020-01-01\n\n[[ignore]]\nrule = 'BAL'\nreason = 'so'\n",
    )
    done = cli("lint", "--output", "json")
    assert json.loads(done.out)["summary"]["ignores"] == [
        {"rule": "DXP", "place": "cleanclaim.toml:1", "why": "expired"},
        {"rule": "BAL", "place": "cleanclaim.toml:6", "why": "unused"},
    ]
    assert "cleanclaim.toml:1: the entry that ignores DXP holds no more: it expired\n" in done.err
    assert "cleanclaim.toml:6: the entry that ignores BAL met no finding\n" in done.err


@pytest.mark.parametrize("arguments", [["a.837"], ["in"], ["--select", "DXP"], ["--payer", "medicare"]])
def test_nobody_knows_what_is_unused_where_not_all_was_linted(cli: Cli, arguments: list[str]) -> None:
    write("cleanclaim.toml", "[[ignore]]\nrule = 'BAL'\nreason = 'so'\n")
    assert linted(cli, *arguments)["summary"]["ignores"] == []


def test_an_entry_for_rules_that_did_not_run_is_not_unused(cli: Cli) -> None:
    write(
        "cleanclaim.toml", "".join(f"[[ignore]]\nrule = '{code}'\nreason = 'so'\n" for code in ("NCC010", "PAY203"))
    )
    assert linted(cli)["summary"]["ignores"] == []


def test_an_entry_of_a_shared_base_is_used_where_one_folder_uses_it(cli: Cli) -> None:
    write("base.toml", "[[ignore]]\nrule = 'DXP'\nreason = 'so'\npath = 'b.837'\n")
    write("cleanclaim.toml", "extend = 'base.toml'\n")
    write("in/cleanclaim.toml", "extend = '../base.toml'\n")
    report = linted(cli)
    assert (sorted(dxp(report)), report["summary"]["ignores"]) == (["a.837", "c.837"], [])


def test_severities_by_rule_payer_and_path(cli: Cli) -> None:
    write(
        "cleanclaim.toml",
        "[severity]\nDXP = 'warning'\n[files.'in/**'.severity]\nDXP001 = 'info'\n"
        "[payers.00009.severity]\nDXP001 = 'error'\n",
    )
    assert dxp(linted(cli)) == {"a.837": "warning", "b.837": "info", "c.837": "info"}
    assert cli("lint", "in").status == 0
    Path("in/b.837").write_text(FAULTY.replace("PI*00001", "PI*00009"))
    assert dxp(linted(cli)) == {"a.837": "warning", "b.837": "error", "c.837": "info"}


def test_acknowledgments_hear_findings_before_all_that(cli: Cli) -> None:
    wrong = FAULTY.replace("LX*1", "LX*7")
    Path("a.837").write_text(wrong)
    assert cli("lint", "a.837", "--output", "999=plain.999").status == 1
    write("cleanclaim.toml", "[[ignore]]\nrule = 'ALL'\nreason = 'so'\n")
    assert cli("lint", "a.837", "--output", "999=quiet.999").status == 0
    plain, quiet = (Path(name).read_text() for name in ("plain.999", "quiet.999"))
    assert "IK3*" in quiet and quiet.count("IK3*") == plain.count("IK3*")


def test_no_value_is_shown_anywhere_where_the_configuration_says_so(cli: Cli) -> None:
    Path("a.837").write_text(FAULTY.replace("LX*1", "LX*7"))
    write("in/cleanclaim.toml", "values = 'none'\n")
    for folder, shown in ((".", True), ("in", False)):
        place = Path("a.837").rename(Path(folder) / "z.837")
        cli("lint", str(place), "--output", "999=ack.999", "--output", "full=full.txt")
        place.rename("a.837")
        assert ("IK4*1*554*7*7" in Path("ack.999").read_text()) == shown
        assert ("found 9" in Path("full.txt").read_text()) == shown


# ---------------------------------------------------------------------- payers


def profiles(report: dict[str, Any]) -> list[str]:
    return [Path(one["path"]).name for one in report["findings"] if one["rule"].startswith(("TST", "PAY"))]


def test_a_profile_of_ones_own_is_switched_on_for_payers(cli: Cli) -> None:
    write("rules/mine.rules", RULE)
    write("cleanclaim.toml", "rules = ['rules/*.rules']\n")
    assert profiles(linted(cli)) == []
    assert len(profiles(linted(cli, "--payer", "mine"))) == 3
    write("cleanclaim.toml", "rules = ['rules/*.rules']\npayer = 'mine'\n")
    report = linted(cli)
    assert (len(profiles(report)), dxp(report)["a.837"]) == (3, "info")
    write("cleanclaim.toml", "rules = ['rules/*.rules']\n[payers.00009]\nprofile = 'mine'\n")
    Path("in/b.837").write_text(FAULTY.replace("PI*00001", "PI*00009"))
    report = linted(cli)
    assert profiles(report) == ["b.837"]
    assert dxp(report) == {"a.837": "error", "b.837": "info", "c.837": "error"}


def test_the_payers_own_profile_goes_before_that_of_all_unless_the_command_line_says(cli: Cli) -> None:
    Path("in/b.837").write_text(FAULTY.replace("PI*00001", "PI*00009"))
    write("rules/mine.rules", RULE)
    write("cleanclaim.toml", "rules = ['rules/*']\npayer = 'mine'\n[payers.00009]\nprofile = 'medicare'\n")
    found = {(Path(one["path"]).name, one["rule"]) for one in linted(cli)["findings"] if one["snip"] == 7}
    assert found == {("a.837", "TST001"), ("b.837", "PAY201"), ("c.837", "TST001")}
    assert len(profiles(linted(cli, "--payer", "mine"))) == 3


def test_a_payer_is_known_by_the_alias_of_a_receiver(cli: Cli) -> None:
    text = "[payers.60054]\nprofile = 'medicare'\nseverity.DXP001 = 'info'\n"
    text += "[receivers.{}.payer-aliases]\n60054 = ['00001']\n"
    for receiver, known in (("INVENTEDTAKER", True), ("ANOTHER", False)):
        write("cleanclaim.toml", text.format(receiver))
        report = linted(cli, "a.837")
        assert ([one["rule"] for one in report["findings"] if one["snip"] == 7] == ["PAY201"]) == known
        assert dxp(report) == {"a.837": "info" if known else "error"}


@pytest.mark.parametrize("profile", ["medicare", "medicaid_example", "commercial_example"])
def test_every_shipped_profile_can_be_asked_for(cli: Cli, profile: str) -> None:
    assert cli("lint", "--payer", profile, "--output", "none").status == 1


# ---------------------------------------------------------------------- receivers


def received(cli: Cli, config: str, text: str = FAULTY) -> list[str]:
    Path("a.837").write_text(text)
    write("cleanclaim.toml", f"select = ['RCV', 'ENV', 'IG047']\n{config}")
    return [f"{one['rule']} {one['segment_id']} {one['message']}" for one in linted(cli, "a.837")["findings"]]


def test_receivers_say_what_they_take(cli: Cli) -> None:
    assert received(cli, "[receivers.INVENTEDTAKER]\nusage = 'P'\n") == [
        "RCV001 ISA ISA15 must be `P` for this receiver"
    ]
    assert received(cli, "[receivers.INVENTEDTAKER]\nusage = 'T'\nsender-ids = ['INVENTEDSENDER']\n") == []
    assert received(cli, "[receivers.INVENTEDTAKER]\nsender-ids = ['NOBODY']\n") == [
        "RCV002 ISA ISA06 is not one of the senders that this receiver knows"
    ]
    assert received(cli, "[receivers.ANOTHER]\nusage = 'P'\nsender-ids = ['NOBODY']\n") == []


def test_expect_usage_is_told_once(cli: Cli) -> None:
    both = "expect-usage = 'P'\n[receivers.INVENTEDTAKER]\nusage = 'P'\n"
    assert [line.split()[0] for line in received(cli, both)] == ["ENV030"]


def test_files_can_expect_a_usage_of_their_own(cli: Cli) -> None:
    config = "expect-usage = 'P'\n[files.'*.837']\nexpect-usage = 'T'\n"
    assert received(cli, config) == []
    assert linted(cli, "--expect-usage", "P", "a.837")["summary"]["errors"] == 1


def test_a_receiver_is_known_by_its_group_too(cli: Cli) -> None:
    text = FAULTY.replace("INVENTEDTAKER*20250131", "INVENTEDGROUP*20250131")
    assert [line.split()[0] for line in received(cli, "[receivers.INVENTEDGROUP]\nusage = 'P'\n", text)] == ["RCV001"]


def test_characters_that_a_receiver_does_not_take(cli: Cli) -> None:
    text = FAULTY.replace("INVENTED PAYER", "Invented Payer")
    basic = "[receivers.INVENTEDTAKER]\ncharacter-set = 'basic'\n"
    assert [line.split()[:2] for line in received(cli, basic, text)] == [["RCV003", "NM1"]]
    assert received(cli, basic) == []
    assert received(cli, basic.replace("basic", "extended"), text) == []


def test_claims_that_a_receiver_does_not_take_at_once(cli: Cli) -> None:
    clm = FAULTY[FAULTY.index("CLM*") : FAULTY.rindex("SE*")]
    text = FAULTY.replace(clm, clm * 3).replace("SE*24", "SE*34")
    most = "[receivers.INVENTEDTAKER]\nmax-claims-per-transaction = {}\n"
    assert received(cli, most.format(3), text) == []
    assert received(cli, most.format(2), text) == [
        "RCV004 CLM the transaction holds more than 2 claims, this is the first beyond"
    ]


# ---------------------------------------------------------------------- what is wrong in a configuration


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("select = ['ALL', 'DXX']", "cleanclaim.toml:1: there is no rule `DXX`; did you mean `DXP`?"),
        ("\n[severity]\nDXP991 = 'info'", "cleanclaim.toml:3: there is no rule `DXP991`; did you mean"),
        ("[payers.1.severity]\nDXP991 = 'info'", "cleanclaim.toml:2: there is no rule `DXP991`"),
        ("[files.'*'.severity]\nDXP991 = 'info'", "cleanclaim.toml:2: there is no rule `DXP991`"),
        ("[[ignore]]\nreason = 'so'\nrule = 'ZZZ'", "cleanclaim.toml:3: there is no rule `ZZZ`"),
        ("payer = 'medicar'", "cleanclaim.toml:1: there is no payer profile `medicar`; did you mean `medicare`?"),
        ("[payers.1]\nprofile = 'medicar'", "cleanclaim.toml:2: there is no payer profile `medicar`"),
        ("[receivers.A.payer-aliases]\n1 = ['X']\n2 = ['X']", "cleanclaim.toml:3: `X` is an alias of two payers"),
        ("output = ['json=../found.json']", "cleanclaim.toml:1: `"),
        ("refdata = 'nope.sqlite'", "cleanclaim.toml:1: there is no file `nope.sqlite`"),
        ("baseline = 'nope.json'", "cleanclaim.toml:1: there is no file `nope.json`"),
        ("refdata = '../nope.sqlite'", "is outside of the working directory"),
        ("rules = ['/etc/*']", "is outside of the working directory"),
        ("extend = 'cleanclaim.toml'", "extends itself"),
        ("extend = '../x.toml'", "is outside of the working directory"),
        ("x = " + "[" * 3000 + "]" * 3000, "stand too deep in one another"),
        ("# " + "x" * (1 << 20), "too large for a configuration"),
    ],
)
def test_what_is_wrong_is_trouble_with_its_place(cli: Cli, text: str, words: str) -> None:
    write("cleanclaim.toml", text)
    done = cli("lint")
    assert (done.status, done.out) == (2, "")
    assert words in done.err, done.err


def test_a_configuration_of_a_folder_is_read_before_any_input(cli: Cli) -> None:
    write("in/deep/cleanclaim.toml", "[severity]\nDXP991 = 'info'")
    done = cli("lint")
    assert (done.status, done.out) == (2, "")
    assert "in/deep/cleanclaim.toml:2: there is no rule `DXP991`" in done.err


def test_a_link_that_leads_out_is_refused(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("lenient") / "cleanclaim.toml"
    place.write_text("select = ['ENV']\n")
    Path("cleanclaim.toml").symlink_to(place)
    done = cli("lint")
    assert done.status == 2
    assert "leads out of the working directory" in done.err


def test_rules_behind_a_link_are_refused(cli: Cli, tmp_path_factory: pytest.TempPathFactory) -> None:
    place = tmp_path_factory.mktemp("rules") / "own.rules"
    place.write_text(RULE)
    Path("own.rules").symlink_to(place)
    write("cleanclaim.toml", "rules = ['*.rules']\n")
    assert "is outside of the working directory" in cli("lint").err


def test_an_unknown_profile_on_the_command_line(cli: Cli) -> None:
    done: Outcome = cli("lint", "--payer", "medicar")
    assert (done.status, done.err) == (2, "error: there is no payer profile `medicar`; did you mean `medicare`?\n")
