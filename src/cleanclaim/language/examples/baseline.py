"""The claim that every example starts from. It passes every shipped rule; its people are invented."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from cleanclaim.language.examples.draft import Loop

DATE = dt.date(2025, 1, 15)
CREATED = dt.date(2025, 2, 3)
CHARGE = Decimal(40)
DIAGNOSIS = "D510"
PLACE_OF_SERVICE = "11"
CONTROL_NUMBER = "EXAMPLE"

SUBMITTER = (
    "NM1*41*2*EXAMPLE BILLING*****46*EXAMPLE~PER*IC*ANN EXAMPLE*TE*5555550100~"
    "NM1*40*2*EXAMPLE CLEARINGHOUSE*****46*EXAMPLE2~"
)
_PLACE = ("NM1*77*2*EXAMPLE PLACE*****XX*1999000049", "N3*3 EXAMPLE ST", "N4*COLUMBUS*OH*432150001")

# Parties of a claim or a line: their loop, with a number where it comes again, and the segments that they begin with.
PARTIES = {
    ("claim", "referring"): ("2310A", "NM1*DN*1*REFERRER*RUTH****XX*1999000031"),
    ("claim", "primary_care"): ("2310A 2", "NM1*P3*1*PRIMARY*PAULA****XX*1999000072"),
    ("claim", "rendering"): ("2310B", "NM1*82*1*RENDERER*RALPH****XX*1999000056"),
    ("claim", "facility"): ("2310C", *_PLACE),
    ("claim", "supervising"): ("2310D", "NM1*DQ*1*SUPERVISOR*SUE****XX*1999000031"),
    ("claim", "pickup"): ("2310E", "NM1*PW*2", "N3*4 EXAMPLE ST", "N4*COLUMBUS*OH*43215"),
    ("claim", "dropoff"): ("2310F", "NM1*45*2*EXAMPLE HOSPITAL", "N3*5 EXAMPLE ST", "N4*COLUMBUS*OH*43215"),
    ("line", "rendering"): ("2420A", "NM1*82*1*RENDERER*RALPH****XX*1999000023"),
    ("line", "purchased_from"): ("2420B", "NM1*QB*2******XX*1999000049"),
    ("line", "facility"): ("2420C", *_PLACE),
    ("line", "supervising"): ("2420D", "NM1*DQ*1*SUPERVISOR*SUE****XX*1999000031"),
    ("line", "ordering"): ("2420E", "NM1*DK*1*ORDERER*ORLA****XX*1999000031"),
    ("line", "referring"): ("2420F", "NM1*DN*1*REFERRER*RUTH****XX*1999000031"),
    ("line", "primary_care"): ("2420F 2", "NM1*P3*1*PRIMARY*PAULA****XX*1999000072"),
}  # fmt: skip

# Parties that claims name where a field says one of these: who asked for a test and who gave a visit, for Medicare,
# and the hospital. An example takes one away by its NPI.
OF_SOME = {
    "referring": ("filing", ("MB",)),
    "rendering": ("filing", ("MB",)),
    "facility": ("place_of_service", ("21", "22", "23", "51", "61")),
}


def billing() -> list[Loop]:
    """The billing provider: 2000A and 2010AA."""
    return [
        Loop("2000A", "HL*1**20*1", "PRV*BI*PXC*207Q00000X"),
        Loop(
            "2010AA",
            "NM1*85*2*EXAMPLE CLINIC*****XX*1999000015",
            "N3*1 EXAMPLE ST",
            "N4*COLUMBUS*OH*432150001",
            "REF*EI*990000001",
        ),
    ]


def coverage(number: int, *, medicare: bool = False) -> list[Loop]:
    """A subscriber who is the patient, and the payer: 2000B, 2010BA and 2010BB; `number` is HL01.

    For Medicare the subscriber has a number as Medicare gives them.
    """
    member = "1EG4TE5MK73" if medicare else "EXAMPLE0001"
    return [
        Loop("2000B", f"HL*{number}*1*22*0", "SBR*P*18*******CI"),
        Loop(
            "2010BA",
            f"NM1*IL*1*EXAMPLE*ERIN****MI*{member}",
            "N3*2 EXAMPLE ST",
            "N4*COLUMBUS*OH*432150002",
            "DMG*D8*19710614*F",
        ),
        Loop("2010BB", "NM1*PR*2*EXAMPLE PAYER*****PI*99999"),
    ]


def dependent(number: int, parent: int) -> list[Loop]:
    """A patient who is not the subscriber: 2000C and 2010CA; `number` is HL01, `parent` the subscriber's."""
    return [
        Loop("2000C", f"HL*{number}*{parent}*23*0", "PAT*19"),
        Loop("2010CA", "NM1*QC*1*EXAMPLE*CORA", "N3*2 EXAMPLE ST", "N4*COLUMBUS*OH*432150002", "DMG*D8*20120309*F"),
    ]


def claim(number: int) -> Loop:
    """A claim, 2300, without its total."""
    return Loop("2300", f"CLM*{CONTROL_NUMBER}{number}*0***{PLACE_OF_SERVICE}:B:1*Y*A*Y*Y")


def line(number: int) -> Loop:
    """A service line, 2400; `number` is LX01."""
    return Loop("2400", f"LX*{number}", "SV1*HC:99213**UN*1***1", "DTP*472*D8*")


def envelope(body: str, created: dt.date, usage: str) -> str:
    """A whole file around a transaction's body, with counts that are right."""
    day, short = f"{created:%Y%m%d}", f"{created:%y%m%d}"
    count = body.count("~") + 2
    return (
        "ISA*00*          *00*          *ZZ*EXAMPLESENDER  *ZZ*EXAMPLETAKER   "
        f"*{short}*1200*^*00501*000000001*0*{usage}*:~"
        f"GS*HC*EXAMPLESENDER*EXAMPLETAKER*{day}*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~"
        f"{body}SE*{count}*0001~GE*1*1~IEA*1*000000001~"
    )
