"""Checked rules on disk: what is read is what was checked, and nothing that could run code is let through."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import msgspec
import pytest

from cleanclaim import catalogue as catalogues
from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.language import RuleText, compile_rules, kept, notation, rulefiles
from cleanclaim.language.examples import examples_of, prove, render
from cleanclaim.language.packs import read_pack, write_pack
from cleanclaim.language.rulefiles import Shipped
from cleanclaim.language.typed import TypedRule
from tests.linting import written
from tests.test_engine import claims_of
from tests.test_engine_across import far
from tests.test_language import features

_CLEAN = str(Path(__file__).parents[1] / "samples" / "clean" / "one-line.837")
_TEXT = """language 1
rule TST001 "Two units" {
  severity error
  snip 6
  for line where procedure is J3420
  forbid line.units > 1
  message "{line.units}"
  fail { line J3420 x2 }
}
"""


def _typed(rule: CompiledRule) -> TypedRule:
    return cast(TypedRule, rule.baggage)


def _shipped() -> tuple[CompiledRule, ...]:
    return written()


@pytest.mark.parametrize("rules", [features, far, _shipped])
def test_what_is_read_is_what_was_written(rules: Callable[[], tuple[CompiledRule, ...]]) -> None:
    for before, after in zip(rules(), read_pack(write_pack(rules())), strict=True):
        assert replace(_typed(after), tables=()) == replace(_typed(before), tables=())
        assert set(map(repr, _typed(after).tables)) <= set(map(repr, _typed(before).tables))
        assert (after.about, after.subject, after.reads, after.path, after.line, after.tags) == (
            (before.about, before.subject, before.reads, before.path, before.line, before.tags)
        )
        assert [wake.field for wake in after.wakes] == [wake.field for wake in before.wakes]


def test_rules_from_a_pack_find_the_same() -> None:
    restored = read_pack(write_pack(features()))
    for before, after in zip(features(), restored, strict=True):
        assert list(prove([after], Engine)) == list(prove([before], Engine))
        claims = [claim for example in examples_of(before) for claim in claims_of(render(example))]
        for claim in claims:
            claim.unreadable.add("filing")
            assert Engine([after]).judge(claim) == Engine([before]).judge(claim)


def test_every_rule_is_known_before_it_is_read() -> None:
    """One that must be compiled when a pack is read makes every run slower."""
    pack = write_pack([*features(), *far()])
    kept_rules, _ = msgspec.json.decode(pack[10 : 10 + int(pack[:10])])
    assert kept_rules and all(known is not None for known, *_ in kept_rules)


def _load(tmp_path: Path, text: str = _TEXT) -> tuple[CompiledRule, ...]:
    return kept.load_rules([], [RuleText("own.rules", text, str(tmp_path))])


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> list[int]:
    """Grows by one each time rules are checked; the cache is empty."""
    made: list[int] = []

    def count(*texts: Any) -> tuple[CompiledRule, ...]:
        made.append(1)
        return compile_rules(*texts)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(kept, "compile_rules", count)
    return made


def test_rules_are_checked_once(tmp_path: Path, checked: list[int]) -> None:
    first, second = _load(tmp_path), _load(tmp_path)
    assert len(checked) == 1
    assert _typed(first[0]) == _typed(second[0])
    _load(tmp_path, _TEXT.replace("> 1", "> 2"))
    assert len(checked) == 2
    assert _typed(_load(tmp_path, _TEXT.replace("> 1", "> 2"))[0]) != _typed(first[0])
    assert len(checked) == 2


def test_what_a_rule_file_names_counts(tmp_path: Path, checked: list[int]) -> None:
    text = _TEXT + '# set drugs : procedure from "drugs.csv"\n# from "../elsewhere" from "/dev/zero" from "a\0b"\n'
    (tmp_path / "drugs.csv").write_text("J3420\n")
    _load(tmp_path, text)
    _load(tmp_path, text)
    assert len(checked) == 1
    (tmp_path / "drugs.csv").write_text("J3425\n")
    _load(tmp_path, text)
    assert len(checked) == 2


def test_the_same_text_in_another_file_is_another_rule(tmp_path: Path, checked: list[int]) -> None:
    for path in ("own.rules", "their.rules"):
        (rule,) = kept.load_rules([], [RuleText(path, _TEXT, str(tmp_path))])
        assert rule.path == path
    assert len(checked) == 2


@pytest.fixture
def shipped(tmp_path: Path, checked: list[int], monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of the shipped rules, which is empty."""
    for room in (kept, rulefiles):
        monkeypatch.setattr(room, "resource", lambda name: tmp_path / name)
    (tmp_path / "rules").mkdir()
    return tmp_path / "rules"


