"""What can be read of an item that can not be read whole: its other clauses or rows are checked all the same."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import replace

from cleanclaim.language import clauses as c
from cleanclaim.language.mini_claims import Example
from cleanclaim.language.parse.expressions import Wrong
from cleanclaim.language.parse.grammar import UnexpectedInput, read_tree
from cleanclaim.language.parse.items import Items
from cleanclaim.language.parse.limits import refuse_large
from cleanclaim.language.parse.recovery import parts_of_rule, rows_of_table
from cleanclaim.language.parse.spoken import CLAUSES, FOREIGN
from cleanclaim.language.words import nearest

_OPENING = 'rule AAA000 "a" {\n'
_NAMED = re.compile(
    r"\b(?:let|param|as)\s+([a-z]\w*)|\b(?:any|no|every|repeated|of|\()\s*([a-z]\w*)\s+in\b|^\s*\w+\s+([a-z]\w*)\s*="
)
_GUARD = frozenset(("for", "when", "let", "param", "require", "forbid"))
_ALONE = (c.Snip, c.Cite, c.Tags, Example)  # what is wrong with one of these is so whatever the rule is about


def part_of(text: str, line: int) -> c.PartOfRule | None:
    """The clauses of a rule that can be read, `text` from `line` of its file on; None where that tells nothing.

    That is so where braces are wrong, where its head can not be read, and for a rule that extends another one. Where
    its subject can not be read, there are only those clauses that ask nothing of it.
    """
    parts = parts_of_rule(text)
    if not parts or any(part.closes >= 0 or (part.opened and not part.is_example) for part in parts):
        return None
    head = _read(text[: parts[0].start].rstrip() + "\n}", line)
    if not isinstance(head, c.RuleItem) or head.extends is not None:
        return None
    read = [_read(f"{_OPENING}{part.text.rstrip()}\n}}", line + part.line - 2) for part in parts]
    clauses = tuple(clause for rule in read if isinstance(rule, c.RuleItem) for clause in rule.clauses)
    if not any(isinstance(clause, c.Subject) for clause in clauses):
        clauses = tuple(clause for clause in clauses if isinstance(clause, _ALONE))
    unread = [part.text for part, rule in zip(parts, read, strict=True) if rule is None]
    names = frozenset(name for said in unread for groups in _NAMED.findall(said) for name in groups if name)
    return c.PartOfRule(replace(head, clauses=clauses), names, any(map(_could_guard, unread)))


def table_without(wrong: Collection[int], text: str, line: int) -> c.TableItem | None:
    """A table without its rows in the lines that are `wrong`, counted as in the table; None where that is not all."""
    rows = rows_of_table(text)
    kept = text[: rows[0].start] if rows else text
    for row in rows:
        lines = range(row.line, row.line + row.text.rstrip().count("\n") + 1)
        kept += row.text if not any(number in wrong for number in lines) else "\n" * row.text.count("\n")
    found = _read(kept if kept.rstrip().endswith("}") else kept + "}", line) if rows else None
    return found if isinstance(found, c.TableItem) else None


def _read(text: str, line: int) -> c.Item | None:
    """The item in a text, whose first line has this number in its file; None where it can not be read."""
    items = Items(line, 1)
    try:
        tree = read_tree(text, "item")
        refuse_large(tree, items)
        return items.item(tree)
    except (UnexpectedInput, Wrong):
        return None


def _could_guard(clause: str) -> bool:
    """Whether a clause that can not be read could say that a value is there, which another one asks."""
    word = clause.split(maxsplit=1)[0]
    meant = word if word in CLAUSES else FOREIGN.get(word, "").partition(" ")[0] or nearest(word, CLAUSES)
    return meant in _GUARD or not meant
