"""Medicare coverage articles as rules ask them: which procedures need a diagnosis, and which diagnoses will do.

An article names procedures in groups and diagnoses in groups; how the groups belong together stands in its text
alone. So any diagnosis of an article supports all of its procedures here, and what one article supports is supported.
A group of procedures without a group of diagnoses of its number can be one that needs none: it asks for nothing.
"""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from cleanclaim.reference.store import Found, Release, Store, Table, Unanswered
from cleanclaim.reference.tables import TABLES, About

_KEPT = 20_000  # procedures that are remembered at most
_PROCEDURES, _DIAGNOSES = "coverage-procedures", "coverage-diagnoses"
_ARTICLES = f"SELECT DISTINCT article, group_number, part FROM {TABLES[_PROCEDURES].sql} WHERE procedure = ?"
_LISTED = (
    f"SELECT DISTINCT part FROM {TABLES[_DIAGNOSES].sql} WHERE article = ? AND group_number = ? AND covered = 'Y'"
)
_COVERED = f"SELECT part FROM {TABLES[_DIAGNOSES].sql} WHERE article = ? AND diagnosis = ? AND covered = 'Y'"


class Articles:
    """`coverage-lists`, asked by a procedure, and `coverage`, by a procedure and a diagnosis."""

    def __init__(self, about: About, store: Store, procedures: Table, diagnoses: Table) -> None:
        self.about = about
        self._store, self._procedures, self._diagnoses = store, procedures, diagnoses
        self._kept: dict[tuple[str, dt.date], tuple[tuple[str, str], ...]] = {}

    def on(self, key: tuple[str, ...], day: dt.date) -> Found | None:
        """As `Table.on`."""
        release, _ = self._in_force(self._procedures, day)
        listed, parts = self._in_force(self._diagnoses, day)
        groups = self._groups(key[0], day)
        articles = dict.fromkeys(article for article, _ in groups)
        outdated = release.outdated or listed.outdated
        release = release._replace(table=self.about.name, outdated=outdated)
        if self.about.keys == 1:
            needed = groups and all(self._any(_LISTED, group, parts) for group in groups)
            return Found((key[0], Decimal(len(articles))), release) if needed else None
        if any(self._any(_COVERED, (article, key[1]), parts) for article in articles):
            return Found(key, release)
        return None

    def _in_force(self, table: Table, day: dt.date) -> tuple[Release, frozenset[int]]:
        """The release that answers, and its files. Raises `Unanswered` before the first one."""
        chosen = table.chosen(day)
        if chosen is None:
            raise Unanswered
        return chosen[1], chosen[2]

    def _groups(self, procedure: str, day: dt.date) -> tuple[tuple[str, str], ...]:
        """The articles that name a procedure, and the group in which each does."""
        known = self._kept.get((procedure, day))
        if known is None:
            _, parts = self._in_force(self._procedures, day)
            rows = self._store.query(_ARTICLES, (procedure,))
            known = tuple(dict.fromkeys((article, group) for article, group, part in rows if part in parts))
            if len(self._kept) >= _KEPT:
                self._kept.clear()
            self._kept[procedure, day] = known
        return known

    def _any(self, question: str, values: tuple[str, ...], parts: frozenset[int]) -> bool:
        return any(part in parts for (part,) in self._store.query(question, values))


def articles(name: str, store: Store | None) -> Articles | None:
    """The joined table of that name; None where its files were not imported, or it is none."""
    about = TABLES.get(name)
    if store is None or about is None or not about.joined:
        return None
    procedures, diagnoses = store.table(_PROCEDURES), store.table(_DIAGNOSES)
    if procedures is None or diagnoses is None:
        return None
    return Articles(about, store, procedures, diagnoses)
