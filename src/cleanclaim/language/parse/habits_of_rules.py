"""What people write in rules who come from another language."""

from __future__ import annotations

from cleanclaim.language.parse.habit import habit

_TEST = r"\b(?P<test>is not|is|has|lacks)\s+(?P<first>[A-Z0-9.]+)"
_LIST = r"(?P<path>[a-z_.]*(?:modifiers|diagnoses))"
_ONE = r"(?P<path>[a-z_.]*\b(?:procedure|filing|frequency|place_of_service|id))"
_LATE = "the order is `any other line as it of same patient with same date where ...`"

# An earlier one is found before a later one.
HABITS = (
    habit(_TEST, r",\s*(?P<next>[A-Z0-9.]+)", "several codes stand in brackets", "write `{test} [{first}, {next}]`"),
    habit(
        r"\b(?P<path>[a-z_.]+)\s+has\s+(?P<first>[A-Z0-9.]+)\s+and\s+",
        r"(?P<next>[A-Z][A-Z0-9.]*)\b(?!\s*\()",
        "each code is asked for by a test of its own",
        "write `has {first} and {path} has {next}`",
    ),
    habit(
        _TEST + r"\s+(?:or|and)\s+",
        r"(?P<next>[A-Z][A-Z0-9.]*)\b(?!\s*\()",
        "several codes stand in brackets",
        "write `{test} [{first}, {next}]`",
    ),
    habit(
        r"\b(?P<word>any|no|every)\s+(?:(?:other|earlier|later)\s+)?(?P<at>(?:line|claim)(?:\s+as\s+\w+)?\s+in)\s+",
        r"(?:claim|file)\.|lines\b|claims\b",
        "lines and claims are known without `in`",
        "write `{word} line where ...`; `{word} x in line.pointers satisfies ...` goes over a list",
    ),
    habit(
        r"\b(?P<word>any|no|every)\s+(?:(?:other|earlier|later)\s+)?(?:line|claim)(?:\s+as\s+\w+)?\s+",
        r"(?P<next>in)\s",
        "lines and claims are known without `in`",
        "write `{word} line where ...`; `{word} x in line.pointers satisfies ...` goes over a list",
    ),
    habit(
        r"(?P<at>\bin\s+\(\s*[A-Z0-9.]+)\s*",
        r",",
        "`in` looks into a list of the claim",
        "several codes stand in brackets: write `is [...]`, or `has [...]` of a list",
    ),
    habit(r"\bin\s+", r"\[", "`in` looks into a list of the claim", "write `is [...]`, or `has [...]` of a list"),
    habit(r"\S\s+", r"not\s+in\b", "`not in` is not used here", "write `is not [...]`, or `lacks [...]` of a list"),
    habit(
        r"\b(?P<at>sum|min|max)\([^()]*",
        r"\)",
        "`{at}` takes a field of rows",
        "write `{at}(units of lines)`, over a list `{at}(x.paid of x in line.adjudications)`; `where` takes some",
    ),
    habit(
        r"\b(?P<at>sum|min|max)\((?P<field>\w+) of (?P<row>\w+)",
        r"\.(?P<list>\w+)",
        "`{at}` over a list names its items",
        "write `{at}(x.{field} of x in {row}.{list})`, with a `where` for some",
    ),
    habit(
        r"\b(?P<at>count)\s+",
        r"(?:other|earlier|later|lines|claims)\b",
        "`count` takes its rows in parentheses",
        "write `count(lines where ...)`",
    ),
    habit(r"\$(?P<head>[0-9]+)", r",(?P<tail>[0-9]{3})\b", "an amount has no comma", "write `${head}{tail}`"),
    habit(
        r"\b(?P<amount>[0-9.]+)\s+",
        r"(?P<next>USD|EUR|usd|dollars?)\b",
        "`{next}` is not a unit here",
        "write `${amount}`",
    ),
    habit(r"\b(?:of same|with same|where)\b.*", r"as\s+[a-z]", "`as` stands too late", _LATE),
    habit(r"\b(?:with same|where)\b.*", r"of same\b", "`of same` stands too late", _LATE),
    habit(r"\bwhere\b.*", r"with same\b", "`with same` stands too late", _LATE),
    habit(
        r"\b(?P<at>exists|some|all|each|none)\s+",
        r"(?:(?:other|earlier|later)\s+)?(?:lines?|claims?)\b",
        "`{at}` is not used here",
        "write `any line`, `no line`, or `every line where ... satisfies ...`",
    ),
    habit(
        r"\b(?P<word>any|no|every)(?:\s+(?:other|earlier|later))?\s+(?P<at>line|claim)s\s+",
        r"(?:where|as|with|of|satisfies)\b",
        "`{word}` takes one at a time",
        "write `{word} {at}`",
    ),
    habit(
        r"\S\s+",
        r"(?P<next>matches|regex|startswith|starts|begins|endswith|ends)\b",
        "`{next}` is not used here",
        'a code is asked by its beginning, `is J*`, a text by a part, `contains "..."`, or its shape, `like "9AX"`',
    ),
    habit("", r"(?P<next>[A-Z][a-z]\w*)", "`{next}` begins with a capital", "names are written in lower case"),
    habit(
        r"\b(?:any|no|every)\s+(?P<at>[a-z]+)\s+",
        r"(?:line|claim)s?\b",
        "`{at}` is not known here",
        "`other`, `earlier` or `later` can stand there, or nothing",
    ),
    habit(r"(?P<begin><)", r"(?P<next>>)", "`<>` is not used here", "write `!=`"),
    habit(r"(?P<begin>=)", r"(?P<next>[<>])", "`={next}` is not used here", "write `{next}=`"),
    habit(r"(?P<begin>\*)", r"(?P<next>\*)", "there are no powers", "write a product: `x * x`"),
    habit(
        r"\b(?P<path>[a-z_.]+)\s+is\s+(?P<begin>[0-9]{4})",
        r"(?P<next>-[0-9]{2}-[0-9]{2})\b",
        "dates are met with `=`",
        "write `{path} = {begin}{next}`",
    ),
    habit(
        r"\b(?P<path>[a-z_.]+)\s+is\s+", r"(?P<next>\$[0-9.]+)", "amounts are met with `=`", "write `{path} = {next}`"
    ),
    habit(
        r"(?:\[|,|\bis|\bhas|\blacks)\s*(?P<begin>[A-Z0-9.]{2,})\s*",
        r"(?P<next>[-–—]\s*(?P<last>[A-Z0-9.]+))",
        "a range is written with two dots",
        "write `{begin}..{last}`",
    ),
    habit(
        r"(?P<begin>[A-Z0-9]+)\.\.",
        r"(?P<next>\.(?P<last>[A-Z0-9]+))",
        "a range is written with two dots",
        "write `{begin}..{last}`",
    ),
    habit(
        r"\b(?:is|not|has|lacks|\[|,)\s*(?P<begin>[A-Z][0-9A-Z][0-9A-Z](?:\.[0-9A-Z]+)?)",
        r"(?P<next>\.?x+)\b",
        "an `x` for any character is no code",
        "write `{begin}.*` for all codes under {begin}",
    ),
    habit(
        r"\b(?:is|not|has|lacks|\[|,)\s*(?P<begin>[a-z][0-9][a-z0-9])",
        r"(?P<next>\.[a-z0-9]+)\b",
        "codes are written in capitals",
        "write {upper}",
    ),
    habit(
        r"(?P<path>[a-z_.]+)\s+",
        r"(?P<next>(?:(?:does|do)\s+)?not\s+contains?)\s*(?P<text>\"[^\"]*\")",
        "`{next}` is not used here",
        "write `not ({path} contains {text})`",
    ),
    habit(
        r"(?P<path>[a-z_.]+)\s+",
        r"(?P<next>(?:is\s+)?not\s+like)\s*(?P<text>\"[^\"]*\")",
        "`{next}` is not used here",
        "write `not ({path} like {text})`",
    ),
    habit(
        r"(?P<one>[\w.$]+)\s*(?P<sign>[<>]=?)\s*(?P<path>[\w.]+)\s*",
        r"(?P<next>[<>]=?)\s*(?P<last>[\w.$]+)",
        "a comparison has two sides",
        "write `{one} {sign} {path} and {path} {next} {last}`",
    ),
    habit(
        r"\S\s+",
        r"(?P<next>not\s+has|(?:does|do)\s+not\s+(?:have|has|contain))\b",
        "`{next}` is not used here",
        "write `lacks`",
    ),
    habit(r"\b(?P<at>has\s+not)\s+", r"[A-Za-z0-9\[]", "`{at}` is not used here", "write `lacks`"),
    habit(
        r"\b(?P<end>first|last)\s+",
        r"(?P<next>has|lacks)\b",
        "`{end}` is one code",
        "write `{end} is`, or `{end} is not`",
    ),
    habit(
        _LIST + r"\s+(?P<at>contains)\s+",
        r"(?P<next>[A-Z0-9.]+)\b",
        "`contains` looks for a text",
        "a code in a list is met with `has`: write `{path} has {next}`",
    ),
    habit(
        r"(?P<path>[a-z_.]*pointers)\s+(?P<at>contains)\s+",
        r"(?P<next>[0-9]+)\b",
        "`{at}` looks for a text",
        "write `{next} in {path}`",
    ),
    habit(
        _ONE + r"\s+(?P<at>contains)\s+",
        r"(?P<next>[A-Z0-9]{5}|[A-Z0-9]{2})\b",
        "`contains` looks for a text",
        "write `{path} is {next}`",
    ),
    habit(
        _ONE + r"\s+(?P<at>contains)\s+",
        r"(?P<next>[A-Z0-9.]+)\b",
        "`contains` looks for a text",
        "write `{path} is {next}*` for codes that begin so",
    ),
    habit(
        r"\b(?P<at>contains)\s+",
        r"(?P<next>[A-Z0-9.]+)\b",
        "`contains` looks for a text",
        'a text stands in quotes: write `contains "{next}"`',
    ),
    habit(
        r"\bis\s+(?P<begin>any|one|either)\s+", r"(?P<next>of)\b", "`{begin} of` is not used here", "write `is [...]`"
    ),
    habit(r"[<>=]\s*(?P<begin>[0-9]{1,3}),", r"(?P<next>[0-9]{3})\b", "a number has no comma", "write {begin}{next}"),
    habit(r"[<>=]\s*(?P<head>[0-9]{1,3})", r",(?P<tail>[0-9]{3})\b", "a number has no comma", "write {head}{tail}"),
    habit(
        r"[<>=]\s*[0-9.]+\s+",
        r"(?P<next>units?|visits?|lines?|times)\b(?!\.)",
        "a number stands without what it counts",
        "remove `{next}`",
    ),
    habit(
        "",
        r"(?P<next>[0-9]{1,2}/[0-9]{1,2}/[0-9]{4})\b",
        "a date is written otherwise",
        "dates are written 2025-01-31",
    ),
    habit(
        r"^\s*effective\s+[0-9-]+\s*",
        r"(?P<next>-|\.\.|until\b|till\b|through\b|and\b)",
        "`{next}` is not expected here",
        "write `to` before the last day",
    ),
    habit(
        r"^\s*(?:let|param)\s+(?P<name>\w+)\s*=\s*",
        r"\[",
        "a list of codes is a set",
        "write `set {name} : procedure = [...]` before the rule",
    ),
    habit(
        r"(?:^\s*(?:let|param|set|table)|\bas)\s+",
        r"(?P<next>[A-Z]\w*)",
        "`{next}` begins with a capital",
        "names are written in lower case",
    ),
    habit(
        r"^\s*use\s+(?P<name>\w+)",
        r"(?P<next>\.rules)\b",
        "a rule file is named without its ending",
        "write `use {name}`",
    ),
    habit(
        r"^\s*profile\s+", r'"', "a profile has a name before its title", 'write `profile acme "ACME health plan"`'
    ),
    habit(
        r"^\s*severity\s+(?:error|warning|info)\s+",
        r"(?P<next>if|unless)\b",
        "`{next}` is not used here",
        "write `when`",
    ),
    habit(r"^\s*severity\b.*", r"(?P<next>else)\b", "`else` is not used here", "write `otherwise`"),
    habit(
        r"\S\s+", r"(?P<next>then)\b", "`then` is not used here", "end the line: the next clause says what must be so"
    ),
    habit(
        r"\S\s+",
        r"(?P<next>else)\b",
        "`else` is not used here",
        "a value that can be missing has `otherwise`; another case is another rule",
    ),
    habit(
        r"^\s*(?:for|when)\b.*\S\s*",
        r"(?P<next>[:{])\s*$",
        "`{next}` is not used here",
        "a clause ends with its line",
    ),
    habit(
        r"^\s*for\s+",
        r"(?P<next>each|every|all|any)\b",
        "`{next}` is not used here",
        "`for line` goes over the lines one by one",
    ),
    habit(
        r"^\s*for\s+",
        r"(?P<next>lines|claims|providers)\b",
        "`for` takes one at a time",
        "write `for line`, `for claim` or `for provider`",
    ),
    habit(
        r"^\s*for\s+(?P<row>line|claim|provider)\s+(?:as\s+\w+\s+)?",
        r"(?P<next>in|with|if|having|whose)\b",
        "`{next}` is not used here",
        "say which with `where`: `for {row} where ...`",
    ),
)
