"""What never changes once it was made: the base of plain values, of which there are many kinds and many of each."""

from __future__ import annotations

from dataclasses import Field, fields, make_dataclass
from typing import TYPE_CHECKING, Any, ClassVar

import msgspec


class _Fields:
    """The fields of a kind as `dataclasses` asks for them; worked out for the first who asks."""

    def __init__(self) -> None:
        self._known: dict[type[Any], dict[str, Field[Any]]] = {}

    def __get__(self, _value: object, kind: type[msgspec.Struct]) -> dict[str, Field[Any]]:
        found = self._known.get(kind)
        if found is None:
            names = [(name, Any) for name in kind.__struct_fields__]
            said = {"__doc__": kind.__name__}  # to work it out is what costs, and methods
            like = make_dataclass(kind.__name__, names, namespace=said, init=False, repr=False, eq=False)
            found = self._known[kind] = {field.name: field for field in fields(like)}
        return found


class Frozen(msgspec.Struct, frozen=True, gc=False):
    """A value with named fields. `replace`, `fields` and `is_dataclass` take it for a frozen dataclass.

    A kind is defined in 20 µs where a dataclass takes 400, and a value is made in a fifth of the time; the start
    of every run defines a hundred kinds. INVARIANT: no value leads back to itself, so the collector looks at none.
    """

    if TYPE_CHECKING:
        __dataclass_fields__: ClassVar[dict[str, Field[Any]]]
    else:
        __dataclass_fields__ = _Fields()
