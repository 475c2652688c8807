"""Canaries in every command: what is protected in a claim file comes out of none of them, whatever they are given.

`test_canary` plants tokens one by one in every place of a file; here all of them stand in one file, and every command
meets it: as what it reads, and as what it was never meant to read.
"""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.cli.app import COMMANDS
from cleanclaim.reports import BINARY, FORMATS
from tests.canaries import TOKEN, joined, plant, segments
from tests.running import Cli

SAMPLE = "flawed/nurse-visit-with-injection.837"
ANSWERED = ("ISA", "GS", "ST", "SE", "GE", "IEA", "BHT")  # an answer must repeat what stands in them
FAULTS = ("SE*46*", "SE*99*")  # one that can be fixed


def tokens_in(name: str, *, envelopes: bool = True) -> str:
    """A sample with a token in every protected element; without `envelopes` none that an answer must repeat."""
    parts = segments(name)
    assert len(plant(parts, outside=() if envelopes else ANSWERED)) > 30
    return joined(parts).replace(*FAULTS)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the file, as it is, in an archive, without its envelopes, and damaged."""
    monkeypatch.chdir(tmp_path)
    text = tokens_in(SAMPLE)
    Path("in.837").write_text(text)
    Path("cut.837").write_text(text[: len(text) * 2 // 3])
    Path("answer.837").write_text(tokens_in(SAMPLE, envelopes=False))
    Path("odd.837").write_text(text.replace("SV1*", "QZXJ*").replace("HL*", "QZXJ9*"))
    with zipfile.ZipFile("in.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("in.837", text)
    Path("as.rules").write_text(text)
    Path("one.rules").write_text(text.replace("~\n", "~"))
    return tmp_path


def tells(text: str, call: tuple[str, ...]) -> bool:
    """Whether a token came out; a pseudonym may begin as any word does."""
    return f"{TOKEN}000" in text if call[0] == "scrub" else TOKEN in text


def written(folder: Path) -> dict[str, str]:
    """What lies in the folder, as text; a Parquet table as its rows."""
    out = {}
    for path in folder.rglob("*"):
        if path.is_file() and path.suffix == ".parquet":
            out[path.name] = _rows(path)
        elif path.is_file():
            out[path.name] = path.read_bytes().decode("latin-1")
    return out


def _rows(path: Path) -> str:
    parquet: Any = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    return repr((parquet.read_table(path).to_pylist(), parquet.read_metadata(path).metadata))


OUTPUTS = [
    part
    for name in FORMATS
    for part in ("--output", f"{name}=report-{name}.{'parquet' if name in BINARY else 'txt'}")
]
ANSWERS = ["--output", "999=answer.999", "--output", "ta1=answer.ta1", "--ack-level", "3"]
KNOWN = ["--baseline", "known.json"]
LINT = ("lint", "--fail-on", "never")
# Every command, with what it is meant to read and with what it is not.
CALLS: tuple[tuple[str, ...], ...] = (
    *((*LINT, name, *OUTPUTS, "--statistics", "--timing") for name in ("in.837", "in.zip", "cut.837", "odd.837")),
    (*LINT, "in.837", "--values", "none", *OUTPUTS),
    (*LINT, "in.837", "--paths", "hash", "--output", "full"),
    (*LINT, "answer.837", *ANSWERS, "--output", "none"),
    (*LINT, "in.837", "--diff"),
    (*LINT, "in.837", "--fix"),
    (*LINT, "in.837", "--payer", "in.837"),
    (*LINT, "in.837", "--list-files"),
    *((*LINT, "in.837", option, path) for option in ("--rules", "--config", "--refdata", "--baseline")
      for path in ("in.837", "as.rules", "one.rules")),
    ("lsp", "in.837"),
    ("baseline", "write", "in.837", "cut.837", "odd.837", "-o", "known.json"),
    (*LINT, "in.837", *KNOWN),
    ("baseline", "prune", "in.837", *KNOWN),
    ("baseline", "prune", "in.837", "--baseline", "in.837"),
    ("show", "in.837"), ("show", "in.837", "--names"), ("show", "odd.837"), ("show", "in.837", "--values", "none"),
    ("show", "in.837", "--names", "--output", "html=listing.html"),
    ("scrub", "in.837"), ("scrub", "odd.837", "-o", "scrubbed.837"), ("scrub", "in.837", "--key-file", "in.837"),
    ("explain", "INJ001", "--rules", "in.837"), ("explain", "INJ001"),
    *(("rules", verb, "in.837") for verb in ("check", "list", "test", "format", "docs")),
    *(("rules", verb, "as.rules") for verb in ("check", "list", "test", "format", "docs")),
    ("rules", "fields"), ("rules", "fields", "in.837"),
    ("rules", "new", "TST001", "Title", "--file", "as.rules"),
    ("refdata", "import", "in.837", "--store", "store.sqlite"),
    ("refdata", "import", "in.zip", "--store", "store.sqlite"),
    ("refdata", "status", "--store", "in.837"), ("refdata", "verify", "--store", "in.837"),
    ("config", "show", "in.837"), ("config", "schema"), ("config", "init", "in.837"),
    ("completion", "bash"),
)  # fmt: skip


def test_every_command_is_called() -> None:
    assert {call[0] for call in CALLS} == set(COMMANDS)


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_no_command_tells_what_is_protected(cli: Cli, desk: Path, call: tuple[str, ...]) -> None:
    if "known.json" in call and call[1] != "write":
        assert cli("baseline", "write", "in.837", "-o", "known.json").status == 0
    before = written(desk)
    done = cli(*call)
    assert done.status in (0, 1, 2)
    assert "internal error" not in done.err
    assert not tells(done.out + done.err, call)
    for name, text in written(desk).items():
        if before.get(name) != text and "--fix" not in call:
            assert not tells(text, call), name


def test_what_was_tried_says_something(cli: Cli, desk: Path) -> None:
    """Silence would prove nothing: the file has findings, and they are told in every format."""
    done = cli(*LINT, "in.837", *OUTPUTS)
    assert done.status == 0
    for name in set(FORMATS) - {"none"}:
        assert "IG0" in written(desk)[f"report-{name}.{'parquet' if name in BINARY else 'txt'}"], name
    assert "SV1*" in cli("show", "in.837").out
    assert "CLM*" in cli("scrub", "in.837").out
    assert cli(*LINT, "in.837", "--diff").out.count("SE*") == 2


# Where a command can break: with the text of the exception full of values, as the ones of Python are.
BREAKS = (
    "cleanclaim.source.Source.read",
    "cleanclaim.source.Source.position",
    "cleanclaim.guide.transaction.Transact.__init__",
    "cleanclaim.locate.fingerprint.Fingerprints.of",
    "cleanclaim.engine.judging.Engine.judge",
    "cleanclaim.locate.order._Locator._number",
    "cleanclaim.reports.format.Totals.count",
    "cleanclaim.cli.outputs.open_stream",
)
READERS = (
    ("lint", "in.837", "--output", "full"), ("lint", "in.837", "--output", "html=a.html", "--output", "sarif"),
    ("lint", "in.837", "--diff"), ("lint", "in.837", "--fix"), ("lint", "in.zip"), ("show", "in.837"),
    ("baseline", "write", "in.837"), ("scrub", "in.837"),
)  # fmt: skip


@pytest.mark.parametrize("place", BREAKS)
def test_no_crash_tells_what_is_protected(cli: Cli, desk: Path, monkeypatch: pytest.MonkeyPatch, place: str) -> None:
    def broken(*_: object, **__: object) -> Any:
        try:
            raise KeyError(f"{TOKEN}00001")
        except KeyError as error:
            raise ValueError(f"{TOKEN}00002 is no number") from error

    monkeypatch.setattr(place, broken)
    crashed = 0
    for call in READERS:
        done = cli(*call)
        crashed += "internal error" in done.err
        assert done.status in (0, 1, 2)
        assert not tells(done.out + done.err, call), call
    assert crashed
