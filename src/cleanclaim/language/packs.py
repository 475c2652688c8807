"""Checked rules as they are kept between runs: JSON of typed nodes, from which code is made on first use."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass, replace
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from cleanclaim.compiled import CompiledRule, Presence
from cleanclaim.language import typed as t
from cleanclaim.language.compile import (
    Lookup,
    compile_rule,
    make_careful,
    make_gate,
    make_judge,
    make_reach,
    make_wake,
    plain_lookups,
)
from cleanclaim.language.notation import UnwritableError, read, write

FORMAT = 4  # counts up when the same rules are written in another way


# Of a compiled rule: made again, not kept.
_MADE = {"make_judge", "make_careful", "make_baggage", "make_reach", "make_gate", "make_core", "wakes", "presences"}


class _Kept(NamedTuple):
    """A rule in a pack, in notation; `tables` by their numbers in the pack.

    `known` is what the engine must know of a rule before it runs; null where that is more than
    notation can hold, and the rule is compiled when the pack is read.
    """

    known: msgspec.Raw
    lookups: tuple[Lookup, ...]
    presences: tuple[Presence, ...]
    node: msgspec.Raw
    tables: tuple[int, ...]
    examples: msgspec.Raw


class _Pack(NamedTuple):
    rules: tuple[_Kept, ...]
    tables: tuple[msgspec.Raw, ...]


def write_pack(rules: Sequence[CompiledRule]) -> bytes:
    """Compiled rules as a pack. Raises `UnwritableError` where a node has no notation."""
    tables: list[t.Table] = []
    kept = tuple(_keep(rule, tables) for rule in rules)
    return msgspec.json.encode(_Pack(kept, tuple(map(_raw, tables))))


def _keep(rule: CompiledRule, tables: list[t.Table]) -> _Kept:
    typed = rule.baggage
    assert isinstance(typed, t.TypedRule)
    used = set(_looked_up(typed))
    numbers = tuple(_number(table, tables) for table in typed.tables if table.name in used)
    node, examples = _raw(replace(typed, tables=(), examples=())), _raw(typed.examples)
    return _Kept(_known(rule), tuple(plain_lookups(typed)), rule.presences, node, numbers, examples)


def _known(rule: CompiledRule) -> msgspec.Raw:
    names = [field.name for field in fields(rule) if field.name not in _MADE]
    try:
        return _raw({name: getattr(rule, name) for name in names})
    except UnwritableError:
        return _raw(None)


def _raw(value: Any) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(write(value)))


def _looked_up(part: Any) -> Iterator[str]:
    """The names of the tables that a rule asks."""
    if isinstance(part, t.LookUp):
        yield part.table
    if isinstance(part, tuple):
        for item in part:
            yield from _looked_up(item)
    elif is_dataclass(part) and not isinstance(part, t.Table):
        for field in fields(part):
            yield from _looked_up(getattr(part, field.name))


def _number(table: t.Table, tables: list[t.Table]) -> int:
    for number, other in enumerate(tables):
        if other is table:
            return number
    tables.append(table)
    return len(tables) - 1


def read_pack(body: bytes) -> tuple[CompiledRule, ...]:
    """The rules of a pack, ready to run. Raises `ValueError` or `LookupError` where it is not whole."""
    pack = msgspec.json.decode(body, type=_Pack)  # what it raises is a ValueError
    tables = [_Part(table) for table in pack.tables]
    return tuple(_restore(kept, tables) for kept in pack.rules)


class _Part:
    """A part of a pack that is read when it is asked for, and once."""

    def __init__(self, raw: msgspec.Raw) -> None:
        self._raw = raw

    @cached_property
    def value(self) -> Any:
        return read(msgspec.json.decode(self._raw))


def _restore(kept: _Kept, tables: Sequence[_Part]) -> CompiledRule:
    node, examples = _Part(kept.node), _Part(kept.examples)

    def typed() -> t.TypedRule:
        bare: t.TypedRule = node.value
        return replace(bare, tables=tuple(tables[number].value for number in kept.tables))

    def whole() -> t.TypedRule:
        return replace(typed(), examples=examples.value)

    known = _Part(kept.known).value
    if known is None:
        return compile_rule(whole())
    return CompiledRule(
        **known,
        wakes=tuple(map(make_wake, kept.lookups)),
        presences=kept.presences,
        make_judge=lambda: make_judge(typed()),
        make_careful=lambda: make_careful(typed()),
        make_reach=lambda careful: make_reach(typed(), careful),
        make_gate=lambda: make_gate(typed()),
        make_core=typed,
        make_baggage=whole,
    )
