"""Rules that nearly every claim wakes, asked all at once by one function made of their conditions."""

from __future__ import annotations

import ast
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.claim.parties import Provider
from cleanclaim.compiled import PROTECTED, CompiledRule, Gate
from cleanclaim.engine import asking as a
from cleanclaim.engine.asking import CLAIM, ROW, Asking, Replaced, compiled, define, load, parts_of, rows_of
from cleanclaim.engine.index import ValueMemo

Swept = tuple[CompiledRule, Gate]
Above = Provider | None
# Adds each rule that a claim, a line or one of the providers could break, and that row; the two providers that stood
# above the claim before are not asked again.
Sweep = Callable[[Claim, Sequence[Provider], Above, Above, list[tuple[CompiledRule, Row]]], None]

_PROVIDERS, _ABOVE, _HITS = "v_providers", ("v_billing", "v_pay_to"), "hits"
_OWNERS = {"claim": CLAIM, "line": ROW, "provider": ROW}
_CERTAIN = {ast.IfExp: 1, ast.BoolOp: 2, ast.GeneratorExp: 0}  # how many parts of a node are always evaluated
_LISTS = ("lines", "diagnoses")  # of a claim or a line
_OFTEN = 2  # a field that is asked so often first of all is read once


def sweepable(swept: Iterable[Swept]) -> list[Swept]:
    """The rules that one function can ask: they have a condition, and no name of another one's."""
    names: dict[str, Any] = {}
    found = []
    for rule, gate in swept:
        alike = all(names.get(name, value) is value for name, value in gate.names.items() if name != "__builtins__")
        if gate.rest is not None and alike:
            names.update(gate.names)
            found.append((rule, gate))
    return found


def make_sweep(swept: Sequence[Swept]) -> Sweep:
    """The function that asks the rules; it sees their helpers and constants and nothing else."""
    asking = Asking()
    lines: ast.expr = ast.Attribute(load(CLAIM), "lines", ast.Load())
    read: dict[str, str] = {}
    own: ast.stmt = ast.Assign([ast.Name(ROW, ast.Store())], load(CLAIM))  # of a rule about claims
    above = [own, *_asked(swept, "claim", asking)]
    loops = [
        _each(rows, subject, _asked(swept, subject, asking), _openings(swept, subject))
        for subject, rows in (("line", lines), ("provider", load(_PROVIDERS)))
    ]
    asked = [*_openings(swept, "claim"), *_openings(swept, "line") * _OFTEN]  # for a line it is asked thrice
    reading = _read_once(asked, CLAIM, "claim", read)
    body = [Replaced(read).visit(one) for one in (*above, *(one for loop in loops for one in loop))]
    function = define("sweep", (CLAIM, _PROVIDERS, *_ABOVE, _HITS), [*reading, *body, ast.Pass()])
    memos = {name: memo for at, (_, gate) in enumerate(swept) for name, _, memo in _looks(at, gate)}
    rules = {f"rule_{number}": rule for number, (rule, _) in enumerate(swept)}
    known = [*(gate.names for _, gate in swept), memos, rules]
    sweep: Sweep = compiled([*asking.functions, function], known)["sweep"]
    return sweep


def make_ask(rule: CompiledRule, gate: Gate) -> Callable[[Claim, Any], object]:
    """What asks a rule before it is run: its condition in the cheapest order, or itself where it has none."""
    if gate.rest is None:
        return rule.judge
    asking = Asking()
    asking.function("ask", gate.rest)
    ask: Callable[[Claim, Any], object] = compiled(asking.functions, [gate.names])["ask"]
    return ask


def _each(rows: ast.expr, subject: str, body: list[ast.stmt], openings: Sequence[ast.expr]) -> list[ast.stmt]:
    """for row in rows: ask all rules about it"""
    if not body:
        return []
    known: dict[str, str] = {}
    reading = _read_once(openings, ROW, subject, known)
    asked = [*reading, *(Replaced(known).visit(one) for one in body)]
    if subject == "provider":
        fresh = [ast.Compare(load(ROW), [ast.IsNot()], [load(name)]) for name in _ABOVE]
        asked = [ast.If(a.every(fresh), asked, [])]
    return [ast.For(ast.Name(ROW, ast.Store()), rows, asked, [])]


