"""A rule's own proof: mini claims that it must find, and that it must not."""

from __future__ import annotations

from cleanclaim.language.examples.fixtures import fixtures, write_fixtures
from cleanclaim.language.examples.proof import Proof, examples_of, prove, title_of
from cleanclaim.language.examples.render import UnrenderableError, render
from cleanclaim.language.examples.thorough import Score, prove_thoroughly

__all__ = [
    "Proof",
    "Score",
    "UnrenderableError",
    "examples_of",
    "fixtures",
    "prove",
    "prove_thoroughly",
    "render",
    "title_of",
    "write_fixtures",
]
