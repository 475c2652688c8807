"""One regular expression a node: what it accepts, the validators accept; the rest is theirs."""

from __future__ import annotations

import re

from cleanclaim.guide.shape import Field, Note, Shape
from cleanclaim.x12 import Delimiters

_FIRST, _LAST = ord("!"), ord("~")  # the extended character set is what ASCII can print
_YEAR = "(?:1[89]|[2-9][0-9])[0-9]{2}"
_LEAP = "(?:(?:1[89]|[2-9][0-9])(?:0[48]|[2468][048]|[13579][26])|(?:[2468][048]|[3579][26])00)"
# All but 29 February.
_MONTH_DAY = "(?:(?:0[1-9]|1[0-2])(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])(?:29|30)|(?:0[13578]|1[02])31)"
_DATE = f"(?:{_YEAR}{_MONTH_DAY}|{_LEAP}0229)"
_SHORT_DATE = f"(?:[0-9]{{2}}{_MONTH_DAY}|(?:[02468][048]|[13579][26])0229)"  # of 1950 to 2049
_SHORT_TIME = "(?:[01][0-9]|2[0-3])[0-5][0-9]"
_TIME = f"{_SHORT_TIME}(?:[0-5][0-9](?:[0-9]{{2}})?)?"
_SHORT = {("DT", 6, 6): _SHORT_DATE, ("TM", 4, 4): _SHORT_TIME}
_BEFORE_DATE = {"D8": "", "RD8": f"{_DATE}-"}  # by format: what stands before the date, or before the last
NEVER = re.compile("(?!)")


def compile_pattern(shape: Shape, delimiters: Delimiters) -> re.Pattern[str]:
    """The expression of a shape in a file with these delimiters, to be matched fully.

    INVARIANT: character classes hold no delimiter, so elements can not run into one another and
    matching stays linear. Where a delimiter is a letter, a digit, `-` or `.`, nothing matches.
    """
    return re.compile(_Writer(delimiters).segment(shape)) if can_part(delimiters) else NEVER


def write_expression(shape: Shape, delimiters: Delimiters) -> str:
    """The expression as text, to be joined to others; empty where no expression settles all syntax notes.

    It accepts no more than the compiled one and the notes, and a bit less where an element can be spared.
    """
    narrow = _narrow(shape)
    return _Writer(delimiters).segment(narrow) if narrow is not None and can_part(delimiters) else ""


def can_part(delimiters: Delimiters) -> bool:
    """Whether the delimiters part values, and are no part of values themselves."""
    return not any(mark.isalnum() or mark in "-. " for mark in delimiters) and len(set(delimiters)) == len(delimiters)


def _narrow(shape: Shape) -> Shape | None:
    """The shape without optional elements that a syntax note excludes or makes depend on others (N407)."""
    for note in needed_notes(shape):
        spare = note.elements[-1] if note.kind == "E" else note.elements[0]
        field = shape.field(spare)
        if note.kind not in "CE" or field is None or field.usage == "R":
            return None
        fields = shape.fields
        shape = shape._replace(fields=(*fields[: spare - 1], field._replace(usage="N"), *fields[spare:]))
    return shape