def _about(swept: Sequence[Swept], subject: str) -> Iterator[tuple[int, list[ast.expr], ast.expr]]:
    """The rules about one kind of row: number, conditions, and what they begin with."""
    for number, (rule, gate) in enumerate(swept):
        if rule.subject == subject and gate.rest is not None:
            parts = [*parts_of(gate.rest), *(look for _, look, _ in _looks(number, gate))]
            yield number, parts, _opening(parts[0])


def _looks(number: int, gate: Gate) -> Iterator[tuple[str, ast.expr, ValueMemo]]:
    """What a rule asks of coded values, as a look into what was said of each before: a name, the look, what knows."""
    paths = dict.fromkeys(wake.field for wake in gate.asked if wake.field != PROTECTED)
    for at, path in enumerate(paths):
        name = f"known_{number}_{at}"
        row, field = path.split(".")
        value: ast.expr = ast.Attribute(load(_OWNERS[row]), field, ast.Load())
        known = ValueMemo([(1, wake.test) for wake in gate.asked if wake.field == path], 1)
        yield name, ast.Subscript(load(name), value, ast.Load()), known


def _openings(swept: Sequence[Swept], subject: str) -> list[ast.expr]:
    return [opening for _, _, opening in _about(swept, subject)]


def _opening(first: ast.expr) -> ast.expr:
    """What must hold where the first condition of a rule does: itself, or that a rare list is not empty."""
    found = rows_of(first)
    return found.rows if found is not None and found.some and a.is_rare(found.rows) else first


def _asked(swept: Sequence[Swept], subject: str, asking: Asking) -> list[ast.stmt]:
    """All rules about one kind of row; those that begin with the same condition stand together behind it."""
    groups: dict[str, list[tuple[ast.expr, list[ast.expr], ast.stmt]]] = {}
    for number, parts, opening in _about(swept, subject):
        pair = ast.Tuple([load(f"rule_{number}"), load(_OWNERS[subject])], ast.Load())
        hit = ast.Expr(ast.Call(ast.Attribute(load(_HITS), "append", ast.Load()), [pair], []))
        groups.setdefault(ast.dump(opening), []).append((opening, parts, hit))
    return [statement for members in groups.values() for statement in _group(members, asking)]


def _group(members: Sequence[tuple[ast.expr, list[ast.expr], ast.stmt]], asking: Asking) -> list[ast.stmt]:
    opening, parts, hit = members[0]
    if len(members) == 1:
        return asking.nested(parts, [hit])
    inner: list[ast.stmt] = []
    for one, parts, hit in members:
        inner += asking.nested(parts[1:] if parts[0] is one else parts, [hit])
    return asking.nested([opening], inner)


def _read_once(openings: Sequence[ast.expr], owner: str, name: str, known: dict[str, str]) -> list[ast.stmt]:
    """Read the fields of a claim or row, that are often asked, into variables; `known` gets their names."""
    asked = [node for opening in openings for node in _fields(opening, owner)]
    often = Counter(map(ast.dump, asked))
    nodes = {ast.dump(node): node for node in asked}
    made: list[ast.stmt] = []
    for text in sorted(nodes, key=lambda text: (len(text), text)):
        if often[text] >= _OFTEN:
            variable = f"{name}_{len(known)}"
            made.append(ast.Assign([ast.Name(variable, ast.Store())], Replaced(known).visit(nodes[text])))
            known[text] = variable
    return made


def _fields(node: ast.AST, owner: str, certain: bool = True) -> Iterator[ast.expr]:
    """The fields of the claim or the row in a condition, the rows on the way to them, and the lengths of lists.

    What is asked only under a condition can stand in a row that is not there: of that only the own fields.
    """
    if isinstance(node, ast.Attribute) and _owner(node) == owner and (certain or isinstance(node.value, ast.Name)):
        yield node
    if isinstance(node, ast.Call) and _owner(node.func) == "len":
        (counted,) = node.args
        if _owner(counted) == owner and (certain or _is_list(counted)):
            yield node
    for at, part in enumerate(ast.iter_child_nodes(node)):
        yield from _fields(part, owner, certain and at < _CERTAIN.get(type(node), 99))


def _is_list(node: ast.expr) -> bool:
    """Whether it is a list of a claim or a line, which is there in every one."""
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.attr in _LISTS


def _owner(node: ast.AST) -> str:
    """The name that a way of fields begins with."""
    while isinstance(node, ast.Attribute):
        node = node.value
    return node.id if isinstance(node, ast.Name) else ""
