"""The claim as rules see it: one field, one line, its X12 place in 005010X222A1.

Names, kinds and places here feed the builder, the rule language, its messages and its pages.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal

from cleanclaim.claim.fields import Row, at, derived, same_as
from cleanclaim.claim.kinds import COUNT, COUNTS, DATE, MONEY, NUMBER, TEXT, code, codes, row, rows
from cleanclaim.claim.parties import (
    Adjudication,
    Adjustment,
    Condition,
    File,
    Note,
    OtherPayer,
    Paperwork,
    Patient,
    Payer,
    Provider,
    Subscriber,
)
from cleanclaim.x12 import Delimiters


@dataclass(slots=True, eq=False, repr=False)
class Line(Row):
    """A service line (2400 and what hangs on it)."""

    position: int = 0  # in its claim, from 1

    number: int | None = at("LX01", COUNT, "Assigned Number", required=True)
    procedure_qualifier: str | None = at(
        "SV101-1", code("procedure_qualifier"), "Product or Service ID Qualifier", required=True
    )
    procedure: str | None = at("SV101-2", code("procedure"), "Procedure Code", required=True)
    modifiers: tuple[str, ...] = at("SV101-3..6", codes("modifier"), "Procedure Modifier")
    description: str | None = at("SV101-7", TEXT, "Description")
    charge: Decimal | None = at("SV102", MONEY, "Line Item Charge Amount", required=True)
    unit_basis: str | None = at("SV103", code("unit_basis"), "Unit or Basis for Measurement Code", required=True)
    units: Decimal | None = at("SV104", NUMBER, "Service Unit Count", required=True)
    own_place: str | None = at("SV105", code("place_of_service"), "Place of Service Code")
    place_of_service: str | None = derived(
        "SV105, else CLM05-1", code("place_of_service"), "Place of Service Code", required=True
    )
    pointers: tuple[int, ...] = at("SV107-1..", COUNTS, "Diagnosis Code Pointer", required=True)
    emergency: str | None = at("SV109", code("yes_no"), "Emergency Indicator")
    epsdt: str | None = at("SV111", code("yes_no"), "EPSDT Indicator")
    family_planning: str | None = at("SV112", code("yes_no"), "Family Planning Indicator")
    copay_status: str | None = at("SV115", code("copay_status"), "Co-Pay Status Code")
    diagnoses: tuple[str, ...] = derived("SV107, resolved in HI", codes("diagnosis"), "Diagnosis Code", required=True)
    primary_diagnosis: str | None = derived("SV107-1, resolved in HI", code("diagnosis"), "Diagnosis Code")
    date: dt.date | None = at("DTP*472 03", DATE, "Service Date", required=True)
    end_date: dt.date | None = at("DTP*472 03", DATE, "Service Date, last day", required=True, part="last")
    prescription_date: dt.date | None = at("DTP*471 03", DATE, "Prescription Date")
    begin_therapy_date: dt.date | None = at("DTP*463 03", DATE, "Begin Therapy Date")
    certification_revision_date: dt.date | None = at("DTP*607 03", DATE, "Certification Revision Date")
    last_certification_date: dt.date | None = at("DTP*461 03", DATE, "Last Certification Date")
    last_seen_date: dt.date | None = at("DTP*304 03", DATE, "Treatment or Therapy Date")
    test_date: dt.date | None = at("DTP*738|739 03", DATE, "Test Performed Date")
    shipped_date: dt.date | None = at("DTP*011 03", DATE, "Shipped Date")
    last_xray_date: dt.date | None = at("DTP*455 03", DATE, "Last X-Ray Date")
    initial_treatment_date: dt.date | None = at("DTP*454 03", DATE, "Initial Treatment Date")
    ambulance_patients: Decimal | None = at("QTY*PT 02", NUMBER, "Ambulance Patient Count")
    additional_units: Decimal | None = at("QTY*FL 02", NUMBER, "Obstetric Additional Units")
    transport_reason: str | None = at("CR104", code("transport_reason"), "Ambulance Transport Reason Code")
    transport_distance: Decimal | None = at("CR106", NUMBER, "Transport Distance, miles")
    control_number: str | None = at("REF*6R 02", TEXT, "Line Item Control Number")
    prior_auth: str | None = at("REF*G1 02", TEXT, "Prior Authorization Number")
    referral: str | None = at("REF*9F 02", TEXT, "Referral Number")
    clia: str | None = at("REF*X4 02", TEXT, "CLIA Number")
    referring_clia: str | None = at("REF*F4 02", TEXT, "Referring CLIA Number")
    mammography: str | None = at("REF*EW 02", TEXT, "Mammography Certification Number")
    immunization_batch: str | None = at("REF*BT 02", TEXT, "Immunization Batch Number")
    sales_tax: Decimal | None = at("AMT*T 02", MONEY, "Sales Tax Amount")
    postage: Decimal | None = at("AMT*F4 02", MONEY, "Postage Claimed Amount")
    purchased_charge: Decimal | None = at("PS102", MONEY, "Purchased Service Charge Amount")
    rental_price: Decimal | None = at("SV504", MONEY, "DME Rental Price")
    certification: str | None = at("CR301", code("certification"), "Certification Type Code")
    certified_months: Decimal | None = at("CR303", NUMBER, "Durable Medical Equipment Duration, months")
    ndc_qualifier: str | None = at("2410 LIN02", code("ndc_qualifier"), "Product or Service ID Qualifier")
    ndc: str | None = at("2410 LIN03", code("ndc"), "National Drug Code")
    ndc_quantity: Decimal | None = at("2410 CTP04", NUMBER, "National Drug Unit Count")
    ndc_unit: str | None = at("2410 CTP05-1", code("ndc_unit"), "Code Qualifier")
    prescription_number: str | None = at("2410 REF*XZ 02", TEXT, "Prescription Number")
    rendering: Provider | None = derived(
        "2420A, else 2310B, else 2010AA", row("provider"), "Rendering Provider", required=True
    )
    purchased_from: Provider | None = derived("2420B", row("provider"), "Purchased Service Provider")
    facility: Provider | None = derived("2420C, else 2310C", row("provider"), "Service Facility Location")
    supervising: Provider | None = derived("2420D, else 2310D", row("provider"), "Supervising Provider")
    ordering: Provider | None = derived("2420E", row("provider"), "Ordering Provider")
    referring: Provider | None = derived("2420F, else 2310A", row("provider"), "Referring Provider")
    primary_care: Provider | None = derived("2nd 2420F, else 2nd 2310A", row("provider"), "Primary Care Provider")
    pickup: Provider | None = derived("2420G, else 2310E", row("provider"), "Ambulance Pick-up Location")
    dropoff: Provider | None = derived("2420H, else 2310F", row("provider"), "Ambulance Drop-off Location")
    adjudications: tuple[Adjudication, ...] = derived("2430", rows("adjudication"), "Line Adjudication Information")
    adjustments: tuple[Adjustment, ...] = derived("CAS of all 2430", rows("adjustment"), "Line Adjustments")
    notes: tuple[Note, ...] = derived("NTE", rows("note"), "Line Notes")
    paperwork: tuple[Paperwork, ...] = derived("PWK", rows("paperwork"), "Line Attachments")
    conditions: tuple[Condition, ...] = derived("CRC", rows("condition"), "Line Conditions")
    forms: tuple[str, ...] = at("2440 LQ02", codes("form"), "Form Identifier")


@dataclass(slots=True, eq=False, repr=False)
class Claim(Row):
    """A claim (2300) with the parties and the coverage that stand above it."""

    ordinal: int = 0  # CLM segments in the file, from 1
    input: int = 1  # files of the run, from 1
    complete: bool = True  # False where the file was cut before the claim ended
    end: int = 0  # byte offset of what follows the claim
    delimiters: Delimiters = Delimiters()
    unread: tuple[set[str], ...] | None = None  # what could not be read of each row in it, noted when it was complete
    providers: tuple[Provider, ...] = ()  # every one in it or above it, noted with that

    file: File | None = derived("ISA, BHT", row("file"), "Transaction", required=True)
    control_number: str | None = at("CLM01", TEXT, "Patient Control Number", required=True)
    total_charge: Decimal | None = at("CLM02", MONEY, "Total Claim Charge Amount", required=True)
    place_of_service: str | None = at("CLM05-1", code("place_of_service"), "Place of Service Code", required=True)
    frequency: str | None = at("CLM05-3", code("frequency"), "Claim Frequency Code", required=True)
    provider_signature: str | None = at("CLM06", code("yes_no"), "Provider Signature Indicator", required=True)
    assignment: str | None = at("CLM07", code("assignment"), "Assignment or Plan Participation", required=True)
    benefits_assignment: str | None = at("CLM08", code("yes_no_w"), "Benefits Assignment Indicator", required=True)
    release: str | None = at("CLM09", code("release"), "Release of Information Code", required=True)
    causes: tuple[str, ...] = at("CLM11-1..2", codes("cause"), "Related Causes Code")
    accident_state: str | None = at("CLM11-4", code("state"), "Auto Accident State or Province Code")
    accident_country: str | None = at("CLM11-5", code("country"), "Country Code")
    special_program: str | None = at("CLM12", code("special_program"), "Special Program Indicator")
    delay_reason: str | None = at("CLM20", code("delay_reason"), "Delay Reason Code")
    diagnoses: tuple[str, ...] = derived(
        "HI*ABK|BK, without dots", codes("diagnosis"), "Diagnosis Code", required=True
    )
    diagnoses_as_sent: tuple[str, ...] = at("HI*ABK|BK 01..12-2", codes("as_sent"), "Diagnosis Code", required=True)
    diagnosis_qualifiers: tuple[str, ...] = at(
        "HI*ABK|BK 01..12-1", codes("diagnosis_qualifier"), "Diagnosis Type Code"
    )
    anesthesia_procedures: tuple[str, ...] = at("HI*BP 01..02-2", codes("procedure"), "Anesthesia Related Procedure")
    condition_codes: tuple[str, ...] = at("HI*BG 01..12-2", codes("condition_code"), "Condition Code")
    from_date: dt.date | None = derived("earliest line date", DATE, "Service Date")
    to_date: dt.date | None = derived("latest line end date", DATE, "Service Date")
    onset_date: dt.date | None = at("DTP*431 03", DATE, "Onset of Current Illness Date")
    initial_treatment_date: dt.date | None = at("DTP*454 03", DATE, "Initial Treatment Date")
    last_seen_date: dt.date | None = at("DTP*304 03", DATE, "Last Seen Date")
    acute_manifestation_date: dt.date | None = at("DTP*453 03", DATE, "Acute Manifestation Date")
    accident_date: dt.date | None = at("DTP*439 03", DATE, "Accident Date")
    last_menstrual_period: dt.date | None = at("DTP*484 03", DATE, "Last Menstrual Period Date")
    last_xray_date: dt.date | None = at("DTP*455 03", DATE, "Last X-Ray Date")
    disability_from: dt.date | None = at("DTP*314|360 03", DATE, "Disability From Date")
    disability_to: dt.date | None = at("DTP*314|361 03", DATE, "Disability To Date", part="last")
    last_worked_date: dt.date | None = at("DTP*297 03", DATE, "Last Worked Date")
    return_to_work_date: dt.date | None = at("DTP*296 03", DATE, "Work Return Date")
    admission_date: dt.date | None = at("DTP*435 03", DATE, "Related Hospitalization Admission Date")
    discharge_date: dt.date | None = at("DTP*096 03", DATE, "Related Hospitalization Discharge Date")
    assumed_care_date: dt.date | None = at("DTP*090 03", DATE, "Assumed Care Date")
    relinquished_care_date: dt.date | None = at("DTP*091 03", DATE, "Relinquished Care Date")
    patient_paid: Decimal | None = at("AMT*F5 02", MONEY, "Patient Amount Paid")
    payer_claim_number: str | None = at("REF*F8 02", TEXT, "Payer Claim Control Number")
    prior_auth: str | None = at("REF*G1 02", TEXT, "Prior Authorization Number")
    referral: str | None = at("REF*9F 02", TEXT, "Referral Number")
    clia: str | None = at("REF*X4 02", TEXT, "CLIA Number")
    mammography: str | None = at("REF*EW 02", TEXT, "Mammography Certification Number")
    authorization_exception: str | None = at(
        "REF*4N 02", code("authorization_exception"), "Service Authorization Exception Code"
    )
    medicare_crossover: str | None = at("REF*F5 02", code("yes_no"), "Medicare Section 4081 Indicator")
    clearinghouse_number: str | None = at("REF*D9 02", TEXT, "Value Added Network Trace Number")
    device_exemption: str | None = at("REF*LX 02", TEXT, "Investigational Device Exemption Identifier")
    demonstration_project: str | None = at("REF*P4 02", TEXT, "Demonstration Project Identifier")
    medical_record: str | None = at("REF*EA 02", TEXT, "Medical Record Number")
    transport_reason: str | None = at("CR104", code("transport_reason"), "Ambulance Transport Reason Code")
    transport_distance: Decimal | None = at("CR106", NUMBER, "Transport Distance, miles")
    patient_condition: str | None = at("CR208", code("patient_condition"), "Patient Condition Code")
    fixed_formats: tuple[str, ...] = at("K301", codes("fixed_format"), "Fixed Format Information")
    filing: str | None = same_as("subscriber.filing", code("filing"), "Claim Filing Indicator Code")
    member_id: str | None = same_as("subscriber.member_id", TEXT, "Subscriber Primary Identifier")
    responsibility: str | None = same_as(
        "subscriber.responsibility", code("responsibility"), "Payer Responsibility Sequence Code", required=True
    )
    subscriber: Subscriber | None = derived("2000B, 2010BA", row("subscriber"), "Subscriber", required=True)
    patient: Patient | None = derived("2000C, else 2000B", row("patient"), "Patient", required=True)
    payer: Payer | None = derived("2010BB", row("payer"), "Payer", required=True)
    billing: Provider | None = derived("2000A, 2010AA", row("provider"), "Billing Provider", required=True)
    pay_to: Provider | None = derived("2010AB", row("provider"), "Pay-to Address")
    referring: Provider | None = derived("2310A", row("provider"), "Referring Provider")
    primary_care: Provider | None = derived("2nd 2310A", row("provider"), "Primary Care Provider")
    rendering: Provider | None = derived("2310B", row("provider"), "Rendering Provider")
    facility: Provider | None = derived("2310C", row("provider"), "Service Facility Location")
    supervising: Provider | None = derived("2310D", row("provider"), "Supervising Provider")
    pickup: Provider | None = derived("2310E", row("provider"), "Ambulance Pick-up Location")
    dropoff: Provider | None = derived("2310F", row("provider"), "Ambulance Drop-off Location")
    other_payers: tuple[OtherPayer, ...] = derived("2320", rows("other_payer"), "Other Subscriber Information")
    adjustments: tuple[Adjustment, ...] = derived("CAS of all 2320", rows("adjustment"), "Claim Level Adjustments")
    line_adjustments: tuple[Adjustment, ...] = derived("CAS of all 2430", rows("adjustment"), "Line Adjustments")
    notes: tuple[Note, ...] = derived("NTE", rows("note"), "Claim Notes")
    paperwork: tuple[Paperwork, ...] = derived("PWK", rows("paperwork"), "Claim Attachments")
    conditions: tuple[Condition, ...] = derived("CRC", rows("condition"), "Claim Conditions")
    lines: tuple[Line, ...] = derived("2400", rows("line"), "Service Lines", required=True)


ROWS: dict[str, type[Row]] = {
    "file": File,
    "provider": Provider,
    "payer": Payer,
    "subscriber": Subscriber,
    "patient": Patient,
    "adjustment": Adjustment,
    "other_payer": OtherPayer,
    "adjudication": Adjudication,
    "note": Note,
    "paperwork": Paperwork,
    "condition": Condition,
    "line": Line,
    "claim": Claim,
}
