"""The sets and tables that a file's rules can name."""

from __future__ import annotations

from dataclasses import dataclass, field

from cleanclaim.language.codes import CodeSet
from cleanclaim.language.typed import Table


@dataclass(slots=True)
class Book:
    """Sets by name with their systems, and tables; None where the definition itself is at fault."""

    sets: dict[str, tuple[str, CodeSet] | None] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    broken: set[str] = field(default_factory=set)  # tables at fault
    guessed: bool = False  # a file that is used could not be found: it may hold any name
