"""The loops above a claim: envelope headers, billing provider, subscriber, dependent."""

from __future__ import annotations

from typing import NamedTuple

from tests.claimgen.draw import Draw
from tests.claimgen.invent import FIRST_NAMES, LAST_NAMES, PRACTICES, TAXONOMIES, Payer, member_id, npi, street, town

MADE = "20260316"  # GS04 and BHT04: after every service date
CLINICIANS = 3  # in a practice with more than one
ISA = "ISA*00*          *00*          *ZZ*SAMPLESENDER   *ZZ*SAMPLECLEAR    *260316*0830*^*00501*{:09d}*0*T*:"
GS = "GS*HC*SAMPLESENDER*SAMPLECLEAR*20260316*0830*{}*X*005010X222A1"


def transaction_header(number: int) -> list[str]:
    """ST to the receiver (1000B); `number` makes ST02 and BHT03 unique."""
    return [
        f"ST*837*{number:04d}*005010X222A1",
        f"BHT*0019*00*SAMPLE{number:06d}*{MADE}*0830*CH",
        "NM1*41*2*SAMPLE BILLING SERVICE*****46*SAMPLESENDER",
        "PER*IC*CLAIMS DESK*TE*2175550100",
        "NM1*40*2*SAMPLE CLEARINGHOUSE*****46*SAMPLECLEAR",
    ]


class Practice(NamedTuple):
    """Who bills; all follows from the number (below 216), so that an NPI has one name in all files."""

    number: int

    @property
    def solo(self) -> bool:
        """A person who bills for their own services: no rendering provider is sent."""
        return self.number % 5 == 0

    def clinician(self, draw: Draw) -> int:
        """The number of one who works here; 0 where the biller does the work."""
        return 0 if self.solo else 10_000 + self.number * CLINICIANS + draw.below(CLINICIANS)

    def segments(self, hl: int) -> list[str]:
        """2000A, 2010AA and for some 2010AB with a box: boxes are for payments only."""
        out = [
            f"HL*{hl}**20*1",
            f"PRV*BI*PXC*{TAXONOMIES[self.number % len(TAXONOMIES)]}",
            f"{self._name()}*XX*{npi(self.number)}",
            street(self.number),
            town(self.number),
            f"REF*EI*99{self.number:07d}",
            f"PER*IC*BILLING OFFICE*TE*217555{101 + self.number % 99:04d}",
        ]
        if self.number % 7 == 0:
            out += ["NM1*87*2", f"N3*PO BOX {10 + self.number}", town(self.number + 8)]
        return out

    def _name(self) -> str:
        family, kind = LAST_NAMES[self.number % len(LAST_NAMES)], self.number // len(LAST_NAMES)
        if self.solo:
            return f"NM1*85*1*{family}*{FIRST_NAMES['F'][kind]}***"
        return f"NM1*85*2*{family} {PRACTICES[kind]}****"


class Person(NamedTuple):
    """A patient or subscriber; `number` is unique in a file."""

    number: int
    last: str
    first: str
    sex: str
    birth: str

    def address(self) -> list[str]:
        """N3, N4 and DMG."""
        return [street(self.number), town(self.number), f"DMG*D8*{self.birth}*{self.sex}"]


def invent_person(draw: Draw, number: int, born: tuple[int, int]) -> Person:
    """Somebody born in one of the years from the first to before the second."""
    sex = draw.one_of("FM")
    birth = f"{born[0] + draw.below(born[1] - born[0])}{1 + draw.below(12):02d}{1 + draw.below(28):02d}"
    return Person(number, draw.one_of(LAST_NAMES), draw.one_of(FIRST_NAMES[sex]), sex, birth)


class Coverage(NamedTuple):
    """Who pays and through whom; `first` is P, or S where another payer has paid before."""

    payer: Payer
    subscriber: Person
    first: str = "P"

    @property
    def policy(self) -> str:
        """SBR03: Medicare has no group numbers."""
        return "" if self.payer.filing == "MB" else f"GRP{self.subscriber.number % 977:04d}"

    def segments(self, hl: int, parent: int, is_patient: bool) -> list[str]:
        """2000B, 2010BA and 2010BB; address and birth date are sent of a patient only."""
        holder, payer = self.subscriber, self.payer
        relationship = "18" if is_patient else ""
        out = [
            f"HL*{hl}*{parent}*22*{0 if is_patient else 1}",
            f"SBR*{self.first}*{relationship}*{self.policy}******{payer.filing}",
            f"NM1*IL*1*{holder.last}*{holder.first}****MI*{member_id(payer, holder.number)}",
        ]
        if is_patient:
            out += holder.address()
        out.append(f"NM1*PR*2*{payer.name}*****PI*{payer.id}")
        return out


def dependent(hl: int, parent: int, person: Person, relationship: str) -> list[str]:
    """2000C and 2010CA."""
    return [
        f"HL*{hl}*{parent}*23*0",
        f"PAT*{relationship}",
        f"NM1*QC*1*{person.last}*{person.first}",
        *person.address(),
    ]
