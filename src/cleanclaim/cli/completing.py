"""What a shell completes: codes of rules with their titles, formats, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_codes(_context: click.Context, _option: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The codes of rules that begin so; the last one where several are given with commas between."""
    from click.shell_completion import CompletionItem

    from cleanclaim.cli.known import load_rules

    before, comma, begun = incomplete.rpartition(",")
    about = load_rules().about
    return [
        CompletionItem(f"{before}{comma}{code}", help=rule.title)
        for code, rule in about.items()
        if code.startswith(begun.upper())
    ]


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
