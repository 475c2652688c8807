"""What comes with the program, and how it stands beneath what was imported."""

from __future__ import annotations

import datetime as dt
from importlib.util import find_spec
from pathlib import Path
from xml.etree.ElementTree import iterparse

import pytest

from cleanclaim.reference import Asked, Unanswered, known_table
from cleanclaim.reference.importers.icd10 import sides_of
from cleanclaim.reference.shipped import diagnoses, states_of_zip
from tests.refdata import imported

IN_YEAR, AFTER, BEFORE = dt.date(2026, 5, 4), dt.date(2026, 11, 2), dt.date(2025, 5, 5)


def table(name: str) -> Asked:
    found = known_table(name, None)
    assert found is not None
    return found


def billable(code: str, day: dt.date, of: Asked | None = None) -> object:
    """Y, N, None for no code, or "?" where nobody knows."""
    try:
        found = (of or table("icd-10-cm")).on((code,), day)
    except Unanswered:
        return "?"
    return found and found.values[1]


def is_header(code: str, day: dt.date) -> bool:
    return table("icd-10-cm-headers").on((code,), day) is not None


@pytest.mark.parametrize(
    ("code", "in_year", "after", "before"),
    [
        ("D510", "Y", "Y", "?"),
        ("D51", "N", "N", "N"),
        ("S72001A", "Y", "Y", "?"),
        ("S72001", "N", "N", "?"),
        ("I10", "Y", "Y", "?"),
        ("B10", "N", "N", "N"),  # a section of one category has its code as well
        ("D515", None, "?", "?"),
        ("Q9999", None, "?", "?"),
        ("ZZZZZ", None, "?", "?"),
        ("", None, "?", "?"),
        ("A00-A09", None, "?", "?"),
    ],
)
def test_a_code_is_unknown_only_in_its_fiscal_year(code: str, in_year: object, after: object, before: object) -> None:
    assert [billable(code, day) for day in (IN_YEAR, AFTER, BEFORE)] == [in_year, after, before]


def test_headers_are_headers_after_their_year_too() -> None:
    assert [is_header("D51", day) for day in (IN_YEAR, AFTER, BEFORE)] == [True, True, True]
    assert [is_header("S72001", day) for day in (IN_YEAR, AFTER, BEFORE)] == [True, True, False]
    assert not any(is_header("D510", day) for day in (IN_YEAR, AFTER, BEFORE))
    found = table("icd-10-cm-headers").on(("D51",), AFTER)
    assert found is not None and not found.release.outdated  # as true as before, so no reason for a milder word


def test_imported_headers_last_as_well(tmp_path: Path) -> None:
    headers = imported(tmp_path / "s", "icd10cm_order_2027.txt").table("icd-10-cm-headers")
    assert headers is not None
    found = headers.on(("D51",), dt.date(2028, 1, 1))
    assert found is not None and found.release == ("icd-10-cm-headers", "2027", False, False)


def test_the_release_and_its_days() -> None:
    found = diagnoses()
    assert found is not None
    assert found.days == ("2026-04", 20251001, 20260930)
    row = table("icd-10-cm").on(("D510",), dt.date(2026, 10, 1))
    assert row is not None and row.release.outdated and row.release.name == "2026-04"


def test_every_code_of_the_list_is_known_and_every_header_has_parts() -> None:
    found = diagnoses()
    assert found is not None
    codes = {code for code in found._text.split() if "-" not in code and not code.isdigit()}
    assert len(codes) > 98_000
    headers = {code[:size] for code in codes for size in range(3, len(code))} & codes
    asked = [code for code in sorted(codes) if code[0] in "BCDS"]
    assert [code for code in asked if billable(code, IN_YEAR) != ("N" if code in headers else "Y")] == []


def test_what_was_imported_goes_first(tmp_path: Path) -> None:
    both = known_table("icd-10-cm", imported(tmp_path / "s", "icd10cm_order_2027.txt"))
    assert both is not None
    assert billable("D510", AFTER, both) == "Y"
    assert billable("E119", AFTER, both) is None  # the imported release is of that day, and lacks it
    assert billable("E119", IN_YEAR, both) == "Y"
    assert billable("D519", dt.date(2027, 10, 1), both) == "Y"  # both have ended; the shipped one knows it
    found = both.on(("D510",), dt.date(2027, 10, 1))
    assert found is not None and (found.release.name, found.release.outdated) == ("2027", True)


def test_what_is_shipped_answers_where_the_imported_release_has_ended(tmp_path: Path) -> None:
    both = known_table("icd-10-cm", imported(tmp_path / "s", "icd10cm_order_2027.txt", release="2025"))
    assert both is not None
    found = both.on(("D510",), IN_YEAR)
    assert found is not None and (found.release.name, found.release.outdated) == ("2026-04", False)
    assert billable("D515", IN_YEAR, both) is None
    assert billable("D510", dt.date(2025, 1, 2), both) == "Y"


def test_places_and_their_days() -> None:
    places = table("place-of-service")
    assert places.on(("11",), BEFORE) is not None
    assert places.on(("28",), BEFORE) is None
    assert places.on(("27",), dt.date(2023, 9, 30)) is None
    assert places.on(("27",), dt.date(2023, 10, 1)) is not None


def test_states_and_zip_prefixes() -> None:
    assert table("states").on(("PR",), BEFORE) is not None
    assert table("states").on(("XX",), BEFORE) is None
    assert table("zip-prefixes").on(("627", "IL"), BEFORE) is not None
    assert table("zip-prefixes").on(("627", "OH"), BEFORE) is None
    assert states_of_zip("627010001") == {"IL"}
    assert states_of_zip("06390") == {"CT", "NY"}
    assert states_of_zip("00099") == frozenset()
    assert {state for prefix in range(1000) for state in states_of_zip(f"{prefix:03}")} >= {"AK", "WY", "DC", "GU"}


def test_what_nobody_has_is_absent() -> None:
    assert known_table("ncci-ptp", None) is None


# ------------------------------------------------------------------------------ sides


def sides(code: str) -> str:
    return "".join(side for side in "RL" if table("icd-10-cm-sides").on((code, side), IN_YEAR) is not None)


def test_sides_are_those_of_the_descriptions() -> None:
    """The list is what the descriptions of the codes say that it was made from, and no more."""
    spec = find_spec("simple_icd_10_cm")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    (path,) = Path(spec.submodule_search_locations[0]).glob("data/icd10c-tabular-*.xml")
    codes = 0
    for _, node in iterparse(path):
        if node.tag == "diag" and (name := node.findtext("name", "").replace(".", ""))[:1] in "HMS" and len(name) > 3:
            codes += 1
            assert sides(name) == sides_of(node.findtext("desc", "")), name
    assert codes > 19_000


def test_a_side_is_said_by_the_first_characters() -> None:
    said = {"S52501A": "R", "M1712": "L", "M170": "RL", "M179": "", "I10": "", "": "", "Z96651": ""}
    assert {code: sides(code) for code in said} == said
