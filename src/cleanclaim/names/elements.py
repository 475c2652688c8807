"""Elements and components: what each holds."""

from __future__ import annotations

from cleanclaim.names.qualifiers import AMOUNTS, DATES, QUANTITIES, REFERENCES
from cleanclaim.names.segments import segment as segment_name

_PROCEDURE = {
    1: "procedure code list",
    2: "procedure",
    3: "modifier 1",
    4: "modifier 2",
    5: "modifier 3",
    6: "modifier 4",
    7: "procedure in words",
    8: "last procedure of a range",
}
_CASE = {1: "adjustment reason", 2: "adjusted amount", 0: "adjusted units"}

# Segment -> element -> name. The words that the segment's qualifier decides are below.
_ELEMENTS: dict[str, dict[int, str]] = {
    "ISA": {
        1: "kind of authorization", 2: "authorization", 3: "kind of password", 4: "password", 5: "kind of sender id",
        6: "sender id", 7: "kind of receiver id", 8: "receiver id", 9: "interchange date", 10: "interchange time",
        11: "repetition separator", 12: "X12 version of the envelope", 13: "interchange control number",
        14: "acknowledgment asked for", 15: "test or production", 16: "component separator",
    },
    "IEA": {1: "number of groups", 2: "interchange control number"},
    "TA1": {
        1: "control number of the interchange answered", 2: "its date", 3: "its time", 4: "accepted or rejected",
        5: "reason",
    },
    "GS": {
        1: "kind of group", 2: "sender code", 3: "receiver code", 4: "group date", 5: "group time",
        6: "group control number", 7: "standard body", 8: "implementation guide",
    },
    "GE": {1: "number of transactions", 2: "group control number"},
    "ST": {1: "transaction type", 2: "transaction control number", 3: "implementation guide"},
    "SE": {1: "number of segments", 2: "transaction control number"},
    "BHT": {
        1: "order of the levels", 2: "original or sent again", 3: "batch number", 4: "creation date",
        5: "creation time", 6: "claims or encounters",
    },
    "HL": {1: "level number", 2: "number of the level above", 3: "kind of level", 4: "levels below"},
    "NM1": {
        1: "role", 2: "person or organization", 3: "last name or organization", 4: "first name", 5: "middle name",
        6: "name prefix", 7: "name suffix", 8: "kind of id", 9: "id",
    },
    "N3": {1: "address line 1", 2: "address line 2"},
    "N4": {1: "city", 2: "state", 3: "ZIP or postal code", 4: "country", 7: "country subdivision"},
    "PER": {
        1: "kind of contact", 2: "contact name", 3: "kind of number 1", 4: "number 1", 5: "kind of number 2",
        6: "number 2", 7: "kind of number 3", 8: "number 3",
    },
    "REF": {1: "kind of number", 2: "number", 3: "description", 4: "further number"},
    "PRV": {1: "role", 2: "kind of code", 3: "taxonomy code"},
    "CUR": {1: "whose currency", 2: "currency"},
    "SBR": {
        1: "rank of the payer", 2: "relationship to the patient", 3: "group or policy number", 4: "group name",
        5: "why Medicare pays second", 9: "kind of coverage (filing)",
    },
    "PAT": {
        1: "relationship to the subscriber", 5: "format of the date of death", 6: "date of death",
        7: "unit of weight", 8: "weight", 9: "pregnant",
    },
    "DMG": {1: "format of the birth date", 2: "birth date", 3: "sex"},
    "CLM": {
        1: "claim number (patient account)", 2: "total charge", 5: "place of service and frequency",
        6: "provider's signature on file", 7: "assignment accepted", 8: "benefits assigned to the provider",
        9: "release of information", 10: "source of the patient's signature", 11: "cause of the condition",
        12: "special program", 20: "reason for delay",
    },
    "DTP": {1: "kind of date", 2: "format of the date", 3: "date"},
    "PWK": {1: "kind of document", 2: "how it is sent", 5: "kind of control number", 6: "attachment control number"},
    "CN1": {
        1: "kind of contract", 2: "contract amount", 3: "contract percentage", 4: "contract code",
        5: "discount percentage", 6: "contract version",
    },
    "AMT": {1: "kind of amount", 2: "amount"},
    "K3": {1: "extra data"},
    "NTE": {1: "kind of note", 2: "note"},
    "CR1": {
        1: "unit of weight", 2: "patient's weight", 4: "why transported", 5: "unit of distance", 6: "distance",
        9: "purpose of the round trip", 10: "purpose of the stretcher",
    },
    "CR2": {8: "nature of the condition", 10: "condition in words", 11: "more on the condition"},
    "CR3": {1: "kind of certification", 2: "unit of time", 3: "duration of need"},
    "CRC": {
        1: "kind of condition", 2: "condition applies", 3: "condition 1", 4: "condition 2", 5: "condition 3",
        6: "condition 4", 7: "condition 5",
    },
    "HCP": {
        1: "method of pricing", 2: "amount allowed", 3: "amount saved", 4: "repricer's id", 5: "rate",
        6: "ambulatory patient group approved", 7: "amount approved for the group", 9: "procedure code list",
        10: "procedure approved", 11: "unit of measure", 12: "units approved", 13: "reason for rejection",
        14: "policy followed", 15: "reason for the exception",
    },
    "CAS": {
        1: "adjustment group",
        **{at: f"{_CASE[(at - 1) % 3]} {(at + 1) // 3}" for at in range(2, 20)},
    },
    "OI": {
        3: "benefits assigned to the provider", 4: "source of the patient's signature", 6: "release of information",
    },
    "MOA": {
        1: "reimbursement rate", 2: "HCPCS payable amount", 3: "remark code 1", 4: "remark code 2",
        5: "remark code 3", 6: "remark code 4", 7: "remark code 5",
        8: "ESRD payment", 9: "professional component not payable",
    },
    "LX": {1: "line number"},
    "SV1": {
        1: "service", 2: "charge", 3: "unit of measure", 4: "units", 5: "place of service", 7: "diagnosis pointers",
        9: "emergency", 11: "EPSDT", 12: "family planning", 15: "copay exempt",
    },
    "SV5": {
        1: "equipment", 2: "unit of time", 3: "days needed", 4: "rental price", 5: "purchase price",
        6: "how often rent is billed",
    },
    "QTY": {1: "kind of quantity", 2: "quantity"},
    "MEA": {1: "kind of result", 2: "what was measured", 3: "result"},
    "PS1": {1: "provider the service was bought from", 2: "purchase charge"},
    "LIN": {1: "line number", 2: "kind of product code", 3: "product code (NDC)"},
    "CTP": {4: "drug quantity", 5: "unit"},
    "SVD": {
        1: "payer", 2: "amount paid", 3: "service paid", 5: "units paid", 6: "line it was bundled with",
    },
    "LQ": {1: "kind of form", 2: "form"},
    "FRM": {1: "question", 2: "yes or no", 3: "answer in words", 4: "answer as a date", 5: "answer as a percentage"},
}  # fmt: skip

