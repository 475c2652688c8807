"""Every rule that can be reported: those of the catalogue and those of the pipeline itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cleanclaim import lint
from cleanclaim.catalogue import Catalogue, load
from cleanclaim.errors import ConfigError, nearest
from cleanclaim.findings import Rule
from cleanclaim.privacy import draw


def load_rules(paths: Sequence[Path] = (), *, shipped: bool = True) -> Catalogue:
    """The catalogue with the rules that the pipeline reports by itself; raises as `catalogue.load` does."""
    catalogue = load(paths, shipped)
    about = {**catalogue.about, **{rule.code: rule for rule in lint.rules()}}
    return replace(catalogue, about=dict(sorted(about.items())))


def known_rule(catalogue: Catalogue, code: str) -> Rule:
    """The rule of that code, in any case of letters. Raises `ConfigError` where there is none."""
    rule = catalogue.about.get(code.upper())
    if rule is None:
        near = nearest(code, catalogue.about)
        meant = f"; did you mean `{near}`?" if near else ""
        raise ConfigError(f"there is no rule `{draw(code)}`{meant}")
    return rule
