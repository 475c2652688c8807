"""What people write who come from another language, and how it is written here."""

from __future__ import annotations

import re
from typing import NamedTuple


class Habit(NamedTuple):
    """What stands before the refused word and from it on; `at` names what the caret covers where it is another."""

    before: re.Pattern[str]
    rest: re.Pattern[str]
    message: str
    help: str


class Found(NamedTuple):
    """What was meant; `column` counts from 0 in the line."""

    column: int
    length: int
    message: str
    help: str


_TEST = r"\b(?P<test>is not|is|has|lacks)\s+(?P<first>[A-Z0-9.]+)"
_LATE = "the order is `any other line as it of same patient with same date where ...`"


def _habit(before: str, rest: str, message: str, help_: str) -> Habit:
    return Habit(re.compile(before + "$"), re.compile(rest), message, help_)


_HABITS = (
    _habit(_TEST, r",\s*(?P<next>[A-Z0-9.]+)", "several codes stand in brackets", "write `{test} [{first}, {next}]`"),
    _habit(
        _TEST + r"\s+(?:or|and)\s+",
        r"(?P<next>[A-Z][A-Z0-9.]*)\b(?!\s*\()",
        "several codes stand in brackets",
        "write `{test} [{first}, {next}]`",
    ),
    _habit(
        r"\b(?P<word>any|no|every)\s+(?:(?:other|earlier|later)\s+)?(?P<at>(?:line|claim)(?:\s+as\s+\w+)?\s+in)\s+",
        r"(?:claim|file)\.|lines\b|claims\b",
        "lines and claims are known without `in`",
        "write `{word} line where ...`; `{word} x in line.pointers satisfies ...` goes over a list",
    ),
    _habit(
        r"\b(?P<word>any|no|every)\s+(?:(?:other|earlier|later)\s+)?(?:line|claim)(?:\s+as\s+\w+)?\s+",
        r"(?P<next>in)\s",
        "lines and claims are known without `in`",
        "write `{word} line where ...`; `{word} x in line.pointers satisfies ...` goes over a list",
    ),
    _habit(r"\bin\s+", r"\[", "`in` looks into a list of the claim", "write `is [...]`, or `has [...]` of a list"),
    _habit(r"\S\s+", r"not\s+in\b", "`not in` is not used here", "write `is not [...]`, or `lacks [...]` of a list"),
    _habit(
        r"\b(?P<at>sum|min|max)\([^()]*",
        r"\)",
        "`{at}` takes a field of rows",
        "write `{at}(units of lines)`, over a list `{at}(x.paid of x in line.adjudications)`; `where` takes some",
    ),
    _habit(
        r"\b(?P<at>sum|min|max)\((?P<field>\w+) of (?P<row>\w+)",
        r"\.(?P<list>\w+)",
        "`{at}` over a list names its items",
        "write `{at}(x.{field} of x in {row}.{list})`, with a `where` for some",
    ),
    _habit(
        r"\b(?P<at>count)\s+",
        r"(?:other|earlier|later|lines|claims)\b",
        "`count` takes its rows in parentheses",
        "write `count(lines where ...)`",
    ),
    _habit(r"\$(?P<head>[0-9]+)", r",(?P<tail>[0-9]{3})\b", "an amount has no comma", "write `${head}{tail}`"),
    _habit(
        r"\b(?P<amount>[0-9.]+)\s+",
        r"(?P<next>USD|EUR|usd|dollars?)\b",
        "`{next}` is not a unit here",
        "write `${amount}`",
    ),
    _habit(r"\b(?:of same|with same|where)\b.*", r"as\s+[a-z]", "`as` stands too late", _LATE),
    _habit(r"\b(?:with same|where)\b.*", r"of same\b", "`of same` stands too late", _LATE),
    _habit(r"\bwhere\b.*", r"with same\b", "`with same` stands too late", _LATE),
    _habit(
        r"\b(?P<at>exists|some|all|each|none)\s+",
        r"(?:(?:other|earlier|later)\s+)?(?:lines?|claims?)\b",
        "`{at}` is not used here",
        "write `any line`, `no line`, or `every line where ... satisfies ...`",
    ),
    _habit(
        r"\b(?P<word>any|no|every)(?:\s+(?:other|earlier|later))?\s+(?P<at>line|claim)s\s+",
        r"(?:where|as|with|of|satisfies)\b",
        "`{word}` takes one at a time",
        "write `{word} {at}`",
    ),
    _habit(
        r"\S\s+",
        r"(?P<next>matches|regex|startswith|starts|begins|endswith|ends)\b",
        "`{next}` is not used here",
        'a text is asked by a part, `contains "..."`, or by its shape, `like "9AX"`',
    ),
    _habit("", r"(?P<next>[A-Z][a-z]\w*)", "`{next}` begins with a capital", "names are written in lower case"),
    _habit(
        r"\bline\s+(?P<code>[A-Z0-9]{5})\s+",
        r"(?P<next>[A-Z0-9]{2})\b",
        "a modifier stands behind a dash",
        "write `line {code}-{next}`",
    ),
    _habit(
        r"\bline\s+(?P<at>[A-Z0-9]{5}(?:-[A-Z0-9]{2})+)",
        r"(?P<next>[A-Z0-9]+)",
        "`{at}{next}` is not a procedure code with modifiers",
        "a modifier is two characters: `99213-25-59`",
    ),
    _habit(r"\bline\b.*\b(?P<at>units)\s+", r"(?P<next>[0-9.]+)", "units are written with an x", "write `x{next}`"),
    _habit(
        r"\b(?:fail|pass)\b[^{}]*\{\s*",
        r"(?P<next>[A-Z0-9]{5})\b",
        "a line of an example begins with `line`",
        "write `line {next}`",
    ),
    _habit(
        r"\{.*?\b(?P<at>[a-z_]+(?:\.[a-z_]+)*)\s*",
        r"=\s*(?P<next>\S+)",
        "a field of an example is set with `:`",
        "write `{at}: {next}`",
    ),
    _habit(r"^\s*covers\s+\w+", r",", "one `covers` names one rule", "write another `covers` for the next one"),
)


def find_habit(before: str, rest: str) -> Found | None:
    """The habit that a refused word shows; `before` and `rest` are its line, up to the word and from it on."""
    for habit in _HABITS:
        left, right = habit.before.search(before), habit.rest.match(rest)
        if left is None or right is None:
            continue
        said = {**left.groupdict(), **right.groupdict()}
        if "at" in said:
            start, length = left.start("at"), len(said["at"])
        else:
            start, length = len(before), len(said.get("next") or right[0])
        return Found(start, length, habit.message.format(**said), habit.help.format(**said))
    return None
