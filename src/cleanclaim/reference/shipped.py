"""What comes with the program: one release of ICD-10-CM, places of service, states, ZIP prefixes.

ICD-10-CM is the list of simple-icd-10-cm (MIT; the codes are of the CDC and CMS), read as text: importing that module
would cost seconds and two hundred megabytes.
"""

from __future__ import annotations

import csv
import datetime as dt
import re
from collections.abc import Iterator
from functools import cache, cached_property
from importlib.util import find_spec
from pathlib import Path

from cleanclaim.reference.days import day_number, fiscal_year, number_of
from cleanclaim.reference.store import Found, Release, Unanswered
from cleanclaim.reference.tables import OPEN, TABLES, About
from cleanclaim.resources import resource

_SHIPPED = "shipped"  # the release of lists that have none
_CATEGORIES = 4000  # of diagnoses that are remembered; there are some two thousand
_CATEGORY = 3  # characters
_UNEVEN = re.compile(r"[^\S\n]|\n\n")  # of a list that is not one code a line
_ZIP = re.compile(r"[0-9]{5}(?:[0-9]{4})?", re.ASCII)


class Diagnoses:
    """The codes of one fiscal year. A category is looked for in the text when it is asked, and then remembered."""

    def __init__(self, path: Path) -> None:
        month, year = re.findall(r"-([A-Z][a-z]+)-([0-9]{4})", path.name)[0]
        following = int(month == "October")
        self._release = fiscal_year(int(year) + following)._replace(release=f"{year}-{'10' if following else '04'}")
        self._path = path
        self._known: dict[str, dict[str, bool]] = {}

    @cached_property
    def _text(self) -> str:
        text = self._path.read_text(encoding="ascii")
        if _UNEVEN.search(text):
            text = "\n".join(text.split())
        return f"\n{text}\n"

    @property
    def days(self) -> tuple[str, int, int]:
        """The name of the release, its first and its last day."""
        return self._release

    def is_header(self, code: str, day: dt.date) -> tuple[bool, Release] | None:
        """Whether a code stands for several; None where it is not there.

        Raises `Unanswered` where that can have been otherwise on the day: what a later year adds is unknown, and a
        code below a category can have had no parts in an earlier one.
        """
        number = number_of(day)
        release = Release(
            "icd-10-cm", self._release.release, number > self._release.last, number < self._release.first
        )
        found = self._category(code[:_CATEGORY]).get(code)
        if release.early and not (found and len(code) == _CATEGORY):
            raise Unanswered
        if found is None and release.outdated:
            raise Unanswered
        return None if found is None else (found, release)

    def _category(self, head: str) -> dict[str, bool]:
        """The codes of a category, and which of them stand for several: codes that begin with them follow."""
        known = self._known.get(head)
        if known is not None:
            return known
        at = self._text.find(f"\n{head}\n") if len(head) == _CATEGORY and head.isalnum() else -1
        codes: list[str] = []
        while at >= 0 and self._text.startswith(head, at + 1):
            end = self._text.index("\n", at + 1)
            codes.append(self._text[at + 1 : end])
            at = end
        codes = list(dict.fromkeys(codes))  # a section of one category stands there under its code as well
        found = {code: after.startswith(code) for code, after in zip(codes, [*codes[1:], ""], strict=False)}
        if len(self._known) < _CATEGORIES:
            self._known[head] = found
        return found


class DiagnosisTable:
    """`icd-10-cm` and `icd-10-cm-headers` as they are shipped."""

    def __init__(self, about: About, diagnoses: Diagnoses) -> None:
        self.about = about
        self._diagnoses = diagnoses

    def on(self, key: tuple[str, ...], day: dt.date) -> Found | None:
        """As `Table.on`. The headers of a release that has ended are still headers."""
        try:
            found = self._diagnoses.is_header(key[0], day)
        except Unanswered:
            if not self.about.codes:
                return None
            raise
        if found is None:
            return None
        header, release = found
        if self.about.codes:
            return Found((key[0], "N" if header else "Y"), release._replace(table=self.about.name))
        return Found(key, release._replace(table=self.about.name, outdated=False)) if header else None


