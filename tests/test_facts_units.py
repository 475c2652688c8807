"""Facts of units: what a unit of each B12 drug is, what NDC quantities say of it, and how MUE limits count."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from cleanclaim.resources import resource
from tests.test_facts import claim, only, said

ML, VIAL = ("LIN**N4*00591288830", "CTP****{}*ML"), ("LIN**N4*50633031011", "CTP****{}*UN")
CYANOCOBALAMIN = ("LIN**N4*00517003125", "CTP****{}*ML")


def product(segments: tuple[str, str], quantity: str) -> dict[int, tuple[str, ...]]:
    """A product and its quantity for the second line."""
    return {2: tuple(segment.format(quantity) for segment in segments)}


@pytest.mark.parametrize(("given", "drug"), [("96372", "J3425*100"), ("96372", "J3420*1"), ("96365", "J3424*200")])
def test_usual_doses_are_silent_without_an_ndc(given: str, drug: str) -> None:
    assert said(claim(given, drug)) == []


@pytest.mark.parametrize("units", [1, 5, 50, 99, 101, 1000])
def test_units_of_j3425_are_checked_by_its_product(units: int) -> None:
    finding = only(claim("96372", f"J3425*{units}", after=product(ML, "1")))
    assert (finding.rule, finding.severity) == ("UNT005", "error")
    assert finding.message.startswith("expected 100 units of J3425 for 1 ML of NDC 00591288830 (1000 mcg), found ")
    assert [mark.element for mark in (finding.mark, *finding.related)] == ["SV104", "CTP04"]


@pytest.mark.parametrize(("quantity", "units"), [("1", 100), ("0.5", 50), ("3", 300), ("0.01", 1)])
def test_units_of_j3425_that_agree_are_silent(quantity: str, units: int) -> None:
    found = said(claim("96372", f"J3425*{units}", after=product(ML, quantity)))
    assert found == ([("UNT001", 2, "warning")] if units == 1 else [])


@pytest.mark.parametrize("quantity", ["0.1", "0.5", "1"])
def test_any_dose_up_to_1000_mcg_is_one_unit_of_j3420(quantity: str) -> None:
    assert said(claim("96372", "J3420", after=product(CYANOCOBALAMIN, quantity))) == []
    assert only(claim("96372", "J3420*2", after=product(CYANOCOBALAMIN, quantity))).rule == "UNT005"


@pytest.mark.parametrize("quantity", ["1.5", "2", "4.9"])
def test_more_units_of_j3420_are_never_advised(quantity: str) -> None:
    assert said(claim("96372", "J3420", after=product(CYANOCOBALAMIN, quantity))) == []


def test_a_vial_of_j3424_is_two_hundred_units() -> None:
    assert said(claim("96365", "J3424*200", after=product(VIAL, "1"))) == []
    assert only(claim("96365", "J3424*5", after=product(VIAL, "1"))).rule == "UNT005"


def test_an_intravenous_product_is_not_the_intramuscular_code() -> None:
    assert said(claim("96372", "J3425*100", after=product(VIAL, "1"))) == [("UNT006", 2, "warning")]


def test_every_product_of_the_table_agrees_with_what_its_code_is() -> None:
    """Ten units of a product are silent with the units that they make, and an error with one unit more."""
    per_unit = {"J3420": Decimal(1000), "J3424": Decimal(25_000), "J3425": Decimal(10)}
    factor = {"mcg": 1, "mg": 1000, "g": 1_000_000}
    with resource("rules", "tables", "ndc_strength.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(line for line in stream if not line.startswith("#")))
    assert len(rows) > 15
    for row in rows:
        number, unit = row["holds"].split()
        units = Decimal(10 * factor[unit]) * Decimal(number) / per_unit[row["procedure"]]
        segments = {2: (f"LIN**N4*{row['ndc']}", f"CTP****10*{row['ndc_unit']}")}
        days = {1: "20260105", 2: "20260105"}
        given = "96365" if row["procedure"] == "J3424" else "96372"
        text = claim(given, f"{row['procedure']}*{units:f}", after=segments, days=days)
        assert {rule for rule, _, _ in said(text.replace("20250131", "20260131"))} <= {"MUE001", "DAT002", "UNT003"}
        wrong = claim(given, f"{row['procedure']}*{units + 1:f}", after=segments, days=days)
        assert "UNT005" in {rule for rule, _, _ in said(wrong)}


# ------------------------------------------------------------------- how MUE limits count


def test_the_mue_counts_the_day_over_lines_and_modifiers() -> None:
    assert said(claim("96372*2", "96372:59*2", "J1885*4")) == []
    assert [rule for rule, _, _ in said(claim("96372*2", "96372:59*3", "J1885*4"))] == ["MUE001"]
    assert only(claim("96372*2", "96372:59*3", "J1885*4")).service_line == 2


def test_the_mue_counts_days_and_ranges_apart() -> None:
    days = {1: "20250115-20250117", 2: "20250115"}
    assert said(claim("96372*12", "J1885*2", days=days)) == []
    assert [rule for rule, _, _ in said(claim("96372*13", "J1885*2", days=days))] == ["MUE002"]


def test_j3425_has_no_published_mue() -> None:
    assert said(claim("96372", "J3425*900")) == []


@pytest.mark.parametrize("filing", ["MB", "MC", "CI"])
def test_an_mue_that_can_be_appealed_is_a_warning(filing: str) -> None:
    assert said(claim("96372", "J3420*2", filing=filing)) == [("MUE001", 2, "warning")]


@pytest.mark.parametrize("units", ["4000", "5000", "400000"])
def test_a_dose_of_many_digits_is_told_in_grams(units: str) -> None:
    """Nine digits in micrograms would be drawn as dots, as a number of somebody could be."""
    finding = only(claim("96365", f"J3424*{units}"))
    assert finding.rule == "UNT003"
    assert f"would be {int(units) // 40} g" in finding.message


@pytest.mark.parametrize(
    ("text", "other"),
    [
        (claim("96365", "J3424*5000"), "mcg"),
        (claim("96365", "J3424*5000", after=product(VIAL, "1")), "mcg"),
        (claim("96372", "J3425*1000"), " g"),
        (claim("96372", "J3425*1000", after=product(ML, "1")), " g"),
    ],
)
def test_a_message_has_one_measure_of_doses(text: str, other: str) -> None:
    assert other not in only(text).message


@pytest.mark.parametrize(
    ("units", "found"), [("2", 1), ("2.9", 1), ("3", 0), ("5", 0), ("6", 1), ("9.5", 1), ("10", 0)]
)
def test_few_units_of_j3425_are_told_but_for_the_small_doses_of_its_label(units: str, found: int) -> None:
    text = claim("96372", f"J3425*{units}")
    assert said(text) == [("UNT001", 2, "warning")] * found


@pytest.mark.parametrize("filing", ["MB", "MC", "CI"])
@pytest.mark.parametrize(
    ("service", "drug"), [("99213*1.5", "85025"), ("96372*0.5", "J3420"), ("J3425*12.5", "96372")]
)
def test_a_part_of_a_unit_is_told(service: str, drug: str, filing: str) -> None:
    found = said(claim(service, drug, filing=filing))
    assert [one for one in found if one[0] != "SIT071"] == [("SIT158", 1, "warning")]


@pytest.mark.parametrize("unit", ["F2", "GR", "ME"])
@pytest.mark.parametrize("quantity", ["1", "1000"])
def test_a_solution_is_counted_in_milliliters(quantity: str, unit: str) -> None:
    segments = {2: ("LIN**N4*00517003125", f"CTP****{quantity}*{unit}")}
    assert said(claim("96372", "J3420", after=segments)) == [("UNT013", 2, "warning")]


@pytest.mark.parametrize("filing", ["MB", "MC", "CI"])
@pytest.mark.parametrize("vaccine", ["90715", "90686"])
def test_an_injection_code_is_no_vaccine_administration(vaccine: str, filing: str) -> None:
    found = claim("96372", vaccine, filing=filing, diagnoses=("Z23",))
    assert said(found) == [("INJ009", 1, "warning")]
    assert said(claim("90471", vaccine, filing=filing, diagnoses=("Z23",))) == []


def test_one_unit_is_no_units() -> None:
    assert only(claim("96372", "J3425*1", after=product(ML, "0.02"))).message.endswith("found 1 (10 mcg)")
    assert only(claim("96372", "J3425*2", after=product(ML, "0.01"))).message.startswith("expected 1 unit of J3425 ")


# ------------------------------------------------------------------- who gave a drug, and who supplied it


@pytest.mark.parametrize("visit", ["T1015", "G0467", "T1002", "S9123", "99601"])
def test_what_is_paid_as_a_whole_has_the_injection_in_it(visit: str) -> None:
    assert said(claim(visit, "J3420")) == []


@pytest.mark.parametrize("note", ["PATIENT BROUGHT OWN MEDICATION", "Medication provided by patient", "BROWN BAG"])
def test_a_note_says_in_other_words_who_supplied_the_drug(note: str) -> None:
    assert said(claim("96372", after={1: (f"NTE*ADD*{note}",)})) == []
    assert said(claim("96372", notes=(f"NTE*ADD*{note}",))) == []
    assert said(claim(f"96372:::::{note}")) == []
    assert said(claim("96372", notes=("NTE*ADD*LEFT ARM",))) == [("INJ003", 1, "info")]


@pytest.mark.parametrize("visit", ["G0508", "G0509", "S9083"])
def test_25_belongs_on_consultations_and_urgent_care(visit: str) -> None:
    assert said(claim(f"{visit}:25")) == []


@pytest.mark.parametrize("unit", ["ML", "UN"])
def test_micrograms_are_no_millilitres(unit: str) -> None:
    segments = ("LIN**N4*00517003125", "CTP****{}*" + unit)
    finding = only(claim("96372", "J3420", after=product(segments, "1000")))
    assert (finding.rule, finding.mark.element) == ("UNT007", "CTP04")
    assert "hold 1000000 mcg" in finding.message
    assert said(claim("96372", "J3420", after=product(segments, "4"))) == []
    assert said(claim("96372", "J3420", after=product(segments, "10"))) == [("UNT012", 2, "warning")]
