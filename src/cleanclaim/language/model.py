"""The claim model as rules see it: fields by row, their types, and whether they may be printed."""

from __future__ import annotations

from functools import cache

from cleanclaim.claim.fields import Field, fields_of
from cleanclaim.claim.kinds import COUNT
from cleanclaim.claim.model import ROWS
from cleanclaim.language.types import Type, type_of
from cleanclaim.privacy.allowed import coded

_POSITION = Field("position", COUNT, title="position of the line in its claim, from 1", required=True)
_ORDINAL = Field("ordinal", COUNT, title="number of the claim in its file, from 1", required=True)
_TELLING = ("id", "npi", "procedure", "member_id", "reason", "text")
SHORTCUTS = ("file", "patient", "payer", "subscriber", "billing")  # `patient` is `claim.patient`


@cache
def fields(row: str) -> dict[str, Field]:
    """The fields of a row by name; a line also knows its position, a claim its number."""
    found = dict(fields_of(ROWS[row]))
    if row == "line":
        found["position"] = _POSITION
    if row == "claim":
        found["ordinal"] = _ORDINAL
    return found


def telling(row: str) -> str:
    """The field that a row is most likely asked for: its identifier, else its first one."""
    known = fields(row)
    return next((name for name in _TELLING if name in known), next(iter(known)))


@cache
def field_type(row: str, name: str) -> Type:
    """The type of a field. A copy of another row's field is protected as that one is."""
    field = fields(row)[name]
    if field in (_POSITION, _ORDINAL):
        return type_of(field, "", protected=False)
    place = standing(field)
    protected = field.kind.base != "row" and not coded(place, field.kind.system)
    return type_of(field, place, protected)


def standing(field: Field) -> str:
    """Where a field's value stands, in the model's words."""
    if not field.alias:
        return field.place or field.derived
    row, _, name = field.alias.partition(".")
    return standing(fields(row)[name])
