"""Compiled rules × claims → findings."""

from __future__ import annotations

from cleanclaim.engine.before import Before
from cleanclaim.engine.covers import Said
from cleanclaim.engine.crashes import rules
from cleanclaim.engine.judging import Engine
from cleanclaim.engine.near import Near
from cleanclaim.engine.scoped import Holds, only_for

__all__ = ["Before", "Engine", "Holds", "Near", "Said", "only_for", "rules"]
