"""The names that a rule gives, and the row that it is about where it does not say so."""

from __future__ import annotations

from cleanclaim.language import clauses as c
from cleanclaim.language import syntax as s
from cleanclaim.language.check.about import all_of, one_of
from cleanclaim.language.inside import inside


def given_names(item: c.RuleItem) -> list[s.Word]:
    """The names that the clauses of a rule give."""
    lets = [clause.name for clause in item.clauses if isinstance(clause, (c.Let, c.Param))]
    rows = [node.name for node in inside(item.clauses) if isinstance(node, (s.Lines, s.Items))]
    return [*lets, *(name for name in rows if name is not None)]


def meant_row(item: c.RuleItem) -> str:
    """What a rule is about that does not say it: the one row whose fields it asks for."""
    asked = {node.parts[0].text for node in inside(item.clauses) if isinstance(node, s.Path)} & {"line", "provider"}
    return asked.pop() if len(asked) == 1 else "claim"


def later_names(item: c.RuleItem) -> dict[str, str]:
    """The names that the clauses of a rule give, and what to do where one is used above its clause."""
    lets: list[c.Let | c.Param] = [*all_of(item, c.Let), *all_of(item, c.Param)]
    later = {one.name.text: f"line {one.at.line} names it: a name is known below its clause only" for one in lets}
    check = one_of(item, c.Check)
    found = check.condition.rows.name if check is not None and isinstance(check.condition, s.Quantifier) else None
    if check is not None and check.word == "forbid" and found is not None:
        later[found.text] = "what `forbid` finds is known to `message`, `mark` and `suggest` alone"
    return later
