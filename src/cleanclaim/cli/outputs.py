"""Where reports go: `FORMAT` to standard output, `FORMAT=PATH` to a file that only this user can read."""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, NamedTuple, TextIO

from cleanclaim.errors import ConfigError
from cleanclaim.privacy import draw
from cleanclaim.reports import BINARY, FORMATS, KEPT_BY_OTHERS, Format, open_report

if TYPE_CHECKING:
    from cleanclaim.reports.naming import Naming, Paths

PATHS_KEY = "CLEANCLAIM_PATHS_KEY"  # the environment variable with the key of `--paths hash`
_SHORTEST_KEY = 16  # bytes
ACK_FORMATS = ("999", "ta1")
WITH_NUMBERS = ("full", "999")  # what `--values ids` adds anything to


class Output(NamedTuple):
    """One report: its format, and its file; no file is standard output."""

    format: str
    path: Path | None


def parse_outputs(texts: Sequence[str]) -> tuple[Output, ...]:
    """The reports that `--output` asks for; without any what suits the place (`_default`).

    Raises `ConfigError` for a format that is not known and for two reports in one place.
    """
    if not texts:
        return (Output(_default(), None),)
    outputs = tuple(map(_parse, texts))
    places = [os.path.realpath(output.path) if output.path else "" for output in outputs]
    for place in places:
        if places.count(place) > 1:
            where = f"`{draw(place)}`" if place else "standard output"
            raise ConfigError(f"two reports can not go to {where}: give one of them as FORMAT=PATH")
    return outputs


def _default() -> str:
    """Annotations in a GitHub workflow, the full report on a terminal, a line a finding in a pipe."""
    if os.environ.get("GITHUB_ACTIONS") == "true":
        return "github"
    return "full" if sys.stdout.isatty() else "concise"


def in_ci() -> bool:
    """Whether this runs in a pipeline, whose log others read."""
    return os.environ.get("CI", "").lower() not in ("", "0", "false") or "GITHUB_ACTIONS" in os.environ


def _write_step_summary(reports: Sequence[Format]) -> None:
    """Append what the GitHub report counted to the file that the workflow shows of this step.

    Raises `OSError` where that file can not be written.
    """
    named = os.environ.get("GITHUB_STEP_SUMMARY")
    if not named:
        return
    from cleanclaim.reports.github import GitHub
    from cleanclaim.reports.naming import Renamed

    with Path(named).open("a", encoding="utf-8", newline="\n") as stream:
        told = (report.report if isinstance(report, Renamed) else report for report in reports)
        stream.writelines(report.step_summary() for report in told if isinstance(report, GitHub))


def _parse(text: str) -> Output:
    name, equals, path = text.partition("=")
    if name not in FORMATS and name not in ACK_FORMATS:
        known = ", ".join((*FORMATS, *ACK_FORMATS))
        raise ConfigError(f"`{draw(name)}` is no report format: choose from {known}")
    if equals and not path:
        raise ConfigError(f"`{draw(text)}` names no file: write {name}=PATH")
    if name in BINARY and not path and sys.stdout.isatty():
        raise ConfigError(f"{name} is nothing to read on a terminal: write {name}=PATH")
    return Output(name, Path(path) if path else None)


@contextmanager
def open_outputs(outputs: Sequence[Output], *, color: bool, naming: Naming | None = None) -> Iterator[list[Format]]:
    """Reports ready to be written; files appear whole, when everything went well.

    `naming` says what files are called in reports that others keep. Raises `OSError` where a file can not be written.
    """
    with ExitStack() as stack:
        reports = [_report(output, stack, color, naming) for output in outputs if output.format in FORMATS]
        yield reports
        sys.stdout.flush()
        _write_step_summary(reports)


def _report(output: Output, stack: ExitStack, color: bool, naming: Naming | None) -> Format:
    stream = stack.enter_context(open_stream(output.path))
    report = open_report(output.format, stream, color=color and not output.path)
    stack.callback(report.close)
    if naming is None or output.format not in KEPT_BY_OTHERS:
        return report
    from cleanclaim.reports.naming import Renamed

    return Renamed(report, naming)


def naming_of(paths: Paths) -> Naming | None:
    """What files are called in reports that others keep; None where they keep their names.

    Raises `ConfigError` for a key that is too short to keep names from being tried.
    """
    if paths == "full":
        return None
    from cleanclaim.reports.naming import make_naming

    key = os.environ.get(PATHS_KEY, "").encode("utf-8", "surrogateescape")
    if key and len(key) < _SHORTEST_KEY:
        raise ConfigError(f"the key in {PATHS_KEY} has fewer than {_SHORTEST_KEY} bytes")
    return make_naming(paths, key)


@contextmanager
def open_stream(path: Path | None) -> Iterator[TextIO]:
    """A text file that takes its place when it is complete; without a path standard output."""
    if path is None:
        yield sys.stdout
        return
    with open_bytes(path) as raw, io.TextIOWrapper(raw, encoding="utf-8", newline="\n") as stream:
        yield stream


@contextmanager
def open_bytes(path: Path) -> Iterator[BinaryIO]:
    """A file of mode 0600 that takes its place when it is complete; a device is written to directly."""
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            yield stream
        return
    import tempfile  # not for standard output

    path = path.resolve()  # a link stays a link
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)  # made with mode 0600
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from None  # the name aside would tell nobody anything
    aside = Path(name)
    try:
        with open(handle, "wb") as stream:  # noqa: PTH123 (a handle has no path)
            yield stream
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)


def wants_color(choice: str) -> bool:
    """Whether standard output takes colours: `always`, `never`, or `auto` as the terminal says (NO_COLOR)."""
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
