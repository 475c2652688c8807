"""Whether the examples of a rule notice each damage to it: a condition that nothing proves is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from cleanclaim.compiled import CompiledRule
from cleanclaim.language.compile import compile_rule
from cleanclaim.language.examples.damage import Damage, damages, is_takeover
from cleanclaim.language.examples.given import given
from cleanclaim.language.examples.notes import Note, read_notes, spoken
from cleanclaim.language.examples.proof import Judge, Reading, asks_day, examples_of, hold, judged_with, read_example
from cleanclaim.language.mini_claims import Example
from cleanclaim.language.nodes import Logic, Negated
from cleanclaim.language.typed import Step, TypedRule

Judges = Callable[[Sequence[CompiledRule]], Judge]


class Survivor(NamedTuple):
    """A damage that no example noticed, and the line of the rule file where it was done."""

    line: int
    said: str


@dataclass(frozen=True, slots=True)
class Score:
    """How a rule stood the proof. `noted` survivors are said in its text to change nothing, each with a reason;
    `idle` notes speak of no damage that survived."""

    rule: str
    path: str
    damages: int
    noticed: int
    survivors: tuple[Survivor, ...]
    noted: tuple[Note, ...]
    idle: tuple[Note, ...]

    @property
    def equivalent(self) -> int:
        """How many damages survived and are noted."""
        return self.damages - self.noticed - len(self.survivors)

    @property
    def passed(self) -> bool:
        """Whether every damage was noticed or noted, and every note is needed."""
        return not self.survivors and not self.idle


class _Known(NamedTuple):
    """An example that holds, and how grave its findings are as its rule stands."""

    code: str
    example: Example
    reading: Reading
    severities: tuple[str, ...]


class _Bench:
    """The examples of some rules, read once, as long as they hold for the rules as they are.

    An example notices where it no longer holds, and where its findings have become more or less grave.
    """

    def __init__(self, rules: Sequence[CompiledRule], whose: Sequence[CompiledRule], judges: Judges) -> None:
        self.judges = judges
        self.held: list[_Known] = []
        for rule in whose:
            for example in examples_of(rule):
                reading = read_example(example, asks_day=asks_day(rule))
                found = hold(rule.code, example, reading, judges(given(rules, example)))
                if not found.wrong:
                    self.held.append(_Known(rule.code, example, reading, found.severities))

    def notices(self, rules: Sequence[CompiledRule], silent: str = "") -> bool:
        """Whether an example notices that these are the rules, or finds one that is to be silent speaking."""
        return any(self._noticed(rules, silent, known) for known in self.held)

    def _noticed(self, rules: Sequence[CompiledRule], silent: str, known: _Known) -> bool:
        found = hold(known.code, known.example, known.reading, self.judges(given(rules, known.example)))
        spoke = any(finding.rule == silent for finding in found.others)
        return bool(found.wrong) or found.severities != known.severities or spoke


def prove_thoroughly(
    rule: CompiledRule, rules: Sequence[CompiledRule], judges: Judges, lines: Sequence[str]
) -> Score:
    """The score of a rule among all `rules` of a run; `lines` are its text, from its first line on."""
    rules = judged_with(rule, rules)
    made = [*_damaged(rule, rules, judges), *_uncovering(rule, rules, judges), *_leaving(rule, rules, judges)]
    found = [
        Survivor(damage.at.line, spoken(damage.said, damage.at, lines, rule.line))
        for damage, noticed in made
        if not noticed
    ]
    notes = read_notes(lines, rule.line)
    told = {(note.line, note.said) for note in notes}
    noted = tuple(note for note in notes if (note.line, note.said) in found)
    idle = tuple(note for note in notes if note not in noted)
    unsaid = tuple(one for one in found if one not in told)
    return Score(rule.code, rule.path, len(made), len(made) - len(found), unsaid, noted, idle)


def _damaged(rule: CompiledRule, rules: Sequence[CompiledRule], judges: Judges) -> Iterator[tuple[Damage, bool]]:
    """Each damage to a rule that runs alone, and whether an example noticed it."""
    bench = _Bench([rule], [rule], judges)
    typed = _typed(rule)
    parent = next((_typed(other) for other in rules if typed.extends[:1] == (other.code,)), None)
    for damage in damages(typed, parent):
        yield damage, any(bench.notices([compile_rule(made)]) for made in (damage.rule, *damage.also))


def _typed(rule: CompiledRule) -> TypedRule:
    return cast(TypedRule, rule.baggage)


def _uncovering(rule: CompiledRule, rules: Sequence[CompiledRule], judges: Judges) -> Iterator[tuple[Damage, bool]]:
    """The rule without each rule that it covers: an example of that one must find itself speaking again."""
    typed = _typed(rule)
    for code in rule.covers:
        bench = _Bench(rules, [other for other in rules if other.code == code], judges)
        left = tuple(other for other in rule.covers if other != code)
        bare = replace(rule, covers=left)
        noticed = bench.notices([bare if other is rule else other for other in rules])
        yield Damage(typed.at, f"without `covers {code}`", typed), noticed


def _leaving(rule: CompiledRule, rules: Sequence[CompiledRule], judges: Judges) -> Iterator[tuple[Damage, bool]]:
    """Each rule that this one takes over from, where it goes on speaking: an example of the two must notice."""
    typed = _typed(rule)
    for other in rules:
        if other.code not in typed.extends:
            continue
        theirs = _typed(other)
        kept = tuple(step for step in theirs.steps if not _leaves_to(step, typed))
        speaking = compile_rule(replace(theirs, steps=kept))
        both = [rule, other]
        noticed = _Bench(both, [rule], judges).notices([rule, speaking], silent=other.code)
        noticed = noticed or _Bench([other], [other], judges).notices([speaking])
        yield Damage(typed.at, f"without taking over from `{other.code}`", typed), noticed


def _leaves_to(step: Step, heir: TypedRule) -> bool:
    """Whether a step leaves claims to that heir."""
    if not is_takeover(step):
        return False
    operand = cast(Negated, step.value).operand
    scope = operand.items if isinstance(operand, Logic) and len(heir.scope) > 1 else (operand,)
    return scope == heir.scope
