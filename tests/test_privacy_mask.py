"""Masks: same length, nothing but codes in clear, nothing that steers a terminal."""

from __future__ import annotations

import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.privacy import Values, draw, mask
from cleanclaim.privacy.mask import _shape
from cleanclaim.x12 import Delimiters

TURNING = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}
ODD = Delimiters("\x1d", "\x1f", "\x1e", "\n")
CASES = [
    ("SV1*HC:99211:25*40*UN*1***1:2", "SV1*HC:99211:25*40*UN*1***1:2"),
    ("SV1*HC:99211::::: :NOTE*40", "SV1*HC:99211:::::•:••••*40"),
    ("SV1*HC:SMITH:25*40.00*UN*ONE", "SV1*HC:•••••:25*40.00*UN*•••"),
    ("SV1*HC", "SV1*HC"),
    ("SV1*HC:J3420*123456789*UN*1:2", "SV1*HC:J3420*•••••••••*UN*•:•"),
    ("DTP*472*D8*20250303", "DTP*472*D8*••••••••"),
    ("DTP*472*RD8*20250303-20250304", "DTP*472*RD8*•••••••••••••••••"),
    ("NM1*IL*1*DOE*JANE****MI*X1", "NM1*IL*1*•••*••••****MI*••"),
    ("REF*6R*A1", "REF*6R*••"),
    ("REF*SMITH*A1", "REF*•••••*••"),
    ("HI*ABK:D51.0*ABF:R5383*BG:17*ZZ:D510", "HI*ABK:D51.0*ABF:R5383*BG:17*••:••••"),
    ("HI*BP:00100", "HI*BP:00100"),
    ("HI*:D510", "HI*:••••"),
    ("LIN**N4*00004196501", "LIN**N4*00004196501"),
    ("LIN**UP*00004196501", "LIN**UP*•••••••••••"),
    ("LIN***00004196501", "LIN***•••••••••••"),
    ("JOHN*DOE", "••••••••"),
    ("", ""),
    ("CLM*AB^C:D*40***11:B:1", "CLM*••^•:•*40***11:B:1"),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_codes_are_shown_and_the_rest_is_bullets(text: str, shown: str) -> None:
    assert mask(text, Delimiters()) == shown


def test_none_shows_the_segment_and_its_shape() -> None:
    assert mask("SV1*HC:99211*40", Delimiters(), "none") == "SV1*••:•••••*••"


def test_all_shows_everything_but_control_characters() -> None:
    assert mask("NTE*ADD*a\x1b[31m\x7f\x9b\u202eb", Delimiters(), "all") == "NTE*ADD*a␛[31m␡��b"


def test_delimiters_that_are_control_characters_are_drawn() -> None:
    assert mask("SV1\x1dHC\x1f99211\x1d40", ODD) == "SV1␝HC␟99211␝40"
    assert draw("\x1d\x1e\x1f\r\n\t") == "␝␞␟␍␊␉"


def test_a_file_whose_delimiters_are_letters_is_hidden_whole() -> None:
    assert mask("SV1A40", Delimiters(element="A")) == "••••••"


@given(st.text(max_size=80), st.sampled_from(["codes", "none", "all"]), st.sampled_from([Delimiters(), ODD]))
def test_a_mask_keeps_the_length_and_steers_nothing(text: str, values: Values, delimiters: Delimiters) -> None:
    shown = mask(text, delimiters, values)
    assert len(shown) == len(text)
    assert not any(unicodedata.category(char) == "Cc" or unicodedata.bidirectional(char) in TURNING for char in shown)


@given(st.sampled_from(["NM1", "REF", "CLM", "SV1", "DTP", "NTE", "PER", "HI", "CAS", "LIN", "ISA", "N3"]), st.data())
def test_a_long_token_never_comes_out_of_any_element(segment: str, data: st.DataObject) -> None:
    values = st.sampled_from(["", "HC", "TOKENS", "tokens7"])
    elements = data.draw(st.lists(st.lists(values, min_size=1), max_size=20))
    text = "*".join([segment, *(":".join(parts) for parts in elements)])
    assert "token" not in mask(text, Delimiters()).lower()


def test_what_prints_has_no_picture() -> None:
    """Text that prints is drawn as it is, without a look at the pictures."""
    drawn = [chr(code) for code in range(sys.maxunicode + 1) if draw("\n" + chr(code))[1] != chr(code)]
    assert len(drawn) > 200
    assert not [one for one in drawn if one.isprintable()]
    assert "".join(map(draw, drawn)).isprintable()


def test_what_says_how_a_value_is_coded_is_not_kept_unless_it_is_known() -> None:
    assert mask("HI*ABK:D510*ZZ:D510*SECRET:D510", Delimiters()) == "HI*ABK:D510*••:••••*••••••:••••"
    mask("LIN**ZZ*00517003125", Delimiters())
    before = _shape.cache_info().currsize
    for number in range(20):
        assert mask(f"HI*SECRET{number}:D510", Delimiters()).endswith("•:••••")
        assert mask(f"LIN**SECRET{number}*00517003125", Delimiters()).endswith("•*" + "•" * 11)
    assert _shape.cache_info().currsize == before
