"""Envelopes: versions, and what their segments hold; what the reader said is not said again."""

from __future__ import annotations

import pytest

from tests.guide_text import ISA, WHOLE, run, wrap


def another(text: str) -> str:
    """The same interchange under another control number."""
    return text.replace("000000001", "000000002")


@pytest.mark.parametrize(
    ("version", "kind", "st03", "expected"),
    [
        ("005010X222A1", "837", None, []),
        ("005010X222A2", "837", None, [("IG001", "ST")]),
        ("005010X222", "837", None, [("IG001", "ST")]),
        ("005010X222A1", "837", "005010X222A2", [("IG001", "ST"), ("IG003", "ST03")]),
        ("005010X222A1", "837", "", [("IG030", "ST03"), ("IG045", "ST")]),
        ("004010X098A1", "837", "005010X222A1", [("IG003", "GS08")]),
        ("DOE JANE", "837", "005010X222A1", [("IG003", "GS08")]),
        ("005010X223A2", "837", None, [("IG002", "ST")]),
        ("005010X224A2", "837", None, [("IG002", "ST")]),
        ("004010X098A1", "837", None, [("IG002", "ST")]),
        ("DOE JANE", "837", None, [("IG002", "ST")]),
        ("19700504", "837", None, [("IG002", "ST")]),
        ("005010X221A1", "835", None, [("IG002", "ST")]),
        ("005010X222A1", "DOE", None, [("IG002", "ST")]),
    ],
)
def test_versions(version: str, kind: str, st03: str | None, expected: list[tuple[str, str]]) -> None:
    placed, findings = run(wrap(WHOLE, version, kind, st03))
    assert [(found.rule, found.mark.element or found.mark.segment_id) for found in findings] == expected
    assert bool(placed) is not any(found.rule == "IG002" for found in findings)
    assert not any("DOE" in found.message or "1970" in found.message for found in findings)


def test_another_version_is_said_once_a_file() -> None:
    text = wrap(WHOLE, "005010X222A2")
    _, findings = run(text + another(text))
    assert [found.rule for found in findings] == ["IG001"]


def test_envelope_segments_are_judged() -> None:
    text = wrap(WHOLE).replace("GE*1*1~", "GE*X*1~").replace("*20250131*1200*1*X*", "*20250231*1200*1*X*")
    assert [(found.rule, found.mark.element) for found in run(text)[1]] == [("IG037", "GS04"), ("IG035", "GE01")]


@pytest.mark.parametrize(
    "isa",
    [
        ISA.replace("*T*", "*"),
        ISA.replace("*T*", "*T*T*"),
        ISA.replace("*0*T*", "*XX*T*"),
        ISA[:60],
    ],
)
def test_elements_of_a_malformed_isa_are_not_judged_besides(isa: str) -> None:
    text = isa if len(isa) == 60 else wrap(WHOLE).replace(ISA, isa)
    found = run(text)[1]
    assert [item.rule for item in found] == ["ENV001"]


def test_elements_of_an_isa_are_judged_where_it_is_well_formed() -> None:
    text = wrap(WHOLE)
    changes = (("*0*T*", "*X*T*", "ISA14"), ("*0*T*", "*0*X*", "ISA15"), ("*250131*", "*250231*", "ISA09"))
    for old, new, element in changes:
        assert [found.mark.element for found in run(text.replace(old, new) + another(text))[1]] == [element]


def test_st03_is_compared_with_a_group_that_says_its_version() -> None:
    text = wrap(WHOLE)
    group = text[text.index("GS*") : text.index("ST*")]
    assert [found.rule for found in run(text.replace(group, ""))[1]] == ["ENV018"]
    assert [found.rule for found in run(text + another(text.replace(group, "")))[1]] == ["ENV018"]
    found = run(text.replace("*X*005010X222A1~", "*X~"))[1]
    assert [(item.rule, item.mark.element) for item in found] == [("IG030", "GS08")]


def test_a_group_without_a_version_is_judged_before_its_transactions() -> None:
    text = wrap(WHOLE).replace("*X*005010X222A1~", "*X~")
    start, end = text.index("ST*"), text.index("GE*")
    other = "ST*837*0009*005010X223A2~SE*2*0009~"
    mixed = text[:start] + other + text[start:end] + "GE*2*1~" + text[end:].partition("~")[2]
    found = run(mixed)[1]
    assert [(item.rule, item.mark.element) for item in found] == [("IG030", "GS08"), ("IG002", "")]
    assert [item.rule for item in run(mixed.replace("GS*HC*", "GS*HP*"))[1]] == ["IG002"]


def test_a_group_of_unknown_kind_is_judged_where_its_first_transaction_is_ours() -> None:
    text = wrap(WHOLE).replace("*X*005010X222A1~", "*X~").replace("GS*HC*", "GS*ZZZ*")
    found = run(text)[1]
    assert [item.mark.element for item in found] == ["GS01", "GS08"]
    offsets = [item.mark.offset for item in found]
    assert offsets == sorted(offsets)


def test_a_wrong_version_of_a_group_is_said_once() -> None:
    text = wrap(WHOLE, "004010X098A1", st03="005010X222A1")
    start, end = text.index("ST*"), text.index("GE*")
    both = text[:end] + text[start:end].replace("*0001", "*0002") + text[end:].replace("GE*1", "GE*2")
    assert [(found.rule, found.mark.element) for found in run(both)[1]] == [("IG003", "GS08")]


def test_st03_is_missing_with_its_separator() -> None:
    found = run(wrap(WHOLE).replace("*0001*005010X222A1~", "*0001~"))[1]
    assert [(item.rule, item.mark.element, item.mark.length) for item in found] == [("IG030", "ST03", 0)]
