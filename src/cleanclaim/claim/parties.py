"""The parts of a claim that are rows of their own: parties, payers, decisions, notes.

As in `model`: one field, one line, its X12 place in 005010X222A1.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from cleanclaim.claim.fields import Row, at, derived, same_as
from cleanclaim.claim.kinds import COUNT, DATE, MONEY, NUMBER, TEXT, TIME, code, codes, rows


@dataclass(slots=True, eq=False, repr=False)
class File(Row):
    """The interchange, group and transaction that a claim came in."""

    receivers: tuple[str, ...] = ()  # ISA08 and GS03, without the spaces that fill them up

    sender: str | None = at("ISA06", TEXT, "Interchange Sender ID", required=True)
    receiver: str | None = at("ISA08", TEXT, "Interchange Receiver ID", required=True)
    usage: str | None = at("ISA15", code("usage"), "Interchange Usage Indicator", required=True)
    structure: str | None = at("BHT01", code("structure"), "Hierarchical Structure Code", required=True)
    purpose: str | None = at("BHT02", code("purpose"), "Transaction Set Purpose Code", required=True)
    reference: str | None = at("BHT03", TEXT, "Originator Application Transaction Identifier", required=True)
    created: dt.date | None = at("BHT04", DATE, "Transaction Set Creation Date", required=True)
    today: dt.date | None = derived("BHT04, or what --as-of says", DATE, "Day of judgment", required=True)
    created_time: dt.time | None = at("BHT05", TIME, "Transaction Set Creation Time", required=True)
    content: str | None = at("BHT06", code("content"), "Claim or Encounter Identifier", required=True)


@dataclass(slots=True, eq=False, repr=False)
class Provider(Row):
    """A provider or a place, whatever its role; an atypical provider has no NPI."""

    entity: str | None = at("NM101", code("entity"), "Entity Identifier Code", required=True)
    entity_type: str | None = at("NM102", code("entity_type"), "Entity Type Qualifier", required=True)
    name: str | None = at("NM103", TEXT, "Last or Organization Name")
    first_name: str | None = at("NM104", TEXT, "First Name")
    middle_name: str | None = at("NM105", TEXT, "Middle Name or Initial")
    suffix: str | None = at("NM107", TEXT, "Name Suffix")
    id_qualifier: str | None = at("NM108", code("id_qualifier"), "Identification Code Qualifier")
    npi: str | None = at("NM109", TEXT, "National Provider Identifier")
    taxonomy: str | None = at("PRV03", code("taxonomy"), "Provider Taxonomy Code")
    address: str | None = at("N301", TEXT, "Address Line")
    address_2: str | None = at("N302", TEXT, "Address Line 2")
    city: str | None = at("N401", TEXT, "City Name")
    state: str | None = at("N402", code("state"), "State or Province Code")
    zip: str | None = at("N403", TEXT, "Postal Zone or ZIP Code")
    country: str | None = at("N404", code("country"), "Country Code")
    tax_id: str | None = at("REF*EI 02", TEXT, "Employer's Identification Number")
    social_security_number: str | None = at("REF*SY 02", TEXT, "Social Security Number")
    commercial_number: str | None = at("REF*G2 02", TEXT, "Provider Commercial Number")
    location_number: str | None = at("REF*LU 02", TEXT, "Location Number")
    contact_phone: str | None = derived("PER04, 06 or 08 after TE", TEXT, "Communication Number")


@dataclass(slots=True, eq=False, repr=False)
class Payer(Row):
    """The payer that the claim goes to (2010BB)."""

    id_qualifier: str | None = at("NM108", code("id_qualifier"), "Identification Code Qualifier", required=True)
    id: str | None = at("NM109", code("payer_id"), "Payer Identifier", required=True)
    name: str | None = at("NM103", TEXT, "Payer Name", required=True)
    provider_number: str | None = at("REF*G2 02", TEXT, "Billing Provider Secondary Identifier")
    provider_location: str | None = at("REF*LU 02", TEXT, "Billing Provider Location Number")


@dataclass(slots=True, eq=False, repr=False)
class Subscriber(Row):
    """The person who holds the coverage (2000B, 2010BA)."""

    responsibility: str | None = at(
        "2000B SBR01", code("responsibility"), "Payer Responsibility Sequence Code", required=True
    )
    relationship: str | None = at("2000B SBR02", code("relationship"), "Individual Relationship Code")
    group_number: str | None = at("2000B SBR03", TEXT, "Subscriber Group or Policy Number")
    group_name: str | None = at("2000B SBR04", TEXT, "Subscriber Group Name")
    insurance_type: str | None = at("2000B SBR05", code("insurance_type"), "Insurance Type Code")
    filing: str | None = at("2000B SBR09", code("filing"), "Claim Filing Indicator Code")
    entity_type: str | None = at("NM102", code("entity_type"), "Entity Type Qualifier", required=True)
    last_name: str | None = at("NM103", TEXT, "Last Name", required=True)
    first_name: str | None = at("NM104", TEXT, "First Name")
    id_qualifier: str | None = at("NM108", code("id_qualifier"), "Identification Code Qualifier")
    member_id: str | None = at("NM109", TEXT, "Subscriber Primary Identifier")
    birth_date: dt.date | None = at("DMG02", DATE, "Birth Date")
    sex: str | None = at("DMG03", code("sex"), "Gender Code")
    address: str | None = at("N301", TEXT, "Address Line")
    state: str | None = at("N402", code("state"), "State or Province Code")
    zip: str | None = at("N403", TEXT, "Postal Zone or ZIP Code")


@dataclass(slots=True, eq=False, repr=False)
class Patient(Row):
    """The person who was treated: the dependent (2000C, 2010CA), else the subscriber (2010BA)."""

    relationship: str | None = at("2000C PAT01", code("relationship"), "Individual Relationship Code")
    death_date: dt.date | None = at("PAT06", DATE, "Patient Death Date")
    weight: Decimal | None = at("PAT08", NUMBER, "Patient Weight, pounds")
    pregnant: str | None = at("PAT09", code("yes_no"), "Pregnancy Indicator")
    last_name: str | None = at("NM103", TEXT, "Last Name", required=True)
    first_name: str | None = at("NM104", TEXT, "First Name")
    middle_name: str | None = at("NM105", TEXT, "Middle Name or Initial")
    birth_date: dt.date | None = at("DMG02", DATE, "Birth Date")
    sex: str | None = at("DMG03", code("sex"), "Gender Code")
    address: str | None = at("N301", TEXT, "Address Line")
    city: str | None = at("N401", TEXT, "City Name")
    state: str | None = at("N402", code("state"), "State or Province Code")
    zip: str | None = at("N403", TEXT, "Postal Zone or ZIP Code")
    country: str | None = at("N404", code("country"), "Country Code")
    property_casualty_number: str | None = at("REF*Y4 02", TEXT, "Property Casualty Claim Number")
    member_id: str | None = same_as("subscriber.member_id", TEXT, "Subscriber Primary Identifier")


@dataclass(slots=True, eq=False, repr=False)
class Adjustment(Row):
    """One reason of a CAS segment: up to six stand in one (2320, 2430)."""

    element: int = 2  # where its reason stands: CAS02, CAS05 … CAS17

    payer_id: str | None = derived("NM109 of 2330B, or SVD01", code("payer_id"), "Other Payer Primary Identifier")
    group: str | None = derived("CAS01", code("adjustment_group"), "Claim Adjustment Group Code", required=True)
    reason: str | None = derived("CAS02, 05 … 17", code("carc"), "Adjustment Reason Code")
    amount: Decimal | None = derived("CAS03, 06 … 18", MONEY, "Adjustment Amount")
    quantity: Decimal | None = derived("CAS04, 07 … 19", NUMBER, "Adjustment Quantity")


@dataclass(slots=True, eq=False, repr=False)
class OtherPayer(Row):
    """Another payer of the same claim, and what it decided (2320, 2330A, 2330B)."""

    responsibility: str | None = at(
        "SBR01", code("responsibility"), "Payer Responsibility Sequence Code", required=True
    )
    relationship: str | None = at("SBR02", code("relationship"), "Individual Relationship Code", required=True)
    insurance_type: str | None = at("SBR05", code("insurance_type"), "Insurance Type Code")
    filing: str | None = at("SBR09", code("filing"), "Claim Filing Indicator Code")
    paid: Decimal | None = at("AMT*D 02", MONEY, "Payer Paid Amount")
    non_covered: Decimal | None = at("AMT*A8 02", MONEY, "Non-Covered Charge Amount")
    patient_liability: Decimal | None = at("AMT*EAF 02", MONEY, "Remaining Patient Liability")
    benefits_assignment: str | None = at("OI03", code("yes_no_w"), "Benefits Assignment", required=True)
    release: str | None = at("OI06", code("release"), "Release of Information Code", required=True)
    remark_codes: tuple[str, ...] = at("MOA03..07", codes("rarc"), "Claim Payment Remark Code")
    member_id: str | None = at("2330A NM109", TEXT, "Other Insured Identifier", required=True)
    id: str | None = at("2330B NM109", code("payer_id"), "Other Payer Primary Identifier", required=True)
    name: str | None = at("2330B NM103", TEXT, "Other Payer Organization Name", required=True)
    adjudicated: dt.date | None = at("2330B DTP*573 03", DATE, "Adjudication or Payment Date")
    claim_number: str | None = at("2330B REF*F8 02", TEXT, "Other Payer Claim Control Number")
    adjustments: tuple[Adjustment, ...] = derived("CAS", rows("adjustment"), "Claim Level Adjustments")
    adjusted: Decimal | None = derived("CAS03, 06 … 18, added up", MONEY, "Claim Adjustment Total", required=True)
    lines_charged: Decimal | None = derived("SV102, added up where it has a 2430", MONEY, "Line Charge Total")
    lines_paid: Decimal | None = derived("SVD02, added up over its 2430", MONEY, "Line Payment Total")
    lines_adjusted: Decimal | None = derived("CAS03, added up over its 2430", MONEY, "Line Adjustment Total")


@dataclass(slots=True, eq=False, repr=False)
class Adjudication(Row):
    """What another payer decided of one service line (2430)."""

    payer_id: str | None = at("SVD01", code("payer_id"), "Other Payer Primary Identifier", required=True)
    paid: Decimal | None = at("SVD02", MONEY, "Service Line Paid Amount", required=True)
    procedure: str | None = at("SVD03-2", code("procedure"), "Procedure Code", required=True)
    modifiers: tuple[str, ...] = at("SVD03-3..6", codes("modifier"), "Procedure Modifier")
    units: Decimal | None = at("SVD05", NUMBER, "Paid Service Unit Count", required=True)
    bundled_line: int | None = at("SVD06", COUNT, "Bundled or Unbundled Line Number")
    date: dt.date | None = at("DTP*573 03", DATE, "Adjudication or Payment Date", required=True)
    patient_liability: Decimal | None = at("AMT*EAF 02", MONEY, "Remaining Patient Liability")
    adjustments: tuple[Adjustment, ...] = derived("CAS", rows("adjustment"), "Line Adjustments")
    adjusted: Decimal | None = derived("CAS03, 06 … 18, added up", MONEY, "Line Adjustment Total", required=True)


@dataclass(slots=True, eq=False, repr=False)
class Note(Row):
    """A free text about a claim or a line (NTE)."""

    kind: str | None = at("NTE01", code("note"), "Note Reference Code", required=True)
    text: str | None = at("NTE02", TEXT, "Note Text", required=True)


@dataclass(slots=True, eq=False, repr=False)
class Paperwork(Row):
    """An attachment that is announced (PWK)."""

    report_type: str | None = at("PWK01", code("report_type"), "Attachment Report Type Code", required=True)
    transmission: str | None = at("PWK02", code("transmission"), "Attachment Transmission Code", required=True)
    control_number: str | None = at("PWK06", TEXT, "Attachment Control Number")


@dataclass(slots=True, eq=False, repr=False)
class Condition(Row):
    """A condition that is certified (CRC)."""

    category: str | None = at("CRC01", code("condition_category"), "Code Category", required=True)
    applies: str | None = at("CRC02", code("yes_no"), "Certification Condition Indicator", required=True)
    indicators: tuple[str, ...] = at("CRC03..07", codes("condition"), "Condition Code")
