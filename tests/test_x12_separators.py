"""Separators that an ISA can not declare, and those that it declares and nobody uses: one finding."""

from __future__ import annotations

import pytest

from cleanclaim.findings import Finding
from cleanclaim.guide import Placed
from cleanclaim.source import Source
from cleanclaim.x12 import Delimiters, Interchange, read_events
from tests.guide_text import CLAIM, LINE, WHOLE, run, wrap

FILE = wrap((*WHOLE, "LX*2", *LINE[1:], *CLAIM, *LINE))


def told(text: str) -> list[tuple[str, str, str]]:
    """Rules, elements and TA105 of what is said."""
    found = run(text)[1]
    return [(item.rule, item.mark.element, item.syntax.interchange_code if item.syntax else "") for item in found]


def whole() -> list[int]:
    return [item.node.serial for item in run(FILE)[0]]


def placed(text: str) -> list[int]:
    return [item.node.serial for item in run(text)[0] if isinstance(item, Placed)]


@pytest.mark.parametrize("mark", [" ", "A", "0"])
def test_isa11_that_can_not_separate_is_one_finding(mark: str) -> None:
    text = FILE.replace("*^*00501", f"*{mark}*00501")
    assert told(text) == [("ENV001", "ISA11", "026")]
    assert placed(text) == whole()


def test_the_letter_of_version_4010_in_isa11_is_a_warning_and_rejects_nothing() -> None:
    text = FILE.replace("*^*00501", "*U*00501")
    assert told(text) == [("ENV035", "ISA11", "")]
    assert [item.severity for item in run(text)[1]] == ["warning"]
    assert placed(text) == whole()


def read(text: str) -> tuple[Delimiters | None, list[str]]:
    """The delimiters of the first interchange, and the rules that its characters break."""
    events = list(read_events(Source.from_bytes(text.encode())))
    marks = [event.delimiters for event in events if isinstance(event, Interchange)]
    return next(iter(marks), None), [event.rule for event in events if isinstance(event, Finding)]


@pytest.mark.parametrize(("version", "said"), [("00200", []), ("00401", []), ("00402", ["ENV035"])])
def test_isa11_is_a_code_before_version_402(version: str, said: list[str]) -> None:
    assert read(FILE.replace("*^*00501", f"*U*{version}"))[1] == said


@pytest.mark.parametrize("mark", [" ", "A", "0", ">", "!", "^"])
def test_isa16_that_is_not_what_separates_is_one_finding(mark: str) -> None:
    text = FILE.replace("*T*:~", f"*T*{mark}~")
    assert told(text) == [("ENV001", "ISA16", "027")]
    assert placed(text) == whole()


def test_the_separator_that_is_declared_and_used_is_silent() -> None:
    assert told(FILE.replace(":", ">")) == []
    assert "ENV001" not in read(FILE.replace("*ABK:", "*ABK>", 1))[1]  # they do not agree
    one, two = (wrap(WHOLE[: WHOLE.index(last) + 1]).replace("*T*:~", "*T*>~") for last in CLAIM)
    assert read(one)[1] == []  # one composite proves nothing
    assert read(two)[1] == ["ENV001"]


def test_one_sign_can_not_part_components_and_repetitions() -> None:
    text = FILE.replace("*^*00501", "*:*00501")
    assert [(item.rule, item.message) for item in run(text)[1]] == [
        ("ENV001", "the four delimiters that the ISA declares are not all different")
    ]
    assert placed(text) == whole()


@pytest.mark.parametrize("ends", [("!", "~"), ("~", ""), ("*", "*"), (" ", " "), ("A", "A")])
def test_a_line_break_is_the_terminator_unless_both_lines_end_with_another(ends: tuple[str, str]) -> None:
    header, group, transaction, *rest = FILE.split("~")
    text = "\n".join([header, group + ends[0], transaction + ends[1], *rest])
    marks, said = read(text)
    assert marks == Delimiters("*", ":", "^", "\n")
    assert "ENV001" not in said


def test_the_next_interchange_has_its_own_separator() -> None:
    other = FILE.replace("000000001", "000000002").replace(":", ">")
    assert told(wrap(()).split("GS*")[0] + "TA1*000000001*250131*1200*A*000~IEA*0*000000001~" + other) == []
    assert told(FILE + other) == []


@pytest.mark.parametrize("end", ["A", ""])
def test_a_terminator_that_is_none_is_not_said_to_be_a_missing_element(end: str) -> None:
    (found,) = run(FILE.replace("*T*:~", f"*T*:{end}", 1))[1][:1]
    assert found.rule == "ENV001"
    assert found.message.startswith("the component separator (ISA16), or the segment terminator after it")


@pytest.mark.parametrize(("element", "code", "old"), [("ISA06", "006", 35), ("ISA08", "008", 54)])
def test_an_isa_names_its_sender_and_receiver(element: str, code: str, old: int) -> None:
    text = FILE[:old] + " " * 15 + FILE[old + 15 :]
    assert told(text) == [("ENV001", element, code)]
