"""Rules that nobody wrote, drawn from what can be asked of other claims; and the shipped ones."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple

from cleanclaim.compiled import CompiledRule
from cleanclaim.errors import RuleError
from cleanclaim.language import RuleText, compile_rules
from tests.linting import written
from tests.test_language_oracle import with_rows

_ON_LINE = (  # what is asked of another line
    "oth.procedure = now.procedure",
    "now.charge = oth.charge",
    "oth.units = now.units",
    "oth.units * 2 = now.units + 1",
    "oth.units + now.units > 3",
    "oth.claim.payer.id = now.claim.payer.id",
    "oth.claim.place_of_service = now.claim.place_of_service",
    "oth.claim.ordinal != now.claim.ordinal",
    "oth.claim.frequency is not 8",
    "count(oth.modifiers) = count(now.modifiers)",
    "oth.ndc is present and now.ndc is present and oth.ndc = now.ndc",
    "(oth.ndc is missing or now.ndc is missing or oth.ndc = now.ndc)",
    '(oth.ndc otherwise "none") = (now.ndc otherwise "none")',
    "oth.description is present and now.description is present and length(oth.description) = length(now.description)",
    "oth.date <= now.end_date and oth.end_date >= now.date",
    "oth.date = now.date",
    "oth.date < now.date",
    "now.date <= oth.date",
    "min(oth.date, oth.end_date) <= now.date and max(oth.end_date, oth.date) >= now.date",
    "now.date - 28 days < oth.date",
    "oth.date > now.date - 28 days",
    "oth.date >= now.date - 1 month",
    "oth.end_date < now.date + 1 year",
    "days(oth.date, now.date) between 0 and 15",
    "year(oth.date) = year(now.date)",
    "oth.modifiers lacks 59",
    "oth.procedure is [96372, J3420]",
    "(every one in now.modifiers satisfies one in oth.modifiers)",
    "(any one in now.modifiers satisfies one in oth.modifiers)",
    "(every mine in now.claim.lines satisfies (any there in oth.claim.lines satisfies {inner}))",
    "(any mine in now.claim.lines satisfies (any there in oth.claim.lines satisfies {inner}))",
    "not (oth.charge = now.charge)",
    "(oth.charge = now.charge or oth.units = now.units)",
    "(oth.procedure = now.procedure and oth.date = now.date or oth.charge = now.charge and oth.procedure is 96372)",
)
_ON_CLAIM = (
    "oth.total_charge = now.total_charge",
    "oth.payer.id = now.payer.id",
    "oth.place_of_service = now.place_of_service",
    "oth.frequency is not [7, 8]",
    "oth.to_date = now.to_date",
    "oth.from_date <= now.to_date and oth.to_date >= now.from_date",
    "count(oth.lines) = count(now.lines)",
    "oth.filing is present and now.filing is present and oth.filing = now.filing",
    "oth.ordinal != now.ordinal",
    "sum(b.charge of b in oth.lines) = sum(a.charge of a in now.lines)",
    "(every mine in now.lines satisfies (any there in oth.lines satisfies {inner}))",
    "(every mine in now.lines where mine.units > 1 satisfies (any there in oth.lines satisfies {inner}))",
    "(every mine in now.lines satisfies (any there in oth.lines where {inner}))",
    "(any mine in now.lines satisfies (any there in oth.lines satisfies {inner}))",
    "(every there in oth.lines satisfies (any mine in now.lines satisfies {inner}))",
    "not (any there in oth.lines satisfies there.charge = $1.00)",
    "(no there in oth.lines satisfies there.procedure is 99213)",
)
_INNER = (
    "there.procedure = mine.procedure",
    "mine.charge = there.charge",
    "there.date = mine.date",
    "there.units = mine.units",
    "count(there.modifiers) = count(mine.modifiers)",
    "(there.ndc is missing or mine.ndc is missing or there.ndc = mine.ndc)",
    "there.ndc is present and mine.ndc is present and there.ndc = mine.ndc",
    "(every one in mine.modifiers satisfies one in there.modifiers)",
    "there.units <= mine.units",
)
_KEYS = {
    "line": ("procedure", "modifiers", "date", "charge", "units", "rendering", "ndc", "end_date"),
    "claim": ("patient", "billing", "to_date", "place_of_service", "total_charge", "control_number", "filing"),
}
_OPENINGS = {
    "line": (
        "",
        "",
        " where procedure is [96372, J3420]",
        " where modifiers lacks 76",
        " where charge > $1.00",
    ),
    "claim": ("", "", " where frequency is not 8", " where total_charge > $1.00"),
}
_STEPS = {
    "line": ("now.claim.frequency is not 8", "now.ndc is present", "now.units > 1"),
    "claim": ("now.filing is present", "count(now.lines) > 1", "now.payer.id is not X9002"),
}


class _Rows(NamedTuple):
    """How rows of other claims are named: after the word of the quantifier, and in a sum."""

    one: str
    many: str


def rule_text(luck: random.Random) -> str:
    """The clauses of a rule across claims; it need not be one that can be."""
    subject = luck.choice(("line", "line", "claim"))
    entity = subject if luck.random() < 0.8 else luck.choice(("line", "claim"))
    asked = _ON_CLAIM if subject == entity == "claim" else _ON_LINE if subject == entity == "line" else ()
    scope = luck.choice(("patient", "patient", "file", "run"))
    keys = luck.sample(_KEYS[entity], luck.choice((0, 1, 1, 2))) if subject == entity else []

    def rows() -> _Rows:
        relation = luck.choice(("earlier", "other", "later", "")) if scope != "run" else "earlier"
        common = f"of same {scope}{' with same ' + ', '.join(keys) if keys else ''}"
        parts = [_condition(luck, asked) for _ in range(luck.choice((0, 1, 1, 2, 3)))] if asked else []
        where = f" where {' and '.join(parts)}" if parts else ""
        before = f"{relation} " if relation else ""
        return _Rows(f"{before}{entity} as oth {common}{where}", f"{before}{entity}s as oth {common}{where}")

    lines = [f"  for {subject} as now{luck.choice(_OPENINGS[subject])}"]
    paired = luck.random() < 0.12
    if paired:
        lines.append(f"    paired with {rows().one}")
    lines += [f"  when {step}" for step in luck.sample(_STEPS[subject], luck.choice((0, 0, 1)))]
    if luck.random() < 0.2 and not paired:
        lines.append(f"  when {luck.choice(('no', 'any'))} {rows().one}")
    lines += _check(luck, rows, subject, entity, paired)
    return "\n".join(lines)


def _condition(luck: random.Random, asked: Sequence[str]) -> str:
    text = luck.choice(asked)
    inner = " and ".join(luck.sample(_INNER, luck.choice((1, 2, 3))))
    return text.replace("{inner}", inner)


def _check(luck: random.Random, rows: Callable[[], _Rows], subject: str, entity: str, paired: bool) -> Iterator[str]:
    number = {"line": "charge", "claim": "total_charge"}
    own, other = number[subject], number[entity]
    if paired:
        yield f"  forbid oth.{other} <= now.{own}"
        yield f"  mark now.{own}, oth.{other}"
        return
    kind = luck.randrange(9)
    if kind < 4:
        yield f"  forbid any {rows().one}"
        yield f"  mark now.{own}, oth.{other}"
        return
    yield (
        f"  forbid no {rows().one}",
        f"  require any {rows().one}",
        f"  forbid count({rows().many}) > {luck.randint(0, 3)}",
        f"  forbid sum(oth.{other} of {rows().many}) > $3.00",
        f"  forbid (any {rows().one}) and (no {rows().one})",
    )[kind - 4]
    yield f"  mark now.{own}"


class Drawn(NamedTuple):
    """A rule with its clauses."""

    text: str
    rule: CompiledRule


def drawn(luck: random.Random, count: int) -> list[Drawn]:
    """So many rules that nobody wrote."""
    found: list[Drawn] = []
    while len(found) < count:
        text = rule_text(luck)
        head = f'language 1\nrule FUZ{len(found):03} "A test" {{\n  severity error\n  snip 4\n'
        try:
            (rule,) = compile_rules([RuleText("t.rules", f'{head}{text}\n  message "m"\n}}\n')])
        except RuleError:  # it can not be
            continue
        found.append(Drawn(text, rule))
    return found


@cache
def shipped() -> tuple[CompiledRule, ...]:
    """The shipped rules across claims; what asks the reference store has the rows that an example gives."""
    return tuple(with_rows(rule) for rule in written() if rule.across)
