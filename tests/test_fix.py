"""Fixes: exactly the safe list, the same twice, and a file that is old or new whatever happens."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.errors import ConfigError, NotX12Error
from cleanclaim.findings import Finding
from cleanclaim.fix import apply, find_edits, show_changes, write_fixed
from cleanclaim.lint import Settings, lint
from cleanclaim.source import Source
from tests.linting import catalogue
from tests.test_samples import TABLE, read_sample

CLEAN = sorted(name for name in TABLE if name.startswith("clean/") and "batch" not in name)
LINE = "clean/one-line.837"


def fixed(content: bytes) -> bytes:
    source = Source.from_bytes(content)
    return b"".join(apply(source, find_edits(source)))


def rules(content: bytes) -> list[str]:
    said = lint(Source.from_bytes(content, "x"), catalogue(), Settings())
    return [finding.rule for finding in said if isinstance(finding, Finding)]


@pytest.mark.parametrize("name", CLEAN)
def test_a_clean_file_is_left_as_it_is(name: str) -> None:
    assert find_edits(Source.from_bytes(read_sample(name).encode("latin-1"))) == ()


def test_right_counts_stay_where_an_envelope_segment_is_out_of_place() -> None:
    text = read_sample(LINE)
    header = "ST*" + text.split("~ST*")[1].split("~")[0] + "~"
    for broken in (
        text.replace(f"{CLM}~", f"{SE}~{CLM}~"),
        text.replace(f"{CLM}~", f"{GE}~{CLM}~"),
        text.replace(f"{CLM}~", f"{IEA}~{CLM}~"),
        text.replace(f"~{SE}~", f"~{GE}~{SE}~"),
        text.replace(header, ""),
    ):
        assert broken != text
        assert find_edits(Source.from_bytes(broken.encode())) == ()


def spoiled(old: str, new: str) -> tuple[bytes, bytes]:
    text = read_sample(LINE)
    assert text.count(old) == 1, old
    return text.encode(), text.replace(old, new).encode()


SE = "SE*" + read_sample(LINE).split("~SE*")[1].split("~")[0]
GE = "GE*" + read_sample(LINE).split("~GE*")[1].split("~")[0]
IEA = "IEA*" + read_sample(LINE).split("~IEA*")[1].split("~")[0]
CLM = "CLM*" + read_sample(LINE).split("~CLM*")[1].split("~")[0]
DAMAGES = [
    (SE, "SE*7*" + SE.split("*")[2]),
    (SE, SE.rsplit("*", 1)[0] + "*99999"),
    (GE, "GE*4*" + GE.split("*")[2]),
    (GE, GE.rsplit("*", 1)[0] + "*99999"),
    (IEA, "IEA*9*" + IEA.split("*")[2]),
    (IEA, IEA.rsplit("*", 1)[0] + "*999999999"),
    (IEA + "~", IEA),
    (CLM + "~", CLM + "***~"),
]


@pytest.mark.parametrize(("old", "new"), DAMAGES)
def test_what_the_rest_of_the_file_says_is_put_right(old: str, new: str) -> None:
    whole, broken = spoiled(old, new)
    assert rules(broken) != []
    assert fixed(broken).rstrip(b"\n") == whole.rstrip(b"\n")


def test_wrapped_lines_are_joined() -> None:
    content = read_sample("flawed/wrapped-at-80-columns.837").encode()
    assert "ENV022" in rules(content)
    after = fixed(content)
    assert "ENV022" not in rules(after)
    assert after.replace(b"\r\n", b"") == content.replace(b"\r\n", b"")


@pytest.mark.parametrize("name", sorted(name for name in TABLE if name.startswith("flawed/")))
def test_no_claim_is_edited(name: str) -> None:
    """Whatever is wrong with a claim, its codes, amounts, units, dates and identifiers stay."""
    content = read_sample(name).encode("latin-1")
    assert claims_of(fixed(content)) == claims_of(content)


def claims_of(content: bytes) -> list[bytes]:
    """The segments without those that close envelopes, line breaks and empty ends."""
    segments = content.replace(b"\r", b"").replace(b"\n", b"").split(b"~")
    return [segment.rstrip(b"*") for segment in segments if segment[:3] not in (b"SE*", b"GE*", b"IEA")]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from(DAMAGES), min_size=1, max_size=4, unique_by=lambda damage: damage[0][:2]))
def test_a_second_time_changes_nothing(damages: list[tuple[str, str]]) -> None:
    text = read_sample(LINE)
    for old, new in damages:
        text = text.replace(old, new)
    once = fixed(text.encode())
    assert fixed(once) == once
    assert not {"ENV004", "ENV006", "ENV009", "ENV010", "ENV025", "IG045"} & set(rules(once))


@settings(max_examples=80, deadline=None)
@given(st.binary(max_size=400), st.integers(0, 3_000))
def test_no_input_makes_a_fix_raise_or_repeat(noise: bytes, at: int) -> None:
    text = read_sample(LINE).encode()
    content = text[:at] + noise + text[at:]
    source = Source.from_bytes(content)
    try:
        edits = find_edits(source)
    except NotX12Error:
        return
    assert all(one.offset + one.length <= two.offset for one, two in pairwise(edits))
    list(show_changes(source, edits, "codes"))


def test_changes_are_shown_masked_by_segment() -> None:
    _, broken = spoiled(SE, "SE*7*99999**")
    source = Source.from_bytes(broken)
    lines = list(show_changes(source, find_edits(source), "codes"))
    assert lines[0].startswith("@@ byte ")
    assert lines[0].endswith(": SE01 counts its segments; SE02 repeats ST02; a segment ends with its last value")
    assert lines[1] == "-SE*7*•••••**~"
    assert lines[2].startswith(f"+{SE.rsplit('*', 1)[0]}*•")
    assert "99999" not in "".join(lines)


def test_a_file_keeps_its_mode_and_links_stay_links(tmp_path: Path) -> None:
    whole, broken = spoiled(*DAMAGES[0])
    (path := tmp_path / "a.837").write_bytes(broken)
    path.chmod(0o640)
    (link := tmp_path / "link.837").symlink_to(path)
    write_fixed(link, find_edits(Source.from_bytes(broken)), lambda _: "")
    assert path.read_bytes() == whole
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert link.is_symlink()
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["a.837", "link.837"]


def test_a_file_that_is_judged_worse_is_left_as_it_is(tmp_path: Path) -> None:
    _, broken = spoiled(*DAMAGES[0])
    (path := tmp_path / "a.837").write_bytes(broken)
    seen: list[bytes] = []

    def judge(aside: Path) -> str:
        seen.append(aside.read_bytes())
        return "it would have one finding more"

    with pytest.raises(ConfigError, match="was left as it is: it would have one finding more"):
        write_fixed(path, find_edits(Source.from_bytes(broken)), judge)
    assert path.read_bytes() == broken
    assert seen[0] != broken
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_that_changes_meanwhile_is_left_as_it_is(tmp_path: Path) -> None:
    _, broken = spoiled(*DAMAGES[0])
    (path := tmp_path / "a.837").write_bytes(broken)

    def judge(_: Path) -> str:
        path.write_bytes(broken + b"\n")
        return ""

    with pytest.raises(ConfigError, match="it changed while it was being fixed"):
        write_fixed(path, find_edits(Source.from_bytes(broken)), judge)
    assert path.read_bytes() == broken + b"\n"


KILLED = """
import sys
from pathlib import Path
from cleanclaim.fix import find_edits, write_fixed
from cleanclaim.source import Source
path = Path(sys.argv[1])
broken = path.read_bytes()
edits = find_edits(Source.from_bytes(broken))
print("ready", flush=True)
while True:
    write_fixed(path, edits, lambda _: "")
    path.with_suffix(".old").write_bytes(broken)
    path.with_suffix(".old").replace(path)
