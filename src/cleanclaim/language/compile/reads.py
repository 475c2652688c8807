"""Which fields of the claim a rule looks at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

from cleanclaim.language import typed as t


def fields_read(rule: t.TypedRule) -> tuple[str, ...]:
    """The fields as `line.procedure`, each once, in the order of the alphabet."""
    parts = (rule.where, rule.pair, rule.steps, rule.check, rule.judgment, rule.message, rule.suggestion)
    return tuple(sorted({name for part in parts for name in _read(part)}))


def sources_read(rule: t.TypedRule) -> tuple[str, ...]:
    """The tables of the reference store that it asks, each once, in the order of the alphabet."""
    parts = (rule.where, rule.pair, rule.steps, rule.check, rule.judgment, rule.message, rule.suggestion)
    return tuple(sorted({*_asked(parts)} - {""}))


def _asked(part: Any) -> Iterator[str]:
    if isinstance(part, t.LookUp):
        yield part.source
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        for item in part:
            yield from _asked(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _asked(getattr(part, field.name))


def _read(part: Any) -> Iterator[str]:
    if isinstance(part, t.Get):
        yield f"{part.row.type.system}.{part.field}"
    if isinstance(part, tuple) and not hasattr(part, "_fields"):
        for item in part:
            yield from _read(item)
    elif is_dataclass(part):
        for field in fields(part):
            yield from _read(getattr(part, field.name))
