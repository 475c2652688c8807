"""The configuration: found inside the working directory, read strictly, each setting with its place."""

from __future__ import annotations

import datetime as dt
import json
import re
import tomllib
from pathlib import Path

import jsonschema
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.catalogue import load
from cleanclaim.config import STARTER, Config, find_config, json_schema, read_config
from cleanclaim.config.lines import line_of
from cleanclaim.errors import ConfigError

WHOLE = """\
select = ["ALL"]
fail-on = "warning"
rules = ["rules/*.rules"]

[severity]
MOD120 = "error"

[[ignore]]
rule = "INJ030"
payer = "60054"
reason = "contract 7.2 allows it"
expires = 2027-03-31

[payers."60054"]
profile = "medicaid"

[receivers."CLEARINGCO"]
usage = "P"
max-claims-per-transaction = 5000
character-set = "basic"
payer-aliases = { "60054" = ["AETNA", "0060054"] }
"""


def written(folder: Path, text: str, name: str = "cleanclaim.toml") -> Path:
    (path := folder / name).parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, "utf-8")
    return path


def read(folder: Path, text: str) -> Config:
    return read_config(written(folder, text), folder)[0]


def fault(folder: Path, text: str, name: str = "cleanclaim.toml") -> str:
    with pytest.raises(ConfigError) as caught:
        read_config(written(folder, text, name), folder)
    return str(caught.value).removeprefix(f"{folder}/")


def test_every_kind_of_setting_is_read(tmp_path: Path) -> None:
    config = read(tmp_path, WHOLE)
    assert (config.fail_on, config.rules, config.severity) == ("warning", ("rules/*.rules",), {"MOD120": "error"})
    assert config.ignore[0].expires == dt.date(2027, 3, 31)
    assert config.payers["60054"].profile == "medicaid"
    receiver = config.receivers["CLEARINGCO"]
    assert (receiver.usage, receiver.max_claims_per_transaction, receiver.character_set) == ("P", 5_000, "basic")
    assert receiver.payer_aliases == {"60054": ("AETNA", "0060054")}


def test_an_empty_file_has_the_defaults(tmp_path: Path) -> None:
    assert read(tmp_path, "") == Config()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fail_on = 'error'", "1: unknown key `fail_on`; did you mean `fail-on`?"),
        ("\n\nselct = ['ALL']", "3: unknown key `selct`; did you mean `select`?"),
        ("fail-on = 'fatal'", "1: `fail-on`: expected one of error, warning, info, never"),
        ("values = 'all'", "1: `values`: expected one of codes, none"),
        ("select = 'ALL'", "1: `select`: expected a list, got text"),
        ("select = ['inj001']", "1: `select[1]`: expected a rule code as `INJ001`, or the beginning of one"),
        ("[severity]\nMOD1 = 'fatal'", "2: `severity.MOD1`: expected one of error, warning, info"),
        ("[[ignore]]\nrule = 'A1'", "2: `ignore[1].rule`: expected a rule code"),
        ("[[ignore]]\nrule = 'INJ001'", "1: `ignore[1]` needs `reason`"),
        ("[[ignore]]\nrule = 'INJ001'\nreason = ''", "3: `ignore[1].reason`: expected text of length >= 1"),
        (
            "[[ignore]]\nrule='INJ001'\nreason='a'\n[[ignore]]\nrule='INJ001'\nreason='b'\nuntil=1",
            "7: unknown key `until`",
        ),
        ("[[ignore]]\nrule='INJ001'\nreason='a'\nexpires='soon'", "4: `ignore[1].expires`"),
        ('[payers."60054"]\nprofil = "x"', "2: unknown key `profil`; did you mean `profile`?"),
        ("[severity]\nmod1 = 'info'", "2: `severity.mod1`: expected a rule code as `INJ001`"),
        ("payers = 3", "1: `payers`: expected a table, got a number"),
        ("[payers]\nx = 3", "2: `payers.x` is a table"),
        ("ignore = ['MOD1']", "1: `ignore[1]` is a table: write `[[ignore]]`, and below it `rule` and `reason`"),
        (
            "[severity]\nMOD1 = 'off'",
            "2: `severity.MOD1`: expected one of error, warning, info; a rule is left out by",
        ),
        (
            "[severity]\nMOD1 = false",
            "2: `severity.MOD1`: expected one of error, warning, info; a rule is left out by",
        ),
        ("[receivers.A]\nmax-claims-per-transaction = 0", "2: `receivers.A.max-claims-per-transaction`"),
        ("[receivers.A]\nmaxclaims-per-transaction = 1", "2: unknown key `maxclaims-per-transaction`; did you mean"),
    ],
)
def test_what_does_not_fit_is_told_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    assert fault(tmp_path, text).startswith(f"cleanclaim.toml:{said}")


def test_broken_toml_is_told_in_its_own_words(tmp_path: Path) -> None:
    assert fault(tmp_path, "a = = 1").startswith("cleanclaim.toml: invalid value")
    (tmp_path / "cleanclaim.toml").write_bytes(b"a = '\xff'")
    with pytest.raises(ConfigError, match="not UTF-8 text"):
        read_config(tmp_path / "cleanclaim.toml", tmp_path)


