"""Texts with expressions in braces: `{line.units} units of {line.procedure}`."""

from __future__ import annotations

import re

from cleanclaim.language import clauses as c
from cleanclaim.language import syntax as s
from cleanclaim.language.parse.expressions import Expressions, Wrong, plain
from cleanclaim.language.parse.grammar import Token, UnexpectedInput, measure, read_tree
from cleanclaim.language.parse.limits import DEPTH, NODES
from cleanclaim.language.parse.wrong import explain

_BRACES = re.compile(r"\{([^{}]*)\}|[{}]")

_NOUNS = re.compile(r"(?P<one>[a-z]+(?: [a-z]+)*)(?:, (?P<many>[a-z]+(?: [a-z]+)*))?")


def read_template(quoted: str, at: s.Place) -> c.Template:
    """The parts of a quoted text that stands at `at`. Raises `Wrong` for a brace without its fellow."""
    parts: list[str | s.Expr | s.Counted] = []
    end = 1
    for match in _BRACES.finditer(quoted):
        place = s.Place(at.line, at.column + match.start(), at.line, at.column + match.end())
        if match[1] is None:
            raise Wrong(place, f"`{match[0]}` stands without its fellow", "an expression stands in `{` and `}`")
        parts.append(plain('"' + quoted[end : match.start()] + '"'))
        parts.append(_value(match[1], place))
        end = match.end()
    parts.append(plain('"' + quoted[end:-1] + '"'))
    return c.Template(at, tuple(part for part in parts if part != ""), plain(quoted))


def _value(text: str, braces: s.Place) -> s.Expr | s.Counted:
    """What stands in braces: an expression, and after a bar what it counts."""
    said, bar, nouns = text.partition("|")
    value = _expression(said, braces)
    if not bar:
        return value
    found = _NOUNS.fullmatch(nouns.strip())
    if found is None:
        help_ = "write `{... | unit}`, or both forms: `{... | diagnosis, diagnoses}`"
        raise Wrong(braces, "after `|` stands what is counted", help_)
    one, many = found["one"], found["many"]
    inside = braces._replace(column=braces.column + 1, end_column=braces.end_column - 1)
    return s.Counted(inside, value, one, many or f"{one}s")


def _expression(text: str, braces: s.Place) -> s.Expr:
    if not text.strip():
        raise Wrong(braces, "there is nothing between the braces")
    try:
        tree = read_tree(text, "expr")
    except UnexpectedInput as error:
        told = explain(error, text)
        start = braces.column + told.column
        raise Wrong(s.Place(braces.line, start, braces.line, start + told.length), told.message, told.help) from None
    depth, nodes = measure(tree)
    if depth > DEPTH or nodes > NODES or isinstance(tree, Token):
        raise Wrong(braces, "the expression is too large")
    found: s.Expr = Expressions(braces.line, braces.column + 1).expr(tree)
    return found
