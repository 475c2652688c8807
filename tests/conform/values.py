"""Changes of one value, each a way in which claims come damaged."""

from __future__ import annotations

import random
from collections.abc import Callable

from cleanclaim.guide.shape import Field

_CONTROLS = "\x01\x07\x08\x0b\x0c\x1b\x1c\x1d\x1f\x7f\x85\xa0\xe9"
_DATES = ("20250231", "20230229", "2025011", "202501155", "17991231", "20251301", "00000000", "2025-1-5", "19000229")
_SPANS = ("20250116-20250115", "20250115-", "-20250115", "20250115--20250116", "20250115-20250231")
_TIMES = ("2400", "1260", "12", "12000", "120060", "1200001", "120000000", "12:0")
_NUMBERS = ("1.", ".5", "-1", "+1", "1e3", "1,0", "-", ".", "1.2.3", "--1", "1-", "0", "00", "1.005")


def _empty(value: str, field: Field, draw: random.Random) -> str:
    return ""


def _longer(value: str, field: Field, draw: random.Random) -> str:
    fill = value or "1"
    return (fill * (field.most + 1))[: field.most + draw.choice((1, 1, 7))]


def _shorter(value: str, field: Field, draw: random.Random) -> str:
    return value[: field.least - 1]


def _code(value: str, field: Field, draw: random.Random) -> str:
    letters = draw.choice(("Q", "0", "AZ", "9", "XX"))
    return (letters * field.most)[: max(field.least, min(len(value) or 1, field.most))]


def _date(value: str, field: Field, draw: random.Random) -> str:
    if field.kind == "TM":
        return draw.choice(_TIMES)
    return draw.choice(_DATES + _SPANS) if field.kind == "DT" or field.number == "1251" else value


def _control(value: str, field: Field, draw: random.Random) -> str:
    at = draw.randrange(len(value) + 1)
    return value[:at] + draw.choice(_CONTROLS) + value[at + draw.randrange(2) :]


def _space(value: str, field: Field, draw: random.Random) -> str:
    return draw.choice((value + " ", value + "  ", " " + value, " ", value[:-1] + " "))


def _number(value: str, field: Field, draw: random.Random) -> str:
    return draw.choice(_NUMBERS) if field.kind[:1] in "RN" else value


def _lower(value: str, field: Field, draw: random.Random) -> str:
    return value.lower()


def _character(value: str, field: Field, draw: random.Random) -> str:
    return value + draw.choice("`\"'()<>{}[]|\\#@$%&/;=?!_-+.,")


def _components(value: str, field: Field, draw: random.Random) -> str:
    return value + ":" * draw.choice((1, 1, 2)) + draw.choice(("X", "1", ""))


def _repeated(value: str, field: Field, draw: random.Random) -> str:
    return value + "^" + draw.choice((value, "", "X"))


def _filled(value: str, field: Field, draw: random.Random) -> str:
    return value or draw.choice(("X", "1", "20250115"))


Change = Callable[[str, Field, random.Random], str]
CHANGES: dict[str, Change] = {
    "empty": _empty,
    "longer": _longer,
    "shorter": _shorter,
    "code": _code,
    "date": _date,
    "control": _control,
    "space": _space,
    "number": _number,
    "lower": _lower,
    "character": _character,
    "components": _components,
    "repeated": _repeated,
    "filled": _filled,
}