def test_shipped_files_that_have_changed_are_checked_again(shipped: Path, checked: list[int]) -> None:
    """In a checkout, where people write them: a file of the same size too, and what a rule can name."""
    other = _TEXT.replace("TST001", "TST002")
    for number, (name, text) in enumerate((("a.rules", _TEXT), ("a.rules", other), ("drugs.csv", "J3420\n")), 1):
        (shipped / name).write_text(text)
        for _ in range(2):
            assert [rule.code for rule in kept.load_rules(Shipped(), [])] == ["TST001" if number == 1 else "TST002"]
        assert len(checked) == number


def test_another_build_checks_again(tmp_path: Path, checked: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    _load(tmp_path)
    for name in ("FORMAT", "__version__", "_MEANING"):
        monkeypatch.setattr(kept, name, ("compiled.py",) if name == "_MEANING" else "9")
        _load(tmp_path)
    assert len(checked) == 4


@pytest.mark.parametrize("damage", [b"", b"[]\n[]", b"\xff"])
def test_a_damaged_pack_is_checked_again(tmp_path: Path, checked: list[int], damage: bytes) -> None:
    _load(tmp_path)
    (path,) = (tmp_path / "cache" / "cleanclaim").glob("rules-*.json")
    path.write_bytes(damage)
    assert [rule.code for rule in _load(tmp_path)] == ["TST001"]
    assert len(checked) == 2
    assert len(path.read_bytes()) > 100


def test_a_pack_of_another_shape_is_checked_again(
    tmp_path: Path, checked: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "write_pack", lambda rules: b'0000000015[[["Rule"]],[]]')
    _load(tmp_path)
    assert [rule.code for rule in _load(tmp_path)] == ["TST001"]
    assert len(checked) == 2


def test_packs_do_not_pile_up(tmp_path: Path, checked: list[int]) -> None:
    for number in range(20):
        _load(tmp_path, f"{_TEXT}# {number}\n")
    assert len(list((tmp_path / "cache" / "cleanclaim").iterdir())) == 16


_AT, _TYPE = ["Place", 1, 1, 1, 1], ["Type", "text", "", False, False, False, False, ""]
_LINE = ["Name", _AT, _TYPE, "line"]


@pytest.mark.parametrize(
    "node",
    [
        ["Get", _AT, _TYPE, _LINE, "__class__", True],
        ["Get", _AT, _TYPE, _LINE, "a.b", True],
        ["Called", _AT, _TYPE, "v_line", ["tuple"]],
        ["Called", _AT, _TYPE, "__import__", ["tuple", "os"]],
        ["Aggregated", _AT, _TYPE, "v_x", _LINE, None],
        ["Name", _AT, _TYPE, "x\n"],
        ["Step", _LINE, "__builtins__"],
        ["Get", _AT, _TYPE, _LINE],
        ["Popen", "true"],
        ["Code", "x"],
        ["dict"],
        ["decimal", "x"],
        ["date", "today"],
        ["fraction", "1/x"],
    ],
)
def test_what_no_rule_file_could_say_is_not_read(node: list[Any]) -> None:
    with pytest.raises((ValueError, LookupError, ArithmeticError)):
        notation.read(node)


def test_what_has_no_notation_is_not_written() -> None:
    for value in (len, object(), [1], {1}, b"x", 1.5, Path()):
        with pytest.raises(notation.UnwritableError):
            notation.write(value)


def test_a_rule_that_is_no_plain_data_is_compiled_when_it_is_read() -> None:
    (rule,) = compile_rules([RuleText("own.rules", _TEXT)])
    strange = replace(rule, tags=cast(tuple[str, ...], (len,)))
    (restored,) = read_pack(write_pack([strange]))
    assert (restored.code, restored.tags) == ("TST001", ())


def test_neither_lark_nor_the_checker_is_imported_where_nothing_changed(tmp_path: Path) -> None:
    code = (
        "import sys; from cleanclaim.cli import main; main(sys.argv[1:]); "
        "sys.exit(sum(name in sys.modules for name in ('lark', 'cleanclaim.language.check', "
        "'cleanclaim.language.parse', 'cleanclaim.language.clauses', 'cleanclaim.language.examples')))"
    )
    command = [sys.executable, "-c", code, "lint", _CLEAN]
    environment = {**os.environ, "XDG_CACHE_HOME": str(tmp_path)}
    first, second = (subprocess.run(command, env=environment, capture_output=True, check=False) for _ in range(2))
    assert (first.returncode, second.returncode) == (4, 0)
    assert first.stdout == second.stdout


def test_the_catalogue_is_the_same_from_a_pack(tmp_path: Path, checked: list[int]) -> None:
    first, second = catalogues.load(), catalogues.load()
    assert len(checked) == 1
    assert first.digest == second.digest and first.about == second.about


# ------------------------------------------------------------------- the pack that is part of the wheel


@pytest.fixture
def wheel(tmp_path: Path, checked: list[int], monkeypatch: pytest.MonkeyPatch) -> Path:
    """An installation that holds the pack of the one rule."""
    path = tmp_path / kept.IN_WHEEL
    path.write_bytes(kept.pack_for_wheel([RuleText("a.rules", _TEXT)]))
    checked.clear()
    monkeypatch.setattr(kept, "resource", lambda name: tmp_path / name)
    return path


def test_rules_in_the_wheel_are_not_checked_again(wheel: Path, checked: list[int]) -> None:
    (rule,) = kept.load_rules([RuleText("a.rules", _TEXT, "/elsewhere")], [])
    assert (rule.code, checked) == ("TST001", [])


def test_other_rules_than_those_in_the_wheel_are_checked(wheel: Path, checked: list[int]) -> None:
    assert len(kept.load_rules([RuleText("a.rules", _TEXT.replace("> 1", "> 2"))], [])) == 1
    assert len(checked) == 1
    own = RuleText("own.rules", _TEXT.replace("TST001", "TST002"))
    assert len(kept.load_rules([RuleText("a.rules", _TEXT)], [own])) == 2
    assert len(checked) == 2


@pytest.mark.parametrize("content", [b"", b"{", b"[1]\n[]"])
def test_a_damaged_wheel_is_checked_again(wheel: Path, checked: list[int], content: bytes) -> None:
    wheel.write_bytes(content)
    assert len(kept.load_rules([RuleText("a.rules", _TEXT)], [])) == 1
    assert len(checked) == 1


@pytest.mark.parametrize("changed", ["a.rules", "codes.csv"])
def test_the_wheel_notices_a_change_of_no_other_size(changed: str, shipped: Path, checked: list[int]) -> None:
    """A rule file, or a file that one names, is compared by what stands in it."""
    table = 'table most (procedure: procedure, units: number)\n  key procedure from "codes.csv"\n'
    (shipped / "a.rules").write_text(_TEXT + table, encoding="utf-8")
    (shipped / "codes.csv").write_text("procedure,units\n99213,1\n", encoding="utf-8")
    (shipped.parent / kept.IN_WHEEL).write_bytes(kept.pack_for_wheel(Shipped()))
    checked.clear()
    kept.load_rules(Shipped(), [])
    assert checked == []
    path = shipped / changed
    path.write_text(path.read_text(encoding="utf-8").replace("> 1", "> 2").replace(",1", ",2"), encoding="utf-8")
    kept.load_rules(Shipped(), [])
    assert len(checked) == 1
