"""Rules in words, for `explain` and for pages."""

from __future__ import annotations

from cleanclaim.language.docs.facts import example, explain, gravity, says
from cleanclaim.language.docs.pages import index, page

__all__ = ["example", "explain", "gravity", "index", "page", "says"]
