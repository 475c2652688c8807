"""Examples: what they set must exist and have the right shape, or they prove nothing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import partial

from cleanclaim.language import mini_claims as m
from cleanclaim.language import syntax as s
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.cells import check_code, is_number
from cleanclaim.language.check.faults import EXAMPLE, KIND, MEMBER, NAME, Faults, Refused, each
from cleanclaim.language.check.paths import of_shortcut
from cleanclaim.language.check.tables import with_given
from cleanclaim.language.model import SHORTCUTS, field_type, fields, telling
from cleanclaim.language.types import Type, spoken
from cleanclaim.language.words import counted, did_you_mean

_STRANGE = re.compile(r"[~*:^\x00-\x1f\x7f]|[^\x00-\x7f]")  # as examples are written; delimiters among them
_SHAPED = ("procedure", "modifier", "diagnosis", "place_of_service", "filing")


def check_examples(examples: tuple[m.Example, ...], book: Book, faults: Faults) -> tuple[m.Example, ...]:
    """The examples; each that could not be built is a fault."""
    for example in examples:
        for ask in (_example, lambda one: _given(one, book)):
            try:
                ask(example)
            except Refused as refused:
                faults.add(refused)
    return examples


def _example(example: m.Example) -> None:
    each(lambda claim: _claim(claim, example.at), example.claims)
    _expected(example)


def _claim(claim: m.ExampleClaim, at: s.Place) -> None:
    if not claim.lines:
        raise Refused(at, EXAMPLE, "a claim has at least one line", "write `line 99213`")
    asked: list[Callable[[], object]] = [
        *(partial(check_code, code.text, code.at, "diagnosis") for code in claim.diagnoses),
        *(partial(_line, line) for line in claim.lines),
        *(partial(example_field, field, "claim") for field in claim.fields),
        partial(_said_once, claim.fields),
        *(partial(_row, row, "claim") for row in claim.rows),
    ]
    each(lambda ask: ask(), asked)


def _expected(example: m.Example) -> None:
    """What a failing example says that it finds. Raises `Refused` where it can not."""
    lines = sum(len(claim.lines) for claim in example.claims)
    if any(number < 1 or number > lines for number in example.lines):
        raise Refused(example.at, EXAMPLE, f"the example has {counted(lines, 'line')}")
    if example.times == 0:
        help_ = "write `pass` for one that finds nothing"
        raise Refused(example.at, EXAMPLE, "a failing example finds something", help_)


def _given(example: m.Example, book: Book) -> None:
    """The rows that an example gives to tables. Raises `Refused` where a table can not have them."""
    for given in example.given:
        name = given.table.text
        if name in book.broken or (book.guessed and name not in book.tables):
            raise Refused(given.at)
        if name not in book.tables:
            help_ = did_you_mean(name, book.tables)
            raise Refused(given.table.at, NAME, f"there is no table named `{name}`", help_)
        with_given(book.tables[name], [other for other in example.given if other.table.text == name])


def _line(line: m.ExampleLine) -> None:
    places = [line.place_of_service] if line.place_of_service else []
    asked: list[Callable[[], object]] = [
        partial(check_code, line.procedure.text, line.procedure.at, "procedure"),
        *(partial(check_code, modifier, line.at, "modifier") for modifier in line.modifiers),
        *(partial(check_code, word.text, word.at, "place_of_service") for word in places),
        *(partial(_by, word) for word in ([line.rendering] if line.rendering else [])),
        *(partial(example_field, field, "line") for field in line.fields),
        partial(_said_once, line.fields),
        *(partial(_row, row, "line") for row in line.rows),
    ]
    each(lambda ask: ask(), asked)


def _said_once(fields_: Sequence[m.ExampleField]) -> None:
    """Raises `Refused` for a field that is set twice: notes alone are added."""
    seen: set[tuple[str, ...]] = set()
    for field in fields_:
        path = tuple(word.text for word in field.parts)
        path = path[1:] if path[0] == "claim" else path
        if path in seen and path != ("notes",):
            raise Refused(field.at, EXAMPLE, f"`{path[-1]}` is set twice", "keep one of them")
        seen.add(path)


def _by(word: s.Word) -> None:
    if not (word.text.isdigit() and len(word.text) == 10):
        raise Refused(word.at, EXAMPLE, "`by` names the rendering provider's NPI: ten digits")


def _row(row: m.ExampleRow, owner: str) -> None:
    """A row that an example adds to a list of the owner: `adjudication { … }` in a line."""
    types = [field_type(owner, name) for name in fields(owner)]
    gathered = ("line", "adjustment") if owner in ("claim", "line") else ()  # they have another place to stand in
    known = [type_.system for type_ in types if type_.base == "row" and type_.many and type_.system not in gathered]
    name = row.name.text
    if name not in known:
        help_ = did_you_mean(name, known) or f"known are {', '.join(known)}"
        if owner == "claim" and name in SHORTCUTS:
            help_ = f"its fields are set one by one: `{name}.{telling(name)}: ...`"
        raise Refused(row.name.at, MEMBER, f"an example can not add `{name}` to {spoken(Type('row', owner))}", help_)
    _said_once(row.fields)
    for field in row.fields:
        if len(field.parts) > 1:
            raise Refused(field.at, MEMBER, f"`{name}` has no rows of its own to set", "name one of its fields")
        example_field(field, name)
    for inner in row.rows:
        _row(inner, name)


def example_field(field: m.ExampleField, row: str) -> tuple[tuple[str, ...], str, Type]:
    """The rows that lead to a field from the claim or the line, its name and its type."""
    words = list(field.parts)
    if row == "claim" and words[0].text == "claim":
        words.pop(0)
    elif row == "claim" and words[0].text not in SHORTCUTS:
        raise Refused(words[0].at, MEMBER, f"`{words[0].text}` is not known here", _of_whom(words[0].text))
    path: list[str] = []
    for at, word in enumerate(words):
        known = fields(row)
        if word.text not in known:
            help_ = _meant(word.text) if row == "claim" else ""
            help_ = help_ or did_you_mean(word.text, known)
            raise Refused(word.at, MEMBER, f"{spoken(Type('row', row))} has no `{word.text}`", help_)
        type_ = field_type(row, word.text)
        if at == len(words) - 1:
            _fits_field(field, type_)
            return tuple(path), word.text, type_
        if type_.base != "row" or type_.many:
            raise Refused(word.at, KIND, f"{spoken(type_)} has no fields")
        path.append(word.text)
        row = type_.system
    raise Refused(field.at, EXAMPLE, "name a field to set")


def _of_whom(name: str) -> str:
    """Where a field stands that an example sets without saying whose it is."""
    if name in fields("line") and name not in fields("claim"):
        return f"it is a line's: `line 99213 {{ {name}: ... }}`"
    if name in fields("claim"):
        return f"write `claim.{name}`"
    return _meant(name) or did_you_mean(f"claim.{name}", [f"claim.{known}" for known in fields("claim")])


def _meant(name: str) -> str:
    """The field of the patient, the payer or another row of the claim that has just that name."""
    return f"write `{of_shortcut(name)}`" if of_shortcut(name) else ""


def _shown(field: m.ExampleField, type_: Type) -> str:
    """How a value is written that a field can have."""
    if type_.base == "row":
        path = ".".join(word.text for word in field.parts)
        return f"set one of its fields: `{path}.{telling(type_.system)}: ...`"
    return _WRITTEN.get(type_.base, "")


_WRITTEN = {
    "code": "write a code as it stands, such as 11",
    "text": 'write a text in quotes: "..."',
    "date": "write it as 2025-01-31",
    "money": "write amounts with $: $100",
    "number": "write a number: 2",
}


def _writable(value: m.Value, type_: Type) -> None:
    """Raises `Refused` for a text that no claim could be written with. A list can show what it lacks: `":25"`."""
    for text in value.texts:
        strange = _STRANGE.search(text.replace(":", "") if type_.many else text)
        if strange is not None:
            message = f"`{strange[0]}` can not stand in a claim: it parts what X12 writes, or X12 does not have it"
            raise Refused(value.at, EXAMPLE, message, "leave it out")


def _fits_field(field: m.ExampleField, type_: Type) -> None:
    value = field.value
    _writable(value, type_)
    if type_.many and type_.base == "row":
        if type_.system == "note" and value.kind == "text":
            return
        raise Refused(field.at, EXAMPLE, f"an example can not set {spoken(type_)}")
    wanted = {
        "code": ("code", "text"),
        "text": ("code", "text"),
        "date": ("date",),
        "money": ("money",),
        "number": ("code", "number"),
    }
    kinds = (*wanted.get(type_.base, ()), *(("list",) if type_.many else ()))
    if value.kind not in (*kinds, "missing"):
        help_ = _shown(field, type_)
        raise Refused(value.at, EXAMPLE, f"`{field.parts[-1].text}` is {spoken(type_)}, which this is not", help_)
    if type_.base == "code" and value.kind == "code" and type_.system in _SHAPED:
        check_code(value.texts[0], value.at, type_.system)
    if type_.base == "number" and value.kind == "code" and not is_number(value.texts[0]):
        raise Refused(value.at, EXAMPLE, f"`{value.texts[0]}` is not a number")
