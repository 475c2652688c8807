"""Cells of tables: what a column holds, and what is written in a row or in a file."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cleanclaim.language import clauses as c
from cleanclaim.language import mini_claims as m
from cleanclaim.language.check.faults import CODE, KIND, NAME, Refused
from cleanclaim.language.places import Place
from cleanclaim.language.systems import SYSTEMS, as_held, as_written, fits, system_of
from cleanclaim.language.types import BASE_UNITS, DATE, MONEY, NUMBER, TEXT, UNITS, Type, spoken
from cleanclaim.language.words import article, did_you_mean

_PLAIN = {"text": TEXT, "number": NUMBER, "money": MONEY, "date": DATE}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_AMOUNT = re.compile(r"\$?(-?[0-9]+(?:\.[0-9]+)?)")
_QUANTITY = re.compile(r"([0-9]+(?:\.[0-9]+)?) ?([A-Za-z]+)")
_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})")
_LIST = re.compile(r"[\s;|]+")


def kind_of(column: c.Column) -> Type:
    """What a column holds. Raises `Refused` for a kind that is not known."""
    name = column.kind.text
    if name in _PLAIN:
        return _PLAIN[name]._replace(optional=column.optional)
    if name in BASE_UNITS:
        return Type("quantity", name, optional=column.optional)
    if name in SYSTEMS:
        return Type("code", name, optional=column.optional)
    if name.removesuffix("s") in SYSTEMS or name == "diagnoses":
        return Type("code", "diagnosis" if name == "diagnoses" else name.removesuffix("s"), many=True)
    help_ = did_you_mean(name, [*_PLAIN, *BASE_UNITS, *SYSTEMS]) or f"such as {', '.join(_PLAIN)}, procedure or ndc"
    raise Refused(column.kind.at, NAME, f"there is no kind of column `{name}`", help_)


def read_cell(cell: m.Value, type_: Type) -> Any:
    """The value of a cell. Raises `Refused` where it does not fit its column."""
    if cell.kind == "missing":
        if not type_.optional:
            raise Refused(
                cell.at,
                KIND,
                "a value is expected in every row",
                "write `?` behind its kind if it can be missing",
            )
        return None
    if type_.many:
        return tuple(_code(text, cell, type_) for text in cell.texts)
    if type_.base == "quantity" and cell.kind == "quantity":
        dimension, factor = UNITS.get(cell.unit, ("", "1"))
        if dimension == type_.system:
            return _number(cell) * Decimal(factor)
    read = _READ.get((type_.base, cell.kind))
    if read is not None:
        return read(cell, type_)
    raise Refused(
        cell.at,
        KIND,
        f"the column holds {spoken(type_)}, which this is not",
        _HELP.get(type_.system or type_.base, ""),
    )


_HELP = {
    "money": "write amounts with $: $100",
    "mass": "write it with its unit, such as 10 mcg",
    "volume": "write it with its unit, such as 10 mL",
    "activity": "write it with its unit, such as 10 IU",
    "duration": "write it with its unit, such as 10 days",
    "date": "write it as 2025-01-31",
    "text": "write it in quotes",
}


def check_code(text: str, at: Place, system: str) -> None:
    """Raises `Refused` for what is no code of a system."""
    if not fits(system, text):
        about = system_of(system)
        raise Refused(at, CODE, f"`{text}` is not {article(about.noun)} code: expected {about.expected}")


def _code(text: str, cell: m.Value, type_: Type) -> str:
    check_code(text, cell.at, type_.system)
    return as_held(type_.system, text)


def is_number(text: str) -> bool:
    """Whether a text is a number as rules write it; `NaN` and `1e3` are numbers to Python alone."""
    return _NUMBER.fullmatch(text) is not None


def _number(cell: m.Value) -> Decimal:
    text = cell.texts[0]
    if not is_number(text):
        help_ = "a column of amounts is `money`" if text.startswith("$") else ""
        raise Refused(cell.at, KIND, f"`{text}` is not a number", help_)
    return Decimal(text)


def _date(cell: m.Value) -> dt.date:
    try:
        return dt.date.fromisoformat(cell.texts[0])
    except ValueError:
        raise Refused(cell.at, KIND, f"`{cell.texts[0]}` is not a calendar date") from None


_READ: dict[tuple[str, str], Callable[[m.Value, Type], Any]] = {
    ("code", "code"): lambda cell, type_: _code(cell.texts[0], cell, type_),
    ("number", "code"): lambda cell, _: _number(cell),
    ("number", "number"): lambda cell, _: _number(cell),
    ("money", "money"): lambda cell, _: Decimal(cell.texts[0][1:]),
    ("date", "date"): lambda cell, _: _date(cell),
    ("text", "text"): lambda cell, _: cell.texts[0],
}


# ---------------------------------------------------------------------- cells of files


def cell_of(text: str, type_: Type, at: Place) -> m.Value:
    """The text of a file's cell as it would be written in a rule file. Raises `Refused` where it can not be."""
    if text in ("", "-"):
        return m.Value(at, "list" if type_.many else "missing")
    if type_.many:
        return m.Value(at, "list", tuple(_code_text(code, type_) for code in _LIST.split(text)))
    if type_.base == "code":
        return m.Value(at, "code", (_code_text(text, type_),))
    return _WRITTEN[type_.base](text, at)


def _code_text(text: str, type_: Type) -> str:
    """A code; public files write diagnoses without their dot."""
    return text if "." in text else as_written(type_.system, text)


def _amount(text: str, at: Place) -> m.Value:
    return m.Value(at, "money", ("$" + _match(_AMOUNT, text.replace(",", ""), at, "an amount of money")[1],))


def _quantity(text: str, at: Place) -> m.Value:
    found = _match(_QUANTITY, text, at, "a quantity with its unit, like 10 mcg")
    return m.Value(at, "quantity", (found[1],), found[2])


def _day(text: str, at: Place) -> m.Value:
    found = _match(_DAY, text, at, "a date, like 2025-01-31 or 20250131")
    day = "-".join(found.groups())
    try:
        dt.date.fromisoformat(day)
    except ValueError:
        raise Refused(at, KIND, f"`{text}` is not a calendar date") from None
    return m.Value(at, "date", (day,))


def _match(shape: re.Pattern[str], text: str, at: Place, what: str) -> re.Match[str]:
    found = shape.fullmatch(text)
    if found is None:
        raise Refused(at, KIND, f"expected {what}, found `{text}`")
    return found


_WRITTEN: dict[str, Callable[[str, Place], m.Value]] = {
    "number": lambda text, at: m.Value(at, "code", (text,)),
    "text": lambda text, at: m.Value(at, "text", (text,)),
    "money": _amount,
    "quantity": _quantity,
    "date": _day,
}
