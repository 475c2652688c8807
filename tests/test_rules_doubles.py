"""What is one fault for a biller is one finding, of the rule that is nearest to it and says all there is to do."""

from __future__ import annotations

import pytest

from cleanclaim.catalogue import Catalogue, load
from cleanclaim.reference import Store
from cleanclaim.reference.load import import_files
from tests.claims import HEAD, claim_file
from tests.test_facts import claim, only, said
from tests.test_rules_tables import found_in


@pytest.mark.parametrize(
    ("services", "rule", "line", "severity"),
    [
        (("99213:59:XU", "20610"), "MOD112", 1, "warning"),
        (("99213:XE:XS", "20610"), "MOD112", 1, "warning"),
        (("20610:59:XE:XS",), "MOD103", 1, "warning"),
        (("20610:XE:XS",), "MOD104", 1, "warning"),
        (("20610:XS:XS",), "MOD120", 1, "error"),
        (("96372:JW:JZ", "J1885"), "MOD131", 1, "error"),
        (("96372", "J1885:JW:JZ"), "MOD130", 2, "error"),
        (("99213:JZ",), "MOD131", 1, "warning"),
        (("99213:59:59",), "MOD112", 1, "warning"),
        (("96372:25:25", "J1885"), "MOD110", 1, "warning"),
        (("20610:57:57",), "MOD111", 1, "warning"),
        (("99213", "96372:59:59", "J1885"), "MOD102", 2, "warning"),
        (("96372:JW:JW", "J1885"), "MOD131", 1, "error"),
        (("96372:59:59:XU", "J1885"), "MOD103", 1, "warning"),
        (("20610:XE:XE:XS",), "MOD104", 1, "warning"),
        (("20610:JW:JZ",), "MOD131", 1, "warning"),
    ],
)
def test_modifiers_that_do_not_belong_are_one_finding(
    services: tuple[str, ...], rule: str, line: int, severity: str
) -> None:
    assert said(claim(*services)) == [(rule, line, severity)]


def test_the_one_finding_says_all_that_is_to_be_done() -> None:
    assert only(claim("99213:59:XU", "20610")).suggestion.startswith("remove each of 59, XE, XP, XS and XU;")
    assert only(claim("96372:JW:JZ", "J1885")).suggestion.startswith("remove JW and JZ from 96372;")
    assert only(claim("20610:XE:XS")).message == "expected only one of XE, XP, XS and XU on 20610, found XE, XS"


def test_jz_on_the_injection_before_it_existed_is_one_finding() -> None:
    early = {1: "20221231", 2: "20221231"}
    late = ("SIT073", None, "info")  # the claim comes years after
    assert said(claim("96372:JZ", "J1885", days=early)) == [late, ("MOD131", 1, "error")]
    assert said(claim("96372", "J1885:JZ", days=early)) == [late, ("MOD132", 2, "error")]


@pytest.mark.parametrize(
    ("pointers", "rules"),
    [
        ("5:5", ["DXP001"]),
        ("1:5:5", ["DXP001"]),
        ("1:1", ["DXP002"]),
        ("1:1:5", ["DXP001", "DXP002"]),  # two faults: each is to be corrected
        ("1:2", []),
    ],
)
def test_a_pointer_to_nothing_is_not_repeated_as_well(pointers: str, rules: list[str]) -> None:
    text = claim("99213", diagnoses=("D510", "E538")).replace("*UN*1***1~", f"*UN*1***{pointers}~")
    assert sorted(rule for rule, _, _ in said(text)) == rules


@pytest.mark.parametrize(
    ("diagnoses", "rules"),
    [
        (("E11.",), ["DXP003"]),
        (("M99.",), ["DXP003"]),
        (("I10.",), ["DXP003"]),
        (("e11.",), ["DXP003"]),
        (("D51.",), ["DXP005"]),
        (("D51.X",), ["DXP005"]),
        (("E11.9", "E11"), ["DXP003", "EXT101"]),  # two faults: each is to be corrected
        (("D51.", "E11."), ["DXP003", "DXP005"]),
        (("E11.", "M99"), ["DXP003", "EXT101"]),
        (("e11",), ["EXT101", "EXT111"]),
        (("E11.9",), ["DXP003"]),
    ],
)
def test_a_diagnosis_that_ends_at_its_point_is_one_finding(diagnoses: tuple[str, ...], rules: list[str]) -> None:
    assert sorted(rule for rule, _, _ in said(claim("99213", diagnoses=diagnoses))) == rules