# Components by segment and element.
_COMPONENTS: dict[tuple[str, int], dict[int, str]] = {
    ("CLM", 5): {1: "place of service", 2: "place code list", 3: "frequency"},
    ("CLM", 11): {1: "cause 1", 2: "cause 2", 3: "cause 3", 4: "state of the accident", 5: "country of the accident"},
    ("SV1", 1): _PROCEDURE,
    ("SV1", 7): {at: f"diagnosis pointer {at}" for at in range(1, 5)},
    ("SV5", 1): _PROCEDURE,
    ("SVD", 3): _PROCEDURE,
    ("REF", 4): {1: "kind of further number", 2: "further number"},
    ("CTP", 5): {1: "unit"},
}

# Segment and element whose word is that of the qualifier in element 1.
_BY_QUALIFIER = {
    ("DTP", 3): DATES,
    ("AMT", 2): AMOUNTS,
    ("QTY", 2): QUANTITIES,
}
_HI_KINDS = {"BG": "condition code", "BP": "procedure", "BO": "procedure"}


def element(loop: str, segment: str, code: str, element: int, component: int = 0) -> str:
    """What an element holds: "charge" for `SV1` 2; empty for one that is not known.

    Element and component count from 1; component 0 asks for the whole element. `code` is the qualifier of the
    segment, as in `segments`: it says what number or date it is.
    """
    if segment == "HI":
        return _information(code, element, component)
    if component:
        return _COMPONENTS.get((segment, element), {}).get(component, "")
    if segment == "REF" and element == 2 and code in REFERENCES:
        return segment_name(loop, segment, code)
    known = _BY_QUALIFIER.get((segment, element), {}).get(code)
    return known or _ELEMENTS.get(segment, {}).get(element, "")


def _information(code: str, element: int, component: int) -> str:
    """The elements of HI are alike: a list's name and a code of it."""
    if not 1 <= element <= 12 or component > 2:
        return ""
    what = f"{_HI_KINDS.get(code, 'diagnosis')} {element}"
    return f"code list of {what}" if component == 1 else what
