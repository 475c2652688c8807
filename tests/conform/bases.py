"""Base files made from the guide: together they hold every node, each is small, none has a fault.

Subscribers with claims of their own and subscribers whose dependents have them stand side by side. Some
files say only what is required of a segment, some all that it may hold.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from typing import NamedTuple

from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.shape import Field, Guide, Shape
from cleanclaim.guide.titles import segment_title

CHUNK = 22  # nodes that a small base holds beyond those that each must have
ISA = "ISA*00*          *00*          *ZZ*INVENTED       *ZZ*INVENTED       *250131*1200*^*00501*000000001*0*T*:"
_VERSION = "005010X222A1"
# Elements that a full segment leaves empty, because a syntax note excludes them or a list changes with the years.
_LEFT = {"N4": (4, 5, 6, 7), "QTY": (4,), "CUR": (3,)}
_FIXED = {("N4", 2): "IL", ("CUR", 2): "USD", ("CLM", 5): "11:B:1", ("SV1", 5): "11", ("SV7", 1): ""}
_LISTED = {"156": "IL", "26": "US", "100": "USD", "1331": "11"}  # of lists kept elsewhere, by data element


class Line(NamedTuple):
    """A segment of a base: the node that it was made for, its elements behind the id."""

    serial: int
    id: str
    values: tuple[str, ...]

    @property
    def text(self) -> str:
        """As it stands in a file, under the usual delimiters."""
        return "*".join((self.id, *self.values))


class Base(NamedTuple):
    """A whole file, and the nodes that it was made for."""

    name: str
    lines: tuple[Line, ...]
    homes: frozenset[int]


def write(lines: Iterable[Line]) -> str:
    """A file of lines as they are."""
    return "".join(f"{line.text}~" for line in lines)


@cache
def bases() -> tuple[Base, ...]:
    """All of them, in a fixed order."""
    guide = load_guide()
    spare = [shape.serial for shape in guide.shapes if not _is_always(guide, shape)]
    # a segment before the first ISA or beside a group is the reader's
    spare = [serial for serial in spare if guide.shapes[serial].loop >= 0]
    out = []
    for at in range(0, len(spare), CHUNK):
        chosen = frozenset(spare[at : at + CHUNK])
        for full in (False, True):
            out.append(_make(f"{'full' if full else 'least'} {at // CHUNK}", chosen, full))
    always = frozenset(shape.serial for shape in guide.shapes if _is_always(guide, shape))
    out[0] = out[0]._replace(homes=out[0].homes | always)
    out[1] = out[1]._replace(homes=out[1].homes | always)
    out.append(_make("whole", frozenset(range(len(guide.shapes))), full=False)._replace(homes=frozenset()))
    out.append(_mixed())
    return tuple(out)


def _is_always(guide: Guide, shape: Shape) -> bool:
    """Whether every file that holds a claim of a subscriber has the node."""
    loop = shape.loop
    while loop >= 0:
        if guide.loops[loop].usage != "R" and loop != _claim(guide):
            return False
        loop = guide.loops[loop].parent
    return shape.usage == "R"


def _claim(guide: Guide) -> int:
    return next(loop.serial for loop in guide.loops if loop.name == "2300")


def _make(name: str, chosen: frozenset[int], full: bool) -> Base:
    guide = load_guide()
    serials = _kept(guide, chosen)
    return Base(name, _number(guide, [_line(guide, serial, full) for serial in serials]), chosen)


def _kept(guide: Guide, chosen: frozenset[int]) -> list[int]:
    """The nodes of a transaction, in their order: the chosen ones with all that they can not stand without."""
    loops = {0, _claim(guide)}
    for serial in chosen:
        loop = guide.shapes[serial].loop
        while loop >= 0:
            loops.add(loop)
            loop = guide.loops[loop].parent
    out: list[int] = []
    _descend(guide, 0, loops, chosen, out)
    return out


def _descend(guide: Guide, loop: int, loops: set[int], chosen: frozenset[int], out: list[int]) -> None:
    for child in guide.loops[loop].children:
        if child.is_loop:
            if child.serial in loops or guide.loops[child.serial].usage == "R":
                _descend(guide, child.serial, loops, chosen, out)
        elif child.serial in chosen or guide.shapes[child.serial].usage == "R":
            out.append(child.serial)


def _mixed() -> Base:
    """Subscribers and dependents in turn, with one or two claims of one or two lines each."""
    guide = load_guide()
    serials = _kept(guide, frozenset(shape.serial for shape in guide.shapes if shape.segment in ("PAT", "DMG")))
    head = [serial for serial in serials if "2000B" not in guide.nodes[serial].path]
    alone = [serial for serial in serials if guide.nodes[serial].path[1:2] == ("2000B",)]
    dependent = [serial for serial in alone if "2000C" in guide.nodes[serial].path]
    subscriber = [serial for serial in alone if serial not in dependent]
    level = [serial for serial in subscriber if "2300" not in guide.nodes[serial].path]
    claim = [serial for serial in subscriber if "2300" in guide.nodes[serial].path]
    line = [serial for serial in claim if "2400" in guide.nodes[serial].path]
    young = [serial for serial in dependent if "2300" in guide.nodes[serial].path]
    order = [*level, *claim, *line, *claim, *level, *dependent, *young]
    order += [*dependent, *level, *claim, *dependent, *young]
    lines = [_line(guide, serial, full=False) for serial in [*head, *order]]
    return Base("mixed", _number(guide, lines), frozenset())


def _line(guide: Guide, serial: int, full: bool) -> Line:
    shape = guide.shapes[serial]
    values = [_value(shape, at, field, full) for at, field in enumerate(shape.fields, 1)]
    if not full:
        values = _satisfy(shape, values)
    if not any(values):
        values = [_value(shape, at, field, full=True) for at, field in enumerate(shape.fields, 1)]
    if full and shape.segment == "DTP" and "RD8" in shape.fields[1].codes:
        values[1:3] = ["RD8", "20250115-20250116"]
    for element in _LEFT.get(shape.segment, ()):
        values[element - 1] = ""
    if segment_title(serial).startswith("Durable Medical Equipment Certificate"):
        values[1] = "AD"
    while values and not values[-1]:
        values.pop()
    return Line(serial, shape.segment, tuple(values))


def _satisfy(shape: Shape, values: list[str]) -> list[str]:
    """The least that a syntax note asks for besides."""
    for note in shape.notes:
        if note.kind == "R" and not any(values[element - 1] for element in note.elements):
            first = next(element for element in note.elements if shape.fields[element - 1].usage != "N")
            values[first - 1] = _value(shape, first, shape.fields[first - 1]._replace(usage="R"), full=False)
    return values


def _value(shape: Shape, at: int, field: Field, full: bool) -> str:
    if field.usage == "N" or (field.usage == "S" and not full):
        return ""
    if (shape.segment, at) in _FIXED and not field.parts:
        return _FIXED[shape.segment, at]
    if field.parts:
        return ":".join(_value(shape, 0, part, full) for part in field.parts).rstrip(":")
    return _simple(shape, field)


def _simple(shape: Shape, field: Field) -> str:
    if field.number == "1250" and shape.segment != "DTP":
        return "D8"
    if field.number == "1251":
        return "20250115"
    if field.codes:
        if "D8" in field.codes:
            return "D8"
        return field.codes[-1] if "CT" in field.codes and "AD" in field.codes else field.codes[0]
    if field.open:
        return _LISTED.get(field.number, "MA01")
    if field.pattern or field.kind in ("R", "N0"):
        return "123456789"[: max(field.least, min(9, field.most))]
    timely = {"DT": "20250115"[-field.most :], "TM": "1200"}
    return timely.get(field.kind, "A1B2C3D4E5F6G7H8I9J0"[: max(field.least, 1)])


def _number(guide: Guide, lines: list[Line]) -> tuple[Line, ...]:
    """Count levels and lines as they come, and put the envelopes around."""
    out, levels, count, number = [], {"2000A": 0, "2000B": 0}, 0, 0
    body = [line for line in lines if line.id not in ("ST", "SE")]
    for at, line in enumerate(body):
        if line.id == "HL":
            count += 1
            loop = guide.nodes[line.serial].loop
            parent = {"2000A": "", "2000B": levels["2000A"], "2000C": levels["2000B"]}[loop]
            levels[loop] = count
            below = next((guide.nodes[next_.serial].loop for next_ in body[at + 1 :] if next_.id == "HL"), "")
            child = "1" if loop == "2000A" or (loop == "2000B" and below == "2000C") else "0"
            line = line._replace(values=(str(count), str(parent), line.values[2], child))
        if line.id == "CLM":
            number = 0
        if line.id == "LX":
            number += 1
            line = line._replace(values=(str(number),))
        out.append(line)
    return _wrap(guide, out)


def _wrap(guide: Guide, body: list[Line]) -> tuple[Line, ...]:
    serial = {name: guide.envelope(name).serial for name in ("ISA", "GS", "ST", "SE", "GE", "IEA")}
    ends = [
        ("ISA", ISA.split("*")[1:]),
        ("GS", ["HC", "INVENTED", "INVENTED", "20250131", "1200", "1", "X", _VERSION]),
        ("ST", ["837", "0001", _VERSION]),
        ("SE", [str(len(body) + 2), "0001"]),
        ("GE", ["1", "1"]),
        ("IEA", ["1", "000000001"]),
    ]
    around = [Line(serial[name], name, tuple(values)) for name, values in ends]
    return (*around[:3], *body, *around[3:])
