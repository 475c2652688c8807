"""The one place that knows lark: text to trees, built only when something must be parsed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Literal

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from cleanclaim.resources import resource

__all__ = [
    "Token", "Tree", "UnexpectedCharacters", "UnexpectedInput", "UnexpectedToken", "goes_on", "measure", "read_tree",
]  # fmt: skip


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

    What stands in a row is not deeper for being much: `a or b or c` is as deep as `a or b`, and a sum like it.
    """
    deepest, nodes = 0, 0
    waiting: list[tuple[Tree[Token] | Token, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if isinstance(node, Token) or node.data == skip:
            continue
        deepest, nodes = max(deepest, depth), nodes + 1
        waiting.extend((child, depth + (0 if goes_on(node, child) else 1)) for child in node.children)
    return deepest, nodes


def goes_on(node: Tree[Token], child: Tree[Token] | Token) -> bool:
    """Whether a tree of `and`, `or`, + and -, or * and / continues in its first part."""
    if not isinstance(child, Tree) or child.data != node.data or child is not node.children[0]:
        return False
    return node.data in ("and_", "or_") or (node.data == "arith" and _sign(node) == _sign(child))


def _sign(node: Tree[Token]) -> str:
    """The kind of an operator: + and - bind alike, and so do * and /."""
    kind = node.children[1]
    return {"DASH": "PLUS", "SLASH": "TIMES"}.get(kind.type, kind.type) if isinstance(kind, Token) else ""
