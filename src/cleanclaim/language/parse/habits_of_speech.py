"""What people write who say a rule as they would tell it to a colleague."""

from __future__ import annotations

from cleanclaim.language.parse.habit import UNITS, habit

_ASKED = r"^\s*(?:require|forbid|when|for)\b.*"
_EXAMPLE = r"\b(?:fail|pass)\b.*\{.*"
_CODE = r"(?!(?:IS|HAS|LACKS|NOT|IN|LIKE|AND|OR|CONTAINS)\b)[A-Z0-9][A-Z0-9.]*\b"

# An earlier one is found before a later one; all of them before those of other languages.
HABITS = (
    habit(
        r"^\s*payer\s+is\s+(?:not\s+)?",
        r"(?P<next>[A-Z][A-Za-z]*[a-z]\w*)",
        "a payer is met by its identifier, NM109 of 2010BB",
        "write it as claims have it: `payer is 60054`",
    ),
    habit(
        r"^\s*payer\s+(?P<test>is|is\s+not)\s+(?P<first>[A-Z0-9]+)\s+",
        r"(?:or|and)\s+(?P<last>[A-Z0-9]+)\b",
        "several codes stand in brackets",
        "write `{test} [{first}, {last}]`",
    ),
    habit(
        r"\b(?P<test>is|is\s+not|has|lacks)\s+",
        r"\(\s*(?P<first>[A-Z0-9.]+)\s*,\s*(?P<last>[A-Z0-9.]+)[^)]*\)?",
        "several codes stand in brackets",
        "write `{test} [{first}, {last}]`",
    ),
    habit(
        r"\b(?P<test>is|is\s+not)\s+(?P<begin>[A-Z0-9]{5})",
        r"(?P<next>-(?P<last>[A-Z0-9]{2}))(?![A-Z0-9.])",
        "a modifier is asked for by itself",
        "write `{test} {begin}` and `line.modifiers has {last}`",
    ),
    habit(
        r"\bbetween\s+(?P<low>[\w.$-]+)\s+",
        r"(?P<next>to|\.\.|-)\s+(?P<high>[\w.$-]+)",
        "`and` stands between two bounds",
        "write `between {low} and {high}`",
    ),
    habit(
        r"^\s*(?:and|or)\s+(?P<at>forbid|require|when)\s+",
        r"\S",
        "`{at}` begins a clause of its own",
        "what belongs together stands in one clause, joined by `and` or `or`; another thing to check is another rule",
    ),
    habit(
        _ASKED + r"(?:[<>=]\s*\$?[0-9.]+|\b(?:present|missing)|\]|\b[A-Z0-9.]{2,})\s*",
        r",(?=\s*\(?[a-z])",
        "conditions are joined by `and` or `or`",
        "write `and` for the comma",
    ),
    habit(
        r"(?P<path>[a-z_][\w.]*)\s*(?P<sign>[<>]=?|!?=)\s*(?P<one>[\w.$]+)\s+(?P<joint>and|or)\s+",
        r"(?P<next>[<>]=?|!?=)\s*(?P<two>[\w.$]+)",
        "a comparison has two sides",
        "write `{joint} {path} {next} {two}`",
    ),
    habit(
        _ASKED + r"(?<![\w.])(?P<path>[a-z_.]*(?:modifiers?|mods?|diagnos[ei]s|dx))\s+",
        r"(?P<next>" + _CODE + ")",
        "before a code of a list stands `has` or `lacks`",
        "write `{path} has {next}`",
    ),
    habit(
        _ASKED + r"(?<![\w.])(?P<path>[a-z_.]*(?:procedure|code|cpt|place_of_service|pos|filing|frequency))\s+",
        r"(?P<next>" + _CODE + ")",
        "before a code stands `is` or `is not`",
        "write `{path} is {next}`",
    ),
    habit(
        r"^\s*effective\s+",
        r"(?P<next>from|since|after|on|starting)\b",
        "`{next}` is not used here",
        "the first day stands alone, the last one after `to`: `effective 2025-01-31`",
    ),
    habit(r"\b(?P<begin>place)\s+", r"(?P<next>of\s+service)\b", "a name has no blanks", "write `place_of_service`"),
    habit(r"\b(?P<begin>dates?)\s+", r"(?P<next>of\s+service)\b", "a name has no blanks", "write `date`"),
    habit(
        r"\b(?P<at>another)\s+",
        r"(?P<row>line|claim)\b",
        "`{at}` is not used here",
        "write `any other {row}`",
    ),
    habit(r"\b(?P<at>an?|one)\s+", r"(?P<row>line|claim)\b", "`{at}` is not used here", "write `any {row}`"),
    habit(r"\bof\s+", r"(?P<next>the)\s+same\b", "`the` is not used here", "write `of same`"),
    habit(
        r"\b(?P<row>line|claim)s?\s+(?:as\s+\w+\s+)?(?P<at>with)\s+",
        r"(?P<field>(?!same\b)[a-z]\w*)\s+(?:is|has|lacks|contains|like|[<>=!])",
        "what is asked of the {row} stands behind `where`",
        "write `where {field} ...`",
    ),
    habit(
        r"\bwhere\s+(?P<at>same)\s+",
        r"(?P<field>\w+)",
        "`same` stands behind `with`, before `where`",
        "write `with same {field} where ...`",
    ),
    habit(
        r"\b[0-9.]+\s+",
        r"(?P<next>m?c?gs|grams?|milligrams?|micrograms?|gms?|m[lL]s|lit(?:er|re)s?|millilit(?:er|re)s?|dys?|d|mo|yrs?)\b",
        "`{next}` is no unit here",
        UNITS,
    ),
    habit(
        _EXAMPLE + r"\b(?P<at>payer)\s+",
        r"(?P<next>[A-Z0-9]{2,})\b",
        "the payer of an example is set by its identifier",
        "write `payer.id: {next}`",
    ),
)
