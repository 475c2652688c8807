"""Coverage articles: which procedures need a diagnosis, and which diagnoses will do."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from cleanclaim.reference import Store, Unanswered, known_table
from cleanclaim.reference.known import Asked
from cleanclaim.reference.load import import_files

DAY = dt.date(2026, 11, 2)
PROCEDURES = "article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group\n"
COVERED = "article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group,range,asterisk\n"
NOT_COVERED = COVERED.replace("covered_group", "noncovered_group")


def store(folder: Path, procedures: str, covered: str, not_covered: str = "", release: str = "2026Q4") -> Store:
    """A store with these articles: pairs of article and code in one word each, and a group that is not 1."""
    files = {
        "article_x_hcpc_code.csv": PROCEDURES + _rows(procedures, "{0},1,{1},1,{2}\n"),
        "article_x_icd10_covered.csv": COVERED + _rows(covered, "{0},1,{1},1,{2},,\n"),
        "article_x_icd10_noncovered.csv": NOT_COVERED + _rows(not_covered, "{0},1,{1},1,{2},,\n"),
    }
    for name, text in files.items():
        if text.count("\n") > 1:
            (folder / name).write_text(text, encoding="ascii")
            import_files(folder / "s", [folder / name], release)
    return Store.open(folder / "s")


def _rows(pairs: str, line: str) -> str:
    return "".join(line.format(*pair.split(":"), 1) for pair in pairs.split())


def tables(folder: Path, procedures: str, covered: str, not_covered: str = "") -> tuple[Asked, Asked]:
    opened = store(folder, procedures, covered, not_covered)
    lists, coverage = known_table("coverage-lists", opened), known_table("coverage", opened)
    assert lists is not None
    assert coverage is not None
    return lists, coverage


def test_a_diagnosis_of_any_article_of_the_procedure_is_covered(tmp_path: Path) -> None:
    lists, coverage = tables(tmp_path, "1:J3420 2:J3420 2:96372", "1:D51.0 2:E53.8")
    found = lists.on(("J3420",), DAY)
    assert found is not None
    assert (found.values, found.release.table, found.release.name) == (("J3420", 2), "coverage-lists", "2026Q4")
    for procedure, diagnosis, covered in (
        ("J3420", "D510", True),
        ("J3420", "E538", True),
        ("96372", "D510", False),
        ("96372", "E538", True),
        ("J3420", "R5383", False),
        ("99213", "D510", False),
    ):
        assert (coverage.on((procedure, diagnosis), DAY) is not None) is covered


def test_an_article_without_diagnoses_asks_for_none(tmp_path: Path) -> None:
    lists, _ = tables(tmp_path, "1:J3420 2:J3420 1:96372", "1:D51.0 3:E53.8")
    assert lists.on(("J3420",), DAY) is None  # the second one leaves it open
    assert lists.on(("96372",), DAY) is not None
    assert lists.on(("99213",), DAY) is None


def test_a_group_that_has_no_list_asks_for_none(tmp_path: Path) -> None:
    lists, coverage = tables(tmp_path, "1:J3420 1:96372:2 2:J3424 2:J3424:3 3:J3425:2", "1:D51.0 2:D51.0 3:E53.8:2")
    assert lists.on(("J3420",), DAY) is not None
    assert lists.on(("96372",), DAY) is None  # group 2 of the article, whose one list is of group 1
    assert lists.on(("J3424",), DAY) is None  # in two groups, of which one has a list
    assert lists.on(("J3425",), DAY) is not None
    assert coverage.on(("96372", "D510"), DAY) is not None


def test_a_list_of_what_is_not_covered_names_none_that_is(tmp_path: Path) -> None:
    lists, coverage = tables(tmp_path, "1:J3420 2:96372", "2:D51.0", "1:R53.83")
    assert lists.on(("J3420",), DAY) is None
    assert coverage.on(("J3420", "R5383"), DAY) is None


def test_an_earlier_release_says_that_it_is_one(tmp_path: Path) -> None:
    lists, coverage = tables(tmp_path, "1:J3420", "1:D51.0")
    for found in (lists.on(("J3420",), dt.date(2027, 5, 1)), coverage.on(("J3420", "D510"), dt.date(2027, 5, 1))):
        assert found is not None
        assert found.release.outdated
    with pytest.raises(Unanswered):
        lists.on(("J3420",), dt.date(2026, 9, 30))


def test_the_release_of_the_day_answers(tmp_path: Path) -> None:
    store(tmp_path, "1:J3420", "1:D51.0").close()
    opened = store(tmp_path, "1:J3420", "1:E53.8", release="2027Q1")
    coverage = known_table("coverage", opened)
    assert coverage is not None
    assert coverage.on(("J3420", "D510"), DAY) is not None
    assert coverage.on(("J3420", "D510"), dt.date(2027, 1, 1)) is None


@pytest.mark.parametrize(("procedures", "covered"), [("1:J3420", ""), ("", "1:D51.0")])
def test_both_halves_are_needed(procedures: str, covered: str, tmp_path: Path) -> None:
    opened = store(tmp_path, procedures, covered)
    assert known_table("coverage", opened) is None
    assert known_table("coverage-lists", opened) is None
    assert known_table("coverage", None) is None
