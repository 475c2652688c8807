"""Rows that an example adds: other payers, what they decided of a line, adjustments, attachments, conditions."""

from __future__ import annotations

from collections.abc import Callable

from cleanclaim.claim.fields import parse_place
from cleanclaim.language import mini_claims as m
from cleanclaim.language.examples.draft import Loop
from cleanclaim.language.model import fields

# Each row by its name: the loops that it opens, and the segments that they begin with.
_LOOPS: dict[str, dict[str, tuple[str, ...]]] = {
    "other_payer": {
        "2320": ("SBR*S*18*******CI", "OI***Y***Y"),
        "2330A": ("NM1*IL*1*EXAMPLE*ERIN****MI*EXAMPLE0002",),
        "2330B": ("NM1*PR*2*OTHER PAYER*****PI*88888",),
    },
    "adjudication": {"2430": ("SVD*88888*40*HC:99213**1", "DTP*573*D8*20250122")},
}
# Rows that are one segment of the loop that they stand in.
_SEGMENTS = {"condition": "CRC*07*Y*01", "paperwork": "PWK*OZ*AA", "note": "NTE*ADD*EXAMPLE"}
_ADJUSTMENT = ("group", "reason", "amount", "quantity")

Values = Callable[[m.Value, str], list[str]]  # what stands in the file for a value of a code system


def add_rows(rows: tuple[m.ExampleRow, ...], owner: Loop, values: Values) -> list[Loop]:
    """Write rows into the loop of their owner; those that have loops of their own are returned, in order."""
    opened: list[Loop] = []
    for row in rows:
        name = row.name.text
        if name == "adjustment":
            owner.append(_adjustment(row, values))
        elif name in _SEGMENTS:
            one = Loop(owner.name, _SEGMENTS[name])
            _fill(row, {owner.name: one}, values)
            for segment in one.segments:
                owner.append("*".join(segment))
        else:
            loops = {loop: Loop(loop, *segments) for loop, segments in _LOOPS[name].items()}
            _fill(row, loops, values)
            opened += loops.values()
    return opened


def _fill(row: m.ExampleRow, loops: dict[str, Loop], values: Values) -> None:
    home = next(iter(loops.values()))
    for field in row.fields:
        about = fields(row.name.text)[field.parts[0].text]
        place = parse_place(about.place)
        loops.get(place.loop, home).set(place, values(field.value, about.kind.system))
    add_rows(row.rows, home, values)


def _adjustment(row: m.ExampleRow, values: Values) -> str:
    said = {field.parts[0].text: field.value for field in row.fields}
    known = fields("adjustment")
    texts = [values(said[name], known[name].kind.system)[0] if name in said else "" for name in _ADJUSTMENT]
    return "*".join(["CAS", texts[0] or "CO", *texts[1:]]).rstrip("*")
