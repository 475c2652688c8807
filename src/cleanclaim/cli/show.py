"""`cleanclaim show`: a whole file as an annotated listing, in the terminal or as one page."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, nullcontext
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleanclaim import __version__
from cleanclaim.cli.as_lint import JUDGING, options_of, with_options
from cleanclaim.cli.base import Command
from cleanclaim.cli.completing import complete_files, complete_forms
from cleanclaim.cli.lint import may_show_values
from cleanclaim.cli.meter import metered
from cleanclaim.cli.options import Options
from cleanclaim.cli.outputs import Output, in_ci, open_stream, wants_color
from cleanclaim.cli.paths import Input, Inputs, find_inputs, reason
from cleanclaim.cli.progress import PROGRESS
from cleanclaim.errors import ConfigError
from cleanclaim.findings import SEVERITIES, Finding
from cleanclaim.locate import Summary
from cleanclaim.privacy import draw
from cleanclaim.reports import Tool, Totals
from cleanclaim.reports.listing import FORMS, Form, open_form
from cleanclaim.source import Source

if TYPE_CHECKING:
    from cleanclaim.listing import Row

_TROUBLE = 2


@click.command("show", cls=Command)
@click.argument("file", shell_complete=complete_files)
@click.option("--names", is_flag=True, help="Tell every element by name, and what its code means.")
@click.option("--output", "forms", multiple=True, metavar="FORM[=PATH]", shell_complete=complete_forms,
              help=f"{' or '.join(FORMS)}; `html` is one page that needs nothing else.")  # fmt: skip
def command(file: str, names: bool, forms: tuple[str, ...], **given: Any) -> int:
    """Show FILE (`-`: standard input) segment by segment: loops indented, each segment with what it is and the claim
    and line it belongs to, findings beneath.

    Values are masked as in every report. Bytes that were not read are shown as such. Findings are those of `lint`.
    """
    options = options_of({**given, "paths": (file,)})
    outputs = tuple(map(_output, forms or ("text",)))
    item = _one(options)
    _keep(outputs, item)
    return _show(options, outputs, item, names=names)


with_options(command, JUDGING | {"values", "fail_on", "color", "progress"})


def _output(text: str) -> Output:
    """One listing that is wanted. Raises `ConfigError` for a form that is not known."""
    name, equals, path = text.partition("=")
    if name not in FORMS:
        raise ConfigError(f"`{draw(name)}` is no form of a listing: choose from {', '.join(FORMS)}")
    if equals and not path:
        raise ConfigError(f"`{draw(text)}` names no file: write {name}=PATH")
    return Output(name, Path(path) if path else None)


def _one(options: Options) -> Input:
    """The file that is meant. Raises `ConfigError` where these are several."""
    files = find_inputs(options.paths, stdin_name=options.stdin_filename).files
    if len(files) != 1:
        raise ConfigError(f"show takes one file: `{draw(options.paths[0])}` holds {len(files):,} claim files")
    return files[0]


def _keep(outputs: Sequence[Output], item: Input) -> None:
    """Each listing has a place of its own, and it is not that of the file. Raises `ConfigError`."""
    read = os.path.realpath(item.path) if item.path else ""
    places = [os.path.realpath(output.path) if output.path else "" for output in outputs]
    for output, place in zip(outputs, places, strict=True):
        if places.count(place) > 1:
            where = f"`{draw(place)}`" if place else "standard output"
            raise ConfigError(f"two listings can not go to {where}: give one of them as FORM=PATH")
        if output.path and place == read:
            raise ConfigError(f"the listing `{draw(str(output.path))}` is the file that is read")


def _may_show(options: Options, outputs: Sequence[Output]) -> None:
    """A page is kept by others, and a pipe shows no numbers of claims. Raises `ConfigError`."""
    may_show_values(options.values)
    for output in outputs:
        if options.values == "all" and output.format == "html":
            raise ConfigError("--values all is never written as html: that page is kept by others")
        if options.values == "ids" and output.path is None and (in_ci() or not sys.stdout.isatty()):
            raise ConfigError("--values ids is for files, and for terminals outside CI: write FORM=PATH")


def _show(options: Options, outputs: Sequence[Output], item: Input, *, names: bool) -> int:
    """Write the listings; the exit status."""
    from cleanclaim.cli.plans import Plans
    from cleanclaim.lint import lint
    from cleanclaim.listing import read_listing

    plans = Plans(options, (), Inputs([item]))
    plan = plans.of(item)
    values = plan.options.values
    _may_show(plan.options, outputs)
    PROGRESS.path, PROGRESS.segment, PROGRESS.naming = item.name, 0, None
    seen = any(output.path is None for output in outputs) and sys.stdout.isatty()
    with ExitStack() as stack:
        try:
            source = stack.enter_context(item.open())
        except OSError as error:
            print(f"error: cannot read `{draw(item.name)}`: {reason(error)}", file=sys.stderr)
            return _TROUBLE
        linted = stack.enter_context(Source.open(source.path, item.name)) if source.path else source
        found = _Found(lint(linted, plan.catalogue, plans.settings(item, plan)))
        forms = list(_open(options, outputs, stack, names=names))
        for form in forms:
            form.begin(Tool("cleanclaim", __version__, plan.catalogue.digest), item.name, source.size)
        rows = read_listing(source, found, values)
        with _metered(item, linted, options):  # rules look across claims: the file is judged before its first row
            first = [*islice(rows, 1)]
        with nullcontext() if seen else _metered(item, source, options):
            _write(chain(first, rows), forms)
        for form in forms:
            form.end(found.totals)
    PROGRESS.path, PROGRESS.source = "", None
    return found.status(options.fail_on)


def _metered(item: Input, source: Source, options: Options) -> AbstractContextManager[None]:
    """Says how far a source has been read, where that is wanted."""
    PROGRESS.source = source
    return metered(Inputs([item]), options.progress)


def _write(rows: Iterable[Row], forms: Sequence[Form]) -> None:
    for row in rows:
        PROGRESS.segment = row.number or PROGRESS.segment
        for form in forms:
            form.row(row)


def _open(options: Options, outputs: Sequence[Output], stack: ExitStack, *, names: bool) -> Iterator[Form]:
    color = wants_color(options.color)
    for output in outputs:
        stream = stack.enter_context(open_stream(output.path))
        yield open_form(output.format, stream, color=color and not output.path, names=names)


class _Found:
    """The findings of a file as they come, counted; then what was read of it."""

    def __init__(self, items: Iterable[Finding | Summary]) -> None:
        self._items = items
        self.totals = Totals(files=1)

    def __iter__(self) -> Iterator[Finding]:
        for item in self._items:
            if isinstance(item, Finding):
                self.totals.count(item)
                PROGRESS.findings += 1
                self.totals.files_with_findings = 1
                yield item
            else:
                self._add(item)

    def _add(self, summary: Summary) -> None:
        totals = self.totals
        totals.segments, totals.claims, totals.service_lines = summary.segments, summary.claims, summary.service_lines
        totals.bytes, totals.unread_bytes = summary.bytes, summary.unread_bytes
        totals.suppressed = summary.suppressed
        totals.not_checked.update(summary.not_checked)

    def status(self, fail_on: str) -> int:
        """0 where nothing is as grave as asked, else 1."""
        counts = (self.totals.errors, self.totals.warnings, self.totals.infos)
        failing = 0 if fail_on == "never" else next(at for at, name in enumerate(SEVERITIES, 1) if name == fail_on)
        return int(any(counts[:failing]))
