"""Whether the examples of a rule notice each damage to it: a condition that nothing proves is none."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, cast

from cleanclaim.compiled import CompiledRule
from cleanclaim.language.compile import compile_rule
from cleanclaim.language.examples.damage import Damage, damages
from cleanclaim.language.examples.given import given
from cleanclaim.language.examples.notes import Note, read_notes, spoken
from cleanclaim.language.examples.proof import Judge, examples_of, hold, read_example
from cleanclaim.language.typed import TypedRule

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


class _Bench:
    """The examples of some rules, read once, as long as they hold for the rules as they are."""

    def __init__(self, rules: Sequence[CompiledRule], whose: Sequence[CompiledRule], judges: Judges) -> None:
        self.judges = judges
        self.held = [
            (rule.code, example, reading)
            for rule in whose
            for example, reading in ((example, read_example(example)) for example in examples_of(rule))
            if not hold(rule.code, example, reading, judges(given(rules, example)))[0]
        ]

    def notices(self, rules: Sequence[CompiledRule]) -> bool:
        """Whether an example no longer holds for these rules."""
        return any(
            hold(code, example, reading, self.judges(given(rules, example)))[0]
            for code, example, reading in self.held
        )


def prove_thoroughly(
    rule: CompiledRule, rules: Sequence[CompiledRule], judges: Judges, lines: Sequence[str]
) -> Score:
    """The score of a rule among all `rules` of a run; `lines` are its text, from its first line on."""
    made = [*_damaged(rule, judges), *_uncovering(rule, rules, judges)]
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


def _damaged(rule: CompiledRule, judges: Judges) -> Iterator[tuple[Damage, bool]]:
    """Each damage to a rule that runs alone, and whether an example noticed it."""
    bench = _Bench([rule], [rule], judges)
    for damage in damages(cast(TypedRule, rule.baggage)):
        yield damage, bench.notices([compile_rule(damage.rule)])


def _uncovering(rule: CompiledRule, rules: Sequence[CompiledRule], judges: Judges) -> Iterator[tuple[Damage, bool]]:
    """The rule without each rule that it covers: an example of that one must find itself speaking again."""
    typed = cast(TypedRule, rule.baggage)
    for code in rule.covers:
        bench = _Bench(rules, [other for other in rules if other.code == code], judges)
        left = tuple(other for other in rule.covers if other != code)
        bare = replace(rule, covers=left)
        noticed = bench.notices([bare if other is rule else other for other in rules])
        yield Damage(typed.at, f"without `covers {code}`", typed), noticed
