"""Codes and sets of codes as a rule writes them: shapes, ranges, wildcards and exceptions."""

from __future__ import annotations

import re
from dataclasses import replace

from cleanclaim.language import syntax as s
from cleanclaim.language.check.beside import Row, read_rows
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.faults import CODE, KIND, NAME, RANGE, Refused, each
from cleanclaim.language.check.members import refuse_twice
from cleanclaim.language.codes import CodeSet, in_turn, wildcard
from cleanclaim.language.systems import as_held, as_written, fits, is_head, likely_system, noun_of, system_of
from cleanclaim.language.words import article, did_you_mean

_ENUMERATED = 1000  # codes of a range that are listed one by one
_ASKED = {
    "procedure": "line.procedure is",
    "modifier": "line.modifiers has",
    "diagnosis": "line.diagnoses has",
}
_BEGINNING = re.compile(r"([A-Z][0-9]{0,3}|[0-9]{3,4})X*")  # of a procedure code
_LIKELY = re.compile("[A-Z0-9.]+ looks like an? [a-zA-Z ]+ code")
_NUMBERED = re.compile(r"([A-Z]*)([0-9]+)([A-Z]?)")


def read_set(match: s.Match, system: str, book: Book) -> CodeSet:
    """The set that a match means for codes of a system. Raises `Refused` for an impossible code."""
    members = each(lambda member: _member(member, system, book), (*match.members, *match.exceptions))
    refuse_twice(match.members, members)
    refuse_twice(match.exceptions, members[len(match.members) :])
    found = CodeSet()
    for codes in members[: len(match.members)]:
        found = found.joined(codes)
    without: CodeSet | None = None
    for member, taken in zip(match.exceptions, members[len(match.members) :], strict=True):
        if _apart(found, taken):
            raise Refused(
                member.at, RANGE, "this is not in the set that it is taken from", "remove it, or correct it"
            )
        without = (without or CodeSet()).joined(taken)
    if without is None:
        return found
    result = replace(found, without=without)
    if result.finite is not None and not result.finite:
        raise Refused(match.at, RANGE, "nothing is left of this set")
    return result


def read_named_set(match: s.Match, system: str, book: Book) -> CodeSet:
    """The set that gets a name, where no field is asked. Raises `Refused` as for any other."""
    try:
        return read_set(match, system, book)
    except Refused as refused:
        for one in (refused, *refused.others):
            if likely := _LIKELY.match(one.help):
                one.help = f"{likely[0]}: a set holds codes of one kind, give those a set of their own"
        raise


def _apart(codes: CodeSet, others: CodeSet) -> bool:
    """Whether it is certain that two sets have no code in common."""
    listed, wide = (others.finite, codes) if others.finite is not None else (codes.finite, others)
    return listed is not None and not any(code in wide for code in listed)


def read_set_file(file: s.Word, system: str, folder: str) -> CodeSet:
    """The codes in the first column of a file, below a head that says what they are or none.

    Raises `Refused` for what is no code; a diagnosis may stand there without its dot.
    """
    listed: set[str] = set()
    others = CodeSet()
    rows = [row for number, row in enumerate(read_rows(folder, file)) if number or not is_head(row.cells[0], system)]
    for found in each(lambda row: _of_row(row, rows[0], file, system), rows):
        if found.literals and found == CodeSet(found.literals):
            listed |= found.literals
        else:
            others = others.joined(found)
    if not rows:
        raise Refused(file.at, KIND, f"`{file.text}` holds no code")
    return others.joined(CodeSet(frozenset(listed)))


def _of_row(row: Row, first: Row, file: s.Word, system: str) -> CodeSet:
    """The codes of a row. Raises `Refused` for what is none, small letters among them."""
    text = row.cells[0]
    try:
        found = _member(_written(text, system, file.at), system, Book())
        if text != text.upper():  # a wildcard
            raise Refused(file.at, CODE, f"no {noun_of(system)} code is like `{text}`")
    except Refused as refused:
        large = text.upper() if _readable(text.upper(), system, file.at) else text
        help_ = f"codes are written in capitals: {large}" if large != text else refused.help
        if row is first and not help_:
            help_ = f"a first line that is the head says what stands below: `code` or `{system}`"
        message = f"`{file.text}` line {row.line}: {refused.message}"
        raise Refused(file.at, refused.code, message, help_) from None
    return found


def _readable(text: str, system: str, at: s.Place) -> bool:
    try:
        _member(_written(text, system, at), system, Book())
    except Refused:
        return False
    return True


def _written(text: str, system: str, at: s.Place) -> s.Member:
    first, dots, last = text.partition("..")
    if dots:
        return s.CodeRange(at, first, last)
    if "*" in text or "?" in text:
        return s.WildCode(at, text)
    return s.OneCode(at, as_written(system, text) if "." not in text else text)


def _member(member: s.Member, system: str, book: Book) -> CodeSet:
    if isinstance(member, s.SetName):
        return _named(member, system, book)
    if isinstance(member, s.CodeRange):
        return _range(member, system)
    if isinstance(member, s.WildCode):
        return _wild(member, system)
    _shaped(member.text, member.at, system)
    return CodeSet(frozenset((as_held(system, member.text),)))


