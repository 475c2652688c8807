"""The page of fields: every row of the claim model as rules see it."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.claim.fields import Field
from cleanclaim.claim.model import ROWS
from cleanclaim.language.model import field_type, fields, standing
from cleanclaim.language.types import Type

_INTRO = """# Fields of the rule language

What a rule can ask, row by row. A field that can be missing has to be guarded
([values that are not there](../rule-language.md#values-that-are-not-there)). What is not shown can identify
somebody: a rule may compare it, and no message may print it.
"""
_FIRST = ("line", "claim")


def fields_page() -> str:
    """The whole page."""
    rows = [*_FIRST, *(row for row in sorted(ROWS) if row not in _FIRST)]
    return "\n".join((_INTRO, *(line for row in rows for line in _table(row))))


def _table(row: str) -> Iterator[str]:
    yield from (f"## {row}", "", "| field | stands in | type | shown | called |", "|---|---|---|---|---|")
    for field in fields(row).values():
        yield _row(field, field_type(row, field.name))
    yield ""


def _row(field: Field, kind: Type) -> str:
    shown = "" if kind.base == "row" else "no" if kind.protected else "yes"
    place = standing(field).replace("|", "\\|")
    return f"| `{field.name}` | {place} | {said(kind)} | {shown} | {field.title.replace('|', '/')} |"


def said(kind: Type) -> str:
    """A type in words: `code (procedure)`, `list of text`, `money, can be missing`."""
    of = {"code": f"code ({kind.system})", "row": f"[{kind.system}](#{kind.system})"}
    one = of.get(kind.base, kind.base)
    if kind.many:
        one = f"list of {one}"
    return f"{one}, can be missing" if kind.optional else one
