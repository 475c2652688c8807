"""Claims of many kinds that are right, kept as blocks of segments, and whole files made of them.

A block has a title, who bills and who is insured (by their names in `parties.txt`), and the segments from CLM on:
LX, the date of service and the total are added. `patient 19 20260115 F` is a dependent by relationship, birth date
and sex (`Y4` behind it: with the number of a case), `payer REF*` a segment of 2010BB, ` on 20260112-20260118` behind
SV1 another day.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path

FOLDER = Path(__file__).parent / "test_right_claims"
DAY = "20260115"
_ISA = "ISA*00*          *00*          *ZZ*INVENTEDSENDER *ZZ*INVENTEDTAKER  *260301*1200*^*00501*000000001*0*T*:~"
_GS = "GS*HC*INVENTEDSENDER*INVENTEDTAKER*20260301*1200*1*X*005010X222A1~"
_ABOVE = (
    "NM1*41*2*INVENTED BILLING*****46*INV41",
    "PER*IC*ANN INVENTED*TE*5555550100",
    "NM1*40*2*INVENTED CLEARINGHOUSE*****46*INV40",
    "HL*1**20*1",
)
_PAYER = "NM1*PR*2*INVENTED PAYER*****PI*00001"
_CLINIC = ("N3*1 INVENTED ST", "N4*SPRINGFIELD*IL*627010001")
_HOME = ("N3*2 INVENTED ST", "N4*SPRINGFIELD*IL*627010001")


def right_claims() -> dict[str, str]:
    """Whole files by the titles of their claims."""
    parties = dict(_blocks(FOLDER / "parties.txt"))
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for title, lines in _blocks(path) if path.name != "parties.txt" else ():
            assert title not in found, title
            found[title] = _file(lines, parties)
    return found


def _blocks(path: Path) -> Iterator[tuple[str, list[str]]]:
    for block in re.split(r"^## ", path.read_text("ascii"), flags=re.M)[1:]:
        title, *lines = (line for line in block.splitlines() if line and not line.startswith("# "))
        yield title, lines


def _file(lines: list[str], parties: dict[str, list[str]]) -> str:
    billing, insured, *kind = lines[0].split()
    own = [line for line in lines[1:] if not line.startswith(("patient ", "payer "))]
    patients = [line.split()[1:] for line in lines if line.startswith("patient ")]
    body = [f"BHT*0019*00*INV1*20260301*1200*{'RP' if kind else 'CH'}", *_ABOVE]
    body += _with_address(parties[billing], _CLINIC)
    body += [f"HL*2*1*22*{len(patients)}", *_insured(parties[insured]), _PAYER]
    body += [line.removeprefix("payer ") for line in lines if line.startswith("payer ")]
    for patient in patients:
        body += _patient(*patient)
    body += _claim(own)
    text = "".join(f"{segment}~" for segment in body)
    return f"{_ISA}{_GS}ST*837*0001*005010X222A1~{text}SE*{len(body) + 2}*0001~GE*1*1~IEA*1*000000001~"


def _with_address(segments: list[str], address: tuple[str, ...]) -> list[str]:
    at = next(at for at, segment in enumerate(segments, 1) if segment.startswith("NM1"))
    return [*segments[:at], *address, *segments[at:]]


def _insured(segments: list[str]) -> list[str]:
    return _with_address(segments, _HOME) if segments[-1].startswith("DMG") else segments


def _patient(relationship: str, born: str, sex: str, case: str = "") -> list[str]:
    found = ["HL*3*2*23*0", f"PAT*{relationship}", "NM1*QC*1*DOE*KIM", *_HOME, f"DMG*D8*{born}*{sex}"]
    return [*found, "REF*Y4*CASE77"] if case else found


def _claim(segments: list[str]) -> Iterator[str]:
    services = [segment for segment in segments if segment.startswith("SV1")]
    total = sum((Decimal(service.split("*")[2]) for service in services), Decimal(0))
    number = 0
    for segment in segments:
        if segment.startswith("SV1"):
            number += 1
            service, _, day = segment.partition(" on ")
            day = day or DAY
            yield from (f"LX*{number}", service, f"DTP*472*{'RD8' if '-' in day else 'D8'}*{day}")
        else:
            yield segment.replace("*$*", f"*{total.normalize():f}*", 1) if segment.startswith("CLM") else segment
