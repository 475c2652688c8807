"""`cleanclaim scrub`: a claim file that can be shown, for bug reports and fixtures."""

from __future__ import annotations

import secrets
import sys
from pathlib import Path

import click

from cleanclaim.cli.base import Command
from cleanclaim.cli.outputs import open_bytes
from cleanclaim.cli.paths import STDIN
from cleanclaim.errors import ConfigError
from cleanclaim.privacy import draw
from cleanclaim.scrub import scrub
from cleanclaim.source import Source

_SHORTEST_KEY = 16  # bytes


@click.command("scrub", cls=Command)
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--output", "-o", type=click.Path(path_type=Path), help="Write to this file (mode 0600).")
@click.option(
    "--key-file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="A secret of 16 bytes or more: files scrubbed with one key fit together. Without it the key is forgotten.",
)
def command(file: Path, output: Path | None, key_file: Path | None) -> None:
    """Replace every identifying value of FILE (`-`: standard input) by a pseudonym of the same shape.

    Equal values stay equal, NPIs keep a valid check digit, all dates move by the same number of weeks;
    codes, amounts, counts and delimiters stay. So the file has the same findings, but for rules that
    look at the calendar. It is pseudonymised, not de-identified in the sense of 45 CFR 164.514.
    """
    key = _key(key_file)
    with _open(file) as source:
        if output is None:
            for piece in scrub(source, key):
                sys.stdout.buffer.write(piece)
            sys.stdout.buffer.flush()
        else:
            _refuse_same(file, output)
            with open_bytes(output) as stream:
                stream.writelines(scrub(source, key))
    print("pseudonymised, not de-identified: handle it as your agreements ask", file=sys.stderr)


def _key(path: Path | None) -> bytes:
    if path is None:
        return secrets.token_bytes(32)
    key = path.read_bytes().strip()
    if len(key) < _SHORTEST_KEY:
        raise ConfigError(f"the key in `{draw(str(path))}` has fewer than {_SHORTEST_KEY} bytes")
    return key


def _open(file: Path) -> Source:
    return Source.copy("<stdin>", sys.stdin.buffer) if str(file) == STDIN else Source.open(file)


def _refuse_same(file: Path, output: Path) -> None:
    if output.exists() and file.exists() and output.samefile(file):
        raise ConfigError("the scrubbed file can not replace the one that is read")
