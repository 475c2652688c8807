"""Values as they stand in messages. What has not the shape of its code is drawn as dots."""

from __future__ import annotations

import datetime as dt
import re
from decimal import Decimal
from fractions import Fraction
from typing import Any

from cleanclaim.language.systems import as_written
from cleanclaim.language.types import BASE_UNITS, Type
from cleanclaim.privacy.allowed import place_shape

# Of what is computed, which can be one field as it stands: eight digits could be a birth date.
_COMPUTED = re.compile(r"-?\d{0,7}(\.\d{0,4})?")
_SINGLE = ("1", "-1")
_DOT = "•"


def shown(value: Any, type_: Type) -> str:
    """A value of a type in words. Protected types never come here: the checker refuses them."""
    if type_.many:
        items = value if isinstance(value, tuple) else tuple(value)
        return ", ".join(shown(item, type_.one) for item in items) or "none"
    if type_.base == "quantity":
        return _quantity(value, type_)
    if type_.base == "money":
        text = _masked(_number(value, places=2), type_)
        return f"-${text[1:]}" if text.startswith("-") else f"${text}"
    if type_.base == "number":
        return _masked(_number(value), type_)
    if isinstance(value, dt.date):
        return value.isoformat()
    if type_.base == "code":
        masked = _masked(str(value), type_)
        return masked if masked.startswith(_DOT) else as_written(type_.system, masked)
    return str(value)


def _quantity(value: Any, type_: Type) -> str:
    """A quantity in its base unit; a mass with too many digits to be told so in grams."""
    text, unit = _masked(_number(value), type_), BASE_UNITS[type_.system]
    if unit == "mcg" and text.startswith(_DOT):
        text, unit = _masked(_number(Fraction(value) / 1_000_000), type_), "g"
    return f"{text} {unit.removesuffix('s') if text in _SINGLE else unit}"


def counted(value: Any, type_: Type, one: str, many: str) -> str:
    """A number and what it counts."""
    text = shown(value, type_)
    return f"{text} {one if text in _SINGLE else many}"


def _masked(text: str, type_: Type) -> str:
    shape = place_shape(type_.place, type_.system) if type_.place else None
    if shape is None and type_.base != "code":
        shape = _COMPUTED
    return text if shape is None or shape.fullmatch(text) else _DOT * len(text)


def _number(value: Any, places: int = 0) -> str:
    """An exact number: plain digits, and a fraction without end cut to three places, said so."""
    if isinstance(value, Fraction):
        return _number(Decimal(f"{round(value * 1000)}E-3"), places)
    plain = f"{Decimal(value):f}" if value else "0"  # neither is rounded, however long
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    short = places - len(plain.partition(".")[2])
    if short > 0:
        plain = f"{plain}{'' if '.' in plain else '.'}{'0' * short}"
    return plain
