"""How large a rule may be: an error long before Python's own limits."""

from __future__ import annotations

from cleanclaim.language.parse.expressions import Expressions, Leaf, Wrong
from cleanclaim.language.parse.grammar import Tree, measure

DEPTH = 64  # of nested expressions
NODES = 1000  # of one rule, its examples aside


def refuse_large(tree: Leaf, places: Expressions) -> None:
    """Raises `Wrong` for a rule so deep or so large that nobody could read it."""
    if not isinstance(tree, Tree) or tree.data != "rule_def":
        return
    for child in tree.children:
        depth, _ = measure(child)
        if depth > DEPTH + 2:
            raise Wrong(places.place(child), f"this is nested deeper than {DEPTH}", "split it with `let`")
    _, nodes = measure(tree, skip="example")
    if nodes > NODES:
        at = places.place(tree.children[0])
        raise Wrong(at, f"a rule holds at most {NODES} nodes; this one has {nodes}", "split it, or use a table")
