"""Finds the habit of another language that a refused word shows."""

from __future__ import annotations

from typing import NamedTuple

from cleanclaim.language.parse import (
    habits_of_asking,
    habits_of_clauses,
    habits_of_comparing,
    habits_of_counting,
    habits_of_examples,
    habits_of_lines,
    habits_of_lists,
    habits_of_policies,
    habits_of_rules,
    habits_of_speech,
    habits_of_values,
)


class Found(NamedTuple):
    """What was meant; `column` counts from 0 in the line."""

    column: int
    length: int
    message: str
    help: str


_HABITS = (
    *habits_of_clauses.HABITS,
    *habits_of_lists.HABITS,
    *habits_of_policies.HABITS,
    *habits_of_speech.HABITS,
    *habits_of_counting.HABITS,
    *habits_of_comparing.HABITS,
    *habits_of_rules.HABITS,
    *habits_of_lines.HABITS,
    *habits_of_values.HABITS,
    *habits_of_examples.HABITS,
    *habits_of_asking.HABITS,
)


def find_habit(before: str, rest: str) -> Found | None:
    """The habit that a refused word shows; `before` and `rest` are its line, up to the word and from it on."""
    for habit in _HABITS:
        left, right = habit.before.search(before), habit.rest.match(rest)
        if left is None or right is None:
            continue
        said = {**left.groupdict(), **right.groupdict()}
        start, end = len(before), len(before) + len(said.get("next") or right[0])
        if "at" in said:
            start, end = left.span("at")
        elif "begin" in said:
            start = left.start("begin")
            said["upper"] = (before + rest)[start:end].upper()
        return Found(start, end - start, habit.message.format(**said), habit.help.format(**said))
    return None
