"""Rows of a claim that say when a value could not be read, instead of giving what stands in its place."""

from __future__ import annotations

from typing import Any

from cleanclaim.claim.fields import Row
from cleanclaim.compiled import Pointer, Unreadable, Verdict


class _Guarded:
    """A row, seen from outside as that row; what it holds of other rows is guarded as well."""

    __slots__ = ("_row",)

    def __init__(self, row: Row) -> None:
        self._row = row

    def __getattr__(self, name: str) -> Any:
        if name in self._row.unreadable:
            raise Unreadable
        return guarded(getattr(self._row, name))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Guarded) and self._row is other._row

    def __hash__(self) -> int:
        return hash(self._row)


def guarded(value: Any) -> Any:
    """A value with its rows guarded. Asking one for a field that could not be read raises `Unreadable`."""
    if isinstance(value, Row):
        return _Guarded(value)
    return tuple(map(guarded, value)) if type(value) is tuple else value


def bare(verdict: Verdict) -> Verdict:
    """A verdict over the rows themselves."""
    return verdict._replace(
        pointers=tuple(map(_pointer, verdict.pointers)), witnesses=tuple(map(_row, verdict.witnesses))
    )


def _pointer(pointer: Pointer) -> Pointer:
    return pointer._replace(row=_row(pointer.row), claim=None if pointer.claim is None else _row(pointer.claim))


def _row(row: Any) -> Any:
    return row._row if isinstance(row, _Guarded) else row
