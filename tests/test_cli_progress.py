"""Progress on a terminal: it says how far the run is, never stands between findings, and is gone at the end."""

from __future__ import annotations

import codecs
import io
import os
import re
import select
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.cli import main, meter
from cleanclaim.cli.meter import shows
from cleanclaim.cli.progress import PROGRESS
from cleanclaim.findings import Finding
from cleanclaim.lint import Run, Summary
from cleanclaim.source import Source

pytestmark = pytest.mark.skipif(os.name == "nt", reason="there is no pty")

SAMPLES = Path(__file__).parent.parent / "samples"
FLAWED = str(SAMPLES / "flawed" / "pointers.837")
CLEAN = str(SAMPLES / "clean" / "one-line.837")


class Terminal:
    """A pseudo-terminal in the place of standard error, and with `both` of standard output."""

    def __init__(self, patch: pytest.MonkeyPatch, *, both: bool) -> None:
        self._patch = patch
        self.master, slave = os.openpty()
        self._stream = open(slave, "w", encoding="utf-8", newline="\n")  # noqa: PTH123, SIM115 (closed by close)
        self.out = io.StringIO()
        patch.setattr("sys.stderr", self._stream)
        patch.setattr("sys.stdout", self._stream if both else self.out)
        self.text = ""
        self._decode = codecs.getincrementaldecoder("utf-8")().decode  # a piece may end inside a character

    def wait(self, words: str) -> None:
        """Read until the words were written."""
        while words not in self.text:
            assert select.select([self.master], [], [], 20)[0], f"no {words} in {self.text!r}"
            self.text += self._decode(os.read(self.master, 1 << 16))

    def close(self) -> None:
        self._stream.flush()
        while select.select([self.master], [], [], 0)[0]:
            self.text += self._decode(os.read(self.master, 1 << 16))
        self._patch.undo()
        self._stream.close()
        os.close(self.master)


@pytest.fixture
def environment(monkeypatch: pytest.MonkeyPatch) -> pytest.MonkeyPatch:
    for name in ("CI", "GITHUB_ACTIONS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(meter, "_FIRST", 0)
    monkeypatch.setattr(meter, "_EVERY", 0.001)
    return monkeypatch


def run(patch: pytest.MonkeyPatch, *arguments: str, both: bool = False, seen: str = "") -> tuple[str, str]:
    """What came to the terminal and to standard output; each file is read when the meter has said `seen`."""
    terminal, really = Terminal(patch, both=both), Run.lint

    def slowly(self: Run, source: Source, *more: Any) -> Iterator[Finding | Summary]:
        if seen:
            terminal.wait(seen)
        yield from really(self, source, *more)
        if seen:
            terminal.wait(seen)

    patch.setattr(Run, "lint", slowly)
    try:
        main(["lint", *arguments])
    finally:
        terminal.close()
    return terminal.text, terminal.out.getvalue()


def test_a_terminal_sees_how_far_the_run_is_and_then_nothing(environment: pytest.MonkeyPatch) -> None:
    shown, out = run(environment, FLAWED, CLEAN, seen="of 2 files")
    assert re.search(r"\r\x1b\[K0 of 2 files · 0 bytes of [\d.]+ KB · 0 findings", shown)
    assert "2 findings" in shown
    for read, size in re.findall(r"file\w* · ([\d.]+) KB of ([\d.]+) KB", shown):
        assert float(read) <= float(size)
    assert drawn(shown).startswith("in ")  # the line of the time alone is left
    assert "\x1b" not in out
    assert PROGRESS.meter is None


def drawn(text: str) -> str:
    """What a terminal shows in the end: what was cleared is gone."""
    return "\n".join(line.rpartition("\r\x1b[K")[2] for line in text.replace("\r\n", "\n").split("\n"))


def test_findings_on_the_same_terminal_stand_on_lines_of_their_own(environment: pytest.MonkeyPatch) -> None:
    shown, _ = run(environment, "--output", "concise", FLAWED, CLEAN, both=True, seen="of 2 files")
    first, second, *_ = drawn(shown).splitlines()
    assert first.startswith(f"{FLAWED}:") and " DXP001 error " in first
    assert second.startswith(f"{FLAWED}:") and " DXP002 warning " in second


def test_it_can_be_switched_off(environment: pytest.MonkeyPatch) -> None:
    shown, _ = run(environment, "--no-progress", FLAWED)
    assert "\x1b" not in shown


class Stream(io.StringIO):
    def __init__(self, terminal: bool) -> None:
        super().__init__()
        self._terminal = terminal

    def isatty(self) -> bool:
        return self._terminal


@pytest.mark.parametrize(
    ("terminal", "wanted", "environ", "shown"),
    [
        (True, None, {}, True),
        (False, None, {}, False),
        (False, True, {}, False),
        (True, False, {}, False),
        (True, None, {"CI": "true"}, False),
        (True, True, {"CI": "true"}, True),
        (True, None, {"TERM": "dumb"}, False),
    ],
)
def test_who_sees_it(
    environment: pytest.MonkeyPatch, terminal: bool, wanted: bool | None, environ: dict[str, str], shown: bool
) -> None:
    for name, value in environ.items():
        environment.setenv(name, value)
    assert shows(Stream(terminal), wanted) is shown


@pytest.mark.parametrize(("seconds", "clock"), [(0.4, "0:00"), (7, "0:07"), (750, "12:30"), (3723, "1:02:03")])
def test_the_time_left_is_a_clock(seconds: float, clock: str) -> None:
    assert meter._clock(seconds) == clock


def test_a_terminal_that_is_gone_stops_nothing(environment: pytest.MonkeyPatch) -> None:
    class Gone(Stream):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    from cleanclaim.cli.paths import Inputs

    environment.setattr("sys.stderr", Gone(True))
    with meter.metered(Inputs(), None):
        assert PROGRESS.meter is not None
        while not PROGRESS.meter._over.is_set():  # type: ignore[attr-defined]
            pass


def test_a_long_listing_says_how_far_it_is_before_its_first_row(environment: pytest.MonkeyPatch) -> None:
    """A file is judged before its first row is printed: rules look across claims."""
    terminal, really = Terminal(environment, both=True), Source.read

    def slowly(self: Source, start: int, end: int) -> str:
        if self.name == FLAWED:
            terminal.wait("0 of 1 file")
        return really(self, start, end)

    environment.setattr(Source, "read", slowly)
    try:
        main(["show", FLAWED])
    finally:
        terminal.close()
    shown = drawn(terminal.text)
    assert re.search(r"\r\x1b\[K0 of 1 file · [\d.]+ \w+ of [\d.]+ KB · 0 findings", terminal.text)
    assert "ISA*00*" in shown and "of 1 file ·" not in shown
    assert PROGRESS.meter is None


@pytest.mark.parametrize("arguments", [["lint"], ["lint", "--diff"], ["show"]])
def test_a_command_leaves_nothing_to_the_next(arguments: list[str], capfd: pytest.CaptureFixture[str]) -> None:
    """In one process: a crash further on would be said to be of a file that was read before."""
    main(["lint", "--diff", "--paths", "hash", FLAWED])
    main([*arguments, FLAWED])
    capfd.readouterr()
    assert (PROGRESS.path, PROGRESS.source, PROGRESS.meter) == ("", None, None)
    assert PROGRESS.named(FLAWED) == FLAWED
