"""What people write for numbers, amounts, units and comments who come from another language."""

from __future__ import annotations

from cleanclaim.language.parse.habit import UNITS, habit

# An earlier one is found before a later one.
HABITS = (
    habit(
        r"^\s*\|\s*(?P<begin>-?)",
        r"(?P<next>[-:][-:|\s]*)$",
        "a table has no line under its head",
        "rows alone stand in the braces",
    ),
    habit(r"", r"(?P<next>//|/\*|--).*", "`{next}` begins no comment", "a comment begins with `#`"),
    habit(r"(?P<begin>/)", r"(?P<next>/).*", "`//` begins no comment", "a comment begins with `#`"),
    habit(
        r"\b[0-9.]+\s+",
        r"(?P<next>MG|Mg|MCG|Mcg|ug|µg|ml|ML|cc|CC|iu|kg|KG|[wW]eeks?|hours?|minutes?)\b",
        "`{next}` is no unit here",
        UNITS,
    ),
    habit(r"[<>=]\s*(?P<head>[0-9]+)", r",(?P<tail>[0-9]{1,2})\b", "a decimal has a point", "write {head}.{tail}"),
    habit(r"[<>=]\s*(?P<begin>[0-9.]+)\s*", r"(?P<next>\$)", "the `$` stands before its amount", "write `${begin}`"),
    habit(r"", r"(?P<next>\$\s+)(?P<amount>[0-9.]+)", "an amount is one word", "write `${amount}`"),
    habit(
        r"\(\s*(?P<at>if)\s+",
        r"\S",
        "`if` is not used here",
        "a value that hangs on a condition is a table, or two rules with a `where` each",
    ),
    habit(
        r"\S\s*",
        r"(?P<next>\?)",
        "`?` is not used here",
        "a value that hangs on a condition is a table, or two rules with a `where` each",
    ),
    habit(
        r"\S\s+",
        r"(?P<next>unless|except)\b",
        "`{next}` is not used here",
        "put a clause before it: `when not (...)`",
    ),
    habit(
        r"\S\s+",
        r"(?P<next>within)\b",
        "`within` is not used here",
        "compare in a `where`: `mine.date - date <= 28 days`, where the rule begins with `for line as mine`",
    ),
    habit(
        r"^\s*for\s+(?P<row>line|claim|provider)\s+",
        r"(?P<next>[a-z]\w*)\s*(?:where\b|$)",
        "a name stands behind `as`",
        "write `for {row} as {next}`",
    ),
    habit(
        r"\b(?P<word>any|no|every)\s+(?P<begin>line|claim)",
        r"(?P<next>\.\w+)(?=\s+(?:satisfies|where)\b)",
        "an item of a list has a name",
        "write `{word} x in {begin}{next} satisfies x...`",
    ),
    habit(
        r"\b(?P<word>any|no|every)\s+(?P<row>line|claim)",
        r"\.(?P<next>\w+)",
        "a field is asked for in a `where`",
        "write `{word} {row} where {next} ...`",
    ),
    habit(
        r"^\s*(?:message|suggest)\s+\"[^\"]+\"\s*",
        r"\+|\"",
        "a text is one, in one pair of quotes",
        "values stand in it in braces: `{{line.units}}`",
    ),
)
