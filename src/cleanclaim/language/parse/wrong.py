"""Says in words what is wrong with text that does not parse."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from cleanclaim.claim.fields import fields_of
from cleanclaim.claim.model import ROWS
from cleanclaim.language.parse.elements import ELEMENT, named
from cleanclaim.language.parse.empty_cells import find_gap
from cleanclaim.language.parse.grammar import Token, UnexpectedCharacters, UnexpectedInput, UnexpectedToken
from cleanclaim.language.parse.habits import find_habit
from cleanclaim.language.parse.spoken import (
    BEGINS,
    BETWEEN,
    CLAUSES,
    FOREIGN,
    ITEMS,
    OPERATORS,
    SYMBOLS,
    is_word,
    spoken,
)
from cleanclaim.language.words import EMPTY_CELL, FILL_CELL, nearest

UNENDED = "the file ends inside a rule"
_QUANTIFIERS = ("any", "no", "every")
_ASKED = re.compile(r"(?P<path>(?:[a-z_]+\.)*(?P<field>[a-z_]+)) is (?P<not>not )?$")
_CODES = {"CODE", "RULE_ID", "LINE_CODE", "CODE_WILD", "FIXED_CODE"}
_ORDER = "a code is met with `is`, `has` or `lacks`: `line.procedure is 99213`"
_COMPARED = re.compile(r"(?P<path>(?:[a-z_]+\.)*(?P<field>[a-z_]+))\s*(?P<sign>!?=)\s*$")


class Told(NamedTuple):
    """What is wrong and where; line and column count from 1 in the parsed text.

    `parsed` says that the grammar lets it through, so that a fault behind it ends the parsing first.
    """

    line: int
    column: int
    length: int
    message: str
    help: str = ""
    parsed: bool = False


def explain(error: UnexpectedInput, text: str) -> Told:
    """What is wrong with text that the grammar does not know."""
    if isinstance(error, UnexpectedToken):
        token, accepted = error.token, set(error.accepts or error.expected)
        if token.type == "$END":
            return _end(text, accepted)
        if token.type in ("VBAR", "RBRACE"):
            gap = find_gap(text, token.line or 1, token.column or 1)
            if gap is not None:
                return Told(*gap, EMPTY_CELL, FILL_CELL)
        line, column = token.line or 1, _beginning(text, token)
        told = _text_as_code(token, text) or _habit(text, line, column, accepted) or _foreign(text, line, column)
        first = not text.split("\n")[line - 1][: column - 1].strip()
        return told or _bare_quantifier(token, text) or _row_of_a_call(token, text) or _token(token, accepted, first)
    if isinstance(error, UnexpectedCharacters):
        told = _habit(text, error.line, error.column, set()) or _foreign(text, error.line, error.column)
        return told or _character(error, text)
    return Told(1, 1, 1, "this is not understood")


def _beginning(text: str, token: Token) -> int:
    """The column in which the word begins that a token is, or is the end of: `None` is no `N` and `one`."""
    column = token.column or 1
    row = text.split("\n")[(token.line or 1) - 1]
    while token.type == "NAME" and column > 1 and (row[column - 2].isalnum() or row[column - 2] == "_"):
        column -= 1
    return column


def _end(text: str, accepted: set[str]) -> Told:
    lines = text.rstrip().split("\n")
    while "RBRACE" in accepted and lines[1:] and (not lines[-1].strip() or lines[-1].lstrip().startswith("#")):
        lines.pop()
    at = len(lines), len(lines[-1]) + 1, 1
    if "RBRACE" in accepted:
        return Told(*at, UNENDED, "a closing `}` is missing")
    return Told(*at, "the text ends too early", _expected(accepted))


def _habit(text: str, line: int, column: int, accepted: set[str]) -> Told | None:
    """What is written so in another language; or a clause that was read as a name, for the one before has no end."""
    row = text.split("\n")[line - 1]
    before, rest = row[: column - 1], row[column - 1 :]
    head = before.strip()
    if head in CLAUSES and "MESSAGE" in accepted:
        return Told(line, before.index(head) + 1, len(head), BEGINS.format(head))
    found = find_habit(before, rest)
    return None if found is None else Told(line, found.column + 1, found.length, found.message, found.help)


def _foreign(text: str, line: int, column: int) -> Told | None:
    """A code or an element where neither can stand."""
    return _compared_code(text, line, column) or _element(text, line, column)


def _compared_code(text: str, line: int, column: int) -> Told | None:
    """A code behind `=`, of a field whose codes are met with `is`, or with `has` in a list."""
    row = text.split("\n")[line - 1]
    asked, code = _COMPARED.search(row[: column - 1]), re.match(r"[A-Z0-9]*[A-Z][A-Z0-9.]*", row[column - 1 :])
    if asked is None or code is None:
        return None
    words = ("has", "lacks") if asked["field"] in _lists() else ("is", "is not")
    help_ = f"codes are met with `{words[0]}`: write `{asked['path']} {words[asked['sign'] == '!=']} {code[0]}`"
    return Told(line, column, len(code[0]), f"the code `{code[0]}` can not stand here", help_)


@cache
def _lists() -> frozenset[str]:
    """The fields that hold lists of codes."""
    return frozenset(
        name
        for row in ROWS.values()
        for name, field in fields_of(row).items()
        if field.kind.base == "code" and field.kind.many
    )


def _element(text: str, line: int, column: int) -> Told | None:
    """An element of X12 where a field is asked for by its name."""
    found = ELEMENT.match(text.split("\n")[line - 1][column - 1 :])
    names = named(found[0]) if found else ""
    if found is None or not names:
        return None
    message = f"`{found[0]}` is not asked for by its number"
    return Told(line, column, len(found[0]), message, f"fields have names: write {names}")


def _bare_quantifier(token: Token, text: str) -> Told | None:
    """`any`, `no` or `every` where only names may stand, read as a name: the word after it is the one refused."""
    lines = text.split("\n")[: token.line]
    lines[-1] = lines[-1][: (token.column or 1) - 1]
    for number in range(len(lines), 0, -1):
        line = lines[number - 1].rstrip()
        if line:
            word = line.split()[-1].lstrip("(")
            if word not in _QUANTIFIERS:
                return None
            message = f"`{word} ...` joined by `and`, `or` or `not`, or after `where`, needs parentheses"
            help_ = f"write `({word} line where ...)`, so that it is clear where its condition ends"
            return Told(number or 1, len(line) - len(word) + 1, len(word), message, help_)
    return None


def _row_of_a_call(token: Token, text: str) -> Told | None:
    """A column that is asked of a table's row where the row has no name."""
    before = text.split("\n")[(token.line or 1) - 1][: (token.column or 1) - 1]
    if str(token) != "." or not before.rstrip().endswith(")"):
        return None
    help_ = "give the row a name: `let found = ...`, then `found.` and the column"
    return Told(token.line or 1, token.column or 1, 1, "a column can not be asked of what has no name", help_)


