"""The command line: the only room that prints, exits, or reads the environment."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Sequence

TROUBLE = 2  # usage, configuration, rule file, input or output, or a fault of our own
INTERRUPTED = 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status is 0 clean, 1 findings, 2 trouble, 130 interrupted."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    if given == ["--version"]:  # answered before anything heavy is imported
        from cleanclaim import __version__

        print(f"cleanclaim {__version__}")
        return 0
    try:
        if arguments is None and "_CLEANCLAIM_COMPLETE" in os.environ:
            from cleanclaim.cli.completion import complete

            return complete()
        return _run(given)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return _closed()
    except OSError as error:
        about = f": `{_drawn(error.filename)}`" if error.filename else ""
        return _say(f"error: {(error.strerror or type(error).__name__).lower()}{about}")
    except Exception as error:  # noqa: BLE001 (the outermost edge: nothing of a claim may come out of a crash)
        return _crashed(error)


def _run(given: list[str]) -> int:
    """The status of a command; what was raised on purpose is told in its own words."""
    import click

    from cleanclaim.cli.app import app
    from cleanclaim.errors import CleanclaimError, RuleError

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # what a terminal can not draw is no reason to fail
            stream.reconfigure(errors="replace")
    try:
        with app.make_context("cleanclaim", given) as context:
            status = app.invoke(context)
        sys.stdout.flush()
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return TROUBLE
    except RuleError as error:
        return _say(str(error))
    except CleanclaimError as error:
        return _say(f"error: {error}")
    return status if isinstance(status, int) else 0


def _say(line: str) -> int:
    print(line, file=sys.stderr)
    return TROUBLE


def _drawn(name: object) -> str:
    from cleanclaim.privacy import draw

    return draw(str(name))


def _closed() -> int:
    """Whoever read our output has gone: be quiet, also when the interpreter ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return TROUBLE


def _crashed(error: Exception) -> int:
    """Say what kind of fault, where in the program and where in the input; never its text, which may hold a value."""
    from cleanclaim.cli.crashes import crash_report

    return _say("\n".join(crash_report(error)))
