"""Whole files: what they use, their sets and tables, and rules that are known by one code each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from cleanclaim.errors import RuleFault
from cleanclaim.findings import Grade, Profile, Severity
from cleanclaim.language import clauses as c
from cleanclaim.language import typed as t
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.faults import CLAUSE, NAME, TWICE, Faults, Refused
from cleanclaim.language.check.inherit import Known
from cleanclaim.language.check.rule import check_part
from cleanclaim.language.check.sets import read_named_set, read_set_file
from cleanclaim.language.check.tables import read_table
from cleanclaim.language.check.together import Together, Waiting
from cleanclaim.language.check.turns import in_turn
from cleanclaim.language.systems import SYSTEMS
from cleanclaim.language.words import did_you_mean

VERSION = "1"


def check_files(
    files: Sequence[c.RuleFile], library: Mapping[str, c.RuleFile | None], known: dict[str, Known]
) -> tuple[list[t.TypedRule], list[RuleFault]]:
    """The rules of all files as they are meant, and everything that is wrong.

    `library` holds the files that `use` can name, by name, None where two have it; `known` the rules
    whose codes are taken already, which these can extend and cover, and takes up these.
    """
    sinks = [Faults(file) for file in files]
    together = Together(known, {code for file in files for code in file.lost})
    profiles: dict[str, Profile] = {}
    for file, sink in zip(files, sinks, strict=True):
        book = _book(file, library, sink, ())
        for item in file.items:
            if isinstance(item, c.RuleItem):
                together.take(Waiting(item, book, file, sink))
        for part in file.parts:
            sink.found += check_part(part, book, file)
        for table in file.tables:
            _rows_of(table, file, sink)
        profiles |= _profile(file, sink)
        for late in [item for item in file.items if isinstance(item, c.VersionItem) and item is not file.items[0]]:
            sink.add(Refused(late.at, TWICE, "a file says its language once, at its top", "remove this line"))
    rules = [replace(rule, profile=profiles.get(rule.path)) for rule in together.check()]
    return rules, [fault for sink in sinks for fault in sink.found]


def _rows_of(table: c.TableItem, file: c.RuleFile, faults: Faults) -> None:
    """What is wrong with the rows that could be read of a table that could not."""
    try:
        read_table(table, file.folder)
    except Refused as refused:
        faults.add(refused)


def _profile(file: c.RuleFile, faults: Faults) -> dict[str, Profile]:
    """The profile that the rules of a file belong to, by the file's path; nothing where it names none."""
    items = [item for item in file.items if isinstance(item, c.ProfileItem)]
    rules = [item for item in file.items if isinstance(item, c.RuleItem)]
    for item in items[1:]:
        faults.add(Refused(item.at, TWICE, "a rule file has one profile", "put the rules of the other in a file"))
    for refused in _reaching_out(rules, file.lost) if items else ():
        faults.add(refused)
    if items and not rules and not file.lost:
        help_ = "a configuration can change severities for a payer: `[payers.ID.severity]`"
        faults.add(Refused(items[0].at, CLAUSE, "a profile has at least one rule", help_))
    for item in items[:1]:
        return {file.path: Profile(item.name.text, item.title, _grades(item, faults))}
    return {}


def _reaching_out(rules: Sequence[c.RuleItem], lost: Sequence[str]) -> Iterator[Refused]:
    """What would silence rules of other files for payers that are not judged by the profile."""
    codes = {rule.code.text for rule in rules} | {*lost}
    for rule in rules:
        message = f"`{rule.code.text}` belongs to a profile: it silences no rule of another file"
        if rule.extends is not None:
            yield Refused(rule.extends.at, CLAUSE, message, "write it as a rule of its own")
        for clause in rule.clauses:
            if isinstance(clause, c.Covers) and clause.code.text not in codes:
                yield Refused(clause.code.at, CLAUSE, message, "a configuration can: `[[ignore]]` with its payer")


def _grades(item: c.ProfileItem, faults: Faults) -> tuple[Grade, ...]:
    found: dict[str, Grade] = {}
    for graded in item.grades:
        code = graded.code.text
        if code in found:
            faults.add(Refused(graded.at, TWICE, f"the severity of `{code}` is said twice"))
        found[code] = Grade(code, cast(Severity, graded.severity), graded.at.line)
    return tuple(found.values())


