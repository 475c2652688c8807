"""One rule: its clauses in order, and what each of them means."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from cleanclaim.errors import RuleFault
from cleanclaim.language import clauses as c
from cleanclaim.language import mini_claims as m
from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language import typed as t
from cleanclaim.language.check.about import all_of, one_of, read_about, structure
from cleanclaim.language.check.applies import effective_steps, payer_steps, read_judgment
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.examples import check_examples
from cleanclaim.language.check.far import check_together
from cleanclaim.language.check.faults import COMPARE, KIND, MISSING, Faults, Refused
from cleanclaim.language.check.held import Held
from cleanclaim.language.check.naming import given_names, later_names, meant_row
from cleanclaim.language.check.narrow import facts
from cleanclaim.language.check.never import is_constant
from cleanclaim.language.check.rows import Rows
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.check.texts import read_marks, read_text
from cleanclaim.language.check.values import written
from cleanclaim.language.inside import inside
from cleanclaim.language.types import Type

T = TypeVar("T")
_DEFAULT_MARK = {"line": "procedure", "claim": "control_number", "provider": "npi"}


def check_rule(item: c.RuleItem, book: Book, file: c.RuleFile) -> t.TypedRule | list[RuleFault]:
    """A rule as it is meant, else everything that is wrong with it."""
    faults = Faults(file)
    for refused in structure(item):
        faults.add(refused)
    found = _RuleCheck(item, book, faults, file.path).run()
    return found if found is not None and not faults.found else faults.found


def check_part(part: c.PartOfRule, book: Book, file: c.RuleFile) -> list[RuleFault]:
    """What is wrong with the clauses of a rule that could be read; not what could follow from the others."""
    faults = Faults(file)
    for refused in structure(part.item):
        if refused.at != part.item.at:  # a clause too many; one too few could be among the others
            faults.add(refused)
    names = part.names - {name.text for name in given_names(part.item)}
    unknown = dict.fromkeys(names)  # which is told where they are given
    known = Book({**unknown, **book.sets}, book.tables, book.broken | (names - book.tables.keys()), book.guessed)
    check = _RuleCheck(part.item, known, faults, file.path)
    check.scope = replace(check.scope, names={**check.scope.names, **unknown})
    check.run()
    return [fault for fault in faults.found if not (part.guarded and fault.code == MISSING)]


class _RuleCheck:
    """Checks one rule clause by clause; a fault ends its clause only."""

    def __init__(self, item: c.RuleItem, book: Book, faults: Faults, path: str) -> None:
        self.item, self.book, self.faults, self.path = item, book, faults, path
        self.subject = one_of(item, c.Subject)
        self.entity = self.subject.row.entity if self.subject else meant_row(item)
        named = self.subject.row.name if self.subject else None
        self.name = named.text if named else self.entity
        self.rows = Rows(book, self.name if self.entity == "line" else "")
        unsaid: dict[str, n.Name | None] = {}
        if self.subject is None:  # what a rule is about that does not say it is no fault of its own
            row = n.Name(item.at, Type("row", self.entity), self.entity)
            unsaid = {"line": None, "provider": None, self.entity: row}
        self.scope = Scope(
            {"claim": n.Name(item.at, Type("row", "claim"), "claim"), **unsaid}, later=later_names(item)
        )
        self.applies: tuple[n.Typed, ...] = ()  # the payers and days that it is for
        self.params: list[t.Param] = []
        self.held = Held()
        self.lost: dict[str, int] = {}  # what a condition guards that is at fault itself, and its line

    def run(self) -> t.TypedRule | None:
        """The rule; None where something is wrong with it, which is among the faults then."""
        where, pair = self._attempt(self._subject) or (None, None)
        steps = self._steps()
        check, said = self._attempt(self._check) or (None, self._forgiving())
        self._attempt(lambda: check_together(self.rows.reaching))
        judgment = self._attempt(self._judgment)
        message = self._attempt(lambda: self._text("message", said))
        suggestion = self._attempt(lambda: self._text("suggest", said))
        marks = self._attempt(lambda: self._marks(said))
        about = self._attempt(lambda: read_about(self.item))
        examples = check_examples(all_of(self.item, m.Example), self.book, self.faults)
        self.faults.found[:] = [fault for fault in self.faults.found if not self._follows(fault)]
        if self.faults.found or check is None or judgment is None or about is None:
            return None
        required = any(clause.word == "require" for clause in all_of(self.item, c.Check))
        tags = tuple(word.text for clause in all_of(self.item, c.Tags) for word in clause.names)
        return t.TypedRule(
            self.path, self.item.at, about, self.entity, self.name, where, pair, steps, required, check, judgment,
            message or (), suggestion or (), marks or (), examples, tags, tuple(self.book.tables.values()),
            scope=self.applies, covers=tuple(clause.code.text for clause in all_of(self.item, c.Covers)),
            params=tuple(self.params),
        )  # fmt: skip

    def _lost(self, condition: s.Expr, row: str = "") -> None:
        """Keep what a condition guards that is at fault: that it can be missing is no fault of its own below."""
        asked = (node.value for node in inside(condition) if isinstance(node, s.Presence) and node.present)
        for path in asked:
            self.lost |= {f"`{row}{written(path)}` can be missing": condition.at.end_line}

    def _follows(self, fault: RuleFault) -> bool:
        return fault.code == MISSING and fault.line > self.lost.get(fault.message, fault.line)

    def _attempt(self, what: Callable[[], T]) -> T | None:
        """What a check gives; None where it refuses, and its fault is kept."""
        try:
            return what()
        except Refused as refused:
            self.faults.add(refused)
            return None

    # ------------------------------------------------------------------- what it is about

    def _subject(self) -> tuple[n.Typed | None, n.RowsOf | None]:
        subject = self.subject
        if subject is None:
            return None, None
        row = n.Name(subject.at, Type("row", self.entity), self.name)
        if self.entity != "claim" or subject.row.name is not None:
            self.scope = self._named(subject.row, row).standing(self.name, "here")
        where = self._attempt(lambda: self._where(subject.row.where, row))
        pair = self._attempt(lambda: self._pair(subject)) if subject.pair is not None else None
        if subject.pair is not None and subject.pair.name is not None and pair is None:
            self.scope = replace(self.scope, names={subject.pair.name.text: None, **self.scope.names})
        return where, pair

    def _where(self, condition: s.Expr | None, row: n.Name) -> n.Typed | None:
        if condition is None:
            return None
        self._lost(condition, f"{self.name}.")
        where = self.rows.condition(condition, self.scope.within(row))
        self.lost.clear()
        self._hold(where)
        return where

    def _named(self, row: s.Lines, name: n.Name) -> Scope:
        if row.name is None or row.name.text == self.entity != "claim":
            return replace(self.scope, names={**self.scope.names, self.name: name})
        scope = self.scope.naming(row.name, name)
        why = f"the rule's {self.entity} is named `{self.name}`"
        return scope.hiding(self.entity, why, f"write `{self.name}`") if self.entity != "claim" else scope

    def _pair(self, subject: c.Subject) -> n.RowsOf:
        assert subject.pair is not None
        if self.entity != "line" or subject.pair.name is None or subject.row.name is None:
            help_ = "write `for line as a paired with other line as b`"
            raise Refused(subject.pair.at, KIND, "two lines are paired by name", help_)
        pair, inner = self.rows.lines(subject.pair, self.scope)
        self.scope = replace(inner, bare=None)
        self.rows.passing.clear()  # both lines of a pair are the rule's own
        self.held.join(pair)
        if pair.where is not None:
            self._hold(pair.where)
        return pair

    # ------------------------------------------------------------------- conditions and names

    def _hold(self, condition: n.Typed) -> None:
        if is_constant(condition):
            raise Refused(condition.at, COMPARE, "this says the same of every claim", "ask a field of the claim")
        told = facts(condition, True)
        needed = not told <= self.scope.facts  # a guard of its own, though it may follow
        self.scope = self.scope.knowing(told)
        known = self.held.follows(condition)
        self._rows_can_be(condition)
        self.held.take([condition], condition.at)
        if known and not needed and self.item.extends is None:
            raise Refused(condition.at, COMPARE, "this is always true here", "it follows from the conditions above")

    def _rows_can_be(self, node: n.Typed) -> None:
        """Raises `Refused` for rows that can not be; an heir's params can leave a part of its check without a use."""
        if self.item.extends is None:
            self.held.check_rows(node)

    def _steps(self) -> tuple[t.Step, ...]:
        payer, effective = one_of(self.item, c.PayerClause), one_of(self.item, c.Effective)
        steps = [*(self._attempt(lambda: payer_steps(payer, self.book)) or ())]
        steps += self._attempt(lambda: effective_steps(effective, self.rows.line)) or ()
        self.applies = tuple(step.value for step in steps)
        at = self.applies[0].at if self.applies else self.item.at
        self._attempt(lambda: self.held.take(self.applies, at))  # they are conditions as well
        for clause in self.item.clauses:
            step = None
            if isinstance(clause, (c.Let, c.Param)):
                step = self._let(clause)
            elif isinstance(clause, c.When):
                step = self._when(clause)
            if step is not None:
                steps.append(step)
        return tuple(steps)

    def _let(self, clause: c.Let | c.Param) -> t.Step | None:
        value = self._attempt(lambda: self._named_value(clause))
        named = None if value is None else n.Name(clause.name.at, value.type, clause.name.text)
        constant = value if isinstance(value, n.Const) else named
        if isinstance(clause, c.Param) and isinstance(value, n.Const):
            constant = replace(value, param=clause.name.text)
            self.params.append(t.Param(clause.name.at, clause.name.text, value.value))
        scope = self._attempt(lambda: self.scope.naming(clause.name, constant))
        if scope is not None and value is not None:
            self.held.name(clause.name.text, value, written(clause.value))
        self.scope = scope or self.scope
        return None if value is None or isinstance(value, n.Const) else t.Step(value, clause.name.text)

    def _named_value(self, clause: c.Let | c.Param) -> n.Typed:
        itself = {**self.scope.later, clause.name.text: "a value can not be made of itself: choose another name"}
        value = self.rows.check(clause.value, replace(self.scope, later=itself))
        self._rows_can_be(value)
        return value

    def _when(self, clause: c.When) -> t.Step | None:
        condition = self._attempt(lambda: self.rows.condition(clause.condition, self.scope))
        if condition is None:
            self._lost(clause.condition)
            return None
        self._attempt(lambda: self._hold(condition))
        return t.Step(condition)

    # ------------------------------------------------------------------- the check and what it says

    def _check(self) -> tuple[n.Typed, Scope] | None:
        clause = one_of(self.item, c.Check)
        if clause is None:
            return None
        node, scope = clause.condition, self.scope
        if isinstance(node, s.Quantifier):
            return self._quantified(clause, node)
        condition = self.rows.condition(node, scope)
        if is_constant(condition):
            raise Refused(node.at, COMPARE, "this says the same of every claim", "ask a field of the claim")
        self._decides(clause, condition)
        return condition, scope.knowing(facts(condition, clause.word == "forbid"))

    def _decides(self, clause: c.Check, condition: n.Typed) -> None:
        """Raises `Refused` where a rule is never broken, whatever the claim."""
        self._rows_can_be(condition)
        if clause.word == "forbid":
            self.held.take([condition], condition.at)
        elif self.held.follows(condition):
            help_ = "it follows from the conditions above, or from what the value is"
            raise Refused(condition.at, COMPARE, "this is always true here, so the rule is never broken", help_)

    def _quantified(self, clause: c.Check, node: s.Quantifier) -> tuple[n.Typed, Scope]:
        """A quantifier: its witness is known to message and marks, where there is one."""
        found, inner = self.rows.quantified(node, self.scope)
        self._decides(clause, found)
        if (found.word == "any") == (clause.word == "forbid"):
            return found, inner
        name = found.rows.name
        help_ = f"`{clause.word} {found.word} ...` finds none"
        return found, self.scope.hiding(name, f"there is no `{name}` where the rule is broken", help_)

    def _forgiving(self) -> Scope:
        """After a check that failed its witness is unknown: uses of it are no faults of their own."""
        clause = one_of(self.item, c.Check)
        node = clause.condition if clause is not None else None
        name = node.rows.name if isinstance(node, s.Quantifier) else None
        if name is None or name.text in self.scope.names:
            return self.scope
        return replace(self.scope, names={**self.scope.names, name.text: None})

    def _judgment(self) -> t.Judgment:
        clause = one_of(self.item, c.SeverityClause)
        if clause is None:
            raise Refused(self.item.at)
        found = read_judgment(clause, self.scope, self.rows)
        if found.condition is not None and clause.condition is not None:
            at, help_ = clause.condition.at, f"write `severity {found.severity}`"
            if found.severity == found.fallback:
                raise Refused(clause.at, COMPARE, "both severities are the same", help_)
            if self.held.follows(found.condition):
                raise Refused(at, COMPARE, "this is always true here", help_)
            if self.held.denies(found.condition):
                raise Refused(at, COMPARE, "this is never true here", f"write `severity {found.fallback}`")
        return found

    def _text(self, word: str, scope: Scope) -> t.Text:
        for clause in all_of(self.item, c.TextClause):
            if clause.word == word:
                return read_text(clause.template, scope, self.rows)
        return ()

    def _marks(self, scope: Scope) -> tuple[t.MarkPlace, ...]:
        clause = one_of(self.item, c.MarkClause)
        if clause is not None:
            return read_marks(clause, scope, self.rows)
        row = n.Name(self.item.at, Type("row", self.entity), self.name)
        return (t.MarkPlace(row, _DEFAULT_MARK[self.entity]),)
