"""Examples to real 837P files, so that the reader and the places of marks are proved as well."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

from cleanclaim.claim.fields import parse_place
from cleanclaim.language import mini_claims as m
from cleanclaim.language.check.examples import example_field
from cleanclaim.language.examples import baseline
from cleanclaim.language.examples.draft import Loop
from cleanclaim.language.examples.rows import add_rows
from cleanclaim.language.model import fields
from cleanclaim.language.systems import as_held

_HOMES = {"billing": "2010AA", "subscriber": "2010BA", "patient": "2010BA", "payer": "2010BB"}
_OF_ONE_VALUE = ("AMT", "DMG", "DTP", "N3", "PRV", "REF")  # segments that say nothing without the field
_OPENED = {"2410": (), "2440": ("LQ*UT*01.02", "FRM*1*Y")}  # loops that fields of a line open
_NOTE = "NTE*ADD*"
_CONTACT = "PER*IC*ANN EXAMPLE*TE*"


class UnrenderableError(ValueError):
    """A field that examples can not set (yet); the message names it."""


def render(example: m.Example, *, asks_day: bool = False) -> str:
    """The example as one file; `asks_day` says that its rule asks when the file was made.

    Raises `UnrenderableError` for a field that can not be written.
    """
    return _Writing(example, asks_day).text()


class _Writing:
    """Writes one example. `loops` are those above and around the claim at hand, by name."""

    def __init__(self, example: m.Example, asks_day: bool) -> None:
        self.example = example
        self.created = baseline.CREATED if asks_day else _created([_last(line) for line in _lines(example)])
        self.usage = "T"
        self.content = "CH"
        self.loops: dict[str, Loop] = {}
        self.level = 1  # the last HL01

    def text(self) -> str:
        """The whole file."""
        shared = baseline.billing()
        parts: list[Loop] = []
        for number, claim in enumerate(self.example.claims, 1):
            above = self._above(claim)
            self.loops = {loop.name: loop for loop in (*shared, *above)}
            parts += [*above, *self._claim(claim, number)]
        day = f"{self.created:%Y%m%d}"
        body = f"BHT*0019*00*EXAMPLE*{day}*1200*{self.content}~{baseline.SUBMITTER}" + "".join(
            loop.text() for loop in (*shared, *parts)
        )
        return baseline.envelope(body, self.created, self.usage)

    def _above(self, claim: m.ExampleClaim) -> list[Loop]:
        """The levels above a claim. One that says how the patient is related to the subscriber has a dependent."""
        self.level += 1
        above = baseline.coverage(self.level, medicare=_says(claim, "filing", "MB"))
        if any(_path(field)[-2:] == ["patient", "relationship"] for field in claim.fields):
            above[0].segments[0][4] = "1"
            above[0].set(parse_place("SBR02"), [""])
            above[1].segments = above[1].segments[:1]  # the address and birth date of who is the patient
            self.level += 1
            above += baseline.dependent(self.level, self.level - 1)
        return above

    # ------------------------------------------------------------------- claims

    def _claim(self, claim: m.ExampleClaim, number: int) -> list[Loop]:
        loop = baseline.claim(number)
        self.loops["2300"] = loop
        codes = [as_held("diagnosis", word.text) for word in claim.diagnoses] or [baseline.DIAGNOSIS]
        self._diagnoses(loop, codes)
        parties: dict[str, Loop] = {}
        for party in _expected(claim):
            self._party(("claim", party), parties)
        for field in claim.fields:
            self._set(field, "claim", loop, parties)
        for party in baseline.OF_SOME:
            if _takes_away(claim, party):
                parties.pop(baseline.PARTIES["claim", party][0])
        lines = [part for at, line in enumerate(claim.lines, 1) for part in self._line(line, at)]
        charges = [segment[2] for part in lines for segment in part.segments if segment[0] == "SV1"]
        if not any(field.parts[-1].text == "total_charge" for field in claim.fields):
            loop.set(parse_place("CLM02"), [_decimal(sum(map(Decimal, charges), Decimal(0)))])
        opened = add_rows(claim.rows, loop, _values)
        return [loop, *(parties[name] for name in sorted(parties)), *opened, *lines]

    def _diagnoses(self, loop: Loop, codes: list[str]) -> None:
        loop.segments = [segment for segment in loop.segments if segment[0] != "HI"]
        coded = [f"{'ABF' if at else 'ABK'}:{code}" for at, code in enumerate(codes)]
        loop.append("*".join(["HI", *coded]))

    # ------------------------------------------------------------------- lines

    def _line(self, line: m.ExampleLine, number: int) -> list[Loop]:
        loop = baseline.line(number)
        self._service(line, loop)
        parties: dict[str, Loop] = {}
        if line.rendering is not None:
            party = self._party(("line", "rendering"), parties)
            party.set(parse_place("NM109"), [line.rendering.text])
        for field in line.fields:
            self._set(field, "line", loop, parties)
        opened = add_rows(line.rows, loop, _values)
        return [loop, *(parties[name] for name in sorted(parties)), *opened]

    def _service(self, line: m.ExampleLine, loop: Loop) -> None:
        loop.set(parse_place("SV101-2"), [line.procedure.text])
        loop.set(parse_place("SV101-3..6"), list(line.modifiers))
        loop.set(parse_place("SV102"), [_decimal(baseline.CHARGE if line.charge is None else line.charge)])
        loop.set(parse_place("SV104"), [_decimal(Decimal(1) if line.units is None else line.units)])
        if line.place_of_service is not None:
            loop.set(parse_place("SV105"), [line.place_of_service.text])
        if line.pointers is not None:
            loop.set(parse_place("SV107-1.."), [str(pointer) for pointer in line.pointers])
        first = line.date or baseline.DATE
        dates = loop.find("DTP") or []
        dates[2:] = ["D8", f"{first:%Y%m%d}"]
        if line.end_date is not None:
            dates[2:] = ["RD8", f"{first:%Y%m%d}-{line.end_date:%Y%m%d}"]

    # ------------------------------------------------------------------- fields

    def _set(self, field: m.ExampleField, row: str, loop: Loop, parties: dict[str, Loop]) -> None:
        """Write one field of a claim or a line where the model says that it stands."""
        path, name, _ = example_field(field, row)
        if path == ("file",) or (path, name) == ((), "diagnoses"):
            return self._special(field, path, name)
        if not path:
            return self._own(field, row, name, loop, parties)
        home = _HOMES.get(path[0]) if row == "claim" else None
        if path[0] == "patient" and "2010CA" in self.loops:
            home = "2010CA"
        target = self.loops[home] if home else self._party((row, path[0]), parties)
        kind = {"billing": "provider"}.get(path[0], path[0]) if home else "provider"
        return self._write(field, kind, name, target)

    def _own(self, field: m.ExampleField, row: str, name: str, loop: Loop, parties: dict[str, Loop]) -> None:
        about = fields(row)[name]
        if name == "notes":
            return loop.append(_NOTE + field.value.texts[0])
        if name == "diagnoses_as_sent":
            return self._diagnoses(loop, list(field.value.texts))
        if about.alias:
            owner, _, other = about.alias.partition(".")
            return self._write(field, owner, other, self.loops[_HOMES[owner]])
        opened = parse_place(about.place).loop if about.place else ""
        if opened in _OPENED:
            loop = parties.setdefault(opened, Loop(opened, *_OPENED[opened]))
        return self._write(field, row, name, loop)

    def _special(self, field: m.ExampleField, path: tuple[str, ...], name: str) -> None:
        if not field.value.texts:
            raise UnrenderableError(f"an example can not leave out `{name}`")
        if path == ("file",) and name == "created":
            self.created = dt.date.fromisoformat(field.value.texts[0])
        elif path == ("file",) and name == "usage":
            self.usage = field.value.texts[0]
        elif path == ("file",) and name == "content":
            self.content = field.value.texts[0]
        else:
            raise UnrenderableError(f"an example can not set `{name}`")

    def _write(self, field: m.ExampleField, row: str, name: str, loop: Loop) -> None:
        about = fields(row)[name]
        if name == "contact_phone":
            return loop.append(f"{_CONTACT}{field.value.texts[0]}")
        if not about.place:
            raise UnrenderableError(f"an example can not set `{name}`")
        place = parse_place(about.place)
        loop = self.loops.get(place.loop) or self._level(place.segment, loop)
        if field.value.kind == "missing" and (place.segment in _OF_ONE_VALUE or name == "city"):  # no N4 without it
            return loop.drop(place)
        values = _values(field.value, about.kind.system)
        return loop.until(place, values[0]) if about.part == "last" else loop.set(place, values)

    def _level(self, segment: str, loop: Loop) -> Loop:
        """The loop that a party's segment stands in: PRV and PAT stand with the level (HL), not with the name."""
        if segment == "PRV" and loop.name == "2010AA":
            return self.loops["2000A"]
        if segment == "PAT":
            return self.loops.get("2000C", self.loops["2000B"])
        return loop

    def _party(self, key: tuple[str, str], parties: dict[str, Loop]) -> Loop:
        if key not in baseline.PARTIES:
            raise UnrenderableError(f"an example can not set `{key[1]}` of a {key[0]}")
        if key[1] == "primary_care":  # the second of its loop
            self._party((key[0], "referring"), parties)
        name, *segments = baseline.PARTIES[key]
        return parties.setdefault(name, Loop(name, *segments))


