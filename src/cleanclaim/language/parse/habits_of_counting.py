"""What people write who count and add up rows as they do it in speech."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.language.parse.habit import Habit, habit

_ROWS = r"(?P<other>(?:(?:other|earlier|later)\s+)?)(?P<row>line|claim)s?\b"
_NUMBERS = (("[0-9]+", "{number}"), ("one", "1"), ("two", "2"), ("three", "3"))
_AMOUNTS = (  # in two words or one, and the sign that is meant
    (r"at", r"least", ">="),
    (r"no\s+(?:fewer|less)", r"than", ">="),
    (r"at", r"most", "<="),
    (r"no\s+more", r"than", "<="),
    (r"up", r"to", "<="),
    (r"more", r"than", ">"),
    (r"fewer|less", r"than", "<"),
    (r"exactly|only|just", "", "="),
)


def _of_amounts() -> Iterator[Habit]:
    """`at least 2 lines`, which is said of their count; `at least one line` is `any line`, told elsewhere."""
    for first, second, sign in _AMOUNTS:
        for said, number in _NUMBERS:
            if (second, said) == ("least", "one"):
                continue
            amount = rf"{second}\s+(?P<number>{said})" if second else rf"(?P<number>{said})"
            yield habit(
                rf"\b(?P<begin>{first})\s+",
                rf"(?P<next>{amount})\s+{_ROWS}",
                "how many there are is said of their count",
                f"write `count({{other}}{{row}}s where ...) {sign} {number}`",
            )


# An earlier one is found before a later one.
HABITS = (
    *_of_amounts(),
    habit(
        r"^\s*(?:require|forbid|when)\s+(?P<at>[0-9]+)\s+",
        _ROWS,
        "how many there are is said of their count",
        "write `count({other}{row}s where ...) = {at}`",
    ),
    habit(
        r"\b(?P<of>count|sum|min|max)\([^()]*\)\s*",
        r"(?P<next>where|with\s+same|of\s+same)\b",
        "`{next}` stands in the parentheses, with the rows that it is about",
        "write `{of}(... {next} ...)`",
    ),
    habit(
        r"\b(?:count|sum|min|max)\((?:[\w.]+\s+of\s+)?(?P<at>any|every|all|each|no|the)\s+",
        _ROWS,
        "`{at}` asks whether there are some; here all that are named are taken",
        "write `{other}{row}s where ...`",
    ),
    habit(
        r"\S\s+",
        r"(?P<next>(?:is|are|was)n['’]t)\b",
        "`{next}` is not used here",
        "write `is not`",
    ),
    habit(
        r"\S\s+",
        r"(?P<next>(?:(?:do|does|did)n['’]t\s+(?:have|has|contain|include)|ha(?:s|ve)n['’]t))\b",
        "`{next}` is not used here",
        "write `lacks`",
    ),
    habit(
        r"^\s*snip\s+",
        r"(?P<next>[A-Za-z]+[ \t]*(?P<level>[1-7]))\b",
        "a SNIP level is a number alone",
        "write `snip {level}`",
    ),
    habit(
        r"\b(?P<share>[0-9.]+)\s*",
        r"(?P<next>%)(?!\s*[0-9(])",
        "there are no percentages",
        "a share is a product with a fraction, as 0.5 for 50%: `line.charge > claim.total_charge * 0.5`",
    ),
)
