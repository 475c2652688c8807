"""Segments of an answer: its delimiters, its ISA and GS, and counts that fit."""

from __future__ import annotations

import datetime as dt
import re
from typing import TextIO

from cleanclaim.acks.copies import clean
from cleanclaim.acks.records import Group, Interchange
from cleanclaim.x12 import Delimiters

_STANDARD = Delimiters()
_SPARE = "^!|\\"  # for the repetition separator, where there is none
_NO_NUMBER = "000000000"
_QUALIFIERS = frozenset({"01", "14", "20", "27", "28", "29", "30", "33", "ZZ"})  # ISA05, ISA07


class Writer:
    """Writes interchanges that answer those received, each segment on a line of its own.

    `made` is the time that the answers bear. Control numbers are those of what is answered, or the next
    that is free, so that two runs write the same.
    """

    def __init__(self, stream: TextIO, made: dt.datetime) -> None:
        self._stream, self.made = stream, made
        self.delimiters = _STANDARD
        self._number = _NO_NUMBER
        self._used: set[int] = set()  # ISA13 of what was written
        self._count = 0  # segments since the last ST

    def open(self, interchange: Interchange) -> None:
        """Write the ISA that answers an interchange: its addresses the other way round, its delimiters."""
        self.delimiters = answer_delimiters(interchange.delimiters)
        isa = interchange.elements
        self._number = self._free(control_number(isa[13]))
        self.write(
            *("ISA", "00", " " * 10, "00", " " * 10),
            *(self._qualifier(isa[7]), self._address(isa[8]), self._qualifier(isa[5]), self._address(isa[6])),
            *(f"{self.made:%y%m%d}", f"{self.made:%H%M}", self.delimiters.repetition, "00501", self._number, "0"),
            *(isa[15] if isa[15] in ("P", "T") else "T", self.delimiters.component),
        )

    def close(self, groups: int) -> None:
        """Write the IEA."""
        self.write("IEA", str(groups), self._number)

    def open_group(self, group: Group, version: str) -> None:
        """Write the GS that answers a group."""
        gs = group.elements
        self.write(
            *("GS", "FA", self._code(gs[3]), self._code(gs[2]), f"{self.made:%Y%m%d}", f"{self.made:%H%M}"),
            *(group_number(gs[6]), "X", version),
        )

    def begin(self) -> None:
        """The next segment is an ST."""
        self._count = 0

    @property
    def count(self) -> int:
        """How many segments an SE that is written next has to name, itself included."""
        return self._count + 1

    def write(self, *elements: str) -> None:
        """Write a segment; empty elements at its end are left out."""
        text = self.delimiters.element.join(elements).rstrip(self.delimiters.element)
        end = self.delimiters.terminator
        self._stream.write(text + end + ("" if end in "\r\n" else "\n"))
        self._count += 1

    def join(self, *components: str) -> str:
        """A composite; empty components at its end are left out."""
        return self.delimiters.component.join(components).rstrip(self.delimiters.component)

    def text(self, text: str, least: int, most: int, instead: str) -> str:
        """An envelope's text of a length that fits, or something that stands for it."""
        shown = clean(text, self.delimiters).strip()
        return shown if least <= len(shown) <= most else instead

    def _free(self, number: str) -> str:
        """The control number, or the next that no interchange bears yet."""
        value = int(number)
        while value in self._used:
            value = (value + 1) % 10 ** len(number)
        self._used.add(value)
        return f"{value:09d}"

    def _qualifier(self, text: str) -> str:
        return text if text in _QUALIFIERS else "ZZ"

    def _address(self, text: str) -> str:
        return self.text(text, 1, 15, "UNKNOWN").ljust(15)

    def _code(self, text: str) -> str:
        return self.text(text, 2, 15, "UNKNOWN")


def control_number(text: str) -> str:
    """An ISA13, or zeros where what stands there is none."""
    return text if re.fullmatch("[0-9]{9}", text, re.ASCII) else _NO_NUMBER


def group_number(text: str) -> str:
    """A GS06, or 0 where what stands there is none."""
    return text if re.fullmatch("[0-9]{1,9}", text, re.ASCII) else "0"


def answer_delimiters(received: Delimiters) -> Delimiters:
    """The delimiters of the interchange that is answered; the standard ones where those can not be used."""
    used = (received.element, received.component, received.terminator)
    if len(set(used)) < len(used) or not all(map(_can_separate, used)):
        return _STANDARD
    if _can_separate(received.repetition) and received.repetition not in used:
        return received
    return received._replace(repetition=next(mark for mark in _SPARE if mark not in used))


def _can_separate(mark: str) -> bool:
    """One ASCII character that no code or number holds."""
    return len(mark) == 1 and mark.isascii() and not mark.isalnum() and mark != " "
