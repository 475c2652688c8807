"""The rule language: texts in, compiled rules out; whatever is doubtful is a `RuleError`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from cleanclaim.compiled import CompiledRule
from cleanclaim.errors import RuleError, RuleFault
from cleanclaim.language.compile import compile_rule

if TYPE_CHECKING:
    from cleanclaim.language.clauses import RuleFile
    from cleanclaim.language.typed import TypedRule


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
    from cleanclaim.language.check import Known, check_files, linked
    from cleanclaim.language.parse import parse_file

    faults: list[RuleFault] = []
    parsed: dict[int, list[RuleFile]] = {0: [], 1: []}
    for place, texts in enumerate((shipped, own)):
        for text in texts:
            file, wrong = parse_file(text.path, text.text, text.folder)
            parsed[place].append(file)
            faults.extend(wrong)
    library = _library(shipped, parsed[0])
    codes: dict[str, Known] = {}
    rules, wrong = check_files(parsed[0], library, codes)
    more, wrong_too = check_files(parsed[1], {**library, **_library(own, parsed[1])}, codes)
    faults = sorted({*faults, *wrong, *wrong_too}, key=astuple)
    if faults:
        raise RuleError(faults)
    return linked((*rules, *more))


def _library(texts: Sequence[RuleText], files: Sequence[RuleFile]) -> Mapping[str, RuleFile | None]:
    """The files by their names; None where two have one."""
    found: dict[str, RuleFile | None] = {}
    for text, file in zip(texts, files, strict=True):
        found[text.name] = None if text.name in found else file
    return found


__all__ = ["RuleText", "check_rules", "compile_rules"]
