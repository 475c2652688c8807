"""A rule that extends another: what it takes from its parent, and what it may say itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any, NamedTuple

from cleanclaim.errors import RuleFault
from cleanclaim.language import clauses as c
from cleanclaim.language import mini_claims as m
from cleanclaim.language import syntax as s
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.faults import CLAUSE, KIND, NAME, TWICE, Refused, together
from cleanclaim.language.inside import inside
from cleanclaim.language.types import UNITS
from cleanclaim.language.words import did_you_mean

_OWN = "it belongs to the check, which a rule takes from the one that it extends"
_FIXED: dict[type[Any], str] = {
    c.Subject: "for", c.Let: "let", c.When: "when", c.Check: "require` or `forbid", c.MarkClause: "mark",
}  # fmt: skip
_SAID_ONCE = (c.SeverityClause, c.Effective, c.PayerClause, c.Snip, c.Tags, c.Data)


class Known(NamedTuple):
    """A rule by its code: as it was written or, where it extends another, as it reads in full."""

    item: c.RuleItem
    book: Book
    where: str  # file and line, for messages
    extends: tuple[str, ...] = ()  # its parent, its parent's parent, …


def extended(item: c.RuleItem, book: Book, known: Mapping[str, Known]) -> Known:
    """The rule with what it takes from its parent. Raises `Refused` where that is not possible.

    Everything that is inherited stands where `extends` names the parent, in the file of the heir.
    """
    assert item.extends is not None
    at, code = item.extends.at, item.extends.text
    if code not in known:
        raise Refused(at, NAME, f"there is no rule `{code}` to extend", did_you_mean(code, known))
    parent = known[code]
    wrong = list(_refusals(item, parent.item))
    if wrong:
        raise together(wrong)
    taken = tuple(
        clause if clause in item.clauses else _moved(clause, at) for clause in _inherited(item, parent.item)
    )
    whole = replace(item, clauses=(*taken, *(clause for clause in item.clauses if not isinstance(clause, c.Param))))
    return Known(whole, _joined(taken, book, parent.book, item.extends), "", (code, *parent.extends))


def _refusals(item: c.RuleItem, parent: c.RuleItem) -> Iterator[Refused]:
    params = {clause.name.text: clause for clause in parent.clauses if isinstance(clause, c.Param)}
    for clause in item.clauses:
        if type(clause) in _FIXED:
            yield Refused(clause.at, CLAUSE, f"a rule that extends another has no `{_FIXED[type(clause)]}`", _OWN)
        if isinstance(clause, c.Param):
            yield from _param(clause, params, parent.code.text)
    if not any(isinstance(clause, (c.PayerClause, c.Effective)) for clause in item.clauses):
        yield Refused(
            item.at,
            CLAUSE,
            "a rule that extends another says for which payers or days it takes over",
            "write `payer is ...` or `effective ...`; without them its parent would never run",
        )


def _param(clause: c.Param, params: Mapping[str, c.Param], code: str) -> Iterator[Refused]:
    name = clause.name.text
    if name not in params:
        help_ = did_you_mean(name, params) or f"a rule can only change the params of `{code}`"
        yield Refused(clause.name.at, NAME, f"`{code}` has no param `{name}`", help_)
    elif _kind(params[name].value) != _kind(clause.value):
        yield Refused(clause.value.at, KIND, f"the param `{name}` of `{code}` is of another kind")


def _kind(value: s.Constant) -> tuple[str, str]:
    return type(value.value).__name__, UNITS.get(value.unit, (value.unit,))[0]


def _inherited(item: c.RuleItem, parent: c.RuleItem) -> Iterator[c.Clause]:
    """The parent's clauses that still hold; a param keeps its place, whoever says it."""
    said = {_key(clause) for clause in item.clauses}
    own = {clause.name.text: clause for clause in item.clauses if isinstance(clause, c.Param)}
    for clause in parent.clauses:
        if isinstance(clause, c.Param):
            yield own.get(clause.name.text, clause)
        elif not isinstance(clause, m.Example) and (_key(clause) is None or _key(clause) not in said):
            yield clause


def _key(clause: c.Clause) -> object:
    """What a clause is the only word on; None for what can be said again and again."""
    if isinstance(clause, _SAID_ONCE):
        return type(clause)
    if isinstance(clause, c.TextClause):
        return clause.word
    if isinstance(clause, c.MapClause):
        return clause.target
    return c.Cite if isinstance(clause, c.Cite) else None


def _moved(node: Any, at: s.Place) -> Any:
    """A node as if all of it stood in one place."""
    if isinstance(node, s.Place):
        return at
    if isinstance(node, s.Word):
        return s.Word(node.text, at)
    if isinstance(node, tuple):
        return tuple(_moved(part, at) for part in node)
    if is_dataclass(node) and not isinstance(node, type):
        return replace(node, **{field.name: _moved(getattr(node, field.name), at) for field in fields(node)})
    return node


# ---------------------------------------------------------------------- sets and tables of both files


def _joined(taken: tuple[c.Clause, ...], book: Book, other: Book, parent: s.Word) -> Book:
    """The names of both files. Raises `Refused` where an inherited one means something else here."""
    used = {name for clause in taken for name in names_in(clause)}
    for name in sorted(used):
        both = (name in book.sets and name in other.sets) or (name in book.tables and name in other.tables)
        if both and (book.sets.get(name), book.tables.get(name)) != (other.sets.get(name), other.tables.get(name)):
            message = f"`{name}` means one thing here and another where `{parent.text}` stands"
            raise Refused(parent.at, TWICE, message, f"give the one of this file another name than `{name}`")
    guessed = other.guessed or book.guessed
    return Book({**other.sets, **book.sets}, {**other.tables, **book.tables}, other.broken | book.broken, guessed)


def names_in(node: Any) -> Iterator[str]:
    """The sets and tables that a clause names."""
    for part in inside(node):
        if isinstance(part, s.SetName):
            yield part.name
        elif isinstance(part, s.Call):
            yield part.name.text


def as_inherited(faults: list[RuleFault], parent: s.Word) -> list[RuleFault]:
    """Faults of a rule that extends another; those in what it took say so."""
    at = parent.at.line, parent.at.column
    return [
        replace(fault, message=f"`{parent.text}` does not fit here: {fault.message}")
        if (fault.line, fault.column) == at
        else fault
        for fault in faults
    ]
