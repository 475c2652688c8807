"""All that is known: what was imported, and beneath it what comes with the program."""

from __future__ import annotations

import datetime as dt
from typing import Protocol

from cleanclaim.reference.coverage import articles
from cleanclaim.reference.shipped import shipped
from cleanclaim.reference.store import Found, Store, Unanswered
from cleanclaim.reference.tables import About


class Asked(Protocol):
    """A table that can be asked."""

    @property
    def about(self) -> About:
        """Its columns, and what an absent key means."""

    def on(self, key: tuple[str, ...], day: dt.date) -> Found | None:
        """The row of a key that is in force on a day. Raises `Unanswered` where nobody can know."""


def known_table(name: str, store: Store | None) -> Asked | None:
    """A table by its name: imported, shipped, or both; None where there is neither."""
    joined = articles(name, store)
    if joined is not None:
        return joined
    imported = store.table(name) if store is not None else None
    installed = shipped(name)
    if imported is not None and installed is not None:
        return _Layers(imported, installed)
    return imported or installed


class _Layers:
    """What was imported answers first; what is shipped, where that has no answer of the day itself."""

    def __init__(self, upper: Asked, lower: Asked) -> None:
        self._upper, self._lower = upper, lower

    @property
    def about(self) -> About:
        return self._upper.about

    def on(self, key: tuple[str, ...], day: dt.date) -> Found | None:
        try:
            found = self._upper.on(key, day)
        except Unanswered:
            return self._lower.on(key, day)
        if found is None or not found.release.outdated:
            return found
        try:
            below = self._lower.on(key, day)
        except Unanswered:
            return found
        return found if below is None or below.release.outdated else below
