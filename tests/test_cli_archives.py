"""Claim files in `.zip` and `.gz`: read through, within limits, and never a traceback."""

from __future__ import annotations

import gzip
import io
import json
import random
import zipfile
from pathlib import Path
from typing import IO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim import archives
from cleanclaim.cli.paths import Inputs, find_inputs
from cleanclaim.findings import Finding
from cleanclaim.lint import Run, Settings, lint
from tests.linting import catalogue
from tests.running import Cli

SAMPLES = Path(__file__).parent.parent / "samples"
FLAWED = (SAMPLES / "flawed" / "pointers.837").read_bytes()
CLEAN = (SAMPLES / "clean" / "one-line.837").read_bytes()


ENVELOPES = catalogue().select(["ENV"])


def zipped(*members: tuple[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return out.getvalue()


MEMBERS = (
    ("out.837", FLAWED),
    ("day/without-ending", CLEAN),
    ("day/packed.837.gz", gzip.compress(FLAWED)),
    ("read me.txt", b"hello"),
    ("__MACOSX/._out.837", b"\0"),
    (".hidden.837", b"hello"),
)


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def names(found: Inputs) -> list[str]:
    return [item.name for item in found.files]


def test_claim_files_in_an_archive_are_found_as_in_a_folder(here: Path) -> None:
    (here / "a.zip").write_bytes(zipped(*MEMBERS))
    found = find_inputs(["a.zip"])
    assert names(found) == ["a.zip!day/packed.837.gz", "a.zip!day/without-ending", "a.zip!out.837"]
    assert found.skipped == 1
    assert names(find_inputs(["."])) == names(found)
    assert names(find_inputs(["a.zip", "./a.zip"])) == names(found)


def test_archives_in_one_another(here: Path) -> None:
    (here / "a.zip").write_bytes(zipped(("inner.zip", zipped(*MEMBERS))))
    assert names(find_inputs(["a.zip"]))[2] == "a.zip!inner.zip!out.837"


def test_what_is_in_them_is_linted(cli: Cli, here: Path) -> None:
    (here / "a.zip").write_bytes(zipped(("inner.zip", zipped(*MEMBERS))))
    (here / "b.837.gz").write_bytes(gzip.compress(FLAWED))
    done = cli("lint", ".", "--output", "json")
    document = json.loads(done.out)
    assert (done.status, done.err) == (1, "")
    assert [(item["path"], item["rule"]) for item in document["findings"] if item["severity"] == "error"] == [
        ("a.zip!inner.zip!day/packed.837.gz", "DXP001"),
        ("a.zip!inner.zip!out.837", "DXP001"),
        ("b.837.gz", "DXP001"),
    ]
    assert document["summary"]["bytes"] == 3 * len(FLAWED) + len(CLEAN)


def test_gzips_of_other_things_are_other_files_unless_they_are_named(here: Path) -> None:
    (here / "log.gz").write_bytes(gzip.compress(b"hello"))
    (here / "odd.gz").write_bytes(gzip.compress(CLEAN))
    found = find_inputs(["."])
    assert (names(found), found.skipped) == (["odd.gz"], 1)
    assert names(find_inputs(["log.gz"])) == ["log.gz"]


def test_an_archive_without_claim_files(cli: Cli, here: Path) -> None:
    (here / "a.zip").write_bytes(zipped(("read me.txt", b"hello")))
    (here / "b.zip").write_bytes(zipped())
    (here / "c.zip").write_bytes(b"<html>")
    for path in ("a.zip", "b.zip"):
        done = cli("lint", path)
        assert done.status == 2
        assert done.err.startswith(f"error: no claim files in `{path}` (looked for *.837, ")
    done = cli("lint", "c.zip")
    assert (done.status, done.err) == (1, "")
    assert "ENV000" in done.out


def damaged_crc() -> bytes:
    content = bytearray(zipped(("out.837", FLAWED)))
    content[200] ^= 0xFF
    return bytes(content)


def encrypted() -> bytes:
    content = bytearray(zipped(("out.837", FLAWED)))
    content[6] |= 1
    content[content.rindex(b"PK\x01\x02") + 8] |= 1
    return bytes(content)


def deep(levels: int) -> bytes:
    content = zipped(("out.837", FLAWED))
    for _ in range(levels):
        content = zipped(("in.zip", content))
    return content


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.zip", zipped(*MEMBERS)[:-30], "a.zip:1:1: ENV000 error the archive is damaged: ask for it again"),
        ("a.zip", damaged_crc(), "a.zip!out.837:1:1: ENV000 error the archive is damaged: ask for it again"),
        ("a.zip", encrypted(), "a.zip:1:1: ENV000 error the archive is encrypted"),
        ("a.zip", deep(2), "a.zip!in.zip!in.zip:1:1: ENV000 error the archive holds archives more than 2 deep: "),
        ("a.zip", zipped(("bomb.837", b" " * (8 << 20))), "the archive unpacks to more than 200 times its size"),
        ("a.837.gz", gzip.compress(b" " * (8 << 20)), "the archive unpacks to more than 200 times its size"),
        ("a.gz", gzip.compress(FLAWED)[:-40], "a.gz:1:1: ENV000 error the archive is damaged: ask for it again"),
        ("a.zip", zipped(("x\x1b[2J\u202e.837", b"hello")), "a.zip!x␛[2J�.837:1:1: ENV000"),
    ],
)
def test_what_can_not_be_unpacked_is_a_finding(cli: Cli, here: Path, name: str, content: bytes, said: str) -> None:
    (here / name).write_bytes(content)
    for arguments in ((name,), (".", "--output", "full"), (name, "--diff"), (name, "--fix")):
        done = cli("lint", *arguments)
        assert done.err == ""
        assert done.status == int("--diff" not in arguments)
    assert said in cli("lint", name).out


