"""What people write of other lines, and of lists, who come from another language."""

from __future__ import annotations

from cleanclaim.language.parse.habit import habit

# An earlier one is found before a later one.
HABITS = (
    habit(
        r"^\s*(?P<check>require|forbid|when)\s+(?P<begin>(?:other|earlier|later)\s+)",
        r"(?P<next>lines?|claims?)\b",
        "`any`, `no` or `every` stands before `{begin}{next}`",
        "write `{check} any {begin}line where ...`",
    ),
    habit(
        r"^\s*(?P<check>require|forbid|when)\s+(?P<row>line|claim|provider)\s+(?:as\s+\w+\s+)?",
        r"(?P<next>where|with|of)\b",
        "`any`, `no` or `every` stands before `{row}` where others are asked for",
        "write `{check} any {row} {next} ...`; what the rule looks at stands behind `for`",
    ),
    habit(
        r"\bwith same\s+(?P<first>\w+)(?:,\s*\w+)*\s+",
        r"(?P<next>and)\s+(?P<last>\w+)\b(?!\s*(?:is\b|has\b|lacks\b|contains\b|like\b|[<>=!]))",
        "fields stand behind one another with commas",
        "write `with same {first}, {last}`",
    ),
    habit(
        r"\bwith same\s+(?P<fields>\w+(?:,\s*\w+)*)\s+",
        r"(?P<next>and)\s+(?P<asked>\w+)",
        "what is asked of the line stands behind `where`",
        "write `with same {fields} where {asked} ...`",
    ),
    habit(r"\bwith\s+", r"(?P<next>the)\s+same\b", "`the` is not used here", "write `with same`"),
    habit(
        r"\b(?:line|claim)s?\b.*\s",
        r"(?P<next>(?:on|at|by|for)\s+(?:the\s+)?same)\b",
        "`{next}` is not used here",
        "write `with same`",
    ),
    habit(
        r"\bof same run\s+",
        r"(?P<next>of same patient)\b",
        "`of same ...` stands here once",
        "write `of same run with same patient`",
    ),
    habit(
        r"\bof same run\s+with same\b.*\b(?:claim|patient|subscriber)",
        r"(?P<next>\.\w+)",
        "`with same` takes fields of the line itself",
        "write `with same patient`, or compare in its `where`",
    ),
    habit(
        r"\bwith same\b.*\bclaim",
        r"(?P<next>\.\w+)",
        "`with same` takes fields of the line itself",
        "compare in its `where`: `it.claim{next} = line.claim{next}`",
    ),
    habit(
        r"\bwith same\b.*\b(?P<row>\w+)",
        r"(?P<next>\.\w+)",
        "`with same` takes fields of the line itself",
        "write `with same {row}`, or compare in its `where`",
    ),
    habit(
        r"\b(?:count|sum|min|max)\((?:[\w.]+\s+of\s+)?(?:(?:other|earlier|later)\s+)?(?P<at>line|claim)\s+",
        r"(?:where|with|of|as)\b",
        "`{at}` is a single one",
        "rows are counted and added up in the plural: `{at}s`",
    ),
    habit(
        r"\b(?P<at>avg|average|mean)\([^()]*\s",
        r"of\b",
        "`{at}` is not used here",
        "write `sum(...) / count(...)`, where the count is guarded",
    ),
    habit(
        r"\b(?:any|no|every)\s+(?:repeated\s+)?(?P<name>\w+)\s+in\s+[a-z_.]+\s+",
        r"(?P<next>[<>=!]+|is|has|lacks|contains|like)",
        "what is asked of the items follows `satisfies`",
        "write `satisfies {name} {next} ...`",
    ),
    habit(
        r"\brepeated\s+(?P<begin>\w+)",
        r"(?P<next>\.\w+)",
        "the item has a name of its own",
        "write `repeated x in {begin}{next}`",
    ),
    habit(r"[a-z]", r"(?P<next>\[-?[0-9]+\])", "items are not numbered", "write `first is ...` or `last is ...`"),
    habit(r"^\s*covers\s+\w+", r",", "one `covers` names one rule", "write another `covers` for the next one"),
    habit(
        r"\b(?P<word>any|no|every)\s+(?P<row>(?:(?:other|earlier|later)\s+)?(?:line|claim))\s+",
        r"(?P<next>[a-z_]+)\s+(?:is|has|lacks|contains|like|[<>=!])",
        "what is asked of the {row} stands behind `where`",
        "write `{word} {row} where {next} ...`",
    ),
)
