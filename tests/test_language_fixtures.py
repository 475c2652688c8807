"""Examples as files: whoever lints them again finds what the table says, and nothing of it depends on the day."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from cleanclaim.catalogue import Catalogue
from cleanclaim.findings import Finding
from cleanclaim.language.examples import fixtures, write_fixtures
from cleanclaim.lint import Settings, lint
from cleanclaim.resources import resource
from cleanclaim.source import Source
from tests.linting import catalogue
from tests.running import Cli

TABLE = "expected.csv"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The examples of all shipped rules."""
    made = tmp_path_factory.mktemp("fixtures") / "of" / "rules"
    assert write_fixtures(made, fixtures(catalogue().rules)) > 500
    return made


def read_table(folder: Path) -> list[dict[str, str]]:
    with (folder / TABLE).open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_every_file_stands_in_the_table(folder: Path) -> None:
    names = [row["file"] for row in read_table(folder)]
    assert sorted([*names, TABLE]) == sorted(path.name for path in folder.iterdir())
    assert len(names) == len(set(names))
    assert all(name.startswith(f"{row['rule']}-") for name, row in zip(names, read_table(folder), strict=True))


def switched_on() -> dict[str, Catalogue]:
    """The shipped rules, by the rule of which an example is: a plan's are off until its profile is on."""
    off = catalogue()
    on = {name: off.switch_on({name: lambda _: True}) for name in off.profiles}
    return {rule.code: on[rule.profile.name] if rule.profile is not None else off for rule in off.rules}


def test_each_file_has_the_findings_of_the_table(folder: Path) -> None:
    rules = switched_on()
    for row in read_table(folder):
        if row["given"]:
            continue  # its table has rows that only the example knows
        with Source.open(folder / row["file"]) as source:
            found = [
                item
                for item in lint(source, rules[row["rule"]], Settings(excerpts=False))
                if isinstance(item, Finding)
            ]
        own = [finding for finding in found if finding.rule == row["rule"]]
        assert len(own) == int(row["findings"]), row
        assert not [finding.rule for finding in found if finding.rule.startswith(("ENV", "IG", "RUN"))], row
        if row["lines"] and all(finding.claim == 1 for finding in own):
            assert sorted(str(finding.service_line) for finding in own) == row["lines"].split(), row


def test_files_are_for_their_owner_alone(folder: Path) -> None:
    assert {path.stat().st_mode & 0o777 for path in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


def test_people_are_invented(folder: Path) -> None:
    for path in folder.glob("*.837"):
        text = path.read_text("latin-1")
        assert text.split("*")[15] in ("T", "P") and "EXAMPLE" in text
        numbers = set(re.findall(r"\*XX\*(\d{10})", text)) - {"1234567893", "1234567890"}  # of the standard
        issued = {number for number in numbers if number.startswith("1")}  # no other first digit ever was
        assert all(number.startswith("1999") for number in issued), path.name


def test_the_same_rules_give_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    write_fixtures(tmp_path, fixtures(catalogue().rules))
    for path in folder.iterdir():
        assert (tmp_path / path.name).read_bytes() == path.read_bytes()


def test_files_that_are_there_are_replaced(tmp_path: Path) -> None:
    old = tmp_path / "BAL001-01-fail.837"
    old.write_text("something longer than any claim\n" * 1000, encoding="ascii")
    old.chmod(0o666)
    write_fixtures(tmp_path, fixtures(catalogue().select(["BAL001"]).rules))
    assert old.read_bytes().startswith(b"ISA*") and b"something" not in old.read_bytes()
    assert old.stat().st_mode & 0o777 == 0o600


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    target = tmp_path / "precious"
    target.write_text("precious", encoding="ascii")
    (tmp_path / "BAL001-01-fail.837").symlink_to(target)
    with pytest.raises(OSError):
        write_fixtures(tmp_path, fixtures(catalogue().select(["BAL001"]).rules))
    assert target.read_text("ascii") == "precious"


def test_the_command_writes_those_that_ran(cli: Cli, tmp_path: Path) -> None:
    paths = [str(resource("rules", "balancing.rules")), str(resource("rules", "frequency.rules"))]
    done = cli("rules", "test", *paths, "-k", "original", "--write-fixtures", str(tmp_path / "new"))
    assert done.status == 0
    rows = read_table(tmp_path / "new")
    assert done.out.splitlines()[-1] == f"{len(rows)} files written to {tmp_path / 'new'}"
    assert done.out.startswith(f"{len(rows)} examples ran, none failed")
    assert len(rows) > 4 and all("original" in row["title"] for row in rows)


def test_cells_are_no_formulas(tmp_path: Path, cli: Cli) -> None:
    path = tmp_path / "own.rules"
    path.write_text(
        'language 1\nrule TST001 "A" {\n  severity error\n  snip 7\n  for line\n  forbid line.units > 9\n'
        '  message "m"\n'
        '  fail "=1+1" at line 2, 1 { line 99213 x10  line 85025 x10 }\n  pass "+1" { line 99213 }\n}\n',
        encoding="utf-8",
    )
    assert cli("rules", "test", str(path), "--write-fixtures", str(tmp_path / "f")).status == 0
    first, second = read_table(tmp_path / "f")
    assert (first["title"], first["findings"], first["lines"]) == ("'=1+1", "2", "1 2")
    assert (second["title"], second["findings"], second["lines"]) == ("'+1", "0", "")
