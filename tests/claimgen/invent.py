"""Invented people, practices and payers. Identifiers have the right shape and belong to nobody."""

from __future__ import annotations

from typing import NamedTuple

FIRST_NAMES = {
    "F": ("ADA", "BELLA", "CORA", "DORA", "ELSA", "FLORA", "GRETA", "HILDA", "IRMA", "JUNE", "KLARA", "LINA"),
    "M": ("ABEL", "BRUNO", "CASPAR", "DANTE", "EMIL", "FELIX", "GUSTAV", "HUGO", "IVO", "JONAS", "KURT", "LEO"),
}
LAST_NAMES = (
    "ALDERWICK", "BRAMBLETON", "COPPERFELL", "DUNMARSH", "ELDERGLEN", "FENWOODE", "GREYMOOR", "HOLLOWELL", "INGLEFOR",
    "JUNIPERO", "KESTERLY", "LARKSPURR", "MOSSBERRY", "NETTLEFOLD", "OAKHAVEN", "PEBBLEWAY", "QUILLFORD", "ROWANTREE",
    "SEDGEWICKE", "THISTLEDON", "UMBERLY", "VALEBROOK", "WILLOWMERE", "YARROWAY",
)  # fmt: skip
STREETS = ("SAMPLE WAY", "EXAMPLE AVE", "SPECIMEN RD", "PATTERN ST", "INVENTION LN", "MODEL CT", "TEMPLATE BLVD")
TOWNS = (  # city, state, first five digits of a ZIP code of that state
    ("SPRINGFIELD", "IL", "62704"),
    ("COLUMBUS", "OH", "43215"),
    ("MADISON", "WI", "53703"),
    ("AUSTIN", "TX", "78701"),
    ("ALBANY", "NY", "12207"),
    ("SALEM", "OR", "97301"),
    ("DENVER", "CO", "80203"),
    ("RALEIGH", "NC", "27601"),
)
PRACTICES = (
    "FAMILY MEDICINE", "INTERNAL MEDICINE", "PRIMARY CARE", "MEDICAL GROUP", "HEALTH CENTER", "CLINIC",
    "MEDICAL ASSOCIATES", "FAMILY PRACTICE", "COMMUNITY CARE",
)  # fmt: skip
TAXONOMIES = ("207Q00000X", "207R00000X", "363LF0000X", "208D00000X")


class Payer(NamedTuple):
    """A payer that nobody pays premiums to; `filing` is what SBR09 says of it."""

    filing: str
    name: str
    id: str


PAYERS = (
    Payer("CI", "SAMPLE MUTUAL HEALTH", "99101"),
    Payer("BL", "EXAMPLE BLUE PLAN", "99102"),
    Payer("MB", "MEDICARE PART B SAMPLE", "99103"),
    Payer("MC", "SPECIMEN STATE MEDICAID", "99104"),
    Payer("12", "PATTERN PREFERRED CARE", "99105"),
)
FIRST_PAYER = Payer("CI", "TEMPLATE GENERAL HEALTH", "99110")  # has paid before a secondary claim is made


def npi(number: int) -> str:
    """An NPI from a number below 100,000: it begins with 19999 and its check digit is right.

    The digit is Luhn's over the number with 80840 before it (45 CFR 162.406; CMS, NPI check digit).
    """
    body = f"1999{number:05d}"
    total = 24  # what the prefix 80840 adds
    for place, digit in enumerate(reversed(body)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return f"{body}{-total % 10}"


def town(number: int) -> str:
    """An N4 segment with a ZIP code of nine digits."""
    city, state, zip5 = TOWNS[number % len(TOWNS)]
    return f"N4*{city}*{state}*{zip5}{1001 + number % 8000}"


def street(number: int) -> str:
    """An N3 segment."""
    return f"N3*{100 + number % 9800} {STREETS[number % len(STREETS)]}"


def member_id(payer: Payer, number: int) -> str:
    """A member identifier; for Medicare one of the shape of an MBI (CMS, MBI format)."""
    if payer.filing != "MB":
        return f"SAM{number:08d}"
    letters = "ACDEFGHJKM"
    high, low = divmod(number % 1_000_000, 100)
    a, b, c, d = (int(digit) for digit in f"{high:04d}")
    return f"1E{a}4TE{b}{letters[c]}{letters[d]}{low:02d}"
