"""A rule file in the editor: what is wrong in it, what a word of it means, where it is defined, its one style."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from lsprotocol.types import (
    CompletionItem,
    CompletionItemKind,
    Diagnostic,
    DiagnosticSeverity,
    Hover,
    Location,
    MarkupContent,
    MarkupKind,
    TextEdit,
)

from cleanclaim.findings import Rule
from cleanclaim.language import clauses as c
from cleanclaim.language.check.functions import FUNCTIONS
from cleanclaim.language.format import format_text
from cleanclaim.language.model import SHORTCUTS, field_type, fields, standing
from cleanclaim.language.parse.spoken import CLAUSES, ITEMS
from cleanclaim.language.places import Place, Word
from cleanclaim.language.types import spoken
from cleanclaim.lsp.judged import NAME
from cleanclaim.lsp.shelf import Kept, Shelf, faults_of
from cleanclaim.lsp.texts import Text

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(?:\.[A-Za-z_][A-Za-z0-9_]*)*\.?")
_SUBJECTS = ("line", "claim", "provider")
_CALLED = re.compile(r"\b(line|claim|provider)s?\s+as\s+([a-z][a-z0-9_]*)")
_LISTED = re.compile(r"\b([a-z][a-z0-9_]*)\s+in\s+([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)+)")
_LET = re.compile(r"\blet\s+([a-z][a-z0-9_]*)\s*=\s*([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\s*$", re.M)
_RULE_HEAD = re.compile(r"^rule\b", re.M)
_WANTS_RULE = re.compile(r"\b(?:extends|covers)\s+[A-Z0-9]*$")
_WANTS_FILE = re.compile(r"^\s*use\s+\w*$")
_BEGINS = re.compile(r"^\s*[a-z]*$")
CONNECTORS = ("and", "any", "between", "contains", "count", "every", "first", "has", "in", "is", "lacks", "last",
               "like", "max", "min", "missing", "no", "not", "of", "or", "otherwise", "present", "satisfies", "sum",
               "where")  # fmt: skip


def diagnose_rules(text: Text, shelf: Shelf) -> list[Diagnostic]:
    """The faults of a rule file, with their help; those that do not stop it from running are warnings."""
    faults, runs = faults_of(shelf)
    gravity = DiagnosticSeverity.Warning if runs else DiagnosticSeverity.Error
    return [
        Diagnostic(
            range=text.columns(fault.line, fault.column, fault.length),
            message=f"{fault.message}\nhelp: {fault.help}" if fault.help else fault.message,
            severity=gravity,
            code=fault.code,
            source=NAME,
        )
        for fault in faults
    ]


def formatted(text: Text) -> list[TextEdit]:
    """The change that brings a rule file into the one style; none where it is so, or is not understood."""
    made = format_text(text.content)
    return [TextEdit(text.everything, made)] if made != text.content else []


# ------------------------------------------------------------------------ words


class _Said(NamedTuple):
    """The word at a place, from its first character on; `upto` ends with the part that the place is in."""

    text: str
    upto: str
    start: int
    end: int


def _word_at(text: Text, index: int) -> _Said | None:
    start = text.content.rfind("\n", 0, index) + 1
    end = text.content.find("\n", index)
    for match in _WORD.finditer(text.content, start, len(text.content) if end < 0 else end):
        if match.start() <= index <= match.end():
            stop = re.compile(r"[A-Za-z0-9_]*").match(text.content, index)
            whole = stop.end() if stop is not None else index
            return _Said(match[0], text.content[match.start() : whole].rstrip("."), match.start(), whole)
    return None


def _rule_around(text: Text, index: int) -> str:
    """The rule that a place is in, to its end; empty outside of rules."""
    heads = [match.start() for match in _RULE_HEAD.finditer(text.content)]
    start = max((head for head in heads if head <= index), default=-1)
    if start < 0:
        return ""
    end = text.content.find("\n}", start)
    return "" if 0 <= end < index - 1 else text.content[start : end if end >= 0 else len(text.content)]


def _rows(rule: str) -> dict[str, str]:
    """The names that stand for rows of a claim in a rule, and the kind of each."""
    known = {name: name for name in _SUBJECTS} | {name: _row_of("claim", (name,)) for name in SHORTCUTS}
    known |= {name: kind for kind, name in _CALLED.findall(rule)}
    for pattern in (_LISTED, _LET):
        for name, path in pattern.findall(rule):
            head, *rest = path.split(".")
            if row := _row_of(known.get(head, ""), tuple(rest)):
                known.setdefault(name, row)
    return {name: row for name, row in known.items() if row}


def _row_of(row: str, way: tuple[str, ...]) -> str:
    """The kind of row that a path leads to from another; empty where it leads to none."""
    for name in way:
        field = fields(row).get(name) if row else None
        row = field.kind.system if field is not None and field.kind.base == "row" else ""
    return row


# ------------------------------------------------------------------------ hover


def hover_rules(text: Text, index: int, shelf: Shelf, about: Mapping[str, Rule]) -> Hover | None:
    """What a word of a rule file means: a field and its place, a function, a rule, a set or a table."""
    said = _word_at(text, index)
    if said is None:
        return None
    told = "\n\n".join(_told(said.upto, _rows(_rule_around(text, index)), shelf, about))
    if not told:
        return None
    return Hover(contents=MarkupContent(MarkupKind.Markdown, told), range=text.stretch(said.start, said.end))


def _told(word: str, rows: Mapping[str, str], shelf: Shelf, about: Mapping[str, Rule]) -> Iterator[str]:
    if word in about:
        rule = about[word]
        yield f"**{rule.code}** {rule.title}"
        yield f"{rule.severity}, SNIP level {rule.snip}"
        yield from (rule.help,) if rule.help else ()
    elif "." in word:
        head, *way, name = word.split(".")
        row = _row_of(rows.get(head, ""), tuple(way))
        if row and name in fields(row):
            yield from _field(row, name)
    elif word in FUNCTIONS:
        yield f"**{_call(word)}**"
        yield FUNCTIONS[word].about
    elif word in rows:
        yield f"**{word}**: {rows[word].replace('_', ' ')}"
    elif found := _defined(word, shelf):
        yield f"```\n{found.head}\n```"
        yield f"in `{found.kept.path.name}`"


def _field(row: str, name: str) -> Iterator[str]:
    field, type_ = fields(row)[name], field_type(row, name)
    yield f"**{row}.{name}** {field.title}"
    said = [spoken(type_)]
    if place := standing(field):
        said.append(place)
    if type_.optional:
        said.append("may be missing")
    if type_.protected:
        said.append("protected: no message may hold it")
    yield " · ".join(said)


def _call(name: str) -> str:
    return f"{name}({', '.join(FUNCTIONS[name].takes)})"


# ------------------------------------------------------------------- definition


class _Defined(NamedTuple):
    """Where a name is defined, and the line that does it."""

    kept: Kept
    at: Place
    head: str


def define(text: Text, index: int, shelf: Shelf) -> Location | None:
    """Where the rule, set, table or file is that a word names; None for any other word."""
    said = _word_at(text, index)
    found = _defined(said.upto, shelf) if said is not None else None
    if found is None:
        return None
    there = text if found.kept is shelf.document else Text(found.kept.text.text)
    length = found.at.end_column - found.at.column if found.at.end_line == found.at.line else 1
    return Location(found.kept.path.resolve().as_uri(), there.columns(found.at.line, found.at.column, length))


def _defined(name: str, shelf: Shelf) -> _Defined | None:
    for kept in shelf.nearest_first():
        for item in kept.parsed.items:
            word = _name_of(item)
            if word is not None and word.text == name:
                return _Defined(kept, word.at, kept.parsed.excerpt(word.at).strip())
    for kept in (*shelf.own, *shelf.house):
        if kept.text.name == name:
            return _Defined(kept, Place(1, 1, 1, 2), f"use {name}")
    return None


def _name_of(item: c.Item) -> Word | None:
    if isinstance(item, c.RuleItem):
        return item.code
    return item.name if isinstance(item, c.SetItem | c.TableItem | c.ProfileItem) else None


# ------------------------------------------------------------------- completion


def complete(text: Text, index: int, shelf: Shelf, about: Mapping[str, Rule]) -> list[CompletionItem]:
    """What can be written at a place: fields behind a point, clauses where one begins, else names and words."""
    before = text.content[text.content.rfind("\n", 0, index) + 1 : index]
    if before.count('"') % 2 or "#" in before:
        return []
    if _WANTS_RULE.search(before):
        return [_item(rule.code, CompletionItemKind.Class, rule.title) for rule in about.values()]
    if _WANTS_FILE.match(before):
        return [_item(kept.text.name, CompletionItemKind.File) for kept in (*shelf.own, *shelf.house)]
    rule = _rule_around(text, index)
    if match := re.search(r"([a-z][a-z0-9_]*(?:\.[a-z][a-z0-9_]*)*)\.[a-z0-9_]*$", before):
        head, *way = match[1].split(".")
        return _fields(_row_of(_rows(rule).get(head, ""), tuple(way)))
    if not rule:
        return [_item(word, CompletionItemKind.Keyword) for word in ITEMS] if _BEGINS.match(before) else []
    if _BEGINS.match(before):
        return [_item(word, CompletionItemKind.Keyword) for word in CLAUSES]
    return [*_names(rule, shelf)]


def _fields(row: str) -> list[CompletionItem]:
    if not row:
        return []
    found = fields(row)
    return [_item(name, CompletionItemKind.Field, field.title, standing(field)) for name, field in found.items()]


def _names(rule: str, shelf: Shelf) -> Iterator[CompletionItem]:
    for name, row in _rows(rule).items():
        yield _item(name, CompletionItemKind.Variable, row.replace("_", " "))
    for name, function in FUNCTIONS.items():
        yield _item(name, CompletionItemKind.Function, function.about)
    for kept in shelf.nearest_first():
        for item in kept.parsed.items:
            if isinstance(item, c.SetItem | c.TableItem):
                kind = "set" if isinstance(item, c.SetItem) else "table"
                yield _item(item.name.text, CompletionItemKind.Constant, f"{kind} of {kept.text.name}")
    for word in CONNECTORS:
        yield _item(word, CompletionItemKind.Keyword)


def _item(label: str, kind: CompletionItemKind, detail: str = "", more: str = "") -> CompletionItem:
    return CompletionItem(label=label, kind=kind, detail=detail or None, documentation=more or None)
