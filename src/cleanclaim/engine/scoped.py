"""Rules that are for some claims alone: those of payers that are judged by the rule's profile."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule, Judge, KeyOf, Reach, Verdict

Holds = Callable[[Claim], bool]


def only_for(rule: CompiledRule, holds: Holds) -> CompiledRule:
    """The rule, silent about every claim for which `holds` is false; a rule must be bound before."""

    def reach(careful: bool) -> Reach | None:
        found = rule.careful_reach if careful else rule.reach
        return None if found is None else replace(found, subject=_subject(found.subject, holds))

    return replace(
        rule,
        make_judge=lambda: _judge(rule.judge, holds),
        make_careful=lambda: _judge(rule.carefully, holds),
        make_reach=reach,
        make_gate=lambda: None,  # what the gate asks is asked of the rule itself
    )


def _judge(judge: Judge, holds: Holds) -> Judge:
    def scoped(claim: Claim, *more: object) -> tuple[Verdict | None, ...] | None:
        return judge(claim, *more) if holds(claim) else None

    return scoped


def _subject(key_of: KeyOf, holds: Holds) -> KeyOf:
    def scoped(claim: Claim, row: object) -> tuple[object, ...] | None:
        return key_of(claim, row) if holds(claim) else None

    return scoped
