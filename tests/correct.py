"""Correct claims of many specialities, each a few words: what a linter must be silent about.

A line is its procedure with modifiers, then `x` and its units, `@` and its pointers, `d` and its day: `J3301 x4 @2`.
What stands behind `|` are further segments of the line.
"""

from __future__ import annotations

from typing import NamedTuple

from tests.claims import HEAD, claim_file

DAY = "20250115"
_REFERRING = "NM1*DN*1*INVENTED*RUTH****XX*1999000015"
_RENDERING = ("NM1*82*1*INVENTED*ROY****XX*1999000023", "PRV*PE*PXC*207Q00000X")
_HOSPITAL = ("NM1*77*2*INVENTED HOSPITAL*****XX*1999000031", "N3*9 INVENTED ST", "N4*SPRINGFIELD*IL*627010001")
_IN_HOSPITAL = ("19", "21", "22", "23", "24", "31", "65", "81")


class Correct(NamedTuple):
    """A correct claim: its diagnoses, its lines, its place, and whose and when it is."""

    diagnoses: str
    lines: tuple[str, ...]
    place: str = "11"
    born: str = "19700504"
    sex: str = "F"
    day: str = DAY
    before: tuple[str, ...] = ()  # segments between CLM and HI
    made: str = "20250131"  # when the file was made


def written(claim: Correct, filing: str) -> str:
    """The claim as a file to a payer of that kind."""
    lines = [segment for number, line in enumerate(claim.lines, 1) for segment in _line(number, line, claim.day)]
    place = _HOSPITAL if claim.place in _IN_HOSPITAL else ()
    codes = [f"{'ABF' if number else 'ABK'}:{code}" for number, code in enumerate(claim.diagnoses.split())]
    head = HEAD.replace("*CI~", f"*{filing}~").replace("19700504*F", f"{claim.born}*{claim.sex}")
    head = head.replace("INV0001", "1EG4TE5MK73") if filing == "MB" else head
    text = claim_file(
        f"CLM*A1*{40 * len(claim.lines)}***{claim.place}:B:1*Y*A*Y*Y",
        *claim.before,
        "*".join(["HI", *codes]),
        _REFERRING,
        *_RENDERING,
        *place,
        *lines,
        head=head,
    )
    return (
        text if claim.made == "20250131" else text.replace("20250131", claim.made).replace("250131", claim.made[2:])
    )


def _line(number: int, line: str, day: str) -> list[str]:
    said, *more = (part.strip() for part in line.split("|"))
    procedure, *words = said.split()
    units, pointers = "1", "1"
    for word in words:
        if word[0] == "x":
            units = word[1:]
        elif word[0] == "@":
            pointers = word[1:]
        else:
            day = word[1:]
    date = f"DTP*472*{'RD8' if '-' in day else 'D8'}*{day}"
    return [f"LX*{number}", f"SV1*HC:{procedure}*40*UN*{units}***{pointers}", date, *more]
