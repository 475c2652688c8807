"""Texts that are told as they stand: titles, helps, labels, citations. No value is filled in, and none is empty."""

from __future__ import annotations

import re
import textwrap

from cleanclaim.language import syntax as s
from cleanclaim.language.parse.expressions import Wrong, plain

_BRACES = re.compile(r"\{[^{}\n]*\}")


def read_quoted(token: str, at: s.Place) -> str:
    """The text in quotes, or in three of them, that stands at `at`. Raises `Wrong` for one that says nothing."""
    text = textwrap.dedent(token[3:-3]).strip() if token.startswith('"""') else plain(token)
    if not text.strip():
        raise Wrong(at, "a text that says nothing", "write it, or leave the clause out")
    return text


def read_without_values(token: str, at: s.Place) -> str:
    """A text like it where somebody could take braces for a value. Raises `Wrong` for those as well."""
    found = _BRACES.search(token)
    if found is not None:
        above = token[: found.start()]
        line = at.line + above.count("\n")
        column = len(above) - above.rfind("\n") if "\n" in above else at.column + len(above)
        raise Wrong(
            s.Place(line, column, line, column + len(found[0])),
            f"`{found[0]}` would be printed as it stands: no value is filled in here",
            "values stand in `message` and `suggest`",
        )
    return read_quoted(token, at)
