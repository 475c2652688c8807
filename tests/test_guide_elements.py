"""Elements: the fast path accepts nothing that pyx12 rejects, and the judge says what pyx12 says."""

from __future__ import annotations

import itertools
import re
from functools import cache

import pytest
from pyx12.validation import is_valid_date, is_valid_time

from cleanclaim.guide import pattern
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.elements import Elements
from cleanclaim.guide.judge import Verdict, judge
from cleanclaim.guide.maps import load_nodes
from cleanclaim.guide.pattern import NEVER, compile_pattern, write_expression
from cleanclaim.guide.verdicts import reduce_verdicts
from cleanclaim.x12 import Delimiters
from tests.guide_text import ISA, example, judged, replaced
from tests.segments import mutated, thinned

_MARKS = Delimiters()


def _pyx12(serial: int, text: str) -> set[str] | None:
    """The codes of pyx12's verdict; None where its validator fails."""
    from pyx12.segment import Segment

    try:
        _, errors = load_nodes()[serial].is_valid_errors(Segment(text, "~", "*", ":"))
    except (IndexError, ValueError):
        return None
    return {error.err_cde for error in errors}


@cache
def _elements() -> Elements:
    return Elements(load_guide(), _MARKS)


def _ours(verdict: Verdict, serial: int) -> str:
    """The code that pyx12 has for a verdict."""
    children = load_nodes()[serial].children
    composite = verdict.element <= len(children) and children[verdict.element - 1].is_composite()
    if verdict.code == "13":
        return "3" if composite else "6"
    if verdict.code == "10" and composite and not verdict.component:
        return "5"
    return {"E": "10", "I12": "7"}.get(verdict.code, verdict.code)


def test_examples_are_accepted_by_both() -> None:
    slow = []
    for shape in load_guide().shapes:
        for full in (False, True):
            text = example(shape, full)
            assert _pyx12(shape.serial, text) == set(), text
            if not _elements().accepts(shape.serial, text):
                slow.append(shape.segment)
    assert not slow


@pytest.mark.parametrize(("expression", "years", "kind"), [
    (pattern._DATE, ("1799", "1800", "1900", "2000", "2023", "2024", "2100", "9996", "9999", "0000"), "D8"),
    (pattern._SHORT_DATE, ("00", "01", "04", "23", "24", "49", "50", "99"), "DT"),
])  # fmt: skip
def test_dates_are_those_of_pyx12(expression: str, years: tuple[str, ...], kind: str) -> None:
    date = re.compile(expression)
    for text in (f"{year}{day:04}" for year in years for day in range(10_000)):
        assert bool(date.fullmatch(text)) == is_valid_date(kind, text), text


def test_times_are_those_of_pyx12() -> None:
    time, short = re.compile(pattern._TIME), re.compile(pattern._SHORT_TIME)
    for text in (f"{number:04}" for number in range(10_000)):
        assert bool(time.fullmatch(text)) == bool(short.fullmatch(text)) == is_valid_time(text), text
        assert bool(time.fullmatch(f"12{text}")) == is_valid_time(f"12{text}"), text


@pytest.mark.parametrize(
    "marks", [_MARKS, Delimiters("|", ">", "!", "\x1d"), Delimiters("\x1d", "\x1f", "\x1e", "~")]
)
def test_an_isa_that_says_its_own_delimiters(marks: Delimiters) -> None:
    shape = load_guide().envelope("ISA")
    text = ISA.replace("*", marks.element).replace("^", marks.repetition).replace(":", marks.component)
    elements = Elements(load_guide(), marks)
    assert elements.accepts(shape.serial, text)
    assert not elements.accepts(shape.serial, text.replace("00501", "00502"))
    assert not elements.accepts(shape.serial, text.replace("250131", "250132"))
    assert not elements.accepts(shape.serial, text[:-1] + "+")


def test_fast_path_accepts_only_what_pyx12_accepts() -> None:
    accepted = 0
    for serial, text in mutated(12000, seed=1):
        if _elements().accepts(serial, text):
            accepted += 1
            assert _pyx12(serial, text) == set(), text
    assert accepted > 500


def test_fast_path_keeps_syntax_notes() -> None:
    accepted = 0
    for shape in load_guide().shapes:
        for text in thinned(example(shape, full=True)):
            if _elements().accepts(shape.serial, text):
                accepted += 1
                assert _pyx12(shape.serial, text) == set(), text
    assert accepted > 500


def test_judge_says_what_pyx12_says() -> None:
    differing, compared = [], 0
    for serial, text in mutated(8000, seed=2):
        theirs = _pyx12(serial, text)
        verdicts = judge(serial, text, _MARKS)
        if theirs is None:
            assert verdicts, text
            continue
        if "^" in text or text.startswith("ISA"):  # pyx12 knows no repetitions
            continue
        compared += 1
        ours = {_ours(verdict, serial) for verdict in verdicts}
        if ours != theirs:
            differing.append((text, ours, theirs))
    assert compared > 6000
    assert not differing, differing[:5]


def test_odd_delimiters_never_run_elements_together() -> None:
    shape = next(shape for shape in load_guide().shapes if shape.segment == "DTP")
    assert compile_pattern(shape, Delimiters("-", ":", "^", "~")) is NEVER
    assert compile_pattern(shape, Delimiters("*", "A", "^", "~")) is NEVER
    compiled = compile_pattern(shape, Delimiters("|", ">", "!", "\x1d"))
    assert compiled.fullmatch(f"DTP|{shape.codes[0]}|D8|20250131")
    assert not compiled.fullmatch(f"DTP|{shape.codes[0]}|D8|20250231")


