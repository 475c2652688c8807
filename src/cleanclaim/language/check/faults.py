"""Faults of a rule file while it is checked: gathered, so that one run tells of many."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from cleanclaim.errors import RuleFault
from cleanclaim.language.clauses import RuleFile
from cleanclaim.language.syntax import Place

_MOST = 20  # faults of one clause or table: whoever reads a file of other columns needs no more
P = TypeVar("P")
T = TypeVar("T")

# A kind of fault keeps its code.
SYNTAX = "E001"
NAME = "E101"
MEMBER = "E102"
KIND = "E103"
CODE = "E104"
MISSING = "E105"
COMPARE = "E106"
DATED = "E111"
RANGE = "E112"
AMBIGUOUS = "E113"
PROTECTED = "E114"
# E120 said "not built yet" and is not given again.
CLAUSE = "E121"
TWICE = "E122"
UNUSED = "E123"
EXAMPLE = "E130"


class Refused(Exception):  # noqa: N818 (it ends the checking of one clause, and becomes a fault)
    """A clause that makes no sense. Without a message it only follows from another fault."""

    def __init__(self, at: Place, code: str = "", message: str = "", help_: str = "") -> None:
        super().__init__(message)
        self.at, self.code, self.message, self.help = at, code, message, help_
        self.others: tuple[Refused, ...] = ()  # what else is wrong in the same clause


def each(make: Callable[[P], T], parts: Iterable[P]) -> tuple[T, ...]:
    """What is made of each part. Raises `Refused` with everything that is refused in any of them."""
    found, wrong = tried(make, parts)
    if wrong:
        raise together(wrong)
    return tuple(found)


def tried(make: Callable[[P], T], parts: Iterable[P]) -> tuple[list[T], list[Refused]]:
    """What is made of each part that can be, and everything that is refused in the others."""
    found: list[T] = []
    wrong: list[Refused] = []
    for part in parts:
        try:
            found.append(make(part))
        except Refused as refused:
            wrong += (refused, *refused.others)
            if len(wrong) >= _MOST:
                break
    return found, wrong


def together(wrong: Sequence[Refused]) -> Refused:
    """The first of some refusals, with the others in it."""
    wrong[0].others = tuple(wrong[1:])
    return wrong[0]


class Faults:
    """The faults of one file."""

    def __init__(self, file: RuleFile) -> None:
        self._file = file
        self.found: list[RuleFault] = []

    def add(self, refused: Refused) -> None:
        """Keep a fault; one without a message follows from another that is kept already."""
        for other in refused.others:
            self.add(other)
        at = refused.at
        if not refused.message:
            return
        excerpt = self._file.excerpt(at)
        length = at.end_column - at.column if at.line == at.end_line else len(excerpt) - at.column + 1
        fault = RuleFault(
            self._file.path, at.line, at.column, max(length, 1), refused.code, refused.message, excerpt, refused.help
        )
        self.found.append(fault)
