"""Segments of every shape of the guide, right and nearly right."""

from __future__ import annotations

import random

from cleanclaim.guide.cache import load_guide
from tests.guide_text import example

_VALUES = (
    *("", "", "X", "A" * 61, " ", "A ", " A", "20250230", "20240229", "19000229", "17991231", "0", "-1", "1.5", ".5"),
    *("5.", "-", "--1", "1-", "é", "\x07", "\x7f", "a:b", ":", "A:", ":A", "HC:99213", "HC:99213::::::", "A^B", "`"),
    *("20250101-20250102", "20250101-20250230", "20250101-20250102-20250103", "20250101-", "D8", "RD8", "TM", "DT"),
    *(
        "123456789",
        "12345678",
        "1234567890123456789",
        "1234",
        "2460",
        "235960",
        "2359599",
        "12000000",
        "13",
        "1:2:3:4:5",
    ),
    *("Y", "N", "XX", "ZZ", "EI", "IL", "100.25", "100.125", "A\nB", "202501151200", "250115"),
)


def mutated(count: int, seed: int) -> list[tuple[int, str]]:
    """Segments of every shape with one to three elements changed, dropped or added."""
    draw, shapes, out = random.Random(seed), load_guide().shapes, []
    for number in range(count):
        shape = shapes[number % len(shapes)]
        elements = example(shape, full=draw.random() < 0.5).split("*")
        for _ in range(draw.randint(1, 3)):
            _mutate(draw, elements)
        out.append((shape.serial, "*".join(elements)))
    return out


def _mutate(draw: random.Random, elements: list[str]) -> None:
    at, what = draw.randrange(1, len(elements) + 1), draw.random()
    if what < 0.1:
        elements.extend(["", draw.choice(_VALUES)])
    elif at == len(elements):
        elements.append(draw.choice(_VALUES))
    elif what < 0.2:
        del elements[at]
        elements.append("")
    elif what < 0.5 and ":" in elements[at]:
        parts = elements[at].split(":")
        parts[draw.randrange(len(parts))] = draw.choice(_VALUES)
        elements[at] = ":".join(parts)
    else:
        elements[at] = draw.choice(_VALUES)


def thinned(text: str) -> list[str]:
    """A segment with each of its elements, then each of its components, taken away."""
    elements = text.split("*")
    out = []
    for at in range(1, len(elements)):
        parts = elements[at].split(":")
        for part in range(len(parts)):
            left = ":".join([*parts[:part], "", *parts[part + 1 :]])
            out.append("*".join([*elements[:at], left, *elements[at + 1 :]]))
        out.append("*".join([*elements[:at], "", *elements[at + 1 :]]))
        out.append("*".join(elements[: at + 1]))
    return out
