"""Damage that no example can show, as a rule's text says it: `# equivalent: without `other` because ...`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from cleanclaim.language.places import Place

_NOTE = re.compile(r"^(?P<before>[^#]*)#\s*equivalent:\s*(?P<said>.+?)\s+because\s+(?P<reason>\S.*)$")


class Note(NamedTuple):
    """That a damage changes nothing, and why. `line` is the line that it speaks of, `at` its own."""

    line: int
    said: str
    reason: str
    at: int


def read_notes(lines: Sequence[str], first: int) -> tuple[Note, ...]:
    """The notes of a rule; `first` is the number of the first of its lines.

    A note speaks of the line that it ends; one that stands alone, of the next line that says something.
    """
    found = []
    for at, line in enumerate(lines):
        match = _NOTE.match(line)
        if match is not None:
            about = at if match["before"].strip() else _next(lines, at)
            found.append(Note(first + about, match["said"], match["reason"].strip(), first + at))
    return tuple(found)


def _next(lines: Sequence[str], at: int) -> int:
    says = (number for number in range(at + 1, len(lines)) if lines[number].strip()[:1] not in ("", "#"))
    return next(says, at)


def spoken(said: str, at: Place, lines: Sequence[str], first: int) -> str:
    """A damage in words: `{}` is the text at the place, in one line, `{clause}` the first word of its line."""
    rows = [line.split("#")[0] for line in lines[at.line - first : at.end_line - first + 1]]
    if "{" not in said or not rows:
        return said
    said = said.replace("{clause}", (rows[0].split() or [""])[0])
    rows[-1] = rows[-1][: at.end_column - 1]
    rows[0] = rows[0][at.column - 1 :]
    return said.replace("{}", " ".join(" ".join(rows).split()))
