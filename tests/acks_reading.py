"""A small reader of 999 and TA1 files, and what the pipeline makes of a text; it knows nothing of the writer."""

from __future__ import annotations

import datetime as dt
import io
from dataclasses import dataclass, field

from cleanclaim.acks import Implementation, InterchangeAnswer, Judging, Watch
from cleanclaim.claim import Claim, build
from cleanclaim.engine import Engine
from cleanclaim.guide import place
from cleanclaim.privacy import Values
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.linting import catalogue

MADE = dt.datetime(2026, 4, 1, 9, 30)
Elements = list[str]


@dataclass
class Ik3:
    """One segment at fault, with its contexts and its elements, each as (IK4, contexts)."""

    said: Elements
    contexts: list[Elements] = field(default_factory=list)
    elements: list[tuple[Elements, list[Elements]]] = field(default_factory=list)


@dataclass
class Ak2:
    """One transaction."""

    said: Elements
    errors: list[Ik3] = field(default_factory=list)
    verdict: Elements = field(default_factory=list)


@dataclass
class Ak1:
    """One group: a 999."""

    said: Elements
    transactions: list[Ak2] = field(default_factory=list)
    verdict: Elements = field(default_factory=list)


@dataclass
class Answer:
    """One interchange."""

    isa: Elements
    gs: Elements = field(default_factory=list)
    ta1: Elements = field(default_factory=list)
    groups: list[Ak1] = field(default_factory=list)


def answers(text: str, level: int = 2, values: Values = "codes") -> tuple[str, str]:
    """The 999 and the TA1 of a file, as they are written."""
    one, other = io.StringIO(), io.StringIO()
    source = Source.from_bytes(text.encode("latin-1"))
    watch = Watch(source, [Implementation(one, MADE), InterchangeAnswer(other, MADE)], Judging(level, values))
    engine = Engine(catalogue().rules)
    for event in build(place(read_events(source))):
        if isinstance(event, Claim) and event.complete:
            for finding in engine.judge(event):
                watch.see(finding)
        watch.see(event)
    return one.getvalue(), other.getvalue()


def read(text: str) -> list[Answer]:
    """Read answers; counts and control numbers must be right."""
    found: list[Answer] = []
    first = 0
    for number, elements in enumerate(segments(text)):
        name = elements[0]
        if name == "ISA":
            found.append(Answer(elements))
        elif name == "ST":
            first, control = number, elements[2]
        elif name == "SE":
            assert elements == ["SE", str(number - first + 1), control]
        else:
            _read_around(found[-1], elements)
    return found


def _read_around(answer: Answer, elements: Elements) -> None:
    name = elements[0]
    if name == "GS":
        answer.gs = elements
    elif name == "TA1":
        answer.ta1 = elements
    elif name == "GE":
        assert elements == ["GE", str(len(answer.groups)), answer.gs[6]]
    elif name == "IEA":
        assert elements == ["IEA", str(int(bool(answer.gs))), answer.isa[13]]
    else:
        _read_inside(answer.groups, elements)


def _read_inside(groups: list[Ak1], elements: Elements) -> None:
    name = elements[0]
    if name == "AK1":
        groups.append(Ak1(elements))
    elif name == "AK2":
        groups[-1].transactions.append(Ak2(elements))
    elif name == "IK3":
        groups[-1].transactions[-1].errors.append(Ik3(elements))
    elif name == "IK4":
        groups[-1].transactions[-1].errors[-1].elements.append((elements, []))
    elif name == "CTX":
        error = groups[-1].transactions[-1].errors[-1]
        (error.elements[-1][1] if error.elements else error.contexts).append(elements)
    elif name == "IK5":
        groups[-1].transactions[-1].verdict = elements
    elif name == "AK9":
        groups[-1].verdict = elements
    else:
        raise AssertionError(name)


def segments(text: str) -> list[Elements]:
    """The segments of a file with the delimiters that its ISA declares."""
    if not text:
        return []
    separator, terminator = text[3], text[105]
    parts = [part.lstrip("\n") for part in text.split(terminator)]
    return [part.split(separator) for part in parts if part]
