"""What of a word a rule may look at: a pseudonym must keep it, or the scrubbed file has other findings."""

from __future__ import annotations

import re
from collections.abc import Hashable

# Words that rules look for and that name nobody; "WHITE BAG" is no reason to keep a family name.
KEPT = frozenset({
    "BAG", "BAGGED", "BIN", "BOX", "BROUGHT", "BROWN", "BY", "DISPENSED", "DR", "DRAWER", "DRUG", "FROM",
    "FURNISHED", "HOME", "II", "III", "IV", "JR", "LOCK", "LOCKBOX", "MD", "MED", "MEDICATION", "MISS", "MR", "MRS",
    "MS", "NA", "NONE", "NOT", "O", "OFFICE", "OWN", "P", "PATIENT", "PATIENTS", "PHARMACY", "PMB", "PO", "POB",
    "POBOX", "POST", "PROVIDED", "SAME", "SELF", "SR", "SUPPLIED", "SUPPLY", "TEST", "UNKNOWN",
})  # fmt: skip
_LETTER = "[AC-HJKMNP-RT-Y]"
_EITHER = "[0-9AC-HJKMNP-RT-Y]"
# The Medicare Beneficiary Identifier: no S, L, O, I, B, Z.
_MEMBER_ID = re.compile(rf"[1-9]{_LETTER}{_EITHER}\d{_LETTER}{_EITHER}\d{_LETTER}{{2}}\d{{2}}")
_NO_PERSON = re.compile(r"000|666|9")


def character(word: str) -> Hashable:
    """What rules may ask of a word: whether it is repeated, zero, an identifier of one of the known kinds."""
    if word.isdigit():
        return _digits(word)
    return word.upper() in KEPT, len(word) == 11 and _MEMBER_ID.fullmatch(word) is not None


def stays(word: str) -> bool:
    """Whether a word names nobody: one that rules look for, or a filler of one digit or letter repeated."""
    return word.upper() in KEPT or (len(word) > 2 and len(set(word)) == 1)


def _digits(word: str) -> Hashable:
    repeated = len(word) > 2 and len(set(word)) == 1
    person = len(word) == 9 and (_NO_PERSON.match(word) is not None, word[3:5] == "00", word[5:] == "0000")
    provider = len(word) == 10 and word[0] in "12"  # an NPI, or one that was mistyped
    return repeated, word[0] == "0", person, provider, is_npi(word)


def is_npi(word: str) -> bool:
    """Ten digits that begin with 1 or 2 and end in the check digit of 45 CFR 162.406 (ISO 7812, prefix 80840)."""
    return len(word) == 10 and word.isdigit() and word[0] in "12" and check_digit(word[:9]) == word[9]


def check_digit(nine: str) -> str:
    """The digit that makes nine digits a National Provider Identifier."""
    total = 24  # what the prefix 80840 adds
    for at, digit in enumerate(reversed(nine)):
        value = int(digit) * (2 if at % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return str(-total % 10)
