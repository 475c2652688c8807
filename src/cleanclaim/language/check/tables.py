"""Inline tables: their columns, keys and cells."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from decimal import Decimal, InvalidOperation
from typing import Any

from cleanclaim.language import clauses as c
from cleanclaim.language import typed as t
from cleanclaim.language.check.faults import CODE, KIND, NAME, TWICE, Refused, unbuilt
from cleanclaim.language.systems import SYSTEMS, as_held, fits, system_of
from cleanclaim.language.types import BASE_UNITS, DATE, MONEY, NUMBER, TEXT, UNITS, Type, spoken
from cleanclaim.language.words import did_you_mean

_PLAIN = {"text": TEXT, "number": NUMBER, "money": MONEY, "date": DATE}


def read_table(item: c.TableItem) -> t.Table:
    """A table as it is meant. Raises `Refused` for a cell that does not fit its column."""
    if item.file or item.valid:
        raise unbuilt(item.at, "a table from a file or with dates", "write its rows here")
    columns = tuple((column.name.text, _kind(column)) for column in item.columns)
    names = [name for name, _ in columns]
    _distinct(item, names, dict(columns))
    rows: dict[tuple[Any, ...], tuple[Any, ...]] = {}
    at = [names.index(key.text) for key in item.keys]
    for row in item.rows:
        if len(row.cells) != len(columns):
            raise Refused(row.at, KIND, f"the row has {len(row.cells)} cells; the table has {len(columns)} columns")
        values = tuple(_cell(cell, type_) for cell, (_, type_) in zip(row.cells, columns, strict=True))
        found = tuple(values[index] for index in at)
        if found in rows:
            raise Refused(row.at, TWICE, "another row has the same key")
        rows[found] = values
    return t.Table(item.name.text, columns, tuple(key.text for key in item.keys), rows)


def _distinct(item: c.TableItem, names: list[str], columns: dict[str, Type]) -> None:
    """Raises `Refused` for a column named twice, and for a key that can not be one."""
    for column in item.columns:
        if names.count(column.name.text) > 1:
            raise Refused(column.at, TWICE, f"there are two columns `{column.name.text}`")
    for key in item.keys:
        if key.text not in columns:
            raise Refused(key.at, NAME, f"there is no column `{key.text}`", did_you_mean(key.text, names))
        if columns[key.text].many or columns[key.text].optional:
            raise Refused(key.at, KIND, f"`{key.text}` can not be a key: it is a list or can be missing")


def _kind(column: c.Column) -> Type:
    name = column.kind.text
    if name in _PLAIN:
        return _PLAIN[name]._replace(optional=column.optional)
    if name in BASE_UNITS:
        return Type("quantity", name, optional=column.optional)
    if name in SYSTEMS:
        return Type("code", name, optional=column.optional)
    if name.removesuffix("s") in SYSTEMS or name == "diagnoses":
        return Type("code", "diagnosis" if name == "diagnoses" else name.removesuffix("s"), many=True)
    help_ = did_you_mean(name, [*_PLAIN, *BASE_UNITS, *SYSTEMS])
    raise Refused(column.kind.at, NAME, f"there is no kind of column `{name}`", help_)


def _cell(cell: c.Value, type_: Type) -> Any:
    if cell.kind == "missing":
        if not type_.optional:
            raise Refused(
                cell.at,
                KIND,
                "this column has a value in every row",
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
    raise Refused(cell.at, KIND, f"the column holds {spoken(type_)}, which this is not")


def _code(text: str, cell: c.Value, type_: Type) -> str:
    if not fits(type_.system, text):
        about = system_of(type_.system)
        raise Refused(cell.at, CODE, f"`{text}` is not a {about.noun} code: expected {about.expected}")
    return as_held(type_.system, text)


def _number(cell: c.Value) -> Decimal:
    try:
        return Decimal(cell.texts[0])
    except InvalidOperation:
        raise Refused(cell.at, KIND, f"`{cell.texts[0]}` is not a number") from None


_READ: dict[tuple[str, str], Callable[[c.Value, Type], Any]] = {
    ("code", "code"): lambda cell, type_: _code(cell.texts[0], cell, type_),
    ("number", "code"): lambda cell, _: _number(cell),
    ("money", "money"): lambda cell, _: Decimal(cell.texts[0][1:]),
    ("date", "date"): lambda cell, _: dt.date.fromisoformat(cell.texts[0]),
    ("text", "text"): lambda cell, _: cell.texts[0],
}
