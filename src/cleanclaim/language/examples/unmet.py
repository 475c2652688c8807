"""Why a failing example finds nothing: the first condition of its rule that nothing in it meets."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple, cast

from cleanclaim.compiled import CompiledRule
from cleanclaim.language.compile import compile_rule
from cleanclaim.language.examples.damage import is_takeover
from cleanclaim.language.examples.given import given
from cleanclaim.language.examples.notes import spoken
from cleanclaim.language.mini_claims import Example
from cleanclaim.language.nodes import Const, Logic, Name, Typed
from cleanclaim.language.places import Place
from cleanclaim.language.typed import Judgment, MarkPlace, TypedRule
from cleanclaim.language.types import BOOL, Type
from cleanclaim.language.written import text_of

_POINTED_AT = {"line": "procedure", "claim": "control_number", "provider": "npi"}


class _Stage(NamedTuple):
    """A condition, and the rule that asks all down to it and finds fault with whatever is left."""

    at: Place
    rule: TypedRule
    taken: bool = False  # whether it leaves claims to a rule that extends this one


def unmet(rule: CompiledRule, example: Example, finds: Callable[[Sequence[CompiledRule]], bool]) -> str:
    """What keeps a rule from finding something in an example, as a help.

    `finds` says whether rules with this one's code find something in it.
    """
    if finds(given([rule], example)):
        return "a rule that covers this one speaks there"
    typed = cast(TypedRule, rule.baggage)
    for stage in _stages(typed):
        if not finds(given([compile_rule(stage.rule)], example)):
            if stage.taken:
                return "a rule that extends this one speaks there"
            return f"nothing in it meets {_quoted(rule, stage.at)}"
    if typed.required:
        return f"all of it has what is required: {_quoted(rule, typed.check.at)}"
    return f"nothing in it is what is forbidden: {_quoted(rule, typed.check.at)}"


def _stages(rule: TypedRule) -> Iterator[_Stage]:
    """The conditions of a rule in the order in which they are asked, each side of an `and` by itself."""
    row = Name(rule.at, Type("row", rule.subject), rule.name)
    bare = replace(
        rule, where=None, pair=None, steps=(), required=True, check=Const(rule.check.at, BOOL, False),
        judgment=Judgment("error"), message=(), suggestion=(), marks=(MarkPlace(row, _POINTED_AT[rule.subject]),),
    )  # fmt: skip
    for at, asked in _sides(rule.where):
        yield _Stage(at, replace(bare, where=asked))
    bare = replace(bare, where=rule.where, pair=rule.pair)
    if rule.pair is not None:
        yield _Stage(rule.pair.at, bare)
    for number, step in enumerate(rule.steps):
        before = rule.steps[:number]
        for at, asked in () if step.name else _sides(step.value):
            yield _Stage(at, replace(bare, steps=(*before, replace(step, value=asked))), is_takeover(step))


def _sides(condition: Typed | None) -> Iterator[tuple[Place, Typed]]:
    """Each side of an `and`, with all sides before it, which it can lean on."""
    if not isinstance(condition, Logic) or condition.operator != "and":
        yield from () if condition is None else ((condition.at, condition),)
        return
    for number, item in enumerate(condition.items, 1):
        yield item.at, replace(condition, items=condition.items[:number])


def _quoted(rule: CompiledRule, at: Place) -> str:
    """A condition as it is written; what an heir takes over stands elsewhere."""
    try:
        lines = text_of(rule)
    except OSError:  # the text was never in a file
        lines = []
    if not rule.line <= at.line < rule.line + len(lines):
        return f"line {at.line}"
    return spoken(f"line {at.line}, `{{}}`", at, lines, rule.line)
