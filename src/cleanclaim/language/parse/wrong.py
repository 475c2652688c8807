"""Says in words what is wrong with text that does not parse."""

from __future__ import annotations

from cleanclaim.language.parse.grammar import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from cleanclaim.language.words import nearest

_CLAUSES = (
    "severity snip effective payer tags param covers for when let require forbid message mark suggest help cite map "
    "pass fail"
).split()
_ITEMS = ("language", "use", "set", "table", "rule")
_FOREIGN = {
    "if": "when", "unless": "when not", "assert": "require", "must": "require", "ensure": "require", "deny": "forbid",
    "reject": "forbid", "error": "severity error", "warning": "severity warning", "level": "snip", "note": "help",
    "var": "let", "const": "param", "test": "pass", "example": "pass", "text": "message", "each": "for", "check": "require",
    "description": "help", "reference": "cite", "point": "mark",
}  # fmt: skip
_SYMBOLS = {
    "==": ("=", "write `=` to compare values, or `is` for codes: `line.procedure is 99213`"),
    "&": ("and", "write `and` or `or`"),
    "|": ("or", "write `and` or `or`"),
    "!": ("not", "write `not`, or `!=` to compare values"),
    "'": ('"', 'texts stand in double quotes: "..."'),
    ";": ("", "a clause ends with its line; nothing is put behind it"),
    "%": ("/", "there is no remainder; write `/`"),
    "`": ("", "names are written plain"),
}
_SPOKEN = {
    "NAME": "a name", "CODE": "a code", "CODE_WILD": "a code with a wildcard", "STRING": "a text in quotes",
    "NUMBER": "a number", "MONEY": "an amount like $40.00", "DATE": "a date like 2025-01-31", "RULE_ID": "a rule code like INJ001",
    "LBRACE": "`{`", "RBRACE": "`}`", "LPAR": "`(`", "RPAR": "`)`", "LSQB": "`[`", "RSQB": "`]`", "COMMA": "`,`",
    "COLON": "`:`", "DOT": "`.`", "EQUAL": "`=`", "VBAR": "`|`", "ENTITY": "`line`, `claim` or `provider`", "SEVERITY": "`error`, `warning` or `info`",
    "LINE_CODE": "a procedure code with its modifiers", "MAP_TO": "`277CA`, `CARC` or `RARC`", "ENTITIES": "`lines`",
    "LONG_STRING": "a text in triple quotes", "CMP": "a comparison", "PRESENCE": "`present` or `missing`",
}  # fmt: skip
_LEFT = {"LPAR", "NOT", "AGG", "COUNT"}  # what an operand can begin with


def explain(error: UnexpectedInput, text: str) -> tuple[int, int, int, str, str]:
    """Line, column, length, message and help for text that the grammar does not know."""
    if isinstance(error, UnexpectedToken):
        token, accepted = error.token, set(error.accepts or error.expected)
        if token.type == "$END":
            return _end(text, accepted)
        message, help_ = _token(token, accepted, _before(text, token.line, token.column))
        return token.line or 1, token.column or 1, max(len(str(token).split("\n")[0]), 1), message, help_
    if isinstance(error, UnexpectedCharacters):
        return (*_character(error, text),)
    return 1, 1, 1, "this is not understood", ""


def _before(text: str, line: int | None, column: int | None) -> list[str]:
    lines = text.split("\n")[: line or 1]
    lines[-1] = lines[-1][: (column or 1) - 1]
    return " ".join(lines).split()


def _end(text: str, accepted: set[str]) -> tuple[int, int, int, str, str]:
    lines = text.rstrip().split("\n")
    inside = "RBRACE" in accepted
    message = "the file ends inside a rule" if inside else "the text ends too early"
    help_ = "a closing `}` is missing" if inside else _expected(accepted)
    return len(lines), len(lines[-1]) + 1, 1, message, help_


def _token(token: Token, accepted: set[str], before: list[str]) -> tuple[str, str]:
    word = str(token)
    if token.type == "STRING" and "CODE" in accepted:
        return "codes are written without quotes", f"write {word[1:-1]}" if word[1:-1].isalnum() else "write it plain"
    if token.type == "QUANT" or (word in ("any", "no", "every") and accepted & _LEFT):
        return (
            f"`{word} ...` joined by `and`, `or` or `not`, or after `where`, needs parentheses",
            f"write `({word} line where ...)`, so that it is clear where its condition ends",
        )
    if token.type in ("NAME", "QUANT") and "MESSAGE" in accepted:
        return _keyword(word, _CLAUSES, "a clause")
    if "RULE" in accepted or not before:
        return _keyword(word, _ITEMS, "an item of a rule file")
    if "RULE_ID" in accepted:
        return f"`{word}` is not a rule code", "a rule code is letters and digits, like INJ001"
    if word in ("==", "&&", "||"):
        return f"`{word}` is not used here", _SYMBOLS[word if word == "==" else word[0]][1]
    if "CODE" in accepted and token.type in ("NUMBER", "MONEY", "DATE"):
        return f"`{word}` is not a code", _expected(accepted)
    if word in _CLAUSES and (not accepted or "RBRACE" not in accepted):
        return f"`{word}` begins a new clause, but the one before is not complete", _expected(accepted)
    return f"`{word}` is not expected here", _near_keyword(word, accepted) or _expected(accepted)


def _near_keyword(word: str, accepted: set[str]) -> str:
    """Help with a word that is nearly one of those that may stand here."""
    found = nearest(word, [name.lower() for name in accepted if name.isalpha()])
    return f"did you mean `{found}`?" if found else ""


def _keyword(word: str, known: tuple[str, ...] | list[str], what: str) -> tuple[str, str]:
    guess = _FOREIGN.get(word) if what == "a clause" else None
    guess = guess or nearest(word, known)
    return f"`{word}` is not {what}", f"did you mean `{guess}`?" if guess else f"known are {', '.join(known)}"


def _expected(accepted: set[str]) -> str:
    spoken = sorted(_SPOKEN.get(name, f"`{name.lower()}`") for name in accepted if not name.startswith("__"))
    if not spoken or len(spoken) > 9:
        return ""
    return "expected " + (" or ".join([", ".join(spoken[:-1]), spoken[-1]]) if len(spoken) > 1 else spoken[0])


def _character(error: UnexpectedCharacters, text: str) -> tuple[int, int, int, str, str]:
    line, column = error.line, error.column
    rest = text.split("\n")[line - 1][column - 1 :]
    accepted = set(error.allowed or ())
    for symbol, (_, help_) in _SYMBOLS.items():
        if rest.startswith(symbol):
            shown = symbol * 2 if rest.startswith(symbol * 2) and symbol in "&|" else symbol
            return line, column, 1, f"`{shown}` is not used here", help_
    if rest.startswith('"'):
        return line, column, 1, "a text is not closed", 'close it with `"` on the same line'
    word = _word(rest)
    if word[0].isupper() or word[0].isdigit():
        return line, column, len(word), f"`{word}` can not stand here", _code_help(word, accepted)
    return line, column, len(word), f"`{word}` is not used here", _expected(accepted)


def _code_help(word: str, accepted: set[str]) -> str:
    if word[0].isupper() and "CODE" not in accepted and "NUMBER" in accepted:
        return "a code is met with `is`, `has` or `lacks`: `line.procedure is 99213`"
    return _expected(accepted)


def _word(rest: str) -> str:
    end = 1
    while end < len(rest) and (rest[end].isalnum() or rest[end] in "._") and rest[0].isalnum():
        end += 1
    return rest[:end] if rest[:1].isprintable() else "?"
