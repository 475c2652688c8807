"""The page of fields: every row of the claim model as rules see it."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.language.docs import fields_said, reached, rows, type_in_words
from cleanclaim.language.types import Type

_INTRO = """# Fields of the rule language

What a rule can ask, row by row; `cleanclaim rules fields` prints the same. A field that can be missing has to be
guarded ([values that are not there](../rule-language.md#values-that-are-not-there)). What is not shown can identify
somebody: a rule may compare it, and no message may print it.
"""


def fields_page() -> str:
    """The whole page."""
    return "\n".join((_INTRO, *(line for row in rows() for line in _table(row))))


def _table(row: str) -> Iterator[str]:
    yield from (f"## {row}", "")
    if by := reached(row):
        yield from (", ".join(f"`{path}`" for path in by), "")
    yield from ("| field | stands in | type | shown | called |", "|---|---|---|---|---|")
    for said in fields_said(row):
        place, title = said.place.replace("|", "\\|"), said.title.replace("|", "/")
        shown = "" if said.type.base == "row" else "no" if said.type.protected else "yes"
        yield f"| `{said.name}` | {place} | {_linked(said.type)} | {shown} | {title} |"
    yield ""


def _linked(kind: Type) -> str:
    """A type in words; a row is a link to its fields."""
    if kind.base != "row":
        return type_in_words(kind)
    return type_in_words(kind).replace(kind.system, f"[{kind.system}](#{kind.system})", 1)
