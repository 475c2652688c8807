"""What compiled rules call where some values could not be read.

A condition is decided where the readable values decide it, whatever the others are; else it
raises `Unreadable`, and the rule is skipped and counted. Never a silent pass, never an echo.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from cleanclaim.compiled import Unreadable, Verdict

Test = Callable[[Any], bool]


def need(row: Any, name: str) -> Any:
    """A field that the guide requires. Raises `Unreadable` where it is missing or malformed."""
    if row is None or name in row.unreadable:
        raise Unreadable
    value = getattr(row, name)
    if value is None:
        raise Unreadable
    return value


def look(row: Any, name: str) -> Any:
    """A field that can be missing, of a row that can be missing. Raises `Unreadable` where it is malformed."""
    if row is None:
        return None
    if name in row.unreadable:
        raise Unreadable
    return getattr(row, name)


def unanswered() -> Any:
    """A table that is not there. Raises `Unreadable`."""
    raise Unreadable


def both(*tests: Callable[[], bool]) -> bool:
    """All of the conditions hold."""
    blocked = False
    for test in tests:
        try:
            if not test():
                return False
        except Unreadable:
            blocked = True
    if blocked:
        raise Unreadable
    return True


def either(*tests: Callable[[], bool]) -> bool:
    """One of the conditions holds."""
    return not both(*[_denied(test) for test in tests])


def _denied(test: Callable[[], bool]) -> Callable[[], bool]:
    return lambda: not test()


def certain(test: Callable[[], bool]) -> bool:
    """Whether a condition holds for certain; for what does not decide about the rule itself."""
    try:
        return test()
    except Unreadable:
        return False


def possible(test: Callable[[], bool]) -> bool:
    """Whether a condition could hold; for what only sorts out rows that can not matter."""
    try:
        return test()
    except Unreadable:
        return True


def agree(row: Callable[[], Any], own: Callable[[], Any]) -> bool:
    """A join key: nobody knows whether a row whose key can not be read is a partner."""
    mine = own()
    if mine is None:
        return False
    theirs = row()
    if isinstance(mine, tuple):
        return frozenset(mine) == frozenset(theirs)
    return bool(mine == theirs)


def breaking(rows: Iterable[Any], test: Test) -> Iterator[Any]:
    """The rows that meet a condition for certain. Raises `Unreadable` where none does and one could."""
    blocked, met = False, False
    for row in rows:
        try:
            if not test(row):
                continue
        except Unreadable:
            blocked = True
            continue
        met = True
        yield row
    if blocked and not met:
        raise Unreadable


def some_of(rows: Iterable[Any], test: Test) -> bool:
    """Whether a row meets a condition."""
    return next(breaking(((row,) for row in rows), lambda boxed: test(boxed[0])), None) is not None


def kept(rows: Iterable[Any], test: Test) -> list[Any]:
    """The rows that meet a condition. Raises `Unreadable` where that is not certain of each."""
    return [row for row in rows if test(row)]


def certain_pairs(rows: Iterable[Any], test: Test) -> Iterator[Any]:
    """The rows that meet a condition, and None for each of which it is not certain."""
    for row in rows:
        try:
            if test(row):
                yield row
        except Unreadable:
            yield None


def paired(
    judge: Callable[..., Any], claim: Any, own: Any, rows: Iterable[Any], *group: Any
) -> tuple[Verdict | None, ...] | None:
    """The verdicts on each pair; None for a pair that can not be judged."""
    found: list[Verdict | None] = []
    for row in rows:
        try:
            found.extend((None,) if row is None else judge(claim, own, row, *group) or ())
        except Unreadable:
            found.append(None)
    return tuple(found) or None
