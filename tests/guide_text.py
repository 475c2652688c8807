"""Segments and files for tests of the guide: from its own tables, and one small claim by hand."""

from __future__ import annotations

from collections.abc import Iterable

from cleanclaim.findings import Finding
from cleanclaim.guide import Placed, place
from cleanclaim.guide.shape import Field, Guide, Shape
from cleanclaim.guide.titles import segment_title
from cleanclaim.source import Source
from cleanclaim.x12 import read_events

ISA = "ISA*00*          *00*          *ZZ*INVENTED       *ZZ*INVENTED       *250131*1200*^*00501*000000001*0*T*:"
HEADER = (
    "BHT*0019*00*1*20250131*1200*CH",
    "NM1*41*2*INVENTED*****46*A1",
    "PER*IC*ANN*TE*5555550100",
    "NM1*40*2*TAKER*****46*B1",
)
BILLING = (
    "HL*1**20*1",
    "NM1*85*2*CLINIC*****XX*1234567893",
    "N3*1 MAIN ST",
    "N4*SPRINGFIELD*IL*627010001",
    "REF*EI*123456789",
)
SUBSCRIBER = (
    "HL*2*1*22*0",
    "SBR*P*18*******CI",
    "NM1*IL*1*DOE*JANE****MI*A1",
    "DMG*D8*19700504*F",
    "NM1*PR*2*PAYER*****PI*P1",
)
PARENT = ("HL*2*1*22*1", "SBR*P********CI", *SUBSCRIBER[2:])
CHILD = (
    "HL*3*2*23*0",
    "PAT*19",
    "NM1*QC*1*DOE*JIM",
    "N3*1 MAIN ST",
    "N4*SPRINGFIELD*IL*627010001",
    "DMG*D8*20120504*M",
)
CLAIM = ("CLM*A1*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510")
LINE = ("LX*1", "SV1*HC:96372*40*UN*1***1", "DTP*472*D8*20250115")
WHOLE = (*HEADER, *BILLING, *SUBSCRIBER, *CLAIM, *LINE)


def wrap(segments: Iterable[str], version: str = "005010X222A1", kind: str = "837", st03: str | None = None) -> str:
    """A whole file around the segments of one transaction."""
    body = list(segments)
    st = f"ST*{kind}*0001*{version if st03 is None else st03}"
    gs = f"GS*HC*INVENTED*INVENTED*20250131*1200*1*X*{version}"
    return "~".join([ISA, gs, st, *body, f"SE*{len(body) + 2}*0001", "GE*1*1", "IEA*1*000000001", ""])


def run(text: str) -> tuple[list[Placed], list[Finding]]:
    """What the guide makes of a file: segments in their places, and findings."""
    items = list(place(read_events(Source.from_bytes(text.encode("latin-1")))))
    return [item for item in items if isinstance(item, Placed)], [item for item in items if isinstance(item, Finding)]


def judged(*segments: str) -> list[tuple[str, str, str]]:
    """Findings of one transaction: rule, segment and element, loop."""
    return [(found.rule, found.mark.element or found.mark.segment_id, found.loop) for found in run(wrap(segments))[1]]


def replaced(old: str, *new: str, whole: tuple[str, ...] = WHOLE) -> tuple[str, ...]:
    """A transaction with one segment, told by how it begins, replaced."""
    at = [index for index, segment in enumerate(whole) if segment.startswith(old)]
    assert len(at) == 1, old
    return (*whole[: at[0]], *new, *whole[at[0] + 1 :])


def example(shape: Shape, full: bool = False) -> str:
    """A segment that fits a shape, with its required elements, or with all that it may have."""
    values = [_value(field, full) for field in shape.fields]
    if shape.segment in ("DTP", "DMG", "PAT"):
        values = [_date(field, value) for field, value in zip(shape.fields, values, strict=True)]
    if shape.segment == "ISA":
        return ISA
    if not full:
        values = _satisfy(shape, values)
        if not any(values):  # an id alone is no segment
            return example(shape, full=True)
    if full and shape.segment == "N4":
        values[6] = ""
    if full and shape.segment == "QTY":
        values[3] = ""
    while values and not values[-1]:
        values.pop()
    return "*".join([shape.segment, *values])


def _satisfy(shape: Shape, values: list[str]) -> list[str]:
    for note in shape.notes:
        if note.kind == "R" and not any(values[element - 1] for element in note.elements):
            first = next(element for element in note.elements if shape.fields[element - 1].usage != "N")
            values[first - 1] = _value(shape.fields[first - 1]._replace(usage="R"), False)
    return values


def _date(field: Field, value: str) -> str:
    if not value:
        return ""
    return {"1250": "D8", "1251": "20250115"}.get(field.number, value)


def _value(field: Field, full: bool) -> str:
    if field.usage == "N" or (field.usage == "S" and not full):
        return ""
    if field.parts:
        return ":".join(_value(part, full) for part in field.parts).rstrip(":")
    if field.codes:
        return field.codes[-1] if "CT" in field.codes and "AD" in field.codes else field.codes[0]
    if field.pattern or field.kind in ("R", "N0"):
        return "123456789"[: max(field.least, min(9, field.most))]
    timely = {"DT": "20250115"[-field.most :], "TM": "1200"}
    return timely.get(field.kind, "A1B2C3D4E5F6G7H8I9J0"[: max(field.least, 1)])


def every_node(guide: Guide, full: bool = False) -> list[tuple[int, str]]:
    """One transaction that meets every node of the guide once, in its order: (serial, segment)."""
    out: list[tuple[int, str]] = []
    _descend(guide, 0, out, full)
    return [item for item in out if guide.shapes[item[0]].segment not in ("ST", "SE")]


def _descend(guide: Guide, loop: int, out: list[tuple[int, str]], full: bool) -> None:
    for child in guide.loops[loop].children:
        if child.is_loop:
            _descend(guide, child.serial, out, full)
            continue
        text = example(guide.shapes[child.serial], full)
        if segment_title(child.serial).startswith("Durable Medical Equipment Certificate"):
            text = "PWK*CT*AD"
        out.append((child.serial, text))
