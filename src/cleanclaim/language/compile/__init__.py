"""Typed nodes to code that the engine runs."""

from __future__ import annotations

from cleanclaim.language.compile.lookups import Lookup, make_wake
from cleanclaim.language.compile.plain import plain_lookups, plain_presences
from cleanclaim.language.compile.rule import compile_rule, judgments

__all__ = [
    "Lookup",
    "compile_rule",
    "judgments",
    "make_wake",
    "plain_lookups",
    "plain_presences",
]
