"""Raw verdicts to findings: one a fault, the most telling first, in words of our own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from cleanclaim.findings import Finding, Rule, Syntax, found
from cleanclaim.guide import faults, judge
from cleanclaim.guide.judge import Verdict
from cleanclaim.guide.remedies import find_limit, find_remedy
from cleanclaim.guide.shape import Field, Guide, Shape
from cleanclaim.guide.statuses import with_status
from cleanclaim.guide.titles import element_title
from cleanclaim.source import Segment
from cleanclaim.x12 import Delimiters, element_name, mark


class _Meaning(NamedTuple):
    rule: Rule
    words: str
    code: str  # IK403


# Gravest first: of several verdicts on one element the first here speaks.
_MEANINGS: dict[str, _Meaning] = {
    judge.UNREADABLE: _Meaning(faults.NOT_JUDGED, "could not be judged", "6"),
    judge.UNUSED: _Meaning(faults.UNUSED_ELEMENT, "is not used in the guide", "I10"),
    judge.MISSING: _Meaning(faults.MISSING_ELEMENT, "is missing", "1"),
    judge.REPEATED: _Meaning(faults.TOO_MANY_ELEMENTS, "repeats, but may occur only once", "12"),
    judge.COMPONENTS: _Meaning(faults.TOO_MANY_ELEMENTS, "is one component too many", "13"),
    judge.SURPLUS: _Meaning(faults.TOO_MANY_ELEMENTS, "is one element too many", "3"),
    judge.DATE: _Meaning(faults.INVALID_DATE, "is not a valid date", "8"),
    judge.TIME: _Meaning(faults.INVALID_TIME, "is not a valid time", "9"),
    judge.CHARACTER: _Meaning(faults.INVALID_CHARACTER, "contains an invalid character", "6"),
    judge.LONG: _Meaning(faults.TOO_LONG, "is too long", "5"),
    judge.SHORT: _Meaning(faults.TOO_SHORT, "is too short", "4"),
    judge.CODE: _Meaning(faults.INVALID_CODE, "is not one of the guide's codes", "7"),
    judge.SHAPE: _Meaning(faults.INVALID_CODE, "does not have the form that the guide asks for", "I12"),
    judge.EXCLUSION: _Meaning(faults.CONDITION, "excludes another element", "10"),
    judge.CONDITION: _Meaning(faults.CONDITION, "is needed", "2"),
}
_NUMBERS = ("N", "R")  # how the kinds of numbers begin
_RANK = {code: rank for rank, code in enumerate(_MEANINGS)}


def reduce_verdicts(verdicts: Iterable[Verdict]) -> list[Verdict]:
    """One verdict for each fault, in the order of the elements.

    Of several on one place the gravest stays. What is said of a whole element silences what is
    said of its components, and a first component that is too long (is another separator used?) what
    is missing after it. A syntax note about an element that is at fault already says nothing new.
    """
    gravest: dict[tuple[int, int], Verdict] = {}
    for verdict in verdicts:
        place = (verdict.element, verdict.component)
        if place not in gravest or _RANK[verdict.code] < _RANK[gravest[place].code]:
            gravest[place] = verdict
    elements = {verdict.element for verdict in gravest.values() if not verdict.others}
    wholes = {verdict.element for verdict in gravest.values() if not verdict.component and not verdict.others}
    swollen = {
        verdict.element for verdict in gravest.values() if (verdict.component, verdict.code) == (1, judge.LONG)
    }
    return sorted(
        verdict
        for verdict in gravest.values()
        if not (verdict.others and elements.intersection(verdict.others))
        and not (verdict.component and verdict.element in wholes)
        and not (verdict.code == judge.MISSING and verdict.component and verdict.element in swollen)
    )


def describe(guide: Guide, serial: int, segment: Segment, delimiters: Delimiters, verdict: Verdict) -> Finding:
    """A verdict as a finding, on the exact element or component."""
    shape = guide.shapes[serial]
    field = shape.field(verdict.element, verdict.component)
    meaning = _MEANINGS[verdict.code]
    message = _message(shape, verdict, field, meaning)
    if verdict.code == judge.CHARACTER and _ends_in_space(segment.text, delimiters, verdict):
        message = message.replace(meaning.words, "ends in a space")
    loop = guide.nodes[serial].loop
    return found(
        with_status(meaning.rule, shape, loop, verdict.element, verdict.component),
        find_limit(_name(shape, verdict), loop, shape.codes) or message,
        mark(segment, delimiters, verdict.element, verdict.component),
        loop=loop,
        suggestion=_advise(shape, verdict, field, meaning.rule, loop),
        syntax=Syntax(
            segment_code="8",
            element_code=meaning.code,
            data_element=field.number if field else "",
            repetition=2 if verdict.code == judge.REPEATED else 0,  # the first that is one too many
        ),
    )


def _name(shape: Shape, verdict: Verdict) -> str:
    return element_name(shape.segment, verdict.element, verdict.component)


def label(shape: Shape, verdict: Verdict) -> str:
    """The element or component of a verdict, with its name in the guide where it has one."""
    if shape.field(verdict.element, verdict.component) is None:
        return _name(shape, verdict)
    return f"{_name(shape, verdict)} ({element_title(shape.serial, verdict.element, verdict.component)})"


def _advise(shape: Shape, verdict: Verdict, field: Field | None, rule: Rule, loop: str) -> str:
    """What to do here: in words of the place, or of the kind of value, else what the rule says anywhere."""
    remedy = find_remedy(rule.code, _name(shape, verdict), loop, shape.codes)
    if remedy or field is None:
        return remedy or rule.suggestion
    if verdict.code == judge.CODE and len(field.codes) == 1:
        return f"send {field.codes[0]}: the guide has no other code here"
    if verdict.code == judge.CHARACTER and field.kind[:1] in _NUMBERS:
        return "write the number with digits only, and with a point before a fraction"
    return rule.suggestion


def _message(shape: Shape, verdict: Verdict, field: Field | None, meaning: _Meaning) -> str:
    name = label(shape, verdict)
    if verdict.code == judge.MISSING:
        return f"required element {name} is missing"
    if verdict.code in (judge.CONDITION, judge.EXCLUSION):
        return _noted(shape, verdict)
    if verdict.code in (judge.SHORT, judge.LONG) and field is not None:
        return _measured(verdict, field, name)
    if verdict.code == judge.CODE and field is not None and (listed := _listed(field.codes)):
        return f"{name} must be {listed}"
    if verdict.code == judge.COMPONENTS and not verdict.component:
        return f"{name} has components, and is a simple element"
    return f"{name} {meaning.words}"


def _noted(shape: Shape, verdict: Verdict) -> str:
    names = [element_name(shape.segment, element) for element in verdict.others]
    if verdict.note == "E":
        return f"{' and '.join(names)} may not stand together"
    if verdict.note == "P":
        return f"{' and '.join(names)} come together or not at all"
    if verdict.note == "R":
        return f"one of {_either(names)} is required"
    if verdict.note == "L":
        return f"one of {_either(names[1:])} is required where {names[0]} is given"
    return f"{' and '.join(names[1:])} {'are' if names[2:] else 'is'} required where {names[0]} is given"


def _measured(verdict: Verdict, field: Field, name: str) -> str:
    if verdict.code == judge.SHORT:
        return f"{name} must have at least {field.least} characters"
    return f"{name} may have at most {field.most} characters"


def _listed(codes: tuple[str, ...]) -> str:
    """The codes of a short list, or of one that counts from 1; empty for others."""
    if len(codes) > 1 and set(codes) == {str(number) for number in range(1, len(codes) + 1)}:
        return f"a number from 1 to {len(codes)}"
    return _either([f"`{code}`" for code in codes]) if len(codes) <= 6 else ""


def _either(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} or {words[-1]}"


def _ends_in_space(text: str, delimiters: Delimiters, verdict: Verdict) -> bool:
    value = [*text.split(delimiters.element), ""][verdict.element]
    if verdict.component:
        value = [*value.split(delimiters.component), *[""] * verdict.component][verdict.component - 1]
    return value.endswith(" ") and value.strip(" ").isprintable() and value.isascii()
