"""Typed nodes to code that the engine runs."""

from __future__ import annotations

from cleanclaim.language.compile.rule import compile_rule

__all__ = ["compile_rule"]
