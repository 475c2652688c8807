"""The code systems: what a code of each looks like when it is written in a rule."""

from __future__ import annotations

import re
from typing import NamedTuple


class System(NamedTuple):
    """A code system. `values` lists all of its codes where they are few (X12 code lists)."""

    noun: str
    shape: str
    expected: str  # what the shape is, in words
    values: frozenset[str] = frozenset()


def _few(noun: str, values: str) -> System:
    listed = values.split()
    return System(noun, "|".join(listed), "one of " + ", ".join(listed), frozenset(listed))


_YES_NO = "N Y"
_SYSTEMS = {
    "procedure": System("procedure", "[A-Z0-9][0-9]{3}[A-Z0-9]", "five characters, like 99213 or J3420"),
    "modifier": System("modifier", "[A-Z0-9]{2}", "two characters, like 25 or XU"),
    "diagnosis": System(
        "diagnosis",
        r"([A-Z][0-9]|QA)[A-Z0-9](\.[A-Z0-9]{1,4})?",  # QA0 came in April 2026
        "a letter, a digit, and a dot after the third character, like D51.0",
    ),
    "as_sent": System("as-sent diagnosis", "[A-Z0-9.]+", "as it stands in the file, with its point"),
    "place_of_service": System("place of service", "[0-9]{2}", "two digits, like 11"),
    "filing": _few("claim filing", "11 12 13 14 15 16 17 AM BL CH CI DS FI HM LM MA MB MC OF TV VA WC ZZ"),
    "frequency": System("claim frequency", "[A-Z0-9]", "one character, like 1, 7 or 8"),
    "payer_id": System("payer", "[A-Z0-9]{2,80}", "a payer's identifier, like 60054"),
    "taxonomy": System("taxonomy", "[A-Z0-9]{9}X", "ten characters that end in X, like 207Q00000X"),
    "state": System("state", "[A-Z]{2}", "two letters, like OH"),
    "country": System("country", "[A-Z]{2}", "two letters, like US"),
    "ndc": System("NDC", "[0-9]{11}", "eleven digits"),
    "yes_no": _few("yes-or-no", _YES_NO),
    "yes_no_w": _few("yes-or-no", "N W Y"),
    "sex": _few("sex", "F M U"),
    "usage": _few("usage", "P T"),
    "cause": _few("related cause", "AA EM OA"),
    "unit_basis": _few("unit basis", "MJ UN"),
    "ndc_unit": _few("NDC unit", "F2 GR ME ML UN"),
    "responsibility": _few("payer responsibility", "A B C D E F G H P S T U"),
    "adjustment_group": _few("adjustment group", "CO CR OA PI PR"),
    "carc": System("adjustment reason", "[A-Z]?[0-9]{1,3}", "a reason code, like 45 or B7"),
    "rarc": System("remark", "(M|N|MA)[0-9]{1,4}", "a remark code, like N30 or MA01"),
    "id_qualifier": System("identification qualifier", "[A-Z0-9]{1,2}", "a qualifier, like XX"),
    "entity": System("entity", "[A-Z0-9]{2,3}", "an entity code, like 82"),
    "entity_type": _few("entity type", "1 2"),
    "fee_status": System("fee schedule status", "[A-Z]", "one letter, like A"),
    "fee_indicator": System("fee schedule indicator", "[0-9]", "one digit"),
    "global_days": _few("global days", "000 010 090 MMM XXX YYY ZZZ"),
}
SYSTEMS = tuple(sorted(_SYSTEMS))


_CALLED = {  # what stands at the head of a column of such codes as well
    "procedure": ("cpt", "hcpcs", "procedures"),
    "modifier": ("mod", "modifiers"),
    "diagnosis": ("diagnoses", "dx", "icd", "icd10", "icd10cm"),
    "place_of_service": ("pos", "places"),
}


def system_of(name: str) -> System:
    """The system of that name; one that is not described here takes any capitals and digits."""
    return _SYSTEMS.get(name) or System(name.replace("_", " "), "[A-Z0-9]{1,30}", "capitals and digits")


def noun_of(name: str) -> str:
    """How codes of a system are spoken of."""
    return system_of(name).noun


def fits(name: str, code: str) -> bool:
    """Whether a code as written could be one of the system."""
    return re.fullmatch(system_of(name).shape, code) is not None


def is_head(title: str, name: str) -> bool:
    """Whether the first line of a file says what the codes below are: `code`, `HCPCS`, `Place of Service`."""
    words = {*re.findall("[a-z0-9]+", title.lower())}
    known = {"code", "codes", *f"{name} {noun_of(name)}".lower().replace("_", " ").split(), *_CALLED.get(name, ())}
    return not words.isdisjoint(known - {"of", "or", "id", "no"})


def likely_system(code: str) -> str:
    """The system that a code looks like, of those that are told apart by shape; else empty."""
    for name in ("procedure", "diagnosis", "modifier"):
        if fits(name, code) and (name != "diagnosis" or "." in code):
            return name
    return ""


def as_held(name: str, code: str) -> str:
    """A code as the model holds it: diagnoses have no dot there."""
    return code.replace(".", "") if name == "diagnosis" else code


def as_written(name: str, code: str) -> str:
    """A code as people write it: diagnoses have their dot."""
    return f"{code[:3]}.{code[3:]}" if name == "diagnosis" and len(code) > 3 else code
