"""The first segments of a shape, without its expression: compiling that takes longer than judging a hundred of them.

INVARIANT: what is accepted here, `pattern` accepts together with the syntax notes; what is not is left to it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise

from cleanclaim.guide.pattern import can_part, compile_pattern, keeps
from cleanclaim.guide.shape import Field, Shape
from cleanclaim.x12 import Delimiters

_PATIENCE = 20  # segments of a shape: then its expression is compiled
_FORMATS = {"D8": 1, "RD8": 2}  # of dates: how many they are
_CODED = ("AN", "ID")
_NUMBERS = ("N", "R")  # how their kinds begin
_OLDEST = 1800  # years before it are no dates to pyx12


class Expression:
    """Accepts the segments of one shape. `fullmatch` is None for the others, as with a compiled expression."""

    __slots__ = ("_delimiters", "_left", "_shape", "fullmatch")

    def __init__(self, shape: Shape, delimiters: Delimiters) -> None:
        self._shape, self._delimiters = shape, delimiters
        self._left = _PATIENCE if can_part(delimiters) else 0
        self.fullmatch: Callable[[str], object] = self._match

    def _match(self, text: str) -> object:
        self._left -= 1
        if self._left > 0 and accepts_plainly(self._shape, text, self._delimiters):
            return text
        self.fullmatch = compile_pattern(self._shape, self._delimiters).fullmatch
        return self.fullmatch(text)


def accepts_plainly(shape: Shape, text: str, delimiters: Delimiters) -> bool:
    """Whether a segment is right beyond doubt, where that is plain to see."""
    name, *values = text.split(delimiters.element)
    if name != shape.segment or name == "ISA" or not values or not values[-1] or len(values) > len(shape.fields):
        return False
    if not (text.isascii() and text.isprintable()) or delimiters.repetition in text or delimiters.terminator in text:
        return False
    if not keeps(shape.notes, [name, *values]):
        return False
    return _accepts(shape.fields, values, delimiters.component)


def _accepts(fields: Sequence[Field], values: Sequence[str], component: str) -> bool:
    """Whether values may stand in these elements, or components, one by one."""
    if any(field.usage == "R" for field in fields[len(values) :]):
        return False
    for field, value in zip(fields, values, strict=False):
        if not (_is_right(field, value, component) if value else field.usage != "R"):
            return False
    return all(_is_dated(fields[at : at + 2], values[at : at + 2]) for at in _formats(fields))


def _formats(fields: Sequence[Field]) -> Iterator[int]:
    """Where elements stand that are the format of the date behind them."""
    for at, (field, following) in enumerate(pairwise(fields)):
        if field.number == "1250" and following.number == "1251" and "N" not in (field.usage, following.usage):
            yield at


def _is_dated(fields: Sequence[Field], values: Sequence[str]) -> bool:
    """Whether a format and the dates behind it fit each other."""
    if not any(values):
        return True
    (form, date), dates = fields, _FORMATS.get(values[0], 0)
    known = values[0] in form.codes and len(values) == 2 and date.least <= 8 and date.most >= 17
    return dates > 0 and known and _are_dates(values[1], dates)


def _is_right(field: Field, value: str, component: str) -> bool:
    if field.usage == "N":
        return False
    if field.parts:
        parts = value.split(component)
        whole = field.parts[0].usage == "R" and parts[-1] != "" and len(parts) <= len(field.parts)
        return whole and _accepts(field.parts, parts, component)
    if component in value:
        return False
    if field.codes and not field.open:
        shaped = value.isalnum() if field.kind in _CODED else value.isdigit() and field.kind[:1] in _NUMBERS
        return value in field.codes and shaped and _fits(field, value)
    if field.pattern:
        return field.pattern == "[0-9]{9}" and len(value) == 9 and value.isdigit()
    if field.kind in _CODED:
        return value[0] != " " != value[-1] and _fits(field, value)
    return _is_number(field, value)


def _fits(field: Field, value: str) -> bool:
    return field.least <= len(value) <= field.most


def _is_number(field: Field, value: str) -> bool:
    """A number without a sign, a day or a time of day; what is rarer is not plain."""
    if field.kind == "R" and "." in value:
        whole, _, part = value.partition(".")
        figures = part.isdigit() and (not whole or whole.isdigit())
        return figures and field.least <= 1 and field.most >= 3 and len(whole) <= field.most - 2 and len(part) <= 2
    if field.kind[:1] in _NUMBERS:
        return value.isdigit() and _fits(field, value)
    if field.kind == "DT":
        return field.least <= 8 <= field.most and _are_dates(value, 1)
    return field.kind == "TM" and field.least <= 4 <= field.most and _is_time(value)


def _are_dates(value: str, count: int) -> bool:
    """Whether a value is a day, or two with a hyphen between."""
    days = value.split("-")
    return len(days) == count and all(map(_is_date, days))


def _is_date(day: str) -> bool:
    if len(day) != 8 or not day.isdigit() or int(day[:4]) < _OLDEST:
        return False
    try:
        dt.date(int(day[:4]), int(day[4:6]), int(day[6:]))
    except ValueError:
        return False
    return True


def _is_time(value: str) -> bool:
    return len(value) == 4 and value.isdigit() and value[:2] < "24" and value[2:] < "60"
