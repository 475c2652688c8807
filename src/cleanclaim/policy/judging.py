"""Applies the terms of a configuration to findings, one after the other, and remembers which entries were needed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from cleanclaim.findings import Finding, Severity
from cleanclaim.locate import Owner
from cleanclaim.policy.globs import matches
from cleanclaim.policy.terms import Ignored, Severities, Terms, payer_of

_REMEMBERED = 4096  # decisions: rules, payers and receivers that were met


class _Decision(NamedTuple):
    """What becomes of findings of one rule about one owner."""

    severity: Severity | None
    ignored: Ignored | None


class Policy:
    """What one configuration does with findings. `today` is the day on which entries must hold.

    `needed` are the entries of `[[ignore]]` that some finding met.
    """

    def __init__(self, terms: Terms, today: dt.date) -> None:
        self.terms, self.today = terms, today
        self.needed: set[Ignored] = set()

    @property
    def past(self) -> tuple[Ignored, ...]:
        """Entries that hold no more."""
        return tuple(entry for entry in self.terms.ignored if entry.is_past(self.today))

    @property
    def idle(self) -> tuple[Ignored, ...]:
        """Entries that hold, and that no finding met."""
        holding = (entry for entry in self.terms.ignored if not entry.is_past(self.today))
        return tuple(entry for entry in holding if entry not in self.needed)

    def for_file(self, path: str) -> FilePolicy | None:
        """The policy for a file, by its path from the configuration's folder on; None where nothing is to do."""
        found = FilePolicy(self, path)
        return found if found.acts else None


class FilePolicy:
    """What a configuration does with the findings of one file."""

    def __init__(self, policy: Policy, path: str) -> None:
        terms = policy.terms
        self._needed, self._terms = policy.needed, terms
        self._ignored = tuple(
            entry
            for entry in terms.ignored
            if not entry.is_past(policy.today) and (not entry.path or matches(entry.path, path))
        )
        self._files = tuple(severities for glob, severities in terms.files if matches(glob, path))
        self._payers = {*terms.payers, *terms.profiles, *(entry.payer for entry in self._ignored)}
        self._decided: dict[tuple[str, str, tuple[str, ...]], _Decision] = {}

    @property
    def acts(self) -> bool:
        """Whether there is anything that it could change."""
        terms = self._terms
        return any((self._ignored, self._files, terms.severity, terms.payers, terms.profiles, terms.profile))

    def judge(self, finding: Finding, owner: Owner) -> Finding | None:
        """The finding as it is to be reported; None where it is not."""
        payer = payer_of(owner.payer, owner.receivers, self._terms.aliases)
        names = {owner.payer, payer} & self._payers
        key = (finding.rule, payer if names else "", owner.receivers)
        decision = self._decided.get(key)
        if decision is None:
            decision = self._decide(finding.rule, Owner(payer, owner.receivers))
            if len(self._decided) < _REMEMBERED:
                self._decided[key] = decision
        if decision.ignored is not None:
            self._needed.add(decision.ignored)
            return None
        if decision.severity in (None, finding.severity):
            return finding
        return replace(finding, severity=decision.severity)

    def _decide(self, rule: str, owner: Owner) -> _Decision:
        ignored = next((entry for entry in self._ignored if _is_meant(entry, rule, owner)), None)
        severity = next((found for table in self._tables(owner.payer) if (found := _longest(table, rule))), None)
        return _Decision(severity, ignored)

    def _tables(self, payer: str) -> Iterator[Severities]:
        """Severities, the most particular first: the payer's, those of its profile, the file's, those of all."""
        terms = self._terms
        yield terms.payers.get(payer, {})
        yield terms.profiles.get(payer, terms.profile) if payer else terms.profile
        yield from reversed(self._files)
        yield terms.severity


def _is_meant(entry: Ignored, rule: str, owner: Owner) -> bool:
    """Whether an entry means findings of a rule about an owner; its path was asked before."""
    if not (entry.rule == "ALL" or rule.startswith(entry.rule)):
        return False
    if entry.payer and entry.payer != owner.payer:
        return False
    return not entry.receiver or entry.receiver in owner.receivers


def _longest(severities: Severities, rule: str) -> Severity | None:
    """What the longest entry says that a code begins with."""
    best = max((code for code in severities if rule.startswith(code)), key=len, default=None)
    return None if best is None else severities[best]
