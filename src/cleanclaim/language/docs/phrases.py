"""Checked expressions in words: what a placeholder stands for, and when a severity holds."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from string import ascii_lowercase
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.codes import CodeSet
from cleanclaim.language.inside import inside
from cleanclaim.language.model import fields as fields_of
from cleanclaim.language.model import standing
from cleanclaim.language.places import Place
from cleanclaim.language.systems import as_written

_SHOWN = 12  # codes of a set that are listed
_LONGEST = 50  # characters of an expression that is shown in a message
_QUALIFIED = re.compile(r"\b([A-Z0-9]{2,3})\*([A-Z0-9|]+) ([0-9.-]+)")  # a segment, its qualifier and an element


def written(at: Place, lines: Sequence[str], first: int) -> str:
    """The text at a place, in one line; `first` is the number of the first of the lines."""
    rows = list(lines[at.line - first : at.end_line - first + 1])
    if not rows:
        return ""
    rows[-1] = rows[-1][: at.end_column - 1]
    rows[0] = rows[0][at.column - 1 :]
    return " ".join(" ".join(rows).split())


def severity(rule: t.TypedRule, lines: Sequence[str]) -> str:
    """How grave a finding is, and on what it depends."""
    judgment = rule.judgment
    if judgment.condition is None:
        return judgment.severity
    return f"{judgment.severity} when {condition(judgment.condition, rule, lines)}, otherwise {judgment.fallback}"


def condition(node: n.Typed, rule: t.TypedRule, lines: Sequence[str]) -> str:
    """A condition in words; what has none stands as it is written."""
    if isinstance(node, n.Logic):
        # nobody wrote that what is asked must be there: such a part has the place of its value
        parts = [part for part in node.items if not (isinstance(part, n.Present) and part.at == part.value.at)]
        return f" {node.operator} ".join(condition(part, rule, lines) for part in parts)
    if isinstance(node, n.InSet) and isinstance(node.value, n.Get) and node.codes.finite is not None:
        about = fields_of(node.value.row.type.system)[node.value.field]
        one = "one of " if len(node.codes.finite) > 1 else ""
        return f"{about.title or about.name} is {'not ' if node.negated else ''}{one}{codes(node)}"
    return written(node.at, lines, rule.at.line)


def codes(test: n.InSet) -> str:
    """The codes of a test, the first of them where they are many."""
    return listed(test.codes, test.value.type.system)


def listed(found: CodeSet, system: str) -> str:
    """The codes of a set as a rule writes them: the first of many, ranges, wildcards, and what is left out."""
    finite = found.finite
    shown = sorted(as_written(system, code) for code in finite) if finite is not None else [*_parts(found, system)]
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more


def _parts(found: CodeSet, system: str) -> Iterator[str]:
    """The parts of a set that is not finite."""
    yield from sorted(as_written(system, code) for code in found.literals)
    for first, last in found.ranges:
        yield f"{as_written(system, first)} to {as_written(system, last)}"
    for pattern in found.patterns:
        yield pattern.replace("[A-Z0-9]+", ".*").replace("[A-Z0-9.]*", "*").replace("[A-Z0-9]", "?")
    for part in found.parts:
        yield listed(part, system)
    if found.without is not None:
        yield f"but not {listed(found.without, system)}"


def placeholders(text: t.Text, rule: t.TypedRule, lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What each placeholder of a text is called and stands for: `line.units`, and Service Unit Count (SV104).

    A long expression is called by a letter, one that no other begins with as its name.
    """
    values = [part.value if isinstance(part, t.Counted) else part for part in text if not isinstance(part, str)]
    names = [_path(value) or written(value.at, lines, rule.at.line) for value in values]
    heads = {name.partition(".")[0] for name in names}
    long = dict.fromkeys(name for name in names if len(name) > _LONGEST)
    letters = dict(zip(long, (letter for letter in ascii_lowercase if letter not in heads), strict=False))
    for name, value in zip(names, values, strict=True):
        yield letters.get(name, name), meaning(value, rule)


def _path(node: n.Typed) -> str:
    """A field or a name as a rule writes it; empty for anything else. What is inherited stands in another file."""
    if isinstance(node, n.Name):
        return node.name
    row = _path(node.row) if isinstance(node, n.Get) else ""
    return f"{row}.{node.field}" if isinstance(node, n.Get) and row else ""


def meaning(node: n.Typed, rule: t.TypedRule) -> str:
    """What a value is: a field by its name in the industry and its element, else what it comes from."""
    if isinstance(node, n.Get):
        return place(f"{node.row.type.system}.{node.field}", titled=True)
    if isinstance(node, n.Cell):
        return f"from {_table(node, rule)}"
    if isinstance(node, n.Name):
        return _named(node, rule)
    leaves = list(dict.fromkeys(_leaves(node, rule)))
    return "worked out" + (f" from {', '.join(leaves)}" if leaves else "")


def _named(node: n.Name, rule: t.TypedRule) -> str:
    for step in rule.steps:
        if step.name == node.name:
            return meaning(step.value, rule)
    for rows in ranges(rule):
        if rows.name == node.name and isinstance(rows.items, n.Get):
            return f"one of {place(f'{rows.items.row.type.system}.{rows.items.field}', titled=True)}"
    return f"the {node.type.system or node.type.base} named {node.name}"


def ranges(part: Any) -> Iterator[n.RowsOf]:
    """Everything in a rule that ranges over rows."""
    return (node for node in inside(part) if isinstance(node, n.RowsOf))


def _leaves(part: Any, rule: t.TypedRule) -> Iterator[str]:
    """The fields and tables that a value is worked out from, through the names of `let`."""
    steps = {step.name: step.value for step in rule.steps if not isinstance(step.value, n.LookUp)}
    for node in inside(part):
        if isinstance(node, n.Get) and node.type.base != "row":
            yield place(f"{node.row.type.system}.{node.field}")
        elif isinstance(node, n.Cell):
            yield _table(node, rule)
        elif isinstance(node, n.Name) and node.name in steps:
            yield from _leaves(steps[node.name], rule)


def _table(cell: n.Cell, rule: t.TypedRule) -> str:
    """The table that a column is of: one of the reference store, or one of rule files."""
    named = (step.value for step in rule.steps if isinstance(cell.row, n.Name) and step.name == cell.row.name)
    row = next(named, cell.row)
    if not isinstance(row, n.LookUp):
        return "a table"
    return f"the imported table {row.source}" if row.source else f"the table {row.table}"


def place(name: str, *, titled: bool = False) -> str:
    """A field with its place in the guide: `line.units (SV104)`."""
    row, _, field = name.partition(".")
    about = fields_of(row)[field]
    stands = _elements(standing(about))
    shown = about.title if titled and about.title else name
    return f"{shown} ({stands})" if stands else shown


def _elements(stands: str) -> str:
    """A place as the guide writes its elements: `DTP*314|360 03` is DTP03 of DTP*314 or 360."""
    whole = _QUALIFIED.sub(r"\1\3 of \1*\2", stands).removesuffix("-1..")
    return whole.replace("|", " or ").replace("..", " to ")