class _Writer:
    """Writes expressions; none of them accepts a segment or a composite that ends in a separator."""

    def __init__(self, delimiters: Delimiters) -> None:
        self._element = re.escape(delimiters.element)
        self._component = re.escape(delimiters.component)
        self._repetition = re.escape(delimiters.repetition)
        self._end = f"(?={re.escape(delimiters.terminator)}|\\Z)"
        self._word = f"[{_ranges(_FIRST, delimiters)}]"
        self._any = f"[{_ranges(ord(' '), delimiters)}]"

    def segment(self, shape: Shape) -> str:
        pieces: list[tuple[str, bool]] = []  # expression, whether it may be empty
        fields = shape.fields
        index = 0
        while index < len(fields):
            piece, width = self._piece(shape, index)
            pieces.append((piece, fields[index].usage != "R"))
            index += width
        if shape.segment == "ISA":  # says the delimiters themselves
            pieces[10], pieces[15] = (self._repetition, False), (self._component, False)
            return re.escape(shape.segment) + self._sequence(pieces, self._element, lead=True)
        # an id alone is no segment, whatever the guide leaves to choose
        begin = f"(?={self._element})" if all(spare for _, spare in pieces) else ""
        rest = self._sequence(pieces, self._element, lead=True)
        return f"{re.escape(shape.segment)}{begin}{rest}(?<!{self._element})"

    def _piece(self, shape: Shape, index: int) -> tuple[str, int]:
        """The expression of an element, or of several that come together, and how many they are."""
        dated = self._dated(shape, index)
        if dated:
            return dated, 2
        if _is_triplet(shape, index + 1):
            return self._triplet(shape.fields[index : index + 3]), 3
        if _is_pair(shape, index + 1):
            first, second = (self._field(field._replace(usage="R")) for field in shape.fields[index : index + 2])
            return f"(?:{first}{self._element}{second}|{self._element})", 2
        return self._field(shape.fields[index]), 1

    def _triplet(self, fields: tuple[Field, ...]) -> str:
        """An adjustment: its reason comes with an amount, a quantity or both; it is short where it is the last."""
        reason, amount, quantity = (self._field(field._replace(usage="R")) for field in fields)
        mark = self._element
        ways = f"{amount}(?:{mark}(?:{quantity})?|{self._end})|{mark}{quantity}"
        return f"(?:{reason}{mark}(?:{ways})|{mark}{mark})"

    def _dated(self, shape: Shape, index: int) -> str:
        """A format qualifier with the date that it announces."""
        pair = shape.fields[index : index + 2]
        if [field.number for field in pair] != ["1250", "1251"] or "N" in (pair[0].usage, pair[1].usage):
            return ""
        begins = [
            f"{code}{self._element}{_BEFORE_DATE[code]}"
            for code in pair[0].codes
            if code in _BEFORE_DATE and pair[1].least <= 8 and pair[1].most >= 17
        ]
        ways = [f"(?:{'|'.join(begins)}){_DATE}"] if begins else []
        if pair[0].usage != "R" and pair[1].usage != "R":
            ways.append(self._element)
        return f"(?:{'|'.join(ways)})" if ways else "(?!)"

    def _sequence(self, pieces: list[tuple[str, bool]], separator: str, *, lead: bool) -> str:
        """Pieces with separators; from the last required one on, each may be the end."""
        needed = max((index for index, (_, spare) in enumerate(pieces) if not spare), default=-1)
        spare = [expression for expression, _ in pieces[needed + 1 :]]
        alike = next((at for at, item in enumerate(reversed(spare)) if item != spare[-1]), len(spare))
        tail = f"(?:{separator}{spare[-1]}){{0,{alike}}}" if spare else ""
        for expression in reversed(spare[: len(spare) - alike]):
            tail = f"(?:{separator}{expression}{tail})?"
        head = separator.join(expression for expression, _ in pieces[: needed + 1])
        return (separator if lead and needed >= 0 else "") + head + tail

    def _field(self, field: Field) -> str:
        if field.usage == "N":
            return ""
        value = self._composite(field) if field.parts else self._value(field)
        if field.usage == "R":
            return value
        return f"{value}?" if _is_group(value) else f"(?:{value})?"

    def _composite(self, field: Field) -> str:
        if field.parts[0].usage != "R":
            return "(?!)"
        pieces = [(self._field(part), part.usage != "R") for part in field.parts]
        return f"(?:{self._sequence(pieces, self._component, lead=False)}(?<!{self._component}))"

    def _value(self, field: Field) -> str:
        if field.codes and not field.open:
            codes = [code for code in field.codes if self._is_plain(code, field)]
            return f"(?:{'|'.join(map(re.escape, codes))})" if codes else "(?!)"
        if field.pattern:
            return field.pattern if field.pattern == "[0-9]{9}" else "(?!)"
        if field.kind in ("AN", "ID"):
            return self._text(field.least, field.most)
        return _number(field)

    def _is_plain(self, code: str, field: Field) -> bool:
        shaped = code.isalnum() if field.kind in ("AN", "ID") else code.isdigit() and field.kind[:1] in "NR"
        return shaped and code.isascii() and field.least <= len(code) <= field.most

    def _text(self, least: int, most: int) -> str:
        """A trailing space is one too many, unless the value would be too short without it; a leading one is told."""
        if most == 1:
            return self._word
        if least == most:
            return f"{self._any}{{{most}}}"
        return f"(?! ){self._any}{{{max(least, 1)},{most}}}(?<! )"


