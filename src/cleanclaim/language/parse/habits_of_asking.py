"""What people write who ask for values, rows and tables as they do it elsewhere."""

from __future__ import annotations

from cleanclaim.language.parse.habit import habit

_PATH = r"(?<![\w.])(?P<path>[a-z_]+(?:\.[a-z_]+)*)"

# An earlier one is found before a later one.
HABITS = (
    habit(
        _PATH + r"\s+is\s+(?P<begin>[a-z_]+)",
        r"(?P<next>(?:\.[a-z_]+)+)",
        "two fields are compared with `=`",
        "write `{path} = {begin}{next}`",
    ),
    habit(
        _PATH + r"\s+is\s+not\s+(?P<begin>[a-z_]+)",
        r"(?P<next>(?:\.[a-z_]+)+)",
        "two fields are compared with `!=`",
        "write `{path} != {begin}{next}`",
    ),
    habit(r"\bwhere\b.*\S\s+", r"(?P<next>where)\b", "one `where` holds all that is asked", "write `and`"),
    habit(
        r"\b(?:line|claim)s?\s+(?:as\s+\w+\s+)?",
        r"(?P<next>same)\s+(?P<field>[a-z]\w*)",
        "`with` stands before `same`",
        "write `with same {field}`",
    ),
    habit(
        r"\b(?P<at>at\s+)",
        r"least\s+one\s+(?P<row>(?:(?:other|earlier|later)\s+)?(?:line|claim))s?\b",
        "`at least one` is not used here",
        "write `any {row}`",
    ),
    habit(
        r"\b(?P<word>is|has|lacks)\s+(?P<begin>any|one)\s+",
        r"(?P<next>(?:of\s+)?[\[(])",
        "`{begin}` is not used here",
        "brackets ask for one of them: write `{word} [...]`",
    ),
    habit(
        r"\b(?P<path>[a-z_.]+)\s+has\s+(?P<begin>all|both|every)\s+",
        r"(?P<next>(?:of\s+)?[\[(])",
        "`{begin}` is not used here",
        "each code is asked for by a test of its own: `{path} has ... and {path} has ...`",
    ),
    habit(
        r"\b(?P<begin>first|last)\s+",
        r"(?P<next>modifier(?:\s+of(?:\s+the)?\s+line)?)(?=\s+(?:is|=))",
        "`{begin} {next}` is not used here",
        "write `line.modifiers {begin} is ...`",
    ),
    habit(
        r"\b(?P<begin>first|last)\s+",
        r"(?P<next>(?:modifier|code|diagnosis)?\s*of)\s+(?P<path>[a-z_.]+)",
        "`{begin} {next}` is not used here",
        "write `{path} {begin} is ...`",
    ),
    habit(
        r"^\s*(?:when|require|forbid)\s+(?P<at>has|have)\s+",
        r"(?P<path>[a-z_.]+)",
        "`{at}` stands behind a list",
        "whether a value is there is asked by `{path} is present`",
    ),
    habit(
        r"\bevery\s+(?:line|claim)\b.*\bwhere\b.*\S\s+",
        r"(?P<next>has|have|needs?|must(?:\s+have)?)\s+(?P<field>[a-z]\w*)",
        "what is asked of each follows `satisfies`",
        "write `satisfies {field} is present`",
    ),
    habit(
        r"\b(?P<at>sum|min|max|count)\s+",
        r"(?:[a-z_.]+\s+)?of\b",
        "`{at}` takes what it ranges over in parentheses",
        "write `sum(units of lines)`, or `count(lines where ...)`",
    ),
    habit(
        r"^\s*(?:let|when|require|forbid)\b.*[\w)]\s+",
        r"(?P<next>x|times)\s+[0-9$(]",
        "`{next}` is not used here",
        "write `*`",
    ),
    habit(
        r"^\s*for\s+",
        r"(?P<next>(?P<name>[a-z]\w*)\s+in)\s",
        "`for` goes over all of them by itself",
        "write `for line as {name}`",
    ),
    habit(
        r"^\s*",
        r"(?P<next>extends)\s+(?P<code>[A-Z]+[0-9]+)",
        "`extends` stands in the head of a rule",
        'write `rule CODE "title" extends {code} {{`',
    ),
    habit(
        r"^\s*(?P<word>fail|pass)\s+(?:\"[^\"]*\"\s+)?",
        r"(?P<next>line\b|\()",
        "an example stands in braces",
        "write `{word} {{ line 99213 }}`",
    ),
    habit(
        r"^\s*let\s+\w+\s*=\s*(?P<at>(?:other|earlier|later)\s+)",
        r"(?:lines|claims)\b",
        "rows are no value",
        "write `count({at}lines where ...)`, or ask `any {at}line where ...`",
    ),
    habit(
        r"^\s*(?:let|param)\s+(?P<name>\w+)\s*=\s*",
        r"(?P<next>[A-Z][A-Z0-9.]+)(?!\S)",
        "a code is no value by itself",
        "write `set {name} : procedure = [{next}]` before the rule, and ask `is {name}`",
    ),
    habit(
        r"^\s*mark\s+", r"\"(?P<field>[^\"]*)\"", "a text is no place", 'name a field: `mark line.units "{field}"`'
    ),
    habit(
        r"^\s*map\s+",
        r"(?P<next>(?:CO|PR|OA|PI)-?(?P<code>[A-Z0-9]+))",
        "a reason stands without its group",
        "write `map CARC {code}`",
    ),
    habit(
        r"^\s*map\s+(?P<begin>CO|PR|OA|PI)",
        r"(?P<next>\s*-\s*(?P<code>[A-Z0-9]+))",
        "a reason stands without its group",
        "write `map CARC {code}`",
    ),
    habit(
        r"^\s*(?:let|param)\s+(?P<name>\w+)\s*=\s*",
        r"[{(]\s*(?P<next>[A-Z0-9.]+)\s*,",
        "a list of codes is a set",
        "write `set {name} : procedure = [...]` before the rule",
    ),
    habit(
        r"^\s*set\s+(?P<name>\w+)\s*",
        r"(?P<next>=)",
        "a set says what its codes are",
        "write `set {name} : procedure = [...]`",
    ),
    habit(
        r"^\s*set\s+(?P<name>\w+)\s*:\s*\w+\s*=\s*",
        r"(?P<next>[A-Z0-9][A-Z0-9.]*)",
        "the codes of a set stand in brackets",
        "write `[{next}, ...]`",
    ),
    habit(
        r"^\s*table\s+\w+\s*\([^)]*?(?P<at>\w+)\s*",
        r"[,)]",
        "a column says what it holds",
        "write `{at}: procedure`, or another kind of value",
    ),
    habit(
        r"^\s*",
        r"(?P<next>[A-Z0-9.$-]+)\s*,\s*[A-Z0-9$\"]",
        "the cells of a row stand between bars",
        "write `| {next} | ... |`",
    ),
)
