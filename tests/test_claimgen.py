"""The generators: their bytes are pinned, their files are well formed, their promises hold."""

from __future__ import annotations

import hashlib
import re
import tracemalloc
from collections import Counter

import pytest

from tests.claimgen import clean, flawed
from tests.claimgen.faults import FAULTS, PLAIN
from tests.claimgen.invent import npi
from tests.claimgen.services import dollars
from tests.verdicts import pyx12_accepts

# A change of these numbers changes what every measurement and test by seed has seen: say so in the commit.
CLEAN_PINS = {
    (1, 1, 1): "8be70554d2acc2f4",
    (500, 1, 3): "2bb119029843ea60",
    (40, 7, 50): "fc96ff837e2a5a04",
}
FLAWED_PINS = {(30, 1): "9579dced6e01ea06", (300, 2): "c1b9f8a7eb021a77"}
# Faults of structure; the others are right in the eyes of the guide.
STRUCTURE = {fault.rule for fault in FAULTS if fault.rule.startswith(("IG", "ENV"))}


def digest(text: str) -> str:
    return hashlib.sha256(text.encode("ascii")).hexdigest()[:16]


def segments_of(text: str) -> list[list[str]]:
    return [segment.split("*") for segment in text.replace("\n", "").split("~")[:-1]]


@pytest.mark.parametrize(("asked", "pin"), CLEAN_PINS.items())
def test_clean_bytes_are_pinned(asked: tuple[int, int, int], pin: str) -> None:
    claims, seed, lines = asked
    assert digest("".join(clean(claims, seed, lines))) == pin


@pytest.mark.parametrize(("asked", "pin"), FLAWED_PINS.items())
def test_flawed_bytes_are_pinned(asked: tuple[int, int], pin: str) -> None:
    made = flawed(*asked)
    assert digest(made.text + repr([tuple(expected) for expected in made.expected])) == pin


@pytest.mark.parametrize(("lines", "claims"), [(1, 40), (2, 40), (3, 60), (4, 30), (50, 4)])
def test_clean_files_are_well_formed(lines: int, claims: int) -> None:
    assert pyx12_accepts("".join(clean(claims, seed=lines, lines=lines, per_transaction=25)))


def test_clean_holds_as_many_claims_and_lines_as_asked() -> None:
    segments = segments_of("".join(clean(103, seed=5, lines=7, per_transaction=40)))
    count = Counter(segment[0] for segment in segments)
    assert (count["CLM"], count["SV1"], count["ST"], count["ISA"]) == (103, 721, 3, 1)


def test_clean_claims_are_of_every_kind() -> None:
    text = "".join(clean(500, seed=3))
    for part in ("*22*1~", "PAT*19", "SBR*S*", "SVD*", "REF*X4*", "NTE*", "J3425*52.5*UN*100", ":25*", "NM1*87*2"):
        assert part in text


def test_clean_totals_balance() -> None:
    """BAL001 and BAL003 by hand: CLM02 is the sum of the lines, a line is what was paid and adjusted."""
    for claim in "".join(clean(300, seed=11)).split("~\nCLM*")[1:]:
        segments = segments_of(claim)
        cents = {"SV1": 0, "SVD": 0, "CAS": 0}
        for segment in segments:
            if segment[0] in cents:
                cents[segment[0]] += round(float(segment[{"SV1": 2, "SVD": 2, "CAS": 3}[segment[0]]]) * 100)
        assert segments[0][1] == dollars(cents["SV1"])
        assert cents["SVD"] + cents["CAS"] in (0, cents["SV1"])


def test_clean_claims_repeat_no_service_of_a_patient() -> None:
    seen: Counter[tuple[str, ...]] = Counter()
    person = member = ""
    for segment in segments_of("".join(clean(2000, seed=4))):
        if segment[:2] == ["NM1", "IL"]:
            member = person = segment[9]
        elif segment[:2] == ["NM1", "QC"]:
            person = member + segment[4]
        elif segment[0] == "SV1":
            procedure = segment[1]
        elif segment[:2] == ["DTP", "472"]:
            seen[person, procedure, segment[3]] += 1
    assert seen.most_common(1)[0][1] == 1


def test_clean_keeps_nothing() -> None:
    """Memory does not grow with the file: what is held is one family and counters."""
    parts = clean(4000, seed=1)
    next(parts)
    tracemalloc.start()
    size = sum(len(part) for part in parts)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert size > 2_500_000
    assert peak < 800_000


@pytest.mark.parametrize(("claims", "lines", "per_transaction"), [(0, 3, 10), (1, 0, 10), (1, 51, 10), (1, 3, 0)])
def test_clean_refuses_what_no_file_can_be(claims: int, lines: int, per_transaction: int) -> None:
    with pytest.raises(ValueError, match="1 to 50 lines"):
        next(clean(claims, 1, lines, per_transaction))


def test_npis_pass_their_check_digit() -> None:
    """By the rule itself, over all fifteen digits; 1234567893 is the example that CMS gives."""
    for number in ["1234567893", *(npi(number) for number in range(0, 100_000, 37))]:
        places = enumerate(reversed("80840" + number))
        values = [int(digit) * (1 + place % 2) for place, digit in places]
        assert sum(value - 9 if value > 9 else value for value in values) % 10 == 0


def test_flawed_has_one_finding_a_claim() -> None:
    made = flawed(400, seed=9)
    assert len(made.expected) == 400
    claims = [expected.claim for expected in made.expected if expected.claim]
    assert claims == sorted(set(claims))
    assert {expected.rule for expected in made.expected} == {fault.rule for fault in FAULTS}


def test_flawed_expectations_name_segments_that_are_there() -> None:
    made = flawed(400, seed=9)
    segments = segments_of(made.text)
    for expected in made.expected:
        segment = segments[expected.segment - 1]
        assert expected.segment_id in (segment[0], "?")
        element = re.search(r"[A-Z](\d\d)(?:-\d+)?$", expected.element)
        assert element is None or int(element[1]) < len(segment)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.rule)
def test_pyx12_objects_to_structure_only(fault: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tests.claimgen.faults.FAULTS", (fault,))
    made = flawed(1, seed=1)
    assert pyx12_accepts(made.text) is (made.expected[0].rule not in STRUCTURE)


def test_flawed_differs_from_clean_in_its_faults_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a change the same claims are well formed: the fault is the change."""
    unchanged = tuple(fault._replace(services=PLAIN, change=lambda s: (s,), shift=0) for fault in FAULTS[:-1])
    monkeypatch.setattr("tests.claimgen.faults.FAULTS", unchanged)
    assert pyx12_accepts(flawed(60, seed=2).text)
