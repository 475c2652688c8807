"""What people write of clauses, rows and amounts who tell a rule in one breath."""

from __future__ import annotations

from cleanclaim.language.parse.habit import habit
from cleanclaim.language.parse.spoken import CLAUSES

_CLAUSE = rf"(?P<clause>{'|'.join(CLAUSES)})"
_ENDS = (
    r"\bbetween\s+\S+\s+and\s+\S+", r"[<>=]\s*\$?[0-9.]+", r"\b(?:present|missing)", r"\]",
    r"\b(?:is|not|has|lacks)\s+[A-Z0-9.*]+",
)  # fmt: skip
_WHOLE = rf"(?:{'|'.join(_ENDS)})\s+"
_TESTED = r"\s+(?:is|has|lacks|in|contains|like|between)\b|\s*[<>=!]"
_LINE = r"\bline\s+[A-Z0-9]{5}(?:-[A-Z0-9]{2})*\s+(?:.*\s)?"

# An earlier one is found before a later one.
HABITS = (
    habit(
        rf"\b(?:require|forbid|when|where)\b.*{_WHOLE}",
        rf"(?P<next>(?!(?:not|and|or|is|has|lacks|in|otherwise|except|first|last)\b)[a-z_]+(?:\.[a-z_]+)*)(?:{_TESTED})",
        "conditions are joined by `and` or `or`",
        "write `and {next}`",
    ),
    habit(
        rf"\b(?:require|forbid|when|where)\b.*{_WHOLE}",
        r"(?P<next>any|every|no)\s+(?P<rest>(?:(?:other|earlier|later)\s+)?(?:line|claim))\b",
        "conditions are joined by `and` or `or`",
        "write `and ({next} {rest} ...)`, in parentheses",
    ),
    habit(
        r"^\s*",
        r"(?P<next>(?:line|claim|patient|payer|file|provider)(?:\.[a-z_]+)+)(?:\s+(?:is|has|lacks|like)\b|\s*(?:[<>]|!=))",
        "conditions are joined by `and` or `or`",
        "write `and {next}`; a clause of its own begins with `require`, `forbid` or `when`",
    ),
    habit(
        r"\b(?P<word>any|no|every)\s+(?P<begin>other|earlier|later)\s+",
        r"(?P<next>(?P<row>line|claim)s)\b",
        "`{word}` takes one at a time",
        "write `{word} {begin} {row}`",
    ),
    habit(
        r"\bpaired\s+with\s+(?P<which>(?:other\s+|earlier\s+|later\s+)?)",
        r"(?P<next>(?P<row>line|claim)s)\b",
        "a pair takes one at a time",
        "write `paired with {which}{row}`",
    ),
    habit(
        r"^\s*",
        r"(?P<next>title)\b\s*:?\s*(?P<text>\"[^\"]*\")",
        "the title stands in the head of the rule",
        "write it behind the code: `rule INJ001 {text} {{`",
    ),
    habit(
        r"^\s+",
        r"(?P<next>set|table)\s+(?P<name>[a-z]\w*)\s*[:(=]",
        "a {next} stands outside of rules",
        "write `{next} {name} ...` before the rule",
    ),
    habit(
        r"^\s{0,3}payer\s*",  # deeper it is in an example
        r"(?P<next>[:=]?)\s*(?P<code>[A-Z0-9]{2,})\b",
        "between `payer` and its code stands `is`",
        "write `payer is {code}`",
    ),
    habit(
        rf"^\s*{_CLAUSE}\s*", r"(?P<next>:)", "a clause has no colon", "remove it: behind `{clause}` stands a blank"
    ),
    habit(
        r"^\s*mark\b.*\w\s*(?:\"[^\"]*\"\s+)?",
        r"(?P<next>and|&)(?=\s)",
        "places stand behind one another with commas",
        "write `,` for it",
    ),
    habit(
        r"^\s*param\s+(?P<name>\w+)\s*=\s*",
        r"(?P<next>(?!true\b|false\b)[a-z_]+(?:\.[a-z_]+)*)",
        "a param is a constant",
        "what hangs on the claim gets its name by `let`: write `let {name} = {next}`",
    ),
    habit(
        r"^\s*(?P<begin>param)\s+(?P<name>\w+)\s*=.*\w\s*",
        r"(?P<next>[-+*/])(?=\s)",
        "a param is one constant",
        "what is computed gets its name by `let`: write `let {name} = ...`",
    ),
    habit(
        r"\b[0-9]+\s+",
        r"(?P<next>[wW]eeks?|wks?)\b",
        "`{next}` is no unit here",
        "write days, 7 for a week: 4 weeks are `28 days`",
    ),
    habit(
        r"^\s*severity\b.*\botherwise\s+(?:error|warning|info)\s+",
        r"(?P<next>otherwise|when)\b",
        "a rule has two severities at most",
        "a third case is a rule of its own, and a `when` in each says what it is about",
    ),
    habit(
        r"(?P<at>\bvalid\s+\w+\s+to\s+\w+)\s+from\s+",
        r"refdata\b",
        "a table of the reference store says no days",
        "its releases bring their own: remove `{at}`",
    ),
    habit(
        r"(?P<path>[a-z_]+(?:\.[a-z_]+)*)\s+(?:is|=)\s+(?P<begin>[0-9]{4}-[0-9]{2}-[0-9]{2})\s*",
        r"(?P<next>(?:\.\.|to)\s*(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2}))",
        "days from one to another are asked by `between`",
        "write `{path} between {begin} and {last}`",
    ),
    habit(
        r"(?P<path>[a-z_]+(?:\.[a-z_]+)*)\s+is\s+(?P<begin>[0-9]{4})",
        r"(?P<next>(?P<first>-[0-9]{2}-[0-9]{2})\s*(?:\.\.|to)\s*(?P<last>[0-9]{4}-[0-9]{2}-[0-9]{2}))",
        "days from one to another are asked by `between`",
        "write `{path} between {begin}{first} and {last}`",
    ),
    habit(
        r"(?P<path>[a-z_]+(?:\.[a-z_]+)*)\s+(?P<begin>in|=)\s+(?P<first>\$?[0-9.]*[0-9])",
        r"(?P<next>\s*\.\.\s*(?P<last>\$?[0-9.]+))",
        "values from one to another are asked by `between`",
        "write `{path} between {first} and {last}`",
    ),
    habit(
        r"(?P<path>[a-z_]+(?:\.[a-z_]+)*)\s+(?P<begin>(?:is\s+)?not\s+between)\s+",
        r"(?P<next>(?P<first>[\w.$-]+)\s+and\s+(?P<last>[\w.$-]+))",
        "`not` stands before what it denies",
        "write `not ({path} between {first} and {last})`",
    ),
    habit(
        r"(?P<path>[a-z_]+(?:\.[a-z_]+)*)\s+(?P<begin>is\s+between)\s+",
        r"(?P<next>(?P<first>[\w.$-]+)\s+and\s+(?P<last>[\w.$-]+))",
        "`is` is too much here",
        "write `{path} between {first} and {last}`",
    ),
    # ------------------------------------------------------------- lines of examples
    habit(_LINE, r"(?P<next>[0-9]+\.[0-9]{2})(?![0-9])", "an amount is written with $", "write `${next}`"),
    habit(
        _LINE + r"(?P<at>pointer|ptrs?|dx|diag|diagnosis|diagnoses)\s+",
        r"(?P<next>[0-9]+(?:\s*,\s*[0-9]+)*)",
        "the diagnoses of a line are pointed at",
        "write `pointers {next}`",
    ),
    habit(
        _LINE + r"(?P<word>pointers|place|by|on)\s*",
        r"(?P<next>:)\s*(?P<value>[0-9A-Z-]+)",
        "`{word}` has no colon",
        "write `{word} {value}`",
    ),
)
