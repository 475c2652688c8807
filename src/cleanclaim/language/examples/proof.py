"""Runs the examples of rules: each is written as 837P, read back, judged, and compared with what it promises."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Protocol, cast

from cleanclaim.claim import build
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CRASHED, CompiledRule
from cleanclaim.findings import Finding
from cleanclaim.guide import place
from cleanclaim.language.examples import baseline
from cleanclaim.language.examples.given import given
from cleanclaim.language.examples.render import UnrenderableError, render
from cleanclaim.language.examples.unmet import unmet
from cleanclaim.language.mini_claims import Example
from cleanclaim.language.typed import TypedRule
from cleanclaim.source import Source
from cleanclaim.x12 import read_events


class Judge(Protocol):
    """What judges the claims of one file by a set of rules; the engine is one."""

    def judge(self, claim: Claim) -> Iterable[Finding]:
        """The findings of one claim."""

    def across(self, again: Callable[[], Iterable[Claim]]) -> Mapping[int, Sequence[Finding]]:
        """The findings of rules that look across claims, by the numbers of their claims."""


@dataclass(frozen=True, slots=True)
class Proof:
    """What became of one example; `wrong` is empty where it kept its promise, and `help` says why it found nothing.

    `others` are findings of other rules: an example should show its own fault alone.
    """

    rule: str
    title: str
    path: str
    line: int
    wrong: str
    others: tuple[Finding, ...] = ()
    help: str = ""


def prove(
    rules: Sequence[CompiledRule],
    judges: Callable[[Sequence[CompiledRule]], Judge],
    only: Collection[str] | None = None,
) -> Iterator[Proof]:
    """The proofs of all rules, or of those with these codes. `judges` gives a fresh judge by these rules, for each
    example its own.
    """
    for rule in (rule for rule in rules if only is None or rule.code in only):
        beside = judged_with(rule, rules)
        for example in examples_of(rule):
            yield _prove(rule, example, beside, judges)


def judged_with(rule: CompiledRule, rules: Sequence[CompiledRule]) -> list[CompiledRule]:
    """The rules by which the claims of a rule's payers are judged: not those of another profile."""
    name = rule.profile.name if rule.profile is not None else ""
    return [other for other in rules if other.profile is None or other.profile.name == name]


def examples_of(rule: CompiledRule) -> tuple[Example, ...]:
    """The examples that a rule brings."""
    return cast(TypedRule, rule.baggage).examples


def _prove(
    rule: CompiledRule,
    example: Example,
    beside: Sequence[CompiledRule],
    judges: Callable[[Sequence[CompiledRule]], Judge],
) -> Proof:
    reading = read_example(example, asks_day=asks_day(rule))
    held = hold(rule.code, example, reading, judges(given(beside, example)))
    silent = example.fails and not (held.severities or reading.wrong or _crashed(held.others))
    help_ = ""
    if silent and isinstance(rule.baggage, TypedRule):  # what is written in Python has no conditions to name
        help_ = unmet(rule, example, lambda rules: _finds(rule.code, example, reading, judges(rules)))
    if held.wrong and asks_day(rule) and not _says_day(example):
        day = f"the file is of {baseline.CREATED}: `file.created: ...` in the example says another day"
        help_ = f"{help_}; {day}" if help_ else day
    return Proof(rule.code, title_of(example), rule.path, example.at.line, held.wrong, held.others, help_)


def _says_day(example: Example) -> bool:
    """Whether an example says when its file was made."""
    fields = (field for claim in example.claims for field in claim.fields)
    return any([word.text for word in field.parts][-2:] == ["file", "created"] for field in fields)


def _finds(code: str, example: Example, reading: Reading, judge: Judge) -> bool:
    """Whether rules of that code find something in an example."""
    return bool(hold(code, example, reading, judge).severities)


class Reading(NamedTuple):
    """The claims of an example, read back from its file; `wrong` where they are no proper claims."""

    claims: tuple[Claim, ...]
    wrong: str = ""


def asks_day(rule: CompiledRule) -> bool:
    """Whether a rule asks when its file was made: then the file of an example is of the day that all begin with."""
    return not {"file.created", "file.today"}.isdisjoint(rule.reads)


def read_example(example: Example, *, asks_day: bool = False) -> Reading:
    """Write an example as a file, and read that; `asks_day` says that its rule asks when the file was made."""
    try:
        text = render(example, asks_day=asks_day)
    except UnrenderableError as error:
        return Reading((), str(error))
    with Source.from_bytes(text.encode("latin-1"), "example") as source:
        events = list(build(place(read_events(source))))
    claims = tuple(event for event in events if isinstance(event, Claim))
    structure = next((event for event in events if isinstance(event, Finding)), None)
    if structure is not None:
        return Reading(claims, f"the example itself is not clean: {structure.rule} {structure.message}")
    return Reading(claims)


class Held(NamedTuple):
    """What is wrong with an example, else nothing; what other rules found; how grave each of its own findings is."""

    wrong: str
    others: tuple[Finding, ...]
    severities: tuple[str, ...] = ()


def hold(code: str, example: Example, reading: Reading, judge: Judge) -> Held:
    """How an example of the rule of that code holds where `judge` judges."""
    judged = [(claim, finding) for claim in reading.claims for finding in judge.judge(claim)]
    far = judge.across(lambda: reading.claims)
    judged += [(claim, finding) for claim in reading.claims for finding in far.get(claim.ordinal, ())]
    own = [(claim, finding) for claim, finding in judged if finding.rule == code]
    others = tuple(finding for _, finding in judged if finding.rule != code)
    if _crashed(others):
        return Held("a rule could not be run on it", others)
    severities = tuple(finding.severity for _, finding in own)
    return Held(reading.wrong or _compare(example, own), others, severities)


def _crashed(others: Sequence[Finding]) -> bool:
    return any(finding.about is CRASHED for finding in others)


def title_of(example: Example) -> str:
    """An example by its title, else by what it proves."""
    return example.title or ("fail" if example.fails else "pass")


def _compare(example: Example, own: list[tuple[Claim, Finding]]) -> str:
    found = len(own)
    if not example.fails:
        return f"expected no finding, found {found}" if found else ""
    if example.lines:
        return _compare_lines(example, own)
    wanted = example.times or 1
    return f"expected {_findings(wanted)}, found {found}" if found != wanted else ""


def _compare_lines(example: Example, own: list[tuple[Claim, Finding]]) -> str:
    """`at line` counts the lines of the example, over all of its claims."""
    before = [0]
    for claim in example.claims:
        before.append(before[-1] + len(claim.lines))
    lines = sorted(before[claim.ordinal - 1] + (finding.service_line or 0) for claim, finding in own)
    wanted = sorted(example.lines) * (example.times or 1)
    if lines == sorted(wanted):
        return ""
    where = ", ".join(map(str, lines)) if lines else "none"
    return f"expected findings on line {', '.join(map(str, example.lines))}, found {where}"


def _findings(count: int) -> str:
    return "1 finding" if count == 1 else f"{count} findings"
