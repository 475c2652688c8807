"""The rule language once more: a plain interpreter of typed nodes, to hold the compiler to what it means.

It shares nothing with the compiler but the nodes: no generated code, no index, no helpers of its own.
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Any, NamedTuple

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.claim.parties import Patient
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t

Names = dict[str, Any]
Aside = Callable[[frozenset[int]], bool]  # takes the ids of rows
_COMPARED: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda one, other: one == other,
    "!=": lambda one, other: one != other,
    "<": lambda one, other: one < other,
    "<=": lambda one, other: one <= other,
    ">": lambda one, other: one > other,
    ">=": lambda one, other: one >= other,
}


class Said(NamedTuple):
    """That a rule is broken: how grave, and the places as row, field and number of the item."""

    severity: str
    places: tuple[tuple[int, str, int | None], ...]
    values: tuple[Any, ...]  # of the message


def _root(node: n.Typed) -> str:
    """The variable that a path begins with."""
    while isinstance(node, n.Get):
        node = node.row
    return node.name if isinstance(node, n.Name) else ""


class Oracle:
    """Judges by one rule. `claims` are all that it can look at, in the order of their file."""

    def __init__(self, rule: t.TypedRule, claims: Sequence[Claim]) -> None:
        self.rule, self.claims = rule, claims
        self.tables = {table.name: table for table in rule.tables}
        self.owners = {id(line): claim for claim in claims for line in claim.lines}

    def judge(self, claim: Claim, subject: Row, aside: Aside | None = None) -> list[Said]:
        """What is said of one subject: one time, or once for each pair; without the rows that are set aside."""
        names: Names = {"claim": claim, self.rule.name: subject}
        if self.rule.where is not None and not self.value(self.rule.where, names):
            return []
        if self.rule.pair is None:
            pairs: list[Names] = [names]
        else:
            pairs = list(self.rows(self.rule.pair, names))
        return [said for one in pairs for said in self._judge(one, aside)]

    def _judge(self, names: Names, aside: Aside | None) -> Iterator[Said]:
        for step in self.rule.steps:
            value = self.value(step.value, names)
            if step.name:
                names = {**names, step.name: value}
            elif not value:
                return
        check = self.rule.check
        if self.value(check, names) == self.rule.required:
            return
        breaking = isinstance(check, n.Quantified) and (check.word == "any") != self.rule.required
        ways = self._witnesses(check, names) if isinstance(check, n.Quantified) and breaking else [names]
        left = [one for one in ways if aside is None or not aside(self._rows_of(one))]
        if not left:
            return
        names, *more = left
        judgment = self.rule.judgment
        grave = judgment.condition is None or self.value(judgment.condition, names)
        yield Said(
            judgment.severity if grave else judgment.fallback,
            (*(self._place_of(mark, names) for mark in self.rule.marks), *self._further(more)),
            tuple(self.value(part, names) for part in self.rule.message if not isinstance(part, str)),
        )

    def _witnesses(self, check: n.Quantified, names: Names) -> list[Names]:
        wanted = check.word != "every"
        found = [
            inner
            for inner in self.rows(check.rows, names)
            if check.test is None or bool(self.value(check.test, inner)) == wanted
        ]
        assert found, "a check that is broken has its witness"
        return found

    def _rows_of(self, names: Names) -> frozenset[int]:
        """The rows that are spoken of: the subject, the partner, and what breaks the rule."""
        check, told = self.rule.check, [self.rule.name]
        if self.rule.pair is not None:
            told.append(self.rule.pair.name)
        if isinstance(check, n.Quantified) and check.rows.items.type.base == "row" and check.rows.name in names:
            told.append(check.rows.name)
        return frozenset(id(names[name]) for name in told)

    def _place_of(self, mark: t.MarkPlace, names: Names) -> tuple[int, str, int | None]:
        return id(self.value(mark.row, names)), mark.field, names[mark.index] if mark.index else None

    def _further(self, more: Sequence[Names]) -> Iterator[tuple[int, str, int | None]]:
        """Where the other witnesses stand in the claim: at the first mark that points at a witness."""
        check = self.rule.check
        if not isinstance(check, n.Quantified) or check.rows.scope:
            return
        name = check.rows.name
        for mark in self.rule.marks:
            if mark.index == f"{name} at" or (not mark.index and _root(mark.row) == name):
                yield from (self._place_of(mark, names) for names in more)
                return

    # ------------------------------------------------------------------- rows

    def rows(self, rows: n.RowsOf, names: Names) -> Iterator[Names]:
        """The names with each of the rows in turn."""
        found = self.value(rows.items, names)
        for at, row in enumerate(found):
            if rows.relation == "repeated" and row not in found[:at]:
                continue
            inner = {**names, rows.name: row, f"{rows.name} at": at}
            if not self._related(rows, row, names) or not self._joined(rows, inner):
                continue
            if rows.where is None or self.value(rows.where, inner):
                yield inner

    def _related(self, rows: n.RowsOf, row: Any, names: Names) -> bool:
        if rows.scope == "patient":
            claim = self.owners.get(id(row), row)
            if claim is not names["claim"] and (_person(claim) is None or _person(claim) != _person(names["claim"])):
                return False
        if rows.relation == "other":
            return row is not names[rows.own]
        if rows.relation in ("earlier", "later"):
            one, other = self._place(row), self._place(names[rows.own])
            return one < other if rows.relation == "earlier" else one > other
        return True

    def _place(self, row: Any) -> tuple[int, int, int]:
        claim = row if isinstance(row, Claim) else self.owners[id(row)]
        return claim.input, claim.ordinal, 0 if claim is row else row.position

    def _joined(self, rows: n.RowsOf, names: Names) -> bool:
        for key in rows.keys:
            own, other = self.value(key.own, names), self.value(key.row, names)
            if own is None or other is None:
                return False
            if (set(own) != set(other)) if isinstance(own, tuple) else own != other:
                return False
        return True

    # ------------------------------------------------------------------- values

    def value(self, node: n.Typed, names: Names) -> Any:
        """What an expression is worth; None where it is missing."""
        return getattr(self, "_" + type(node).__name__.lower())(node, names)

    def _const(self, node: n.Const, _names: Names) -> Any:
        return node.value

    def _name(self, node: n.Name, names: Names) -> Any:
        return names[node.name]

    def _get(self, node: n.Get, names: Names) -> Any:
        row = self.value(node.row, names)
        return None if row is None else getattr(row, node.field)

    def _across(self, node: n.Across, _names: Names) -> Any:
        if node.entity == "claim":
            return tuple(self.claims)
        return tuple(line for claim in self.claims for line in claim.lines)

    def _owner(self, node: n.Owner, names: Names) -> Any:
        return self.owners[id(self.value(node.row, names))]

    def _cell(self, node: n.Cell, names: Names) -> Any:
        row = self.value(node.row, names)
        return None if row is None else row[node.index]

    def _counted(self, node: t.Counted, names: Names) -> Any:
        return self.value(node.value, names)

    def _lookup(self, node: n.LookUp, names: Names) -> Any:
        table = self.tables[node.table]
        found = table.rows.get(tuple(self.value(key, names) for key in node.keys))
        if table.valid is None or node.on is None or found is None:
            return found
        first, last = table.valid
        day = self.value(node.on, names)
        return next((row for row in found if row[first] <= day <= (row[last] or dt.date.max)), None)

    def _arith(self, node: n.Arith, names: Names) -> Any:
        left, right = self.value(node.left, names), self.value(node.right, names)
        if isinstance(left, dt.date):
            return self._dated(node, left, right)
        one, other = Fraction(left), Fraction(right)
        return {
            "+": lambda: one + other, "-": lambda: one - other, "*": lambda: one * other, "/": lambda: one / other
        }[node.operator]()  # fmt: skip

    def _dated(self, node: n.Arith, left: dt.date, right: Any) -> Any:
        if isinstance(right, dt.date):
            return (left - right).days
        many = int(right) if node.operator == "+" else -int(right)
        if node.right.type.system == "duration":
            return left + dt.timedelta(many)
        year, month = divmod(left.year * 12 + left.month - 1 + many, 12)
        return dt.date(year, month + 1, min(left.day, calendar.monthrange(year, month + 1)[1]))

    def _fallback(self, node: n.Fallback, names: Names) -> Any:
        value = self.value(node.value, names)
        return self.value(node.fallback, names) if value is None else value

    def _called(self, node: n.Called, names: Names) -> Any:
        return _FUNCTIONS[node.name](*(self.value(argument, names) for argument in node.arguments))

    def _endof(self, node: n.EndOf, names: Names) -> Any:
        items = self.value(node.items, names)
        return (items[-1] if node.last else items[0]) if items else None

    # ------------------------------------------------------------------- conditions

    def _compared(self, node: n.Compared, names: Names) -> bool:
        return _COMPARED[node.operator](self.value(node.left, names), self.value(node.right, names))

    def _inset(self, node: n.InSet, names: Names) -> bool:
        value = self.value(node.value, names)
        codes = value if isinstance(value, tuple) else (value,)
        return any(code in node.codes for code in codes) != node.negated

    def _present(self, node: n.Present, names: Names) -> bool:
        return (self.value(node.value, names) is None) == node.negated

    def _contains(self, node: n.Contains, names: Names) -> bool:
        return node.text.casefold() in self.value(node.value, names).casefold()

    def _like(self, node: n.Like, names: Names) -> bool:
        signs = {"9": "[0-9]", "A": "[A-Za-z]", "X": "[0-9A-Za-z]"}
        pattern = "".join(signs.get(sign, re.escape(sign)) for sign in node.pattern)
        return re.fullmatch(pattern, self.value(node.value, names)) is not None

    def _within(self, node: n.Within, names: Names) -> bool:
        return self.value(node.value, names) in self.value(node.items, names)

    def _logic(self, node: n.Logic, names: Names) -> bool:
        for part in node.items:
            if bool(self.value(part, names)) == (node.operator == "or"):
                return node.operator == "or"
        return node.operator == "and"

    def _negated(self, node: n.Negated, names: Names) -> bool:
        return not self.value(node.operand, names)

    def _quantified(self, node: n.Quantified, names: Names) -> bool:
        tests = [node.test is None or bool(self.value(node.test, inner)) for inner in self.rows(node.rows, names)]
        return {"any": any(tests), "no": not any(tests), "every": all(tests)}[node.word]

    def _aggregated(self, node: n.Aggregated, names: Names) -> Any:
        rows = list(self.rows(node.rows, names))
        if node.value is None:
            return len(rows)
        values = [self.value(node.value, inner) for inner in rows]
        if node.name == "sum":
            return sum(map(Fraction, values))
        return (min(values) if node.name == "min" else max(values)) if values else None


def _person(claim: Claim) -> tuple[str, ...] | None:
    if claim.subscriber is None or claim.patient is None:
        return None
    parts = (claim.subscriber.member_id, claim.patient.birth_date, claim.patient.first_name)
    return None if None in parts else tuple(str(part).strip().upper() for part in parts)


def _full_months(first: dt.date, last: dt.date) -> int:
    if last < first:
        return -_full_months(last, first)
    end_of_month = (last + dt.timedelta(1)).month != last.month
    months = (last.year - first.year) * 12 + last.month - first.month
    return months if last.day >= first.day or end_of_month else months - 1


def _luhn(npi: str) -> bool:
    if not re.fullmatch("[12][0-9]{9}", npi):
        return False
    digits = [int(sign) for sign in reversed("80840" + npi)]
    return sum(digit if at % 2 == 0 else sum(divmod(2 * digit, 10)) for at, digit in enumerate(digits)) % 10 == 0


def _age(birth: dt.date, day: dt.date) -> int:
    years = day.year - birth.year
    if (day.month, day.day) < (birth.month, birth.day):
        years -= 1
    return min(years, 90)


def _known(patient: Patient) -> tuple[str, ...] | None:
    parts = (patient.member_id, patient.birth_date, patient.first_name)
    return None if None in parts else tuple(str(part).strip().upper() for part in parts)


_FUNCTIONS: dict[str, Callable[..., Any]] = {
    "person": _known,
    "count": len,
    "length": len,
    "min": min,
    "max": max,
    "abs": abs,
    "valid_npi": _luhn,
    "rounded_up": lambda value: -(-Fraction(value) // 1),
    "days": lambda first, last: (last - first).days,
    "year": lambda day: day.year,
    "shape": lambda text: re.sub("[^\\W\\d_]", "A", re.sub(r"\d", "9", text)),
    "age_years": _age,
    "months_between": _full_months,
}


def same(value: Any) -> Any:
    """A value so that equal ones are equal: numbers of all kinds as fractions."""
    if isinstance(value, (int, Decimal, Fraction)) and not isinstance(value, bool):
        return Fraction(value)
    return tuple(map(same, value)) if isinstance(value, tuple) else value
