"""What a configuration says of findings, as it is applied: by rule, payer, receiver and path."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import msgspec

from cleanclaim.findings import Severity
from cleanclaim.frozen import Frozen

Severities = Mapping[str, Severity]  # by rule codes and their beginnings


class Ignored(Frozen, frozen=True):
    """An entry of `[[ignore]]`: findings that are not reported, those that match all that is given.

    `place` is where it is written, as "cleanclaim.toml:12"; no two entries have the same.
    """

    place: str
    rule: str
    reason: str
    payer: str = ""
    receiver: str = ""
    path: str = ""
    expires: dt.date | None = None  # the last day on which it holds

    def is_past(self, today: dt.date) -> bool:
        """Whether it holds no more."""
        return self.expires is not None and today > self.expires


class Terms(Frozen, frozen=True):
    """What one configuration says of findings.

    `payers` has severities by payer id, `files` by glob; `profiles` those of the profile by which the
    claims of a payer id are judged, `profile` those of every other payer's. `aliases` names payer ids
    by those that mean the same, for each receiver.
    """

    severity: Severities = msgspec.field(default_factory=dict)
    payers: Mapping[str, Severities] = msgspec.field(default_factory=dict)
    profiles: Mapping[str, Severities] = msgspec.field(default_factory=dict)
    profile: Severities = msgspec.field(default_factory=dict)
    files: tuple[tuple[str, Severities], ...] = ()
    ignored: tuple[Ignored, ...] = ()
    aliases: Mapping[str, Mapping[str, str]] = msgspec.field(default_factory=dict)


def payer_of(payer: str, receivers: tuple[str, ...], aliases: Mapping[str, Mapping[str, str]]) -> str:
    """The payer id that a claim means: its own, or the one that this is an alias of at a receiver."""
    for receiver in receivers:
        named = aliases.get(receiver, {}).get(payer)
        if named is not None:
            return named
    return payer
