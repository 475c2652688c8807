"""Text to nodes. The only room that knows lark, which is imported when something is parsed."""

from __future__ import annotations

import re

from cleanclaim.errors import RuleFault
from cleanclaim.language import clauses as c
from cleanclaim.language.parse.pieces import Piece, pieces

_NAMED = re.compile(r"^\s*(?:rule|set|table)[ \t]+(\w+)")


def parse_file(path: str, text: str, folder: str = "") -> tuple[c.RuleFile, list[RuleFault]]:
    """The items of a rule file, and a fault for each that can not be understood.

    `folder` is where the files stand that it names.
    """
    from cleanclaim.language.parse.reading import Unread, read_item

    text = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff")
    lines = tuple(text.split("\n"))
    items: list[c.Item] = []
    faults: list[RuleFault] = []
    lost: list[str] = []
    parts: list[c.PartOfRule] = []
    tables: list[c.TableItem] = []
    for piece in pieces(text):
        found = read_item(path, piece, lines)
        if isinstance(found, Unread):
            faults += found.faults
            parts += [found.part] if found.part is not None else []
            tables += [found.table] if found.table is not None else []
            lost += _NAMED.findall(piece.text)[:1]
        else:
            items.append(found)
    return c.RuleFile(path, lines, tuple(items), folder, tuple(lost), tuple(parts), tuple(tables)), faults


__all__ = ["Piece", "parse_file"]
