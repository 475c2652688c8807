"""An item that does not parse, read again part by part: each clause of a rule, each row of a table by itself."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.language.parse.expressions import Wrong
from cleanclaim.language.parse.grammar import UnexpectedInput, read_tree
from cleanclaim.language.parse.habits import find_habit
from cleanclaim.language.parse.items import Items
from cleanclaim.language.parse.limits import refuse_large
from cleanclaim.language.parse.spoken import BEGINS, CLAUSES, COMMA, FOREIGN
from cleanclaim.language.parse.wrong import UNENDED, Told, explain
from cleanclaim.language.words import nearest

OPEN, CLOSED = "an example is not closed", "`}}` closes the {}, but more of it follows"
_QUOTED = r'"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"|\#[^\n]*|[{}]'
_QUOTING = frozenset(("contains", "like", "release", "from"))  # a text behind one of these is no beginning
_BEHIND = r"\b(?![ \t]*[.:,=<>()+*/-])"  # a word that is no name in an expression
_CLAUSE = re.compile(
    _QUOTED + rf"|^[ \t]*(?:(?P<part>{'|'.join(CLAUSES)}){_BEHIND}|(?P<word>[a-z]\w*){_BEHIND})", re.MULTILINE
)
_ROW = re.compile(_QUOTED + r"|^[ \t]*(?P<part>\|)|(?P<word>(?!))", re.MULTILINE)
_CONTINUE = frozenset("and or not where with of as in at to paired otherwise satisfies any no every is".split())  # noqa: SIM905
# What a part is put into, in place of the item that it stands in: one line each, so that lines can be counted.
_RULE, _ROWS = 'rule AAA000 "a" {\n', "table a (a: text) key a {\n"
_HEADS = {"rule": (_RULE, _CLAUSE), "table": (_ROWS, _ROW)}


class Part(NamedTuple):
    """A clause or a row: its text, where it begins in the item and in which line, and what follows it.

    `opened` is how many braces it leaves open; `closes` where it closes the item though more of it follows, else -1.
    """

    text: str
    start: int
    line: int
    after: str
    opened: int
    closes: int

    @property
    def is_example(self) -> bool:
        """Whether braces belong to it."""
        return self.text.lstrip().startswith(("fail", "pass"))


def all_told(first: Told, text: str, first_line: int) -> list[Told]:
    """The fault that ended the parsing of an item, and those of its parts; lines count as in the item.

    The first one is among those of the parts, unless it has to do with braces or stands before all parts.
    """
    braces = (OPEN, CLOSED.format("rule"), CLOSED.format("table"))
    found = sorted(_of_parts(text, first_line))
    parts = [one for one in found if one.line >= first.line or one.parsed or one.message in braces]
    if first.message == UNENDED or all(one.parsed or first.line < one.line for one in parts):
        parts.append(first)
    return parts


def _of_parts(text: str, first_line: int) -> Iterator[Told]:
    """What is wrong in each part; nothing where an item has none: a set of codes, or an item without a brace."""
    head = re.match(r"\s*(rule|table)\b", text)
    if head is None:
        return
    opening, sign = _HEADS[head[1]]
    parts = _parts(text, sign)
    blocks = any(part.opened and not part.is_example for part in parts)  # somebody writes them, and is told so there
    for part in parts:
        wrong = list(_wrong(part, opening, first_line))
        yield from wrong or (() if blocks else _braces(part, text, head[1]))


def parts_of_rule(text: str) -> list[Part]:
    """The clauses of a rule, whether they can be read or not; none of anything else."""
    return _parts(text, _CLAUSE) if re.match(r"\s*rule\b", text) else []


def rows_of_table(text: str) -> list[Part]:
    """The rows of a table, whether they can be read or not; none of anything else."""
    return _parts(text, _ROW) if re.match(r"\s*table\b", text) else []


def _braces(part: Part, text: str, item: str) -> Iterator[Told]:
    """What is wrong with the braces of a part that is right besides."""
    if part.opened:
        yield _behind(part, OPEN, "a closing `}` is missing")
    elif part.closes >= 0:
        yield Told(*_position(text, part.closes), 1, CLOSED.format(item), "remove it")


def _position(text: str, at: int) -> tuple[int, int]:
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


# ---------------------------------------------------------------------- cutting


class _Cut(NamedTuple):
    """Where a part begins, how many braces it leaves open, and where one stands in it that closes the item."""

    start: int
    opened: int = 0
    closes: int = -1


def _cuts(text: str, sign: re.Pattern[str]) -> list[_Cut]:
    """Where parts begin. One that begins where a brace is still open stands below one that was forgotten."""
    found: list[_Cut] = []
    depth, above = 0, False
    for match in sign.finditer(_closed_texts(text)):
        depth += (match[0] == "{") - (match[0] == "}")
        if match[0] == "{":
            above = True
        elif match[0] == "}" and depth == 0 and found:
            found[-1] = found[-1]._replace(closes=match.start())
        elif above and (match["part"] or (depth == 1 and _is_meant(match))):
            if found:
                found[-1] = found[-1]._replace(opened=max(depth - 1, 0))
            found.append(_Cut(match.start()))
            depth = 1
    return found


def _is_meant(match: re.Match[str]) -> bool:
    """Whether a word at the beginning of a line is a clause that is written in another way."""
    word = match["word"] or ""
    rest = match.string[match.end() :]
    quotes = bool(word) and rest[:1] in (" ", "\t") and rest.lstrip(" \t")[:1] == '"' and word not in _QUOTING
    return word not in _CONTINUE and (word in FOREIGN or bool(nearest(word, CLAUSES)) or quotes)


def _closed_texts(text: str) -> str:
    """The text up to where one in three quotes begins that has no end."""
    marks = [match.start() for match in re.finditer('"""', text)]
    return text[: marks[-1]] if len(marks) % 2 else text


