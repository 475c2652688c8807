"""Claims that other payers have decided: right ones are silent, and what is wrong in one is told once."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from tests.cob_claims import cob_claims, file_of
from tests.linting import findings_of
from tests.verdicts import pyx12_accepts

CLAIMS = cob_claims()
# Each amount of two lines, one payer and the patient, and adjustments of six reasons at both levels.
AMOUNTS = """SBR*S*18*******CI
CLM*A1*200***11:B:1*Y*A*Y*Y
AMT*F5*5
HI*ABK:J069
SBR*P*18*******CI
CAS*PR*1*10**2*5**3*1**66*1**100*1**45*2
AMT*D*90
AMT*A8*20
AMT*EAF*20
OI***Y***Y
NM1*IL*1*DOE*JANE****MI*INV0002
N3*2 INVENTED ST
N4*SPRINGFIELD*IL*627010001
NM1*PR*2*INVENTED OTHER*****PI*X1
LX*1
SV1*HC:99213*120*UN*1***1
DTP*472*D8*20250115
SVD*X1*60*HC:99213**1
CAS*CO*45*30**253*5**59*5**97*4**131*3**144*13
DTP*573*D8*20250130
AMT*EAF*10
LX*2
SV1*HC:93000*80*UN*1***1
DTP*472*D8*20250115
SVD*X1*50*HC:93000**1
CAS*CO*45*30
DTP*573*D8*20250130""".splitlines()
WRONG: dict[str, Callable[[str], str]] = {
    "unreadable": lambda amount: "ABC",
    "with a comma": lambda amount: f"{amount},00",
    "empty": lambda amount: "",
    "with a sign too much": lambda amount: f"-{amount}",
}
# The rule that tells a wrong sign, by segment, and where it is told.
SIGNS = {
    "CLM": ("BAL001", "CLM02"), "SV1": ("BAL011", "SV102"), "SVD": ("BAL010", "SVD02"), "AMT*F5": ("BAL008", "AMT02"),
    "AMT*D": ("BAL002", "AMT02"), "AMT*A8": ("BAL016", "AMT02"),
}  # fmt: skip


class Damage(NamedTuple):
    """What was done to a claim, and its segments."""

    name: str
    segments: list[str]


def findings(segments: list[str]) -> list[tuple[str, str]]:
    """Rules and elements of all findings."""
    return [(found.rule, found.mark.element or found.mark.segment_id) for found in findings_of(file_of(segments))]


def test_there_are_many() -> None:
    assert len(CLAIMS) >= 40
    words = " ".join(" ".join(segments) for segments in CLAIMS.values())
    assert all(segment in words for segment in ("SBR*A*", "SBR*T*", "AMT*A8*", "AMT*EAF*", "CAS*OA*", "**1*1 "))


@pytest.mark.parametrize("title", CLAIMS)
def test_right_claims_are_silent(title: str) -> None:
    assert findings(CLAIMS[title]) == []
    assert pyx12_accepts(file_of(CLAIMS[title]))


def test_two_plans_of_one_payer_are_silent() -> None:
    """Nobody knows which of them decided what."""
    for title in ("tertiary after two", "tertiary, the second denied one line"):
        assert findings([segment.replace("XS9", "XP9") for segment in CLAIMS[title]]) == []


def amounts() -> Iterator[tuple[int, int]]:
    """The amounts of the claim above: numbers of segments and elements."""
    for at, segment in enumerate(AMOUNTS):
        name, *elements = segment.split("*")
        if name == "CAS":
            yield from ((at, element) for element in range(3, len(elements) + 1, 3))
        elif name in ("CLM", "SV1", "SVD", "AMT"):
            yield at, 2


def changed(segments: list[str], at: int, element: int, value: str) -> list[str]:
    """The segments with another value in an element."""
    values = segments[at].split("*")
    values[element] = value
    return [*segments[:at], "*".join(values).rstrip("*"), *segments[at + 1 :]]


@pytest.mark.parametrize("wrong", WRONG)
@pytest.mark.parametrize(("at", "element"), list(amounts()))
def test_a_wrong_amount_is_one_finding(at: int, element: int, wrong: str) -> None:
    """Nothing is said of sums that it would have been part of; the sums themselves tell a wrong sign."""
    segment = AMOUNTS[at].split("*")
    (found,) = findings(changed(AMOUNTS, at, element, WRONG[wrong](segment[element])))
    if wrong == "with a sign too much":
        known = SIGNS.get(segment[0]) or SIGNS.get("*".join(segment[:2]))
        line = at > AMOUNTS.index("LX*1")
        summed = ("BAL003", "SVD02") if line else ("BAL002", "AMT02")
        liable = ("BAL015" if line else "BAL014", "AMT02")
        assert found == (known or (summed if segment[0] == "CAS" else liable))
    else:
        assert found == (found[0], f"{segment[0]}{element:02}")
        assert found[0] in (("IG030", "IG031") if wrong == "empty" else ("IG035",))


def test_a_wrong_sum_is_not_told_where_a_part_can_not_be_read() -> None:
    """The total of the claim is wrong as well: that is told when the other is mended."""
    off = changed(AMOUNTS, 1, 2, "201")
    assert findings(off) == [("BAL001", "CLM02")]
    assert findings(changed(off, AMOUNTS.index("SVD*X1*60*HC:99213**1"), 2, "6O")) == [("IG035", "SVD02")]


# ---------------------------------------------------------------------- damages


def damages(segments: list[str]) -> Iterator[Damage]:
    """Single mistakes in what other payers decided."""
    for at, segment in enumerate(segments):
        name, *values = segment.split("*")
        for element, value in _slips(name, values):
            yield Damage(f"{name}{element:02} {value or 'empty'}", changed(segments, at, element, value))
        if name in ("CAS", "OI") or segment.startswith(("DTP*573", "NM1*PR*2*INVENTED OTHER")):
            yield Damage(f"{name} lost", segments[:at] + segments[at + 1 :])
        if name == "CAS":
            yield Damage("CAS twice", [*segments[: at + 1], *segments[at:]])
        for loop, opener, ends in (("2320", "SBR", ("SBR", "LX")), ("2430", "SVD", ("SVD", "LX"))):
            if name == opener and at:
                end = _end(segments, at, ends)
                yield Damage(f"{loop} lost", segments[:at] + segments[end:])
                yield Damage(f"{opener} lost", segments[:at] + segments[at + 1 :])
                if loop == "2430":
                    yield Damage(f"{loop} twice", segments[:end] + segments[at:])


def _slips(name: str, values: list[str]) -> Iterator[tuple[int, str]]:
    if name in ("CLM", "SVD") or (name == "AMT" and values[0] == "D"):
        yield from ((2, str(float(values[1]) + 1)), (2, "-1"), (2, "1O"))
    if name == "SVD":
        yield from ((1, "QQQ"), (3, "ZZ:99213"))
    if name == "CAS":
        for at in range(2, len(values), 3):
            yield from ((at + 1, str(float(values[at]) + 1)), (at + 1, "0"), (at, "9999"), (at, ""))
        yield 1, "ZZ"
    if name == "SBR" and len(values) > 8:
        yield from ((1, ""), (9, "QQ"))


def _end(segments: list[str], begin: int, names: tuple[str, ...]) -> int:
    following = range(begin + 1, len(segments))
    return next((at for at in following if segments[at].split("*")[0] in names), len(segments))


# What nobody can see: the claim is right without it, or with it.
UNSEEN = {
    ("paid in full, line by line, one of them without a charge", "2430 lost"),
    ("paid in full, line by line, one of them without a charge", "2430 twice"),
    ("covered by nobody before, and said with a payment of nothing", "CAS03 121.0"),
    ("covered by nobody before, and said with a payment of nothing", "CAS lost"),
    ("covered by nobody before, and said with a payment of nothing", "CAS twice"),
    ("covered by nobody before, and said with a payment of nothing", "AMT02 1.0"),
    ("covered by nobody before, and said with a payment of nothing", "AMT02 -1"),
    ("tertiary, the second decided as a whole", "2320 lost"),
    ("secondary, and a third waits", "2320 lost"),
    ("primary, and others wait", "2320 lost"),
}
EACH = 7  # damages from one that is tried to the next
# A first segment that is lost, with what it opened: the rows behind it are read all the same.
LOST = (
    ("decided as a whole", "SBR lost"),
    ("paid in full, line by line, one of them without a charge", "SVD lost"),
    ("two lines bundled into a third", "2320 lost"),
    ("tertiary, the second paid nothing", "2320 lost"),
    ("one line decided as two", "SVD01 QQQ"),
    ("six reasons of the claim", "CAS06 0"),
    ("the patient owes coinsurance", "2430 lost"),
)


def test_one_mistake_is_one_finding() -> None:
    every = [(title, damage) for title, segments in CLAIMS.items() for damage in damages(segments)]
    tried = [one for at, one in enumerate(every) if at % EACH == 0 or (one[0], one[1].name) in LOST]
    told = {(title, damage.name): findings(damage.segments) for title, damage in tried}
    assert {one: rules for one, rules in told.items() if len(rules) > 1} == {}
    assert {one for one, rules in told.items() if not rules} <= UNSEEN
    assert set(LOST) <= told.keys()
    assert len({damage.name.split()[0] for _, damage in tried}) >= 15
    assert len(tried) > 200
