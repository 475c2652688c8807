"""Rules in words, for `explain` and for pages."""

from __future__ import annotations

from cleanclaim.language.docs.facts import example, explain, gravity, says
from cleanclaim.language.docs.fields import fields_said, reached, rows, type_in_words
from cleanclaim.language.docs.pages import index, page

__all__ = [
    "example",
    "explain",
    "fields_said",
    "gravity",
    "index",
    "page",
    "reached",
    "rows",
    "says",
    "type_in_words",
]
