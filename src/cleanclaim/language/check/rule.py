"""One rule: its clauses in order, what each means, and what is missing."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, TypeVar, cast

from cleanclaim.errors import RuleFault
from cleanclaim.findings import Acknowledgment, Reference, Rule, Severity
from cleanclaim.language import clauses as c
from cleanclaim.language import syntax as s
from cleanclaim.language import typed as t
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.examples import check_examples
from cleanclaim.language.check.faults import CLAUSE, COMPARE, KIND, Faults, Refused, unbuilt
from cleanclaim.language.check.narrow import facts
from cleanclaim.language.check.never import contradiction
from cleanclaim.language.check.rows import Rows
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.check.sets import read_set
from cleanclaim.language.check.texts import read_marks, read_text
from cleanclaim.language.model import field_type
from cleanclaim.language.types import BOOL, DATE, Type

C = TypeVar("C", bound=c.Clause)
_ONCE = (c.SeverityClause, c.Snip, c.Effective, c.PayerClause, c.Subject, c.Check, c.MarkClause, c.Tags)
_DEFAULT_MARK = {"line": "procedure", "claim": "control_number", "provider": "npi"}
_NAMES = {
    c.SeverityClause: "severity",
    c.Snip: "snip",
    c.Effective: "effective",
    c.PayerClause: "payer",
    c.Subject: "for",
    c.Check: "require` or `forbid",
    c.MarkClause: "mark",
    c.Tags: "tags",
}


def check_rule(item: c.RuleItem, book: Book, file: c.RuleFile) -> t.TypedRule | list[RuleFault]:
    """A rule as it is meant, else everything that is wrong with it."""
    faults = Faults(file)
    found = _RuleCheck(item, book, faults, file.path).run()
    return found if found is not None and not faults.found else faults.found


class _RuleCheck:
    """Checks one rule clause by clause; a fault ends its clause only."""

    def __init__(self, item: c.RuleItem, book: Book, faults: Faults, path: str) -> None:
        self.item, self.book, self.faults, self.path = item, book, faults, path
        self.scope = Scope({"claim": t.Name(item.at, Type("row", "claim"), "claim")})
        self.subject = self.one(c.Subject)
        self.entity = self.subject.row.entity if self.subject else "claim"
        named = self.subject.row.name if self.subject else None
        self.name = named.text if named else self.entity
        self.rows = Rows(book, self.name if self.entity == "line" else "")
        self.held: list[t.Typed] = []  # conditions that hold when the check is reached

    def run(self) -> t.TypedRule | None:
        self._structure()
        where, pair = self.attempt(self._subject) or (None, None)
        steps = self._steps()
        said = self.scope
        check = None
        clause = self.one(c.Check)
        if clause is not None:
            check, said = self.attempt(lambda: self._check(clause)) or (None, self._forgiving())
        judgment = self.attempt(self._judgment)
        message = self.attempt(lambda: self._text("message", said))
        suggestion = self.attempt(lambda: self._text("suggest", said))
        marks = self.attempt(lambda: self._marks(said))
        about = self.attempt(self._about)
        examples = check_examples(self.all(c.Example), self.faults)
        if self.faults.found or check is None or judgment is None or about is None:
            return None
        return t.TypedRule(
            self.path, self.item.at, about, self.entity, self.name, where, pair, steps,
            clause is not None and clause.word == "require", check, judgment,
            message or (), suggestion or (), about.help, marks or (), examples,
            tuple(word.text for tags in self.all(c.Tags) for word in tags.names),
            tuple(self.book.tables.values()),
        )  # fmt: skip

    # ------------------------------------------------------------------- helpers of this class

    def attempt(self, what: Any) -> Any:
        """What a check gives; None where it refuses, and its fault is kept."""
        try:
            return what()
        except Refused as refused:
            self.faults.add(refused)
            return None

    def all(self, kind: type[C]) -> tuple[C, ...]:
        """The clauses of a kind."""
        return tuple(clause for clause in self.item.clauses if isinstance(clause, kind))

    def one(self, kind: type[C]) -> C | None:
        """The clause of a kind, if there is one."""
        found = self.all(kind)
        return found[0] if found else None

    def _forgiving(self) -> Scope:
        """After a check that failed its witness is unknown: uses of it are no faults of their own."""
        clause = self.one(c.Check)
        name = None
        if clause is not None and isinstance(clause.condition, s.Quantifier):
            name = clause.condition.rows.name
        if name is None or name.text in self.scope.names:
            return self.scope
        return replace(self.scope, names={**self.scope.names, name.text: None})

    # ------------------------------------------------------------------- the parts of a rule

    def _structure(self) -> None:
        if self.item.extends is not None:
            self.faults.add(unbuilt(self.item.extends.at, "`extends`"))
        for covers in self.all(c.Covers):
            self.faults.add(unbuilt(covers.at, "`covers`"))
        for kind in _ONCE:
            for clause in self.all(kind)[1:]:
                self.faults.add(Refused(clause.at, CLAUSE, f"a rule has one `{_NAMES[kind]}`"))
        needed: dict[str, type[Any]] = {
            "for": c.Subject,
            "severity": c.SeverityClause,
            "snip": c.Snip,
            "require` or `forbid": c.Check,
        }
        for word, kind in needed.items():
            if not self.all(kind):
                self.faults.add(Refused(self.item.at, CLAUSE, f"the rule has no `{word}`"))
        said = {clause.word for clause in self.all(c.TextClause)}
        if "message" not in said:
            self.faults.add(Refused(self.item.at, CLAUSE, "the rule has no `message`"))
        for word in ("message", "suggest", "help"):
            for clause in [clause for clause in self.all(c.TextClause) if clause.word == word][1:]:
                self.faults.add(Refused(clause.at, CLAUSE, f"a rule has one `{word}`"))

    def _subject(self) -> tuple[t.Typed | None, t.RowsOf | None]:
        subject = self.subject
        if subject is None:
            return None, None
        row = t.Name(subject.at, Type("row", self.entity), self.name)
        if self.entity != "claim" or subject.row.name is not None:
            self.scope = self._named(subject.row, row)
        where = None
        if subject.row.where is not None:
            where = self.rows.condition(subject.row.where, self.scope.within(row))
            self._hold(where)
        if subject.pair is None:
            return where, None
        if self.entity != "line" or subject.pair.name is None or subject.row.name is None:
            raise Refused(
                subject.pair.at,
                KIND,
                "two lines are paired by name",
                "write `for line as a paired with other line as b`",
            )
        pair, inner = self.rows.lines(subject.pair, self.scope)
        self.scope = replace(inner, bare=None)
        if pair.where is not None:
            self._hold(pair.where)
        return where, pair

    def _named(self, row: s.Lines, name: t.Name) -> Scope:
        if row.name is not None and row.name.text != self.entity:
            return self.scope.naming(row.name, name).hiding(
                self.entity, f"the rule's {self.entity} is named `{self.name}`", f"write `{self.name}`"
            )
        return replace(self.scope, names={**self.scope.names, self.name: name})

    def _hold(self, condition: t.Typed) -> None:
        self.held.append(condition)
        self.scope = self.scope.knowing(facts(condition, True))
        self._possible(condition.at)

    def _possible(self, at: s.Place) -> None:
        why = contradiction(self.held)
        if why:
            self.held.clear()
            raise Refused(at, COMPARE, f"this is never true here: {why[1]}", "it contradicts a condition above")

    def _steps(self) -> tuple[t.Step, ...]:
        steps = [*(self.attempt(self._payer) or ()), *(self.attempt(self._effective) or ())]
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
        value = self.attempt(lambda: self.rows.check(clause.value, self.scope))
        named = None if value is None else t.Name(clause.name.at, value.type, clause.name.text)
        constant = value if isinstance(value, t.Const) else named
        scope = self.attempt(lambda: self.scope.naming(clause.name, constant))
        self.scope = scope or self.scope
        if value is None or isinstance(value, t.Const):
            return None
        return t.Step(value, clause.name.text)

    def _when(self, clause: c.When) -> t.Step | None:
        try:
            condition = self.rows.condition(clause.condition, self.scope)
            self._hold(condition)
        except Refused as refused:
            self.faults.add(refused)
            return None
        return t.Step(condition)

    def _payer(self) -> tuple[t.Step, ...]:
        clause = self.one(c.PayerClause)
        if clause is None:
            return ()
        payer = t.Get(
            clause.at, field_type("claim", "payer"), t.Name(clause.at, Type("row", "claim"), "claim"), "payer", True
        )
        value = t.Get(clause.at, field_type("payer", "id"), payer, "id", True)
        codes = read_set(clause.match, "payer_id", self.book)
        return (t.Step(t.InSet(clause.at, BOOL, value, codes, clause.negated)),)

    def _effective(self) -> tuple[t.Step, ...]:
        clause = self.one(c.Effective)
        if clause is None:
            return ()
        if clause.last is not None and clause.last < clause.first:
            raise Refused(clause.at, KIND, "the rule ends before it begins")
        row, field = (self.name, "date") if self.entity == "line" else ("claim", "from_date")
        kind = "line" if self.entity == "line" else "claim"
        day = t.Get(
            clause.at,
            DATE._replace(optional=kind == "claim"),
            t.Name(clause.at, Type("row", kind), row),
            field,
            kind == "line",
        )
        guard = (t.Step(t.Present(clause.at, BOOL, day, False)),) if kind == "claim" else ()
        first = t.Step(t.Compared(clause.at, BOOL, ">=", day, t.Const(clause.at, DATE, clause.first)))
        if clause.last is None:
            return (*guard, first)
        return (*guard, first, t.Step(t.Compared(clause.at, BOOL, "<=", day, t.Const(clause.at, DATE, clause.last))))

    def _check(self, clause: c.Check) -> tuple[t.Typed, Scope]:
        node, scope = clause.condition, self.scope
        if isinstance(node, s.Quantifier):
            found, inner = self.rows.quantified(node, scope)
            if (found.word == "any") == (clause.word == "forbid"):
                return found, inner
            name = found.rows.name
            why = f"there is no `{name}` where the rule is broken"
            return found, scope.hiding(name, why, f"`{clause.word} {found.word} ...` finds none")
        condition = self.rows.condition(node, scope)
        if clause.word == "forbid":
            self.held.append(condition)
            self._possible(node.at)
        return condition, scope.knowing(facts(condition, clause.word == "forbid"))

    def _judgment(self) -> t.Judgment:
        clause = self.one(c.SeverityClause)
        if clause is None:
            raise Refused(self.item.at)
        severity = cast(Severity, clause.word)
        if clause.condition is None:
            return t.Judgment(severity)
        lenient = _Lenient(self.book, self.rows.line)
        condition = lenient.condition(clause.condition, self.scope)
        if lenient.missing:
            present = (t.Present(node.at, BOOL, node, False) for node in lenient.missing)
            condition = t.Logic(clause.at, BOOL, "and", (*present, condition))
        return t.Judgment(severity, condition, cast(Severity, clause.fallback))

    def _text(self, word: str, scope: Scope) -> t.Text:
        for clause in self.all(c.TextClause):
            if clause.word == word:
                return read_text(clause.template, scope, self.rows)
        return ()

    def _marks(self, scope: Scope) -> tuple[t.MarkPlace, ...]:
        clause = self.one(c.MarkClause)
        if clause is not None:
            return read_marks(clause, scope, self.rows)
        row = t.Name(self.item.at, Type("row", self.entity), self.name)
        return (t.MarkPlace(row, _DEFAULT_MARK[self.entity]),)

    def _about(self) -> Rule:
        judged, snip = self.one(c.SeverityClause), self.one(c.Snip)
        if judged is None or snip is None:
            raise Refused(self.item.at)
        if snip.level not in "1234567" or len(snip.level) != 1:
            raise Refused(snip.at, KIND, f"`{snip.level}` is not a SNIP level: expected 1 to 7")
        texts = {clause.word: clause.template.text for clause in self.all(c.TextClause)}
        maps = self.all(c.MapClause)
        return Rule(
            code=self.item.code.text,
            title=self.item.title,
            severity=cast(Severity, judged.word),
            snip=int(snip.level),
            help=" ".join(texts.get("help", "").split()),
            suggestion=texts.get("suggest", ""),
            references=tuple(Reference(clause.title, clause.url) for clause in self.all(c.Cite)),
            acknowledgment=Acknowledgment(
                tuple(":".join(clause.codes) for clause in maps if clause.target == "277CA"),
                tuple(code for clause in maps if clause.target == "CARC" for code in clause.codes),
                tuple(code for clause in maps if clause.target == "RARC" for code in clause.codes),
            ),
        )


class _Lenient(Rows):
    """In the condition of a severity a missing value takes the `otherwise`."""

    def __init__(self, book: Book, line: str) -> None:
        super().__init__(book, line)
        self.missing: list[t.Typed] = []

    def need(self, node: t.Typed, text: str) -> t.Typed:
        if not node.type.optional:
            return node
        self.missing.append(node)
        return replace(node, type=node.type.given)
