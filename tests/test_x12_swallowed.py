"""A terminator that is lost before a line break: one finding, and both segments are read."""

from __future__ import annotations

import pytest

from cleanclaim.findings import Finding
from cleanclaim.guide import Placed, place
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import Delimiters, Tally, read_events
from cleanclaim.x12.swallowed import split_lines
from tests.acks_reading import answers, read
from tests.guide_text import WHOLE, run, wrap
from tests.verdicts import pyx12_accepts

LINES = wrap(WHOLE).split("~")[:-1]
RIGHT = [item.node.serial for item in run(wrap(WHOLE))[0]]


def joined(lines: list[str], lost: set[int], end: str = "\n") -> str:
    """A file of lines; those at `lost` have no terminator."""
    return "".join(line + ("" if at in lost else "~") + end for at, line in enumerate(lines))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", " \n  "])
@pytest.mark.parametrize("at", range(1, len(LINES) - 1))
def test_a_lost_terminator_is_one_finding_where_it_is_lost(at: int, end: str) -> None:
    text = joined(LINES, {at}, end)
    placed, findings = run(text)
    findings = [found for found in findings if found.rule != "ENV023"]  # spaces before segments
    assert [(found.rule, found.mark.segment) for found in findings] == [("ENV036", at + 1)]
    name, following = (line.partition("*")[0] for line in LINES[at : at + 2])
    assert findings[0].message.startswith(f"there is no terminator between {name} and {following} on the next line")
    where = findings[0].mark
    assert text[where.offset : where.offset + where.length] == LINES[at].split("*")[-1]
    assert [item.node.serial for item in placed] == RIGHT
    for item in placed:
        segment = item.segment
        assert text[segment.offset : segment.offset + len(segment.text)] == segment.text == LINES[segment.number - 1]


@pytest.mark.parametrize("count", [2, 3])
def test_terminators_lost_one_after_the_other_are_one_finding(count: int) -> None:
    findings = run(joined(LINES, set(range(12, 12 + count))))[1]
    assert [(found.rule, found.mark.segment) for found in findings] == [("ENV036", 13)]
    assert findings[0].message.startswith(f"there is no terminator before {count} line breaks from here")


def test_a_file_without_terminators_is_read() -> None:
    text = joined(LINES, set(range(1, len(LINES))))
    items = list(place(read_events(Source.from_bytes(text.encode()))))
    assert [item.rule for item in items if isinstance(item, Finding)] == ["ENV036", "ENV025"]
    assert [item.node.serial for item in items if isinstance(item, Placed)] == RIGHT
    (tally,) = [item for item in items if isinstance(item, Tally)]
    assert (tally.segments, tally.unread_bytes) == (len(LINES), 0)


def test_what_is_read_ahead_does_not_pass_by_a_swallowed_segment() -> None:
    lines = [*LINES[:-3], *[line for _ in range(60) for line in LINES[17:23]], *LINES[-3:]]
    whole, lost = (joined(lines, set(gone)) for gone in ((), range(30, 300, 7)))
    right, wrong = ([(item.node.serial, item.segment.text) for item in run(text)[0]] for text in (whole, lost))
    assert right == wrong
    assert sum(found.rule == "ENV036" for found in run(lost)[1]) == len(range(30, 300, 7))


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("NTE*ADD*ONE\nTWO", 1),
        ("NTE*ADD*ONE\nREF", 1),
        ("NTE*ADD*ONE\nREFERRAL*1", 1),
        ("NTE*ADD*ONE REF*A", 1),
        ("NTE*ADD*ONE\nZZ1*A", 1),
        ("NTE*ADD*ONE\nREF*A", 2),
        ("NTE*ADD*ONE\r\n\r\n\tREF*A\nN3*B", 3),
        ("N4*HONOLULU*\nHI*968010001", 1),
        ("N4*HONOLULU*HI*968010001\nHI*ABK:D510", 2),
        ("NM1*QC*1*DOE*\nPAT*M", 1),
        ("NM1*QC*1*DOE*\nLIN*M", 1),
        ("N3*12 MAIN\nST*APT 4", 1),
        ("N3*12 MAIN\nSE*APT 4", 1),
        ("N3*12 MAIN ST\nSE*22*0001", 2),
        ("\x1a\nDTP*472*D8*20250115", 1),  # a file that was put together from others
        ("SV1*HC:96372*40*UN*1***1*\nDTP*472*D8*20250115", 2),
    ],
)
def test_a_line_is_a_segment_if_it_begins_with_an_id_of_the_guides(text: str, count: int) -> None:
    parts = split_lines(Segment(text, 100, 7), Delimiters("*", ":", "^", "~"))
    assert [part.number for part in parts] == list(range(7, 7 + count))
    for part in parts:
        assert text[part.offset - 100 :].startswith(part.text)
        assert part.text == part.text.strip()


