"""The rules of the claim room: values that are well-formed by the guide and yet can not be read."""

from __future__ import annotations

from cleanclaim.findings import Reference, Rule

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

RULES = (UNREADABLE, GAP)