def test_text_is_what_ascii_prints_without_the_delimiters() -> None:
    marks = [chr(code) for code in range(33, 127) if not chr(code).isalnum()]
    for element, component in itertools.permutations(marks, 2):
        delimiters = Delimiters(element, component, "^", "~")
        allowed = re.compile(f"[{pattern._ranges(32, delimiters)}]")
        found = {chr(code) for code in range(256) if allowed.fullmatch(chr(code))}
        assert found == {chr(code) for code in range(32, 127)} - set(delimiters)


SV1 = "SV1*HC:96372*40*UN*1***1"


@pytest.mark.parametrize(
    ("old", "new", "rule", "element"),
    [
        ("SV1", "SV1*HC:96372*40*UN****1", "IG030", "SV104"),
        ("SV1", "SV1*HC*40*UN*1***1", "IG030", "SV101-2"),
        ("SV1", "SV1**40*UN*1***1", "IG030", "SV101"),
        ("NM1*85", "NM1*85*2*CLINIC*****XX", "IG031", "NM109"),
        ("N4", "N4*SPRINGFIELD*IL*627010001*MX***AB", "IG031", "N407"),
        ("LX", "LX*1*2", "IG032", "LX02"),
        ("SV1", f"{SV1}:1:1:1:1", "IG032", "SV107-5"),
        ("SV1", "SV1*HC:96372*40:1*UN*1***1", "IG032", "SV102"),
        ("SV1", "SV1*HC:96372*40^50*UN*1***1", "IG032", "SV102"),
        ("SV1", "SV1*HC:96372:1*40*UN*1***1", "IG033", "SV101-3"),
        ("CLM", f"CLM*{'A' * 39}*40***11:B:1*Y*A*Y*Y", "IG034", "CLM01"),
        ("SV1", "SV1*HC:96372*4O*UN*1***1", "IG035", "SV102"),
        ("NM1*IL", "NM1*IL*1*DOE *JANE****MI*A1", "IG035", "NM103"),
        ("SV1", "SV1*HC:96372*40*XX*1***1", "IG036", "SV103"),
        ("SV1", "SV1*HC:96372*40*UN*1***13", "IG036", "SV107-1"),
        ("SV1", "SV1*XX:96372*40*UN*1***1", "IG036", "SV101-1"),
        ("REF*EI", "REF*EI*12345^", "IG032", "REF02"),
        ("HI", "HI*XYZ:D510", "IG036", "HI01-1"),
        ("DTP", "DTP*472*D8*20250230", "IG037", "DTP03"),
        ("DTP", "DTP*472*RD8*20250101-20250102-20250103", "IG037", "DTP03"),
        ("BHT", "BHT*0019*00*1*20250131*2460*CH", "IG038", "BHT05"),
        ("SV1", "SV1*HC:96372*40*UN*1**A*1", "IG039", "SV106"),
        ("DMG", "DMG*D8*19700504*F**A:B", "IG039", "DMG05"),
    ],
)
def test_one_fault_is_one_finding(old: str, new: str, rule: str, element: str) -> None:
    assert [found[:2] for found in judged(*replaced(old, new))] == [(rule, element)]


def test_a_pattern_of_the_guide() -> None:
    for number, rules in (("123456789", []), ("12345", [("IG036", "REF02", "2010BA")])):
        assert judged(*replaced("DMG", "DMG*D8*19700504*F", f"REF*SY*{number}")) == rules


def test_a_validator_that_fails_is_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    from pyx12.map_if import element_if

    def fail(*_: object) -> None:
        raise RuntimeError("inside")

    monkeypatch.setattr(element_if, "_validate_length", fail)
    found = judged(*replaced("SV1", "SV1*HC:96372*4O*UN*1***1"))
    assert {rule for rule, _, _ in found} == {"IG040"}


def test_reduction() -> None:
    long, missing, code = Verdict(5, 1, "5"), Verdict(5, 2, "1"), Verdict(5, 1, "7")
    assert reduce_verdicts([long, code, missing]) == [long]
    assert reduce_verdicts([code, missing]) == [code, missing]
    note = Verdict(3, 0, "2", "P", (3, 4))
    assert reduce_verdicts([note]) == [note]
    assert reduce_verdicts([note, Verdict(4, 0, "6")]) == [Verdict(4, 0, "6")]
    assert reduce_verdicts([Verdict(3, 0, "5"), Verdict(3, 0, "6")]) == [Verdict(3, 0, "6")]
    assert reduce_verdicts([Verdict(3, 0, "12"), Verdict(3, 2, "1")]) == [Verdict(3, 0, "12")]
    assert reduce_verdicts([]) == []


def test_expressions_that_are_joined_accept_nothing_that_is_judged_wrong() -> None:
    written = [re.compile(write_expression(shape, _MARKS) or "(?!)") for shape in load_guide().shapes]
    accepted = 0
    for serial, text in mutated(8000, seed=3):
        if written[serial].fullmatch(text):
            accepted += 1
            assert not judge(serial, text, _MARKS), text
    assert accepted > 500


@pytest.mark.parametrize("hollow", ["PAT", "PAT*", "PAT****"])
def test_a_segment_without_a_value_is_one_finding(hollow: str) -> None:
    assert judged(*replaced("SBR", "SBR*P*18*******CI", hollow)) == [("IG046", "PAT", "2000B")]
    assert judged(*replaced("N3", "N3")) == [("IG030", "N301", "2010AA")]
