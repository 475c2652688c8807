"""`cleanclaim refdata`: reference tables from the public files."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.base import Command, Group
from cleanclaim.errors import ConfigError
from cleanclaim.folders import user_folder
from cleanclaim.privacy import draw
from cleanclaim.reports.format import counted

if TYPE_CHECKING:
    from cleanclaim.reference import Store
    from cleanclaim.reference.standing import Standing

ENVIRONMENT = "CLEANCLAIM_REFDATA"  # the store, where no option names it
_STORE = click.option(
    "--store", type=click.Path(dir_okay=False, path_type=Path), metavar="PATH",
    help=f"The store; without it {ENVIRONMENT}, else one in your own data folder.",
)  # fmt: skip


def store_path(given: Path | None = None) -> Path:
    """The store: as given, else as the environment says, else in the user's data folder.

    Raises `ConfigError` where the user has no such folder.
    """
    if given is not None:
        return given
    if named := os.environ.get(ENVIRONMENT):
        return Path(named)
    try:
        return user_folder("data") / "refdata.sqlite"
    except RuntimeError:
        raise ConfigError(f"there is no data folder here: name a store with --store or {ENVIRONMENT}") from None


def open_store(given: Path | None = None) -> Store | None:
    """The store, open; None where none is named and none was made, or the first import into it has not ended.

    Raises `ConfigError` for one that is named and is not there, or is none.
    """
    from cleanclaim.reference import Store

    try:
        path = store_path(given)
    except ConfigError:
        return None
    if given is None and not (path.exists() and path.stat().st_size):
        return None
    return Store.open(path)


@click.group("refdata", cls=Group)
def command() -> None:
    """Import public reference tables, and look after them. Nothing is fetched: you download the files."""


@command.command("import", cls=Command)
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--release", default="", metavar="NAME", help="Which release it is, where no file name says so: 2026Q4."
)
@_STORE
def import_(files: tuple[Path, ...], release: str, store: Path | None) -> int:
    """Import FILES as they were downloaded, zipped or not: all of them, or none where one does not fit.

    Each is recognised by what stands in it. Earlier releases stay and answer for their own days.
    """
    from cleanclaim.cli.ending import leaving_nothing
    from cleanclaim.reference.load import import_files

    terminal = sys.stderr.isatty()
    with leaving_nothing():
        made = import_files(store_path(store), files, release, _progress if terminal else lambda *_: None)
    for one in made:
        if terminal:
            print("\r\x1b[K", end="", file=sys.stderr)
        left = f", {one.left_out:,} left out" if one.left_out else ""
        print(draw(f"{one.table} {one.release}: {counted(one.rows, 'row')} of {one.file}{left}"))
    for file, sheet in dict.fromkeys((one.file, sheet) for one in made for sheet in one.other_sheets):
        more = (
            f"note: sheet `{sheet}` of {file} looks like a table too and was not read: import it as a file of its own"
        )
        print(draw(more), file=sys.stderr)
    return 0


def _progress(file: str, table: str, rows: int) -> None:
    print(f"\r\x1b[K{draw(file)}: {table}, {rows:,} rows", end="", file=sys.stderr, flush=True)


@command.command("status", cls=Command)
@_STORE
def status(store: Path | None) -> int:
    """Show each table: its releases, their rows and days, what is stale, what is not there."""
    from cleanclaim.reference.standing import absent, shipped_standings, standings

    opened, today = open_store(store), dt.date.today()
    imported = standings(opened, today) if opened is not None else []
    shown = [_row(standing) for standing in (*imported, *shipped_standings(today))]
    head = ("table", "release", "rows", "from", "to", "")
    widths = [max(len(row[at]) for row in [head, *shown]) for at in range(len(head))]
    for row in [head, *shown]:
        cells = [
            cell.rjust(width) if at == 2 else cell.ljust(width)
            for at, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print(draw("  ".join(cells).rstrip()))
    missing = [about for about in absent(opened) if not about.beside]
    if missing:
        print("\nnot imported")
    for about in missing:
        print(f"  {about.name:20} {about.title} ({about.published})")
    return 0


def _row(standing: Standing) -> tuple[str, ...]:
    first, last = standing.first or "always", standing.last or "open"
    rows = f"{standing.rows:,}" if standing.files else ""
    return standing.table, standing.release, rows, first, last, standing.note


@command.command("verify", cls=Command)
@_STORE
def verify(store: Path | None) -> int:
    """Look for damage: counts that differ, days that run backwards, rows without a release, missing parts.

    The exit status is 1 where there is some.
    """
    from cleanclaim.reference.standing import faults

    opened = open_store(store)
    if opened is None:
        raise ConfigError("there is no store: nothing was imported")
    found = list(faults(opened))
    for fault in found:
        print(draw(fault))
    if not found:
        tables = len({part.name for part in opened.parts})
        rows = sum(part.rows for part in opened.parts)
        print(f"{counted(tables, 'table')}, {counted(rows, 'row')}, no fault found")
    return int(bool(found))
