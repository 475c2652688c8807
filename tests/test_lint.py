"""The whole pipeline: any input, any line ends, the same bytes twice, memory that does not grow."""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cleanclaim.cache import name_folder
from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Near
from cleanclaim.findings import Finding
from cleanclaim.lint import Run, Settings, Summary, lint
from cleanclaim.resources import resource
from cleanclaim.source import Source
from tests.claimgen import clean
from tests.linting import catalogue
from tests.test_samples import TABLE, read_sample

SMALL = sorted(set(TABLE) - {"clean/batch-of-200.837"})


def run(content: bytes) -> tuple[list[Finding], Summary]:
    *findings, summary = lint(Source.from_bytes(content, "x"), catalogue(), Settings())
    assert isinstance(summary, Summary)
    return [finding for finding in findings if isinstance(finding, Finding)], summary


def shape(finding: Finding) -> tuple[object, ...]:
    """A finding without the places that line ends move."""
    at = finding.location
    assert at is not None
    return finding.rule, finding.message, at.segment, at.element, at.claim, at.service_line, finding.fingerprint


@pytest.mark.parametrize("name", [name for name in SMALL if "delimiters" not in name and "wrapped" not in name])
def test_line_ends_change_nothing_that_is_said(name: str) -> None:
    text = read_sample(name).replace("\r", "").replace("\n", "")
    plain, _ = run(text.encode("latin-1"))
    for end in ("~\n", "~\r\n", "~\r"):
        lined, summary = run(text.replace("~", end).encode("latin-1"))
        assert [shape(finding) for finding in lined] == [shape(finding) for finding in plain]
        assert summary.unread_bytes == run(text.encode("latin-1"))[1].unread_bytes


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(SMALL), st.integers(0, 2**32))
@example("clean/ambulance-transport.837", 3_149_724_567)  # a GS without its version, judged after its first ST
@example("flawed/ambulance-without-pick-up.837", 818)  # a space before a component that the guide does not have
def test_no_damage_raises_and_findings_stay_in_order(name: str, seed: int) -> None:
    content = damage(read_sample(name).encode("latin-1"), random.Random(seed))
    findings, summary = run(content)
    offsets = [finding.location.offset for finding in findings if finding.location]
    assert offsets == sorted(offsets)
    assert summary.bytes == len(content)
    assert 0 <= summary.unread_bytes <= len(content)
    assert len({finding.fingerprint for finding in findings}) == len(findings)


def damage(content: bytes, chance: random.Random) -> bytes:
    """Bytes replaced, taken out, put in and repeated: what broken software and bad lines do."""
    out = bytearray(content)
    for _ in range(chance.choice((1, 2, 6))):
        at, length = chance.randrange(len(out)), chance.choice((1, 4, 40, 400))
        kind = chance.randrange(4)
        if kind == 0:
            out[at] = chance.choice(b"~*:^\n\x00\xe9A1 ")
        elif kind == 1:
            del out[at : at + length]
        elif kind == 2:
            out[at:at] = chance.choice((b"~", b"~~", b"HL*", b"LX*1~", b"ISA*", b"SE*1*1~", b"A" * 99))
        else:
            out[at:at] = out[chance.randrange(len(out)) :][:length]
        out = out or bytearray(b"?")
    return bytes(out)


def cleanclaim(*arguments: str, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "cleanclaim", "lint", "--fail-on", "never", *arguments]
    return subprocess.run(command, capture_output=True, check=True, env={**os.environ, **environment})


@pytest.mark.parametrize("form", ["json", "full", "concise"])
def test_two_runs_give_the_same_bytes(form: str) -> None:
    folder = str(Path(__file__).parent.parent / "samples")
    one, two = (cleanclaim("--output", form, folder, PYTHONHASHSEED=seed) for seed in ("1", "2"))
    assert one.stdout == two.stdout
    assert one.stdout.count(b"INJ001") >= 1


MEASURE = """
import sys
from cleanclaim.cli import main
main(["lint", "--output", "json", sys.argv[1]])
print(next(line for line in open("/proc/self/status") if line.startswith("VmHWM")), file=sys.stderr)
"""


def peak(path: Path, claims: int) -> int:
    """The most memory that linting takes, in KB. Compiling rules and guide takes more: then it is measured again."""
    folder = name_folder()
    assert folder is not None
    for _ in range(3):
        before = {kept.name for kept in folder.glob("*")}
        done = subprocess.run([sys.executable, "-c", MEASURE, str(path)], capture_output=True, check=True)
        assert json.loads(done.stdout)["summary"]["claims"] == claims
        if before >= {kept.name for kept in folder.glob("*")}:
            break
    return int(done.stderr.split()[-2])


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="memory is read as Linux says it")
def test_memory_does_not_grow_with_the_file(tmp_path: Path) -> None:
    peaks = []
    for claims in (1, 5000, 9000):  # the first leaves what is compiled; then blocks of the file and more
        path = tmp_path / f"{claims}.837"
        path.write_text("".join(clean(claims, seed=1)), encoding="latin-1", newline="")
        peaks.append(peak(path, claims))
    assert peaks[2] - peaks[1] < 2000  # KB: half a kilobyte a claim; phrases of the guide are learned on the way


def test_a_filter_leaves_the_rest_as_it_was() -> None:
    content = read_sample("flawed/pointers.837").encode("latin-1")
    all_of_them, _ = run(content)
    wanted = Settings(wanted=lambda code: code == "DXP001")
    some = [item for item in lint(Source.from_bytes(content, "x"), catalogue(), wanted) if isinstance(item, Finding)]
    assert some
    assert [replace(finding, excerpt=()) for finding in all_of_them if finding.rule == "DXP001"] == [
        replace(finding, excerpt=()) for finding in some
    ]


def test_the_files_of_a_run_are_judged_with_what_those_before_have_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder of small files is read as one large one; what is said of each is what is said of it alone."""
    names = ("npi-check-digit.837", "npi-check-digit.837", "claim-total.837", "npi-check-digit.837")
    contents = [(resource("samples") / "flawed" / name).read_bytes() for name in names]
    chosen = catalogue().select(ignore=["DUP", "ENV"])
    alone = [[shape(one) for one in lint(Source.from_bytes(each), chosen, Settings()) if isinstance(one, Finding)]
             for each in contents]  # fmt: skip
    made: list[Near] = []

    class Counted(Near):
        def __init__(self, rules: Sequence[CompiledRule], patience: int) -> None:
            super().__init__(rules, patience=2)  # claims: the third file is asked by gates
            made.append(self)

    monkeypatch.setattr("cleanclaim.engine.judging.Near", Counted)
    fewer = chosen.select(ignore=["SIT001"])
    with Run(chosen, Settings(), len(contents) + 1) as together:
        said = [
            [shape(one) for one in together.lint(Source.from_bytes(each)) if isinstance(one, Finding)]
            for each in contents
        ]
        last = [one for one in together.lint(Source.from_bytes(contents[0]), fewer) if isinstance(one, Finding)]
    assert said == alone
    assert "SIT001" in str(alone[3])
    assert [one.rule for one in last] == []
    assert len(made) == 2