def test_our_table_of_a_pyproject_is_read_with_its_lines(tmp_path: Path) -> None:
    text = "[project]\nname = 'x'\n\n[tool.cleanclaim]\nfail-on = 'info'\nshw = 'info'\n"
    assert fault(tmp_path, text, "pyproject.toml") == "pyproject.toml:6: unknown key `shw`; did you mean `show`?"
    config, settings = read_config(written(tmp_path, text.replace("shw", "show"), "pyproject.toml"), tmp_path)
    assert config.fail_on == "info"
    assert [(setting.name, setting.line) for setting in settings] == [("fail-on", 5), ("show", 6)]


def test_the_line_of_a_table_is_that_of_its_first_entry(tmp_path: Path) -> None:
    text = "show = 'info'\n\n[[ignore]]\nrule = 'DXP'\nreason = 'r'\n\n[payers.'1'.severity]\nDXP = 'info'\n"
    _, settings = read_config(written(tmp_path, text), tmp_path)
    assert {setting.name: setting.line for setting in settings} == {"show": 1, "ignore": 3, "payers": 7}


def test_a_file_replaces_what_it_extends(tmp_path: Path) -> None:
    written(tmp_path, "fail-on = 'info'\nshow = 'error'\n[severity]\nINJ001 = 'info'\n", "base.toml")
    text = "extend = '../base.toml'\nshow = 'warning'\n"
    config, settings = read_config(written(tmp_path, text, "a/cleanclaim.toml"), tmp_path)
    assert (config.fail_on, config.show, config.severity) == ("info", "warning", {"INJ001": "info"})
    assert {setting.name: setting.path.name for setting in settings} == {
        "fail-on": "base.toml",
        "severity": "base.toml",
        "show": "cleanclaim.toml",
    }


def test_a_fault_in_an_extended_file_names_that_file(tmp_path: Path) -> None:
    written(tmp_path, "\nshw = 1\n", "base.toml")
    assert fault(tmp_path, "extend = 'base.toml'") == "base.toml:2: unknown key `shw`; did you mean `show`?"


@pytest.mark.parametrize(
    ("extended", "said"),
    [
        ("../outside.toml", "is outside of the working directory"),
        ("cleanclaim.toml", "extends itself, by way of 1 files"),
        ("no.toml", "there is no file"),
    ],
)
def test_what_can_not_be_extended_is_told(tmp_path: Path, extended: str, said: str) -> None:
    written(tmp_path, "", "outside.toml")
    (inner := tmp_path / "inner").mkdir()
    assert said in fault(inner, f"show = 'info'\nextend = '{extended}'")


def test_the_closest_file_holds_and_nothing_outside_is_looked_at(tmp_path: Path) -> None:
    (work := tmp_path / "work" / "a" / "b").mkdir(parents=True)
    written(tmp_path, "")
    assert find_config(work / "x.837", tmp_path / "work") is None
    top = written(tmp_path / "work", "", ".cleanclaim.toml")
    near = written(tmp_path / "work" / "a", "[tool.cleanclaim]\n", "pyproject.toml")
    written(tmp_path / "work" / "a" / "b", "[project]\n", "pyproject.toml")
    assert find_config(work / "x.837", tmp_path / "work") == near
    assert find_config(tmp_path / "elsewhere.837", tmp_path / "work") == top


def test_the_schema_takes_what_the_reader_takes() -> None:
    jsonschema.Draft202012Validator.check_schema(json_schema())
    judge = jsonschema.Draft202012Validator(json_schema())
    whole = json.loads(json.dumps(tomllib.loads(WHOLE), default=str))
    assert judge.is_valid(whole)
    assert not judge.is_valid({**whole, "selct": []})
    assert not judge.is_valid({"ignore": [{"rule": "INJ001"}]})


def test_the_starter_is_all_comments_and_all_of_it_can_be_switched_on(tmp_path: Path) -> None:
    assert read(tmp_path, STARTER) == Config()
    lines = [line.removeprefix("# ") for line in STARTER.splitlines() if line.startswith("# ")]
    switched_on = "\n".join(line for line in lines if "=" in line or line.startswith("["))
    config = read(tmp_path, switched_on.replace('extend = "../base.toml"', ""))
    assert config.receivers["CLEARINGCO"].usage == "P"
    named = set(tomllib.loads(switched_on))
    assert named >= {"select", "severity", "ignore", "payers", "receivers", "files", "baseline", "exclude"}


def test_the_starter_names_rules_that_there_are() -> None:
    named = set(re.findall(r"\b[A-Z]{3}[0-9]{3}\b", STARTER))
    assert named
    assert named <= set(load().about)


@given(st.text(alphabet="abc.[]=\"' \n#", max_size=60))
def test_no_text_makes_the_search_for_lines_raise(text: str) -> None:
    assert line_of(text, ("a", "b", 0)) >= 1
