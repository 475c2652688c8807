"""A rule file as rows of tokens: what is said, what is remarked, and where rows end. Knows no grammar."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    r'(?P<long>"""(?:.|\n)*?""")|(?P<text>"(?:[^"\\\n]|\\.)*")|(?P<comment>\#[^\n]*)|(?P<end>\n)|(?P<space>[ \t]+)'
    r"|(?P<sign><=|>=|!=|[=<>{}()\[\],|:])|(?P<word>[^\s\"\#=<>{}()\[\],|:!]+)|(?P<other>.)"
)


class Token(NamedTuple):
    """A piece of a rule file; `kind` is long, text, comment, sign, word or other."""

    kind: str
    text: str


Row = tuple[Token, ...]


def read_rows(text: str) -> list[Row]:
    """The rows of a text; one without tokens is blank. A long text belongs to the row on which it begins."""
    rows: list[list[Token]] = [[]]
    for match in _TOKEN.finditer(text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")):
        kind = match.lastgroup or "other"
        if kind == "end":
            rows.append([])
        elif kind != "space":
            rows[-1].append(Token(kind, match[0].rstrip() if kind == "comment" else match[0]))
    return [tuple(row) for row in rows]


def significant(text: str) -> list[str]:
    """What a text says, however it is laid out."""
    return [_plain(token) for row in read_rows(text) for token in row if token.text]


def _plain(token: Token) -> str:
    if token.kind != "long":
        return token.text
    return "\n".join(written(token.text))


def written(long: str) -> Iterator[str]:
    """The lines of a long text without their margin."""
    for line in textwrap.dedent(long[3:-3].expandtabs()).strip().split("\n"):
        yield line.rstrip()
