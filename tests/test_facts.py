"""Facts of billing that a linter must get right: what is often read and wrong, and what must stay silent.

A service is written as its procedure with modifiers, and its units behind a star: `J3425:JW*10`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import pytest

from cleanclaim.findings import Finding
from cleanclaim.resources import resource
from tests.claims import HEAD, claim_file
from tests.linting import findings_of

DAY = "20250115"
MULTI_DOSE = ("LIN**N4*00591288830", "CTP****1*ML")  # a vial of 30 mL
THREE_HALVES = ("LIN**N4*00517003125", "CTP****1.5*ML")  # 1500 mcg in vials of 1000 mcg


def claim(
    *services: str,
    place: str = "11",
    filing: str = "CI",
    diagnoses: tuple[str, ...] = ("D510",),
    after: Mapping[int, Iterable[str]] | None = None,
    days: Mapping[int, str] | None = None,
    notes: tuple[str, ...] = (),
    frequency: str = "1",
) -> str:
    """A file with one claim; `after` has segments of a line, `days` its date, both by its number."""
    segments = [f"CLM*A1*{40 * len(services)}***{place}:B:{frequency}*Y*A*Y*Y", *notes]
    segments.append("*".join(["HI", *(f"{'ABF' if at else 'ABK'}:{code}" for at, code in enumerate(diagnoses))]))
    if filing == "MB":
        segments.append("NM1*82*1*HILL*ANN****XX*1999000023")
    if place in {"21", "22", "23"}:
        segments += ["NM1*77*2*INVENTED HOSPITAL", "N3*9 INVENTED AVE", "N4*SPRINGFIELD*IL*627010002"]
    for number, service in enumerate(services, 1):
        procedure, _, units = service.partition("*")
        day = (days or {}).get(number, DAY)
        segments += [
            f"LX*{number}",
            f"SV1*HC:{procedure}*40*UN*{units or 1}***1",
            f"DTP*472*{'RD8' if '-' in day else 'D8'}*{day}",
            *(after or {}).get(number, ()),
        ]
    head = HEAD.replace("*CI~", f"*{filing}~")
    return claim_file(*segments, head=head.replace("INV0001", "1EG4TE5MK73") if filing == "MB" else head)


def said(text: str) -> list[tuple[str, int | None, str]]:
    """The rules that speak, the lines that they speak of, and how grave it is."""
    return [(finding.rule, finding.service_line, finding.severity) for finding in findings_of(text)]


def only(text: str) -> Finding:
    """The one finding."""
    (finding,) = findings_of(text)
    return finding


def texts_of_rules() -> str:
    """Everything that the shipped rules say."""
    return "\n".join(path.read_text("utf-8") for path in sorted(resource("rules").rglob("*.rules")))


# ------------------------------------------------------------------- what is often read and wrong


def test_a_unit_of_j3425_is_ten_micrograms() -> None:
    finding = only(claim("96372", "J3425*1"))
    assert (finding.rule, finding.service_line) == ("UNT001", 2)
    assert "1 unit of J3425 would be 10 mcg" in finding.message
    assert said(claim("96372", "J3425*100")) == []
    assert "1 mg per unit" not in texts_of_rules()


@pytest.mark.parametrize("visit", ["99211", "99211:25", "99211:59", "99211:25:59"])
@pytest.mark.parametrize("column_1", ["96372", "96360", "96365", "96374", "96401"])
def test_25_does_not_rescue_99211(visit: str, column_1: str) -> None:
    text = claim(visit, column_1, "J1885", filing="MB")
    finding = next(found for found in findings_of(text) if found.rule != "MOD112")  # 59 does not belong there either
    assert (finding.rule, finding.service_line, finding.severity) == (
        "INJ001" if column_1 == "96372" else "NCC001", 1, "error",
    )  # fmt: skip
    assert "no modifier changes that" in finding.message
    assert "25 to 99211" not in finding.suggestion


def test_59_is_no_routine_companion_of_the_injection() -> None:
    assert said(claim("99213:25", "96372", "J3420")) == []
    assert said(claim("96372", "J3420")) == []
    assert said(claim("99213", "96372:59", "J3420")) == [("MOD102", 2, "warning")]
    assert said(claim("99213", "96372:XU", "J3420")) == [("MOD102", 2, "warning")]
    for line in texts_of_rules().splitlines():
        if line.strip().startswith("suggest") and "59 to " in line:
            assert "only if the record" in line


def test_both_codes_are_not_always_billed() -> None:
    assert said(claim("96372")) == [("INJ003", 1, "info")]
    assert said(claim("J3420")) == [("INJ002", 1, "warning")]
    assert said(claim("J3420", place="22")) == []


def test_the_injection_does_not_exclude_infusions() -> None:
    assert said(claim("96365", "J1756*200", "96372:XU", "J3420", filing="MB")) == []
    finding = only(claim("96365", "J1756*200", "96372", "J3420", filing="MB"))
    assert (finding.rule, finding.service_line, finding.severity) == ("NCC003", 3, "error")
    assert "unless it has 59, XE, XP, XS or XU" in finding.message


@pytest.mark.parametrize("code", ["D51", "D51X"])
def test_d51_with_an_x_is_no_code(code: str) -> None:
    assert said(claim("99213", diagnoses=(code,))) == [("DXP005", None, "error")]


@pytest.mark.parametrize("code", ["D510", "D511", "D512", "D513", "D518", "D519", "E538"])
def test_the_codes_of_the_deficiency_are_billable_reasons(code: str) -> None:
    assert said(claim("96372", "J3420", diagnoses=(code,))) == []


def test_e538_is_no_deficiency_of_the_b_complex() -> None:
    assert "complex" not in texts_of_rules().lower().replace("office visit complexity", "")


def test_two_units_of_j3420_are_never_without_a_word_about_the_mue() -> None:
    """1500 mcg make two units right by arithmetic: still a warning, and never advice to bill two."""
    finding = only(claim("96372", "J3420*2", filing="MB", after={2: THREE_HALVES}))
    assert (finding.rule, finding.service_line, finding.severity) == ("MUE001", 2, "warning")
    assert "expected at most 1 unit of J3420 on one day (MUE, 2024Q3, MAI 3)" in finding.message
    assert "2 units" not in finding.suggestion
    assert said(claim("96372", "J3420", after={2: THREE_HALVES})) == []


# ------------------------------------------------------------------- what must stay silent


def test_d510_with_e538_is_silent() -> None:
    assert said(claim("99213", diagnoses=("D510", "E538"))) == []


@pytest.mark.parametrize("filing", ["MB", "MC", "CI"])
def test_the_injection_with_a_vaccine_is_silent(filing: str) -> None:
    assert said(claim("96372", "J3420", "90471", "90686", filing=filing, diagnoses=("D510", "Z23"))) == []


@pytest.mark.parametrize("modifier", ["59", "76", "XS"])
def test_two_administrations_with_a_modifier_are_silent(modifier: str) -> None:
    assert said(claim("96372", f"96372:{modifier}", "J1885*2", filing="MB")) == []
    assert said(claim("96372", "96372", "J1885*2", filing="MB")) == [("DUP001", 2, "warning")]


@pytest.mark.parametrize("modifier", ["59", "XE", "XP", "XS", "XU"])
def test_an_infusion_with_a_modifier_on_the_injection_is_silent(modifier: str) -> None:
    assert said(claim("96374", "J1885*2", f"96372:{modifier}", "J3420", filing="MB")) == []


def test_a_multi_dose_container_without_jz_is_silent() -> None:
    assert said(claim("96372", "J3425*100", filing="MB", after={2: MULTI_DOSE})) == []
    assert said(claim("96372", "J3425:JZ*100", filing="MB", after={2: MULTI_DOSE})) == [("MOD136", 2, "warning")]


def test_the_container_decides_over_jz() -> None:
    """One code in two containers: only the vial that is known to hold a single dose needs JZ, from July 2023 on."""
    vial = {2: ("LIN**N4*00517234010", "CTP****5*ML")}
    for day, severity in {"20230630": "", "20230701": "warning", "20230930": "warning", "20231001": "error"}.items():
        found = said(claim("96365", "J1756*100", filing="MB", after=vial, days={1: day, 2: day}))
        assert found == ([("MOD134", 2, severity)] if severity else [])
    assert said(claim("96365", "J1756:JZ*100", filing="MB", after=vial)) == []
    assert said(claim("96365", "J1756*100", filing="CI", after=vial)) == []


@pytest.mark.parametrize("drug", ["J3420", "J1885", "J1756*100", "J3425*100"])
def test_jz_is_never_asked_for_by_the_procedure_code_alone(drug: str) -> None:
    given = "96365" if drug.startswith("J1756") else "96372"
    assert said(claim(given, drug, filing="MB")) == []


@pytest.mark.parametrize(
    "text",
    [
        claim("96372", after={1: ("NTE*ADD*PATIENT SUPPLIED DRUG",)}),
        claim("96372", notes=("NTE*ADD*DRUG SUPPLIED BY PATIENT",)),
        claim("96372:::::PATIENT SUPPLIED DRUG"),
        claim("96372", notes=("NTE*ADD*PATIENTS OWN SUPPLY",)),
    ],
    ids=["note of the line", "note of the claim", "SV101-7", "own supply"],
)
def test_a_drug_that_the_patient_supplied_is_silent(text: str) -> None:
    assert said(text) == []


def test_a_diagnosis_that_nobody_points_to_is_silent() -> None:
    assert said(claim("99213", diagnoses=("D510", "R5383", "I10"))) == []


def test_quantities_of_the_ndc_are_no_units() -> None:
    assert said(claim("96372", "J3420", after={2: ("LIN**N4*00517003125", "CTP****0.1*ML")})) == []


@pytest.mark.parametrize("day", ["20250115-20250115", "20250114-20250115"])
def test_ranges_of_dates_are_silent(day: str) -> None:
    assert said(claim("97110", days={1: day})) == []


# ------------------------------------------------------------------- what the guide reports is not said again


@pytest.mark.parametrize("pointers", ["0", "13", "1:13"])
def test_a_pointer_that_is_no_position_is_one_finding(pointers: str) -> None:
    assert said(claim("99213").replace("UN*1***1~", f"UN*1***{pointers}~")) == [("IG036", 1, "error")]


def test_a_fifth_pointer_is_one_finding() -> None:
    text = claim("99213", diagnoses=("D510", "E538", "I10", "E119", "R5383"))
    assert said(text.replace("UN*1***1~", "UN*1***1:2:3:4:5~")) == [("IG032", 1, "error")]


def test_a_thirteenth_diagnosis_is_one_finding() -> None:
    codes = tuple(f"I{number}0" for number in range(10, 23))
    assert said(claim("99213", diagnoses=codes)) == [("IG032", None, "error")]


@pytest.mark.parametrize(("old", "new"), [("ABK:D510", "ABF:D510"), ("ABF:E538", "ABK:E538")])
def test_qualifiers_out_of_order_are_one_finding(old: str, new: str) -> None:
    text = claim("99213", diagnoses=("D510", "E538")).replace(old, new)
    assert said(text) == [("IG036", None, "error")]


@pytest.mark.parametrize("modifier", ["76", "77", "59", "91", "XE", "XP", "XS", "XU"])
def test_a_line_that_says_that_it_was_repeated_is_no_duplicate(modifier: str) -> None:
    twice = f"85025:{modifier}"
    assert "DUP001" not in {rule for rule, _, _ in said(claim(twice, twice))}
    assert [rule for rule, _, _ in said(claim("85025", "85025"))] == ["DUP001"]
