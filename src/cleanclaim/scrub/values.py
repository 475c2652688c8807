"""How a value becomes another one: by the element it stands in, else word by word."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from functools import lru_cache

from cleanclaim.scrub.permute import Permutation
from cleanclaim.scrub.words import character, check_digit, is_npi, stays

_WORD = re.compile(r"[A-Za-z0-9]+|[\x80-\xff]+")
_REMEMBERED = 65_536
_WEEKS = 50  # how far back dates may move

# Elements outside the allow-list that name nobody, with the shape a value must have to stay.
_STAYS: dict[tuple[str, int], re.Pattern[str]] = {
    ("ISA", 10): re.compile(r"\d{4}"),
    ("GS", 5): re.compile(r"\d{4,8}"),
    ("BHT", 5): re.compile(r"\d{4,8}"),
    ("N4", 2): re.compile(r"[A-Z]{2}"),
    ("N4", 4): re.compile(r"[A-Z]{2,3}"),
    ("DMG", 3): re.compile(r"[FMU]"),
    ("PRV", 3): re.compile(r"[0-9A-Z]{9}X"),
    ("CLM", 11): re.compile(r"[A-Z]{2,3}"),  # the state and country of an accident
    ("PAT", 9): re.compile(r"[YN]"),
    ("CUR", 2): re.compile(r"[A-Z]{3}"),
    ("FRM", 2): re.compile(r"[YNW]"),
    ("MEA", 3): re.compile(r"\d{1,5}(?:\.\d{1,3})?"),
    ("PAT", 8): re.compile(r"\d{1,4}(?:\.\d{1,2})?"),
    ("SVD", 1): re.compile(r"[0-9A-Z]{5}"),  # a payer id
}
_PAYER_ID = re.compile(r"[0-9A-Z]{5}")
_CLIA = re.compile(r"\d\dD\d{7}")
_DATE_AT = {("ISA", 9), ("GS", 4), ("BHT", 4), ("DTP", 3), ("DMG", 2), ("PAT", 6)}
_DATE = re.compile(r"(?<!\d)(?:\d{8}|\d{6})(?=\d{4}(?!\d)|(?!\d))")


class Values:
    """The pseudonyms of one key. The same value has the same pseudonym in every file."""

    def __init__(self, key: bytes) -> None:
        self._permutation = Permutation(key)
        self._back = dt.timedelta(weeks=1 + self._permutation.number("dates", _WEEKS))
        self._word: Callable[[str], str] = lru_cache(_REMEMBERED)(self._one)

    def element(self, elements: list[str], number: int, value: str) -> str:
        """What a value of a segment becomes; `elements` is the segment, its id first."""
        segment = elements[0]
        stays = _STAYS.get((segment, number))
        if (stays and stays.fullmatch(value)) or (segment == "NM1" and number == 9 and _is_payer(elements, value)):
            return value
        if (segment, number) in _DATE_AT:
            return self._dates(value)
        if segment == "N4" and number == 3:
            return value[:3] + self.text(value[3:])
        if segment == "REF" and _CLIA.fullmatch(value):
            return f"{self._word(value[:2])}D{self._word(value[3:])}"
        return self.text(value)

    def text(self, text: str) -> str:
        """A text with each of its words replaced; punctuation and spaces stay."""
        return _WORD.sub(lambda match: self._run(match[0]), text)

    def _run(self, word: str) -> str:
        if word[0] >= "\x80":
            return _foreign(word)
        return word if stays(word) else self._word(word)

    def _one(self, word: str) -> str:
        if is_npi(word):  # those in use begin with 1
            nine = "2" + self._permutation.word(word[1:9], lambda _: None)
            return nine + check_digit(nine)
        return self._permutation.word(word, character)

    def _dates(self, value: str) -> str:
        """Every date moved by the same number of weeks; what is no date becomes what is none either."""
        moved = _DATE.sub(lambda match: self._date(match[0]), value)
        return moved if _DATE.search(value) else self.text(value)

    def _date(self, written: str) -> str:
        pattern = "%Y%m%d" if len(written) == 8 else "%y%m%d"
        day = _day(written, pattern)
        if day is not None:
            earliest = dt.date.min + self._back
            return (day - self._back).strftime(pattern).rjust(len(written), "0") if day >= earliest else written
        return self._permutation.word(written, lambda said: _day(said, pattern) is None)


def _day(written: str, pattern: str) -> dt.date | None:
    try:
        return dt.datetime.strptime(written, pattern).date()
    except ValueError:
        return None


def _is_payer(elements: list[str], value: str) -> bool:
    """A payer id, which names a company and is what rules for one payer ask for (2010BB, 2330B NM109)."""
    return elements[1:2] == ["PR"] and elements[8:9] in (["PI"], ["XV"]) and _PAYER_ID.fullmatch(value) is not None


def _foreign(word: str) -> str:
    """Characters outside of ASCII: as many of them, in the same encoding, as far as it can be told."""
    try:
        letters = word.encode("latin-1").decode("utf-8")
    except UnicodeDecodeError:
        return "\xe9" * len(word)
    stand_ins = {2: "é", 3: "한", 4: "𐐷"}
    return "".join(stand_ins[len(letter.encode())] for letter in letters).encode().decode("latin-1")
