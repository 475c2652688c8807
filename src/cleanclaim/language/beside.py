"""Checks in Python as the language sees them: their examples are written as in a rule file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleanclaim.errors import RuleError
from cleanclaim.findings import Rule
from cleanclaim.language.typed import Table

if TYPE_CHECKING:  # who only runs checks never reads an example
    from cleanclaim.language.mini_claims import Example


class InPython(NamedTuple):
    """What the language keeps of a check; a rule of a rule file has a `TypedRule` there."""

    about: Rule
    examples: tuple[Example, ...]
    tables: tuple[Table, ...] = ()  # it asks none


def read_examples(about: Rule, text: str, path: str, first: int) -> InPython:
    """The examples of a check; `text` begins on the line `first` of its file.

    Raises `RuleError` where they can not be understood or prove nothing.
    """
    from cleanclaim.language.check.about import all_of
    from cleanclaim.language.check.book import Book
    from cleanclaim.language.check.examples import check_examples
    from cleanclaim.language.check.faults import EXAMPLE, Faults, Refused
    from cleanclaim.language.clauses import RuleItem
    from cleanclaim.language.mini_claims import Example
    from cleanclaim.language.parse import parse_file

    head = f'rule {about.code} "{about.code}" {{'
    file, wrong = parse_file(path, "\n" * max(first - 1, 0) + head + text + "}\n")
    if wrong:
        raise RuleError(wrong)
    (item,) = (item for item in file.items if isinstance(item, RuleItem))
    faults = Faults(file)
    examples = check_examples(all_of(item, Example), Book(), faults)
    if {example.fails for example in examples} != {True, False}:
        faults.add(Refused(item.at, EXAMPLE, "a check has at least one example that fails and one that passes"))
    if faults.found:
        raise RuleError(faults.found)
    return InPython(about, examples)
