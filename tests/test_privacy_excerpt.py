"""Excerpts: the right segments, carets on the right characters, bounded reading, nothing protected."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.findings import ExcerptLine, Mark
from cleanclaim.privacy import Values, cut
from cleanclaim.source import Segment, Source
from cleanclaim.x12 import Delimiters, mark

SEGMENTS = [
    "LX*1",
    "SV1*HC:99211*40*UN*1***1",
    "DTP*472*D8*20250303",
    "LX*2",
    "SV1*HC:96372*40*UN*1***1",
    "NTE*ADD*SMITH CALLED",
]
STAR = Delimiters()


def placed(texts: Sequence[str], between: str = "~", delimiters: Delimiters = STAR) -> tuple[Source, list[Segment]]:
    """A source of these segments, and the segments as a reader gives them (from number 20)."""
    content, segments = "", []
    for number, text in enumerate(texts, 20):
        segments.append(Segment(text, len(content.encode()), number))
        content += text + between
    return Source.from_bytes(content.encode()), segments


def drawn(lines: Sequence[ExcerptLine]) -> list[str]:
    """Lines with their carets beneath, as a report would show them."""
    out = []
    for line in lines:
        out.append(f"{line.segment} {line.text}")
        for caret in line.carets:
            out.append("   " + " " * caret.start + ("^" if caret.primary else "-") * caret.length + " " + caret.label)
    return out


EXPECTED = [
    "20 LX*1~",
    "21 SV1*HC:99211*40*UN*1***1~",
    "          ^^^^^ this visit",
    "22 DTP*472*D8*••••••••~",
    "24 SV1*HC:96372*40*UN*1***1~",
    "          ----- the injection",
]


@pytest.mark.parametrize("between", ["~", "~\n", "~\r\n", "~~~\n\n~"])
def test_the_marked_segments_and_the_neighbours_of_the_first(between: str) -> None:
    source, segments = placed(SEGMENTS, between)
    marks = [mark(segments[1], STAR, 1, 2, "this visit"), mark(segments[4], STAR, 1, 2, "the injection")]
    assert drawn(cut(source, STAR, marks)) == EXPECTED


def test_marks_in_one_segment_share_its_line() -> None:
    source, segments = placed(SEGMENTS)
    marks = [mark(segments[4], STAR, 2), mark(segments[4], STAR, 1, 2, "for this")]
    (line,) = (line for line in cut(source, STAR, marks) if line.carets)
    assert [(caret.start, caret.length, caret.primary) for caret in line.carets] == [(13, 2, True), (7, 5, False)]


def test_the_ends_of_the_file_have_one_neighbour() -> None:
    source, segments = placed(SEGMENTS)
    assert [line.segment for line in cut(source, STAR, [mark(segments[0], STAR)])] == [20, 21]
    assert [line.segment for line in cut(source, STAR, [mark(segments[-1], STAR)])] == [24, 25]


def test_something_missing_is_marked_where_it_should_stand() -> None:
    source, segments = placed(SEGMENTS)
    lines = cut(source, STAR, [mark(segments[3], STAR, 4, 0, "here")])
    assert drawn(lines)[1:3] == ["23 LX*2~", "       ^ here"]


def test_a_file_that_ends_in_the_middle_of_a_segment() -> None:
    source = Source.from_bytes(b"LX*1~SV1*HC:99\r\n")
    lines = cut(source, STAR, [mark(Segment("SV1*HC:99", 5, 2), STAR, 1, 2)])
    assert drawn(lines) == ["1 LX*1~", "2 SV1*HC:••", "          ^^ "]


def test_control_character_delimiters_are_drawn() -> None:
    odd = Delimiters("\x1d", "\x1f", "\x1e", "\n")
    source, segments = placed(["LX\x1d1", "SV1\x1dHC\x1f99211\x1d40"], "\n", odd)
    lines = cut(source, odd, [mark(segments[1], odd, 1, 2)])
    assert [line.text for line in lines] == ["LX␝1␊", "SV1␝HC␟99211␝40␊"]
    assert lines[1].carets[0][:2] == (7, 5)


def test_lengths_of_utf_8_text_count_characters() -> None:
    text = "NM1*IL*1*MUÑOZ*JOSÉ****MI*X1"
    source, _ = placed(["LX*1", text])
    segment = Segment(text.encode().decode("latin-1"), 5, 21)
    lines = cut(source, STAR, [mark(segment, STAR, 4)], "all")
    assert drawn(lines) == ["20 LX*1~", "21 " + text + "~", "                  ^^^^ "]
    assert cut(source, STAR, [mark(segment, STAR, 4)])[1].text == "NM1*IL*1*•••••*••••****MI*••~"


def test_long_elements_are_cut_around_the_caret() -> None:
    source, segments = placed(["SV1*HC:99211::::::" + "x" * 500 + "*40"])
    (line,) = cut(source, STAR, [mark(segments[0], STAR, 2)])
    assert line.text == "SV1*HC:99211::::::" + "•" * 46 + "…*40~"
    assert line.text[line.carets[0].start :][: line.carets[0].length] == "40"


def test_very_long_segments_are_cut_around_the_caret() -> None:
    source, segments = placed(["HI" + "*BG:17" * 400])
    (line,) = cut(source, STAR, [mark(segments[0], STAR, 200, 2)])
    assert len(line.text) == 162
    assert line.text.startswith("…") and line.text.endswith("…")
    assert line.text[line.carets[0].start :][: line.carets[0].length] == "17"


@pytest.mark.parametrize("values", ["codes", "all"])
def test_reading_is_bounded_and_a_segment_without_a_beginning_is_hidden(values: Values) -> None:
    source = Source.from_bytes(b"A" * 200_000 + b"*SECRET*" + b"B" * 200_000)
    (line,) = cut(source, STAR, [Mark(1, "?", 200_001, 6)], values)
    assert len(line.text) <= 162
    assert ("SECRET" in line.text) == (values == "all")


def test_a_stretch_that_only_looks_like_a_segment_is_hidden() -> None:
    source = Source.from_bytes(b"K3*" + b"HI" + b"*BG:17" * 20_000 + b"~")
    (line,) = cut(source, STAR, [Mark(1, "K3", 3 + (1 << 16), 2)])
    assert set(line.text) == {"…", "•"}


def test_interchanges_with_other_delimiters_are_no_neighbours() -> None:
    first, second = "IEA*1*000000001~", "ISA|00|          |00|          |ZZ|A              "
    source = Source.from_bytes((first + second + "\n").encode())
    lines = cut(source, Delimiters("|", ">", "^", "\n"), [mark(Segment(second, len(first), 9), Delimiters("|"), 5)])
    assert [line.text for line in lines] == ["ISA|00|••••••••••|00|••••••••••|ZZ|•••••••••••••••␊"]
    lines = cut(source, STAR, [mark(Segment(first[:-1], 0, 8), STAR, 2)])
    assert [line.text for line in lines] == ["IEA*1*•••••••••~"]


def test_a_mark_on_no_segment_has_no_excerpt() -> None:
    source, _ = placed(SEGMENTS)
    assert cut(source, STAR, [Mark(0, "", 0, 0)]) == ()


def test_an_empty_segment_is_marked_at_its_terminator() -> None:
    source = Source.from_bytes(b"LX*1~~SV1*HC:99211~")
    lines = cut(source, STAR, [Mark(2, "", 5, 1)])  # the reader gives it the number of the next segment
    assert drawn(lines) == ["1 LX*1~", "0 ~", "  ^ ".rjust(5), "2 SV1*HC:99211~"]


def test_white_space_before_a_segment_can_be_marked() -> None:
    source = Source.from_bytes(b"LX*1~ \tSV1*HC:99211~")
    assert drawn(cut(source, STAR, [Mark(2, "", 5, 2)]))[1:] == ["2  ␉SV1*HC:99211~", "  ^^ ".rjust(6)]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_line_breaks_of_wrapping_are_left_out_and_others_drawn(end: str) -> None:
    text = "NTE*ADD*ONE~SV1*HC:99211*40*UN*1***1~NTE*ADD*A\nB~LX*2~"
    wrapped = end.join(text[at : at + 20] for at in range(0, len(text), 20)).encode()
    source = Source.from_bytes(wrapped)
    at = wrapped.index(b"HC:") + 3
    lines = cut(source, STAR, [Mark(2, "SV1", at, len("99211" + end))], "all")
    assert drawn(lines)[1:3] == ["2 SV1*HC:99211*40*UN*1***1~", "          ^^^^^ "]
    assert drawn(lines)[3] == "3 NTE*ADD*A␊B~"


PIECES = st.sampled_from(
    [b"SV1*HC:99211*40", b"~", b"\n", b"\r\n", b" ", b"ISA", b"\xc3\x89", b"\xff", b"*", b"x" * 90]
)


@given(st.lists(PIECES, max_size=40), st.data(), st.sampled_from(["codes", "none", "all"]))
def test_no_input_raises_and_every_caret_stands_in_its_line(
    pieces: list[bytes], data: st.DataObject, values: Values
) -> None:
    source = Source.from_bytes(b"".join(pieces))
    offsets = st.integers(0, source.size)
    marks = [
        Mark(number, segment, data.draw(offsets), data.draw(st.integers(0, 30)))
        for number, segment in data.draw(st.lists(st.sampled_from([(1, "SV1"), (2, ""), (3, "ISA")]), max_size=3))
    ]
    lines = cut(source, STAR, marks, values)
    assert bool(lines) == bool(marks)
    for line in lines:
        assert "\n" not in line.text
        for caret in line.carets:
            assert caret.length >= 1
            assert 0 <= caret.start < caret.start + caret.length <= max(len(line.text), 1)
    assert sum(len(line.carets) for line in lines) == len(marks)
