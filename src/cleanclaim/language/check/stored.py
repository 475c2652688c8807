"""Tables that stand in the reference store: their columns and keys are those of the store."""

from __future__ import annotations

from collections.abc import Sequence

from cleanclaim.language import clauses as c
from cleanclaim.language import typed as t
from cleanclaim.language.check.faults import KIND, NAME, Refused
from cleanclaim.language.syntax import Word
from cleanclaim.language.types import Type, spoken
from cleanclaim.language.words import did_you_mean
from cleanclaim.reference.tables import TABLES, About, Column

RELEASE = "release"  # a column that every table of the store has: the name of the release that answered


def read_stored(item: c.TableItem, source: Word, columns: Sequence[tuple[str, Type]]) -> t.Table:
    """A table of the store as a rule file names it. Raises `Refused` where the store has no such table or column."""
    about = TABLES.get(source.text)
    if about is None:
        message = f"there is no table `{source.text}` in the reference store"
        raise Refused(source.at, NAME, message, did_you_mean(source.text, TABLES))
    keys = tuple(key.text for key in item.keys)
    expected = tuple(column.name for column in about.columns[: about.keys])
    if keys != expected:
        raise Refused(item.keys[0].at, KIND, f"`{about.name}` is asked by {', '.join(expected)}, in this order")
    typed = tuple(
        (name, _column(column, type_, about)) for column, (name, type_) in zip(item.columns, columns, strict=True)
    )
    missing = [key for key in keys if key not in dict(typed)]
    if missing:
        raise Refused(item.keys[0].at, NAME, f"there is no column `{missing[0]}` in this table")
    return t.Table(item.name.text, typed, keys, {}, source=about.name)


def _column(column: c.Column, type_: Type, about: About) -> Type:
    """The type of a column. What identifies people may not be printed."""
    known = {each.name: each for each in (*about.columns, Column(RELEASE))}
    name = column.name.text
    if name not in known:
        raise Refused(column.at, NAME, f"`{about.name}` has no column `{name}`", did_you_mean(name, known))
    stored = known[name]
    if (type_.system if type_.base == "code" else type_.base) != stored.kind or type_.many:
        raise Refused(column.kind.at, KIND, f"column `{name}` holds {_spoken(stored)}, not {spoken(type_)}")
    if stored.optional and not column.optional:
        raise Refused(column.at, KIND, f"`{name}` can be missing", f"write `{name}: {stored.kind}?`")
    return type_._replace(protected=about.private and name != RELEASE)


def _spoken(column: Column) -> str:
    return spoken(Type(column.kind) if column.kind in ("text", "number", "date") else Type("code", column.kind))
