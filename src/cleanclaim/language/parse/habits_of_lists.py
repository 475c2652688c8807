"""What people write of codes and lists as boxes, databases and letters have them."""

from __future__ import annotations

from collections.abc import Iterator

from cleanclaim.language.parse.habit import Habit, habit

_BEFORE_CODE = r"(?:\b(?:is|not|has|lacks)\s+|[\[,]\s*|:\s*)"
_PATH = r"(?<![\w.])(?P<path>[a-z_]+(?:\.[a-z_]+)*)"
_NDC = "an NDC is 11 digits without dashes"
_TIMES = "how many there are is said of their count"
_RANGE = "a range is written with two dots"
_REPEATED = "`any` stands before `repeated`, and the item has a name"


def _of_ndcs() -> Iterator[Habit]:
    """`00517-0031-25` as on the box; a part with a digit too few gets its zero."""
    for one, two, three in ((5, 4, 2), (4, 4, 2), (5, 3, 2), (5, 4, 1)):
        zeros = ["0" * (full - size) for full, size in zip((5, 4, 2), (one, two, three), strict=True)]
        yield habit(
            rf"\bndc\b.*{_BEFORE_CODE}(?P<begin>[0-9]{{{one}}})",
            rf"(?P<next>-(?P<two>[0-9]{{{two}}})-(?P<three>[0-9]{{{three}}}))(?![0-9-])",
            _NDC,
            f"write {zeros[0]}{{begin}}{zeros[1]}{{two}}{zeros[2]}{{three}}",
        )


# An earlier one is found before a later one; all of them before those of ranges with a dash.
HABITS = (
    *_of_ndcs(),
    habit(
        rf"{_BEFORE_CODE}(?P<begin>[A-Z0-9]+)",
        r"(?P<next>\.%)",
        "`%` is not used here",
        "write `{begin}.*` for all codes under {begin}",
    ),
    habit(
        rf"{_BEFORE_CODE}(?P<begin>[A-Z0-9]+(?:\.[A-Z0-9]+)?)",
        r"(?P<next>%)(?!\s*[a-z0-9($])",
        "`%` is not used here",
        "write `{begin}*` for all codes that begin so",
    ),
    habit(
        rf"{_BEFORE_CODE}(?P<begin>[A-Z0-9][A-Z0-9.]+)\s+",
        r"(?P<next>(?:to|through|thru)\s+(?P<last>[A-Z0-9][A-Z0-9.]+))\b",
        _RANGE,
        "write `{begin}..{last}`",
    ),
    habit(
        r"(?:\b(?:has|lacks)\s+\[?\s*|\b(?:modifiers?|mods?)\b.*[\s\[,])",
        r"(?P<next>-(?P<code>[A-Z0-9]{2}))(?![\w.])",
        "a modifier stands without a dash",
        "write {code}",
    ),
    habit(
        r"(?P<row>(?:[a-z_]+\.)*)procedure\s+is\s+(?:[A-Z0-9]{5}|[a-z]\w*|\[[^\]]*\])\s+",
        r"(?P<next>without(?:\s+(?:a\s+)?modifier)?)\s+(?P<code>[A-Z0-9]{2})\b",
        "a modifier is asked for by itself",
        "write `and {row}modifiers lacks {code}`",
    ),
    habit(
        r"(?P<row>(?:[a-z_]+\.)*)procedure\s+is\s+(?:[A-Z0-9]{5}|[a-z]\w*|\[[^\]]*\])\s+",
        r"(?P<next>with(?:\s+(?:a\s+)?modifier)?)\s+(?P<code>[A-Z0-9]{2})\b",
        "a modifier is asked for by itself",
        "write `and {row}modifiers has {code}`",
    ),
    habit(
        _PATH + r"\s+(?P<at>has\s+(?:no|none\s+of))\s+",
        r"(?P<code>[A-Z0-9][A-Z0-9.]*\b)",
        "`{at}` is not used here",
        "write `{path} lacks {code}`",
    ),
    habit(
        r"^\s*(?:require|forbid|when)\s+line\s+",
        r"(?P<next>without(?:\s+modifier)?)\s+(?P<code>[A-Z0-9]{2})\b",
        "`{next}` is not used here",
        "write `line.modifiers lacks {code}`",
    ),
    habit(
        r"\bline\s+(?:as\s+\w+\s+)?",
        r"(?P<next>without(?:\s+modifier)?)\s+(?P<code>[A-Z0-9]{2})\b",
        "`{next}` is not used here",
        "write `where modifiers lacks {code}`",
    ),
    habit(
        _PATH + r"\s+",
        r"(?P<next>without)\s+(?P<code>[A-Z0-9][A-Z0-9.]*)\b",
        "`{next}` is not used here",
        "write `{path} lacks {code}`",
    ),
    habit(_PATH + r"\s*(?P<begin>=)\s*", r"(?P<next>\[\s*\])", _TIMES, "write `count({path}) = 0`"),
    habit(_PATH + r"\s*(?P<begin>!=)\s*", r"(?P<next>\[\s*\])", _TIMES, "write `count({path}) > 0`"),
    habit(_PATH + r"\s+(?P<begin>(?:is|has)\s+\[)\s*", r"(?P<next>\])", _TIMES, "write `count({path}) = 0`"),
    habit(_PATH + r"\s+(?P<begin>(?:is\s+not|lacks)\s+\[)\s*", r"(?P<next>\])", _TIMES, "write `count({path}) > 0`"),
    habit(
        r"^\s*(?P<check>require|forbid|when)\s+(?P<at>repeated|duplicated?)\s+",
        r"(?P<name>[a-z]\w*)\s+in\s+(?P<list>[a-z_.]+)",
        _REPEATED,
        "write `{check} any repeated {name} in {list}`",
    ),
    habit(
        r"^\s*(?P<check>require|forbid|when)\s+(?P<at>(?:any\s+|no\s+)?(?:repeated|duplicated?))\s+",
        r"(?:line\.)?(?P<list>modifiers|pointers|diagnoses)\b",
        _REPEATED,
        "write `{check} any repeated x in line.{list}`",
    ),
    habit(
        r"^\s*(?P<check>require|forbid|when)\s+(?P<at>(?:any\s+|no\s+)?(?:repeated|duplicated?))\s+",
        r"(?P<list>[a-z_]+\.[a-z_.]+)",
        _REPEATED,
        "write `{check} any repeated x in {list}`",
    ),
    habit(
        r"^\s*(?P<check>require|forbid|when)\s+any\s+repeated\s+(?P<at>(?P<list>modifiers|pointers|diagnoses))\s*",
        r"$",
        _REPEATED,
        "write `{check} any repeated x in line.{list}`",
    ),
    habit(
        r"^\s*(?P<check>require|forbid|when)\s+(?:any\s+)?(?:repeated|duplicated?)\s+(?P<at>(?P<row>line|claim)s?)\s*",
        r"$",
        "`repeated` asks for items of a list",
        "a {row} that stands twice is `{check} any other {row} with same ...`",
    ),
    habit(
        r"^\s*(?P<check>require|forbid|when)\s+(?P<at>(?:any\s+)?(?:repeated|duplicated?))\s+",
        r"(?P<row>line|claim)s?\b",
        "`{at}` asks for items of a list",
        "a {row} that stands twice is `{check} any other {row} with same ...`",
    ),
    habit(
        r"(?<![\w.])(?P<begin>[0-9]+)\s+",
        r"(?P<next>not\s+in)\s+(?P<path>[a-z_]+(?:\.[a-z_]+)*)",
        "`not` stands before what it denies",
        "write `not ({begin} in {path})`",
    ),
)