def _parts(text: str, sign: re.Pattern[str]) -> list[Part]:
    found = []
    cuts = _cuts(text, sign)
    starts = [*(cut.start for cut in cuts), len(text), len(text)]
    line = 1
    for number, cut in enumerate(cuts):
        line += text.count("\n", starts[number - 1] if number else 0, cut.start)
        end, below = starts[number + 1], starts[number + 2]
        said = text[cut.start : cut.closes if cut.closes >= 0 else end]
        found.append(Part(said, cut.start, line, text[end:below], cut.opened, cut.closes if end < len(text) else -1))
    return found


# ---------------------------------------------------------------------- reading


def _wrong(part: Part, opening: str, first_line: int) -> Iterator[Told]:
    """What is wrong in one part."""
    alone = opening + part.text.rstrip() + "\n" + "}" * (part.opened + 1)
    items = Items(first_line + part.line - 2, 1)
    try:
        tree = read_tree(alone, "item")
        refuse_large(tree, items)
        items.item(tree)
    except UnexpectedInput as error:
        told = explain(error, alone)
        if told.line <= 1 + len(part.text.rstrip().split("\n")):
            yield told._replace(line=told.line + part.line - 2)
        elif not part.opened:  # else a brace is what it has not
            yield _incomplete(part, opening, told.help)
    except Wrong as wrong:
        for one in (wrong, *wrong.others):
            yield told_of(one)._replace(line=one.at.line - first_line + 1)


def _behind(part: Part, message: str, help_: str) -> Told:
    """What is missing at the end of a part."""
    lines = part.text.rstrip().split("\n")
    return Told(part.line + len(lines) - 1, len(lines[-1]) + 1, 1, message, help_)


def _incomplete(part: Part, opening: str, help_: str) -> Told:
    """What is wrong with a part that has no end: told where the next clause begins, as its parser would."""
    if opening is _ROWS:
        return _behind(part, "the row has no end", "each cell ends with `|`")
    word = re.match(r"\s*(\w+)", part.after)
    if word is None:
        return _behind(part, "the clause has no end", help_)
    whole = opening + part.text + part.after
    if part.text.rstrip().endswith(","):
        help_ = COMMA
    line, column = _position(whole, len(opening) + len(part.text) + word.start(1))
    try:
        read_tree(whole, "item")
    except UnexpectedInput as error:
        told = explain(error, whole)
        help_ = told.help if (told.line, told.column) == (line, column) and told.help else help_
    habit = find_habit(part.text.rstrip().split("\n")[-1], "")
    help_ = habit.help if habit is not None else help_
    return Told(line + part.line - 2, column, len(word[1]), BEGINS.format(word[1]), help_)


def told_of(wrong: Wrong) -> Told:
    """What is wrong, as it is told; the line is that of the file."""
    length = wrong.at.end_column - wrong.at.column if wrong.at.line == wrong.at.end_line else 1
    return Told(wrong.at.line, wrong.at.column, length, wrong.message, wrong.help, parsed=True)
