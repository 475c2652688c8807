"""What rules are to one another: who covers whom, and who takes over from whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from cleanclaim.language import clauses as c
from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language import typed as t
from cleanclaim.language.check.about import all_of, one_of
from cleanclaim.language.check.faults import KIND, NAME, TWICE, Refused
from cleanclaim.language.check.inherit import Known
from cleanclaim.language.inside import inside
from cleanclaim.language.types import BOOL
from cleanclaim.language.words import did_you_mean


def cover_faults(item: c.RuleItem, known: Mapping[str, Known], lost: Collection[str]) -> Iterator[Refused]:
    """What is wrong with the rules that a rule covers; of those that are lost nobody knows."""
    said: set[str] = set()
    for clause in all_of(item, c.Covers):
        code = clause.code.text
        if code in said:
            yield Refused(clause.code.at, TWICE, f"`{code}` is covered already", "remove one of the two")
            continue
        said.add(code)
        if code in lost and code not in known:
            continue
        if code not in known:
            help_ = did_you_mean(code, {*known} - {item.code.text})
            yield Refused(clause.code.at, NAME, f"there is no rule `{code}` to cover", help_)
            continue
        other = known[code]
        way = _way_back(item.code.text, code, known)
        if way:
            yield Refused(clause.code.at, TWICE, _circle(item.code.text, way))
        far, other_far = _looks_far(item.clauses), _looks_far(other.item.clauses)
        subjects = _subject(item), _subject(other.item)
        if subjects[0] != subjects[1] and not (far and other_far and subjects == ("claim", "line")):
            message = f"`{code}` looks at a {subjects[1]}, this rule at a {subjects[0]}"
            yield Refused(clause.code.at, KIND, message, "a rule covers what is said of the same row")
        if far != other_far:
            # what is found in one claim is told before the claims behind it are read: nothing is taken back
            message = "a rule that looks at other claims is judged after those that do not: neither covers the other"
            yield Refused(clause.code.at, KIND, message, "say in its `where` what it leaves to the other")


def _circle(code: str, way: Sequence[str]) -> str:
    """What is said of a rule that covers itself by way of others; `way` ends with the rule."""
    if len(way) == 1:
        return f"`{code}` covers itself, and would never speak"
    if len(way) == 2:
        return f"`{code}` and `{way[0]}` cover one another, so that neither would speak"
    return f"`{code}` covers {', which covers '.join(f'`{one}`' for one in way)}: none of them would speak"


def _way_back(code: str, other: str, known: Mapping[str, Known], above: tuple[str, ...] = ()) -> tuple[str, ...]:
    """The rules by which `other` covers the rule, from it to the rule; nothing where it does not."""
    if other == code:
        return (other,)
    if other in above or other not in known:
        return ()
    for clause in all_of(known[other].item, c.Covers):
        way = _way_back(code, clause.code.text, known, (*above, other))
        if way:
            return (other, *way)
    return ()


def _looks_far(part: object) -> bool:
    """Whether rows of other claims are asked for."""
    scopes = (node.scope for node in inside(part) if isinstance(node, s.Lines))
    return any(scope is not None and scope.text != "claim" for scope in scopes)


def _subject(item: c.RuleItem) -> str:
    subject = one_of(item, c.Subject)
    return subject.row.entity if subject is not None else ""


# ---------------------------------------------------------------------- among rules that are in order


def linked(rules: Sequence[t.TypedRule]) -> tuple[t.TypedRule, ...]:
    """The rules, each leaving to its heirs what they take over, and covering the heirs of what it covers."""
    heirs: dict[str, list[t.TypedRule]] = {}
    for rule in rules:
        for code in rule.extends:
            heirs.setdefault(code, []).append(rule)
    return tuple(_linked(rule, heirs) for rule in rules)


def _linked(rule: t.TypedRule, heirs: Mapping[str, Sequence[t.TypedRule]]) -> t.TypedRule:
    left = tuple(t.Step(_elsewhere(heir)) for heir in heirs.get(rule.about.code, ()))
    covers = [*rule.covers, *(heir.about.code for code in rule.covers for heir in heirs.get(code, ()))]
    if not left and not covers:
        return rule
    others = tuple(code for code in dict.fromkeys(covers) if code != rule.about.code)
    return replace(rule, steps=(*left, *rule.steps), covers=others)


def _elsewhere(heir: t.TypedRule) -> n.Typed:
    """Where an heir does not apply."""
    scope = heir.scope
    applies = scope[0] if len(scope) == 1 else n.Logic(scope[0].at, BOOL, "and", scope)
    return n.Negated(heir.at, BOOL, applies)