def _ranges(first: int, delimiters: Delimiters) -> str:
    """The inside of a character class: what ASCII prints from a character on, without the delimiters."""
    out, start = "", first
    for mark in (*sorted(ord(mark) for mark in delimiters if first <= ord(mark) <= _LAST), _LAST + 1):
        if start < mark:
            out += f"{_escape(chr(start))}-{_escape(chr(mark - 1))}"
        start = mark + 1
    return out


def _escape(character: str) -> str:
    """As `re.escape` inside a character class, where less needs it: what is shorter compiles faster."""
    return f"\\{character}" if character in "\\]^-[&~|" else character


def _is_group(expression: str) -> bool:
    """Whether an expression is one group, so that a quantifier after it means all of it."""
    return expression.startswith("(?:") and expression.find(")") == len(expression) - 1


def _number(field: Field) -> str:
    """Numbers, dates and times; a length leaves sign and point out."""
    least, most = max(field.least, 1), field.most
    if field.kind == "R":
        whole = f"[0-9]{{{least},{most}}}"
        if least > 1 or most < 3:
            return f"-?{whole}"
        return f"-?(?:{whole}|[0-9]{{0,{most - 2}}}\\.[0-9]{{1,2}})"
    if field.kind[:1] == "N":
        return f"-?[0-9]{{{least},{most}}}"
    if field.kind == "DT" and least <= 8 <= most:
        return _DATE
    if field.kind == "TM" and least <= 4 and most >= 8:
        return _TIME
    return _SHORT.get((field.kind, least, most), "(?!)")


def needed_notes(shape: Shape) -> tuple[Note, ...]:
    """The syntax notes that the expression does not settle by itself."""
    return tuple(note for note in shape.notes if not _is_settled(shape, note))


def _is_pair(shape: Shape, element: int) -> bool:
    """Whether this element and the next are optional and come together or not at all."""
    note = Note("P", (element, element + 1))
    return note in shape.notes and all(shape.fields[at - 1].usage == "S" for at in note.elements)


def _is_triplet(shape: Shape, element: int) -> bool:
    """Whether an optional element and the two after it need one another as in an adjustment (CAS05 to CAS07)."""
    after, last = element + 1, element + 2
    notes = (Note("L", (element, after, last)), Note("C", (after, element)), Note("C", (last, element)))
    return set(notes) <= set(shape.notes) and all(shape.fields[at - 1].usage == "S" for at in (element, after, last))


def _is_joined(shape: Shape, note: Note) -> bool:
    """Whether the expression itself has the elements of the note come together as they must."""
    first = min(note.elements)
    joined = _is_pair if note.kind == "P" else _is_triplet
    return max(note.elements) <= first + (2 if joined is _is_triplet else 1) and joined(shape, first)


def _is_settled(shape: Shape, note: Note) -> bool:
    if note.kind in "PLC" and _is_joined(shape, note):
        return True
    usages = [field.usage if (field := shape.field(element)) else "N" for element in note.elements]
    if note.kind == "E":
        return sum(usage != "N" for usage in usages) < 2
    if note.kind == "P":
        return len(set(usages)) == 1 and usages[0] != "S"
    if note.kind == "R":
        return "R" in usages
    if usages[0] == "N":
        return True
    return set(usages[1:]) == {"R"} if note.kind == "C" else "R" in usages[1:]


def keeps(notes: tuple[Note, ...], values: list[str]) -> bool:
    """Whether a segment, split at its element separators, keeps syntax notes. Item 0 is its id."""
    count = len(values)
    return all(_keeps(note, [at < count and values[at] != "" for at in note.elements]) for note in notes)


def _keeps(note: Note, there: list[bool]) -> bool:
    if note.kind == "P":
        return all(there) or not any(there)
    if note.kind == "R":
        return any(there)
    if note.kind == "E":
        return sum(there) <= 1
    if not there[0]:
        return True
    return all(there[1:]) if note.kind == "C" else any(there[1:])
