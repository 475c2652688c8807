"""What a value of the language is: its kind, whether it can be missing, and whether it may be printed."""

from __future__ import annotations

from typing import NamedTuple

from cleanclaim.claim.fields import Field
from cleanclaim.claim.kinds import Kind
from cleanclaim.language.systems import noun_of
from cleanclaim.language.words import article


class Type(NamedTuple):
    """The type of an expression.

    `system` is the code system, the row's class, the dimension of a quantity, or a table's name.
    `whole` is a number that counts, so that it is never below 0. `protected` may not be printed;
    `place` is the field's place in the guide, whose shape a value must have to be printed; `moved` says of a date
    that it is some time before or after the one that stands there.
    """

    base: str  # text code number money date time bool quantity row table
    system: str = ""
    many: bool = False
    optional: bool = False
    protected: bool = False
    whole: bool = False
    place: str = ""
    moved: bool = False

    @property
    def one(self) -> Type:
        """The type of an item of this list."""
        return self._replace(many=False, optional=False)

    @property
    def given(self) -> Type:
        """This type where it is known not to be missing."""
        return self._replace(optional=False)


NUMBER = Type("number")
WHOLE = Type("number", whole=True)
BOOL = Type("bool")
TEXT = Type("text")
DATE = Type("date")
MONEY = Type("money")
DURATION = Type("quantity", "duration")

UNITS = {  # unit -> dimension and how many base units (mcg, mL, IU, days, months) it is, as text for exactness
    "mcg": ("mass", "1"),
    "mg": ("mass", "1000"),
    "g": ("mass", "1000000"),
    "mL": ("volume", "1"),
    "L": ("volume", "1000"),
    "IU": ("activity", "1"),
    "day": ("duration", "1"),
    "days": ("duration", "1"),
    "month": ("months", "1"),
    "months": ("months", "1"),
    "year": ("months", "12"),
    "years": ("months", "12"),
}
BASE_UNITS = {"mass": "mcg", "volume": "mL", "activity": "IU", "duration": "days", "months": "months"}
LONGEST = {"duration": 40_000, "months": 1_200}  # of a literal: more than a century is a mistake
NUMERIC = ("number", "money", "quantity")
_SPOKEN = {"money": "an amount of money", "date": "a date", "bool": "a condition", "text": "a text", "time": "a time"}


def type_of(field: Field, place: str, protected: bool) -> Type:
    """The type of a field of the model that stands in `place`."""
    kind: Kind = field.kind
    base = "number" if kind.base == "count" else kind.base
    optional = not field.required and not kind.many
    return Type(base, kind.system, kind.many, optional, protected, kind.base == "count", place)


def spoken(type_: Type) -> str:
    """A type as it stands in a message: `a procedure code`, `a list of modifier codes`."""
    if type_.many:
        return f"a list of {_plural(type_)}"
    if type_.base == "code":
        return article(f"{noun_of(type_.system)} code")
    if type_.base == "table":
        return f"a row of table `{type_.system}`"
    if type_.base == "row":
        return article(type_.system.replace("_", " "))
    if type_.base == "quantity":
        return "a number of months" if type_.system == "months" else article(type_.system)
    return _SPOKEN.get(type_.base, "a number")


def _plural(type_: Type) -> str:
    if type_.base == "code":
        return f"{noun_of(type_.system)} codes"
    if type_.base == "row":
        return type_.system.replace("_", " ") + "s"
    return type_.base + "s"
