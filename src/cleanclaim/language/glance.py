"""What a rule asks first, as plain JSON that is walked: a single claim is answered before code could be made.

`["get", "claim", "from_date"]` is a field, `["<", one, other]` a comparison, `["any", items, name, again, test]`
a quantifier; what a list begins with is listed here, and nothing else can be called.
"""

from __future__ import annotations

import datetime as dt
import operator
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from functools import partial
from typing import Any

import msgspec

from cleanclaim.compiled import Glance
from cleanclaim.language import running
from cleanclaim.language.codes import CodeSet

Tree = list[Any]  # its kind, then its parts
Names = Mapping[str, Any]  # the rows that have a name

OWN = "the row"  # the name of the subject, which nobody can have written
CALLED = {name: getattr(running, name) for name in (
    *("add", "subtract", "multiply", "divide", "apart", "moved", "moved_back", "months_later", "months_earlier"),
    *("age_years", "days", "months_between", "rounded_up", "year", "valid_npi"),
)} | {"count": len, "length": len}  # fmt: skip
_COMPARED: dict[str, Callable[[Any, Any], Any]] = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}


def glancing(trees: Sequence[Tree]) -> Glance | None:
    """What asks the conditions; nothing asks none."""
    return partial(_possible, trees) if trees else None


def _possible(trees: Sequence[Tree], claim: Any, row: Any) -> bool:
    """Whether all conditions hold of a row and its claim. Raises what comparing values raises that are not there."""
    names = {"claim": claim, OWN: row}
    return all(_ask(tree, names) for tree in trees)


def _ask(tree: Tree, names: Names) -> Any:
    return _KINDS[tree[0]](tree, names)


def _compare(tree: Tree, names: Names) -> Any:
    return _COMPARED[tree[0]](_ask(tree[1], names), _ask(tree[2], names))


def _get(tree: Tree, names: Names) -> Any:
    value = names[tree[1]]
    for field in tree[2:]:
        value = None if value is None else getattr(value, field)
    return value


def _in(tree: Tree, names: Names) -> bool:
    _, of, many, negated, codes = tree
    if not isinstance(codes, CodeSet):  # it is made once, for the first who asks
        codes = tree[-1] = msgspec.convert(codes, CodeSet)
    value = _ask(of, names)
    found = any(one in codes for one in value) if many else value in codes
    return found is not negated


def _present(tree: Tree, names: Names) -> bool:
    return (_ask(tree[1], names) is None) is tree[2]


def _end(tree: Tree, names: Names) -> Any:
    items = _ask(tree[1], names)
    return items[-1 if tree[2] else 0] if items else None


def _otherwise(tree: Tree, names: Names) -> Any:
    value = _ask(tree[1], names)
    return _ask(tree[2], names) if value is None else value


def _rows(tree: Tree, names: Names) -> Iterator[Any]:
    """What the last part of a tree says of each of its rows; of those that meet the part before, if there is one."""
    _, of, name, again, where, asked = tree
    items = _ask(of, names)
    for item in running.again(items) if again else items:
        inner = {**names, name: item}
        if where is None or _ask(where, inner):
            yield True if asked is None else _ask(asked, inner)


_KINDS: dict[str, Callable[[Tree, Names], Any]] = {
    **dict.fromkeys(_COMPARED, _compare),
    "is": lambda tree, _names: tree[1],
    "number": lambda tree, _names: Decimal(tree[1]),
    "day": lambda tree, _names: dt.date.fromisoformat(tree[1]),
    "get": _get,
    "in": _in,
    "present": _present,
    "end": _end,
    "else": _otherwise,
    "not": lambda tree, names: not _ask(tree[1], names),
    "and": lambda tree, names: all(_ask(part, names) for part in tree[1:]),
    "or": lambda tree, names: any(_ask(part, names) for part in tree[1:]),
    "contains": lambda tree, names: tree[2] in _ask(tree[1], names).casefold(),
    "like": lambda tree, names: running.like(_ask(tree[1], names), tree[2]),
    "within": lambda tree, names: _ask(tree[1], names) in _ask(tree[2], names),
    "call": lambda tree, names: CALLED[tree[1]](*(_ask(part, names) for part in tree[2:])),
    "any": lambda tree, names: any(_rows(tree, names)),
    "no": lambda tree, names: not any(_rows(tree, names)),
    "every": lambda tree, names: all(_rows(tree, names)),
    "sum": lambda tree, names: running.total([*_rows(tree, names)]),
}
