"""A rule file in the editor, among the files whose names it can use: the shipped ones and those beside it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from cleanclaim.errors import RuleError, RuleFault
from cleanclaim.language import RuleText, check_rules, parsed, refuse_idle
from cleanclaim.language.clauses import RuleFile, UseItem
from cleanclaim.language.rulefiles import rule_files
from cleanclaim.resources import resource

SUFFIX = ".rules"


@dataclass(frozen=True, slots=True)
class Kept:
    """A rule file where it lies."""

    path: Path
    text: RuleText

    @property
    def parsed(self) -> RuleFile:
        """The file as it was written, as far as it is understood."""
        return parsed(self.text)[0]


@dataclass(frozen=True, slots=True)
class Shelf:
    """The document, which is one of the shipped files or of the user's own."""

    document: Kept
    house: tuple[Kept, ...]
    own: tuple[Kept, ...]

    def nearest_first(self) -> Iterator[Kept]:
        """The document, the files that it uses, then all others."""
        used = {item.name.text for item in self.document.parsed.items if isinstance(item, UseItem)}
        others = [kept for kept in (*self.own, *self.house) if kept is not self.document]
        yield self.document
        yield from (kept for kept in others if kept.text.name in used)
        yield from (kept for kept in others if kept.text.name not in used)


def place_on_shelf(path: Path, content: str, beside: Sequence[Path] = ()) -> Shelf:
    """The document among the shipped rule files, its own folder's, and those that a configuration names.

    Raises `ConfigError` for a path without rule files, `OSError` where one can not be read.
    """
    root = resource("rules")
    document = Kept(path, RuleText(str(path), content, str(path.parent)))
    real = path.resolve()
    house = [_open(file, document, real, str(Path("rules") / file.relative_to(root))) for file in rule_files(root)]
    if any(kept is document for kept in house):
        return Shelf(document, tuple(house), ())
    named = {file.resolve(): file for one in (*beside, path.parent) if one.exists() for file in _files(one)}
    shipped = {kept.path.resolve() for kept in house}
    own = [_open(file, document, real, str(file)) for key, file in named.items() if key not in shipped]
    return Shelf(document, tuple(house), (*own, *(() if real in named else (document,))))


def _files(path: Path) -> list[Path]:
    """The rule files of a folder (not of those below), or the one that is named."""
    return sorted(path.glob(f"*{SUFFIX}")) if path.is_dir() else [path]


def _open(path: Path, document: Kept, real: Path, name: str) -> Kept:
    if path.resolve() == real:
        return document
    return Kept(path, RuleText(name, path.read_text(encoding="utf-8", errors="replace"), str(path.parent)))


def faults_of(shelf: Shelf) -> tuple[list[RuleFault], bool]:
    """What is wrong in the document, and whether it runs all the same: a rule that nothing proves does.

    Files beside it that are wrong themselves are left out, so that their faults are not its own.
    """
    found = parsed(shelf.document.text)[1]
    if found:
        return list(found), False
    own = [kept.text for kept in shelf.own if kept is shelf.document or not parsed(kept.text)[1]]
    texts = [kept.text for kept in shelf.house], own
    name = shelf.document.text.path
    if wrong := _raised(name, lambda: check_rules(*texts)):
        return wrong, False
    return _raised(name, lambda: refuse_idle(*texts, {name})), True


def _raised(name: str, check: Callable[[], object]) -> list[RuleFault]:
    """The faults in one file that a check finds."""
    try:
        check()
    except RuleError as error:
        return [fault for fault in error.faults if fault.path == name]
    return []