def test_a_diagnosis_that_ends_at_its_point_is_told_to_be_sent_whole() -> None:
    assert "send all of the code" in only(claim("99213", diagnoses=("E11.",))).suggestion


IM_VIAL = ("LIN**N4*00591288830", "CTP****1*ML")  # hydroxocobalamin, J3425; a vial of 30 mL
B12_VIAL = ("LIN**N4*00517003125", "CTP****1*ML")  # cyanocobalamin, J3420
IV_KIT = ("LIN**N4*50633031011", "CTP****1*UN")  # hydroxocobalamin, J3424


@pytest.mark.parametrize(
    ("services", "product", "severity"),
    [
        (("96372", "J3425"), B12_VIAL, "warning"),
        (("96372", "J3425*1000"), B12_VIAL, "warning"),
        (("96372", "J3425*99999"), B12_VIAL, "warning"),
        (("96372", "J3420*2"), IM_VIAL, "warning"),
        (("96372", "J3420*100"), IM_VIAL, "error"),
        (("96372", "J3420*0.5"), IM_VIAL, "error"),
        (("96372", "J3424"), IM_VIAL, "warning"),
        (("96372", "J3424*100"), IM_VIAL, "warning"),
        (("96365", "J3425*200"), IV_KIT, "warning"),
    ],
)
def test_the_code_of_another_product_is_one_finding(
    services: tuple[str, ...], product: tuple[str, ...], severity: str
) -> None:
    assert said(claim(*services, after={2: product})) == [("UNT006", 2, severity)]


@pytest.mark.parametrize(
    ("services", "found"),
    [
        (("96372", "J3420:JZ"), [("MOD136", 2)]),
        (("96372", "J3420:JW"), [("MOD136", 2)]),
        (("96372", "J3420:JW:JZ"), [("MOD130", 2)]),
    ],
)
def test_discarded_from_a_multi_dose_container_is_one_finding(
    services: tuple[str, ...], found: list[tuple[str, int]]
) -> None:
    vial = ("LIN**N4*00143962010", "CTP****1*ML")
    assert [one[:2] for one in said(claim(*services, filing="MB", after={2: vial}))] == found
    early = {1: "20221231", 2: "20221231"}
    before = [one[:2] for one in said(claim(*services, filing="MB", days=early, after={2: vial})) if one[1]]
    assert before == [("MOD132" if "JZ" in services[1] else "MOD136", 2)]


def test_waste_from_a_multi_dose_container_is_one_finding_wherever_it_stands() -> None:
    vial = ("LIN**N4*00143962010", "CTP****1*ML")
    before = claim("96372", "J3420:JW", "J3420", filing="MB", after={2: vial, 3: vial})
    assert said(before) == [("MOD136", 2, "warning")]
    behind = claim("96372", "J3420", "J3420:JW", filing="MB", after={2: vial, 3: vial})
    assert said(behind) == [("MOD136", 3, "warning")]
    assert said(claim("96372", "J3420:JW", "J3420", filing="MB")) == [("MUE001", 3, "warning")]


@pytest.mark.parametrize(
    "services",
    [
        ("36591", "96372", "J1885"),
        ("99213", "96372", "J1885"),
        ("99211", "96372", "J1885"),
        ("99213:59", "96372", "J1885"),
        ("99213", "96372:59", "J1885"),
        ("99213", "96372:25", "J1885"),
        ("99283", "96372", "J1885"),
        ("96365", "96372", "J1885"),
        ("20610", "96372*5", "J1885"),
    ],
)
def test_an_injection_in_a_hospital_is_one_finding(services: tuple[str, ...]) -> None:
    assert said(claim(*services, place="22", filing="MB")) == [("POS001", 2, "error")]


