"""What pyx12 says of a file: its own `x12n_document`, listened to where it hands on its errors.

Nothing of its judgement is changed. Where its segment check fails with an exception (it does on a fifth
diagnosis pointer, and on a range of dates with two hyphens) the exception is noted as a verdict of that
segment and reading goes on, so that the rest of the file can be compared.
"""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any, NamedTuple
from unittest import mock

import pyx12.error_handler
import pyx12.errors
import pyx12.map_if
import pyx12.params
import pyx12.x12n_document
from pyx12.segment import Segment
from pyx12.syntax import is_syntax_valid

from cleanclaim.guide.cache import load_guide

_FAILURES = (AttributeError, IndexError, TypeError, ValueError)
_MAP = "837.5010.X222.A1.xml"


class Said(NamedTuple):
    """One raw verdict. Element 0 is about the segment; `node` is a serial of the guide, -1 outside it.

    `segment` counts from 1 in the file. What is missing in a loop stands on the segment that opened the loop.
    """

    segment: int
    node: int
    element: int
    component: int
    code: str


class Heard(NamedTuple):
    """Verdicts, remarks of its reader (segment, code), how many segments it read, and where it put each."""

    said: frozenset[Said]
    remarks: frozenset[tuple[int, str]]
    read: int
    placed: dict[int, int]
    failure: str = ""


class _Recorder:
    def __init__(self) -> None:
        self.segment = 1
        self.said: set[Said] = set()
        self.remarks: set[tuple[int, str]] = set()
        self.placed: dict[int, int] = {}
        self.openers: dict[int, int] = {}

    def walked(self, errors: list[Any]) -> None:
        for error in errors:
            serial = _serial(error.map_node)
            segment = self._opener(serial) if error.err_cde == "3" else self.segment
            self.said.add(Said(segment, serial, 0, 0, error.err_cde))

    def _opener(self, serial: int) -> int:
        """The segment that opened the loop in which a node is missing."""
        guide = load_guide()
        loop = guide.shapes[serial].loop if serial >= 0 else -1
        if loop >= 0 and guide.loops[loop].first == serial:
            loop = guide.loops[loop].parent
        return self.openers.get(loop, self.segment)

    def judged(self, node: Any, segment: Any) -> None:
        serial = _serial(node)
        self._place(serial)
        for element, component, code in judge_segment(node, segment):
            self.said.add(Said(self.segment, serial, element, component, code))

    def _place(self, serial: int) -> None:
        self.placed[self.segment] = serial
        guide = load_guide()
        loop = guide.shapes[serial].loop if serial >= 0 else -1
        if loop >= 0 and guide.loops[loop].first == serial:
            self.openers[loop] = self.segment


def judge_segment(node: Any, segment: Any) -> Iterator[tuple[int, int, str]]:
    """What pyx12 says of the elements of one segment.

    Where its check fails with an exception that is a verdict on the whole, and what it could not bear is
    judged by itself: a composite by its own check, and a date without its hyphens.
    """
    try:
        _, errors = node.is_valid_errors(segment)
    except (IndexError, ValueError) as error:
        yield 0, 0, type(error).__name__
        yield from _notes(node, segment)
        apart = dict(_take_out(node, segment))
        for errors in apart.values():
            yield from _verdicts(errors)
        _, errors = node.is_valid_errors(segment)
        simple = [error for error in errors if not isinstance(error.refdes, int)]
        yield from (verdict for verdict in _verdicts(simple) if verdict[0] not in apart)
        return
    yield from _verdicts(errors)


def _notes(node: Any, segment: Any) -> Iterator[tuple[int, int, str]]:
    for note in node.syntax:
        valid, _ = is_syntax_valid(segment, note)
        if not valid:
            yield note[1], 0, "10" if note[0] == "E" else "2"


def _verdicts(errors: list[Any]) -> Iterator[tuple[int, int, str]]:
    for error in errors:
        yield (*_find_element(error), error.err_cde)


def _take_out(node: Any, segment: Any) -> Iterator[tuple[int, list[Any]]]:
    """Take out what the check of the segment can not bear; the elements, each with what its own check says."""
    for child, element in zip(node.children, segment.elements, strict=False):
        if child.is_composite() and len(element.elements) > len(child.children):
            _, errors = child.is_valid_errors(element)
            del element.elements[1:]
            element.elements[0].set_value("")
            yield child.seq, errors
        elif not child.is_composite() and element.elements[0].get_value().count("-") > 1 and _is_date(node, child):
            element.elements[0].set_value("-")


