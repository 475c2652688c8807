"""Sets of codes: literals, ranges and wildcards, less their exceptions."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from cleanclaim.frozen import Frozen

# Categories that are not where their letter would put them, and the one that they follow (ICD-10-CM tabular list,
# April 2026): melanoma has C43, C4A and C44.
_FOLLOWS = {
    "C4A": "C43", "C7A": "C75", "C7B": "C75", "D3A": "D36", "I1A": "I16", "I5A": "I52", "J4A": "J44", "M1A": "M08",
    "O9A": "O99", "QA0": "Q99", "Z3A": "Z36",
}  # fmt: skip
_REMEMBERED = 4096  # codes; a file full of nonsense must not fill the memory


class CodeSet(Frozen, frozen=True):
    """A set of codes as the model holds them (diagnoses without dots).

    `ranges` are first and last code of the same length, compared over that length: a diagnosis
    range takes in what hangs under its last code, in the order of the tabular list. `patterns` are
    regular expressions made from wildcards, never written by hand. `parts` are sets with exceptions
    of their own.
    """

    literals: frozenset[str] = frozenset()
    ranges: tuple[tuple[str, str], ...] = ()
    patterns: tuple[str, ...] = ()
    parts: tuple[CodeSet, ...] = ()
    without: CodeSet | None = None
    open_ended: bool = False  # ranges take in longer codes (diagnoses)

    def __contains__(self, code: object) -> bool:
        if not isinstance(code, str) or not self._listed(code):
            return False
        return self.without is None or code not in self.without

    def _listed(self, code: str) -> bool:
        if code in self.literals:
            return True
        if any(self._within(code, first, last) for first, last in self.ranges):
            return True
        if any(code.startswith(_head(pattern)) and re.fullmatch(pattern, code) for pattern in self.patterns):
            return True
        return any(code in part for part in self.parts)

    def _within(self, code: str, first: str, last: str) -> bool:
        size = len(first)
        if self.open_ended:
            return len(code) >= size and in_turn(first) <= in_turn(code[:size]) <= in_turn(last)
        return len(code) == size and first <= code <= last and _digits_like(code, first)

    @property
    def finite(self) -> frozenset[str] | None:
        """All of its codes, where only literals are in it."""
        listed = set(self.literals)
        for part in self.parts:
            if part.finite is None:
                return None
            listed |= part.finite
        if self.ranges or self.patterns:
            return None
        return frozenset(code for code in listed if code in self)

    def joined(self, other: CodeSet) -> CodeSet:
        """The codes of both."""
        if other.without is not None:
            return replace(self, parts=(*self.parts, other))
        return CodeSet(
            self.literals | other.literals,
            self.ranges + other.ranges,
            self.patterns + other.patterns,
            self.parts + other.parts,
            open_ended=self.open_ended or other.open_ended,
        )


class Memo(dict[str, bool]):
    """Remembers which codes are in a set, so that ranges and wildcards cost what a literal costs."""

    def __init__(self, codes: CodeSet) -> None:
        super().__init__()
        self._codes = codes

    def __missing__(self, code: str) -> bool:
        found = code in self._codes
        if len(self) < _REMEMBERED:
            self[code] = found
        return found


def pattern_of(codes: CodeSet) -> Callable[[str], object] | None:
    """What gives something for the codes of a set of literals and wildcards, and None for all others, at a tenth of
    what asking the set costs; none for a set that has more in it.
    """
    if codes.ranges or codes.parts or codes.without is not None:
        return None
    return re.compile("|".join((*codes.patterns, *map(re.escape, sorted(codes.literals))))).fullmatch


@cache
def _head(pattern: str) -> str:
    """What every code begins with that a pattern means: most codes are told by it, and need no expression."""
    return re.split(r"[^A-Z0-9]", pattern, maxsplit=1)[0]


def in_turn(diagnosis: str) -> str:
    """What a diagnosis is ordered by; it has no dot."""
    above = _FOLLOWS.get(diagnosis[:3])
    return diagnosis if above is None else f"{above}~{diagnosis}"  # behind all that is under the one above


@cache
def _digit_places(first: str) -> tuple[int, ...]:
    return tuple(at for at, character in enumerate(first) if character.isdigit())


def _digits_like(code: str, first: str) -> bool:
    """A range runs over digits: a letter can not stand where its first code has a digit."""
    return all(code[at].isdigit() for at in _digit_places(first))


def wildcard(text: str, dotted: bool) -> str:
    """The pattern of a code with `*` or `?`. After a dot, `*` is at least one character."""
    if dotted and text.endswith(".*"):
        return re.escape(text[:-2].replace(".", "")) + "[A-Z0-9]+"
    plain = text.replace(".", "") if dotted else text
    return "".join({"*": "[A-Z0-9.]*", "?": "[A-Z0-9]"}.get(sign, re.escape(sign)) for sign in plain)
