"""One claim: 2300 with its providers, the payer before it, its lines, their drugs and payments."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from tests.claimgen.draw import Draw
from tests.claimgen.invent import FIRST_NAMES, FIRST_PAYER, LAST_NAMES, TAXONOMIES, member_id, npi
from tests.claimgen.parties import Coverage
from tests.claimgen.services import (
    B12,
    B12_DIAGNOSES,
    CYANOCOBALAMIN,
    DIAGNOSES,
    OTHER_DRUGS,
    SHOT,
    TESTS,
    TRACING,
    VISITS,
    Service,
    dollars,
    with_25,
)

# Four weeks in January and four in February 2026, Mondays to Fridays.
DAYS = tuple(f"{date(2026, 1, 5) + timedelta(week * 7 + day):%Y%m%d}" for week in range(8) for day in range(5))
ONSET = "20251229"
ADJUDICATED = "20260309"
MOST_LINES = 50  # X222A1, 2400

Day = tuple[str, tuple[Service, ...]]


class Case(NamedTuple):
    """What is claimed for one patient."""

    number: int  # in the file, from 1
    coverage: Coverage
    days: tuple[Day, ...]
    diagnoses: tuple[str, ...]
    clinician: int = 0  # 0: the billing provider
    extras: int = 0  # from 0 to 15: which of the optional segments stand in it

    @property
    def services(self) -> tuple[Service, ...]:
        """All lines in order."""
        return tuple(service for _, services in self.days for service in services)


def invent_case(draw: Draw, number: int, coverage: Coverage, lines: int, clinician: int) -> Case:
    """A claim of so many lines, over as many days as they need.

    Neighbours have days in different months: two claims of one patient repeat no service.
    """
    month = len(DAYS) // 2
    start = number % 2 * month + draw.below(month - (lines - 1) // 3)
    days: list[Day] = []
    while lines:
        size = min(lines, 3)
        days.append((DAYS[start + len(days)], _office_day(draw, size, coverage.payer.filing == "MB")))
        lines -= size
    return Case(number, coverage, tuple(days), _diagnoses(draw, days), clinician, draw.below(16))


def _diagnoses(draw: Draw, days: list[Day]) -> tuple[str, ...]:
    """Two or three; the first supports B12 where B12 was given."""
    given = any(service in B12 for _, services in days for service in services)
    first = draw.one_of(B12_DIAGNOSES if given else DIAGNOSES)
    at = draw.below(len(DIAGNOSES))
    return (first, *(other for other in (DIAGNOSES[at], DIAGNOSES[at - 3]) if other != first))


def _office_day(draw: Draw, size: int, medicare: bool) -> tuple[Service, ...]:
    """One to three services; Medicare's single-dose drugs would need JZ, so it gets B12 here."""
    visit = draw.one_of(VISITS)
    if size == 1:
        return (visit,)
    # Two in three days have an injection: the rules of this trade are about them.
    drug = draw.one_of((CYANOCOBALAMIN, *B12) if medicare else (*B12, *OTHER_DRUGS))
    kind = draw.below(3)
    if size == 2:
        return (SHOT, drug) if kind else (visit, TRACING)
    if kind:
        return (with_25(visit), SHOT, drug)
    test = draw.below(len(TESTS))
    return (visit, TESTS[test], TESTS[test - 1])


def claim_segments(case: Case) -> list[str]:
    """CLM to the last segment of the last line."""
    services = case.services
    total = sum(service.cents for service in services)
    out = [f"CLM*SAMPLE{case.number:08d}*{dollars(total)}***11:B:1*Y*A*Y*Y"]
    _references(out, case, any(service.tested for service in services))
    out.append("HI*" + "*".join(f"{'ABF' if at else 'ABK'}:{d}" for at, d in enumerate(case.diagnoses)))
    _providers(out, case, any(service.tested for service in services))
    if case.coverage.first == "S":
        _other_payer(out, case, services)
    number = 0
    for day, billed in case.days:
        for service in billed:
            number += 1
            _line(out, case, number, day, service)
    return out


def _references(out: list[str], case: Case, tested: bool) -> None:
    if case.extras & 1:
        out.append(f"DTP*431*D8*{ONSET}")
    if case.extras & 2 and case.coverage.payer.filing != "MB":
        out.append(f"REF*G1*AUTH{case.number:07d}")
    if tested:
        out.append("REF*X4*99D0999001")
    if case.extras & 4:
        out.append(f"REF*EA*CHART{case.number:07d}")
    if case.extras & 8:
        out.append("NTE*ADD*SAMPLE NOTE FOR AN INVENTED CLAIM")


def _providers(out: list[str], case: Case, tested: bool) -> None:
    """2310A where somebody ordered a test, 2310B where another than the biller did the work."""
    if tested:
        out.append(f"NM1*DN*1*{_clinician(case.number % 97)}****XX*{npi(20_000 + case.number % 97)}")
    if case.clinician:
        out.append(f"NM1*82*1*{_clinician(case.clinician)}****XX*{npi(case.clinician)}")
        out.append(f"PRV*PE*PXC*{TAXONOMIES[case.clinician % len(TAXONOMIES)]}")


def _clinician(number: int) -> str:
    return f"{LAST_NAMES[number % len(LAST_NAMES)]}*{FIRST_NAMES['M'][number // 24 % 12]}"


def _shares(cents: int) -> tuple[int, int, int]:
    """What the payer before paid, what the contract took off, what the patient owes."""
    paid, contract = cents * 7 // 10, cents // 5
    return paid, contract, cents - paid - contract


def _other_payer(out: list[str], case: Case, services: tuple[Service, ...]) -> None:
    holder = case.coverage.subscriber
    shares = [_shares(service.cents) for service in services]
    out += [
        f"SBR*P*18*GRP{case.number % 877:04d}******{FIRST_PAYER.filing}",
        f"AMT*D*{dollars(sum(share[0] for share in shares))}",
        f"AMT*EAF*{dollars(sum(share[2] for share in shares))}",
        "OI***Y***Y",
        f"NM1*IL*1*{holder.last}*{holder.first}****MI*{member_id(FIRST_PAYER, holder.number)}",
        f"NM1*PR*2*{FIRST_PAYER.name}*****PI*{FIRST_PAYER.id}",
    ]


def _line(out: list[str], case: Case, number: int, day: str, service: Service) -> None:
    pointers = "1:2:3"[: 2 * len(case.diagnoses) - 1] if number == 1 else "1"
    out += [
        f"LX*{number}",
        f"SV1*HC:{service.procedure}*{service.charge}*UN*{service.units}***{pointers}",
        f"DTP*472*D8*{day}",
        f"REF*6R*{case.number:08d}L{number:02d}",
    ]
    if service.drug:
        out.append(f"LIN**N4*{service.drug.ndc}")
        out.append(f"CTP****{service.drug.quantity}*{service.drug.unit}")
    if case.coverage.first == "S":
        paid, contract, patient = map(dollars, _shares(service.cents))
        out += [
            f"SVD*{FIRST_PAYER.id}*{paid}*HC:{service.procedure}**{service.units}",
            f"CAS*CO*45*{contract}",
            f"CAS*PR*2*{patient}",
            f"DTP*573*D8*{ADJUDICATED}",
        ]
