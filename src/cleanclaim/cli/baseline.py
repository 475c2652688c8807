"""`cleanclaim baseline`: adopt the tool on files that already have findings."""

from __future__ import annotations

import os
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from cleanclaim.baseline import Baseline, Known, read_baseline, write_baseline
from cleanclaim.catalogue import Catalogue
from cleanclaim.cli import lint
from cleanclaim.cli.as_lint import JUDGING, options_of, with_options
from cleanclaim.cli.base import Command, Group
from cleanclaim.cli.baselined import Baselined
from cleanclaim.cli.options import Options
from cleanclaim.cli.outputs import open_bytes
from cleanclaim.cli.paths import Inputs
from cleanclaim.errors import ConfigError
from cleanclaim.privacy import draw
from cleanclaim.reports.format import counted

DEFAULT = "cleanclaim-baseline.json"
_TROUBLE = 2
_TAKEN = JUDGING | {"paths", "allow_empty", "exclude", "force_exclude", "progress"}  # options of `lint`


@click.group("baseline", cls=Group)
def command() -> None:
    """Findings that are known already: `lint --baseline PATH` counts them and reports the others.

    A baseline holds codes of rules and fingerprints, no value of any claim and no name of a file. It stays good
    when control numbers, dates and the order of claims change.
    """


@command.command("write", cls=Command)
@click.option("--output", "-o", default=DEFAULT, show_default=True, metavar="PATH",
              type=click.Path(dir_okay=False, path_type=Path), help="The baseline (mode 0600).")  # fmt: skip
def write(output: Path, **given: Any) -> int:
    """Write down every finding in PATHS; what an older baseline at that place knew is forgotten."""
    old = _read(output) if output.exists() else Baseline.empty()
    known = _lint(output, old, given)
    if known is None:
        return _TROUBLE
    return _write(output, known.rewritten())


@command.command("prune", cls=Command)
@click.option("--baseline", "path", default=DEFAULT, show_default=True, metavar="PATH",
              type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The baseline.")  # fmt: skip
@click.option("--only-these", is_flag=True, help="Forget as well what is known of files that are not in PATHS.")
def prune(path: Path, only_these: bool, **given: Any) -> int:
    """Forget what is known of PATHS and is not found there any more. New findings are not added."""
    old = _read(path)
    known = _lint(path, old, given)
    if known is None:
        return _TROUBLE
    return _write(path, known.pruned(others=not only_these))


with_options(write, _TAKEN)
with_options(prune, _TAKEN)


def _lint(path: Path, old: Baseline, given: dict[str, Any]) -> Known | None:
    """What a run over the paths finds, beside what was known; None where an input could not be read."""
    from cleanclaim.cli.run import run

    made: list[Baselined] = []

    def record(inputs: Inputs, catalogue: Catalogue) -> Baselined:
        made.append(Baselined(path, old, inputs, catalogue, quiet=True))
        return made[0]

    options = _options(given)
    inputs = lint.inputs_of(options)
    if os.path.realpath(path) in {os.path.realpath(item.path) for item in inputs.files if item.path}:
        raise ConfigError(f"the baseline `{draw(str(path))}` is one of the inputs")
    status = run(options, inputs, record)
    return made[0].known if status != _TROUBLE else None


def _options(given: dict[str, Any]) -> Options:
    """What `lint` would do here with the same options: what was not given is as its configuration says."""
    options = options_of(given)
    options = replace(options, show="info", fail_on="never", values="codes", baseline=None)
    return replace(options, output=("none",), statistics=False, timing=False)


def _read(path: Path) -> Baseline:
    return read_baseline(path.read_bytes(), str(path))


def _write(path: Path, baseline: Baseline) -> int:
    with open_bytes(path) as stream:
        stream.write(write_baseline(baseline))
    known = sum(entry.count for entry in baseline.known)
    print(f"`{draw(str(path))}` knows {counted(known, 'finding')}", file=sys.stderr)
    return 0
