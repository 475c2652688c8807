"""What a shell completes: codes of rules with their titles, payer profiles, formats, files."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

    from cleanclaim.catalogue import Catalogue


def complete_codes(context: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of rules that begin so; the last one where several are given with commas between."""
    from click.shell_completion import CompletionItem

    before, comma, begun = incomplete.rpartition(",")
    catalogue = _catalogue(context)
    about = catalogue.about if catalogue is not None else {}
    return [
        CompletionItem(f"{before}{comma}{code}", help=rule.title)
        for code, rule in about.items()
        if code.startswith(begun.upper())
    ]


def complete_payers(context: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The payer profiles that begin so, each with how many rules it brings."""
    from click.shell_completion import CompletionItem

    from cleanclaim.reports.format import counted

    catalogue = _catalogue(context)
    rules = catalogue.rules if catalogue is not None else ()
    brought = Counter(rule.profile.name for rule in rules if rule.profile is not None)
    return [
        CompletionItem(name, help=counted(times, "rule"))
        for name, times in sorted(brought.items())
        if name.startswith(incomplete)
    ]


def _catalogue(context: click.Context) -> Catalogue | None:
    """The shipped rules and those of `--rules`, where that was said before; None where these are wrong."""
    from cleanclaim.cli.known import load_rules
    from cleanclaim.errors import CleanclaimError

    try:
        return load_rules(tuple(context.params.get("rules") or ()))
    except (CleanclaimError, OSError):
        return None  # who asks what there is has not asked what is wrong with it


def complete_rows(_context: click.Context, _argument: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The rows that begin so, whose fields rules can ask."""
    from click.shell_completion import CompletionItem

    from cleanclaim.language.docs import rows

    return [CompletionItem(name) for name in rows() if name.startswith(incomplete)]


def complete_forms(_context: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The forms of a listing that begin so."""
    from click.shell_completion import CompletionItem

    from cleanclaim.reports.listing import FORMS

    return [CompletionItem(name) for name in FORMS if name.startswith(incomplete)]


def complete_formats(_context: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The formats that begin so, reports and acknowledgments."""
    from click.shell_completion import CompletionItem

    from cleanclaim.cli.outputs import ACK_FORMATS
    from cleanclaim.reports import FORMATS

    return [CompletionItem(name) for name in (*FORMATS, *ACK_FORMATS) if name.startswith(incomplete)]


def complete_files(_context: click.Context, _argument: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files and folders; the shell knows them."""
    from click.shell_completion import CompletionItem

    return [CompletionItem(incomplete, type="file")]
