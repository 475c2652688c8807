"""The whole pipeline over a text, with the shipped rules."""

from __future__ import annotations

from functools import cache

from cleanclaim.catalogue import Catalogue, load
from cleanclaim.compiled import CompiledRule
from cleanclaim.findings import Finding, Location
from cleanclaim.lint import Settings, lint
from cleanclaim.source import Source


@cache
def catalogue() -> Catalogue:
    """The shipped rules, read once."""
    return load()


def written() -> tuple[CompiledRule, ...]:
    """The shipped rules that stand in rule files; the others are checks in Python."""
    return tuple(rule for rule in catalogue().rules if rule.path.endswith(".rules"))


def findings_of(text: str) -> list[Finding]:
    """All findings in file order."""
    source = Source.from_bytes(text.encode("latin-1"))
    return [item for item in lint(source, catalogue(), Settings(excerpts=False)) if isinstance(item, Finding)]


def place_of(finding: Finding) -> Location:
    """Where a finding of the pipeline stands: it always says so."""
    assert finding.location is not None
    return finding.location