def _text_as_code(token: Token, text: str) -> Told | None:
    """A text after `is`, asked of a field that holds texts and no codes."""
    before = text.split("\n")[(token.line or 1) - 1][: (token.column or 1) - 1]
    asked = _ASKED.search(before)
    if token.type != "STRING" or asked is None or asked["field"] not in _texts():
        return None
    message = f"`{asked['field']}` is a text: texts are met with `=`"
    help_ = f"write `{asked['path']} {'!=' if asked['not'] else '='} {token}`"
    return Told(token.line or 1, token.column or 1, len(token), message, help_)


@cache
def _texts() -> frozenset[str]:
    """The fields that hold texts, and in no row a code."""
    kinds = [(name, field.kind) for row in ROWS.values() for name, field in fields_of(row).items()]
    codes = {name for name, kind in kinds if kind.base == "code"}
    return frozenset(name for name, kind in kinds if kind.base == "text" and not kind.many) - codes


def _token(token: Token, accepted: set[str], first: bool) -> Told:
    word = str(token).split("\n")[0]
    at = token.line or 1, token.column or 1, max(len(word), 1)
    if word[0] in "&|" and "VBAR" not in accepted:
        return Told(at[0], at[1], 2, f"`{word[0] * 2}` is not used here", SYMBOLS[word[0]])
    if token.type == "NAME" and "MESSAGE" in accepted:
        return Told(*at, *_no_clause(word, first, accepted))
    if "RULE" in accepted:
        return Told(*at, f"`{word}` is not an item of a rule file", _keyword(word, ITEMS))
    return Told(*at, *_misplaced(token, word, accepted))