"""


def test_killed_at_any_moment_the_file_is_old_or_new(tmp_path: Path) -> None:
    whole, broken = spoiled(*DAMAGES[0])
    for number in range(6):
        (path := tmp_path / f"{number}.837").write_bytes(broken)
        with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE) as child:
            assert child.stdout
            assert child.stdout.readline() == b"ready\n"
            time.sleep(0.003 + 0.007 * number)
            os.kill(child.pid, signal.SIGKILL)
        assert path.read_bytes() in (whole, broken)


ENDED = """
import os, signal, sys
from cleanclaim.cli import main
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # nohup leaves it ignored
write = os.fsync
os.fsync = lambda handle: (write(handle), os.kill(os.getpid(), int(sys.argv.pop())))
raise SystemExit(main(["lint", "--fix", "--no-progress", sys.argv[1]]))
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows ends a program without asking it")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_fix_that_is_ended_leaves_no_copy_beside_the_file(tmp_path: Path, name: str) -> None:
    number = int(getattr(signal, name))
    _, broken = spoiled(*DAMAGES[0])
    (path := tmp_path / "a.837").write_bytes(broken)
    ended = subprocess.run([sys.executable, "-c", ENDED, str(path), str(number)], check=False)
    assert ended.returncode == 128 + number
    assert [each.name for each in tmp_path.iterdir()] == ["a.837"]
    assert path.read_bytes() == broken
