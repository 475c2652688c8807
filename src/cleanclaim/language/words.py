"""Finds the name that was meant: spelling and the words that people of the trade use."""

from __future__ import annotations

from collections.abc import Iterable

# What people write -> what it is called here.
SYNONYMS = {
    "code": "procedure", "cpt": "procedure", "hcpcs": "procedure", "proc": "procedure", "procedure_code": "procedure",
    "qty": "units", "quantity": "units", "unit_count": "units", "service_units": "units", "unit": "units",
    "mods": "modifiers", "mod": "modifiers", "modifier": "modifiers",
    "pos": "place_of_service", "place": "place_of_service",
    "dos": "date", "service_date": "date", "from": "date", "dx": "diagnoses", "diagnosis": "diagnoses",
    "diagnosis_codes": "diagnoses", "icd": "diagnoses", "amount": "charge", "price": "charge", "fee": "charge",
    "total": "total_charge", "charges": "total_charge", "ptr": "pointers", "pointer": "pointers",
    "number_of_units": "units", "day": "date", "age": "birth_date", "provider": "rendering", "doctor": "rendering",
    "dob": "birth_date", "gender": "sex", "insurance": "filing",
    "filing_indicator": "filing", "claim_number": "control_number", "pcn": "control_number",
    "diagnosis_pointer": "pointers", "diagnosis_pointers": "pointers", "authorization": "prior_auth",
    "tin": "tax_id", "ein": "tax_id", "performing": "rendering",
}  # fmt: skip

EMPTY_CELL = "a cell of this row is empty"
FILL_CELL = "write `-` where nothing stands, in a column whose type ends with `?`"


def nearest(word: str, known: Iterable[str]) -> str:
    """The known word that was most likely meant; empty where none is near."""
    names = list(known)
    said = SYNONYMS.get(word)
    if said in names:
        return said
    scored = [(_likeness(word, name), name) for name in names]
    best, name = max(scored, default=(0.0, ""))
    return name if best >= 0.66 else ""


def counted(number: int, noun: str) -> str:
    """A number and what it counts: `1 cell`, `2 cells`."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def article(noun: str) -> str:
    """A noun with its article, as it is spoken: `an NDC`, `a unit basis`."""
    spelled = noun[:2].isupper()
    vowel = noun[0] in ("AEFHILMNORSX" if spelled else "aeiou") and not noun.startswith(("uni", "usa"))
    return f"{'an' if vowel else 'a'} {noun}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The help that goes with an unknown word; empty where nothing is near."""
    found = nearest(word, known)
    return f"did you mean `{found}`?" if found else ""


def _likeness(word: str, name: str) -> float:
    from difflib import SequenceMatcher  # for a wrong word alone: it is slow to import

    if word.lower() == name.lower():
        return 1.0
    start = 0.1 if len(word) > 2 and (name.startswith(word) or word.startswith(name)) else 0.0
    return SequenceMatcher(None, word.lower(), name.lower()).ratio() + start
