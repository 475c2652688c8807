"""What is known of a rule before it finds anything, and which clauses it must have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, TypeVar, cast

from cleanclaim.findings import Reference, Release, Rule, Severity
from cleanclaim.language import clauses as c
from cleanclaim.language.check.faults import CLAUSE, KIND, Refused
from cleanclaim.language.check.maps import read_maps

C = TypeVar("C", bound=c.Clause)
_NAMES: dict[type[Any], str] = {
    c.Subject: "for",
    c.SeverityClause: "severity",
    c.Snip: "snip",
    c.Check: "require` or `forbid",
    c.Effective: "effective",
    c.PayerClause: "payer",
    c.MarkClause: "mark",
    c.Tags: "tags",
    c.Data: "data",
}
_NEEDED = (c.Subject, c.SeverityClause, c.Snip, c.Check)
_TEXTS = ("message", "suggest", "help")
_ABSENT = {  # what to do about a clause that is not there
    c.Subject: "say what it looks at, such as `for line where procedure is 99213`",
    c.SeverityClause: "write `severity error`, `severity warning` or `severity info`",
    c.Snip: "write `snip` and the level of the check, 1 to 7",
    c.Check: "say what must be, `require ...`, or what must not, `forbid ...`",
}
_FIELD = re.compile(r"\{((?:line|claim)(?:\.[a-z]\w*)+)\}")
_ONCE = "remove one of them"
_JOINED = "join what belongs together by `and` or `or`; another thing to check is another rule"


def all_of(item: c.RuleItem, kind: type[C]) -> tuple[C, ...]:
    """The clauses of a kind."""
    return tuple(clause for clause in item.clauses if isinstance(clause, kind))


def one_of(item: c.RuleItem, kind: type[C]) -> C | None:
    """The first clause of a kind, if there is one."""
    return next(iter(all_of(item, kind)), None)


def structure(item: c.RuleItem) -> Iterator[Refused]:
    """What is wrong with the clauses that a rule has and has not."""
    for kind, name in _NAMES.items():
        found, help_ = all_of(item, kind), _JOINED if kind is c.Check else _ONCE
        yield from (Refused(clause.at, CLAUSE, f"a rule has one `{name}`", help_) for clause in found[1:])
        if kind in _NEEDED and not found:
            yield Refused(item.at, CLAUSE, f"the rule has no `{name}`", _ABSENT[kind])
    for cite in all_of(item, c.Cite):
        if meant := _FIELD.search(cite.title):
            help_ = "a cite names a public document as it is: say the value in `message`"
            yield Refused(cite.at, KIND, f"`{meant[0]}` is not filled in here", help_)
    texts = all_of(item, c.TextClause)
    for word in _TEXTS:
        said = [clause for clause in texts if clause.word == word]
        yield from (Refused(clause.at, CLAUSE, f"a rule has one `{word}`", _ONCE) for clause in said[1:])
        if word == "message" and not said:
            yield Refused(item.at, CLAUSE, "the rule has no `message`", 'say what is wrong: `message "..."`')


def read_about(item: c.RuleItem) -> Rule:
    """The rule as people know it. Raises `Refused` where it can not be said."""
    judged, snip = one_of(item, c.SeverityClause), one_of(item, c.Snip)
    if snip is not None and snip.level not in ("1", "2", "3", "4", "5", "6", "7"):
        raise Refused(snip.at, KIND, f"`{snip.level}` is not a SNIP level: expected 1 to 7")
    if judged is None or snip is None:
        raise Refused(item.at)
    texts = {clause.word: clause.template.text for clause in all_of(item, c.TextClause)}
    data, about = one_of(item, c.Data), one_of(item, c.Subject)
    subject = about.row.entity if about else ""
    return Rule(
        code=item.code.text,
        title=item.title,
        severity=cast(Severity, judged.word),
        snip=int(snip.level),
        help=" ".join(texts.get("help", "").split()),
        suggestion=texts.get("suggest", ""),
        references=tuple(Reference(clause.title, clause.url) for clause in all_of(item, c.Cite)),
        acknowledgment=read_maps(all_of(item, c.MapClause), of_provider=subject == "provider"),
        data=None if data is None else Release(data.table, data.release),
    )