@pytest.mark.parametrize("modifier", ["25", "57"])
@pytest.mark.parametrize(
    ("first", "rule", "line"),
    [
        ("99211", "INJ001", 1),
        ("99211:25", "INJ001", 1),
        ("36591", "NCC005", 1),
        ("99213", "MOD101", 1),
        ("99283", "NCC002", 2),
        ("20610", "NCC003", 2),
        ("96365", "NCC003", 2),
        ("99231", "NCC004", 2),
    ],
)
def test_a_visit_modifier_on_the_injection_is_one_finding(first: str, rule: str, line: int, modifier: str) -> None:
    assert [one[:2] for one in said(claim(first, f"96372:{modifier}", "J1885"))] == [(rule, line)]


@pytest.mark.parametrize(
    ("services", "found"),
    [
        (("99213:25", "96372:57", "J1885"), [("MOD111", 2)]),
        (("20610", "96372:59:25", "J1885"), [("MOD110", 2)]),
        (("20610:59", "96372:57", "J1885"), [("MOD111", 2)]),
        (("99213", "96372", "J1885:25"), [("MOD101", 1)]),
        (("99213", "96372", "J1885:57"), [("MOD101", 1)]),
        (("99213", "96372:59:XU", "J1885"), [("MOD102", 2)]),
        (("99213", "96372:XE:XS", "J1885"), [("MOD102", 2)]),
        (("99211:25:59", "96372", "J1885"), [("INJ001", 1)]),
        (("99211:59", "96372", "J1885"), [("INJ001", 1)]),
        (("99231:25:59", "96372", "J1885"), [("NCC004", 2)]),
        (("99213:25:59", "96372", "J1885"), [("MOD112", 1)]),
        (("99213", "99213", "96372", "J1885"), [("MOD101", 1), ("DUP001", 2)]),
        (("99211", "99211", "96372", "J1885"), [("INJ001", 1), ("DUP001", 2)]),
        (("99283", "96372", "96372", "J1885"), [("NCC002", 2), ("DUP001", 3)]),
        (("96372", "20610", "96372", "J1885"), [("NCC003", 1), ("DUP001", 3)]),
        (("99231", "96372", "96372", "J1885"), [("NCC004", 2), ("DUP001", 3)]),
        (("36591", "36591", "96372", "J1885"), [("NCC005", 1), ("DUP001", 2)]),
        (("99211", "99211", "96365", "J1756*200"), [("NCC001", 1), ("DUP001", 2)]),
        (("99283", "96372:76", "96372:76", "J1885"), [("NCC002", 2), ("NCC002", 3)]),
        (("96372:JZ", "96372:JW", "J1885"), [("MOD131", 1), ("MOD131", 2)]),
    ],
)
def test_each_mistake_around_an_injection_is_told_once(
    services: tuple[str, ...], found: list[tuple[str, int]]
) -> None:
    assert sorted(one[:2] for one in said(claim(*services))) == sorted(found)


def test_a_line_that_was_copied_with_its_number_is_one_finding() -> None:
    number = {1: ("REF*6R*L1",), 2: ("REF*6R*L1",)}
    assert said(claim("85025", "85025", after=number)) == [("DUP001", 2, "error")]
    assert said(claim("85025", "85025", after={1: ("REF*6R*L1",), 2: ("REF*6R*L2",)})) == [("DUP001", 2, "warning")]
    assert said(claim("85025", "80053", after=number)) == [("SIT063", 2, "error")]


VISIT = (
    "CLM*A1*40***11:B:1*Y*A*Y*Y",
    "HI*ABK:D510",
    "NM1*82*1*HILL*ANN****XX*1999000023",
    "LX*1",
    "SV1*HC:99213*40*UN*1***1",
    "DTP*472*D8*20250115",
)


@pytest.mark.parametrize(
    ("second", "found"),
    [
        ("1234567893", ("DUP002", None, "warning")),
        ("1999000015", ("DUP003", 1, "warning")),  # another clinic bills: its claim is no copy, its line may be one
    ],
)
def test_a_claim_was_sent_already_by_its_own_billing_provider_only(
    second: str, found: tuple[str, int | None, str]
) -> None:
    levels = HEAD[HEAD.index("HL*1*") :].replace("HL*2*1*", "HL*4*3*").replace("HL*1**", "HL*3**")
    again = levels.replace("1234567893", second).removesuffix("~").split("~")
    assert said(claim_file(*VISIT, *again, *VISIT)) == [found]


