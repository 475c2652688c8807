"""The command line: the only room that prints, exits, or reads the environment."""

from __future__ import annotations

import errno
import gc
import io
import os
import sys
from collections.abc import Sequence
from itertools import takewhile

TROUBLE = 2  # usage, configuration, rule file, input or output, or a fault of our own
INTERRUPTED = 130
_GARBAGE = 100_000  # objects more than before: claims die by themselves, and a start makes none
CLOSED = 141  # whoever read our output has gone: what a shell says of a program that such a pipe ended


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line; the exit status is 0 clean, 1 findings, 2 trouble, 130 interrupted, 141 output closed."""
    given = sys.argv[1:] if arguments is None else list(arguments)
    try:
        status = _status(given, called=arguments is None)
        sys.stdout.flush()  # what can not be written is told here, not when the interpreter ends
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        if _is_closed(error):
            return _closed()
        about = f": `{_drawn(error.filename)}`" if error.filename else ""
        return _say(f"error: {(error.strerror or type(error).__name__).lower()}{about}")
    except Exception as error:  # noqa: BLE001 (the outermost edge: nothing of a claim may come out of a crash)
        return _crashed(error)
    finally:
        if arguments is None:  # the process ends: it is no use to look through all that is still there
            gc.freeze()
    return status


def _status(given: list[str], *, called: bool) -> int:
    """The status of what was asked for; `called`: by the shell, which may want to know how a word goes on."""
    if given == ["--version"]:  # answered before anything heavy is imported
        from cleanclaim import __version__

        print(f"cleanclaim {__version__}")
        return 0
    if called and "_CLEANCLAIM_COMPLETE" in os.environ:
        from cleanclaim.cli.completion import complete

        return complete()
    return _run(given)


def _run(given: list[str]) -> int:
    """The status of a command; what was raised on purpose is told in its own words."""
    gc.set_threshold(_GARBAGE)
    import click

    from cleanclaim.cli.app import app
    from cleanclaim.errors import CleanclaimError, RuleError

    _set_streams()
    try:
        with app.make_context("cleanclaim", given) as context:
            status = app.invoke(context)
    except click.exceptions.Exit as done:
        return done.exit_code
    except click.Abort:
        return INTERRUPTED
    except click.ClickException as error:
        error.show()
        return _say(said) if (said := _dashed(given)) else TROUBLE
    except RuleError as error:
        return _say("\n".join(map(_drawn, str(error).split("\n"))))
    except CleanclaimError as error:
        return _say(f"error: {error}")
    return status if isinstance(status, int) else 0


def _dashed(given: Sequence[str]) -> str:
    """What to do about a file whose name was taken for an option; empty where none was."""
    before = takewhile(lambda word: word != "--", given)
    dashed = (word for word in before if word[:1] == "-")
    name = next((word for word in dashed if os.path.isfile(word)), "")  # noqa: PTH113 (takes a name of any length)
    return f"`{_drawn(name)}` is a file here: write `{_drawn(f'./{name}')}`, or `--` before the files" if name else ""


def _set_streams() -> None:
    """What a terminal can not draw is no reason to fail; what goes elsewhere has the same bytes on every system."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")
    if isinstance(sys.stdout, io.TextIOWrapper) and not sys.stdout.isatty():
        sys.stdout.reconfigure(encoding="utf-8", newline="\n")


def _say(line: str) -> int:
    print(line, file=sys.stderr)
    return TROUBLE


def _drawn(name: object) -> str:
    from cleanclaim.privacy import draw

    return draw(str(name))


def _is_closed(error: OSError) -> bool:
    """Whether nobody reads our output any more; Windows calls that an invalid argument."""
    windows = sys.platform == "win32" and error.errno == errno.EINVAL and not error.filename
    return isinstance(error, BrokenPipeError) or windows


def _closed() -> int:
    """Whoever read our output has gone: be quiet, also when the interpreter ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream in (sys.stdout, sys.stderr):
        os.dup2(nowhere, stream.fileno())
    return CLOSED


def _crashed(error: Exception) -> int:
    """Say what kind of fault, where in the program and where in the input; never its text, which may hold a value."""
    from cleanclaim.cli.crashes import crash_report

    return _say("\n".join(crash_report(error)))
