"""What a store holds, what of it is stale, and whether it is sound."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.reference.days import number_of, written
from cleanclaim.reference.shipped import shipped_releases
from cleanclaim.reference.store import Part, Store
from cleanclaim.reference.tables import TABLES, About


class Standing(NamedTuple):
    """One release of one table. `note` says what is to be known of it; empty for one that is in force."""

    table: str
    release: str
    rows: int
    first: str  # 2026-10-01; empty where it is open
    last: str
    note: str
    files: tuple[str, ...]


def standings(store: Store, today: dt.date) -> list[Standing]:
    """Every release of every table, tables by name, the latest release first."""
    found: dict[tuple[str, str], list[Part]] = {}
    for part in store.parts:
        found.setdefault((part.name, part.release), []).append(part)
    made = [_standing(parts, store, number_of(today)) for parts in found.values()]
    return sorted(
        sorted(made, key=lambda standing: standing.first, reverse=True), key=lambda standing: standing.table
    )


def _standing(parts: list[Part], store: Store, today: int) -> Standing:
    first, last = min(part.first for part in parts), max(part.last for part in parts)
    latest = max(part.last for part in store.parts if part.name == parts[0].name)
    note = "stale: it has ended, and no later one is here" if last < today and last == latest else ""
    note = note or ("earlier" if last < today else "to come" if first > today else "")
    rows = sum(part.rows for part in parts)
    files = tuple(part.file for part in parts)
    return Standing(parts[0].name, parts[0].release, rows, written(first), written(last), note, files)


def shipped_standings(today: dt.date) -> list[Standing]:
    """What comes with the program."""
    return [
        Standing(name, release, 0, written(first), written(last), _shipped(last < number_of(today)), ())
        for name, release, first, last in shipped_releases()
    ]


def _shipped(ended: bool) -> str:
    return "shipped; it has ended" if ended else "shipped"


def absent(store: Store | None) -> list[About]:
    """The tables that are neither imported nor shipped."""
    here = {part.name for part in store.parts} if store is not None else set()
    here |= {name for name, *_ in shipped_releases()}
    return [about for about in TABLES.values() if about.name not in here and not about.joined]


# ------------------------------------------------------------------------------ verify


def faults(store: Store) -> Iterator[str]:
    """What is wrong with a store, one line each: damage, counts, dates, orphans, parts that are missing."""
    for (said,) in store.query("PRAGMA quick_check(10)"):
        if said != "ok":
            yield "the file is damaged: import its files anew"
            return
    for part in store.parts:
        if part.name not in TABLES:
            yield f"{part.name}: there is no such table"
        elif part.first > part.last:
            yield f"{part.name} {part.release}: it ends before it begins"
    for about in TABLES.values():
        if about.joined:
            continue
        yield from _counts(store, about)
        yield from _days(store, about)
        yield from _overlaps(store, about)
        yield from _missing_parts(store, about)
        yield from _shrunk(store, about)
    yield from _lonely(store)


def _counts(store: Store, about: About) -> Iterator[str]:
    """Rows that nobody imported, and files of which rows have gone."""
    counted = dict(store.query(f"SELECT part, count(*) FROM {about.sql} GROUP BY part"))
    for part in store.parts:
        if part.name == about.name:
            rows = counted.pop(part.part, 0)
            if rows != part.rows:
                yield f"{about.name} {part.release}: expected {part.rows:,} rows of `{part.file}`, found {rows:,}"
    if counted:
        yield f"{about.name}: {sum(counted.values()):,} rows are of no file that was imported"


def _days(store: Store, about: About) -> Iterator[str]:
    if not about.dated:
        return
    ((backwards,),) = store.query(f"SELECT count(*) FROM {about.sql} WHERE last < first")
    if backwards:
        yield f"{about.name}: {backwards:,} rows end before they begin"


def _overlaps(store: Store, about: About) -> Iterator[str]:
    """Two rows of one key that are in force together and say different things: the later one would answer."""
    keys = ", ".join(column.name for column in about.columns[: about.keys])
    rest = " || '|' || ".join(f"ifnull({column.name}, '')" for column in about.columns[about.keys :]) or "''"
    inner = (
        f"SELECT {keys}, part, first, last, {rest} AS said, "
        f"lag(last) OVER same AS before, lag({rest}) OVER same AS unlike FROM {about.sql} "
        f"WINDOW same AS (PARTITION BY {keys}, part ORDER BY first, last)"
    )
    ((found,),) = store.query(f"SELECT count(*) FROM ({inner}) WHERE before >= first AND said <> unlike")
    if found:
        yield f"{about.name}: {found:,} rows contradict another that is in force at the same time"


def _missing_parts(store: Store, about: About) -> Iterator[str]:
    """A release that comes in several files: f1, f2 and f4 lack f3."""
    labels: dict[str, set[int]] = {}
    for part in store.parts:
        if part.name == about.name and part.label.isdigit():
            labels.setdefault(part.release, set()).add(int(part.label))
    for release, numbers in labels.items():
        gone = sorted(set(range(1, max(numbers) + 1)) - numbers)
        if gone:
            yield f"{about.name} {release}: file {', '.join(f'f{number}' for number in gone)} is missing"


def _shrunk(store: Store, about: About) -> Iterator[str]:
    """A release with less than half of the rows of the one before is a file that was cut off."""
    table = store.table(about.name)
    rows = {part.part: part.rows for part in store.parts}
    before = 0
    for name, _, _, parts in table.releases if table is not None else ():
        now = sum(rows[part] for part in parts)
        if now * 2 < before and about.name != "enrolment":
            yield f"{about.name} {name}: {now:,} rows, {before:,} in the release before: is a file cut off?"
        before = now


def _lonely(store: Store) -> Iterator[str]:
    """Articles whose procedures have no diagnoses, where both tables are there."""
    here = {part.name for part in store.parts}
    if {"coverage-procedures", "coverage-diagnoses"} <= here:
        procedures, diagnoses = (TABLES[name].sql for name in ("coverage-procedures", "coverage-diagnoses"))
        statement = (
            f"SELECT count(DISTINCT article) FROM {diagnoses} WHERE article NOT IN (SELECT article FROM {procedures})"
        )
        ((found,),) = store.query(statement)
        if found:
            yield f"coverage-diagnoses: {found:,} articles have no procedures"
