"""Trees of expressions to nodes of the language."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any, TypeVar

from cleanclaim.language import syntax as s
from cleanclaim.language.parse.grammar import Token, Tree, goes_on

Branch = Tree[Token]
Leaf = Branch | Token
T = TypeVar("T")


class Wrong(Exception):  # noqa: N818 (it is caught by the parser, and becomes a fault)
    """Something that the grammar lets through but that is no sense; caught inside this room."""

    def __init__(self, at: s.Place, message: str, help_: str = "") -> None:
        super().__init__(message)
        self.at, self.message, self.help = at, message, help_
        self.others: tuple[Wrong, ...] = ()  # what else is wrong in the same item


def each(make: Callable[[Any], T], parts: Iterable[Any]) -> tuple[T, ...]:
    """What is made of each part. Raises `Wrong` with everything that is wrong in any of them."""
    found, wrong = [], []
    for part in parts:
        try:
            found.append(make(part))
        except Wrong as one:
            wrong += [one, *one.others]
    if wrong:
        wrong[0].others = tuple(wrong[1:])
        raise wrong[0]
    return tuple(found)


class Expressions:
    """Builds nodes; `line` and `column` say where the parsed text begins in its file."""

    def __init__(self, line: int = 1, column: int = 1) -> None:
        self._lines_above, self._columns_left = line - 1, column - 1

    def place(self, node: Leaf) -> s.Place:
        """Where a tree or a token stands in the file."""
        at = node if isinstance(node, Token) else node.meta
        line, column = at.line or 1, at.column or 1
        end_line, end_column = at.end_line or line, at.end_column or column
        return s.Place(
            line + self._lines_above,
            column + (self._columns_left if line == 1 else 0),
            end_line + self._lines_above,
            end_column + (self._columns_left if end_line == 1 else 0),
        )

    def word(self, token: Leaf) -> s.Word:
        """A token as a word."""
        return s.Word(str(token), self.place(token))

    def expr(self, node: Leaf) -> Any:
        """The node of an expression."""
        if isinstance(node, Token):
            raise AssertionError(node.type)
        make: Callable[[Branch], Any] = getattr(self, "_" + str(node.data))
        return make(node)

    # ------------------------------------------------------------------- literals

    def _number(self, node: Branch) -> s.Constant:
        digits = str(node.children[0])
        return s.Constant(self.place(node), Decimal(digits), digits=digits)

    def _below_zero(self, node: Branch) -> s.Constant:
        return s.Constant(self.place(node), Decimal(str(node.children[0])))

    def _quantity(self, node: Branch) -> s.Constant:
        return s.Constant(self.place(node), Decimal(str(node.children[0])), unit=str(node.children[1]))

    def _money(self, node: Branch) -> s.Constant:
        return s.Constant(self.place(node), Decimal(str(node.children[0])[1:]), unit="$")

    def _date(self, node: Branch) -> s.Constant:
        return s.Constant(self.place(node), self.day(node.children[0]))

    def _text(self, node: Branch) -> s.Constant:
        return s.Constant(self.place(node), plain(str(node.children[0])))

    def _bool(self, node: Branch) -> s.Constant:
        return s.Constant(self.place(node), str(node.children[0]) == "true")

    def day(self, token: Leaf) -> dt.date:
        """A calendar date. Raises `Wrong` for one that no calendar has."""
        try:
            return dt.date.fromisoformat(str(token))
        except ValueError:
            raise Wrong(self.place(token), f"`{token}` is not a calendar date") from None

    # ------------------------------------------------------------------- operands

    def _group(self, node: Branch) -> Any:
        return self.expr(node.children[0])

    def _path(self, node: Branch) -> s.Path:
        return s.Path(self.place(node), tuple(self.word(part) for part in node.children))

    def _call(self, node: Branch) -> s.Call:
        name, *rest = node.children
        on = None
        if rest and isinstance(rest[-1], Tree) and rest[-1].data == "on":
            on = self.expr(rest.pop().children[0])  # type: ignore[union-attr]
        return s.Call(self.place(node), self.word(name), tuple(self.expr(item) for item in rest), on)

    def _fixed_code(self, node: Branch) -> s.OneCode:
        return s.OneCode(self.place(node), str(node.children[0]))

    def _arith(self, node: Branch) -> s.Arithmetic:
        rest: list[s.Operand] = []
        above: Branch | None = node
        while above is not None:
            first, operator, right = above.children
            rest.append(s.Operand(self.place(above), str(operator), self.expr(right)))
            above = first if isinstance(first, Tree) and goes_on(above, first) else None
        return s.Arithmetic(self.place(node), self.expr(first), tuple(reversed(rest)))

    def _neg(self, node: Branch) -> s.Negative:
        return s.Negative(self.place(node), self.expr(node.children[1]))

    def _otherwise(self, node: Branch) -> s.Otherwise:
        return s.Otherwise(self.place(node), self.expr(node.children[0]), self.expr(node.children[1]))

    def _count_list(self, node: Branch) -> s.Extreme:
        return s.Extreme(self.place(node), "count", (self.expr(node.children[0]),))

    def _agg_call(self, node: Branch) -> s.Extreme:
        name, *values = node.children
        return s.Extreme(self.place(node), str(name), tuple(self.expr(value) for value in values))

    def _count(self, node: Branch) -> s.Aggregate:
        return s.Aggregate(self.place(node), "count", self.rows(node.children[0]))

    def _agg(self, node: Branch) -> s.Aggregate:
        name, value, rows = node.children
        return s.Aggregate(self.place(node), str(name), self.rows(rows), self.expr(value))

    # ------------------------------------------------------------------- conditions

    def _cmp(self, node: Branch) -> s.Compare:
        left, operator, right = node.children
        return s.Compare(self.place(node), str(operator), self.expr(left), self.expr(right))

    def _between(self, node: Branch) -> s.Between:
        value, low, high = (self.expr(child) for child in node.children)
        return s.Between(self.place(node), value, low, high)

    def _is_code(self, node: Branch) -> s.CodeTest:
        value, *rest = node.children
        return s.CodeTest(self.place(node), self.expr(value), "is", self.match(rest[-1]), negated=len(rest) > 1)

    def _end_is(self, node: Branch) -> s.CodeTest:
        value, end, *rest = node.children
        match = self.match(rest[-1])
        return s.CodeTest(self.place(node), self.expr(value), "is", match, negated=len(rest) > 1, end=str(end))

    def _end_cmp(self, node: Branch) -> s.Compare:
        value, end, operator, right = node.children
        first, last = self.place(value), self.place(end)
        at = s.Place(first.line, first.column, last.end_line, last.end_column)
        left = s.EndOf(at, self.expr(value), str(end))
        return s.Compare(self.place(node), str(operator), left, self.expr(right))

    def _has_code(self, node: Branch) -> s.CodeTest:
        value, word, match = node.children
        said: Any = str(word)
        return s.CodeTest(self.place(node), self.expr(value), said, self.match(match))

    def _presence(self, node: Branch) -> s.Presence:
        value, word = node.children
        return s.Presence(self.place(node), self.expr(value), str(word) == "present")

    def _in_list(self, node: Branch) -> s.InList:
        return s.InList(self.place(node), self.expr(node.children[0]), self.expr(node.children[1]))

    def _text_test(self, node: Branch) -> s.TextTest:
        value, word, text = node.children
        said: Any = str(word)
        quoted = self.word(text)
        return s.TextTest(self.place(node), self.expr(value), said, quoted._replace(text=plain(quoted.text)))

    def _or_(self, node: Branch) -> s.Both:
        return s.Both(self.place(node), "or", self._chain(node))

    def _and_(self, node: Branch) -> s.Both:
        return s.Both(self.place(node), "and", self._chain(node))

    def _chain(self, node: Branch) -> tuple[Any, ...]:
        """The conditions that `and` or `or` joins, in turn: the tree of each holds the ones before it."""
        found: list[Any] = []
        first: Leaf = node
        while isinstance(first, Tree) and first.data == node.data:
            found.append(self.expr(first.children[1]))
            first = first.children[0]
        return (self.expr(first), *reversed(found))

    def _not_(self, node: Branch) -> s.Not:
        return s.Not(self.place(node), self.expr(node.children[-1]))

    # ------------------------------------------------------------------- rows

    def _quant(self, node: Branch) -> s.Quantifier:
        word, *rest = node.children
        satisfies = self._last(rest, "satisfies")
        return s.Quantifier(self.place(node), self.word(word), self.lines(rest, self.place(node)), satisfies)

    def _quant_in(self, node: Branch) -> s.Quantifier:
        word, *rest = node.children
        repeated = isinstance(rest[0], Token) and rest[0].type == "REPEATED"
        name, items, *rest = rest[1:] if repeated else rest
        satisfies, where = self._last(rest, "satisfies"), self._last(rest, "where")
        rows = s.Items(self.place(node), self.word(name), self.expr(items), where, repeated)
        return s.Quantifier(self.place(node), self.word(word), rows, satisfies)

    def rows(self, node: Leaf) -> s.Lines | s.Items:
        """What an aggregate ranges over."""
        if isinstance(node, Tree) and node.data == "rows_list":
            name, items, *rest = node.children
            return s.Items(self.place(node), self.word(name), self.expr(items), self._last(rest, "where"))
        return self.lines(list(node.children) if isinstance(node, Tree) else [], self.place(node))

    def lines(self, parts: list[Leaf], at: s.Place) -> s.Lines:
        """Lines with what is said of them: relation, name, keys, condition."""
        found: dict[str, Any] = {"entity": "line"}
        for part in parts:
            if isinstance(part, Token):
                found["relation" if part.type == "RELATION" else "entity"] = str(part)
            elif part.data == "as_name":
                found["name"] = self.word(part.children[0])
            elif part.data == "of_same":
                found["scope"] = self.word(part.children[0])
            elif part.data == "with_same":
                found["keys"] = self.names(part.children[0])
            elif part.data == "where":
                found["where"] = self.expr(part.children[0])
        found["entity"] = found["entity"].removesuffix("s")
        return s.Lines(at, **found)

    def names(self, node: Leaf) -> tuple[s.Word, ...]:
        """A list of names."""
        return tuple(self.word(name) for name in node.children) if isinstance(node, Tree) else ()

    def _last(self, rest: list[Leaf], data: str) -> Any:
        if rest and isinstance(rest[-1], Tree) and rest[-1].data == data:
            tree = rest.pop()
            return self.expr(tree.children[0])  # type: ignore[union-attr]
        return None

    # ------------------------------------------------------------------- sets of codes

    def match(self, node: Leaf) -> s.Match:
        """A member or a bracketed list with its exceptions."""
        assert isinstance(node, Tree)
        if node.data != "code_list":
            return s.Match(self.place(node), (self.member(node),))
        members = [child for child in node.children if not (isinstance(child, Tree) and child.data == "except")]
        exceptions = [child for child in node.children if isinstance(child, Tree) and child.data == "except"]
        without = tuple(self.member(item) for tree in exceptions for item in tree.children)
        return s.Match(self.place(node), tuple(self.member(item) for item in members), without)

    def member(self, node: Leaf) -> s.Member:
        """One member of a set."""
        if isinstance(node, Token):
            return s.SetName(self.place(node), str(node))
        text, at = str(node.children[0]), self.place(node)
        if node.data == "code_range":
            return s.CodeRange(at, text, str(node.children[1]))
        if node.data == "code_wild":
            return s.WildCode(at, text)
        return s.SetName(at, text) if node.data == "set_ref" else s.OneCode(at, text)


def plain(quoted: str) -> str:
    """A text without its quotes and escapes."""
    return quoted[1:-1].replace('\\"', '"').replace("\\\\", "\\")
