"""The samples as bases: each as it lies, and those without a fault to be broken as well."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from cleanclaim.guide import Placed, place
from cleanclaim.source import Source
from cleanclaim.x12 import Interchange, read_events
from tests.conform.bases import Base, Line

SAMPLES = Path(__file__).parents[2] / "samples"
_SMALL = 10_000  # bytes of a sample that is broken many times over


@cache
def sample_texts() -> tuple[tuple[str, str], ...]:
    """Every sample: its name, and its text as it lies."""
    paths = sorted(SAMPLES.rglob("*.837"))
    return tuple((str(path.relative_to(SAMPLES)), path.read_bytes().decode("latin-1")) for path in paths)


@cache
def sample_bases() -> tuple[Base, ...]:
    """The small samples without a fault and with one interchange, under the usual separators."""
    bases = [_read(name, text) for name, text in sample_texts() if name.startswith("clean") and len(text) < _SMALL]
    return tuple(base for base in bases if base is not None)


def _read(name: str, text: str) -> Base | None:
    items = list(place(read_events(Source.from_bytes(text.encode("latin-1")))))
    interchanges = [item for item in items if isinstance(item, Interchange)]
    if len(interchanges) != 1:
        return None
    marks = interchanges[0].delimiters
    usual = str.maketrans({marks.element: "*", marks.component: ":", marks.repetition: "^"})
    placed = {item.segment.number: item.node.serial for item in items if isinstance(item, Placed)}
    lines = []
    for number, segment in enumerate(text.rstrip("\r\n").split(marks.terminator)[:-1], 1):
        parts = segment.strip("\r\n").translate(usual).split("*")
        lines.append(Line(placed.get(number, 0), parts[0], tuple(parts[1:])))
    return Base(name, tuple(lines), frozenset())