def _is_date(node: Any, child: Any) -> bool:
    return bool(child.data_ele == "1251" or (node.id == "DTP" and child.seq == 3))


def _find_element(error: Any) -> tuple[int, int]:
    node = error.map_node
    if node is not None:
        return (node.parent.seq, node.seq) if node.parent.is_composite() else (node.seq, 0)
    if isinstance(error.refdes, int):
        return error.refdes, 0
    digits = re.search(r"(\d\d)$", error.refdes)
    assert digits is not None, error.refdes
    return int(digits[1]), 0


@cache
def _load(name: str, param: Any, map_path: Any) -> Any:
    return _REAL_LOAD(name, param, map_path)


_REAL_LOAD: Callable[..., Any] = pyx12.map_if.load_map_file


@cache
def _params() -> Any:
    params = pyx12.params.ParamsBase()
    params.set("charset", "E")
    return params


def load_map() -> Any:
    """pyx12's map of the guide, with its own lists of external codes."""
    return _load(_MAP, _params(), None)


@cache
def _serials() -> dict[int, int]:
    """The serial of each of pyx12's nodes, which are told apart by identity alone: they compare equal too often."""
    root, out, nodes = load_map(), {}, load_guide().nodes
    envelope = [root.getnodebypath("/ISA_LOOP"), root.getnodebypath("/ISA_LOOP/GS_LOOP")]
    segments = [node for loop in envelope for node in loop.childIterator() if node.is_segment()]
    segments += _segments(root.getnodebypath("/ISA_LOOP/GS_LOOP/ST_LOOP"))
    assert [node.id for node in segments] == [node.segment for node in nodes]
    out = {id(node): serial for serial, node in enumerate(segments)}
    for name in ("ISA", "GS_LOOP/GS", "GS_LOOP/GE", "IEA"):
        node = _load("x12.control.00501.xml", _params(), None).getnodebypath(f"/ISA_LOOP/{name}")
        out[id(node)] = load_guide().envelope(node.id).serial
    return out


def _segments(loop: Any) -> Iterator[Any]:
    for node in loop.childIterator():
        if node.is_segment():
            yield node
        else:
            yield from _segments(node)


def _serial(node: Any) -> int:
    """The serial of a segment node; of a loop, that of the segment that opens it."""
    if node is not None and not node.is_segment():
        node = node.get_first_seg() if node.is_loop() else None
    return _serials().get(id(node), -1)


def _silence() -> None:
    for name in ("pyx12", "pyx12.walk_tree", "pyx12.error_handler", "pyx12.params", "pyx12.x12file"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def _listening(recorder: _Recorder) -> Iterator[None]:
    module = pyx12.x12n_document

    def walked(handler: Any, errors: list[Any]) -> None:
        recorder.walked(errors)

    def judged(node: Any, segment: Any, handler: Any) -> bool:
        recorder.judged(node, segment)
        return True

    def handed(handler: Any, errors: list[Any]) -> None:
        recorder.remarks.update((recorder.segment, f"{kind} {code}") for kind, code, *_ in errors)

    with (
        mock.patch.object(module, "apply_walk_errors", walked),
        mock.patch.object(module, "apply_segment_errors", judged),
        mock.patch.object(pyx12.error_handler.err_handler, "handle_errors", handed),
        mock.patch.object(pyx12.map_if, "load_map_file", _load),
    ):
        yield


def listen(text: str) -> Heard:
    """Have pyx12 read a file."""
    _silence()
    recorder = _Recorder()

    def step(segment: Segment, source: Any, node: Any, valid: bool) -> None:
        recorder.segment = source.get_cur_line() + 1

    failure = ""
    with _listening(recorder):
        try:
            pyx12.x12n_document.x12n_document(_params(), io.StringIO(text), None, None, callback=step)
        except (
            pyx12.errors.EngineError,
            pyx12.errors.X12Error,
            AttributeError,
            IndexError,
            TypeError,
            ValueError,
        ) as error:
            failure = type(error).__name__
    said = frozenset(recorder.said)
    return Heard(said, frozenset(recorder.remarks), recorder.segment - 1, recorder.placed, failure)
