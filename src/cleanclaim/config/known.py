"""Whether a configuration names rules and profiles that there are: with file, line and the nearest name."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import NamedTuple

from cleanclaim.config.lines import Keys
from cleanclaim.config.read import Opened
from cleanclaim.errors import nearest

_ALL = "ALL"


class _Named(NamedTuple):
    """A name that a configuration uses, and where."""

    name: str
    keys: Keys


def refuse_unknown(opened: Opened, codes: Collection[str], profiles: Collection[str]) -> None:
    """Raises `ConfigError` for a rule code or its beginning that no rule has, and for a profile that there is not."""
    beginnings = {code.rstrip("0123456789") for code in codes}
    for name, keys in _codes(opened):
        if name != _ALL and not any(code.startswith(name) for code in codes):
            raise opened.fault(keys, f"there is no rule `{name}`{_meant(name, [*codes, *beginnings])}")
    for name, keys in _profiles(opened):
        if name and name not in profiles:
            raise opened.fault(keys, f"there is no payer profile `{name}`{_meant(name, profiles)}")


def refuse_twice(opened: Opened) -> None:
    """Raises `ConfigError` where one receiver has the same alias for two payers."""
    for receiver, terms in opened.config.receivers.items():
        seen: dict[str, str] = {}
        for payer, aliases in terms.payer_aliases.items():
            for alias in aliases:
                if seen.setdefault(alias, payer) != payer:
                    keys = ("receivers", receiver, "payer-aliases", payer)
                    raise opened.fault(keys, f"`{alias}` is an alias of two payers")


def _codes(opened: Opened) -> Iterator[_Named]:
    """Every rule code, or beginning of one, that a configuration names."""
    config, files = opened.config, opened.files
    for name, listed in (("select", config.select), ("extend-select", config.extend_select)):
        yield from (_Named(code, (name, number)) for number, code in enumerate(listed) if name in files)
    yield from (_Named(code, ("severity", code)) for code in config.severity)
    yield from (_Named(entry.rule, ("ignore", number, "rule")) for number, entry in enumerate(config.ignore))
    for payer, terms in config.payers.items():
        yield from (_Named(code, ("payers", payer, "severity", code)) for code in terms.severity)
    for glob, some in config.files.items():
        yield from (_Named(code, ("files", glob, "severity", code)) for code in some.severity)


def _profiles(opened: Opened) -> Iterator[_Named]:
    """Every payer profile that a configuration names."""
    if opened.config.payer:
        yield _Named(opened.config.payer, ("payer",))
    for payer, terms in opened.config.payers.items():
        yield _Named(terms.profile, ("payers", payer, "profile"))


def _meant(name: str, known: Collection[str]) -> str:
    near = nearest(name, known)
    return f"; did you mean `{near}`?" if near else ""
