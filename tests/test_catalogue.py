"""The catalogue: where rules come from, which of them run, and what they are called together."""

from __future__ import annotations

from pathlib import Path

import pytest

from cleanclaim.catalogue import load
from cleanclaim.errors import ConfigError, RuleError
from cleanclaim.language.written import text_of
from cleanclaim.resources import resource
from tests.linting import catalogue, written

OWN = """language 1
use codes
rule PAY{number} "A rule of our own" {{
  severity error
  snip 7
  for line where procedure is b12_drug
  forbid line.units > 1
  message "m"
  fail {{ line J3420 x2  line 96372 }}
}}
"""


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_the_catalogue_knows_every_rule() -> None:
    codes = list(catalogue().about)
    assert codes == sorted(codes)
    assert {"INJ001", "SIT001", "IG030", "ENV010"} <= set(codes)
    assert all(code == rule.code for code, rule in catalogue().about.items())


def test_own_rules_beside_the_shipped_ones(tmp_path: Path) -> None:
    write(tmp_path / "a.rules", OWN.format(number="001"))
    write(tmp_path / "b.rules", OWN.format(number="002"))
    found = load([tmp_path])
    assert {"INJ001", "PAY001", "PAY002"} <= {rule.code for rule in found.rules}
    alone = load([tmp_path / "b.rules"], shipped=False)
    assert [rule.code for rule in alone.rules] == ["PAY002"]
    assert "INJ001" not in alone.about and "IG030" in alone.about
    assert len({found.digest, alone.digest, catalogue().digest}) == 3


def test_the_digest_tells_rules_apart(tmp_path: Path) -> None:
    path = write(tmp_path / "a.rules", OWN.format(number="001"))
    first = load([path]).digest
    assert first.startswith("sha256:") and len(first) == 71
    assert load([path]).digest == first
    write(path, OWN.format(number="001").replace("> 1", "> 2"))
    assert load([path]).digest != first


def test_an_own_file_of_a_shipped_name_serves_own_files_only(tmp_path: Path) -> None:
    write(tmp_path / "codes.rules", "language 1\nset b12_drug : procedure = [J1100]\n")
    write(tmp_path / "a.rules", OWN.format(number="001"))
    found = load([tmp_path])
    own, shipped = found.by_code["PAY001"], found.by_code["INJ002"]
    assert own.wakes[0].test("J1100") and not own.wakes[0].test("J3420")
    assert shipped.wakes[0].test("J3420")


def test_a_code_that_is_taken(tmp_path: Path) -> None:
    path = write(tmp_path / "a.rules", OWN.format(number="001").replace("PAY001", "INJ001"))
    with pytest.raises(RuleError, match=r"E122 the code `INJ001` is taken"):
        load([path])


@pytest.mark.parametrize("shipped", [True, False])
@pytest.mark.parametrize("code", ["ENV001", "IG020", "SIT078"])
def test_a_code_of_what_is_no_rule_of_a_file_is_taken(tmp_path: Path, code: str, shipped: bool) -> None:
    path = write(tmp_path / "a.rules", OWN.format(number="001").replace("PAY001", code))
    with pytest.raises(RuleError, match=f":6: E122 the code `{code}` is taken"):
        load([path], shipped)


def test_faults_of_all_files_are_told_together(tmp_path: Path) -> None:
    write(tmp_path / "a.rules", OWN.format(number="001").replace("units", "unist"))
    write(tmp_path / "b.rules", OWN.format(number="002").replace("forbid", "forbids"))
    with pytest.raises(RuleError) as caught:
        load([tmp_path])
    assert [fault.code for fault in caught.value.faults] == ["E102", "E001"]


def test_paths_that_hold_no_rules(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="there is no rule file"):
        load([tmp_path / "none.rules"])
    with pytest.raises(ConfigError, match="there is no"):
        load([tmp_path])
    (tmp_path / "x.rules").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(ConfigError, match="is not UTF-8 text"):
        load([tmp_path])


@pytest.mark.parametrize(
    ("select", "ignore", "wanted", "unwanted"),
    [
        (["ALL"], [], "INJ001 IG030 MOD101", ""),
        (["INJ"], [], "INJ001 INJ002", "MOD101 IG030"),
        (["INJ", "MOD101"], [], "INJ001 MOD101", "MOD102"),
        (["ALL"], ["INJ"], "MOD101", "INJ001 INJ002"),
        (["ALL", "INJ001"], ["INJ"], "INJ001 MOD101", "INJ002"),
        (["INJ"], ["INJ001"], "INJ002", "INJ001"),
        (["INJ001"], ["ALL"], "INJ001", "INJ002"),
        (["INJ001"], ["INJ001"], "", "INJ001"),
        (["inj001", "Mod"], ["mod102"], "INJ001 MOD101", "INJ002 MOD102"),
        (["all"], ["inj"], "MOD101", "INJ001"),
    ],
)
def test_selection(select: list[str], ignore: list[str], wanted: str, unwanted: str) -> None:
    found = catalogue().select(select, ignore)
    assert all(found.wanted(code) for code in wanted.split())
    assert not any(found.wanted(code) for code in unwanted.split())
    assert {rule.code for rule in found.rules} == {rule.code for rule in catalogue().rules if found.wanted(rule.code)}
    assert found.about == catalogue().about and found.digest == catalogue().digest


def test_what_the_catalogue_does_not_know_is_always_wanted() -> None:
    assert catalogue().select(["INJ"]).wanted("XXX999")


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("INJ01", "did you mean `INJ001`"),
        ("inj01", "`inj01`; did you mean `INJ001`"),
        ("", "no rule ``"),
        ("QQQQ", "no rule `QQQQ`"),
    ],
)
def test_unknown_codes(code: str, told: str) -> None:
    with pytest.raises(ConfigError, match=told):
        catalogue().select([code])


def test_a_shipped_file_that_is_given_counts_once() -> None:
    shipped = resource("rules")
    assert set(load([shipped], shipped=False).by_code) == {rule.code for rule in written()}
    alone = load([shipped / "injections.rules"], shipped=False)
    assert {rule.path for rule in alone.rules} == {"rules/injections.rules"}
    assert set(alone.by_code) == {rule.code for rule in catalogue().rules if rule.path == "rules/injections.rules"}
    assert load([shipped / "injections.rules"]).digest == catalogue().digest != alone.digest


def test_an_own_file_may_be_called_as_a_shipped_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "rules").mkdir()
    write(tmp_path / "rules" / "injections.rules", OWN.format(number="001"))
    monkeypatch.chdir(tmp_path)
    found = load([Path("rules/injections.rules")], shipped=False)
    assert list(found.by_code) == ["PAY001"]
    assert text_of(found.by_code["PAY001"])[0].startswith("rule PAY001")


def test_two_own_files_of_one_name(tmp_path: Path) -> None:
    for number in ("001", "002"):
        (tmp_path / number).mkdir()
        write(tmp_path / number / "same.rules", OWN.format(number=number))
    found = load([tmp_path / "001", tmp_path / "002" / "same.rules", tmp_path], shipped=False)
    assert list(found.by_code) == ["PAY001", "PAY002"]
    for code in found.by_code:
        assert text_of(found.by_code[code])[0].startswith(f"rule {code}")
    write(tmp_path / "user.rules", "language 1\nuse same\n")
    with pytest.raises(RuleError, match="there are two rule files named `same`"):
        load([tmp_path], shipped=False)
