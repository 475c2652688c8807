"""What a check in Python is: a compiled rule made from a function, with examples as a rule file writes them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from cleanclaim.checks.guarded import bare, guarded
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule, Judge, Pointer, Verdict
from cleanclaim.findings import Rule
from cleanclaim.frozen import Frozen

# Takes the claim and the subject, and gives a verdict for each fault.
Says = Callable[[Claim, Any], Iterable[Verdict]]


class Check(Frozen, frozen=True):
    """A check: the rule as the engine runs it, and its examples as text in the rule language.

    `source` is the file that it stands in; `rule.line` is its first line there.
    """

    rule: CompiledRule
    examples: str
    source: Path


def check(about: Rule, subject: str, reads: tuple[str, ...], examples: str, tags: str) -> Callable[[Says], Check]:
    """Make a check of a function: what `reads` names of a row is all that it looks at, as `claim.notes`.

    The function knows nothing of values that could not be read: it is asked with rows that raise
    `Unreadable` for them, so that it is counted as not checked there.
    """

    def made(says: Says) -> Check:
        source = Path(says.__code__.co_filename)
        rule = CompiledRule(
            about=about,
            subject=subject,
            make_judge=lambda: _judge(says),
            make_careful=lambda: _careful(says),
            reads=reads,
            path=f"cleanclaim/checks/{source.name}",
            line=says.__code__.co_firstlineno,
            tags=tuple(tags.split(", ")),
        )
        return Check(rule, examples, source)

    return made


def verdict(about: Rule, message: str, *pointers: Pointer) -> Verdict:
    """That a check's rule is broken, with what the rule says by itself."""
    return Verdict(about.severity, message, about.suggestion, pointers)


def _judge(says: Says) -> Judge:
    return lambda claim, subject: tuple(says(claim, subject)) or None


def _careful(says: Says) -> Judge:
    def judge(claim: Claim, subject: Any) -> tuple[Verdict, ...] | None:
        return tuple(map(bare, says(guarded(claim), guarded(subject)))) or None

    return judge