def test_a_street_that_is_broken_before_its_type_begins_no_transaction() -> None:
    placed, findings = run(joined([line.replace("1 MAIN ST", "1 MAIN\nST*APT 4") for line in LINES], set()))
    assert [(found.rule, found.mark.element) for found in findings] == [("IG035", "N301")]
    assert [item.node.serial for item in placed] == RIGHT


@pytest.mark.parametrize("filler", [" ", "\n", "\n ", "\r\n\t"])
def test_a_million_spaces_are_looked_at_once(filler: str) -> None:
    """It would take hours to look from each of them to the last."""
    text = "NTE*ADD*A\nB" + filler * 300_000 + "B"
    assert len(split_lines(Segment(text, 0, 1), Delimiters("*", ":", "^", "~"))) == 1
    assert len(split_lines(Segment(text + "\nREF*A", 0, 1), Delimiters("*", ":", "^", "~"))) == 2


def test_a_wrapped_file_is_not_split() -> None:
    body = "".join(f"{line}~" for line in LINES)
    for width in range(20, 100):
        text = "\n".join(body[at : at + width] for at in range(0, len(body), width))
        assert [found.rule for found in run(text)[1]] == ["ENV022"], width


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_a_file_that_is_wrapped_behind_its_isa_is_read(end: str) -> None:
    body = "".join(f"{line}~" for line in LINES[1:])
    for width in range(20, 110):
        lines = [f"{LINES[0]}~", *(body[at : at + width] for at in range(0, len(body), width))]
        placed, findings = run(end.join(lines))
        assert [found.rule for found in findings] == ["ENV022"], width
        assert [item.segment.text for item in placed] == [
            line for line in LINES if line[:2] not in ("IS", "GS", "ST", "SE", "GE", "IE")
        ]


def test_what_is_wrong_with_the_isa_is_said_before_its_lost_terminator() -> None:
    text = joined(LINES, {0}).replace("*ZZ*INVENTED       ", f"*ZZ*{' ' * 15}", 1)
    (finding,) = run(text)[1]
    assert (finding.rule, finding.mark.element) == ("ENV001", "ISA06")


@pytest.mark.parametrize("end", ["\n", "\r\n", " \n"])
def test_the_terminator_behind_the_isa_is_lost(end: str) -> None:
    text = LINES[0] + end.lstrip(" ") + joined(LINES[1:], set(), end)
    placed, (finding,) = run(text)
    assert (finding.rule, finding.mark.segment, finding.mark.length) == ("ENV001", 1, 105)
    assert finding.message.startswith("there is no terminator after ISA16")
    assert [item.node.serial for item in placed] == RIGHT
    assert read(answers(text)[1])[0].ta1[4:] == ["R", "004"]


def test_a_line_break_may_be_the_terminator() -> None:
    for text in ("\n".join([*LINES, ""]), "\n".join([*LINES, ""]).replace("\nGS*", "\n\nGS*")):
        assert {found.rule for found in run(text)[1]} <= {"ENV021"}


def test_acknowledgments_name_the_element_that_runs_on() -> None:
    implementation, _ = answers(joined(LINES, {LINES.index(WHOLE[-2])}))
    (group,) = read(implementation)[0].groups
    (transaction,) = group.transactions
    (error,) = transaction.errors
    assert (error.said[1:3], error.said[4]) == (["SV1", str(len(WHOLE))], "8")
    assert [element for element, _ in error.elements] == [["IK4", "7", "", "6", "1"]]
    assert (transaction.verdict, group.verdict[1]) == (["IK5", "R", "5"], "R")
    assert pyx12_accepts(implementation)


@pytest.mark.parametrize("name", ["GS", "SE", "GE"])
def test_in_the_envelope_the_interchange_is_at_fault(name: str) -> None:
    at = next(at for at, line in enumerate(LINES) if line.startswith(name + "*"))
    assert read(answers(joined(LINES, {at}))[1])[0].ta1[4:] == ["R", "024"]
