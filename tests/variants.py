"""Many rules for measurements: the shipped ones and variants of them, with other codes under other names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass, replace
from typing import Any

from cleanclaim.compiled import ANY_LINE, CompiledRule
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.codes import CodeSet
from cleanclaim.language.compile import Lookup, compile_rule, plain_lookups
from cleanclaim.language.compile.conditions import PROCEDURE

# Codes that the invented claims of `tests.claimgen` bill, and others: a variant moves along this ring.
_RING = (
    "96372", "93000", "J3420", "J1030", "99213", "96375", "80053", "81002", "J1885", "J2405",
    "99214", "94640", "J0696", "J7613", "85025", "69210", "96365", "12001", "82607", "87880",
)  # fmt: skip
_LONG = 12  # codes


def many_rules(rules: Sequence[CompiledRule], count: int) -> tuple[CompiledRule, ...]:
    """So many rules that look at one claim: the shipped ones, then variants of those that name procedures.

    Of fewer than are shipped each kind has the share that it has among those of the rule files. A variant that other
    procedures do not wake would be the same rule twice, and no set of rules holds that: there are none of rules that
    name no procedure, or whose procedures are ranges and long lists, which stay as they are.
    """
    shipped = [rule for rule in rules if isinstance(rule.baggage, t.TypedRule) and not (rule.across or rule.sources)]
    shipped = [rule for rule in shipped if rule.profile is None]  # the others are for some payers alone
    if count <= len(shipped):
        return tuple(shipped[at * len(shipped) // count] for at in range(count))
    coded = [rule for rule in shipped if _woken_by(_moved_rule(rule, 1)) != _woken_by(_moved_rule(rule, 0))]
    rounds, more = divmod(count - len(shipped), len(coded))
    chosen = [(rule, round_) for round_ in range(1, rounds + 1) for rule in coded]
    chosen += [(coded[at * len(coded) // more], rounds + 1) for at in range(more)]
    return (*shipped, *(compile_rule(_moved_rule(rule, round_)) for rule, round_ in chosen))


def _woken_by(node: t.TypedRule) -> list[Lookup]:
    """The procedures that a rule names for its line, or for another one of the claim."""
    return [look for look in plain_lookups(node) if look.field in (PROCEDURE, ANY_LINE)]


def _moved_rule(rule: CompiledRule, number: int) -> t.TypedRule:
    """The same rule about other procedures, under another code."""
    node = rule.baggage
    assert isinstance(node, t.TypedRule)
    names = {code: f"{code}V{number}" for code in (node.about.code, *node.covers)}
    parts = {name: _moved(getattr(node, name), number) for name in ("where", "pair", "steps", "check", "judgment")}
    about = replace(node.about, code=names[node.about.code])
    covers = tuple(names[code] for code in node.covers)
    return replace(node, about=about, covers=covers, tables=_tables(node, number), **parts)


def _tables(node: t.TypedRule, number: int) -> tuple[t.Table, ...]:
    moved = []
    for table in node.tables:
        rows = {tuple(_code(key, number) for key in keys): row for keys, row in table.rows.items()}
        moved.append(replace(table, rows=rows))
    return tuple(moved)


def _moved(part: Any, number: int) -> Any:
    if isinstance(part, n.InSet) and part.value.type.system == "procedure":
        return replace(part, value=_moved(part.value, number), codes=_codes(part.codes, number))
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        return tuple(_moved(item, number) for item in part)
    if is_dataclass(part) and not isinstance(part, type):
        changed: Mapping[str, Any] = {f.name: _moved(getattr(part, f.name), number) for f in fields(part)}
        return replace(part, **changed)
    return part


def _codes(codes: CodeSet, number: int) -> CodeSet:
    """Other codes, as many; ranges, wildcards and long lists stay."""
    if len(codes.literals) > _LONG:
        return codes
    return replace(
        codes,
        literals=frozenset(_code(code, number) for code in codes.literals),
        parts=tuple(_codes(part, number) for part in codes.parts),
        without=codes.without and _codes(codes.without, number),
    )


def _code(code: Any, number: int) -> Any:
    if code in _RING:
        return _RING[(_RING.index(code) + number) % len(_RING)]
    return _further(code, number) if isinstance(code, str) else code


def _further(code: str, number: int) -> str:
    digits = code.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ")
    if not digits.isdigit() or len(code) != 5:
        return code
    return code[: 5 - len(digits)] + f"{(int(digits) + 100 * number) % 10 ** len(digits):0{len(digits)}}"
