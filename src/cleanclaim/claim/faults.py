"""The rules of the claim room: values that are well-formed by the guide and yet can not be read."""

from __future__ import annotations

from cleanclaim.findings import Reference, Rule

UNREADABLE = Rule(
    "IG050",
    "Value can not be read",
    "error",
    snip=1,
    help="the element does not hold a number, date or time; rules that need it were not applied",
)

GAP = Rule(
    "IG051",
    "Gap in the list of diagnoses",
    "error",
    snip=2,
    help="diagnoses stand one behind the other from HI01 on: pointers count their positions",
    references=(Reference("ASC X12N 005010X222A1, loop 2300, HI"),),
)

RULES = (UNREADABLE, GAP)
