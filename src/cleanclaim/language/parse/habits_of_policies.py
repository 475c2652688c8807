"""What people write who copy a sentence from a payer's policy."""

from __future__ import annotations

from cleanclaim.language.parse.habit import habit

_ASKED = r"^\s*(?P<check>require|forbid|when)\s+"
_FIELD = r"[a-z_]+(?:\.[a-z_]+)*"
_PATH = rf"(?<![\w.])(?P<path>{_FIELD})\s+"
_THERE = "whether a value is there is asked by `is`"
_OWN = "a condition of its own is a clause"
_WHEN = "put it on a line above: `when ...`"

# An earlier one is found before a later one.
HABITS = (
    habit(
        rf"{_PATH}is\s+",
        r"(?P<next>-[0-9]+(?:\.[0-9]+)?)(?![\w-])",
        "numbers are met with `=`",
        "write `{path} = {next}`",
    ),
    habit(
        r"\bline\s+has\s+(?:a\s+|the\s+)?(?P<at>modifier)\s+",
        r"(?P<code>[A-Z0-9]{2})\b",
        "`{at}` is not used here",
        "write `line.modifiers has {code}`",
    ),
    habit(
        rf"{_ASKED}(?P<at>modifier)\s+",
        r"(?P<code>[A-Z0-9]{2})\b",
        "`{at}` is not used here",
        "write `line.modifiers has {code}`",
    ),
    habit(
        r"(?<![\w.])(?P<path>[a-z_.]*(?:modifiers|diagnoses))\s+",
        r"(?P<next>(?:starts|begins)\s+with)\s+(?P<code>[A-Z0-9][A-Z0-9.]*)",
        "`{next}` is not used here",
        "`*` stands for any rest: write `{path} has {code}*`",
    ),
    habit(
        _PATH,
        r"(?P<next>(?:starts|begins)\s+with)\s+(?P<code>[A-Z0-9][A-Z0-9.]*)",
        "`{next}` is not used here",
        "`*` stands for any rest: write `{path} is {code}*`",
    ),
    habit(rf"{_ASKED}(?P<at>either)\s+", r"\(?[a-z]", "`{at}` is not used here", "leave it out: `or` alone says it"),
    habit(
        r"\bis\s+(?P<at>neither)\s+",
        r"(?P<first>[A-Z0-9.]+)\s+n?or\s+(?P<last>[A-Z0-9.]+)",
        "`{at}` is not used here",
        "write `is not [{first}, {last}]`",
    ),
    habit(
        r"^\s*",
        rf"(?P<next>{_FIELD})\s+(?:must|should|shall|needs?\s+to|has\s+to)\s+(?:have|be|contain)\b",
        "what must be so begins with `require`",
        "write `require {next} ...`, with `has` of a list, `is` or `=` of one value",
    ),
    habit(
        rf"{_ASKED}{_FIELD}\s+",
        r"(?P<next>to\s+have)\b",
        "`{next}` is not used here",
        "write `has`",
    ),
    habit(rf"{_ASKED}{_FIELD}\s+", r"(?P<next>to\s+be)\b", "`{next}` is not used here", "write `is`, or `=`"),
    habit(rf"{_ASKED}(?P<at>that)\s+", r"[a-z]", "`{at}` is not used here", "leave it out"),
    habit(
        r"[<>=]\s*[0-9.]+\s+",
        r"(?P<next>(?:units?\s+)?(?:per|each|a)\s+(?:day|date(?:\s+of\s+service)?))\b",
        "units of one day are added up",
        "write `sum(units of lines with same procedure, date) > ...`",
    ),
    habit(
        r"\S\s+",
        r"(?P<next>more\s+than\s+(?:once|one\s+time))\b",
        "how many there are is said of their count",
        "write `count(lines where ...) > 1`",
    ),
    habit(
        rf"{_ASKED}(?P<at>max|maximum|at\s+most)\s+",
        rf"(?P<path>{_FIELD})\s+(?:of\s+|is\s+)?(?P<value>\$?[0-9.]+)",
        "`{at}` is not used here",
        "write `{path} <= {value}`",
    ),
    habit(
        rf"{_ASKED}(?P<at>min|minimum|at\s+least)\s+",
        rf"(?P<path>{_FIELD})\s+(?:of\s+|is\s+)?(?P<value>\$?[0-9.]+)",
        "`{at}` is not used here",
        "write `{path} >= {value}`",
    ),
    habit(rf"{_ASKED}(?P<at>missing|present)\s+", rf"(?P<path>{_FIELD})", _THERE, "write `{path} is {at}`"),
    habit(_PATH, r"(?P<next>missing|present)\b", _THERE, "write `{path} is {next}`"),
    habit(_PATH, r"(?P<next>not\s+present)\b", _THERE, "write `{path} is missing`"),
    habit(_PATH, r"(?P<next>not\s+missing)\b", _THERE, "write `{path} is present`"),
    habit(rf"{_ASKED}(?P<begin>no\s+line)", r"(?P<next>\.[a-z_.]+)\s*$", _THERE, "write `line{next} is missing`"),
    habit(
        rf"{_ASKED}(?P<row>line|claim|provider)\s+(?P<at>has\s+no\s+)",
        r"(?P<field>[a-z_]+(?:\.[a-z_]+)*)",
        _THERE,
        "write `{row}.{field} is missing`",
    ),
    habit(
        r"^\s*(?:require|forbid)\b.*\S\s+",
        r"(?P<next>if|provided|assuming)\b",
        _OWN,
        _WHEN,
    ),
    habit(
        r"^\s*(?:require|forbid)\s+(?:(?!\b(?:any|no|every|count|sum|min|max)\b).)*(?:[<>=]|\b(?:is|has|lacks|contains|like)\b).*\s",
        r"(?P<next>where)\b",
        _OWN,
        _WHEN,
    ),
    habit(
        r"\bcount\(\s*(?P<at>distinct|unique)\s+",
        rf"(?P<path>{_FIELD})",
        "`{at}` is not used here",
        "what comes twice is asked by `any repeated x in {path}`",
    ),
    habit(r"^\s*tags\b.*", r"\"(?P<tag>[a-z]\w*)\"", "tags are names", "write `{tag}` without quotes"),
    habit(
        r"^\s*cite\s+",
        r"(?P<next>https?:[^\s\"]+)",
        "an address stands behind the document that it leads to",
        'write `cite "the document" at "{next}"`',
    ),
    habit(
        r"^\s*cite\s+\"[^\"]*\"\s*",
        r"(?P<next>,?\s*)(?P<url>\"[^\"]*\")",
        "`at` stands before an address",
        "write `at {url}`",
    ),
    habit(
        r"^\s*data\s+",
        r"(?P<next>[a-z][\w-]*)\s+release\s+\"?(?P<release>[\w.-]+)",
        "a table and its release are texts",
        'write `data "{next}" release "{release}"`',
    ),
    habit(
        r"\bline\s+[A-Z0-9]{5}(?:-[A-Z0-9]{2})*\s+(?:(?:(?!\b(?:on|date|dos|day|line)\b).)*\s)?",
        r"(?P<next>[0-9]{4}-[0-9]{2}-[0-9]{2})",
        "the day of a line stands behind `on`",
        "write `on {next}`",
    ),
    habit(
        r"\bline\s+[A-Z0-9]{5}(?:-[A-Z0-9]{2})*\s+(?:.*\s)?(?P<at>rendering|provider|npi)\s+",
        r"(?P<next>[0-9]{10})\b",
        "who rendered a line stands behind `by`",
        "write `by {next}`",
    ),
)
