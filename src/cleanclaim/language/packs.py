"""Checked rules as they are kept between runs: JSON of typed nodes, from which code is made on first use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from cleanclaim.compiled import CompiledRule, Presence
from cleanclaim.findings import Profile, Rule
from cleanclaim.frozen import Frozen
from cleanclaim.language import nodes as n
from cleanclaim.language import typed as t
from cleanclaim.language.compile import (
    Lookup,
    compile_rule,
    judgments,
    make_wake,
    plain_lookups,
)
from cleanclaim.language.glance import glancing
from cleanclaim.language.inside import inside
from cleanclaim.language.notation import read, write

FORMAT = 7  # counts up when the same rules are written in another way
_DIGITS = 10  # of the length of a head


Stretch = tuple[int, int]  # where a part begins and ends behind the head


class _Known(Frozen, frozen=True, array_like=True):
    """What the engine must know of a rule before it runs: fields of `CompiledRule`."""

    about: Rule
    subject: str
    reads: tuple[str, ...]
    path: str
    line: int
    tags: tuple[str, ...]
    covers: tuple[str, ...]
    across: bool
    sources: tuple[str, ...]
    profile: Profile | None


class _Kept(NamedTuple):
    """A rule in a pack; `tables` by their numbers in the pack.

    `known` is null where that is more than JSON can hold: then the rule is compiled when the pack is read.
    """

    known: _Known | None
    lookups: tuple[Lookup, ...]
    presences: tuple[Presence, ...]
    glances: Stretch
    node: Stretch
    tables: tuple[int, ...]
    examples: Stretch


class _Head(NamedTuple):
    """The begin of a pack, behind its length. What most runs need of few rules lies behind it, in notation."""

    rules: tuple[_Kept, ...]
    tables: tuple[Stretch, ...]


class _Writing:
    """The notation of nodes, one behind the other."""

    def __init__(self) -> None:
        self.parts: list[bytes] = []
        self._size = 0

    def add(self, value: Any) -> Stretch:
        return self.put(write(value))

    def put(self, plain: Any) -> Stretch:
        """Add what is JSON already."""
        part = msgspec.json.encode(plain)
        self.parts.append(part)
        self._size += len(part)
        return self._size - len(part), self._size


def write_pack(rules: Sequence[CompiledRule]) -> bytes:
    """Compiled rules as a pack. Raises `UnwritableError` where a node has no notation."""
    tables: list[t.Table] = []
    writing = _Writing()
    kept = tuple(_keep(rule, tables, writing) for rule in rules)
    head = _Head(kept, tuple(map(writing.add, tables)))
    first = msgspec.json.encode(head)
    return b"".join((b"%0*d" % (_DIGITS, len(first)), first, *writing.parts))


def _keep(rule: CompiledRule, tables: list[t.Table], writing: _Writing) -> _Kept:
    typed = rule.baggage
    assert isinstance(typed, t.TypedRule)
    used = {part.table for part in inside(typed) if isinstance(part, n.LookUp)}
    numbers = tuple(_number(table, tables) for table in typed.tables if table.name in used)
    from cleanclaim.language.compile.glances import make_glances  # who only reads packs has no need of it

    glances = writing.put([] if rule.across else make_glances(typed))
    node, examples = writing.add(replace(typed, tables=(), examples=())), writing.add(typed.examples)
    return _Kept(_known(rule), tuple(plain_lookups(typed)), rule.presences, glances, node, numbers, examples)


def _known(rule: CompiledRule) -> _Known | None:
    known = _Known(*(getattr(rule, name) for name in _Known.__struct_fields__))
    try:
        return msgspec.json.decode(msgspec.json.encode(known), type=_Known)
    except (TypeError, ValueError):
        return None


def _number(table: t.Table, tables: list[t.Table]) -> int:
    for number, other in enumerate(tables):
        if other is table:
            return number
    tables.append(table)
    return len(tables) - 1


def read_pack(body: bytes | memoryview) -> tuple[CompiledRule, ...]:
    """The rules of a pack, ready to run. Raises `ValueError` or `LookupError` where it is not whole."""
    whole = memoryview(body)
    end = _DIGITS + int(bytes(whole[:_DIGITS]))
    head = msgspec.json.decode(whole[_DIGITS:end], type=_Head)  # what it raises is a ValueError
    nodes = whole[end:]
    tables = [_Part(nodes, table) for table in head.tables]
    return tuple(_restore(kept, nodes, tables) for kept in head.rules)


class _Part:
    """A part of a pack that is read when it is asked for, and once."""

    def __init__(self, nodes: memoryview, where: Stretch) -> None:
        self._nodes, self._where = nodes, slice(*where)

    @property
    def plain(self) -> Any:
        """As it stands there."""
        return msgspec.json.decode(self._nodes[self._where])

    @cached_property
    def value(self) -> Any:
        return read(self.plain)


def _restore(kept: _Kept, nodes: memoryview, tables: Sequence[_Part]) -> CompiledRule:
    node, examples, glances = (_Part(nodes, part) for part in (kept.node, kept.examples, kept.glances))

    def typed() -> t.TypedRule:
        bare: t.TypedRule = node.value
        return replace(bare, tables=tuple(tables[number].value for number in kept.tables))

    def whole() -> t.TypedRule:
        return replace(typed(), examples=examples.value)

    known = kept.known
    if known is None:
        return compile_rule(whole())
    return CompiledRule(
        about=known.about,
        subject=known.subject,
        reads=known.reads,
        path=known.path,
        line=known.line,
        tags=known.tags,
        covers=known.covers,
        across=known.across,
        sources=known.sources,
        profile=known.profile,
        wakes=tuple(map(make_wake, kept.lookups)),
        presences=kept.presences,
        make_glance=lambda: glancing(glances.plain),
        make_core=typed,
        make_baggage=whole,
        **judgments(typed),
    )
