"""The fields that a rule can ask, row by row, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.claim.model import ROWS
from cleanclaim.errors import ConfigError, nearest
from cleanclaim.language.model import field_type, fields, standing
from cleanclaim.language.types import Type
from cleanclaim.privacy import draw

_FIRST = ("line", "claim")


class Said(NamedTuple):
    """A field: its name, where it stands in the file, its type (protected: no message may print it), its title."""

    name: str
    place: str
    type: Type
    title: str


def rows() -> tuple[str, ...]:
    """The rows that have fields, those that rules begin with first."""
    return (*_FIRST, *(row for row in sorted(ROWS) if row not in _FIRST))


def fields_said(row: str) -> Iterator[Said]:
    """The fields of a row. Raises `ConfigError` where there is no such row."""
    if row not in ROWS:
        near = nearest(row, ROWS)
        meant = f"did you mean `{near}`?" if near else f"known are {', '.join(rows())}"
        raise ConfigError(f"there is no row `{draw(row)}`; {meant}")
    for field in fields(row).values():
        yield Said(field.name, standing(field), field_type(row, field.name), field.title)


def reached(row: str) -> tuple[str, ...]:
    """How a rule comes to a row from its line or its claim: `claim.payer`; `x in line.notes` for those of a list.

    To a line or a claim it comes by itself.
    """
    if row in _FIRST:
        return ()
    asked = ((f"{whose}.{name}", field_type(whose, name)) for whose in _FIRST for name in fields(whose))
    return tuple(
        f"x in {way}" if kind.many else way for way, kind in asked if kind.base == "row" and kind.system == row
    )


def type_in_words(kind: Type) -> str:
    """A type in words: `code (procedure)`, `list of text`, `money, can be missing`."""
    of = {"code": f"code ({kind.system})", "row": kind.system}
    one = of.get(kind.base, kind.base)
    if kind.many:
        one = f"list of {one}"
    return f"{one}, can be missing" if kind.optional else one
