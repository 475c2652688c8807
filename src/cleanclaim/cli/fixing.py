"""`lint --fix` and `lint --diff`: what follows from the rest of a file is put right, or shown."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

from cleanclaim.catalogue import Catalogue
from cleanclaim.cli.ending import leaving_nothing
from cleanclaim.cli.paths import Input, Inputs, reason
from cleanclaim.cli.progress import PROGRESS
from cleanclaim.errors import ConfigError, NotX12Error
from cleanclaim.findings import Edit, Finding
from cleanclaim.fix import find_edits, show_changes, write_fixed
from cleanclaim.lint import Settings, lint
from cleanclaim.privacy import Values
from cleanclaim.reports.format import counted
from cleanclaim.source import Source


def show(inputs: Inputs, values: Values) -> int:
    """Print what `--fix` would change; 0 where nothing, 1 where something, 2 where an input can not be read."""
    status = 0
    for unread, why in inputs.unreadable:
        print(f"error: cannot read `{PROGRESS.named(unread)}`: {why}", file=sys.stderr)
        status = 2
    for item in inputs.files:
        try:
            with item.open() as source:
                edits = _edits(source)
                lines = list(show_changes(source, edits, values)) if edits else []
        except OSError as error:
            print(f"error: cannot read `{PROGRESS.named(item.name)}`: {reason(error)}", file=sys.stderr)
            status = 2
            continue
        if lines:
            name = PROGRESS.named(item.name)
            print("\n".join((f"--- {name}", f"+++ {name}", *lines)))
        status = max(status, int(bool(lines)))
    return status


def fix(inputs: Inputs, catalogue: Catalogue, settings: Settings) -> bool:
    """Fix every input in its place; False where one had to be left as it is, which is said."""
    went_well = True
    for item in inputs.files:
        try:
            with leaving_nothing():
                _fix(item, catalogue, settings)
        except ConfigError as error:
            print(f"error: {error}", file=sys.stderr)
            went_well = False
        except OSError as error:
            print(f"error: cannot fix `{PROGRESS.named(item.name)}`: {reason(error)}", file=sys.stderr)
            went_well = False
    return went_well


def _fix(item: Input, catalogue: Catalogue, settings: Settings) -> None:
    if item.path is None:
        raise ConfigError("standard input can not be fixed in its place: --diff shows what would change")
    with item.open() as source:
        edits = _edits(source)
        if not edits:
            return
        if item.unpack is not None:
            raise ConfigError(f"`{PROGRESS.named(item.name)}` can not be fixed in its archive: unpack it")
        before = _found(source, catalogue, settings)

    def judge(aside: Path) -> str:
        with Source.open(aside, item.name) as fixed:
            new = _found(fixed, catalogue, settings) - before
        return f"fixed it would have {counted(new.total(), 'new finding')}, as {min(new)[0]}" if new else ""

    write_fixed(item.path, edits, judge)
    print(f"fixed `{PROGRESS.named(item.name)}`: {counted(len(edits), 'change')}", file=sys.stderr)


def _edits(source: Source) -> tuple[Edit, ...]:
    """The changes for a source; none for what is no X12 file, which the report says."""
    try:
        return find_edits(source)
    except NotX12Error:
        return ()


def _found(source: Source, catalogue: Catalogue, settings: Settings) -> Counter[tuple[str, str]]:
    """The findings by rule and message: a fix may take some away and add none."""
    said = lint(source, catalogue, settings)
    return Counter((finding.rule, finding.message) for finding in said if isinstance(finding, Finding))
