"""The allow-list: which coded elements of an 837P may be shown, and the shape a value must have for it.

Whatever is not here is protected: names, ids, control numbers, REF values, NPIs, dates, addresses,
notes, demographic facts, measurements. A place on the list is shown only when the value has its
code's shape as well, because SV101-2 can hold a name. Shapes are narrow on purpose: no amount is
as long as a social security number, no qualifier as long as most names.
"""

from __future__ import annotations

import re
from functools import cache

_MONEY = r"-?\d{0,7}(?:\.\d{0,4})?"
_QUANTITY = r"-?\d{0,6}(?:\.\d{0,4})?"
_COUNT = r"\d{1,7}"
_NUMBER = r"\d{1,2}"
_FLAG = r"[A-Z]"
_DIGIT = r"\d"
_TWO = r"[0-9A-Z]{2}"
# Small letters are a fault that must be seen; codes are read as if they stood in capitals.
_PROCEDURE = r"\d{4}[0-9A-Za-z]|[A-Za-z]\d{4}"
_MODIFIER = r"[0-9A-Za-z]{2}"
_PLACE_OF_SERVICE = r"\d{2}"
_PERIOD = r"R?D8|DT|TM"  # how a date is written; never the date
_REASON = r"\d{1,3}|[A-Z]{1,2}\d{1,3}"
_REMARK = r"[MN]A?\d{1,3}"
_NDC = r"\d{11}|\d{4,5}-\d{3,4}-\d{1,2}"
_GUIDE = r"\d{6}(?:X\d{3}(?:[A-Z]\d{1,2})*)?"
# A point is kept: a diagnosis sent with one is a fault that must be seen.
_DIAGNOSIS = r"(?:[A-Za-z]\d|[Qq][Aa])[0-9A-Za-z](?:\.?[0-9A-Za-z]{1,4})?\.?|\d{3}(?:\.?\d{1,2})?|[Ee]\d{3}(?:\.?\d)?"

# HI01 … HI12 (2300): component 1 says which code list component 2 is of.
_HI_QUALIFIER = re.compile(r"A?B[A-Z]|A?P[RX]|APR|TC|DR")
_HI_CODES = {
    **dict.fromkeys(("ABK", "ABF", "BK", "BF"), _DIAGNOSIS),
    **dict.fromkeys(("BP", "BO"), _PROCEDURE),
    "BG": _TWO,
}