@pytest.mark.parametrize("last", ["20250114", "20240115", "20150115", "20140115"])
def test_a_range_that_runs_backward_is_one_finding(last: str) -> None:
    assert said(claim("97110", days={1: f"20250115-{last}"})) == [("DAT003", 1, "error")]


def test_a_range_that_begins_after_the_file_and_runs_backward_is_one_finding() -> None:
    assert said(claim("97110", days={1: "20250302-20250110"})) == [("DAT003", 1, "error")]


@pytest.mark.parametrize(
    ("service", "day", "rule", "message"),
    [
        ("97110", "20250201", "DAT002", "the service is dated 1 day after the file"),
        ("97110", "20250201-20250203", "DAT002", "the service is dated 1 day after the file"),
        ("97110", "20250130-20250203", "DAT004", "the service ends 3 days after the file"),
        ("E0431:RR", "20250202-20250301", "DAT002", "the service is dated 2 days after the file"),
    ],
)
def test_a_day_after_the_file_is_told_by_that_day(service: str, day: str, rule: str, message: str) -> None:
    finding = only(claim(service, days={1: day}))
    assert (finding.rule, finding.message) == (rule, message)


PTP = """Invented rows in the layout of the published file, with what the facts say
Column1/Column2 Edits
Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale
"""
EDITS = (
    ("96372", "99211", 0), ("96365", "99211", 0), ("90471", "99211", 1), ("96372", "99213", 1), ("96365", "99213", 1),
    ("96365", "96372", 1), ("99283", "96372", 1),
)  # fmt: skip


@pytest.fixture(scope="module")
def ptp(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    folder = tmp_path_factory.mktemp("ptp")
    names = ("ccipra-v310r0-f1.txt", "medicaid-ncci-2025q1-practitioner-ptp-edits.txt")
    rows = "".join(f"{one}\t{two}\t\t20200101\t*\t{helps}\tinvented\n" for one, two, helps in EDITS)
    for name in names:
        (folder / name).write_text(PTP + rows, "ascii")
    import_files(folder / "s", [folder / name for name in names])
    return load().bind(Store.open(folder / "s"))


@pytest.mark.parametrize("filing", ["MB", "MC"])
@pytest.mark.parametrize(
    ("services", "place", "found"),
    [
        (("99211", "90471", "90686", "96372", "J3420"), "11", [("INJ001", 1)]),
        (("99211", "96365", "J1756*200", "96372:59", "J3420"), "11", [("INJ001", 1)]),
        (("99213", "96365", "96372", "J1756*200"), "11", [("MOD101", 1), ("NCC003", 3)]),
        (("99213", "96365", "96372:59", "J1756*200"), "11", [("MOD101", 1)]),
        (("99283", "96365", "96372", "J1756*200"), "20", [("NCC003", 3)]),
        (("99213", "96365", "J1756*200"), "11", [("NCC011", 1)]),
    ],
)
def test_what_is_denied_beside_two_services_is_one_finding(
    services: tuple[str, ...], place: str, found: list[tuple[str, int]], filing: str, ptp: Catalogue
) -> None:
    text = claim(*services, place=place, filing=filing, diagnoses=("D510", "Z23"))
    medicaid = {"NCC011": "NCC021"} if filing == "MC" else {}
    expected = [(medicaid.get(rule, rule), line) for rule, line in found]
    assert [(finding.rule, finding.service_line) for finding in found_in(text, ptp)] == expected


def test_a_visit_that_was_sent_twice_is_not_told_to_get_59() -> None:
    finding = only(claim("99213", "99213"))
    assert finding.rule == "DUP001"
    assert finding.message == "line 2 repeats 99213 of line 1, with the same modifiers, day and provider"
    assert finding.suggestion.endswith("59 or an X modifier for a procedure (never on a visit)")
