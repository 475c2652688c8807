"""Characters to segments and envelopes: every byte accounted for, nothing raised."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim import x12
from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import Delimiters, End, Event, Group, Interchange, Tally, Transaction, read_events
from cleanclaim.x12 import reader as reader_room

ISA = "ISA*00*          *00*          *ZZ*SUBMITTER      *ZZ*RECEIVER       *250131*1200*^*00501*000000001*0*T*:~"
BODY = "ST*837*0001*005010X222A1~BHT*0019*00*1*20250131*1200*CH~HL*1**20*1~SE*4*0001~"
FILE = ISA + "GS*HC*A*B*20250131*1200*1*X*005010X222A1~" + BODY + "GE*1*1~IEA*1*000000001~"


def read(text: str | bytes) -> list[Event]:
    content = text if isinstance(text, bytes) else text.encode("latin-1")
    return list(read_events(Source.from_bytes(content)))


def findings(events: list[Event]) -> list[Finding]:
    return [event for event in events if isinstance(event, Finding)]


def codes(text: str | bytes) -> list[str]:
    return [finding.rule for finding in findings(read(text))]


def tally(events: list[Event]) -> Tally:
    last = events[-1]
    assert isinstance(last, Tally)
    return last


def segments(events: list[Event]) -> list[Segment]:
    """Every segment of the file in its order, those of the envelopes too."""
    out = []
    for event in events:
        if isinstance(event, Segment):
            out.append(event)
        elif isinstance(event, Interchange | Group) or (isinstance(event, Transaction) and not event.absent):
            out.append(event.header)
        elif isinstance(event, End) and event.trailer is not None:
            out.append(event.trailer)
    return out


def test_a_whole_file_is_read_without_a_word() -> None:
    events = read(FILE)
    assert [type(event).__name__ for event in events] == (
        ["Interchange", "Group", "Transaction", "Segment", "Segment", "End", "End", "End", "Tally"]
    )
    assert [segment.number for segment in segments(events)] == list(range(1, 9))
    assert tally(events) == Tally(1, 1, 1, 8, len(FILE), 0)
    transaction = events[2]
    assert isinstance(transaction, Transaction)
    assert (transaction.kind, transaction.version) == ("837", "005010X222A1")


@pytest.mark.parametrize("end", ["~\n", "~\r\n", "~\r", "~\r\n\r\n"])
def test_line_ends_between_segments_change_nothing(end: str) -> None:
    plain, lined = read(FILE), read(FILE.replace("~", end))
    assert [segment.text for segment in segments(plain)] == [segment.text for segment in segments(lined)]
    assert not findings(lined)


@pytest.mark.parametrize(
    ("delimiters", "text"),
    [
        (Delimiters("|", ">", "^", "\n"), FILE.translate(str.maketrans("*:~", "|>\n"))),
        (Delimiters("\x1d", "\x1f", "\x1e", "\x1c"), FILE.translate(str.maketrans("*:^~", "\x1d\x1f\x1e\x1c"))),
        (Delimiters("*", ":", "^", "\r"), FILE.replace("~", "\r\n")),
        (Delimiters("*", ":", "\uffff", "~"), FILE.replace("*^*00501", "*U*00401")),
    ],
)
def test_the_interchange_declares_its_delimiters(delimiters: Delimiters, text: str) -> None:
    events = read(text)
    first = events[0]
    assert isinstance(first, Interchange)
    assert first.delimiters == delimiters
    assert not findings(events)
    assert tally(events).segments == 8


def test_a_wrapped_file_reads_like_the_whole_one_at_its_own_places() -> None:
    wrapped = "\r\n".join(FILE[at : at + 80] for at in range(0, len(FILE), 80)) + "\r\n"
    events = read(wrapped)
    assert [segment.text for segment in segments(events)] == [segment.text for segment in segments(read(FILE))]
    assert codes(wrapped) == ["ENV022"]
    for segment in segments(events):
        for index, character in enumerate(segment.text):
            assert wrapped[segment.byte(index)] == character
    assert tally(events).unread_bytes == 0


def test_a_line_break_inside_a_value_is_no_wrapping() -> None:
    events = read(FILE.replace("BHT*0019*00*1", "BHT*0019*00*1\n2"))
    assert any("1\n2" in segment.text for segment in segments(events))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\xef\xbb\xbf" + FILE, ["ENV026"]),
        ("SUBJECT: CLAIMS\r\n" + FILE, ["ENV020"]),
        (FILE + "bye", ["ENV020"]),
        (FILE + "\x1a", []),
        (FILE + "\x00\x00", ["ENV020"]),
        (FILE.replace("HL*1", "~HL*1"), ["ENV021"]),
        (FILE.replace("HL*1", "~~~\n~HL*1"), ["ENV021"]),
        (FILE.replace("HL*1", "  HL*1").replace("SE*4", "  SE*4"), ["ENV023"]),
        (FILE[:-1], ["ENV025"]),
        (FILE[:-1] + "\n", ["ENV025"]),
        (FILE.replace("SE*4", "SE*5"), ["ENV010"]),
        (FILE.replace("SE*4*0001", "SE*4*0002"), ["ENV010"]),
        (FILE.replace("SE*4*0001", "SE*5*0002"), ["ENV010", "ENV010"]),
        (FILE.replace("SE*4", "SE*-4"), ["ENV010"]),
        (FILE.replace("GE*1*", "GE*-1*"), ["ENV009"]),
        (FILE.replace("SE*4", "SE*X"), []),  # no number: the guide's to judge
        (FILE.replace("GE*1*1", "GE*2*1"), ["ENV009"]),
        (FILE.replace("GE*1*1", "GE*1*2"), ["ENV009"]),
        (FILE.replace("IEA*1*", "IEA*3*"), ["ENV006"]),
        (FILE.replace("IEA*1*000000001", "IEA*1*000000002"), ["ENV004"]),
        (FILE.replace("SE*4*0001~", ""), ["ENV017"]),
        (FILE.replace("GE*1*1~", ""), ["ENV017"]),
        (FILE.replace("IEA*1*000000001~", ""), ["ENV017"]),
        (FILE + FILE.replace("000000001", "000000002"), []),
        (FILE.replace("IEA*1*000000001~", "") + FILE, ["ENV017"]),
        (FILE[:-9] + FILE, ["ENV017"]),
        (FILE.replace("GE*1*1~", "GE*1*1~SE*1*0001~"), ["ENV018"]),
        (FILE.replace("GE*1*1~", "GE*1*1~NM1*41*2~"), ["ENV019"]),
        (FILE.replace("GE*1*1~", "GE*1*1~NM1*41*2~NM1*40*2~"), ["ENV019"]),
        (FILE.replace("ST*837*0001*005010X222A1~", ""), ["ENV019"]),
        (FILE.replace("SE*4*0001", "se*4*0001"), ["ENV033"]),
        (FILE.replace("GS*HC", "gs*HC").replace("GE*1", "Ge*1"), ["ENV033", "ENV033"]),
        (FILE.replace("GS*HC", "TA1*000000001*250131*1200*A*000~GS*HC"), []),
        (FILE.replace("GS*HC*A*B*20250131*1200*1*X*005010X222A1~", ""), ["ENV018"]),
        (FILE.replace("GS*HC*A*B*20250131*1200*1*X*005010X222A1~", "").replace("GE*1", "GE*2"), ["ENV018", "ENV009"]),
        (FILE.replace("GS*HC*A*B*20250131*1200*1*X*005010X222A1~", "").replace("GE*1*1~", ""), ["ENV018"]),
        (FILE.replace("SUBMITTER      ", "SUBMITTER"), ["ENV001"]),
        (FILE.replace("*ZZ*RECEIVER       ", ""), ["ENV001"]),
        (FILE.replace("*T*:~", "*T**~"), ["ENV001"]),
        (ISA[:50] + FILE, ["ENV001"]),
    ],
)
def test_each_fault_of_an_envelope_is_found_once(text: str, expected: list[str]) -> None:
    assert codes(text) == expected


HEAD = FILE[: FILE.index("ST*")]
CLAIMS = "ST*837*0001*005010X222A1~BHT*0019~HL*1**20*1~CLM*A~LX*1~CLM*B~LX*1~SE*8*0001~"
TWO = HEAD + CLAIMS + "GE*1*1~IEA*1*000000001~"
BOTH = HEAD + BODY + BODY.replace("0001", "0002") + "GE*2*1~IEA*1*000000001~"
GROUPS = FILE[: FILE.index("IEA*")] + FILE[len(ISA) : FILE.index("IEA*")].replace("*1*X", "*2*X").replace(
    "GE*1*1", "GE*1*2"
)


@pytest.mark.parametrize(
    ("text", "expected", "inside", "transactions"),
    [
        (TWO.replace("CLM*B", "SE*6*0001~CLM*B"), ["ENV018"], 6, 1),
        (TWO.replace("CLM*B", "SE*9*0001~CLM*B"), ["ENV018"], 6, 1),
        (TWO.replace("LX*1~SE", "SE*7*0001~LX*1~SE"), ["ENV018"], 6, 1),
        (TWO.replace("CLM*B", "SE*6*0001~SE*6*0001~CLM*B"), ["ENV018"], 6, 1),
        (TWO.replace("~SE*8*0001", "").replace("CLM*B", "SE*6*0001~CLM*B"), ["ENV018"], 6, 1),
        (TWO.replace("~SE*8*0001", "").replace("CLM*B", "SE*8*0001~CLM*B"), ["ENV018"], 6, 1),
        (TWO.replace("~SE*8*0001", "").replace("CLM*B", "SE*7*0001~CLM*B"), ["ENV018", "ENV010"], 6, 1),
        (TWO.replace("CLM*B", "GE*1*1~CLM*B"), ["ENV018"], 6, 1),
        (TWO.replace("SE*8", "GE*1*1~SE*8"), ["ENV018"], 6, 1),
        (TWO.replace("CLM*B", "IEA*1*000000001~CLM*B"), ["ENV018"], 6, 1),
        (TWO.replace("CLM*B", "SE*6*0001~GE*1*1~IEA*1*000000001~CLM*B"), ["ENV018"], 6, 1),
        (TWO.replace("GE*1*1~", "IEA*1*000000001~GE*1*1~"), ["ENV018"], 6, 1),
        (TWO.replace("SE*8*0001~", "SE*8*0001~NM1*1~"), ["ENV019"], 6, 1),  # fits: the end, and a segment behind it
        (BOTH.replace("ST*837*0002", "GE*2*1~ST*837*0002"), ["ENV018"], 4, 2),
        (BOTH.replace("ST*837*0002", "GE*1*1~ST*837*0002"), ["ENV018"], 4, 2),
        (GROUPS.replace("GE*1*1~", "GE*1*1~IEA*1*000000001~") + "IEA*2*000000001~", ["ENV018"], 4, 2),
        (FILE.replace("ST*837*0001*005010X222A1~", ""), ["ENV019"], 2, 1),
        (TWO.replace("ST*837*0001*005010X222A1~BHT*0019~", ""), ["ENV019"], 5, 1),
        (BOTH.replace("ST*837*0002*005010X222A1~", ""), ["ENV019"], 4, 2),
    ],
)
def test_what_stands_behind_a_stray_or_missing_segment_is_read_on(
    text: str, expected: list[str], inside: int, transactions: int
) -> None:
    for whole in (text, text.replace("~", "~\n")):
        events = read(whole)
        assert [finding.rule for finding in findings(events)] == expected
        assert sum(isinstance(event, Segment) for event in events) == inside
        assert tally(events).transactions == transactions
        assert tally(events).unread_bytes == 0


def test_what_was_disturbed_is_not_mended() -> None:
    stray = TWO.replace("CLM*B", "GE*1*1~CLM*B").replace("SE*8", "SE*9").replace("~IEA*1", "~IEA*2")
    said = findings(read(stray))
    assert [(finding.rule, finding.fix) for finding in said] == [("ENV018", ()), ("ENV010", ()), ("ENV006", ())]
    headless = (
        BOTH.replace("ST*837*0002*005010X222A1~", "").replace("GE*2*1", "GE*1*1").replace("SE*4*0001", "SE*5*0001")
    )
    assert [bool(finding.fix) for finding in findings(read(headless))] == [True, False, False]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("SE*4", "SE*9", "SE01 says 9 segments, the file holds 4"),
        ("GE*1*", "GE*9*", "GE01 says 9 transactions, the file holds 1"),
        ("IEA*1*", "IEA*9*", "IEA01 says 9 groups, the file holds 1"),
        ("SE*4*0001", "SE*4*0002", "SE02 does not repeat the control number in ST02"),
        ("GE*1*1", "GE*1*2", "GE02 does not repeat the control number in GS06"),
        ("IEA*1*000000001", "IEA*1*000000002", "IEA02 does not repeat the control number in ISA13"),
        ("SE*4*0001~", "", "SE is missing: GE ends what it stands in"),
        ("GE*1*1~", "", "GE is missing: IEA ends what it stands in"),
        ("SE*4*0001~GE*1*1~IEA*1*000000001~", "", "SE, GE and IEA are missing: the file ends too early"),
    ],
)
def test_a_trailer_is_told_what_does_not_fit(old: str, new: str, message: str) -> None:
    assert [finding.message for finding in findings(read(FILE.replace(old, new)))] == [message]


def test_a_missing_last_terminator_stands_on_the_last_segment() -> None:
    events = read(FILE[:-1])
    (finding,) = findings(events)
    assert (finding.mark.segment, finding.mark.segment_id, tally(events).segments) == (8, "IEA", 8)
    assert events.index(finding) < len(events) - 2  # while its interchange is open


def test_one_cut_is_one_finding_that_names_what_is_missing() -> None:
    events = read(FILE[: FILE.index("HL*1") + 6])
    (finding,) = findings(events)
    assert finding.message == "SE, GE and IEA are missing: the file was cut inside this segment"
    assert (finding.mark.segment_id, finding.mark.offset) == ("HL", FILE.index("HL*1"))
    assert tally(events).unread_bytes == 6


@pytest.mark.parametrize("length", range(len(ISA), len(FILE)))
def test_a_file_cut_anywhere_is_reported(length: int) -> None:
    events = read(FILE[:length])
    assert findings(events)
    assert sum(isinstance(event, Interchange | Group | Transaction) for event in events) == sum(
        isinstance(event, End) for event in events
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the file is empty"),
        (FILE.encode("utf-16"), "UTF-16"),
        (FILE.encode("utf-16-be"), "UTF-16"),
        (FILE.encode("cp037"), "EBCDIC"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"PK\x03\x04", "zip"),
        (bytes(range(256)) * 4, "binary"),
        (BODY.encode(), "ISA"),
        (b"Dear Sir or Madam,\r\n", "not an X12 file"),
    ],
)
def test_what_is_no_x12_is_named(content: bytes, words: str) -> None:
    with pytest.raises(NotX12Error, match=words):
        read(content)


def test_segments_at_the_seams_of_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    text = ISA + "".join(f"REF*{at}*{'V' * (at % 37)}~\n" for at in range(400)) + "IEA*0*000000001~"
    whole = read(text)
    for block in (128, 129, 150, 222):
        monkeypatch.setattr(reader_room, "BLOCK", block)
        assert [segment.text for segment in segments(read(text))] == [segment.text for segment in segments(whole)]


def test_a_segment_longer_than_a_block_is_passed_over_and_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_room, "BLOCK", 256)
    events = read(FILE.replace("HL*1", "NTE*ADD*" + "X" * 2000 + "~HL*1"))
    assert [finding.rule for finding in findings(events)] == ["ENV024", "ENV010"]
    assert tally(events).unread_bytes == 2009


def test_a_name_is_not_taken_for_a_segment_id() -> None:
    assert x12.mark(Segment("KIM*1", 0, 1), Delimiters()).segment_id == "?"


_ENVELOPES = [ISA, "ISA*", "GS*HC*A*B*1*1*1*X*V~", "ST*837*1~", "SE*2*1~", "GE*1*1~", "IEA*1*000000001~"]
_ODDITIES = ["~", "*", ":", "\n", "\r\n", "\x00", "\xe9", "NM1*85*2~", " ", "\t", "ISA", "\xef\xbb\xbf"]


def test_a_segment_without_end_ends_where_the_next_interchange_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader_room, "BLOCK", 256)
    for size in range(1000, 1300, 17):
        events = read(ISA + "X" * size + FILE)
        assert sum(isinstance(event, Interchange) for event in events) == 2
        assert tally(events).segments == 10  # the two ISA, the long one, and the seven that follow
        assert [finding.rule for finding in findings(events)] == ["ENV024", "ENV017"]


PIECES = st.sampled_from([*_ENVELOPES, *_ODDITIES, FILE, FILE[:50]])


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from([64, 256, 1 << 20]))
def test_no_input_raises_and_every_byte_is_read_or_counted(text: str, block: int) -> None:
    try:
        with patch.object(reader_room, "BLOCK", block):
            events = read(text)
    except NotX12Error:
        return
    count = tally(events)
    assert count.bytes == len(text)
    covered = 0
    for segment in segments(events):
        assert text[segment.offset : segment.offset + len(segment.text)] == segment.text or segment.breaks
        covered += len(segment.text)
    assert covered + count.unread_bytes <= len(text)


@given(st.lists(st.sampled_from(["A", "12", "", "HC:99213:25", "X:Y"]), min_size=1, max_size=5), st.integers(0, 90))
def test_every_span_slices_back_to_its_value(elements: list[str], offset: int) -> None:
    text = "*".join(["SV1", *elements])
    file = "?" * offset + text
    segment = Segment(text, offset, 3)
    for number, element in enumerate(elements, start=1):
        span = x12.element_span(segment, Delimiters(), number)
        assert file[span.start : span.end] == element
        for at, component in enumerate(element.split(":"), start=1):
            place = x12.mark(segment, Delimiters(), number, at)
            assert file[place.offset : place.offset + place.length] == component
            assert place.element == f"SV1{number:02d}-{at}"


def test_an_id_that_has_not_the_shape_of_one_is_not_repeated() -> None:
    assert x12.mark(Segment("DOE JANE*1", 0, 1), Delimiters()).segment_id == "?"


def test_every_rule_has_a_title_and_help() -> None:
    assert len({rule.code for rule in x12.rules()}) == len(x12.rules())
    for rule in x12.rules():
        assert rule.code.startswith(("ENV", "RCV"))
        assert rule.title
        assert rule.help
