"""A configuration file as the pipeline applies it: the terms of findings, the receivers, the payers' profiles."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from cleanclaim.catalogue import Catalogue
from cleanclaim.claim import Claim
from cleanclaim.config import Config, Opened
from cleanclaim.engine import Holds
from cleanclaim.errors import ConfigError, nearest
from cleanclaim.findings import Profile, Severity
from cleanclaim.policy import Ignored, Terms, payer_of
from cleanclaim.privacy import draw
from cleanclaim.x12 import Receiver

Aliases = Mapping[str, Mapping[str, str]]  # receiver -> alias -> payer id


def terms_of(opened: Opened | None, profiles: Mapping[str, Profile], chosen: str, given: bool) -> Terms:
    """What a configuration says of findings.

    `chosen` is the payer profile of every claim, empty for none; with `given` it was asked for on the command
    line, and the payers' own profiles give way to it.
    """
    grades = {name: {grade.rule: grade.severity for grade in profile.grades} for name, profile in profiles.items()}
    general = grades.get(chosen, {})
    if opened is None:
        return Terms(profile=general)
    config = opened.config
    own = {} if given else {payer: terms.profile for payer, terms in config.payers.items() if terms.profile}
    return Terms(
        severity=config.severity,
        payers={payer: terms.severity for payer, terms in config.payers.items() if terms.severity},
        profiles={payer: grades.get(profile, {}) for payer, profile in own.items()},
        profile=general,
        files=tuple(_files(config)),
        ignored=ignored_in(opened),
        aliases=aliases_of(config),
    )


def _files(config: Config) -> list[tuple[str, Mapping[str, Severity]]]:
    return [(glob, some.severity) for glob, some in config.files.items() if some.severity]


def ignored_in(opened: Opened) -> tuple[Ignored, ...]:
    """The entries of `[[ignore]]`, each with the place where it is written."""
    here = Path.cwd().resolve()
    found = []
    for number, entry in enumerate(opened.config.ignore):
        path, line = opened.place("ignore", number)
        real = path.resolve()
        name = real.relative_to(here).as_posix() if real.is_relative_to(here) else str(path)
        more = (entry.payer, entry.receiver, entry.path, entry.expires)
        found.append(Ignored(f"{name}:{line}", entry.rule, entry.reason, *more))
    return tuple(found)


def aliases_of(config: Config) -> Aliases:
    """The payer ids that aliases mean, for each receiver."""
    return {
        name: {alias: payer for payer, aliases in receiver.payer_aliases.items() for alias in aliases}
        for name, receiver in config.receivers.items()
        if receiver.payer_aliases
    }


def receivers_of(config: Config) -> dict[str, Receiver]:
    """What receivers take."""
    return {
        name: Receiver(
            receiver.usage or "",
            receiver.character_set,
            frozenset(receiver.sender_ids),
            receiver.max_claims_per_transaction or 0,
        )
        for name, receiver in config.receivers.items()
    }


def switched_on(config: Config, chosen: str, given: bool) -> dict[str, Holds]:
    """The payer profiles that are switched on, and for which claims each of them holds."""
    own = {} if given else {payer: terms.profile for payer, terms in config.payers.items() if terms.profile}
    names = {*own.values(), chosen} - {""}
    return {name: _holds(name, chosen, own, aliases_of(config)) for name in sorted(names)}


def _holds(name: str, chosen: str, own: Mapping[str, str], aliases: Aliases) -> Holds:
    """Whether a claim is judged by a profile: its payer's own one, else the one that was chosen for all."""

    def holds(claim: Claim) -> bool:
        payer = claim.payer.id if claim.payer is not None else None
        receivers = claim.file.receivers if claim.file is not None else ()
        return own.get(payer_of(payer or "", receivers, aliases), chosen) == name

    return holds


def known_profile(catalogue: Catalogue, name: str) -> str:
    """A payer profile by its name, empty for none. Raises `ConfigError` where there is none of that name."""
    if name and name not in catalogue.profiles:
        near = nearest(name, catalogue.profiles)
        meant = f"; did you mean `{near}`?" if near else ""
        raise ConfigError(f"there is no payer profile `{draw(name)}`{meant}")
    return name
