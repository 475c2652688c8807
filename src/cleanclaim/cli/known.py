"""Every rule that can be reported: those of the catalogue and those of the pipeline itself."""

from __future__ import annotations

from difflib import get_close_matches

from cleanclaim import lint
from cleanclaim.catalogue import Catalogue
from cleanclaim.errors import ConfigError
from cleanclaim.findings import Rule
from cleanclaim.privacy import draw


def known_rules(catalogue: Catalogue) -> dict[str, Rule]:
    """Rules by code, in the order of the codes."""
    rules = {**catalogue.about, **{rule.code: rule for rule in lint.rules()}}
    return dict(sorted(rules.items()))


def known_rule(catalogue: Catalogue, code: str) -> Rule:
    """The rule of that code, in any case of letters. Raises `ConfigError` where there is none."""
    rules = known_rules(catalogue)
    rule = rules.get(code.upper())
    if rule is None:
        near = get_close_matches(code.upper(), rules, 1)
        meant = f"; did you mean `{near[0]}`?" if near else ""
        raise ConfigError(f"there is no rule `{draw(code)}`{meant}")
    return rule
