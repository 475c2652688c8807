"""What is known at a point of a rule: names, the row whose fields stand bare, and guards."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from cleanclaim.language import nodes as n
from cleanclaim.language.check.faults import TWICE, Refused
from cleanclaim.language.model import SHORTCUTS
from cleanclaim.language.syntax import Place, Word

_RESERVED = {*SHORTCUTS, "claim", "line", "lines", "claims", "count", "sum", "min", "max", "true", "false"}


@dataclass(frozen=True, slots=True)
class Scope:
    """Names and guards. `facts` holds keys known to be present, and `≠0 key` for values not zero.

    `hidden` says of names that can not be used here why; `later` says of names that a clause below gives what to do.
    """

    names: Mapping[str, n.Typed | None]  # None: its own clause is at fault
    bare: n.Name | None = None
    facts: frozenset[str] = frozenset()
    hidden: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    items: Mapping[str, tuple[n.Typed, str]] = field(default_factory=dict)  # items of lists: the list, the counter
    later: Mapping[str, str] = field(default_factory=dict)
    stands: Mapping[str, str] = field(default_factory=dict)  # rows: "here" in the rule's claim, "far" in any

    def knowing(self, facts: Iterable[str]) -> Scope:
        """This scope where more is known."""
        return replace(self, facts=self.facts | frozenset(facts))

    def naming(self, word: Word, value: n.Typed | None) -> Scope:
        """This scope with one more name. Raises `Refused` where the name is taken."""
        if word.text in self.names or word.text in _RESERVED:
            raise Refused(word.at, TWICE, f"`{word.text}` is taken already", "choose another name")
        return replace(self, names={**self.names, word.text: value})

    def within(self, row: n.Name) -> Scope:
        """This scope inside a `where`: the fields of `row` stand bare."""
        return replace(self, bare=row, names={**self.names, row.name: row})

    def hiding(self, name: str, message: str, help_: str) -> Scope:
        """This scope where a name means nothing certain."""
        names = {known: value for known, value in self.names.items() if known != name}
        return replace(self, names=names, hidden={**self.hidden, name: (message, help_)})

    def listing(self, name: str, items: n.Typed, counter: str) -> Scope:
        """This scope where a name is the item of a list."""
        return replace(self, items={**self.items, name: (items, counter)})

    def standing(self, name: str, where: str) -> Scope:
        """This scope where it is known in whose claim a line stands."""
        return replace(self, stands={**self.stands, name: where})

    def find(self, name: str, at: Place) -> n.Typed | None:
        """What a name means; None where it is unknown. Raises `Refused` where it means nothing certain."""
        if name in self.hidden:
            raise Refused(at, "E113", *self.hidden[name])
        if name in self.names:
            value = self.names[name]
            if value is None:
                raise Refused(at)
            return replace(value, at=at)
        return None
