"""The plain checks of the first segments of a shape: they accept nothing that its expression would not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

import pytest

from cleanclaim.guide import plainly
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.pattern import compile_pattern, keeps
from cleanclaim.guide.plainly import Expression, accepts_plainly
from cleanclaim.guide.shape import Shape
from cleanclaim.x12 import Delimiters
from tests.guide_text import example
from tests.segments import mutated, thinned

_MARKS = Delimiters("*", ":", "^", "~")
_SHAPES = load_guide().shapes
_ODD = ["20240229", "20230229", "19000229", "18000101", "17991231", "2400", "2359", "0960", "-1", "1.", ".5", "1.234",
        "1.5", "00", " A", "A ", " ", "é", "²", "\x7f", "A\tB", "RD8", "20240101-20240102", "20240101-", "A~B",
        "123456789"]  # fmt: skip


@cache
def _compiled(serial: int) -> re.Pattern[str]:
    return compile_pattern(_SHAPES[serial], _MARKS)


def _accepts(serial: int, text: str) -> bool:
    """What the compiled expression and the syntax notes say."""
    return _compiled(serial).fullmatch(text) is not None and keeps(_SHAPES[serial].notes, text.split("*"))


def _odd() -> Iterator[tuple[int, str]]:
    """Each element of each segment with values that are nearly right."""
    for shape in _SHAPES:
        elements = example(shape, full=True).split("*")
        for at in range(1, len(elements)):
            for value in _ODD:
                yield shape.serial, "*".join([*elements[:at], value, *elements[at + 1 :]])


def test_what_is_plainly_right_is_right() -> None:
    texts = [*mutated(12000, seed=5), *_odd()]
    texts += [(shape.serial, text) for shape in _SHAPES for text in thinned(example(shape, full=True))]
    accepted = {(serial, text) for serial, text in texts if accepts_plainly(_SHAPES[serial], text, _MARKS)}
    assert len(accepted) > 3000
    assert [text for serial, text in sorted(accepted) if not _accepts(serial, text)] == []


def test_most_that_is_right_is_plainly_right() -> None:
    right = [shape for shape in _SHAPES if _accepts(shape.serial, example(shape, full=True))]
    plain = [shape for shape in right if accepts_plainly(shape, example(shape, full=True), _MARKS)]
    assert len(plain) > 0.9 * len(right)


def test_many_segments_are_worth_an_expression(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []

    def count(shape: Shape, delimiters: Delimiters) -> re.Pattern[str]:
        made.append(shape.segment)
        return compile_pattern(shape, delimiters)

    monkeypatch.setattr(plainly, "compile_pattern", count)
    shape = next(shape for shape in _SHAPES if shape.segment == "N3")
    expression = Expression(shape, _MARKS)
    for _ in range(19):
        assert expression.fullmatch("N3*71 SPINDLE ST")
    assert made == []
    assert expression.fullmatch("N3*71 SPINDLE ST") and expression.fullmatch("N3*72 SPINDLE ST")
    assert expression.fullmatch("N3*") is None
    assert made == ["N3"]


def test_delimiters_that_part_nothing_are_left_to_the_expression() -> None:
    shape = next(shape for shape in _SHAPES if shape.segment == "N3")
    for marks in (Delimiters("*", "A", "^", "~"), Delimiters("*", "*", "^", "~"), Delimiters(" ", ":", "^", "~")):
        assert Expression(shape, marks).fullmatch("N3*71 SPINDLE ST") is None
