"""The conditions that hold when a clause of a rule is reached, and what can not be so beside them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from cleanclaim.language import nodes as n
from cleanclaim.language.check.always import always
from cleanclaim.language.check.faults import COMPARE, Refused
from cleanclaim.language.check.joined import alike, of_found, shared_field
from cleanclaim.language.check.never import contradiction
from cleanclaim.language.inside import inside
from cleanclaim.language.places import Place
from cleanclaim.language.putting import put

_MOST = 60  # nodes of a named value that is looked into; of a larger one its name alone is known


class Held:
    """Conditions in turn. A `let` is looked through, and so is what rows have in common with the rule's own."""

    def __init__(self) -> None:
        self._conditions: list[n.Typed] = []
        self._lets: dict[str, n.Typed] = {}
        self._written: dict[str, str] = {}  # the same as rules say it, `...` for what is long
        self._rows: list[n.RowsOf] = []  # of which one is known by its name

    def name(self, name: str, value: n.Typed, written: str) -> None:
        """From here on a name stands for a value. A constant has none of its own."""
        found = put(value, self._lets)
        if sum(1 for _ in inside(found)) <= _MOST:
            self._lets[name] = found
            self._written[name] = written

    def join(self, rows: n.RowsOf) -> None:
        """From here on one of these rows is known by its name."""
        self._rows.append(rows)

    def take(self, conditions: Sequence[n.Typed], at: Place) -> None:
        """Conditions that hold from here on. Raises `Refused` at this place where no claim can meet all."""
        before = len(self._conditions)
        self._conditions += conditions
        clash = self._clash(self._conditions)
        if clash:
            above = before > 0 and self._clash(conditions) is None
            found, self._conditions = self._conditions, []  # what follows from it is no fault of its own
            raise Refused(at, COMPARE, *self._told(clash, found, (), above))

    def follows(self, condition: n.Typed) -> bool:
        """Whether a condition is true wherever those above are."""
        return always(put(condition, self._lets), [put(one, self._lets) for one in self._conditions])

    def denies(self, condition: n.Typed) -> bool:
        """Whether a condition can not be so beside those above."""
        return self._clash([*self._conditions, condition]) is not None

    def check_rows(self, node: Any) -> None:
        """Raises `Refused` for rows of which there can be none, wherever they are asked in a clause."""
        for rows in inside(node):
            if isinstance(rows, n.RowsOf) and (rows.where is not None or rows.keys):
                clash = self._clash(self._conditions, (rows,))
                if clash:
                    at = rows.at if rows.where is None else rows.where.at
                    above = self._clash((), (rows,)) is None
                    raise Refused(at, COMPARE, *self._told(clash, self._conditions, (rows,), above))

    def _clash(
        self, conditions: Sequence[n.Typed], found: Sequence[n.RowsOf] = (), without: str = ""
    ) -> tuple[n.Typed, str] | None:
        """What contradicts, beside rows that were `found`; not looked through is a name or a field, `without`."""
        lets = {name: value for name, value in self._lets.items() if name != without}
        known = [_less(rows, without) for rows in self._rows]
        asked = [*conditions, *(part for rows in found for part in of_found(_less(rows, without)))]
        for index, part in enumerate(asked):
            part = put(part, lets)
            for rows in known:
                part = alike(part, rows)
            asked[index] = part
        return contradiction(asked)

    def _told(
        self, clash: tuple[n.Typed, str], conditions: Sequence[n.Typed], found: Sequence[n.RowsOf], above: bool
    ) -> tuple[str, str]:
        """The message, and a help that names what was looked through."""
        needed = list(self._needed(conditions, found))
        if not above:
            return f"this is never true: {clash[1]}", " and ".join(needed)
        help_ = "it contradicts a condition above"
        return f"this is never true here: {clash[1]}", f"{help_}: {' and '.join(needed)}" if needed else help_

    def _needed(self, conditions: Sequence[n.Typed], found: Sequence[n.RowsOf]) -> Iterator[str]:
        """That without which nothing contradicts."""
        for name, text in self._written.items():
            if self._clash(conditions, found, name) is None:
                yield f"see what `{name}` stands for" if text == "..." else f"`{name}` is `{text}`"
        for field in dict.fromkeys(shared_field(key) for rows in (*self._rows, *found) for key in rows.keys):
            if self._clash(conditions, found, field) is None:
                yield f"`same {field}` means that both rows have it, and alike"


def _less(rows: n.RowsOf, without: str) -> n.RowsOf:
    return replace(rows, keys=tuple(key for key in rows.keys if shared_field(key) != without)) if without else rows
