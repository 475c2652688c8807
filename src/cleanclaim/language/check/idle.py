"""What a file says for nothing: rules that nothing proves, names that nobody uses."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from cleanclaim.errors import RuleFault
from cleanclaim.language import clauses as c
from cleanclaim.language import mini_claims as m
from cleanclaim.language import syntax as s
from cleanclaim.language.check.about import all_of
from cleanclaim.language.check.faults import EXAMPLE, UNUSED, Faults, Refused
from cleanclaim.language.check.inherit import names_in
from cleanclaim.language.inside import inside

Library = Mapping[str, c.RuleFile | None]
_EMPTY = "write a rule, as `cleanclaim rules new` begins one, or remove the file"
_REMOVE = "remove it, or say what it is for"


class Shelf(NamedTuple):
    """Files, and those that they can `use` by name."""

    files: Sequence[c.RuleFile]
    library: Library


class Use(NamedTuple):
    """That a file names a set or a table, and the path of the file that this stands in."""

    by: str
    path: str
    name: str


def idle_faults(shelves: Sequence[Shelf], asked: Collection[str]) -> list[RuleFault]:
    """What is said for nothing in the files whose paths are `asked`; the others only use what stands in them.

    A file without rules is a library for others: it is judged where one of them uses it.
    """
    used = {
        Use(file.path, *named) for shelf in shelves for file in shelf.files for named in _used(file, shelf.library)
    }
    lost = any(file.lost for shelf in shelves for file in shelf.files)  # it could use any of the names
    found: list[RuleFault] = []
    for shelf in shelves:
        for file in shelf.files:
            if file.path in asked:
                faults = Faults(file)
                names = () if lost else (*_of_names(file, used), *_of_uses(file, shelf.library))
                for refused in (*_of_nothing(file), *_of_rules(file), *names):
                    faults.add(refused)
                found += faults.found
    return found


# ---------------------------------------------------------------------- rules


def _of_nothing(file: c.RuleFile) -> Iterator[Refused]:
    """A file in which nothing stands, or no more than the language that it is written in."""
    if not file.lost and all(isinstance(item, c.VersionItem) for item in file.items):
        yield Refused(s.Place(1, 1, 1, 2), UNUSED, "nothing stands in this file", _EMPTY)


def _of_rules(file: c.RuleFile) -> Iterator[Refused]:
    for item in file.items:
        if isinstance(item, c.RuleItem):
            yield from _unproved(item)
            yield from _unnamed(item)


def _unproved(item: c.RuleItem) -> Iterator[Refused]:
    proved = {example.fails for example in all_of(item, m.Example)}
    for fails, word, help_ in (
        (True, "failing", 'show what it finds: `fail "what is wrong" { line 99213 }`'),
        (False, "passing", 'show what it leaves alone: `pass "what is right" { line 99213 }`'),
    ):
        if fails not in proved:
            yield Refused(item.at, EXAMPLE, f"the rule has no {word} example", help_)


def _unnamed(item: c.RuleItem) -> Iterator[Refused]:
    """Names that a rule gives to no end. What an heir changes belongs to its parent's check."""
    asked = {node.parts[0].text for node in inside(item) if isinstance(node, s.Path)}
    kinds = (c.Let,) if item.extends is not None else (c.Let, c.Param)
    for clause in item.clauses:
        if isinstance(clause, kinds) and clause.name.text not in asked:
            yield Refused(clause.name.at, UNUSED, f"nothing uses `{clause.name.text}`", _REMOVE)


# ---------------------------------------------------------------------- sets and tables


def _defined(file: c.RuleFile) -> dict[str, s.Word]:
    """The sets and tables of a file by name."""
    return {item.name.text: item.name for item in file.items if isinstance(item, (c.SetItem, c.TableItem))}


def _of_names(file: c.RuleFile, used: Collection[Use]) -> Iterator[Refused]:
    has_rules = any(isinstance(item, c.RuleItem) for item in file.items)
    if not has_rules and not any(use.path == file.path != use.by for use in used):
        return
    named = {use.name for use in used if use.path == file.path}
    for name, word in _defined(file).items():
        if name not in named:
            yield Refused(word.at, UNUSED, f"nothing uses `{name}`", _REMOVE)


def _of_uses(file: c.RuleFile, library: Library) -> Iterator[Refused]:
    wanted = _wanted(file)
    for item in file.items:
        if isinstance(item, c.UseItem):
            beside = library.get(item.name.text)
            if beside is not None and not _found(wanted, beside, library):
                yield Refused(item.at, UNUSED, f"nothing of `{item.name.text}` is used here", "remove the line")


def _used(file: c.RuleFile, library: Library) -> set[tuple[str, str]]:
    """The sets and tables that a file names, each with the path of the file that it stands in."""
    here = set(names_in(file.items))
    return {(file.path, name) for name in _defined(file) if name in here} | _reached(file, library, _wanted(file))


def _wanted(file: c.RuleFile) -> set[str]:
    """The names that must stand in other files."""
    return set(names_in(file.items)) - {*_defined(file)}


def _reached(
    file: c.RuleFile, library: Library, wanted: set[str], above: tuple[str, ...] = ()
) -> set[tuple[str, str]]:
    found: set[tuple[str, str]] = set()
    for item in file.items:
        beside = library.get(item.name.text) if isinstance(item, c.UseItem) else None
        if beside is not None and beside.path not in (file.path, *above):
            found |= {(beside.path, name) for name in _defined(beside) if name in wanted}
            found |= _reached(beside, library, wanted, (file.path, *above))
    return found


def _found(wanted: set[str], file: c.RuleFile, library: Library) -> bool:
    """Whether one of the names stands in a file, or in one that it uses."""
    return any(name in wanted for name in _defined(file)) or bool(_reached(file, library, wanted))
