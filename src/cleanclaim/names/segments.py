"""Segments: what each is in its loop, under its qualifier."""

from __future__ import annotations

from functools import lru_cache

from cleanclaim.names.loops import loop as loop_name
from cleanclaim.names.loops import party
from cleanclaim.names.qualifiers import AMOUNTS, CONDITIONS, DATES, QUANTITIES, REFERENCES

# What a segment is of the party that its loop speaks of.
_OF_PARTY = {
    "NM1": "name",
    "N3": "street address",
    "N4": "city, state and ZIP",
    "PER": "contact",
    "PRV": "specialty",
    "DMG": "birth date and sex",
    "PAT": "details",
}
_NOBODYS = frozenset({"Y4"})  # REF01 of numbers that are no property of the loop's party

# Loop and segment, and its qualifier where that tells positions apart.
_SPECIAL = {
    ("2000A", "CUR", ""): "currency",
    ("2000B", "SBR", ""): "subscriber's coverage",
    ("2000B", "PAT", ""): "subscriber's death, weight or pregnancy",
    ("2000C", "PAT", ""): "patient's relationship, death, weight or pregnancy",
    ("2010AB", "NM1", ""): "pay-to address",
    ("2010BB", "REF", "G2"): "billing provider's number with the payer",
    ("2010BB", "REF", "LU"): "billing provider's location number with the payer",
    ("2300", "HI", "BG"): "condition codes",
    ("2300", "HI", "BP"): "surgical procedures under anesthesia",
    ("2300", "HI", ""): "diagnoses",
    ("2300", "NTE", ""): "claim note",
    ("2300", "HCP", ""): "claim repricing",
    ("2300", "CN1", ""): "claim contract",
    ("2300", "CR1", ""): "ambulance transport",
    ("2300", "K3", ""): "extra data of the claim",
    ("2300", "PWK", ""): "paperwork of the claim",
    ("2310A", "NM1", "P3"): "primary care provider name",
    ("2310E", "NM1", ""): "ambulance pick-up place",
    ("2310F", "NM1", ""): "ambulance drop-off place",
    ("2320", "SBR", ""): "other coverage",
    ("2320", "CAS", ""): "other payer's claim adjustments",
    ("2320", "OI", ""): "other coverage consents",
    ("2330C", "NM1", "P3"): "other payer's primary care provider name",
    ("2400", "NTE", "TPO"): "repricer's note on the line",
    ("2400", "NTE", ""): "line note",
    ("2400", "HCP", ""): "line repricing",
    ("2400", "CN1", ""): "line contract",
    ("2400", "CR1", ""): "ambulance transport of the line",
    ("2400", "K3", ""): "extra data of the line",
    ("2400", "PWK", "CT"): "certificate of medical necessity sent",
    ("2400", "PWK", ""): "paperwork of the line",
    ("2420G", "NM1", ""): "line's ambulance pick-up place",
    ("2420H", "NM1", ""): "line's ambulance drop-off place",
    ("2420F", "NM1", "P3"): "line's primary care provider name",
    ("2430", "CAS", ""): "line adjustments",
}

_PLAIN = {
    "ISA": "interchange header",
    "IEA": "interchange end",
    "TA1": "interchange acknowledgment",
    "GS": "group header",
    "GE": "group end",
    "ST": "transaction header",
    "SE": "transaction end",
    "BHT": "transaction purpose and date",
    "HL": "hierarchy level",
    "NM1": "name",
    "N3": "street address",
    "N4": "city, state and ZIP",
    "PER": "contact",
    "REF": "reference number",
    "PRV": "specialty",
    "CUR": "currency",
    "SBR": "coverage",
    "PAT": "patient details",
    "DMG": "birth date and sex",
    "CLM": "claim",
    "DTP": "date",
    "PWK": "paperwork",
    "CN1": "contract",
    "AMT": "amount",
    "K3": "extra data",
    "NTE": "note",
    "CR1": "ambulance transport",
    "CR2": "spinal manipulation",
    "CR3": "equipment certification",
    "CRC": "conditions",
    "HI": "diagnoses",
    "HCP": "repricing",
    "CAS": "adjustments",
    "OI": "other coverage consents",
    "MOA": "outpatient adjudication",
    "LX": "line number",
    "SV1": "service",
    "SV5": "durable equipment",
    "QTY": "quantity",
    "MEA": "test result",
    "PS1": "purchased service",
    "LIN": "drug or product",
    "CTP": "drug quantity",
    "SVD": "line adjudication",
    "LQ": "form",
    "FRM": "form answer",
}

_BY_CODE = {"DTP": DATES, "AMT": AMOUNTS, "QTY": QUANTITIES, "CRC": CONDITIONS}
_QUALIFIED = frozenset({"REF", *_BY_CODE, *(name for _, name, code in _SPECIAL if code)})
_CODES = frozenset().union(REFERENCES, _NOBODYS, *_BY_CODE.values(), (code for *_, code in _SPECIAL))


def takes_code(name: str) -> bool:
    """Whether the words for a segment, or for its elements, depend on its qualifier."""
    return name in _QUALIFIED


def segment(loop: str, name: str, code: str = "") -> str:
    """What a segment is: "billing provider tax id" for `2010AA`, `REF`, `EI`; empty for one that is not known.

    `code` is its qualifier (NM101, REF01, DTP01, HI01-1 …); an empty one, or one that is not known, leaves the name
    general. An empty `loop` is the envelope or the header.
    """
    return _segment(loop, name, code if code in _CODES else "")


@lru_cache(maxsize=1 << 11)
def _segment(loop: str, name: str, code: str) -> str:
    """As `segment`. INVARIANT: kept under codes that are known, never under a value."""
    special = _SPECIAL.get((loop, name, code)) or _SPECIAL.get((loop, name, ""))
    if special:
        return special
    known = _BY_CODE.get(name, {}).get(code)
    if known:
        return known
    who = party(loop)
    if name == "REF":
        return _reference(who, code)
    if name == "HL" and who:
        return loop_name(loop)
    return f"{who} {_OF_PARTY[name]}" if who and name in _OF_PARTY else _PLAIN.get(name, "")


def _reference(who: str, code: str) -> str:
    """A number, and whose it is where the loop speaks of somebody."""
    what = REFERENCES.get(code, "reference number")
    if not who or code in _NOBODYS:
        return what
    if who.endswith("payer"):
        what = what.removeprefix("payer's ").removeprefix("payer ")
    return f"{who} {what}"
