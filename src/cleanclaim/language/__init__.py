"""The rule language: texts in, compiled rules out; whatever is doubtful is a `RuleError`."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import astuple
from functools import lru_cache
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from cleanclaim.compiled import CompiledRule
from cleanclaim.errors import RuleError, RuleFault
from cleanclaim.language.compile import compile_rule

if TYPE_CHECKING:
    from cleanclaim.language.check import Shelf
    from cleanclaim.language.clauses import RuleFile
    from cleanclaim.language.typed import TypedRule


_KEPT = 512  # texts


class RuleText(NamedTuple):
    """A rule file: its path, what is written in it, and the folder of the files that it names (`from "..."`)."""

    path: str
    text: str
    folder: str = ""  # empty: it can name none

    @property
    def name(self) -> str:
        """The name by which other files can `use` it."""
        return PurePath(self.path).stem


def compile_rules(shipped: Sequence[RuleText], own: Sequence[RuleText] = ()) -> tuple[CompiledRule, ...]:
    """The rules of all texts, ready to run. Raises as `check_rules` does."""
    return tuple(compile_rule(rule) for rule in check_rules(shipped, own))


def check_rules(shipped: Sequence[RuleText], own: Sequence[RuleText] = ()) -> tuple[TypedRule, ...]:
    """The rules of all texts as they are meant; parser and checker are imported here, when they are needed.

    Files can `use` one another by name; an `own` file takes the place of a shipped one of the same
    name for own files only. Raises `RuleError` with every fault that was found.
    """
    from cleanclaim.language.check import Known, check_files, clashes, linked

    shelves, faults = _shelves(shipped, own)
    codes: dict[str, Known] = {}
    rules: list[TypedRule] = []
    for shelf in shelves:
        checked, wrong = check_files(shelf.files, shelf.library, codes)
        rules += checked
        faults += wrong
    _refuse([*faults, *clashes(rules, {file.path: file for shelf in shelves for file in shelf.files})])
    return linked(rules)


def refuse_idle(shipped: Sequence[RuleText], own: Sequence[RuleText], asked: Collection[str]) -> None:
    """Raises `RuleError` for what is said for nothing in the texts whose paths are `asked`.

    A rule without examples runs, and so does one with a name that nobody uses; who checks a file wants to know.
    """
    from cleanclaim.language.check import idle_faults

    shelves, faults = _shelves(shipped, own)
    _refuse([*faults, *idle_faults(shelves, asked)])


def _shelves(shipped: Sequence[RuleText], own: Sequence[RuleText]) -> tuple[list[Shelf], list[RuleFault]]:
    """The files of all texts with those that they can use, and what can not be parsed."""
    from cleanclaim.language.check import Shelf

    faults: list[RuleFault] = []
    shelves: list[Shelf] = []
    library: dict[str, RuleFile | None] = {}
    for texts in (shipped, own):
        files = []
        for text in texts:
            file, wrong = parsed(text)
            files.append(file)
            faults.extend(wrong)
        library = {**library, **_library(texts, files)}
        shelves.append(Shelf(files, library))
    return shelves, faults


@lru_cache(_KEPT)
def parsed(text: RuleText) -> tuple[RuleFile, tuple[RuleFault, ...]]:
    """A text as it was written, as far as it is understood, and what is wrong in the rest; read once a process."""
    from cleanclaim.language.parse import parse_file

    file, faults = parse_file(*text)
    return file, tuple(faults)


def _refuse(faults: Sequence[RuleFault]) -> None:
    if faults:
        raise RuleError(sorted({*faults}, key=astuple))


def _library(texts: Sequence[RuleText], files: Sequence[RuleFile]) -> Mapping[str, RuleFile | None]:
    """The files by their names; None where two have one."""
    found: dict[str, RuleFile | None] = {}
    for text, file in zip(texts, files, strict=True):
        found[text.name] = None if text.name in found else file
    return found


__all__ = ["RuleText", "check_rules", "compile_rules", "parsed", "refuse_idle"]
