"""`cleanclaim lint`: its options, and what they mean together."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Any

import click

from cleanclaim.cli.base import Command
from cleanclaim.cli.completing import complete_codes, complete_files, complete_formats, complete_payers
from cleanclaim.cli.options import Options
from cleanclaim.cli.outputs import ACK_FORMATS, in_ci, naming_of
from cleanclaim.cli.paths import Exclusion, Inputs, find_inputs
from cleanclaim.cli.progress import PROGRESS
from cleanclaim.errors import ConfigError
from cleanclaim.privacy import Values, draw
from cleanclaim.reports import FORMATS, KEPT_BY_OTHERS


def codes(_context: click.Context, _option: click.Parameter, given: tuple[str, ...]) -> tuple[str, ...]:
    """Codes given one by one or with commas between."""
    return tuple(code.strip() for text in given for code in text.split(",") if code.strip())


def _configure(context: click.Context, _option: click.Parameter, given: Path | None) -> Path | None:
    """Let the configuration say what command line and environment do not; it is read before other options are."""
    if context.command is command and not context.resilient_parsing:
        from cleanclaim.cli.configured import lint_defaults

        names = {flag.removeprefix("--"): option.name or "" for option in command.params for flag in option.opts}
        context.default_map = lint_defaults(Path.cwd(), given, names)
    return given


def asked(context: click.Context) -> frozenset[str]:
    """The options that command line or environment said."""
    said = (click.core.ParameterSource.COMMANDLINE, click.core.ParameterSource.ENVIRONMENT)
    return frozenset(name for name in context.params if context.get_parameter_source(name) in said)


def _use_cache(_context: click.Context, _option: click.Parameter, left_out: bool) -> None:
    from cleanclaim.cache import USE

    USE.wanted = not left_out


_CODES: dict[str, Any] = {"multiple": True, "metavar": "CODE", "callback": codes, "shell_complete": complete_codes}


@click.command("lint", cls=Command, context_settings={"auto_envvar_prefix": "CLEANCLAIM_LINT"})
@click.argument("paths", nargs=-1, shell_complete=complete_files)
@click.option("--config", is_eager=True, callback=_configure, metavar="PATH", help="The configuration of all inputs.",
              type=click.Path(exists=True, dir_okay=False, path_type=Path))  # fmt: skip
@click.option("--output", multiple=True, metavar="FORMAT[=PATH]", shell_complete=complete_formats,
              help=f"Report: {', '.join(FORMATS)}; acknowledgment: {', '.join(ACK_FORMATS)}.")  # fmt: skip
@click.option(
    "--fail-on",
    type=click.Choice(["error", "warning", "info", "never"]),
    default="error",
    show_default=True,
    help="Lowest severity that makes the exit status 1.",
)
@click.option(
    "--show",
    type=click.Choice(["error", "warning", "info"]),
    default="info",
    show_default=True,
    help="Lowest severity that is shown.",
)
@click.option("--select", **_CODES, help="Only these rules: codes and prefixes, ALL for every one.")
@click.option("--extend-select", **_CODES, help="These rules as well.")
@click.option("--ignore", **_CODES, help="Not these rules.")
@click.option(
    "--values",
    type=click.Choice(["codes", "none", "ids", "all"]),
    default="codes",
    show_default=True,
    help="What of the claims is shown; `ids` adds claim and line numbers where excerpts of full or a 999 hold them, "
    "`all` shows everything: protected health information.",
)
@click.option(
    "--rules",
    multiple=True,
    metavar="PATH",
    type=click.Path(exists=True, path_type=Path),
    help="Rule files or folders of your own, beside the shipped ones.",
)
@click.option("--refdata", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="PATH",
              help="The store of reference tables; without it the one that `refdata import` writes.")  # fmt: skip
@click.option("--payer", default="", metavar="PROFILE", shell_complete=complete_payers,
              help="The payer profile that all claims are judged by.")  # fmt: skip
@click.option("--baseline", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="PATH",
              help="Findings that are known already (`baseline write`): counted, not reported.")  # fmt: skip
@click.option("--paths", "shown_paths", type=click.Choice(["full", "basename", "hash"]), default="full",
              show_default=True, envvar="CLEANCLAIM_LINT_PATHS",
              help=f"How {', '.join(sorted(KEPT_BY_OTHERS))} name files.")  # fmt: skip
@click.option("--fix", is_flag=True, help="Put right what follows from the rest of the file, then lint it.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, masked, and do no more.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), metavar="DATE", help="What `today` means, as 2026-01-31.")
@click.option("--expect-usage", type=click.Choice(["P", "T"]), help="What ISA15 must say: production or test.")
@click.option("--character-set", type=click.Choice(["basic", "extended"]), default="extended", show_default=True,
              help="The X12 character set that the receiver takes.")  # fmt: skip
@click.option("--ack-level", type=click.IntRange(1, 3), default=2, show_default=True,
              help="SNIP levels up to this one are judged in acknowledgments.")  # fmt: skip
@click.option("--color", type=click.Choice(["auto", "always", "never"]), default="auto", show_default=True)
@click.option("--stdin-filename", default="<stdin>", metavar="NAME", help="What reports call standard input (`-`).")
@click.option("--allow-empty", is_flag=True, help="No input is no error.")
@click.option(
    "--statistics", is_flag=True, help="Findings by rule, what was read, and the time taken, on standard error."
)
@click.option("--timing", is_flag=True, help="Time by stage and by rule, on standard error.")
@click.option("--progress/--no-progress", default=None,
              help="Say on standard error how far a long run is; by default on a terminal outside CI.")  # fmt: skip
@click.option("--exclude", multiple=True, metavar="GLOB",
              help="Files and folders that are left out of folders, as in a .gitignore.")  # fmt: skip
@click.option("--force-exclude", is_flag=True, help="Leave them out where they are named themselves, too.")
@click.option(
    "--no-cache",
    is_flag=True,
    expose_value=False,
    callback=_use_cache,
    help="Compile guide and rules anew, and keep nothing of them; of claims nothing is ever kept.",
)
@click.option("--list-files", is_flag=True, help="Print the files that would be read, and do no more.")
def command(**given: Any) -> int:
    """Lint files, folders, globs, and standard input (`-`).

    Folders are walked for *.837 *.837p *.edi *.x12 *.clm and for any file that begins with ISA.
    Without PATHS the current folder is linted.
    """
    options = Options(**given, asked=asked(click.get_current_context()))
    may_show_values(options.values)
    _one_answer(options)
    inputs = inputs_of(options)
    if options.list_files:
        return _list(inputs)
    if options.diff:
        from cleanclaim.cli.fixing import show

        PROGRESS.naming = naming_of(options.shown_paths)
        return show(inputs, _values(options))
    from cleanclaim.cli.run import run

    return run(options, inputs)


def _list(inputs: Inputs) -> int:
    """Print what would be read; 0, or 2 where something could not even be looked at."""
    for item in inputs.files:
        print(draw(item.name))
    for name, why in inputs.unreadable:
        print(f"error: cannot read `{draw(name)}`: {why}", file=sys.stderr)
    return 2 if inputs.unreadable else 0


def _one_answer(options: Options) -> None:
    """Names of files and changes are no report: a program that asked for one must not be given the other."""
    source = click.get_current_context().get_parameter_source("output")
    if source is click.core.ParameterSource.COMMANDLINE and (options.list_files or options.diff):
        option, what = ("--list-files", "names of files") if options.list_files else ("--diff", "changes")
        raise ConfigError(f"{option} prints {what} and writes no report: leave out --output, or {option}")


def inputs_of(options: Options) -> Inputs:
    """The files that are meant. Raises `ConfigError` where there are none, or a configuration is wrong."""
    found = find_inputs(
        options.paths or (".",),
        stdin_name=options.stdin_filename,
        allow_empty=options.allow_empty,
        exclude=Exclusion(options.exclude, options.force_exclude),
    )
    if "exclude" not in options.asked:
        _leave_out(found, options)
    return found


def _values(options: Options) -> Values:
    """What of claims may be shown, as the configuration of the run says it."""
    from cleanclaim.cli.configured import Configured, config_of

    if "values" in options.asked:
        return options.values
    return config_of(Configured(Path.cwd(), options.config).of_run).values


def _leave_out(found: Inputs, options: Options) -> None:
    """Leave out what configurations of folders below exclude, unless it was named itself."""
    from cleanclaim.cli.configured import Configured

    configured = Configured(Path.cwd(), options.config)
    named = set() if options.force_exclude else set(options.paths)
    left = [item for item in found.files if str(item.path) in named or not configured.excludes(item)]
    found.excluded += len(found.files) - len(left)
    if found.files and not left and not options.allow_empty:
        raise ConfigError("every claim file is excluded by a configuration")
    found.files = left


def may_show_values(values: Values) -> None:
    """`all` shows protected health information: on a terminal outside CI, or where it was allowed outright."""
    allowed = os.environ.get("CLEANCLAIM_ALLOW_PHI") == "1"
    if values == "all" and not allowed and (in_ci() or not sys.stdout.isatty()):
        raise ConfigError(
            "--values all shows protected health information: only on a terminal outside CI, "
            "or with CLEANCLAIM_ALLOW_PHI=1"
        )
