"""The one place that knows lark: text to trees, built only when something must be parsed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from cleanclaim.resources import resource

__all__ = ["Token", "Tree", "UnexpectedCharacters", "UnexpectedInput", "UnexpectedToken", "measure", "read_tree"]


class _NamesEverywhere:
    """Lets the lexer see a whole word where no name may stand: `forbids` is not `for` and `bids`."""

    always_accept = ("NAME",)

    def process(self, stream: Iterator[Token]) -> Iterator[Token]:
        return stream


@cache
def _lark() -> Lark:
    return Lark(
        resource("grammars", "rules.lark").read_text(encoding="utf-8"),
        parser="lalr",
        lexer="contextual",
        start=["item", "expr"],
        postlex=_NamesEverywhere(),
        propagate_positions=True,
        maybe_placeholders=False,
    )


def read_tree(text: str, start: Literal["item", "expr"]) -> Tree[Token] | Token:
    """Parse one item or one expression. Raises lark's `UnexpectedInput` where it is neither."""
    return _lark().parse(text, start=start)


def measure(tree: Tree[Token] | Token, skip: str = "") -> tuple[int, int]:
    """How deep a tree is and how many nodes it has, without recursion; `skip` names trees not counted.

    Conditions in a row are not deeper for being many: `a or b or c` is as deep as `a or b`.
    """
    deepest, nodes = 0, 0
    waiting: list[tuple[Tree[Token] | Token, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, Token) or node.data == skip:
            continue
        deepest, nodes = max(deepest, depth), nodes + 1
        waiting.extend((child, depth + (0 if _goes_on(node, child) else 1)) for child in node.children)
    return deepest, nodes


def _goes_on(node: Tree[Token], child: Tree[Token] | Token) -> bool:
    """Whether a tree of `and` or `or` continues in its first part."""
    return node.data in ("and_", "or_") and isinstance(child, Tree) and child.data == node.data
