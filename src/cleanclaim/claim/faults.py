"""The rules of the claim room: values that are well-formed by the guide and yet can not be read."""

from __future__ import annotations

from cleanclaim.findings import Acknowledgment, Reference, Rule

UNREADABLE = Rule(
    "IG050",
    "Value cannot be read",
    "error",
    snip=1,
    help="The element does not hold a number, a date or a time. Rules that need it were not applied.",
    suggestion="send the value as the guide has it: digits and a point for numbers, CCYYMMDD for dates",
)

GAP = Rule(
    "IG051",
    "Gap in the list of diagnoses",
    "error",
    snip=2,
    help="Diagnoses come one after the other from HI01 on, without an empty element: pointers count their positions.",
    suggestion="move the diagnoses after the gap forward, and correct the pointers to them",
    references=(Reference("ASC X12N 005010X222A1, loop 2300, HI"),),
    wrong="HI*ABK:D510**ABF:R5383~",
    right="HI*ABK:D510*ABF:R5383~",
)

SMALL = Rule(
    "EXT111",
    "Code in small letters",
    "warning",
    snip=5,
    help="Codes and modifiers are published in capitals. X12 has small letters only in its extended character set, "
    "on which sender and receiver must agree: some payers turn them into capitals, others find no such code. The "
    "other rules read the code as if in capitals.",
    suggestion="send the code in capitals",
    references=(
        Reference(
            "X12 RFI 2808, are search options case sensitive",
            "https://x12.org/resources/requests-for-interpretation/rfi-2808-are-search-options-case-sensitive-270271",
        ),
        Reference("45 CFR 162.1002", "https://www.ecfr.gov/current/title-45/section-162.1002"),
    ),
    acknowledgment=Acknowledgment(claim_status=("A7:481", "A7:511")),
    wrong="SV1*HC:j3420*6.5*UN*1***1~",
    right="SV1*HC:J3420*6.5*UN*1***1~",
)

RULES = (UNREADABLE, GAP, SMALL)