def _no_clause(word: str, first: bool, accepted: set[str]) -> tuple[str, str]:
    """A word where a clause could begin: the first of its line, or one behind something that is complete."""
    if first:
        return f"`{word}` is not a clause", _keyword(word, CLAUSES)
    if word in OPERATORS:
        return f"`{word}` is not used here", f"write {OPERATORS[word]}"
    if "CMP" in accepted:
        return f"`{word}` is not expected here", BETWEEN
    return f"`{word}` is not expected here", "a clause ends with its line; the next one begins its own"


def _misplaced(token: Token, word: str, accepted: set[str]) -> tuple[str, str]:
    if token.type == "STRING" and "CODE" in accepted:
        plain = word[1:-1]
        shown = re.fullmatch("[A-Z0-9][A-Z0-9.:]*", plain)
        return "codes are written without quotes", f"write {plain}" if shown else "write it plain"
    if "RULE_ID" in accepted:
        like = word.upper() if re.fullmatch("[a-zA-Z]{2,6}[0-9]{3,4}", word) else "INJ001"
        return f"`{word}` is not a rule code", f"two to six capitals, then three or four digits: {like}"
    if word.isupper() and word.lower() in (*ITEMS, *CLAUSES) and "MAP_TO" not in accepted:
        return f"`{word}` is not expected here", f"did you mean `{word.lower()}`?"
    if token.type in _CODES and word.isalpha() and word in accepted:
        return f"`{word}` is not expected here", f"did you mean `{word.lower()}`?"
    if token.type in _CODES and "CODE" not in accepted and "NUMBER" in accepted:
        return f"the code `{word}` can not stand here", _ORDER
    if word == "}" and "$END" in accepted:
        return "`}` closes nothing", "remove it, or the one above that closes too early"
    if word in CLAUSES and "RBRACE" not in accepted:
        help_ = "behind its condition stands the other severity: `otherwise warning`"
        help_ = help_ if "ELSE_SEVERITY" in accepted else _expected(accepted)
        return BEGINS.format(word), help_
    near = nearest(word, [name.lower() for name in accepted if name.isalpha() and is_word(name)])
    return f"`{word}` is not expected here", f"did you mean `{near}`?" if near else _expected(accepted)


def _keyword(word: str, known: tuple[str, ...]) -> str:
    guess = (FOREIGN.get(word) if known is CLAUSES else None) or nearest(word, known)
    return f"did you mean `{guess}`?" if guess else f"known are {', '.join(known)}"


def _expected(accepted: set[str]) -> str:
    words = sorted({spoken(name) for name in accepted if not name.startswith(("__", "$"))} - {""})
    if not words or len(words) > 9:
        return ""
    return "expected " + (f"{', '.join(words[:-1])} or {words[-1]}" if len(words) > 1 else words[0])


def _character(error: UnexpectedCharacters, text: str) -> Told:
    line, column = error.line, error.column
    rest = text.split("\n")[line - 1][column - 1 :]
    if not rest[:1].isprintable():
        return Told(
            line, column, 1, f"a sign that nobody sees stands here: U+{ord(rest[0]):04X}", "put a blank there"
        )
    accepted = set(error.allowed or ())
    for symbol, help_ in SYMBOLS.items():
        if rest.startswith(symbol):
            shown = symbol * 2 if rest.startswith(symbol * 2) and symbol in "&|" else symbol
            return Told(line, column, len(shown), f"`{shown}` is not used here", help_)
    if rest.startswith('"') and '"""' in text.split("\n", line)[-1]:
        return Told(line, column - 2, 3, "a text of several lines can not stand here", "only `help` has one")
    if rest.startswith('"') and text.split("\n")[line - 1][: column - 1].endswith('""'):
        return Told(line, column - 2, 3, "a long text is not closed", 'close it with `"""`, as it was opened')
    if rest.startswith('"'):
        return Told(line, column, 1, "a text is not closed", 'close it with `"` on the same line')
    word = _word(rest)
    if word[0].isupper() and "CODE" not in accepted and "NUMBER" in accepted:
        return Told(line, column, len(word), f"the code `{word}` can not stand here", _ORDER)
    return Told(line, column, len(word), f"`{word}` is not used here", _expected(accepted))


def _word(rest: str) -> str:
    end = 1
    while end < len(rest) and (rest[end].isalnum() or rest[end] in "._") and rest[0].isalnum():
        end += 1
    return rest[:end] if rest[:1].isprintable() else "?"