def _book(
    file: c.RuleFile, library: Mapping[str, c.RuleFile | None], faults: Faults, above: tuple[c.RuleFile, ...]
) -> Book:
    """The sets and tables that a file defines and uses."""
    book = Book()
    sets = [item for item in file.items if isinstance(item, c.SetItem)]
    readable, wrong = in_turn(sets)
    found = list(wrong)
    uses = [item for item in file.items if isinstance(item, c.UseItem)]
    for item in (*uses, *readable, *(item for item in file.items if not isinstance(item, (c.UseItem, c.SetItem)))):
        try:
            _item(item, book, (file, *above), library)
        except Refused as refused:
            found.append(refused)
            book.guessed |= isinstance(item, c.UseItem)
            if isinstance(item, c.TableItem):
                book.broken.add(item.name.text)
            elif isinstance(item, c.SetItem):
                book.sets.setdefault(item.name.text, None)
    for item in sets:
        book.sets.setdefault(item.name.text, None)  # in a circle
    _forgive(file, book)
    for fault in sorted(found, key=lambda fault: fault.at):
        faults.add(fault)
    return book


def _forgive(file: c.RuleFile, book: Book) -> None:
    """What could not be understood is told where it stands, not again where it is named."""
    for name in file.lost:
        if name.islower():  # a set or a table
            book.broken |= {name} - book.tables.keys()
            book.sets.setdefault(name, None)


def _item(item: c.Item, book: Book, above: tuple[c.RuleFile, ...], library: Mapping[str, c.RuleFile | None]) -> None:
    folder = above[0].folder
    if isinstance(item, c.VersionItem) and item.version != VERSION:
        raise Refused(item.at, CLAUSE, f"language {item.version} is not known; this is language {VERSION}")
    if isinstance(item, c.UseItem):
        _use(item, book, above, library)
    elif isinstance(item, c.SetItem):
        _set(item, book, folder)
    elif isinstance(item, c.TableItem):
        if item.name.text in book.tables:
            raise Refused(item.at, TWICE, f"there are two tables `{item.name.text}`")
        book.tables[item.name.text] = read_table(item, folder)


def _use(
    item: c.UseItem, book: Book, above: tuple[c.RuleFile, ...], library: Mapping[str, c.RuleFile | None]
) -> None:
    name = item.name.text
    if name not in library:
        message = f"there is no rule file named `{name}`"
        raise Refused(item.name.at, NAME, message, _beside(name, above[0].folder) or did_you_mean(name, library))
    used = library[name]
    if used is None:
        raise Refused(item.name.at, TWICE, f"there are two rule files named `{name}`", "give one another name")
    if used.path in {file.path for file in above}:
        raise Refused(item.name.at, TWICE, f"`{name}` is used in a circle")
    other = _book(used, library, Faults(used), above)  # its own faults are told where it is checked
    for known, value in other.sets.items():
        book.sets.setdefault(known, value)
    for known, table in other.tables.items():
        book.tables.setdefault(known, table)
    book.broken |= other.broken
    book.guessed |= other.guessed


def _beside(name: str, folder: str) -> str:
    """What to do about a file that stands beside the one that uses it, but was not given with it."""
    there = folder and Path(folder, f"{name}.rules").is_file()
    return f"`{name}.rules` stands beside this file: give both, or their folder" if there else ""


def _set(item: c.SetItem, book: Book, folder: str) -> None:
    if item.name.text in book.sets:
        raise Refused(item.at, TWICE, f"there are two sets `{item.name.text}`")
    if item.system.text not in SYSTEMS:
        help_ = did_you_mean(item.system.text, SYSTEMS) or "such as procedure, modifier, diagnosis or ndc"
        raise Refused(item.system.at, NAME, f"there is no code system `{item.system.text}`", help_)
    if item.file is not None:
        codes = read_set_file(item.file, item.system.text, folder)
    else:
        assert item.match is not None
        codes = read_named_set(item.match, item.system.text, book)
    book.sets[item.name.text] = (item.system.text, codes)