# Elements by their names in 005010X222A1; a range of elements or components is written with two points.
_ALLOWED: dict[str, dict[str, str]] = {
    "ISA": {
        "01": _TWO, "03": _TWO, "05": _TWO, "07": _TWO, "11": r"[^0-9A-TV-Za-z\s]", "12": r"\d{5}", "14": _DIGIT,
        "15": _FLAG, "16": r"[^0-9A-Za-z\s]",
    },
    "IEA": {"01": _COUNT},
    "TA1": {"04": _FLAG, "05": r"\d{3}"},
    "GS": {"01": r"[A-Z]{2}", "07": r"[A-Z]{1,2}", "08": _GUIDE},
    "GE": {"01": _COUNT},
    "ST": {"01": r"\d{3}", "03": _GUIDE},
    "SE": {"01": _COUNT},
    "BHT": {"01": r"\d{4}", "02": r"\d{2}", "06": _TWO},
    "HL": {"01": _COUNT, "02": _COUNT, "03": _TWO, "04": _DIGIT},
    "NM1": {"01": _TWO, "02": _DIGIT, "08": _TWO},
    "N3": {},
    "N4": {},
    "PER": {"01": r"[A-Z]{2}", "03": r"[A-Z]{2}", "05": r"[A-Z]{2}", "07": r"[A-Z]{2}"},
    "REF": {"01": _TWO, "04-1": _TWO},
    "PRV": {"01": r"[A-Z]{2}", "02": r"PXC|ZZ"},
    "CUR": {"01": _TWO},
    "SBR": {"01": _FLAG, "02": _TWO, "05": _TWO, "09": _TWO},
    "PAT": {"01": _TWO, "05": _PERIOD, "07": _TWO},
    "DMG": {"01": _PERIOD},
    "CLM": {
        "02": _MONEY, "05-1": _PLACE_OF_SERVICE, "05-2": _FLAG, "05-3": r"[0-9A-Z]", "06": _FLAG, "07": _FLAG,
        "08": _FLAG, "09": _FLAG, "10": _FLAG, "11-1..3": r"[A-Z]{2}", "12": r"\d{2}", "20": _NUMBER,
    },
    "DTP": {"01": r"\d{3}", "02": _PERIOD},
    "PWK": {"01": _TWO, "02": r"[A-Z]{2}", "05": r"[A-Z]{2}"},
    "CN1": {"01": r"\d{2}", "02": _MONEY},
    "AMT": {"01": r"[A-Z]\d?|EAF", "02": _MONEY},
    "K3": {},
    "NTE": {"01": r"ADD|CER|DCP|DGN|PMT|TPO"},
    "CR1": {"01": r"[A-Z]{2}", "03": _FLAG, "04": _FLAG, "05": r"[A-Z]{2}", "06": _QUANTITY},
    "CR2": {"08": _FLAG},
    "CR3": {"01": _FLAG, "02": r"[A-Z]{2}", "03": _QUANTITY},
    "CRC": {"01": _TWO, "02": _FLAG, "03..07": _TWO},
    "HCP": {
        "01": r"\d{2}", "02": _MONEY, "03": _MONEY, "05": _MONEY, "07": _MONEY, "09": r"[A-Z]{2}", "10": _PROCEDURE,
        "11": r"[A-Z]{2}", "12": _QUANTITY, "13": r"T\d", "14": _DIGIT, "15": _DIGIT,
    },
    "CAS": {
        "01": r"[A-Z]{2}",
        **{f"{at:02d}": shape for start in range(2, 19, 3)
           for at, shape in ((start, _REASON), (start + 1, _MONEY), (start + 2, _QUANTITY))},
    },
    "OI": {"03": _FLAG, "04": _FLAG, "06": _FLAG},
    "MOA": {"01": _QUANTITY, "02": _MONEY, "03..07": _REMARK, "08": _MONEY, "09": _MONEY},
    "LX": {"01": _COUNT},
    "SV1": {
        "01-1": r"[A-Z]{2}", "01-2": _PROCEDURE, "01-3..6": _MODIFIER, "01-8": _PROCEDURE, "02": _MONEY, "03": _TWO,
        "04": _QUANTITY, "05": _PLACE_OF_SERVICE, "07-1..99": _NUMBER, "09": _FLAG, "11": _FLAG, "12": _FLAG,
        "15": _DIGIT,
    },
    "SV5": {
        "01-1": r"[A-Z]{2}", "01-2": _PROCEDURE, "02": r"[A-Z]{2}", "03": _QUANTITY, "04": _MONEY, "05": _MONEY,
        "06": r"[0-9A-Z]",
    },
    "QTY": {"01": _TWO, "02": _QUANTITY},
    "MEA": {"01": _TWO, "02": _TWO},
    "PS1": {"02": _MONEY},
    "LIN": {"02": _TWO, "03": _NDC},  # the NDC: LIN02 is N4
    "CTP": {"04": _QUANTITY, "05-1": _TWO},
    "SVD": {
        "02": _MONEY, "03-1": r"[A-Z]{2}", "03-2": _PROCEDURE, "03-3..6": _MODIFIER, "03-8": _PROCEDURE,
        "05": _QUANTITY, "06": _NUMBER,
    },
    "LQ": {"01": r"[A-Z]{2}", "02": r"\d{1,3}(?:\.\d{1,2}[A-Z]?)?"},
    "FRM": {"01": r"\d{1,2}[A-Z]?"},
    "HI": {},  # by qualifier, above
    # Segments of the institutional and dental guides: their ids may be shown, nothing of them.
    **{segment: {} for segment in ("CL1", "DN1", "DN2", "MIA", "SV2", "SV3", "TOO")},
}  # fmt: skip

KNOWN_SEGMENTS = frozenset(_ALLOWED)
KNOWN_QUALIFIERS = frozenset({"", "N4", *_HI_CODES})  # those that `element_shape` tells from others

