"""What the delimiters of an ISA can not be, and which separator its composites do use."""

from __future__ import annotations

import re

from cleanclaim.source import BLOCK, Source
from cleanclaim.x12.delimiters import Delimiters

NO_REPETITION = "\uffff"  # stands in no latin-1 text: version 4010 declares no repetition separator
NO_COMPONENT = "\ufffe"  # nor does this
_WITH_REPETITION = "00402"  # ISA12: since then ISA11 is a separator, before it was a code
_FEW = 1 << 10  # bytes behind an ISA that hold a GS and an ST
_TELLING = 2  # composites that must agree before what the ISA says is not believed


def can_separate(text: str) -> bool:
    """Whether a delimiter can be told from values: no letter, no digit, no space, and one byte."""
    return len(text) == 1 and not text.isalnum() and text != " "


def is_repetition(text: str, version: str) -> bool:
    """Whether ISA11 may say this where ISA12 says `version`."""
    return can_separate(text) or version < _WITH_REPETITION


def find_component(source: Source, start: int, end: re.Pattern[str], marks: tuple[str, str, str]) -> str:
    """The component separator that is used from a byte on, where it is not the one that was declared; else empty.

    `marks` are element separator, terminator and the component separator as declared; `end` begins the next
    interchange. Places of service, principal diagnoses and procedures tell it (CLM05, HI01, SV101): each
    begins with a code that is known.
    """
    element, terminator, declared = marks
    text = source.read(start, start + BLOCK)
    border = end.search(text)
    begin, gap = rf"{re.escape(terminator)}\s*", re.escape(element)
    value = f"[^{gap}]*{gap}"
    telling = re.compile(
        rf"{begin}(?:CLM{gap}{value}{value}{gap}{gap}[0-9]{{2}}|HI{gap}A?BK|SV1{gap}(?:HC|ER|IV|WK))"
        r"([^A-Za-z0-9])(?=[A-Za-z0-9])",
        re.ASCII,
    )
    used = telling.findall(text, 0, border.start() if border else len(text))
    found = used[0] if len(used) >= _TELLING and len(set(used)) == 1 else declared
    return "" if found in (element, terminator, declared) or not can_separate(found) else found


def find_terminator(source: Source, start: int, delimiters: Delimiters) -> str:
    """What the segments behind an ISA end with where it is not the line break behind that; else empty.

    `start` is the byte of that line break. GS and ST end in a letter or a digit.
    """
    if delimiters.terminator not in "\r\n":
        return ""
    lines = re.split(r"[\r\n]+", source.read(start, start + _FEW).strip("\r\n"))[:2]
    ends = {line.rstrip(" \t")[-1:] for line in lines}
    names = [line[:2] for line in lines]
    end = ends.pop()
    if ends or names != ["GS", "ST"] or not can_separate(end) or end in delimiters:
        return ""
    return end
