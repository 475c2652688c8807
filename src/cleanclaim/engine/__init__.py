"""Compiled rules × claims → findings."""

from __future__ import annotations

from cleanclaim.engine.crashes import rules
from cleanclaim.engine.judging import Engine

__all__ = ["Engine", "rules"]
