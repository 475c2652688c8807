"""`cleanclaim show`: a whole file as an annotated listing, in the terminal or as one page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, NamedTuple

import click

from cleanclaim import __version__
from cleanclaim.cli.base import Command
from cleanclaim.cli.lint import codes, may_show_values
from cleanclaim.cli.outputs import Output, open_stream, wants_color
from cleanclaim.cli.paths import Input, find_inputs, reason
from cleanclaim.cli.progress import PROGRESS
from cleanclaim.errors import ConfigError
from cleanclaim.findings import SEVERITIES, Finding, Severity
from cleanclaim.locate import Summary
from cleanclaim.privacy import Values, draw
from cleanclaim.reports import Tool, Totals
from cleanclaim.reports.listing import FORMS, Form, open_form

_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODE", "callback": codes}


class _Asked(NamedTuple):
    """What was asked for on the command line."""

    file: str
    names: bool
    forms: tuple[str, ...]
    values: Values
    select: tuple[str, ...]
    extend_select: tuple[str, ...]
    ignore: tuple[str, ...]
    fail_on: str
    rules: tuple[Path, ...]
    refdata: Path | None
    as_of: Any
    color: str
    stdin_filename: str


@click.command("show", cls=Command)
@click.argument("file")
@click.option("--names", is_flag=True, help="Tell every element by name, and what its code means.")
@click.option("--output", "forms", multiple=True, metavar="FORM[=PATH]",
              help=f"{' or '.join(FORMS)}; `html` is one page that needs nothing else.")  # fmt: skip
@click.option(
    "--values",
    type=click.Choice(["codes", "none", "ids", "all"]),
    default="codes",
    show_default=True,
    help="What of the claims is shown; `ids` adds claim and line numbers, `all` shows everything: protected health "
    "information.",
)
@click.option("--select", **_CODES, help="Only the findings of these rules: codes and prefixes.")
@click.option("--extend-select", **_CODES, help="These rules as well.")
@click.option("--ignore", **_CODES, help="Not these rules; ALL shows the file alone.")
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="Lowest severity that makes the exit status 1.",
)
@click.option("--rules", multiple=True, metavar="PATH", type=click.Path(exists=True, path_type=Path),
              help="Rule files or folders of your own, beside the shipped ones.")  # fmt: skip
@click.option("--refdata", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="PATH",
              help="The store of reference tables; without it the one that `refdata import` writes.")  # fmt: skip
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="What `today` means, as 2026-01-31.")
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="What standard input (`-`) is called.")
def command(**given: Any) -> int:
    """Show FILE (`-`: standard input) segment by segment: its loops indented, each segment with what it is and the
    claim and line it belongs to, findings beneath.

    Values are masked as in every report. Bytes that were not read are shown as such.
    """
    asked = _Asked(**given)
    may_show_values(asked.values)
    outputs = _parse(asked)
    item = _one(asked)
    _keep(outputs, item)
    return _show(asked, outputs, item)


def _parse(asked: _Asked) -> tuple[Output, ...]:
    """The listings that are wanted; without any one for the terminal. Raises `ConfigError`."""
    outputs = tuple(map(_output, asked.forms or ("text",)))
    if sum(output.path is None for output in outputs) > 1:
        raise ConfigError("two listings can not go to standard output: give one of them as FORM=PATH")
    for output in outputs:
        if asked.values == "all" and output.format == "html":
            raise ConfigError("--values all is never written as html: that page is kept by others")
        if asked.values == "ids" and output.path is None and not sys.stdout.isatty():
            raise ConfigError("--values ids is for files and terminals: write FORM=PATH")
    return outputs


def _output(text: str) -> Output:
    name, equals, path = text.partition("=")
    if name not in FORMS:
        raise ConfigError(f"`{draw(name)}` is no form of a listing: choose from {', '.join(FORMS)}")
    if equals and not path:
        raise ConfigError(f"`{draw(text)}` names no file: write {name}=PATH")
    return Output(name, Path(path) if path else None)


def _one(asked: _Asked) -> Input:
    """The file that is meant. Raises `ConfigError` where these are several."""
    files = find_inputs((asked.file,), stdin_name=asked.stdin_filename).files
    if len(files) != 1:
        raise ConfigError(f"show takes one file: `{draw(asked.file)}` holds {len(files):,}")
    return files[0]


def _keep(outputs: Sequence[Output], item: Input) -> None:
    """A listing must not be written over what it lists."""
    read = os.path.realpath(item.path) if item.path else ""
    for output in outputs:
        if output.path and os.path.realpath(output.path) == read:
            raise ConfigError(f"the listing `{draw(str(output.path))}` is the file that is read")


def _show(asked: _Asked, outputs: Sequence[Output], item: Input) -> int:
    """Write the listings; the exit status."""
    from cleanclaim.catalogue import ALL
    from cleanclaim.cli.known import load_rules
    from cleanclaim.cli.refdata import open_store
    from cleanclaim.lint import Settings, lint
    from cleanclaim.listing import read_listing
    from cleanclaim.source import Source

    chosen = load_rules(asked.rules).select((*(asked.select or (ALL,)), *asked.extend_select), asked.ignore)
    catalogue = chosen.bind(open_store(asked.refdata))
    today = asked.as_of.date() if asked.as_of else None
    settings = Settings(values=asked.values, excerpts=False, as_of=today, wanted=catalogue.wanted)
    PROGRESS.path, PROGRESS.segment = item.name, 0
    with ExitStack() as stack:
        try:
            source = stack.enter_context(item.open())
        except OSError as error:
            print(f"error: cannot read `{draw(item.name)}`: {reason(error)}", file=sys.stderr)
            return 2
        linted = stack.enter_context(Source.open(source.path, item.name)) if source.path else source
        found = _Found(lint(linted, catalogue, settings))
        forms = list(_open(asked, outputs, stack))
        for form in forms:
            form.begin(Tool("cleanclaim", __version__, catalogue.digest), item.name, source.size)
        for row in read_listing(source, found, asked.values):
            PROGRESS.segment = row.number or PROGRESS.segment
            for form in forms:
                form.row(row)
        for form in forms:
            form.end(found.totals)
    return found.status(asked.fail_on)


def _open(asked: _Asked, outputs: Sequence[Output], stack: ExitStack) -> Iterator[Form]:
    color = wants_color(asked.color)
    for output in outputs:
        stream = stack.enter_context(open_stream(output.path))
        yield open_form(output.format, stream, color=color and not output.path, names=asked.names)


class _Found:
    """The findings of a file as they come, counted; then what was read of it."""

    def __init__(self, items: Iterable[Finding | Summary]) -> None:
        self._items = items
        self.totals = Totals(files=1)

    def __iter__(self) -> Iterator[Finding]:
        for item in self._items:
            if isinstance(item, Finding):
                self.totals.count(item)
                self.totals.files_with_findings = 1
                yield item
            else:
                self._add(item)

    def _add(self, summary: Summary) -> None:
        totals = self.totals
        totals.segments, totals.claims, totals.service_lines = summary.segments, summary.claims, summary.service_lines
        totals.bytes, totals.unread_bytes = summary.bytes, summary.unread_bytes
        totals.not_checked.update(summary.not_checked)

    def status(self, fail_on: str) -> int:
        """0 where nothing is as grave as asked, else 1."""
        counts = (self.totals.errors, self.totals.warnings, self.totals.infos)
        failing = 0 if fail_on == "never" else SEVERITIES.index(_severity(fail_on)) + 1
        return int(any(counts[:failing]))


def _severity(name: str) -> Severity:
    return next(severity for severity in SEVERITIES if severity == name)
