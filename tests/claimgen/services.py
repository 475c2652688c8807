"""What is done on a day in the office, as lists of services that can be billed together.

Every list stays right when it stands alone: a visit beside an injection has its modifier 25, a drug
has its administration, a test has its CLIA number. Codes and units follow the HCPCS and NCCI files.
"""

from __future__ import annotations

from typing import NamedTuple


class Drug(NamedTuple):
    """What 2410 says: NDC, its quantity and the unit of that (CTP05-1)."""

    ndc: str
    quantity: str
    unit: str


class Service(NamedTuple):
    """One line: SV101 after its qualifier, charge in cents, units, drug."""

    procedure: str
    cents: int
    units: str = "1"
    drug: Drug | None = None
    tested: bool = False  # a laboratory test: its claim needs a CLIA number and who ordered it

    @property
    def charge(self) -> str:
        """The charge in US dollars as an X12 number: no trailing zeros."""
        return dollars(self.cents)


def dollars(cents: int) -> str:
    """Cents as an X12 decimal number: `12050` is `120.5`."""
    whole, rest = divmod(cents, 100)
    return f"{whole}.{rest:02d}".rstrip("0") if rest else str(whole)


VISITS = (Service("99212", 7500), Service("99213", 11800), Service("99214", 16900))
SHOT = Service("96372", 4000)
INFUSION = Service("96365", 14500)
CYANOCOBALAMIN = Service("J3420", 650, "1", Drug("00517003125", "1", "ML"))  # up to 1000 mcg a unit
HYDROXOCOBALAMIN = Service("J3425", 5250, "100", Drug("00591288830", "1", "ML"))  # 10 mcg a unit
B12 = (CYANOCOBALAMIN, HYDROXOCOBALAMIN)
OTHER_DRUGS = (
    Service("J1885", 480, "2", Drug("00409379501", "1", "ML")),  # 15 mg a unit
    Service("J0696", 1290, "4", Drug("00409733201", "1", "UN")),  # 250 mg a unit
    Service("J3301", 3325, "4", Drug("00003029305", "1", "ML")),  # 10 mg a unit
)
TESTS = (
    Service("85025", 2200, tested=True),
    Service("80053", 3150, tested=True),
    Service("83036", 1875, tested=True),
    Service("82607", 4425, tested=True),
)
TRACING = Service("93000", 3900)

B12_DIAGNOSES = ("D510", "D511", "D513", "D518", "E538")
DIAGNOSES = ("I10", "E785", "K219", "M5450", "R5383", "J069", "E119", "G4700")


def with_25(visit: Service) -> Service:
    """The same visit, reported as separate from what else was done that day."""
    return visit._replace(procedure=f"{visit.procedure}:25")
