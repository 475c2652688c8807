"""The rules of the claim room: values that are well-formed by the guide and yet can not be read."""

from __future__ import annotations

from cleanclaim.findings import Rule

UNREADABLE = Rule(
    "IG050",
    "Value can not be read",
    "error",
    snip=1,
    help="the element does not hold a number, date or time; rules that need it were not applied",
)

RULES = (UNREADABLE,)
