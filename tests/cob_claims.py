"""Claims that other payers have decided, in short, and whole files made of them.

A claim has a title and rows: `bill S CI 99213=120 93000=80` says its payer's place and filing, and the lines with
their charges. A row of another payer says its place and filing, what it adjusted for the claim (`CO45:20`), how much
it paid where it decided no line (`paid 90`), other amounts (`A8=200`, `EAF=30`), and behind each `|` what it decided
of a line: its number, the payment, adjustments, `as 85027` for another code, `into 1` for the line that it was
bundled into, `EAF=10` for what is left. AMT*D is what it paid for the lines less what it adjusted for the claim.
Where a payer decided nothing, the row says `waits`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from tests.claims import claim_file

_HOME = ("N3*2 INVENTED ST", "N4*SPRINGFIELD*IL*627010001")
_PATH = Path(__file__).parent / "test_rules_cob" / "claims.txt"


class Decision(NamedTuple):
    """What a payer decided of a line: its words."""

    line: int
    paid: Decimal
    words: list[str]


class Payer(NamedTuple):
    """Another payer, its words, and what it decided of lines."""

    place: str
    filing: str
    words: list[str]
    decisions: tuple[Decision, ...]

    @property
    def number(self) -> str:
        """Its identifier (NM109)."""
        return f"X{self.place}9"


def cob_claims() -> dict[str, list[str]]:
    """The segments of each claim, by title."""
    blocks = re.split(r"^## ", _PATH.read_text("ascii"), flags=re.M)[1:]
    return {title: list(_segments(rows)) for title, *rows in (block.strip().splitlines() for block in blocks)}


def file_of(segments: list[str]) -> str:
    """A whole file; the first segment says the place and the filing of the claim's payer."""
    text = claim_file(*segments[1:])
    return text.replace("SBR*P*18*******CI~NM1*IL", f"{segments[0]}~NM1*IL", 1)


def _segments(rows: list[str]) -> Iterator[str]:
    place, filing, *services = rows[0].split()[1:]
    lines = [service.partition("=")[::2] for service in services]
    payers = [_payer(row) for row in rows[1:]]
    total = sum(Decimal(charge) for _, charge in lines)
    yield f"SBR*{place}*18*******{filing}"
    yield f"CLM*A1*{total}***11:B:1*Y*A*Y*Y"
    yield "HI*ABK:J069"
    for payer in payers:
        yield from _loop_2320(payer)
    for number, (procedure, charge) in enumerate(lines, 1):
        yield from (f"LX*{number}", f"SV1*HC:{procedure}*{charge}*UN*1***1", "DTP*472*D8*20250115")
        for payer in payers:
            for decision in payer.decisions:
                if decision.line == number:
                    yield from _loop_2430(payer, decision, procedure)


def _payer(row: str) -> Payer:
    own, *decided = (part.split() for part in row.split("|"))
    decisions = tuple(Decision(int(words[0]), Decimal(words[1]), words[2:]) for words in decided)
    return Payer(own[0], own[1], own[2:], decisions)


def _loop_2320(payer: Payer) -> Iterator[str]:
    adjusted = _adjustments(payer.words)
    yield f"SBR*{payer.place}*18*******{payer.filing}"
    yield from adjusted
    if "paid" in payer.words:
        yield f"AMT*D*{payer.words[payer.words.index('paid') + 1]}"
    elif payer.decisions:
        amounts = (segment.split("*")[3::3] for segment in adjusted)
        less = sum(Decimal(amount) for found in amounts for amount in found)
        yield f"AMT*D*{sum(decision.paid for decision in payer.decisions) - less}"
    yield from _amounts(payer.words)
    yield "OI***Y***Y"
    if payer.filing == "MB":
        yield "MOA***MA01"
    yield f"NM1*IL*1*DOE*JANE****MI*{'1EG4TE5MK73' if payer.filing == 'MB' else 'INV0002'}"
    yield from _HOME
    yield f"NM1*PR*2*INVENTED OTHER*****PI*{payer.number}"
    if "paid" in payer.words:
        yield "DTP*573*D8*20250130"


def _loop_2430(payer: Payer, decision: Decision, procedure: str) -> Iterator[str]:
    words = decision.words
    code = words[words.index("as") + 1] if "as" in words else procedure
    into = f"*{words[words.index('into') + 1]}" if "into" in words else ""
    yield f"SVD*{payer.number}*{decision.paid}*HC:{code}**1{into}"
    yield from _adjustments(words)
    yield "DTP*573*D8*20250130"
    yield from _amounts(words)


def _adjustments(words: list[str]) -> list[str]:
    """One CAS for each group, with its reasons and amounts in order."""
    found: dict[str, list[str]] = {}
    for word in words:
        if match := re.fullmatch(r"(CO|PR|OA|PI)(\w+):([\d.-]+)", word):
            found.setdefault(match[1], []).append(f"{match[2]}*{match[3]}")
    return [f"CAS*{group}*{'**'.join(reasons)}" for group, reasons in found.items()]


def _amounts(words: list[str]) -> Iterator[str]:
    yield from (f"AMT*{word.replace('=', '*')}" for word in words if word.startswith(("A8=", "EAF=")))
