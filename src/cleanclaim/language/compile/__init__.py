"""Typed nodes to code that the engine runs."""

from __future__ import annotations

from cleanclaim.language.compile.lookups import Lookup, make_wake
from cleanclaim.language.compile.plain import plain_lookups, plain_presences
from cleanclaim.language.compile.rule import compile_rule, make_apart, make_careful, make_gate, make_judge, make_reach

__all__ = [
    "Lookup",
    "compile_rule",
    "make_apart",
    "make_careful",
    "make_gate",
    "make_judge",
    "make_reach",
    "make_wake",
    "plain_lookups",
    "plain_presences",
]