def _named(member: s.SetName, system: str, book: Book) -> CodeSet:
    if member.name not in book.sets and book.guessed:
        raise Refused(member.at)
    if member.name not in book.sets:
        listed = system_of(system).values
        help_ = did_you_mean(member.name, book.sets) or (f"expected {system_of(system).expected}" if listed else "")
        if fits(system, member.name.upper()):
            help_ = f"codes are written in capitals: {member.name.upper()}"
        if member.name in book.tables:
            help_ = f"it is a table, which is asked by its key: `{member.name}(...) is present`"
        help_ = help_ or f"write codes, or name them before the rule: `set {member.name} : {system} = [...]`"
        raise Refused(member.at, NAME, f"there is no set named `{member.name}`", help_)
    known = book.sets[member.name]
    if known is None:
        raise Refused(member.at)
    its_system, codes = known
    if its_system != system:
        raise Refused(
            member.at,
            KIND,
            f"`{member.name}` is a set of {noun_of(its_system)} codes,"
            f" but {article(noun_of(system))} code is compared here",
        )
    return codes


def _shaped(code: str, at: s.Place, system: str) -> None:
    if system == "procedure" and fits(system, code) and code[0].isalpha() and code[-1].isalpha():
        message = f"`{code}` is not a procedure code: a letter stands at one of its ends, not at both"
        raise Refused(at, CODE, message, f"did you mean {code[:-1]}0?" if code[-1] == "O" else "")
    if fits(system, code):
        return
    about = system_of(system)
    if about.values:
        message = f"`{code}` is not {article(about.noun)} code: expected {about.expected}"
        raise Refused(at, CODE, message, did_you_mean(code, about.values))
    likely = likely_system(code)
    help_ = ""
    if likely and likely != system:
        looks = f"{code} looks like {article(noun_of(likely))} code"
        help_ = f"{looks}; did you mean `{_ASKED[likely]} {code}`?"
    elif system == "diagnosis" and len(code) > 3 and fits(system, f"{code[:3]}.{code[3:]}"):
        help_ = f"write its dot: {code[:3]}.{code[3:]}"
    elif (ends := code.split("."))[1:] and system != "diagnosis" and all(fits(system, end) for end in ends):
        help_ = f"a range is written with two dots: `{'..'.join(ends)}`"
    elif system == "procedure" and (begin := _BEGINNING.fullmatch(code)):
        help_ = f"write `{begin[1]}*` for all codes that begin so"
    raise Refused(at, CODE, f"`{code}` is not {article(about.noun)} code: expected {about.expected}", help_)


def _range(member: s.CodeRange, system: str) -> CodeSet:
    first, last = member.first, member.last
    if system == "diagnosis":
        return _diagnoses(member)
    ends = _NUMBERED.fullmatch(first), _NUMBERED.fullmatch(last)
    if not ends[0] or not ends[1] or len(first) != len(last) or (ends[0][1], ends[0][3]) != (ends[1][1], ends[1][3]):
        raise _mixed(member, "both ends need the same letters and length; the digits run")
    for code in (first, last):
        _shaped(code, member.at, system)
    if first > last:
        raise _backwards(member)
    start, stop, width = int(ends[0][2]), int(ends[1][2]), len(ends[0][2])
    if stop - start >= _ENUMERATED:
        return CodeSet(ranges=((first, last),))
    listed = (f"{ends[0][1]}{number:0{width}}{ends[0][3]}" for number in range(start, stop + 1))
    return CodeSet(frozenset(listed))


def _diagnoses(member: s.CodeRange) -> CodeSet:
    """A range of the tabular list, which mixes letters with digits: `C00..D49`, `Z3A.37..Z3A.42`."""
    for code in (member.first, member.last):
        _shaped(code, member.at, "diagnosis")
    held = as_held("diagnosis", member.first), as_held("diagnosis", member.last)
    if len(held[0]) != len(held[1]):
        raise _mixed(member, "both ends need the same length")
    if in_turn(held[0]) > in_turn(held[1]):
        raise _backwards(member)
    return CodeSet(ranges=(held,), open_ended=True)


def _mixed(member: s.CodeRange, help_: str) -> Refused:
    return Refused(member.at, RANGE, f"`{member.first}..{member.last}` mixes two kinds of code", help_)


def _backwards(member: s.CodeRange) -> Refused:
    first, last = member.first, member.last
    return Refused(member.at, RANGE, f"the range `{first}..{last}` runs backwards", f"write `{last}..{first}`")


def _wild(member: s.WildCode, system: str) -> CodeSet:
    text = member.text
    sample = "".join({"*": "", "?": "0"}.get(sign, sign) for sign in text).rstrip(".")
    about = system_of(system)
    if about.values and not any(re.fullmatch(wildcard(text, dotted=False), code) for code in about.values):
        raise Refused(member.at, CODE, f"no {about.noun} code is like `{text}`", f"a code is {about.expected}")
    if not about.values and not _could_grow(sample, system):
        raise Refused(member.at, CODE, f"no {about.noun} code is like `{text}`", f"a code is {about.expected}")
    return CodeSet(patterns=(wildcard(text, dotted=system == "diagnosis"),))


_WHOLE = {"procedure": "J0000", "modifier": "X0", "diagnosis": "A00.0000", "place_of_service": "00"}


def _could_grow(sample: str, system: str) -> bool:
    """Whether something put behind (or into) the fixed part of a wildcard can make a code."""
    model = _WHOLE.get(system)
    if model is None:
        return True
    return len(sample) <= len(model) and (system != "diagnosis" or len(sample) < 4 or sample[3] == ".")