def test_too_many_members(cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MEMBERS", 3)
    (here / "a.zip").write_bytes(zipped(*MEMBERS))
    assert "the archive holds more than 3 files: it is not read" in cli("lint", "a.zip").out


def test_a_member_is_fixed_by_nobody_and_shown_to_everybody(cli: Cli, here: Path) -> None:
    (here / "a.zip").write_bytes(before := zipped(("out.837", CLEAN.replace(b"SE*", b"SE*9"))))
    done = cli("lint", "--fix", "a.zip")
    assert done.status == 2
    assert done.err == "error: `a.zip!out.837` can not be fixed in its archive: unpack it\n"
    assert (here / "a.zip").read_bytes() == before
    assert cli("lint", "--diff", "a.zip").out.startswith("--- a.zip!out.837\n+++ a.zip!out.837\n")


def test_a_report_is_not_written_over_an_archive(cli: Cli, here: Path) -> None:
    (here / "a.zip").write_bytes(zipped(*MEMBERS))
    assert "is one of the inputs" in cli("lint", "a.zip", "--output", "json=a.zip").err


def test_claims_that_were_sent_before_are_found_across_members(here: Path) -> None:
    """Members are not held open: each can be unpacked again, while its archive stays what it was."""
    sent = CLEAN.replace(b"*T*", b"*P*")
    (here / "a.zip").write_bytes(zipped(("1.837", sent), ("2.837", sent)))
    found = find_inputs(["a.zip"])
    with Run(catalogue(), Settings(), len(found.files)) as run:
        said = []
        for item in found.files:
            with item.open() as source:
                said += [one for one in run.lint(source) if isinstance(one, Finding)]
    before = [mark.path for one in said if one.rule == "DUP002" for mark in one.related]
    assert before
    assert set(before) == {"a.zip!1.837"}


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 2**32))
def test_no_damage_to_an_archive_raises(tmp_path_factory: pytest.TempPathFactory, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(zipped(*MEMBERS, ("in.zip", zipped(*MEMBERS[:1]))))
    for _ in range(chance.choice((1, 2, 8))):
        place = chance.choice((chance.randrange(len(content)), len(content) - 1 - chance.randrange(400)))
        content[place] = chance.randrange(256)
    if chance.random() < 0.2:
        del content[chance.randrange(len(content)) :]
    path = tmp_path_factory.getbasetemp() / "damaged.zip"
    path.write_bytes(content)
    for item in find_inputs([str(path)], allow_empty=True).files:
        with item.open() as source:
            list(lint(source, ENVELOPES, Settings()))


def test_an_archive_in_another_is_unpacked_once_for_all_its_members(
    here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    inner = zipped(*((f"{number}.837", CLEAN) for number in range(20)))
    (here / "a.zip").write_bytes(zipped(("b.zip", inner), ("c.zip", zipped(("last.837", FLAWED)))))
    found = find_inputs(["a.zip"])
    aside, unpacked = archives.Unpacker.aside, []

    def counted(self: archives.Unpacker, opened: archives.Open) -> IO[bytes]:
        stream = aside(self, opened)
        unpacked.append(stream.seek(0, io.SEEK_END))
        stream.seek(0)
        return stream

    monkeypatch.setattr(archives.Unpacker, "aside", counted)
    for item in (*found.files, *found.files):
        with item.open() as source:
            assert source.read(0, 3) == "ISA"
    assert unpacked.count(len(inner)) == 2
    assert len(unpacked) == 2 * (21 + 2)


def test_an_archive_in_another_that_has_changed_is_unpacked_again(here: Path) -> None:
    (here / "a.zip").write_bytes(zipped(("b.zip", zipped(("1.837", CLEAN), ("2.837", CLEAN)))))
    first, second = find_inputs(["a.zip"]).files
    with first.open() as source:
        assert source.size == len(CLEAN)
    (here / "a.zip").write_bytes(zipped(("b.zip", zipped(("1.837", CLEAN), ("2.837", FLAWED)))))
    with second.open() as source:
        assert source.size == len(FLAWED)
