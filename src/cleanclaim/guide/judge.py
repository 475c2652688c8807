"""Elements judged by pyx12's own validators, one by one, so that every verdict has its place."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from cleanclaim.guide.maps import load_nodes
from cleanclaim.x12 import Delimiters

# What a verdict says: IK403 codes as pyx12 gives them, and some that it lacks.
MISSING, CONDITION, SURPLUS, SHORT, LONG, CHARACTER = "1", "2", "3", "4", "5", "6"
CODE, DATE, TIME, UNUSED = "7", "8", "9", "10"
EXCLUSION = "E"  # pyx12 says 10, which also means `not used`
REPEATED = "12"
COMPONENTS = "13"  # pyx12 says 3 in a composite, 6 in an element that has none
SHAPE = "I12"  # pyx12 says 7 where a pattern of the guide is not met
UNREADABLE = "?"  # the validator itself failed

_DATES = ("RD8", "D8", "D6", "DT", "TM")


class Verdict(NamedTuple):
    """One thing that is wrong with an element: element and component from 1, 0 for a whole."""

    element: int
    component: int
    code: str
    note: str = ""  # the kind of the syntax note that is broken, and its elements
    others: tuple[int, ...] = ()


def judge(serial: int, text: str, delimiters: Delimiters) -> list[Verdict]:
    """Everything that is wrong with the elements of a segment, in their order, unreduced."""
    return _Judge(load_nodes()[serial], text, delimiters).verdicts


@cache
def _tools() -> tuple[Any, Any, Any]:
    from pyx12.segment import Element, Segment
    from pyx12.syntax import is_syntax_valid

    return Element, Segment, is_syntax_valid


class _Judge:
    """Goes through a segment as pyx12's segment node does, piece by piece."""

    def __init__(self, node: Any, text: str, delimiters: Delimiters) -> None:
        self._node, self._delimiters = node, delimiters
        self.verdicts: list[Verdict] = []
        self._formats: list[str] = []  # the date formats that the guide lists in this segment
        self._values = text.split(delimiters.element)[1:]
        count = len(node.children)
        for index, child in enumerate(node.children):
            value = self._values[index] if index < len(self._values) else ""
            if child.is_composite():
                self._composite(child, index + 1, value)
            else:
                self._simple(child, index + 1, value)
        if len(self._values) > count:
            self._say(count + 1, 0, SURPLUS)
        self._notes(text)

    def _say(self, element: int, component: int, code: str) -> None:
        self.verdicts.append(Verdict(element, component, code))

    def _simple(self, node: Any, element: int, value: str) -> None:
        types = self._types(node, element)
        is_isa = self._node.id == "ISA"
        if not is_isa and self._delimiters.repetition in value:
            self._say(element, 0, REPEATED)
        elif not is_isa and self._delimiters.component in value:
            self._say(element, 0, COMPONENTS)
        else:
            self._element(node, (element, 0), value, types)

    def _types(self, node: Any, element: int) -> list[str]:
        """The formats that a date may have here, as pyx12 reads them from the segment."""
        if node.data_ele == "1250":
            self._formats.extend(node.valid_codes)
        if self._node.id == "DTP":
            said = self._values[1] if len(self._values) > 1 else ""
            return [said] if element == 3 and said in _DATES else []
        return list(self._formats) if node.data_ele == "1251" else []

    def _composite(self, node: Any, element: int, value: str) -> None:
        if node.repeat == 1 and self._delimiters.repetition in value:
            self._say(element, 0, REPEATED)
            return
        parts = value.split(self._delimiters.component)
        empty = not any(parts)
        if empty and node.usage != "R":
            return
        if empty or node.usage == "N":
            self._say(element, 0, MISSING if empty else UNUSED)
            return
        if len(parts) > len(node.children):
            self._say(element, len(node.children) + 1, COMPONENTS)
        for index, child in enumerate(node.children):
            part = parts[index] if index < len(parts) else ""
            self._element(child, (element, index + 1), part, [])

    def _element(self, node: Any, place: tuple[int, int], value: str, types: list[str]) -> None:
        whole = _tools()[0](value)
        try:
            _, errors = node.is_valid_errors(whole, types)
        except ValueError:  # a range of dates with two hyphens
            self._say(*place, DATE)
            return
        except Exception:  # noqa: BLE001 (whatever fails in there is a finding, not a crash)
            self._say(*place, UNREADABLE)
            return
        for error in errors:
            code = error.err_cde
            if code == CODE and node.rec is not None and not node.valid_codes:
                code = SHAPE
            self._say(*place, code)

    def _notes(self, text: str) -> None:
        if not self._node.syntax:
            return
        _, segment, is_valid = _tools()
        marks = self._delimiters
        whole = segment(text, marks.terminator, marks.element, marks.component, marks.repetition)
        for note in self._node.syntax:
            try:
                valid, _ = is_valid(whole, note)
            except Exception:  # noqa: BLE001
                self._say(note[1], 0, UNREADABLE)
                continue
            if not valid:
                code = EXCLUSION if note[0] == "E" else CONDITION
                blamed = _blamed(note, self._values)
                self.verdicts.append(Verdict(blamed, 0, code, note[0], tuple(note[1:])))


def _blamed(note: list[Any], values: list[str]) -> int:
    """The element of a syntax note that the finding stands on: the first empty one, or the last there."""
    there = [element for element in note[1:] if element <= len(values) and values[element - 1]]
    if note[0] == "E":
        return int(there[-1])
    asked = note[1:] if note[0] in "PR" else note[2:]
    return int(next((element for element in asked if element not in there), note[1]))
