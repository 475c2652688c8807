"""Single mistakes in claims that are right: a slip in one element, a segment that is lost, a line that stands twice.

Counts (SE01, LX01) follow the change, and the claim's total follows its lines, so that a mistake is one and no more.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import NamedTuple

Change = Callable[[str], str]


class Damage(NamedTuple):
    """What was done to a file, and the file."""

    name: str
    text: str


class Slip(NamedTuple):
    """A value that somebody may have typed in an element; what begins with `+` is put behind the value."""

    start: str  # of the segment
    element: int
    typed: str | Change
    balanced: bool = True  # the total of the claim follows


def _last_nought(code: str) -> str:
    head, _, tail = code.rpartition("0")
    return f"{head}O{tail}" if head.startswith("HC:") else code


def _without_last_modifier(code: str) -> str:
    return code.rpartition(":")[0] if code.count(":") > 1 else code


def _modifier_twice(code: str) -> str:
    return f"{code}:{code.rpartition(':')[2]}" if 2 <= code.count(":") < 5 else code


def _behind(modifier: str) -> Change:
    """The code with one more modifier, where there is a place and it is not there."""
    return lambda code: code if code.count(":") > 4 or modifier in code.split(":") else f"{code}:{modifier}"


def _checked_wrongly(npi: str) -> str:
    return npi[:-1] + str((int(npi[-1]) + 1) % 10) if npi.startswith("1999") else npi


def _of_heading(diagnosis: str) -> str:
    return diagnosis[: diagnosis.index(":") + 4]


def _with_point(diagnosis: str) -> str:
    at = diagnosis.index(":") + 4
    return f"{diagnosis[:at]}.{diagnosis[at:]}" if diagnosis[at:] else diagnosis


def _first_twice(pointers: str) -> str:
    return f"{pointers}:{pointers.partition(':')[0]}" if pointers.count(":") < 3 else pointers


def _tenfold(units: str) -> str:
    return f"{Decimal(units) * 10:f}"


def _as(frequency: str) -> Change:
    return lambda place: place[:-1] + frequency


SLIPS = (
    *(Slip("SV1*", 1, typed) for typed in (_last_nought, _without_last_modifier, _modifier_twice)),
    *(Slip("SV1*", 1, _behind(modifier)) for modifier in ("JW", "JZ", "RT", "LT", "TC", "54", "57", "59")),
    *(Slip("SV1*", 2, typed) for typed in ("-5", "1.234")),
    Slip("SV1*", 2, "77.77", balanced=False),
    *(Slip("SV1*", 4, typed) for typed in ("0", "-1", _tenfold, "100000")),
    *(Slip("SV1*", 7, typed) for typed in ("12", _first_twice)),
    *(Slip("HI*", 1, typed) for typed in (_of_heading, _with_point, "+9", "ABK:XXX", "BK:4019", "ABK:4019")),
    *(Slip("HI*", 2, typed) for typed in (_of_heading, _with_point, "+9")),
    *(Slip("CLM*", 5, _as(frequency)) for frequency in "678"),
    *(Slip("DTP*472*", 3, typed) for typed in ("20270301", "20260116", "20260132", "20250115")),
    Slip("DTP*472*RD8", 3, "20260131-20260101"),
    Slip("DMG*", 2, "20270101"),
    *(Slip("DMG*", 3, typed) for typed in "FM"),
    *(Slip("SBR*", 1, typed) for typed in "PST"),
    *(Slip(f"NM1*{who}*", 9, _checked_wrongly) for who in ("82", "85", "DN", "77", "DK")),
    Slip("NM1*82*", 2, "2"),
    *(Slip("N4*", 2, typed) for typed in ("ZZ", "CA")),
    *(Slip("N4*", 3, typed) for typed in ("62701000", "ABCDE")),
    Slip("N4*", 3, "+*UK"),
    *(Slip("SVD*", 2, typed) for typed in ("0", "-3", "9999")),
    *(Slip("CAS*", 3, typed) for typed in ("0", "-3", "9999")),
    *(Slip("AMT*D*", 2, typed) for typed in ("0", "9999")),
    *(Slip("LIN*", 3, typed) for typed in ("0051700312", "00000000000")),
    *(Slip("CTP*", 4, typed) for typed in ("0", "1000")),
)
LOST = (
    "NM1*82", "NM1*DK", "NM1*DN", "DTP*435", "DTP*439", "DTP*454", "REF*F8", "REF*X4", "REF*EI", "PRV", "AMT", "OI",
    "CAS",
)  # fmt: skip


def damages(text: str) -> Iterator[Damage]:
    """The file with one mistake each."""
    segments = text.rstrip("~").split("~")
    yield from _slips(segments)
    lines = _lines(segments)
    for number, (start, end) in enumerate(lines, 1):
        if len(lines) > 1:
            yield Damage(f"line {number} is lost", _written(segments[:start] + segments[end:]))
        yield Damage(f"line {number} stands twice", _written(segments[:end] + segments[start:end] + segments[end:]))
    for at, segment in enumerate(segments):
        if segment.startswith(LOST):
            yield Damage(f"{segment[:7]} is lost", _written(segments[:at] + segments[at + 1 :]))


def _slips(segments: list[str]) -> Iterator[Damage]:
    for at, segment in enumerate(segments):
        for slip in SLIPS:
            elements = segment.split("*")
            if not segment.startswith(slip.start) or len(elements) <= slip.element:
                continue
            typed = _typed(elements[slip.element], slip.typed)
            if typed != elements[slip.element]:
                elements[slip.element] = typed
                changed = [*segments[:at], "*".join(elements), *segments[at + 1 :]]
                name = f"{slip.start}{slip.element} is {typed}"
                yield Damage(name, _written(changed, balanced=slip.balanced))


def _typed(value: str, typed: str | Change) -> str:
    if callable(typed):
        return typed(value)
    return value + typed[1:] if typed.startswith("+") else typed


def _lines(segments: list[str]) -> list[tuple[int, int]]:
    """Where each service line begins and ends."""
    starts = [at for at, segment in enumerate(segments) if segment.startswith("LX*")]
    return list(zip(starts, [*starts[1:], _find(segments, "SE*")], strict=True))


def _find(segments: list[str], start: str) -> int:
    return next(at for at, segment in enumerate(segments) if segment.startswith(start))


def _written(segments: list[str], *, balanced: bool = True) -> str:
    found = list(segments)
    found[_find(found, "SE*")] = f"SE*{_find(found, 'SE*') - _find(found, 'ST*') + 1}*0001"
    for number, at in enumerate((at for at, segment in enumerate(found) if segment.startswith("LX*")), 1):
        found[at] = f"LX*{number}"
    if balanced:
        at = _find(found, "CLM*")
        charges = (Decimal(segment.split("*")[2]) for segment in found if segment.startswith("SV1*"))
        number_, _, rest = found[at].removeprefix("CLM*").partition("*")
        found[at] = f"CLM*{number_}*{sum(charges, Decimal(0)).normalize():f}*{rest.partition('*')[2]}"
    return "".join(f"{segment}~" for segment in found)
