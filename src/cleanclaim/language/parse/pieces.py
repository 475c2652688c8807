"""Cuts a rule file into its items before anything is parsed, so that a broken one stays alone."""

from __future__ import annotations

import re
from typing import NamedTuple

_TOKEN = re.compile(
    r'"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"|\#[^\n]*|[{}]|^(?P<item>[ \t]*(?P<word>[a-z]+)\b)', re.MULTILINE
)
_HEADS = {"rule", "set", "table", "use", "profile", "language"}
_CONTINUES = {"key", "valid", "except", "from", "extends"}  # may begin a line inside a set or a table


class Piece(NamedTuple):
    """The text of one item; `line` is the number of its first line, from 1."""

    text: str
    line: int


def pieces(text: str) -> list[Piece]:
    """The items of a file in turn; what is no item is a piece too, for the parser to complain about."""
    starts = sorted({0, *_starts(text)})
    ends = [*starts[1:], len(text)]
    found = [(start, text[start:end]) for start, end in zip(starts, ends, strict=True)]
    return [Piece(part, text.count("\n", 0, start) + 1) for start, part in found if _has_content(part)]


def _starts(text: str) -> list[int]:
    found, depth = [], 0
    for match in _TOKEN.finditer(text):
        if match["item"]:
            if _begins(match["item"], match["word"], depth):
                found.append(match.start())
                depth = 0
        elif match[0] == "{":
            depth += 1
        elif match[0] == "}":
            depth = max(depth - 1, 0)
    return found


def _begins(item: str, word: str, depth: int) -> bool:
    """A head at the margin begins an item even where a brace is still open: it was forgotten."""
    margin = item == word
    if word in _HEADS:
        return margin or depth == 0
    return margin and depth == 0 and word not in _CONTINUES


def _has_content(text: str) -> bool:
    return any(line.strip() and not line.lstrip().startswith("#") for line in text.split("\n"))
