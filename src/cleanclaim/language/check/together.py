"""The rules of several files: each known by one code, and checked after those that it extends."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import NamedTuple

from cleanclaim.errors import RuleFault
from cleanclaim.language import clauses as c
from cleanclaim.language import syntax as s
from cleanclaim.language import typed as t
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.faults import MISSING, TWICE, Faults, Refused
from cleanclaim.language.check.inherit import Known, as_inherited, extended
from cleanclaim.language.check.relations import cover_faults
from cleanclaim.language.check.rule import check_rule
from cleanclaim.language.check.sizes import size_faults


class Waiting(NamedTuple):
    """A rule that is still to be checked, with the names and the faults of its file."""

    item: c.RuleItem
    book: Book
    file: c.RuleFile
    faults: Faults

    @property
    def where(self) -> str:
        """File and line, for messages."""
        return f"{self.file.path}:{self.item.at.line}"


class Together:
    """Checks rules together. `known` holds those that are known already and takes up these.

    `lost` are the codes of rules that could not be understood, which is told where they stand.
    """

    def __init__(self, known: dict[str, Known], lost: Collection[str] = ()) -> None:
        self._known, self._lost = known, lost
        self._waiting: dict[str, Waiting] = {}
        self._checked: dict[str, t.TypedRule | None] = {}

    def take(self, entry: Waiting) -> None:
        """Let a rule wait for its check; a code that is taken is a fault."""
        code = entry.item.code.text
        where = self._known[code].where if code in self._known else ""
        if code in self._waiting:
            where = self._waiting[code].where
        if where:
            entry.faults.add(Refused(entry.item.at, TWICE, f"the code `{code}` is taken", f"it is used in {where}"))
        else:
            self._waiting[code] = entry

    def check(self) -> list[t.TypedRule]:
        """The rules that are in order, in the order of their files."""
        found = [self._rule(code) for code in self._waiting]
        for code, entry in self._waiting.items():
            if code in self._known:
                self._covers(entry, self._known[code])
        return [rule for rule in found if rule is not None]

    def _rule(self, code: str) -> t.TypedRule | None:
        if code not in self._checked:
            self._checked[code] = self._check(self._waiting[code])
        return self._checked[code]

    def _check(self, entry: Waiting) -> t.TypedRule | None:
        """The rule; None where it is at fault, or one that it extends."""
        try:
            self._no_circle(entry)
            whole = self._whole(entry, ())
        except Refused as refused:
            entry.faults.add(refused)
            return None
        if any(code in self._waiting and self._rule(code) is None for code in whole.extends):
            entry.faults.found += _of_heir(whole, entry)
            return None
        found = check_rule(whole.item, whole.book, entry.file)
        if not isinstance(found, list):
            found = size_faults(found, entry.file) or found
        if isinstance(found, list):
            parent = entry.item.extends
            entry.faults.found.extend(found if parent is None else as_inherited(found, parent))
            return None
        return replace(found, extends=whole.extends)

    def _whole(self, entry: Waiting, below: tuple[str, ...]) -> Known:
        """The rule as it reads in full. Raises `Refused` where it extends what it can not."""
        item, code = entry.item, entry.item.code.text
        if code in self._known:
            return self._known[code]
        found = Known(item, entry.book, entry.where)
        if item.extends is not None:
            self._parent(item.extends, (code, *below))
            found = extended(item, entry.book, self._known)._replace(where=entry.where)
        self._known[code] = found
        return found

    def _parent(self, parent: s.Word, below: tuple[str, ...]) -> None:
        """Make the parent known. Its own faults are told where it is checked itself."""
        if parent.text in below or (parent.text in self._lost and parent.text not in self._waiting):
            raise Refused(parent.at)
        if parent.text in self._waiting:
            try:
                self._whole(self._waiting[parent.text], below)
            except Refused:
                raise Refused(parent.at) from None

    def _no_circle(self, entry: Waiting) -> None:
        seen = [entry.item.code.text]
        parent = entry.item.extends
        while parent is not None and parent.text in self._waiting and parent.text not in seen:
            seen.append(parent.text)
            parent = self._waiting[parent.text].item.extends
        if parent is not None and parent.text == seen[0] and entry.item.extends is not None:
            raise Refused(entry.item.extends.at, TWICE, f"`{seen[0]}` extends itself in a circle")

    def _covers(self, entry: Waiting, whole: Known) -> None:
        for refused in cover_faults(whole.item, self._known, self._lost):
            entry.faults.add(refused)


def _of_heir(whole: Known, entry: Waiting) -> list[RuleFault]:
    """What is wrong with what a rule says itself that extends one at fault; not what could follow from that one."""
    found = check_rule(whole.item, whole.book, entry.file)
    parent = entry.item.extends
    taken = {(at.line, at.column) for at in (entry.item.at, *([] if parent is None else [parent.at]))}
    faults = found if isinstance(found, list) else []
    return [fault for fault in faults if (fault.line, fault.column) not in taken and fault.code != MISSING]