class ListTable:
    """A small list from a file beside the rules; with days where a row begins on one."""

    def __init__(self, about: About, rows: dict[tuple[str, ...], int]) -> None:
        self.about = about
        self._rows = rows

    def on(self, key: tuple[str, ...], day: dt.date) -> Found | None:
        """As `Table.on`."""
        first = self._rows.get(key)
        if first is None or first > number_of(day):
            return None
        return Found(key, Release(self.about.name, _SHIPPED))


class SideTable:
    """`icd-10-cm-sides` as it is shipped: a side is said by the first characters of a code."""

    def __init__(self, about: About) -> None:
        self.about = about

    def on(self, key: tuple[str, ...], day: dt.date) -> Found | None:
        """As `Table.on`; what a code says of sides does not change."""
        code, side = key
        heads = (code[:length] for length in range(len(code), _CATEGORY, -1))
        said = next((sides for sides in map(_sides().get, heads) if sides is not None), "")
        return Found(key, Release(self.about.name, _SHIPPED)) if side in said else None


@cache
def _sides() -> dict[str, str]:
    return {head: said for head, said, *_ in _read("icd10_sides")}


Shipped = DiagnosisTable | ListTable | SideTable


def shipped(name: str) -> Shipped | None:
    """A table of that name that comes with the program; None where there is none."""
    if name in ("icd-10-cm", "icd-10-cm-headers"):
        found = diagnoses()
        return DiagnosisTable(TABLES[name], found) if found is not None else None
    if name == "icd-10-cm-sides":
        return SideTable(TABLES[name])
    return _list(name) if name in _LISTS else None


@cache
def diagnoses() -> Diagnoses | None:
    """The codes that are installed; None where the package that holds them is not there."""
    spec = find_spec("simple_icd_10_cm")
    for folder in spec.submodule_search_locations or () if spec is not None else ():
        for path in sorted(Path(folder).glob("data/code-list-*-[0-9][0-9][0-9][0-9].txt")):
            return Diagnoses(path)
    return None


def _places() -> Iterator[tuple[tuple[str, ...], int]]:
    for place, first in _read("places_of_service"):
        yield (place,), day_number(first) or 0


def _states() -> Iterator[tuple[tuple[str, ...], int]]:
    for (state,) in _read("states"):
        yield (state,), 0


def _prefixes() -> Iterator[tuple[tuple[str, ...], int]]:
    for prefix, states in _read("zip_prefixes"):
        for state in states.split():
            yield (prefix, state), 0


_LISTS = {"place-of-service": _places, "states": _states, "zip-prefixes": _prefixes}


@cache
def _list(name: str) -> ListTable:
    return ListTable(TABLES[name], dict(_LISTS[name]()))


def _read(name: str) -> Iterator[list[str]]:
    """The rows of a file beside the rules, without its remarks and its head."""
    with resource("rules", "tables", f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        rows = [row for row in csv.reader(stream) if row and not row[0].startswith("#")]
    yield from rows[1:]


def is_zip(code: str) -> bool:
    """Whether a postal code has the five or nine digits of the United States."""
    return _ZIP.fullmatch(code) is not None


def states_of_zip(code: str) -> frozenset[str]:
    """The states that a ZIP code can stand in, by its first three digits; none for a prefix that nobody has."""
    return _by_prefix().get(code[:3], frozenset())


def is_country(code: str) -> bool:
    """Whether two letters are a country of ISO 3166-1."""
    return code in _countries()


@cache
def _countries() -> frozenset[str]:
    return frozenset(code for code, *_ in _read("countries"))


@cache
def _by_prefix() -> dict[str, frozenset[str]]:
    return {prefix: frozenset(states.split()) for prefix, states in _read("zip_prefixes")}


def shipped_releases() -> Iterator[tuple[str, str, int, int]]:
    """Table, release, first and last day of what comes with the program."""
    found = diagnoses()
    if found is not None:
        yield ("icd-10-cm", *found.days)
    for name in ("icd-10-cm-sides", *_LISTS):
        yield name, _SHIPPED, 0, OPEN
