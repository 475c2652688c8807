"""Reads one item: parses it, measures it, builds its node, or says what is wrong."""

from __future__ import annotations

from cleanclaim.errors import RuleFault
from cleanclaim.language import clauses as c
from cleanclaim.language.parse.expressions import Wrong
from cleanclaim.language.parse.grammar import Token, Tree, UnexpectedInput, measure, read_tree
from cleanclaim.language.parse.items import Items
from cleanclaim.language.parse.limits import DEPTH, NODES
from cleanclaim.language.parse.pieces import Piece
from cleanclaim.language.parse.recovery import all_told, told_of
from cleanclaim.language.parse.wrong import Told, explain


def read_item(path: str, piece: Piece, lines: tuple[str, ...]) -> c.Item | list[RuleFault]:
    """The item in a piece of a rule file, else everything that is wrong with it."""
    try:
        tree = read_tree(piece.text, "item")
        _limit(tree, piece)
        return Items(piece.line, 1).item(tree)
    except UnexpectedInput as error:
        found = all_told(explain(error, piece.text), piece.text, piece.line)
        return [_fault(path, lines, told._replace(line=told.line + piece.line - 1)) for told in found]
    except Wrong as wrong:
        return [_fault(path, lines, told_of(one)) for one in (wrong, *wrong.others)]


def _limit(tree: Tree[Token] | Token, piece: Piece) -> None:
    """Raises `Wrong` for a rule so deep or so large that nobody could read it."""
    if isinstance(tree, Tree) and tree.data == "rule_def":
        for child in tree.children:
            depth, _ = measure(child)
            if depth > DEPTH + 2:
                raise Wrong(
                    Items(piece.line, 1).place(child), f"this is nested deeper than {DEPTH}", "split it with `let`"
                )
        _, nodes = measure(tree, skip="example")
        if nodes > NODES:
            at = Items(piece.line, 1).place(tree.children[0])
            raise Wrong(at, f"a rule holds at most {NODES} nodes; this one has {nodes}", "split it, or use a table")


def _fault(path: str, lines: tuple[str, ...], told: Told, code: str = "E001") -> RuleFault:
    excerpt = lines[told.line - 1] if 0 < told.line <= len(lines) else ""
    length = min(told.length, max(len(excerpt) - told.column + 1, 1))
    return RuleFault(path, told.line, told.column, length, code, told.message, excerpt, told.help)
