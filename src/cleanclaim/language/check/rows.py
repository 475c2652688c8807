"""Quantifiers, sums and joins: what ranges over lines, over claims, and over the items of lists."""

from __future__ import annotations

from dataclasses import replace
from itertools import count

from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.conditions import Conditions
from cleanclaim.language.check.far import check_reach, hiding_claims
from cleanclaim.language.check.faults import COMPARE, KIND, MEMBER, Refused
from cleanclaim.language.check.narrow import facts
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.check.values import written
from cleanclaim.language.model import field_type, fields
from cleanclaim.language.types import BOOL, WHOLE, Type, spoken
from cleanclaim.language.words import did_you_mean

_CLAIM, _PATIENT = Type("row", "claim"), field_type("claim", "patient")
_JOINED = ("code", "text", "number", "money", "date")
_SUMMED = ("number", "money", "quantity")


class Rows(Conditions):
    """Checks everything. `line` is the variable of the rule's line, empty where it has none."""

    def __init__(self, book: Book, line: str) -> None:
        super().__init__(book)
        self.line = line
        self.reaching: list[s.Lines] = []  # the rows of other claims that were checked
        self._numbers = count(1)

    # ------------------------------------------------------------------- quantifiers

    def _quantifier(self, node: s.Quantifier, scope: Scope) -> n.Typed:
        return self.quantified(node, scope)[0]

    def quantified(self, node: s.Quantifier, scope: Scope) -> tuple[n.Quantified, Scope]:
        """A quantifier, and what is known of its witness: the row that made it true, or false for every."""
        rows, inner = self.rows(node.rows, scope)
        word, test = node.word.text, None
        if node.satisfies is not None:
            test = self.condition(node.satisfies, inner)
        elif word == "every":
            raise Refused(node.at, KIND, "`every` needs a condition", "write `every ... satisfies ...`")
        if test is not None:
            inner = inner.knowing(facts(test, word != "every"))
        found = n.Quantified(node.at, BOOL, word, rows, test)
        return found, replace(inner, bare=scope.bare, hidden=scope.hidden, names={**inner.names, **scope.names})

    def rows(self, node: s.Lines | s.Items, scope: Scope) -> tuple[n.RowsOf, Scope]:
        """Rows, and the scope in which each of them is known."""
        if isinstance(node, s.Items):
            return self._items(node, scope)
        return self.lines(node, scope)

    def _items(self, node: s.Items, scope: Scope) -> tuple[n.RowsOf, Scope]:
        items = self.value(node.items, scope)
        if not items.type.many:
            raise Refused(node.items.at, KIND, f"a list is expected here, not {spoken(items.type)}")
        if node.repeated and items.type.base == "row":
            raise Refused(node.at, KIND, "rows are never the same; ask for repeated codes or numbers")
        name = n.Name(node.name.at, items.type.one, node.name.text)
        self.passing.add(name.name)
        inner = scope.naming(node.name, name).listing(name.name, items, f"{name.name} at")
        where = None
        if node.where is not None:
            where = self.condition(node.where, inner.within(name) if items.type.base == "row" else inner)
            inner = inner.knowing(facts(where, True))
        relation = "repeated" if node.repeated else ""
        return n.RowsOf(node.at, items.type, name.name, items, relation, "", (), where), inner

    def lines(self, node: s.Lines, scope: Scope) -> tuple[n.RowsOf, Scope]:
        """Lines or claims, and the scope in which each of them is known."""
        far = check_reach(node, scope, self)
        type_ = Type("row", node.entity)
        name = n.Name(node.name.at if node.name else node.at, type_, self._called(node))
        inner = scope.naming(node.name, name) if node.name else scope
        self.passing.add(name.name)
        if node.entity == "line" and self.line == "line":
            inner = inner.hiding(
                "line",
                "`line` could mean two lines here",
                "name the rule's line: `for line as visit`, and say `visit`",
            )
        if far:
            inner = hiding_claims(inner, self.line)
        inner = inner.within(name).standing(name.name, "far" if far else "here")
        items: n.Typed = n.Get(node.at, field_type("claim", "lines"), n.Name(node.at, _CLAIM, "claim"), "lines", True)
        if far:
            items = n.Across(node.at, type_._replace(many=True), node.entity)
        own = self.line if node.entity == "line" else "claim"
        keys = tuple(self._key(word, own, name, far) for word in node.keys)
        where = None
        if node.where is not None:
            where = self.condition(node.where, inner)
            inner = inner.knowing(facts(where, True))
        return n.RowsOf(node.at, items.type, name.name, items, node.relation, own, keys, where, far), inner

    def _called(self, node: s.Lines) -> str:
        return node.name.text if node.name else f"row {next(self._numbers)}"

    def _key(self, word: s.Word, own: str, row: n.Name, far: str) -> n.Key:
        entity = row.type.system
        if entity == "line" and word.text == "patient" and far == "run":
            claim = n.Name(word.at, _CLAIM, "claim")
            return n.Key(*(_key_value(one, word, _PATIENT) for one in (claim, n.Owner(word.at, _CLAIM, row))))
        known = fields(entity)
        if word.text not in known:
            names = [name for name in known if _joins(field_type(entity, name))]
            said = "`of same patient` says so: remove it" if far == word.text == "patient" else ""
            help_ = said or _SCOPES.get(word.text) or did_you_mean(word.text, names)
            raise Refused(word.at, MEMBER, f"`same {word.text}` is not known", help_)
        type_ = field_type(entity, word.text)
        if not _joins(type_):
            raise Refused(word.at, KIND, f"{entity}s can not be joined by {spoken(type_)}")
        mine = n.Name(word.at, row.type, own)
        return n.Key(_key_value(mine, word, type_), _key_value(row, word, type_))

    # ------------------------------------------------------------------- aggregates

    def _aggregate(self, node: s.Aggregate, scope: Scope) -> n.Typed:
        rows, inner = self.rows(node.rows, scope)
        if node.value is None:
            return n.Aggregated(node.at, WHOLE, "count", rows, None)
        if isinstance(node.rows, s.Items) and rows.items.type.base == "row":
            inner = inner.within(n.Name(node.at, rows.items.type.one, rows.name))
        value = self.value(node.value, inner)
        allowed = _SUMMED if node.name == "sum" else (*_SUMMED, "date")
        if value.type.many or value.type.base not in allowed:
            raise Refused(node.value.at, KIND, f"`{node.name}` takes numbers, not {spoken(value.type)}")
        if written(node.value) == rows.name and rows.items.type.base == "row":
            raise Refused(node.value.at, COMPARE, "name the field that is added")
        place = value.type.place if value.type.base == "date" else ""
        type_ = value.type._replace(place=place, optional=node.name != "sum")
        return n.Aggregated(node.at, type_, node.name, rows, value)


_SCOPES = {  # what stands behind `of same`, and not behind `with same`
    "claim": "remove it: without `of same ...` only lines of one claim are looked at",
    **{word: f"it stands before `with`: `of same {word}`" for word in ("patient", "file", "run")},
}


def _joins(type_: Type) -> bool:
    return type_.base in _JOINED or (type_.base == "row" and type_.system in ("provider", "patient"))


def _key_value(line: n.Name | n.Owner, word: s.Word, type_: Type) -> n.Typed:
    """A provider is known by its NPI, a patient by who he is; two who can not be told are never the same."""
    value: n.Typed = n.Get(word.at, type_, line, word.text, fields(line.type.system)[word.text].required)
    if type_.base == "row" and type_.system == "patient":
        return n.Called(word.at, Type("text", optional=True, protected=True), "person", (value,))
    if type_.base == "row":
        npi = field_type("provider", "npi")._replace(optional=True)
        value = n.Get(word.at, npi, value, "npi", False)
    return value
