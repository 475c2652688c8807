"""What of a claim may be copied into an acknowledgment: by default codes that have their code's shape."""

from __future__ import annotations

import re

from cleanclaim.findings import Mark
from cleanclaim.privacy import Values, element_shape
from cleanclaim.source import Source
from cleanclaim.x12 import Delimiters

_LONGEST = 99  # characters of IK404, data element 724
_LONGEST_NUMBER = 35  # characters of CTX01-2, data element 9998
_HIDDEN = re.compile(r"[^ -~]")  # control characters, and what no X12 character set has


def copy_value(source: Source, delimiters: Delimiters, mark: Mark, values: Values) -> str:
    """The value at a mark as IK404 may repeat it; empty where it may not.

    `codes` and `ids` copy what is on the allow-list and has its code's shape, `all` everything, `none`
    nothing. Control characters are left out, and a value with delimiters in it is not copied.
    """
    if values == "none" or not mark.index or not mark.length:
        return ""
    raw = source.peek(mark.offset, mark.offset + mark.length)
    if values != "all" and not _is_code(source, delimiters, mark, raw):
        return ""
    return clean(raw, delimiters)[:_LONGEST].strip()


def copy_number(number: str | None, delimiters: Delimiters, values: Values) -> str:
    """A claim's control number (CLM01) as CTX01-2 may repeat it: for those who asked for ids."""
    if number is None or values not in ("ids", "all"):
        return ""
    return clean(number, delimiters)[:_LONGEST_NUMBER].strip()


def clean(text: str, delimiters: Delimiters) -> str:
    """A text without control characters; empty where a delimiter stands in it."""
    if any(mark in text for mark in delimiters):
        return ""
    return _HIDDEN.sub("", text)


def _is_code(source: Source, delimiters: Delimiters, mark: Mark, raw: str) -> bool:
    """Whether the place is on the allow-list and the value has its shape, as `privacy.mask` asks."""
    qualifier = _qualifier(source, delimiters, mark)
    shape = element_shape(mark.segment_id, mark.index, mark.component, qualifier)
    if shape is None and not mark.component:  # a composite of which only the first component was sent
        shape = element_shape(mark.segment_id, mark.index, 1, qualifier)
    return shape is not None and shape.fullmatch(raw) is not None


def _qualifier(source: Source, delimiters: Delimiters, mark: Mark) -> str:
    """What says how the value is coded: LIN02 for LIN03, the first component for the others of a composite."""
    before = source.peek(mark.offset - 64, mark.offset).split(delimiters.element)
    if mark.segment_id == "LIN":
        return (before[-2] if len(before) > 1 else "") or "?"
    if mark.component < 2:
        return ""
    return before[-1].partition(delimiters.component)[0] or "?"
