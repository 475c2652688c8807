"""Our 999 beside the one that pyx12 writes of the same file: where they differ there is a reason."""

from __future__ import annotations

import io
import logging
from collections import Counter
from collections.abc import Callable, Iterator
from typing import NamedTuple
from unittest.mock import patch

import pytest
import pyx12.params
import pyx12.x12n_document

from tests.acks_reading import answers
from tests.conform.mutants import Spec, make, specs
from tests.guide_text import CLAIM, LINE, WHOLE, replaced, wrap
from tests.verdicts import _map

# Faults of one value each; those of structure are compared below, one by one.
_KINDS = frozenset({"empty", "shorter", "code", "character", "date", "filled", "repeated", "components", "surplus"})


class Said(NamedTuple):
    """One IK3, and one IK4 where `code` is that of an element."""

    segment: str
    position: str
    at: str  # IK401; empty in an IK3
    code: str


def theirs(text: str) -> str:
    """The 999 that pyx12 writes; what it logs names values."""
    out, log = io.StringIO(), logging.getLogger("pyx12")
    before, log.disabled = log.disabled, True
    try:
        with patch("pyx12.map_if.load_map_file", lambda name, *_: _map(name)):
            pyx12.x12n_document.x12n_document(pyx12.params.params(), io.StringIO(text), out, None)
    finally:
        log.disabled = before
    return out.getvalue()


def read(text: str) -> tuple[Counter[Said], list[tuple[str, ...]]]:
    """What a 999 says of segments and elements, and its IK5 and AK9."""
    said: Counter[Said] = Counter()
    verdicts = []
    element, component, terminator = text[3], text[104], text[105]
    for segment in text.split(terminator):
        values = [*segment.strip().split(element), *[""] * 5]
        if values[0] == "IK3":
            at = values[1:3]
            said[Said(at[0], at[1], "", values[4])] += 1
        elif values[0] == "IK4":
            said[Said(at[0], at[1], values[1].replace(component, ":"), values[3])] += 1
        elif values[0] in ("IK5", "AK9"):
            verdicts.append(tuple(values[: 2 if values[0] == "IK5" else 5]))
    return said, verdicts


def differ(text: str) -> tuple[set[Said], set[Said]]:
    """What only pyx12 says, and what only we say."""
    (one, _), (other, _) = read(theirs(text)), read(answers(text)[0])
    return set(one - other), set(other - one)


def _is_same(said: Said, other: Said) -> bool:
    """Whether both speak of one element of one segment."""
    element, another = (one.at.partition(":")[0] for one in (said, other))
    return (said.segment, said.position, element) == (other.segment, other.position, another)


Explains = Callable[[Said, set[Said], set[Said]], bool]
# Why pyx12 says what we do not: `here` is what it says alone, `there` what we say alone.
THEIRS: dict[str, Explains] = {
    "I10 says that the guide does not use it; 10, that it excludes another": lambda said, here, there: (
        said.code == "10" and said._replace(code="I10") in there
    ),
    "of several faults of one element the gravest is said": lambda said, here, there: (
        said.at != "" and any(_is_same(said, one) for one in there)
    ),
    "2 says that a segment stands where it may not; 1, that nobody knows it": lambda said, here, there: (
        said.code == "1" and said._replace(code="2") in there
    ),
    "a fault has no echoes: what belongs to a segment without a place, or with one here": lambda said, here, there: (
        said.code in ("1", "3") and any(int(one.position) <= int(said.position) for one in there)
    ),
    "PWK*CT*AD: the map has it twice, pyx12 tries the first": lambda said, here, there: (
        said.segment == "PWK" and {one.at for one in here if one.position == said.position} == {"", "2"}
    ),
    "lists of states and countries are old": lambda said, here, there: (
        said.segment == "N4" and {one.at for one in here if one.position == said.position} <= {"", "2", "4"}
    ),
}
# And the other way round: here are we.
OURS: dict[str, Explains] = {
    "I10 says that the guide does not use it; 10, that it excludes another; composites pyx12 passes over": (
        lambda said, here, there: said.code == "I10"
    ),
    "12, 13 and 3 say that there is too much of it; pyx12 passes over that, or says what it does to the value": (
        lambda said, here, there: said.code in ("12", "13", "3")
    ),
    "a syntax note stands on the element that is missing": lambda said, here, there: (
        said.code == "2" and said.at != ""
    ),
    "2 says that a segment stands where it may not; 1, that nobody knows it": lambda said, here, there: (
        said.code == "2" and said._replace(code="1") in there
    ),
    "where a qualifier alone is wrong the segment is read": lambda said, here, there: (
        said.at == "1" and said._replace(at="", code="1") in there
    ),
    "8 comes with its element": lambda said, here, there: (
        said.code == "8" and any(one.at and one.position == said.position for one in here)
    ),
}


def unexplained(text: str) -> Iterator[tuple[str, Said]]:
    """What no row explains."""
    one, other = differ(text)
    for name, rows, here, there in (("pyx12", THEIRS, one, other), ("ours", OURS, other, one)):
        for said in sorted(here):
            if not any(explains(said, here, there) for explains in rows.values()):
                yield name, said


def _some() -> list[Spec]:
    every = [spec for spec in specs(3) if spec.kind in _KINDS and spec.line > 3]
    return every[:: len(every) // 60]


def test_one_fault_is_said_alike() -> None:
    equal = 0
    for spec in _some():
        mutant = make(spec)
        if mutant is None:
            continue
        assert list(unexplained(mutant.text)) == [], spec
        equal += differ(mutant.text) == (set(), set())
    assert equal > 15


@pytest.mark.parametrize(
    ("segments", "one", "other"),
    [
        (WHOLE, [], []),
        (replaced("HI"), [], []),
        (replaced("NM1*40"), [], []),
        (replaced("DTP", LINE[2], LINE[2]), [], []),
        (replaced("SV1", "SV1*HC:96372*4X*UN*1***1"), [], []),
        (replaced("SV1", "SV1*HC:96372*40*XX*1***1"), [], []),
        (replaced("DTP", "DTP*472*D8*20250231"), [], []),
        (replaced("N3", "N3*1 MAIN ST*B*C"), [], [("N3", "8", "3", "3")]),
        (replaced("HI", CLAIM[1], "REF*ZZ*1"), [("REF", "18", "", "1")], [("REF", "18", "", "2")]),
        (replaced("REF*EI", "REF*EI*1*X"), [("REF", "10", "3", "10")], [("REF", "10", "3", "I10")]),
        # what one of them does not see
        (replaced("HL*2", "HL*3*1*22*0"), [], [("HL", "11", "", "8"), ("HL", "11", "1", "7")]),
        (replaced("LX", "LX*2"), [], [("LX", "18", "", "8"), ("LX", "18", "1", "7")]),
    ],
)
def test_faults_one_by_one(
    segments: tuple[str, ...], one: list[tuple[str, ...]], other: list[tuple[str, ...]]
) -> None:
    assert [sorted(side) for side in differ(wrap(segments))] == [one, other]


@pytest.mark.parametrize("segments", [WHOLE, replaced("HI"), replaced("DTP", "DTP*472*D8*20250231")])
def test_verdicts_are_alike(segments: tuple[str, ...]) -> None:
    text = wrap(segments)
    assert read(theirs(text))[1] == read(answers(text)[0])[1]


def test_what_no_row_explains_is_told() -> None:
    here = Said("SV1", "20", "2", "5")
    assert not any(explains(here, {here}, set()) for explains in (*THEIRS.values(), *OURS.values()))
