"""Every rule that can be reported: those of the catalogue and those of the pipeline itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from cleanclaim import lint
from cleanclaim.catalogue import Catalogue, load
from cleanclaim.cli.configured import Configured, rule_paths
from cleanclaim.errors import ConfigError, nearest
from cleanclaim.findings import Rule
from cleanclaim.privacy import draw


def load_rules(paths: Sequence[Path] = (), *, shipped: bool = True) -> Catalogue:
    """The catalogue with the rules that the pipeline reports by itself; raises as `catalogue.load` does."""
    catalogue = load(paths, shipped)
    about = {**catalogue.about, **{rule.code: rule for rule in lint.rules()}}
    return replace(catalogue, about=dict(sorted(about.items())))


def known_rule(code: str, paths: Sequence[Path]) -> tuple[Catalogue, Rule]:
    """The rule of that code, in any case of letters, and the catalogue that it was found in: the shipped rules and
    those of the paths, else those that the working directory's configuration names.

    Raises `ConfigError` where there is none, and as `load_rules` does.
    """
    catalogue = load_rules(paths)
    if code.upper() not in catalogue.about and not paths:
        catalogue = load_rules(_configured())
    rule = catalogue.about.get(code.upper())
    if rule is None:
        near = nearest(code, catalogue.about)
        meant = f"; did you mean `{near}`?" if near else ""
        yours = "" if paths else " (one of yours is found with `--rules PATH`, or named by a configuration here)"
        raise ConfigError(f"there is no rule `{draw(code)}`{meant}{yours}")
    return catalogue, rule


def _configured() -> tuple[Path, ...]:
    """The rule files that the working directory's configuration names."""
    configured = Configured(Path.cwd())
    opened = configured.of_run
    return rule_paths(opened, configured.reach(opened)) if opened is not None else ()