# Fields that no single element holds, by the code system they are of.
_SYSTEMS = {
    "procedure": _PROCEDURE,
    "modifier": _MODIFIER,
    "diagnosis": _DIAGNOSIS,
    "as_sent": _DIAGNOSIS,
    "place_of_service": _PLACE_OF_SERVICE,
    "ndc": _NDC,
    "carc": _REASON,
    "rarc": _REMARK,
}

_ELEMENT = re.compile(r"(\d\d)(?:\.\.(\d\d))?(?:-(\d+)(\.\.(\d*))?)?")
_PLACE = re.compile(rf"(?:[0-9A-Z]{{3,6}} )?([A-Z][A-Z0-9]{{1,2}}?)(?:\*([A-Z0-9|]+) )?({_ELEMENT.pattern})")


def _numbers(text: str) -> tuple[range, range]:
    """The elements and components that `01..12-2` or `07-1..` names; component 0 where it has none."""
    match = _ELEMENT.fullmatch(text)
    if match is None:
        raise ValueError(f"not an element: {text}")
    first, last, component, open_end, end = match.groups()
    start = int(component or 0)
    stop = int(end or 99) if open_end else start
    return range(int(first), int(last or first) + 1), range(start, stop + 1)


@cache
def _table() -> dict[tuple[str, int, int], re.Pattern[str]]:
    return {
        (segment, element, component): re.compile(pattern)
        for segment, places in _ALLOWED.items()
        for place, pattern in places.items()
        for element in _numbers(place)[0]
        for component in _numbers(place)[1]
    }


@cache
def _diagnosis_shapes() -> dict[str, re.Pattern[str]]:
    """What a code must match, by its qualifier; without one it may be any."""
    any_code = "|".join(sorted(set(_HI_CODES.values())))
    return {qualifier: re.compile(pattern) for qualifier, pattern in ({"": any_code} | _HI_CODES).items()}


def _diagnosis_shape(component: int, qualifier: str) -> re.Pattern[str] | None:
    if component == 1:
        return _HI_QUALIFIER
    return _diagnosis_shapes().get(qualifier) if component == 2 else None


def element_shape(segment: str, element: int, component: int = 0, qualifier: str = "") -> re.Pattern[str] | None:
    """What a value must match in full to be shown; None where the place is protected.

    `component` counts from 1 and is 0 in an element that has none. `qualifier` is what says how the
    value is coded (LIN02 for LIN03, HI01-1 for HI01-2); empty leaves it to the value's shape.
    """
    if segment == "HI":
        return _diagnosis_shape(component, qualifier) if element > 0 else None
    if segment == "LIN" and element == 3 and qualifier not in ("", "N4"):
        return None
    return _table().get((segment, element, component))


def coded_element(segment: str, element: int, component: int = 0, qualifier: str = "") -> bool:
    """Whether a place is on the allow-list; its value must have the code's shape as well."""
    return element_shape(segment, element, component, qualifier) is not None


@cache
def place_shape(place: str, system: str = "") -> re.Pattern[str] | None:
    """What the value of a claim field must match to be shown; None where the field is protected.

    `place` is written as the claim model writes it (`SV101-2`, `REF*G1 02`, `HI*ABK|BK 01..12-2`,
    `2410 LIN03`). A field that stands in no single element (`SV107, resolved in HI`) is judged by the
    code system it belongs to, else by the first place it names (`CAS03, 06 … 18`).
    """
    first, *more = place.split(",")
    match = _PLACE.fullmatch(first)
    if match is None or (more and system in _SYSTEMS):
        pattern = _SYSTEMS.get(system)
        return re.compile(pattern) if pattern else None
    elements, components = _numbers(match[3])
    qualifiers = match[2].split("|") if match[1] in ("HI", "LIN") and match[2] else [""]
    shapes = [
        element_shape(match[1], element, component, qualifier)
        for element in elements
        for component in components
        for qualifier in qualifiers
    ]
    return None if None in shapes else shapes[0]


def coded(place: str, system: str = "") -> bool:
    """Whether the values of a claim field may be shown, as in a rule's message.

    A value must have its code's shape as well: `place_shape` gives it.
    """
    return place_shape(place, system) is not None
