"""Reads one item: parses it, measures it, builds its node, or says what is wrong."""

from __future__ import annotations

from typing import NamedTuple

from cleanclaim.errors import RuleFault
from cleanclaim.language import clauses as c
from cleanclaim.language.parse.expressions import Wrong
from cleanclaim.language.parse.grammar import UnexpectedInput, read_tree
from cleanclaim.language.parse.items import Items
from cleanclaim.language.parse.limits import refuse_large
from cleanclaim.language.parse.partly import part_of, table_without
from cleanclaim.language.parse.pieces import Piece
from cleanclaim.language.parse.recovery import all_told, told_of
from cleanclaim.language.parse.wrong import UNENDED, Told, explain


class Unread(NamedTuple):
    """An item that could not be read: everything that is wrong with it, and what could be read of it."""

    faults: list[RuleFault]
    part: c.PartOfRule | None
    table: c.TableItem | None = None


def read_item(path: str, piece: Piece, lines: tuple[str, ...]) -> c.Item | Unread:
    """The item in a piece of a rule file, else what is wrong with it."""
    items, table = Items(piece.line, 1), None
    try:
        tree = read_tree(piece.text, "item")
        refuse_large(tree, items)
        return items.item(tree)
    except UnexpectedInput as error:
        above = piece.line - 1
        told = all_told(explain(error, piece.text), *piece)
        table = table_without({one.line for one in told}, *piece)
        told = [one._replace(line=one.line + above) for one in told]
        told = [_above_another(one, piece, lines) for one in told]
    except Wrong as wrong:
        told = [told_of(one) for one in (wrong, *wrong.others)]
    return Unread([_fault(path, lines, one) for one in told], part_of(*piece), table)


def _above_another(told: Told, piece: Piece, lines: tuple[str, ...]) -> Told:
    """What is told of an item without an end, where it is not the end of the file that ends it."""
    below = piece.line + piece.text.count("\n")
    if told.message != UNENDED or below >= len(lines):
        return told
    word = piece.text.split(maxsplit=1)[0]
    return told._replace(message=f"the {word} is not closed, and line {below} begins another item")


def _fault(path: str, lines: tuple[str, ...], told: Told, code: str = "E001") -> RuleFault:
    excerpt = lines[told.line - 1] if 0 < told.line <= len(lines) else ""
    length = min(told.length, max(len(excerpt) - told.column + 1, 1))
    return RuleFault(path, told.line, told.column, length, code, told.message, excerpt, told.help)
