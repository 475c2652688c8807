"""Canaries: tokens in the places of a sample where something protected stands. Whatever repeats one, tells it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path

from cleanclaim.privacy import coded_element

SAMPLES = Path(__file__).parent.parent / "samples"
TOKEN = "QZXJ"  # every token begins with it


def segments(name: str) -> list[list[str]]:
    """The segments of a sample, as their elements; whatever its delimiters and line ends are."""
    raw = (SAMPLES / name).read_bytes().decode("latin-1")
    text = raw.replace("\r", "").replace("\n", "")
    parts = raw.splitlines() if text[105] == "G" else text.split(text[105])
    return [part.split(text[3]) for part in parts if part]


def joined(parts: list[list[str]]) -> str:
    """The file of these segments."""
    return "".join("*".join(elements) + "~\n" for elements in parts)


def components(parts: list[list[str]]) -> Iterator[tuple[int, int, int]]:
    """Every component of every element, as segment, element and component; the ISA declares the delimiters."""
    for at, elements in enumerate(parts):
        for number in range(1, len(elements)):
            if elements[0] == "ISA" and number in (11, 16):
                continue
            for position in range(elements[number].count(":") + 1):
                yield at, number, position


def planted(elements: list[str], number: int, position: int, token: str) -> list[str]:
    """A segment with a token in one component; an element of the ISA keeps its width."""
    values = elements[number].split(":")
    values[position] = token[: len(values[0])].ljust(len(values[0])) if elements[0] == "ISA" else token
    return [*elements[:number], ":".join(values), *elements[number + 1 :]]


def plant(parts: list[list[str]], *, outside: Collection[str] = (), end: str = "") -> list[str]:
    """Put a token into every protected element, and give the tokens; none into the segments `outside`. Each token has
    this `end`.
    """
    tokens: list[str] = []
    for at, number, position in components(parts):
        elements = parts[at]
        component = position + 1 if ":" in elements[number] else 0
        qualifier = elements[number].split(":")[0] if component else ""
        coded = coded_element(elements[0], number, component, qualifier)
        if elements[number] and not coded and elements[0] not in outside:
            tokens.append(f"{TOKEN}{len(tokens):05d}{end}")
            parts[at] = planted(elements, number, position, tokens[-1])
    return tokens
