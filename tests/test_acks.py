"""999 and TA1: what a receiver would answer, valid by pyx12's own map of 005010X231A1 and read back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.acks_reading import Ak1, answers, read
from tests.claims import claim_file
from tests.verdicts import pyx12_accepts

SAMPLES = Path(__file__).parent.parent / "samples"
NAMES = sorted(f"{path.parent.name}/{path.name}" for path in SAMPLES.glob("*/*.837"))
# pyx12 takes 1F for no component separator.
NOT_FOR_PYX12 = {"clean/control-character-delimiters.837"}

CLAIM = ("CLM*A1*40***11:B:1*Y*A*Y*Y", "HI*ABK:D510", "LX*1", "SV1*HC:96372*40*UN*1***1", "DTP*472*D8*20250115")
WHOLE = claim_file(*CLAIM)
HEADER, GROUP = WHOLE[:106], WHOLE[106 : WHOLE.index("IEA*")]
TRANSACTION = GROUP[GROUP.index("ST*") : GROUP.index("GE*")]


def sample(name: str) -> str:
    return (SAMPLES / name).read_bytes().decode("latin-1")


def only(answer: str) -> Ak1:
    """The one group of the one interchange."""
    (read_back,) = read(answer)
    (group,) = read_back.groups
    return group


def errors(text: str, **more: object) -> list[tuple[str, ...]]:
    """Each IK3, and behind it its IK4, of the only transaction."""
    (transaction,) = only(answers(text, **more)[0]).transactions  # type: ignore[arg-type]
    said: list[tuple[str, ...]] = []
    for error in transaction.errors:
        said.append(tuple(error.said))
        said += [tuple(element) for element, _ in error.elements]
    return said


def test_a_clean_file_is_accepted() -> None:
    implementation, interchange = answers(WHOLE)
    (answer,) = read(implementation)
    assert answer.isa[5:9] == ["ZZ", "INVENTEDTAKER  ", "ZZ", "INVENTEDSENDER "]
    assert answer.isa[9:] == ["260401", "0930", "^", "00501", "000000001", "0", "T", ":"]
    assert answer.gs == ["GS", "FA", "INVENTEDTAKER", "INVENTEDSENDER", "20260401", "0930", "1", "X", "005010X231A1"]
    (group,) = answer.groups
    assert group.said == ["AK1", "HC", "1", "005010X222A1"]
    (transaction,) = group.transactions
    assert transaction.said == ["AK2", "837", "0001", "005010X222A1"]
    assert (transaction.errors, transaction.verdict) == ([], ["IK5", "A"])
    assert group.verdict == ["AK9", "A", "1", "1", "1"]
    assert [answer.ta1 for answer in read(interchange)] == [["TA1", "000000001", "250131", "1200", "A", "000"]]


@pytest.mark.parametrize("name", [name for name in NAMES if name not in NOT_FOR_PYX12])
def test_the_answers_to_every_sample_are_valid_and_read_back(name: str) -> None:
    implementation, interchange = answers(sample(name), level=3)
    assert pyx12_accepts(implementation)
    assert pyx12_accepts(interchange)
    assert read(implementation) and read(interchange)


def test_pyx12_refuses_a_wrong_999() -> None:
    """The oracle is awake: it knows the codes, the lengths and the order of 005010X231A1."""
    right, _ = answers(sample("flawed/missing-units.837"))
    assert pyx12_accepts(right)
    for old, new in (
        ("*2400*8~", "*2400AB*8~"),
        ("IK5*R*5", "IK5*Q*5"),
        ("IK4*4*380*1", "IK4*4*380*Z"),
        ("AK9*R", "AK9"),
    ):
        assert old in right
        assert not pyx12_accepts(right.replace(old, new)), new


@pytest.mark.parametrize("name", NAMES)
def test_clean_samples_are_accepted_and_structural_faults_reject(name: str) -> None:
    implementation, interchange = answers(sample(name))
    statuses = {group.verdict[1] for answer in read(implementation) for group in answer.groups}
    if name.startswith("clean/"):
        assert statuses == {"A"}
        assert {answer.ta1[4] for answer in read(interchange)} == {"A"}
    elif name in REJECTED:
        assert statuses == {"R"}


REJECTED = {
    f"flawed/{name}.837"
    for name in (
        *("code-not-in-the-guide", "impossible-date", "letters-in-charge", "lines-out-of-order", "truncated"),
        *("missing-billing-provider", "missing-units", "unknown-segment", "wrong-parent", "wrong-segment-count"),
    )
}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("*40*UN*1***1", "*40*UN****1", ["SV1 +3 2400 8", "4 380 1"]),
        (":B:1*Y*", ":B:1*Q*", ["CLM +0 2300 8", "6 1073 7 Q"]),
        ("11:B:1", "11:X:1", ["CLM +0 2300 8", "5:2 1332 7 X"]),
        ("*D8*20250115", "*D8*20250231", ["DTP +4 2400 8", "3 1251 8"]),
        ("LX*1~", "LX*2~", ["LX +2 2400 8", "1 554 7 2"]),
        ("~HI*ABK:D510", "~QQ*1~HI*ABK:D510", ["XXX +1 2300 1"]),
        ("~LX*1", "~CL1*1*2~LX*1", ["CL1 +2 2300 I4"]),
        ("~HI*ABK:D510", "", ["HI +1 2300 3"]),
        ("~HI*ABK:D510", "~HI*ABK:D510~HI*ABK:E538", ["HI +2 2300 5"]),
        ("~DTP*472*D8*20250115", "", ["DTP +4 2400 3"]),
        ("NM1*IL*1*DOE", "NM1*IL*1*DOE^ROE", ["NM1 -5 2010 8", "3::2 1035 12"]),
        ("~DMG*D8*19700504*F", "~DMG*D8*19700504*F*****", []),
        ("SV1*HC:96372*", "SV1*HC:QZXJTOKEN*", []),
        ("*Y*A*Y*Y", "*Y*A*Y*Y*Q", ["CLM +0 2300 8", "10 1351 7 Q"]),
        ("HI*ABK:D510", "HI*ABK:D510****ABF:E538", ["HI +1 2300 8", "2 C022 1"]),
        ("BHT*0019*00*INV1*20250131*1200*CH~", "", ["BHT -16 - 3"]),
    ],
)
def test_each_fault_has_its_place_and_codes(old: str, new: str, expected: list[str]) -> None:
    """Positions are told from the CLM, which is there in all of them."""
    body = WHOLE[WHOLE.index("BHT*") : WHOLE.index("~SE*") + 1]
    assert old in body
    changed = body.replace(old, new, 1)
    text = f"{WHOLE[: WHOLE.index('BHT*')]}{changed}SE*{changed.count('~') + 2}*0001~GE*1*1~IEA*1*000000001~"
    claim = changed[: changed.index("CLM*")].count("~") + 2
    said = []
    for name, *elements in errors(text):
        if name == "IK3":
            elements[1:3] = [f"{int(elements[1]) - claim:+d}", elements[2] or "-"]
        said.append(" ".join(filter(None, elements)))
    assert said == [row.replace(" C022", "") for row in expected]


@pytest.mark.parametrize(
    ("dropped", "position", "loop"),
    [
        ("N3*6 QUARRY RD", 9, "2010"),
        ("N4*MARYSVILLE*OH*430401877", 10, "2010"),
        ("REF*EI*", 11, "2010"),
        ("SBR*P*", 14, "2000"),
        ("HI*ABK:R55", 23, "2300"),
        ("SV1*HC:A0429", 31, "2400"),
        ("DTP*472*", 32, "2400"),
        ("SV1*HC:A0425", 35, "2400"),
    ],
)
def test_what_is_missing_has_the_position_that_it_was_left_out_of(dropped: str, position: int, loop: str) -> None:
    before, found, rest = sample("clean/ambulance-transport.837").partition(dropped)
    assert found
    ((tag, name, at, where, code),) = errors(before + rest.partition("~\n")[2])
    assert (tag, name, at, where, code) == ("IK3", dropped.partition("*")[0], str(position), loop, "3")
