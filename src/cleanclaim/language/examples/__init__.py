"""A rule's own proof: mini claims that it must find, and that it must not."""

from __future__ import annotations

from cleanclaim.language.examples.proof import Proof, examples_of, prove
from cleanclaim.language.examples.render import UnrenderableError, render

__all__ = ["Proof", "UnrenderableError", "examples_of", "prove", "render"]
