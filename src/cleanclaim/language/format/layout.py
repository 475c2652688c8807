"""Rows of tokens to lines: their indentation, and the space between tokens."""

from __future__ import annotations

from typing import NamedTuple

from cleanclaim.language.format.lexis import Row, Token, read_rows, written
from cleanclaim.language.parse.spoken import CLAUSES, ITEMS

_BEFORE_PARENTHESIS = {
    "and", "any", "between", "every", "forbid", "has", "in", "is", "key", "lacks", "no", "not", "of", "on", "or",
    "otherwise", "require", "satisfies", "when", "where",
}  # fmt: skip
_PARTS = (
    "line", "diagnoses", "claim", "given",
    "other_payer", "adjudication", "adjustment", "condition", "paperwork", "note",
)  # fmt: skip  # begin a part of an example


class Laid(NamedTuple):
    """A line as it will stand; `cells` where it is a row of a table or the definition of a set."""

    text: str
    cells: tuple[str, ...] = ()
    more: str = ""  # what follows the cells
    remark: bool = False  # nothing but a comment
    heads: bool = False  # begins a rule or a table
    opens: bool = False  # ends with an open brace
    closes: bool = False  # begins with a closing brace


class _State:
    """How deep the row at hand stands: in braces, in brackets, and the word that its clause begins with.

    `partner` and `condition` are the steps by which the clause's rows after `paired with` and after
    `where` are indented more.
    """

    def __init__(self) -> None:
        self.braces = 0
        self.brackets = 0
        self.parentheses = 0
        self.word = ""
        self.partner = 0
        self.condition = 0

    def indent(self, row: Row) -> int:
        """The steps by which a row is indented."""
        if _sign(row[0]) in ("}", "]", ")"):
            return self.braces - (_sign(row[0]) == "}")
        if _begins(row, self):
            self.word, self.partner, self.condition = row[0].text, 0, 0
            return self.braces
        word = row[0].text
        if word in ("and", "or"):
            return self.braces + 1 + self.condition
        more = max(self.partner, min(self.parentheses, 1))
        if word in ("where", "satisfies"):
            self.condition = more + 1
        self.partner = max(self.partner, int(word == "paired"))
        return self.braces + 1 + more

    def read(self, row: Row) -> None:
        for token in row:
            self.braces = max(self.braces + {"{": 1, "}": -1}.get(_sign(token), 0), 0)
            self.brackets = max(self.brackets + {"(": 1, "[": 1, ")": -1, "]": -1}.get(_sign(token), 0), 0)
            self.parentheses = max(self.parentheses + {"(": 1, ")": -1}.get(_sign(token), 0), 0)


def lay_out(text: str) -> list[Laid]:
    """The lines of a text, each by itself."""
    state, found = _State(), []
    for row in read_rows(text):
        found += _lines(row, state)
        state.read(row)
    return found


def _lines(row: Row, state: _State) -> list[Laid]:
    if not row:
        return [Laid("")]
    first, depth = row[0], state.braces
    if first.kind == "comment":
        return [Laid("  " * depth + first.text, remark=True)]
    margin = "  " * max(state.indent(row), 0)
    said = _join(row, state)
    if any(token.kind == "long" for token in row):
        return _long(margin, said)
    cells, more = _cells(row, state, said)
    heads = depth == 0 and first.text in ("rule", "table", "profile")
    opens, closes = _sign(_last(row)) == "{", _sign(first) == "}"
    return [Laid(margin + said, cells, more, heads=heads, opens=opens, closes=closes)]


def _begins(row: Row, state: _State) -> bool:
    """Whether a row begins an item, a clause, a row of a table or a part of an example."""
    if state.brackets:
        return False
    word = row[0].text
    if state.braces == 0:
        return word in ITEMS
    if state.braces == 1:
        return word in CLAUSES or word == "|"
    return _part(row, 0)


def _part(row: Row, at: int) -> bool:
    """Whether a part of an example begins with this token: `line ...`, `claim.filing: ...`."""
    if row[at].kind != "word":
        return False
    return row[at].text in _PARTS or (at + 1 < len(row) and _sign(row[at + 1]) == ":")


def _join(row: Row, state: _State) -> str:
    """The tokens of a row with the space between them."""
    inner = _State()
    inner.braces, inner.brackets, inner.word = state.braces, state.brackets, state.word
    text = ""
    for at, token in enumerate(row):
        text += (" " * _gap(row, at, inner) if at else "") + token.text
        inner.read((token,))
    return text


def _gap(row: Row, at: int, state: _State) -> int:
    """The spaces before a token that is not the first of its row."""
    before, token = row[at - 1], row[at]
    if token.kind == "comment":
        return 2
    if _sign(before) in ("(", "[") or _sign(token) in (")", "]", ",") or _points(row, at):
        return 0
    if _sign(token) == "(":
        return int(before.kind != "word" or before.text in _BEFORE_PARENTHESIS or state.word == "table")
    if state.word == "map" and ":" in (_sign(token), _sign(before)):
        return 0
    if _sign(token) == ":":
        return int(state.word == "set")
    parted = state.braces > 1 and _sign(before) not in ("{", ",") and _part(row, at)
    return 2 if parted else 1


def _points(row: Row, at: int) -> bool:
    """Whether a token is a pointer after a comma: `pointers 1,2`."""
    words = [token.text for token in row[:at] if not token.text.isdigit() and _sign(token) != ","]
    return _sign(row[at - 1]) == "," and words[-1:] == ["pointers"]


def _cells(row: Row, state: _State, said: str) -> tuple[tuple[str, ...], str]:
    """The cells of a table's row or of a set's head, and what follows them."""
    remark = f"  {row[-1].text}" if row[-1].kind == "comment" else ""
    if _sign(row[0]) == "|" and state.braces == 1:
        inner = said.removesuffix(remark)[1:].rstrip().removesuffix("|")
        return tuple(cell.strip() for cell in _split(inner)), remark
    if row[0].text == "set" and len(row) > 2 and _sign(row[2]) == ":":
        return (row[1].text,), said.partition(" : ")[2]
    return (), ""


def _split(text: str) -> list[str]:
    """The texts between bars that stand in no quotes."""
    found, quoted = [""], False
    for at, sign in enumerate(text):
        quoted = quoted != (sign == '"' and text[at - 1 : at] != "\\")
        if sign == "|" and not quoted:
            found.append("")
        else:
            found[-1] += sign
    return found


def _long(margin: str, said: str) -> list[Laid]:
    """A clause with a long text: the text indented by two more, each pair of quotes on its own line."""
    head, _, rest = said.partition('"""')
    body, _, after = rest.rpartition('"""')
    inside = [f"{margin}  {line}".rstrip() for line in written(f'"""{body}"""')]
    return [Laid(f'{margin}{head}"""'), *map(Laid, inside), Laid(f'{margin}"""{after}')]


def _sign(token: Token) -> str:
    return token.text if token.kind == "sign" else ""


def _last(row: Row) -> Token:
    spoken = [token for token in row if token.kind != "comment"]
    return spoken[-1] if spoken else row[-1]