def _values(value: m.Value, system: str) -> list[str]:
    if value.kind == "missing":
        return [""]
    if value.kind == "money":
        return [value.texts[0][1:]]
    if value.kind == "date":
        return [value.texts[0].replace("-", "")]
    return [as_held(system, text) for text in value.texts]


def _says(claim: m.ExampleClaim, name: str, code: str) -> bool:
    return any(_path(field)[-1] == name and field.value.texts == (code,) for field in claim.fields)


def _expected(claim: m.ExampleClaim) -> list[str]:
    """The parties that a claim of this kind names, though the example does not, for some rule asks for them."""
    return [
        party for party, (name, codes) in baseline.OF_SOME.items() if any(_says(claim, name, code) for code in codes)
    ]


def _takes_away(claim: m.ExampleClaim, party: str) -> bool:
    """Whether the example takes the party's identifier away, and with it the party."""
    return any(_path(field)[-2:] == [party, "npi"] and field.value.kind == "missing" for field in claim.fields)


def _path(field: m.ExampleField) -> list[str]:
    return [word.text for word in field.parts]


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}" if value else "0"


def _lines(example: m.Example) -> list[m.ExampleLine]:
    return [line for claim in example.claims for line in claim.lines]


def _created(days: list[dt.date]) -> dt.date:
    """When a file with lines of these days was made: after them, and no year later."""
    last = max(days, default=baseline.DATE)
    if last < baseline.CREATED - dt.timedelta(365):
        return last + (baseline.CREATED - baseline.DATE)
    return max(baseline.CREATED, last + dt.timedelta(1))


def _last(line: m.ExampleLine) -> dt.date:
    return line.end_date or line.date or baseline.DATE
