"""One Markdown page a rule, and an index of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from cleanclaim.compiled import CompiledRule
from cleanclaim.findings import Rule
from cleanclaim.language.docs.facts import example, explain, gravity, says


def page(about: Rule, rule: CompiledRule | None = None, lines: Sequence[str] = ()) -> str:
    """The page of a rule; `rule` and its `lines` where it stands in a rule file."""
    parts = [*_head(about, rule, lines), *_why(about, rule, lines)]
    if rule is not None:
        parts += ["## How it looks", "", *(f"- {_escaped(line)}" for line in explain(rule)), ""]
    parts += _reported(about)
    if rule is not None:
        for title, fails in (("Found", True), ("Not found", False)):
            shown = example(rule, lines, fails=fails)
            parts += [f"## {title}", "", *_code(shown), ""] if shown else []
        parts += ["## The rule", "", f"`{rule.path}`:", "", *_code(lines), ""]
    parts += ["## Leaving it out", "", f"`cleanclaim lint --ignore {about.code}`"]
    return "\n".join(parts) + "\n"


def _head(about: Rule, rule: CompiledRule | None, lines: Sequence[str]) -> list[str]:
    grave = about.severity if rule is None else gravity(rule, lines)
    return [f"# {about.code}: {_escaped(about.title)}", "", f"{_escaped(grave)} · SNIP level {about.snip}", ""]


def _why(about: Rule, rule: CompiledRule | None, lines: Sequence[str]) -> Iterator[str]:
    if about.help:
        yield from ("## Why", "", _escaped(about.help), "")
    if rule is None:
        if about.suggestion:
            yield from ("## What to do", "", _escaped(about.suggestion), "")
        if about.wrong:
            yield from ("## Wrong", "", *_code(about.wrong.splitlines()), "")
            yield from ("## Right", "", *_code(about.right.splitlines()), "")
        return
    for title, word in (("What it says", "message"), ("What to do", "suggestion")):
        if told := list(says(rule, word, lines)):
            yield from (f"## {title}", "", _escaped(told[0]), "")
            if told[1:]:
                yield from (*(f"- {_escaped(line.strip())}" for line in told[1:]), "")


def _reported(about: Rule) -> Iterator[str]:
    told = [f"- {codes}" for codes in about.acknowledgment.named()]
    if told:
        yield from ("## Reported by others as", "", *told, "")
    if about.data is not None:
        table, release = map(_escaped, about.data)
        yield from ("## Decided by", "", f"- table {table}, release {release}", "")
    if about.references:
        yield from ("## Sources", "")
        for reference in about.references:
            title = _escaped(reference.title)
            yield f"- [{title}]({reference.url})" if reference.url else f"- {title}"
        yield ""


def index(rules: Iterable[Rule]) -> str:
    """The list of all pages."""
    rows = [
        f"| [{rule.code}]({rule.code}.md) | {rule.severity} | {rule.snip} | {_escaped(rule.title)} |"
        for rule in rules
    ]
    return "\n".join(["# Rules", "", "| code | severity | SNIP | title |", "|---|---|---|---|", *rows]) + "\n"


def _code(lines: Sequence[str]) -> list[str]:
    return ["```text", *lines, "```"]


def _escaped(text: str) -> str:
    """Text that Markdown draws as it is."""
    for sign in "\\`*_{}[]<>|#":
        text = text.replace(sign, "\\" + sign)
    return text
