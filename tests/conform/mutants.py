"""Seeded mutants of the base files: one fault each, or two and three at once."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from functools import cache
from typing import NamedTuple

from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.shape import Field
from tests.conform.bases import Base, Line, bases, write
from tests.conform.samples import sample_bases
from tests.conform.values import CHANGES

_OTHER_IDS = ("ZZZ", "ZZ", "N", "N2", "UR", "CL1", "TOOLONG", "nm1", "Nm1", "N1 ", "1N", "", "SV2", "LS", "LE")
_MARKS = ("*:^~", "|>!\n", "*:^\x1e", "\x1d\x1f\x1e\x1c", "+:^'", "*>^~", "|:~^")


class Spec(NamedTuple):
    """How a mutant is made: cheap to list, to sample and to hand to another process."""

    base: int
    kind: str
    line: int = 0
    element: int = 0
    component: int = 0
    salt: int = 0


class Mutant(NamedTuple):
    """A file with its fault."""

    spec: Spec
    text: str


_LINE_KINDS = ("drop", "double", "triple", "move", "swap", "rename", "requalify", "stray")
_TEXT_KINDS = ("hole", "tail", "cut", "indent")
_LOOP_KINDS = ("drop loop", "double loop", "many loops", "move loop")


@cache
def specs(seed: int) -> tuple[Spec, ...]:
    """Every mutant that is made of the bases: those of the envelope first, then in an order that the seed decides."""
    out = [spec for at, base in enumerate(bases()) for spec in _specs(at, base)]
    draw = random.Random(seed)
    few = range(len(all_bases()))
    out += [Spec(draw.choice(few), "several", salt=draw.randrange(1 << 30)) for _ in range(len(out) // 8)]
    out += [Spec(draw.choice(few[len(bases()) :]), "one", salt=draw.randrange(1 << 30)) for _ in range(len(out) // 8)]
    out = [spec._replace(salt=spec.salt or draw.randrange(1 << 30)) for spec in out]
    draw.shuffle(out)
    every = all_bases()
    return tuple(sorted(out, key=lambda spec: not (spec.element and _is_envelope(every[spec.base].lines[spec.line]))))


@cache
def all_bases() -> tuple[Base, ...]:
    """The files made from the guide, then the samples."""
    return bases() + sample_bases()


def _specs(at: int, base: Base) -> Iterator[Spec]:
    guide = load_guide()
    for index, line in enumerate(base.lines):
        if line.serial not in base.homes:
            continue
        yield from _value_specs(at, index, guide.shapes[line.serial].fields)
        yield from (Spec(at, kind, index) for kind in ("surplus", "short"))
        if guide.nodes[line.serial].opens:
            yield from (Spec(at, kind, index) for kind in _LOOP_KINDS)
        if not _is_envelope(line):
            yield from (Spec(at, kind, index) for kind in (*_LINE_KINDS, *_TEXT_KINDS))


def _is_envelope(line: Line) -> bool:
    return line.id in ("ISA", "GS", "ST", "SE", "GE", "IEA")


def _value_specs(at: int, index: int, fields: Sequence[Field]) -> Iterator[Spec]:
    for element, field in enumerate(fields, 1):
        for component, part in enumerate((field, *field.parts)):
            yield from (Spec(at, kind, index, element, component) for kind in _kinds(part))


def _kinds(field: Field) -> Iterator[str]:
    if field.usage == "N":
        yield "filled"
        return
    if field.parts:
        yield from ("empty", "components", "repeated")
        return
    yield from CHANGES


def make(spec: Spec) -> Mutant | None:
    """The mutant of a spec; None where the change changes nothing."""
    base = all_bases()[spec.base]
    draw = random.Random(f"{spec}")
    if spec.kind in ("one", "several"):
        lines = _several(base, draw, 1 if spec.kind == "one" else draw.choice((2, 2, 3)))
    else:
        lines = _change(list(base.lines), spec, draw)
    text = write(lines)
    if text == write(base.lines):
        return None
    return Mutant(spec, _dressed(text, draw))


def _dressed(text: str, draw: random.Random) -> str:
    """One in twelve has other delimiters, where no value holds one of them."""
    if draw.randrange(12):
        return text
    marks = draw.choice(_MARKS)
    if any(mark in text for mark in marks if mark not in "*:^~"):
        return text
    return text.translate(str.maketrans("*:^~", marks))


def _several(base: Base, draw: random.Random, count: int) -> list[Line]:
    """As many changes, one after the other, each anywhere in the transaction."""
    lines = list(base.lines)
    for _ in range(count):
        index = draw.randrange(3, len(lines) - 3)
        shape = load_guide().shapes[lines[index].serial]
        element = draw.randint(1, len(shape.fields))
        kind = draw.choice((*_LINE_KINDS, *_LINE_KINDS, *_TEXT_KINDS, *_LOOP_KINDS, *CHANGES))
        parts = len(shape.fields[element - 1].parts)
        lines = _change(lines, Spec(0, kind, index, element, draw.randint(1, parts) if parts else 0), draw)
        if len(lines) < 9:
            break
    return lines


def _change(lines: list[Line], spec: Spec, draw: random.Random) -> list[Line]:
    if spec.kind in CHANGES:
        return _change_value(lines, spec, draw)
    if spec.kind in _LOOP_KINDS:
        return _change_loop(lines, spec, draw)
    return _change_line(lines, spec, draw)


def _change_value(lines: list[Line], spec: Spec, draw: random.Random) -> list[Line]:
    line = lines[spec.line]
    field = load_guide().shapes[line.serial].fields[spec.element - 1]
    values = [*line.values, *[""] * (spec.element - len(line.values))]
    value = values[spec.element - 1]
    if spec.component:
        parts = value.split(":")
        parts += [""] * (spec.component - len(parts))
        part = field.parts[spec.component - 1]
        parts[spec.component - 1] = CHANGES[spec.kind](parts[spec.component - 1], part, draw)
        value = ":".join(parts).rstrip(":") if spec.kind != "components" else ":".join(parts)
    elif field.parts and spec.kind == "components":
        value += ":X" * (len(field.parts) - value.count(":"))
    else:
        value = CHANGES[spec.kind](value, field, draw)
    values[spec.element - 1] = value
    while values and not values[-1]:
        values.pop()
    if line.id == "ISA" and len(value) != len(line.values[spec.element - 1]):
        return lines  # its widths are the reader's
    lines[spec.line] = line._replace(values=tuple(values))
    return lines


def _change_line(lines: list[Line], spec: Spec, draw: random.Random) -> list[Line]:
    at, line = spec.line, lines[spec.line]
    inside = (3, len(lines) - 3)
    if spec.kind == "surplus":
        width = len(load_guide().shapes[line.serial].fields)
        values = (*line.values, *[""] * (width - len(line.values)), "X")
        return [*lines[:at], line._replace(values=values), *lines[at + 1 :]]
    if spec.kind == "short":
        values = line.values[: draw.randrange(len(line.values) + 1)]
        return [*lines[:at], line._replace(values=values), *lines[at + 1 :]]
    if spec.kind in ("drop", "double", "triple"):
        return [*lines[:at], *[line] * {"drop": 0, "double": 2, "triple": 3}[spec.kind], *lines[at + 1 :]]
    if spec.kind == "move":
        rest = [*lines[:at], *lines[at + 1 :]]
        to = draw.randrange(*inside)
        return [*rest[:to], line, *rest[to:]]
    if spec.kind == "swap":
        if at + 1 >= inside[1]:
            return lines
        return [*lines[:at], lines[at + 1], line, *lines[at + 2 :]]
    return _change_words(lines, spec, draw)


def _change_words(lines: list[Line], spec: Spec, draw: random.Random) -> list[Line]:
    at, line = spec.line, lines[spec.line]
    if spec.kind == "stray":
        other = draw.choice(draw.choice(bases()).lines[3:-3])
        to = draw.randrange(3, len(lines) - 2)
        return [*lines[:to], other, *lines[to:]]
    if spec.kind == "cut":
        return [*lines[: at + 1], *lines[-3:]]
    changed = {
        "rename": lambda: line._replace(id=draw.choice((*_OTHER_IDS, *_known_ids()))),
        "requalify": lambda: _requalify(line, draw),
        "hole": lambda: line._replace(id="~" + line.id),
        "tail": lambda: line._replace(values=(*line.values, *[""] * draw.choice((1, 1, 3)))),
        "indent": lambda: line._replace(id=draw.choice((" ", "  ")) + line.id),
    }[spec.kind]()
    return [*lines[:at], changed, *lines[at + 1 :]]


@cache
def _known_ids() -> tuple[str, ...]:
    return tuple(sorted({shape.segment for shape in load_guide().shapes if shape.loop >= 0} - {"ST", "SE"}))


def _requalify(line: Line, draw: random.Random) -> Line:
    """Another code of the guide where the guide tells the places of the segment apart."""
    guide = load_guide()
    key = guide.keys.get(line.id)
    if key is None:
        return line
    element, component = key
    values = [*line.values, *[""] * (element - len(line.values))]
    code = draw.choice((*sorted(guide.codes[line.id]), "QQ"))
    parts = values[element - 1].split(":")
    parts[max(component, 1) - 1] = code
    values[element - 1] = ":".join(parts)
    return line._replace(values=tuple(values))


def _change_loop(lines: list[Line], spec: Spec, draw: random.Random) -> list[Line]:
    """A loop is the segment that opens it and all behind it that stand deeper or beside it in it."""
    guide = load_guide()
    at, line = spec.line, lines[spec.line]
    loop = guide.shapes[line.serial].loop
    if loop < 0 or guide.loops[loop].first != line.serial or not loop:
        return lines
    end = at + 1
    while end < len(lines) and lines[end].serial != line.serial and _is_within(lines[end].serial, loop):
        end += 1
    block, rest = lines[at:end], [*lines[:at], *lines[end:]]
    if spec.kind == "drop loop":
        return rest
    if spec.kind == "move loop":
        to = draw.randrange(3, len(rest) - 2)
        return [*rest[:to], *block, *rest[to:]]
    most = guide.loops[loop].most
    times = 2 if spec.kind == "double loop" or most * len(block) > 400 else most + 1
    return [*lines[:at], *block * times, *lines[end:]]


def _is_within(serial: int, loop: int) -> bool:
    guide = load_guide()
    around = guide.shapes[serial].loop
    while around > loop:
        around = guide.loops[around].parent
    return around == loop
