"""Separators behind the last value: one warning a segment, and no other finding for them."""

from __future__ import annotations

import io
import logging

import pytest
import pyx12.params
import pyx12.x12n_document

from cleanclaim.guide import rules
from tests.guide_text import WHOLE, judged, replaced, run, wrap

SV1 = "SV1*HC:96372*40*UN*1***1"


@pytest.mark.parametrize(
    ("old", "new", "at"),
    [
        ("SV1", f"{SV1}*", len(SV1)),
        ("SV1", f"{SV1}****", len(SV1)),
        ("SV1", f"{SV1}:***", len(SV1)),
        ("SV1", "SV1*HC:96372:::*40*UN*1***1", 12),
        ("SV1", "SV1*HC:96372:25::*40*UN*1***1:*", 15),
        ("SBR", "SBR*P*18***", 8),
        ("HI", "HI*ABK:D510***", 11),
        ("HI", "HI*ABK:D510:", 11),
        ("LX", "LX*1", -1),
        ("NM1*IL", "NM1*IL*1*DOE*JANE****MI*A1*", 26),
        ("DMG", "DMG*D8*19700504*F*", 17),
    ],
)
def test_trailing_empty_elements_are_one_warning(old: str, new: str, at: int) -> None:
    text = wrap(replaced(old, new))
    placed, findings = run(text)
    assert [(found.rule, found.severity) for found in findings] == [("IG045", "warning")] * (at >= 0)
    assert not any(item.faults for item in placed)
    for found in findings:
        assert (found.mark.offset, found.mark.length) == (text.index(f"~{new}~") + 1 + at, 1)
        assert text[found.mark.offset] in "*:"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("SV1", "SV1*HC:96372*40*UN*1***", ["IG030"]),  # SV107 is missing: its separator is there
        ("SV1", "SV1*HC:96372*40*UN*", ["IG030", "IG030"]),
        ("SV1", "SV1*HC:*40*UN*1***1", ["IG030"]),
        ("LX", "LX*1*", ["IG032"]),  # an element more than the guide has
        ("SV1", f"{SV1}::::", ["IG032"]),
        ("SV1", "SV1*HC:96372*4O*UN*1***1**", ["IG035", "IG045"]),
        ("DTP", "DTP*472*D8*20250115:", ["IG032"]),  # no composite: the separator is part of a value
        ("SV1", "SV1*HC:96372**UN*1***1", ["IG030"]),
    ],
)
def test_what_is_missing_there_or_too_many_is_said_instead(old: str, new: str, expected: list[str]) -> None:
    assert [rule for rule, _, _ in judged(*replaced(old, new))] == expected


def test_paper_work_with_trailing_elements_goes_to_its_own_node() -> None:
    for code in ("AA", "AD"):
        found = judged(*WHOLE[:-1], f"PWK*CT*{code}**", WHOLE[-1])
        assert [rule for rule, _, _ in found] == ["IG045"]


def test_the_rule_can_be_fixed() -> None:
    assert next(rule for rule in rules() if rule.code == "IG045").fixable


def _says_trailing(text: str) -> bool:
    """Whether pyx12's reader warns of trailing element separators."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "pyx12"]
    logs = [logging.getLogger(name) for name in {"pyx12", *names}]  # others may have silenced some of them
    before = [(log.level, log.propagate) for log in logs]
    said = io.StringIO()
    handler = logging.StreamHandler(said)
    for log in logs:
        log.addHandler(handler)
        log.setLevel(logging.WARNING)
    try:
        pyx12.x12n_document.x12n_document(pyx12.params.params(), io.StringIO(text), None, None)
    finally:
        for log, (level, propagate) in zip(logs, before, strict=True):
            log.removeHandler(handler)
            log.setLevel(level)
            log.propagate = propagate
    return "trailing element" in said.getvalue()


def test_pyx12_warns_of_the_same_segments() -> None:
    for text in WHOLE:
        for tail in ("", "*", "***"):
            file = wrap(text + tail if other == text else other for other in WHOLE)
            found = {item.rule for item in run(file)[1]}
            assert _says_trailing(file) is bool(found), (text, tail)
            assert found <= {"IG045", "IG032"}
