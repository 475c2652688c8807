"""The claim model against the guide, and claims as they are built from a file."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from cleanclaim.claim import ROWS, Claim, Line, build, mark_of
from cleanclaim.claim.fields import Field, Place, fields_of, parse_place
from cleanclaim.claim.plans import PARTS
from cleanclaim.findings import Finding
from cleanclaim.guide import place, usage
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.claims import HEAD, claim_file

READ = [
    (name, about, parse_place(about.place))
    for name, row in ROWS.items()
    for about in fields_of(row).values()
    if about.place
]


def loops_of(name: str, place: Place) -> list[str]:
    """The loops in which a field of a row may stand."""
    if place.loop:
        return [place.loop]
    return [loop for loop, parts in PARTS.items() if any(row == name for _, row in parts)]


def uses(name: str, place: Place, element: int, component: int) -> set[str | None]:
    """How the guide uses a place, over the loops and qualifiers that the field covers."""
    if place.segment == "ISA":
        return {usage("", "ISA", "", element, component)}
    loops = ["" if loop == "HEADER" else loop for loop in loops_of(name, place)]
    return {usage(loop, place.segment, code, element, component) for loop in loops for code in (place.codes or ("",))}


@pytest.mark.parametrize(("name", "about", "place"), READ, ids=[f"{n}.{a.name}" for n, a, _ in READ])
def test_every_field_stands_where_the_guide_uses_an_element(name: str, about: Field, place: Place) -> None:
    for element in range(place.first, place.last + 1):
        last = 4 if place.last_component == 99 else place.last_component
        for component in range(place.component, last + 1):
            assert uses(name, place, element, component) & {"R", "S"}, (name, about.name, element, component)


@pytest.mark.parametrize(("name", "about", "place"), [item for item in READ if item[1].required])
def test_a_required_field_is_required_by_the_guide(name: str, about: Field, place: Place) -> None:
    for loop in loops_of(name, place):
        loop = "" if loop == "HEADER" else loop
        for code in place.codes or ("",):
            found = usage(loop, place.segment, code, place.first, place.component)
            assert found in ("R", None), (name, about.name, loop)


@pytest.mark.parametrize(("name", "about", "place"), READ)
def test_every_qualifier_of_a_field_is_one_that_the_guide_lists(name: str, about: Field, place: Place) -> None:
    for code in place.codes:
        assert any(usage(loop, place.segment, code) for loop in loops_of(name, place)), (about.name, code)


def read(text: str) -> tuple[list[Claim], list[Finding]]:
    events = list(build(place(read_events(Source.from_bytes(text.encode("latin-1"))))))
    return [event for event in events if isinstance(event, Claim)], [
        event for event in events if isinstance(event, Finding)
    ]


def one(*segments: str, head: str = HEAD) -> tuple[Claim, list[Finding]]:
    claims, findings = read(claim_file(*segments, head=head))
    (claim,) = claims
    return claim, findings


CLM = "CLM*INV-1*150***11:B:1*Y*A*Y*Y"
HI = "HI*ABK:D510*ABF:E538"
LINE = ("LX*1", "SV1*HC:99213:25:95*120*UN*1***1:2", "DTP*472*D8*20250115")
SECOND = ("LX*2", "SV1*HC:96372*30*UN*1*12**2", "DTP*472*RD8*20250115-20250116")


def test_a_claim_holds_what_its_file_says() -> None:
    claim, findings = one(CLM, HI, *LINE, *SECOND)
    assert not findings
    assert (claim.ordinal, claim.control_number, claim.total_charge) == (1, "INV-1", Decimal(150))
    assert (claim.place_of_service, claim.frequency, claim.filing) == ("11", "1", "CI")
    assert claim.diagnoses == ("D510", "E538")
    assert claim.unreadable == set()
    first, second = claim.lines
    assert (first.procedure, first.modifiers, first.units) == ("99213", ("25", "95"), Decimal(1))
    assert (first.pointers, first.diagnoses, first.primary_diagnosis) == ((1, 2), ("D510", "E538"), "D510")
    assert (first.place_of_service, second.place_of_service, first.own_place) == ("11", "12", None)
    assert (second.date, second.end_date) == (dt.date(2025, 1, 15), dt.date(2025, 1, 16))
    assert (claim.from_date, claim.to_date) == (dt.date(2025, 1, 15), dt.date(2025, 1, 16))
    assert claim.billing is not None
    assert first.rendering is claim.billing
    assert claim.billing.npi == "1234567893"
    assert claim.patient is not None
    assert (claim.patient.birth_date, claim.patient.sex) == (dt.date(1970, 5, 4), "F")
    assert claim.patient.member_id == "INV0001"
    assert claim.file is not None
    assert (claim.file.created, claim.file.usage) == (dt.date(2025, 1, 31), "T")


def test_a_provider_of_the_line_comes_before_that_of_the_claim() -> None:
    claim, findings = one(
        CLM, HI, "NM1*82*1*ROE*RAY****XX*1999999984", *LINE, *SECOND, "NM1*82*1*DOE*DAN****XX*1234567893"
    )
    assert not findings
    first, second = claim.lines
    assert first.rendering is not None
    assert first.rendering is claim.rendering
    assert first.rendering.npi == "1999999984"
    assert second.rendering is not None
    assert (second.rendering.npi, second.rendering.loop) == ("1234567893", "2420A")


def test_a_fifth_pointer_is_kept() -> None:
    claim, findings = one(
        CLM, "HI*ABK:D510*ABF:E538*ABF:I10*ABF:E119*ABF:M545", "LX*1", "SV1*HC:99213*150*UN*1***1:2:3:4:5", LINE[2]
    )
    assert claim.lines[0].pointers == (1, 2, 3, 4, 5)
    assert "pointers" not in claim.lines[0].unreadable
    assert [finding.rule for finding in findings] == ["IG032"]


@pytest.mark.parametrize(
    ("line", "field", "rule"),
    [
        ("SV1*HC:99213*ABC*UN*1***1", "charge", "IG035"),
        ("SV1*HC:99213*150*UN****1", "units", "IG030"),
        ("SV1*HC:99213*150*UN*-***1", "units", "IG033"),
        ("SV1*HC:99213*150*UN*1***A", "pointers", "IG035"),
        ("SV1*HC*150*UN*1***1", "procedure", "IG030"),
    ],
)
def test_what_can_not_be_read_is_one_finding_and_an_unreadable_field(line: str, field: str, rule: str) -> None:
    claim, findings = one(CLM, HI, "LX*1", line, LINE[2])
    assert [finding.rule for finding in findings] == [rule]
    assert field in claim.lines[0].unreadable
    assert getattr(claim.lines[0], field) in (None, ())
    assert findings[0].claim == 1
    assert findings[0].service_line == 1


def test_a_bad_date_leaves_the_claim_without_a_span() -> None:
    claim, findings = one(CLM, HI, *LINE[:2], "DTP*472*D8*20250230")
    assert [finding.rule for finding in findings] == ["IG037"]
    assert claim.lines[0].unreadable == {"date", "end_date"}
    assert {"from_date", "to_date"} <= claim.unreadable


def test_what_other_payers_decided_is_read() -> None:
    claim, findings = one(
        CLM,
        HI,
        "SBR*P*18*******MB",
        "CAS*PR*1*10*1*2*5.25",
        "AMT*D*100",
        "OI***Y***Y",
        "NM1*IL*1*DOE*JANE****MI*1EG4TE5MK73",
        "NM1*PR*2*MEDICARE*****PI*00001",
        "DTP*573*D8*20250120",
        *LINE,
        "SVD*00001*100*HC:99213:25**1",
        "CAS*CO*45*4.75",
        "DTP*573*D8*20250120",
    )
    assert not findings
    (payer,) = claim.other_payers
    assert (payer.responsibility, payer.filing, payer.paid, payer.id) == ("P", "MB", Decimal(100), "00001")
    assert (payer.member_id, payer.adjudicated) == ("1EG4TE5MK73", dt.date(2025, 1, 20))
    assert [(row.group, row.reason, row.amount) for row in payer.adjustments] == [
        ("PR", "1", Decimal(10)),
        ("PR", "2", Decimal("5.25")),
    ]
    assert [(row.quantity) for row in payer.adjustments] == [Decimal(1), None]
    (decision,) = claim.lines[0].adjudications
    assert (decision.payer_id, decision.paid, decision.modifiers) == ("00001", Decimal(100), ("25",))
    assert [(row.group, row.reason, row.amount) for row in decision.adjustments] == [("CO", "45", Decimal("4.75"))]
    assert mark_of(claim, payer.adjustments[1], "amount").element == "CAS06"
    assert mark_of(claim, payer, "id").loop == "2330B"


def test_a_drug_stands_with_its_line() -> None:
    claim, findings = one(
        CLM, HI, "LX*1", "SV1*HC:J3420*150*UN*1***1", LINE[2], "LIN**N4*00517003125", "CTP****1*ML", "REF*XZ*RX1"
    )
    assert not findings
    line = claim.lines[0]
    assert (line.ndc, line.ndc_quantity, line.ndc_unit) == ("00517003125", Decimal(1), "ML")
    assert line.prescription_number == "RX1"
    assert mark_of(claim, line, "ndc").loop == "2410"


def test_notes_and_paperwork_are_lists_of_their_owner() -> None:
    claim, findings = one(
        CLM, "PWK*OZ*EL***AC*INV9", "NTE*ADD*PATIENT SUPPLIED", HI, *LINE, "NTE*ADD*SECOND", "NTE*TPO*THIRD"
    )
    assert not findings
    assert [(note.kind, note.text) for note in claim.notes] == [("ADD", "PATIENT SUPPLIED")]
    assert [note.text for note in claim.lines[0].notes] == ["SECOND", "THIRD"]
    assert claim.paperwork[0].transmission == "EL"


def test_dependents_and_subscribers_keep_apart() -> None:
    text = claim_file(CLM, HI, *LINE, "HL*3*1*22*1", "SBR*P********CI", "NM1*IL*1*ROE*ROB****MI*INV0002")
    text = text.replace(
        "~SE*",
        "~NM1*PR*2*INVENTED PAYER*****PI*00002~HL*4*3*23*0~PAT*19~NM1*QC*1*ROE*TIM~N3*1 INVENTED ST~"
        "N4*SPRINGFIELD*IL*627010001~DMG*D8*20150101*M~CLM*INV-2*120***11:B:1*Y*A*Y*Y~HI*ABK:Z00129~"
        "LX*1~SV1*HC:99392*120*UN*1***1~DTP*472*D8*20250115~"
        "HL*5*1*22*0~SBR*P*18*******MB~NM1*IL*1*FOE*FAY****MI*INV0003~DMG*D8*19400101*F~"
        "NM1*PR*2*INVENTED PAYER*****PI*00003~CLM*INV-3*99***11:B:1*Y*A*Y*Y~HI*ABK:I10~LX*1~"
        "SV1*HC:99212*99*UN*1***1~DTP*472*D8*20250115~SE*",
    )
    claims, findings = read(text)
    assert [finding.rule for finding in findings] == ["ENV010"]  # the count that the edit left behind
    assert [claim.control_number for claim in claims] == ["INV-1", "INV-2", "INV-3"]
    own, dependent, other = claims
    assert own.patient is not None and dependent.patient is not None and other.patient is not None
    assert (own.patient.loop, dependent.patient.loop, other.patient.loop) == ("2010BA", "2010CA", "2010BA")
    assert (dependent.patient.birth_date, dependent.patient.relationship) == (dt.date(2015, 1, 1), "19")
    assert dependent.patient.member_id == "INV0002"
    assert dependent.diagnoses == ("Z00129",)
    assert (own.filing, dependent.filing, other.filing) == ("CI", "CI", "MB")
    assert own.billing is dependent.billing is other.billing


def test_each_dependent_is_a_patient_of_his_own() -> None:
    child = (
        "PAT*19",
        "NM1*QC*1*ROE*{}",
        "N3*1 INVENTED ST",
        "N4*SPRINGFIELD*IL*627010001",
        "DMG*D8*{}*M",
        CLM,
        HI,
        *LINE,
    )
    head = HEAD.replace("HL*2*1*22*0", "HL*2*1*22*1").replace("SBR*P*18*", "SBR*P**")
    segments: list[str] = []
    for level, name, born in (("HL*3*2*23*0", "TIM", "20150101"), ("HL*4*2*23*0", "TOM", "20170203")):
        segments += [level, *(text.format(name if text.startswith("NM1") else born) for text in child)]
    claims, findings = read(claim_file(*segments, head=head))
    assert not findings
    patients = [(claim.patient.first_name, claim.patient.birth_date) for claim in claims if claim.patient]
    assert patients == [("TIM", dt.date(2015, 1, 1)), ("TOM", dt.date(2017, 2, 3))]


@pytest.mark.parametrize(
    ("name", "claim_loop", "line_loop"),
    [
        ("facility", "NM1*77*2*PLACE {}~N3*1 ST~N4*SPRINGFIELD*IL*627010001", "2310C 2420C"),
        ("supervising", "NM1*DQ*1*PERSON {}", "2310D 2420D"),
        ("referring", "NM1*DN*1*PERSON {}", "2310A 2420F"),
        ("pickup", "NM1*PW*2~N3*{} ST~N4*SPRINGFIELD*IL*627010001", "2310E 2420G"),
        ("dropoff", "NM1*45*2~N3*{} ST~N4*SPRINGFIELD*IL*627010001", "2310F 2420H"),
    ],
)
def test_who_is_named_for_the_claim_counts_for_lines_that_name_nobody(
    name: str, claim_loop: str, line_loop: str
) -> None:
    claim, findings = one(CLM, HI, claim_loop.format("A"), *LINE, *SECOND, claim_loop.format("B"))
    assert not findings
    first, second = claim.lines
    assert getattr(first, name) is getattr(claim, name)
    assert [getattr(first, name).loop, getattr(second, name).loop] == line_loop.split()


def test_who_comes_second_among_those_who_refer_is_the_primary_care_provider() -> None:
    """Loops 2310A and 2420F come twice at most: of a third nobody knows who it is."""
    named = [f"NM1*{code}*1*PERSON {name}" for code, name in (("DN", "A"), ("P3", "B"), ("P3", "C"))]
    claim, findings = one(CLM, HI, *named[:2], *LINE, *SECOND, named[0], "NM1*P3*1*PERSON D")
    assert not findings
    assert claim.referring and claim.primary_care
    assert (claim.referring.name, claim.primary_care.name) == ("PERSON A", "PERSON B")
    assert claim.primary_care.entity == "P3"
    first, second = claim.lines
    assert first.primary_care is claim.primary_care
    assert second.referring and second.primary_care
    assert (second.referring.name, second.primary_care.name) == ("PERSON A", "PERSON D")
    assert second.primary_care.loop == "2420F"
    claim, findings = one(CLM, HI, *named, *LINE)
    assert [finding.rule for finding in findings] == ["IG022"]
    assert claim.primary_care
    assert claim.primary_care.name == "PERSON B"


def test_a_number_of_patients_may_have_decimals() -> None:
    claim, findings = one(CLM, HI, *LINE, "QTY*PT*2.0")
    assert not findings
    assert claim.lines[0].ambulance_patients == 2


def test_what_the_guide_has_said_is_not_said_again() -> None:
    _, findings = one(CLM, HI, *LINE[:2], "DTP*472*D6*250115")
    assert [finding.rule for finding in findings] == ["IG036"]


def test_marks_lie_on_the_bytes_of_their_values() -> None:
    text = claim_file(CLM, HI, *LINE, *SECOND)
    (claim,), _ = read(text)
    line: Line = claim.lines[0]

    def shown(row: object, name: str, index: int | None = None) -> str:
        mark = mark_of(claim, row, name, index)  # type: ignore[arg-type]
        return text[mark.offset : mark.offset + mark.length]

    assert shown(line, "procedure") == "99213"
    assert shown(line, "modifiers") == "HC:99213:25:95"
    assert shown(line, "modifiers", 1) == "95"
    assert shown(line, "pointers", 1) == "2"
    assert shown(line, "diagnoses", 0) == "1"
    assert shown(line, "place_of_service") == "11"
    assert shown(claim.lines[1], "place_of_service") == "12"
    assert shown(claim, "diagnoses", 1) == "E538"
    assert shown(claim, "filing") == "CI"
    assert shown(claim, "total_charge") == "150"
    assert shown(claim, "to_date") == "20250115-20250116"
    assert shown(claim.billing, "npi") == "1234567893"
    assert shown(line, "rendering").startswith("NM1*85")
    assert shown(line, "ndc").startswith("LX*1")  # missing: on the first segment of its row
    assert mark_of(claim, line, "pointers", 1).element == "SV107-2"
    assert mark_of(claim, line, "procedure", label="this visit").label == "this visit"
    assert mark_of(claim, line, "procedure").service_line == 1


def test_a_claim_that_the_file_cuts_off_is_not_complete() -> None:
    text = claim_file(CLM, HI, *LINE, *SECOND)
    claims, _ = read(text[: text.index("96372") + 3])
    assert [claim.complete for claim in claims] == [False]
    claims, _ = read(text)
    assert [claim.complete for claim in claims] == [True]
    assert text[claims[0].end :].startswith("SE*")


def test_a_line_without_its_lx_is_a_line_of_its_own() -> None:
    claim, findings = one(CLM, HI, *LINE, *SECOND[1:])
    assert [finding.rule for finding in findings] == ["IG021"]
    assert [(line.procedure, line.modifiers, line.pointers) for line in claim.lines] == [
        ("99213", ("25", "95"), (1, 2)),
        ("96372", (), (2,)),
    ]
    assert "lines" not in claim.unreadable
    assert "number" in claim.lines[1].unreadable


def test_a_first_line_without_its_lx_is_read() -> None:
    claim, _ = one(CLM, HI, *LINE[1:])
    assert [line.procedure for line in claim.lines] == ["99213"]


def test_a_second_service_in_one_line_leaves_the_total_open() -> None:
    claim, findings = one(CLM, HI, *LINE[:2], SECOND[1], LINE[2])
    assert "IG023" in [finding.rule for finding in findings]
    assert "lines" in claim.unreadable
    assert claim.lines[0].modifiers == ("25", "95")


def test_a_gap_in_the_diagnoses_is_said_and_pointers_are_left_open() -> None:
    claim, findings = one(CLM, "HI*ABK:D510**ABF:E538", *LINE)
    assert [(finding.rule, finding.mark.element) for finding in findings] == [("IG051", "HI02")]
    assert {"diagnoses", "diagnoses_as_sent"} <= claim.unreadable
    assert {"diagnoses", "primary_diagnosis"} <= claim.lines[0].unreadable


@pytest.mark.parametrize("lost", ["HI", "pointers"])
def test_a_diagnosis_that_can_not_be_known_is_not_taken_for_none(lost: str) -> None:
    line = LINE if lost == "HI" else ("LX*1", "SV1*HC:99213*150*UN*1", LINE[2])
    claim, _ = one(*((CLM,) if lost == "HI" else (CLM, HI)), *line)
    assert "primary_diagnosis" in claim.lines[0].unreadable


def test_a_phone_number_is_found_wherever_it_stands() -> None:
    head = HEAD.replace("REF*EI*123456789~", "REF*EI*123456789~PER*IC*ANN*FX*5555550101*TE*5555550102~")
    claim, findings = one(CLM, HI, *LINE, head=head)
    assert not findings
    assert claim.billing is not None
    assert claim.billing.contact_phone == "5555550102"
    assert mark_of(claim, claim.billing, "contact_phone").element == "PER06"
