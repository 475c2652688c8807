"""Draws a segment as it may be shown: same length, coded values in clear, everything else as bullets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import lru_cache
from typing import Literal

from cleanclaim.privacy.allowed import KNOWN_QUALIFIERS, KNOWN_SEGMENTS, element_shape
from cleanclaim.x12 import Delimiters

Values = Literal["codes", "none", "ids", "all"]

BULLET = "•"
_QUALIFIED = ("HI", "LIN")  # what may be shown of them depends on how they say it is coded
_OTHER = "?"  # any qualifier that is not known
_UNDRAWABLE = "�"  # for control characters that have no picture of their own

# Every character that would steer a terminal or turn text around, one for one.
_PICTURES: dict[int, int | str] = {
    **{code: 0x2400 + code for code in range(0x20)},
    0x7F: 0x2421,
    **dict.fromkeys(range(0x80, 0xA0), _UNDRAWABLE),
    **dict.fromkeys((0xAD, 0x61C, 0x180E, 0xFEFF), _UNDRAWABLE),
    **dict.fromkeys(range(0x200B, 0x2010), _UNDRAWABLE),
    **dict.fromkeys(range(0x2028, 0x202F), _UNDRAWABLE),
    **dict.fromkeys(range(0x2060, 0x2070), _UNDRAWABLE),
    **dict.fromkeys(range(0xFFF9, 0xFFFC), _UNDRAWABLE),
    **dict.fromkeys(range(0xE0000, 0xE0080), _UNDRAWABLE),
    **dict.fromkeys(range(0xD800, 0xE000), _UNDRAWABLE),  # halves of characters, as in undecodable paths
}


def draw(text: str) -> str:
    """The text with its control characters (C0, C1, DEL, bidirectional marks) drawn, one for one."""
    return text if text.isprintable() else text.translate(_PICTURES)  # nothing that prints has a picture


def hide(text: str) -> str:
    """Bullets of the same length."""
    return BULLET * len(text)


def mask(text: str, delimiters: Delimiters, values: Values = "codes") -> str:
    """A segment without its terminator, as it may be shown; the result has the same length.

    `codes` shows what is on the allow-list and has its shape, `none` the segment id alone, `ids` besides the
    codes what a biller finds a claim by (CLM01, REF*D9, 6R and F8), `all` everything. A segment that no guide
    knows is hidden whole: its id may be a value.
    """
    if values == "all":
        return draw(text)
    segment, *elements = text.split(delimiters.element)
    component, repetition = delimiters.component, delimiters.repetition
    if segment not in KNOWN_SEGMENTS or delimiters.element.isalnum() or component.isalnum():
        return hide(text)
    show = _nothing if values == "none" else _shown(segment, elements)
    if values == "ids" and (at := _number_of(segment, elements)):
        show = _also(show, at)
    masked = [segment]
    for number, value in enumerate(elements, 1):
        if component in value or (repetition and repetition in value):
            masked.append(_element(value, delimiters, number, show))
        else:
            masked.append(value if show(number, 0, "", value) else hide(value))
    return draw(delimiters.element.join(masked))


_Show = Callable[[int, int, str, str], bool]  # element, component (0: none), qualifier, value


def _nothing(_element: int, _component: int, _qualifier: str, _value: str) -> bool:
    return False


def _shown(segment: str, elements: list[str]) -> _Show:
    """What of this segment is on the allow-list and has its code's shape."""
    product = elements[1] if segment == "LIN" and len(elements) > 1 else ""

    def show(element: int, component: int, qualifier: str, value: str) -> bool:
        if segment == "LIN":
            qualifier = product or _OTHER
        if segment not in _QUALIFIED:
            qualifier = ""
        elif qualifier not in KNOWN_QUALIFIERS:
            qualifier = _OTHER
        shape = _shape(segment, element, component, qualifier)
        return shape is not None and shape.fullmatch(value) is not None

    return show


@lru_cache(maxsize=1 << 12)
def _shape(segment: str, element: int, component: int, qualifier: str) -> re.Pattern[str] | None:
    """What a value must match to be shown; of a composite, of which only the first component was sent, that one's.

    INVARIANT: kept under qualifiers that are known, never under a value.
    """
    shape = element_shape(segment, element, component, qualifier)
    return element_shape(segment, element, 1, qualifier) if shape is None and component == 0 else shape


def _number_of(segment: str, elements: list[str]) -> int:
    """The element that names the claim or the line to its biller; 0 where the segment holds none."""
    if segment == "REF":
        return 2 * (elements[:1] in (["D9"], ["6R"], ["F8"]))
    return int(segment == "CLM")


def _also(show: _Show, at: int) -> _Show:
    """The same, and one element more."""
    return lambda element, component, qualifier, value: element == at or show(element, component, qualifier, value)


def _element(value: str, delimiters: Delimiters, number: int, show: _Show) -> str:
    repetition = delimiters.repetition
    if not repetition or repetition.isalnum():  # before version 00402 ISA11 is a letter
        return _composite(value, delimiters, number, show)
    return repetition.join(_composite(part, delimiters, number, show) for part in value.split(repetition))


def _composite(value: str, delimiters: Delimiters, number: int, show: _Show) -> str:
    parts = value.split(delimiters.component)
    if len(parts) == 1:
        return value if show(number, 0, "", value) else hide(value)
    qualifier = parts[0] or "?"
    return delimiters.component.join(
        part if show(number, position, qualifier, part) else hide(part) for position, part in enumerate(parts, 1)
    )


def element_spans(text: str, delimiters: Delimiters) -> Iterator[tuple[int, int]]:
    """Where the elements of a segment begin and end, the segment id first."""
    for match in re.finditer(f"[^{re.escape(delimiters.element)}]+", text):
        yield match.span()
