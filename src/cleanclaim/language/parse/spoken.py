"""The words of the language, the words people use instead, and how the parser's terminals are spoken of."""

from __future__ import annotations

ITEMS = ("language", "use", "profile", "set", "table", "rule")
CLAUSES = (
    "severity", "snip", "effective", "payer", "tags", "param", "covers", "for", "when", "let", "require", "forbid",
    "message", "mark", "suggest", "help", "cite", "map", "data", "pass", "fail",
)  # fmt: skip
FOREIGN = {
    "if": "when", "unless": "when not", "assert": "require", "must": "require", "ensure": "require",
    "check": "require", "deny": "forbid", "reject": "forbid", "error": "severity error",
    "warning": "severity warning", "level": "snip", "note": "help", "description": "help", "var": "let",
    "const": "param", "test": "pass", "example": "pass", "text": "message", "each": "for", "reference": "cite",
    "point": "mark",
}  # fmt: skip
SYMBOLS = {
    "==": "write `=` to compare values, or `is` for codes: `line.procedure is 99213`",
    "&": "write `and` or `or`",
    "|": "write `and` or `or`",
    "!": "write `not`, or `!=` to compare values",
    "'": 'texts stand in double quotes: "..."',
    ";": "a clause ends with its line; nothing is put behind it",
    "%": "there is no remainder; write `/`",
    "`": "names are written plain",
    "\\": "a clause goes on in the next line by itself: remove it",
    "≤": "write `<=`",
    "≥": "write `>=`",
    "≠": "write `!=`",
    "×": "write `*`",
    "–": "write `-`, the sign of the keyboard",
    "—": "write `-`, the sign of the keyboard",
    "“": 'texts stand in straight quotes: "..."',
    "”": 'texts stand in straight quotes: "..."',
    "„": 'texts stand in straight quotes: "..."',
    "‘": 'texts stand in straight double quotes: "..."',
    "’": 'texts stand in straight double quotes: "..."',
}
BEGINS = "`{}` begins a new clause, but the one before is not complete"
COMMA = "the comma at the end of the line above wants one more, or is one too many"
_EQUAL = "`=`, or `is` before a code"
OPERATORS = {
    "equals": _EQUAL, "equal": _EQUAL, "eq": _EQUAL, "exceeds": "`>`", "above": "`>`", "over": "`>`", "gt": "`>`",
    "below": "`<`", "under": "`<`", "lt": "`<`", "ge": "`>=`", "le": "`<=`", "ne": "`!=`", "includes": "`has`",
    "include": "`has`", "have": "`has`", "excludes": "`lacks`", "contain": "`contains`", "exists": "`is present`",
    "exist": "`is present`", "isnt": "`is not`",
}  # fmt: skip
BETWEEN = "between two values stand `=`, `!=`, `<`, `<=`, `>` or `>=`, before codes `is`, `has` or `lacks`"
_TERMINALS = {
    "NAME": "a name",
    "CODE": "a code",
    "FIXED_CODE": "a code",
    "CODE_WILD": "a code with a wildcard",
    "STRING": "a text in quotes",
    "NUMBER": "a number",
    "BELOW_ZERO": "a number below zero",
    "MONEY": "an amount like $40.00",
    "DATE": "a date like 2025-01-31",
    "RULE_ID": "a rule code like INJ001",
    "ENTITY": "`line`, `claim` or `provider`",
    "ENTITIES": "`lines`",
    "SEVERITY": "`error`, `warning` or `info`",
    "LINE_CODE": "a procedure code with its modifiers",
    "MAP_TO": "`277CA`, `CARC` or `RARC`",
    "LONG_STRING": "a text in triple quotes",
    "CMP": "a comparison",
    "PRESENCE": "`present` or `missing`",
    "LBRACE": "`{`",
    "RBRACE": "`}`",
    "LPAR": "`(`",
    "RPAR": "`)`",
    "LSQB": "`[`",
    "RSQB": "`]`",
    "COMMA": "`,`",
    "COLON": "`:`",
    "DOT": "`.`",
    "EQUAL": "`=`",
    "VBAR": "`|`",
    "PLUS": "`+`",
    "DASH": "`-`",
    "TIMES": "`*`",
    "SLASH": "`/`",
    "QUANT": "`any`, `no` or `every`",
    "AGG": "`sum`, `min` or `max`",
    "BOOL": "`true` or `false`",
    "UNIT": "a unit like mg",
    "UNITS": "units like x2",
    "SCOPE": "`claim`, `patient`, `file` or `run`",
    "SEVERITY_WHEN": "",  # the same word as SEVERITY
    "ELSE_SEVERITY": "`otherwise` and a severity",
    "OPTIONAL": "`?`",
    "CHECK": "`require` or `forbid`",
    "EXAMPLE": "`fail` or `pass`",
    "RELATION": "`other`, `earlier` or `later`",
    "HAS": "`has` or `lacks`",
    "END": "`first` or `last`",
    "TEXT_TEST": "`contains` or `like`",
}


def is_word(terminal: str) -> bool:
    """Whether a terminal of the grammar is a word of the language that stands for itself."""
    return terminal not in _TERMINALS


def spoken(terminal: str) -> str:
    """How a terminal of the grammar is spoken of."""
    return _TERMINALS.get(terminal, f"`{terminal.lower()}`")
