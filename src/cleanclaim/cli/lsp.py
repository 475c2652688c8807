"""`cleanclaim lsp`: the editor server, on standard input and output."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from cleanclaim.cli.as_lint import JUDGING, options_of, with_options
from cleanclaim.cli.base import Command
from cleanclaim.cli.options import Options
from cleanclaim.cli.paths import Input, Inputs
from cleanclaim.errors import ConfigError
from cleanclaim.findings import Finding

if TYPE_CHECKING:
    from cleanclaim.cli.plans import Plans

_MISSING = "the editor server needs the extra `lsp`: pip install 'cleanclaim[lsp]'"


@click.command("lsp", cls=Command)
def command(**given: Any) -> int:
    """Serve an editor on standard input and output: claim files and rule files as they are written.

    Each file is judged with the closest configuration, as by `lint`; options that are given here beat it.
    """
    try:
        from cleanclaim.lsp import make_server
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in ("pygls", "lsprotocol"):
            raise
        raise ConfigError(_MISSING) from None
    judge = _Judge(options_of(given))
    server = make_server(judge, judge.beside)
    with (
        open(os.dup(sys.stdin.fileno()), "rb") as incoming,  # noqa: PTH123 (no path but a descriptor)
        open(os.dup(sys.stdout.fileno()), "wb") as outgoing,  # noqa: PTH123
        redirect_stdout(sys.stderr),  # what is not of the protocol must not stand among its messages
    ):
        server.start_io(incoming, outgoing)
    return 0


with_options(command, JUDGING - {"stdin_filename"})


class _Judge:
    """Lints documents as `lint` would the files in their places."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._plans: Plans | None = None

    def renew(self) -> None:
        """Read configuration and rules again for the next document."""
        self._plans = None

    def __call__(self, path: Path, content: bytes) -> Iterator[Finding]:
        """The findings of a document in its order."""
        from cleanclaim.lint import lint
        from cleanclaim.source import Source

        item, plans = self._item(path), self._read()
        plan = plans.of(item)
        with Source.from_bytes(content, item.name) as source:
            for said in lint(source, plan.catalogue_of(item), plans.settings(item, plan)):
                if isinstance(said, Finding):
                    yield said

    def beside(self, path: Path) -> Sequence[Path]:
        """The rule files that the configuration of a path names."""
        from cleanclaim.cli.configured import Configured, rule_paths

        configured = Configured(Path.cwd(), self._options.config)
        opened = configured.of_file(self._item(path))
        if opened is None or "rules" in self._options.asked:
            return self._options.rules
        return tuple(rule_paths(opened, configured.reach(opened)))

    def _read(self) -> Plans:
        from cleanclaim.cli.plans import Plans

        if self._plans is None:
            self._plans = Plans(self._options, (), Inputs([]))
        return self._plans

    def _item(self, path: Path) -> Input:
        here = Path.cwd()
        return Input(path, str(path.relative_to(here)) if path.is_relative_to(here) else str(path))
