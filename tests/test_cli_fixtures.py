"""`--extend-select FIX`: files under version control are looked at as fixtures, others are not."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from cleanclaim.cli.git_index import names
from tests.running import Cli
from tests.test_facts import claim

INVENTED = claim("99213", filing="MB").replace("1999000023", "1234567893")
REAL = INVENTED.replace("1EG4TE5MK73", "2AA2AA2AA22").replace("XX*1234567893", "XX*1999000015", 1)


def production(text: str) -> str:
    return text.replace("*0*T*:~", "*0*P*:~")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "tree" / "deep").mkdir(parents=True)
    (tmp_path / "tree" / "deep" / "a.837").write_text(production(REAL), "ascii")
    (tmp_path / "a.837").write_text(production(REAL), "ascii")
    return tmp_path


def rules(cli: Cli, *arguments: str) -> list[str]:
    result = cli("lint", "--output", "json", "--fail-on", "never", *arguments)
    assert result.status == 0, result.err
    return [finding["rule"] for finding in json.loads(result.out)["findings"]]


def test_they_are_off_unless_named(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    for asked in ([], ["--select", "ALL"], ["--extend-select", "SIT"]):
        assert [rule for rule in rules(cli, "tree", *asked) if rule.startswith("FIX")] == []


@pytest.mark.parametrize("asked", ["FIX", "fix", "FIX0"])
def test_they_look_at_files_under_version_control(folder: Path, cli: Cli, asked: str) -> None:
    (folder / "tree" / ".git").mkdir()
    found = rules(cli, "tree", "a.837", "--extend-select", asked)
    assert sorted(rule for rule in found if rule.startswith("FIX")) == ["FIX001", "FIX003", "FIX004"]


def test_a_work_tree_can_be_a_file_that_names_it(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").write_text("gitdir: elsewhere\n")
    assert rules(cli, "tree", "--select", "FIX001") == ["FIX001"]


@pytest.mark.parametrize(
    ("ignored", "found"),
    [
        ({".gitignore": "deep/\n"}, []),
        ({".gitignore": "*.837\n"}, []),
        ({"deep/.gitignore": "/a.837\n"}, []),
        ({".git/info/exclude": "a.837\n"}, []),
        ({".gitignore": "deep/*\n", "deep/.gitignore": "# none\n"}, []),
        ({".gitignore": "/a.837\nout/\n"}, ["FIX001"]),
        ({".gitignore": "*.837\n!deep/*.837\n"}, ["FIX001"]),
        ({".gitignore": "*.837\n", "deep/.gitignore": "!a.837\n"}, ["FIX001"]),
        ({".gitignore": "deep/\n", "deep/.gitignore": "!a.837\n"}, []),  # what is below an ignored folder stays so
    ],
)
def test_what_git_ignores_is_no_fixture(folder: Path, cli: Cli, ignored: dict[str, str], found: list[str]) -> None:
    (folder / "tree" / ".git" / "info").mkdir(parents=True)
    for name, text in ignored.items():
        (folder / "tree" / name).write_text(text)
    assert rules(cli, "tree", "--select", "FIX001") == found


@pytest.mark.parametrize(
    ("name", "found"),
    [("deep/a.837", ["FIX001"]), ("more/deep/a.837", []), ("deep/a.8370", [])],
)
def test_what_was_added_though_ignored_is_a_fixture(folder: Path, cli: Cli, name: str, found: list[str]) -> None:
    """An entry of the index: 62 bytes, of which the last two hold the length of the name, the name, and a nought."""
    (folder / "tree" / ".git").mkdir()
    (folder / "tree" / ".gitignore").write_text("*.837\n")
    entry = b"DIRC\0\0\0\2\0\0\0\1" + bytes(60) + len(name).to_bytes(2, "big") + name.encode() + b"\0"
    (folder / "tree" / ".git" / "index").write_bytes(entry)
    assert rules(cli, "tree", "--select", "FIX001") == found


@pytest.mark.parametrize("line", ["!", "\\", "deep\\", "[z-a]", "["])
@pytest.mark.parametrize(("after", "found"), [("", ["FIX001"]), ("deep/\n", [])])
def test_a_line_that_git_can_not_read_ignores_nothing(
    folder: Path, cli: Cli, line: str, after: str, found: list[str]
) -> None:
    (folder / "tree" / ".git").mkdir()
    (folder / "tree" / ".gitignore").write_text(f"{line}\n{after}")
    assert rules(cli, "tree", "--select", "FIX001") == found


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_can_be_no_text(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    try:
        (folder / "tree" / "deep" / "a.837").rename(folder / "tree" / "deep" / os.fsdecode(b"\xff.837"))
    except OSError:
        pytest.skip("this file system takes no such name")
    (folder / "tree" / ".gitignore").write_text("*.837\n")
    assert rules(cli, "tree", "--select", "FIX001") == []


def test_a_work_tree_apart_has_its_index_elsewhere(folder: Path, cli: Cli) -> None:
    own = folder / "main" / ".git" / "worktrees" / "tree"
    own.mkdir(parents=True)
    (folder / "main" / ".git" / "info").mkdir()
    (folder / "main" / ".git" / "info" / "exclude").write_text("*.837\n")
    (folder / "tree" / ".git").write_text(f"gitdir: {own}\n")
    (own / "commondir").write_text("../..\n")
    assert rules(cli, "tree", "--select", "FIX001") == []
    (own / "index").write_bytes(index(2, entry(b"deep/a.837")))
    assert rules(cli, "tree", "--select", "FIX001") == ["FIX001"]


def test_what_git_is_told_in_the_meantime_holds(folder: Path, cli: Cli) -> None:
    """An editor's server asks for a file again and again in one process."""
    git, ignore = folder / "tree" / ".git", folder / "tree" / ".gitignore"
    steps: list[tuple[Callable[[], object], list[str]]] = [
        (lambda: None, []),
        (git.mkdir, ["FIX001"]),
        (lambda: ignore.write_text("*.837\n"), []),
        (lambda: (git / "index").write_bytes(index(2, entry(b"b"))), []),
        (lambda: (git / "index").write_bytes(index(2, entry(NAME))), ["FIX001"]),
        ((git / "index").unlink, []),
        (lambda: ignore.write_text("*.838\n"), ["FIX001"]),
    ]
    for step, found in steps:
        step()
        assert rules(cli, "tree", "--select", "FIX001") == found


def entry(name: bytes, *, more: bytes = b"", object_name: int = 20) -> bytes:
    """Of version 2 or 3, filled up to eight bytes; `more` are flags that version 3 adds."""
    flags = (0x4000 if more else 0) | len(name)
    held = bytes(40 + object_name) + flags.to_bytes(2, "big") + more + name
    return held + bytes(8 - len(held) % 8)


def index(version: int, *entries: bytes) -> bytes:
    return b"DIRC" + version.to_bytes(4, "big") + len(entries).to_bytes(4, "big") + b"".join(entries)


NAME = b"deep/a.837"
FLAGS = bytes(60) + (10).to_bytes(2, "big")
INDEXES = {
    "version 2": (index(2, entry(b"b"), entry(NAME)), [*"b"]),
    "a name that ends where it could begin anew": (index(2, entry(b"bb"), entry(NAME)), ["bb"]),
    "version 3, meant to be added": (index(3, entry(b"b", more=b"\x20\0"), entry(NAME, more=b"\x20\0")), [*"b"]),
    "version 4": (index(4, FLAGS + b"\0deep/b.837\0", FLAGS + b"\x05a.837\0"), ["deep/b.837"]),
    "version 4, far back": (
        index(4, FLAGS + b"\0" + b"c" * 200 + b"\0", FLAGS + b"\x80\x48" + NAME + b"\0"),
        ["c" * 200],
    ),
}


@pytest.mark.parametrize("case", INDEXES)
def test_each_version_of_an_index_is_read(tmp_path: Path, case: str) -> None:
    held, others = INDEXES[case]
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_bytes(held)
    assert names(tmp_path) == {NAME, *(other.encode() for other in others)}


def test_an_index_can_be_split(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "index").write_bytes(index(2, entry(b"b")))
    (tmp_path / ".git" / "sharedindex.0f").write_bytes(index(2, entry(NAME)))
    assert names(tmp_path) == {b"b", NAME}


def test_objects_can_have_longer_names(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "config").write_text("[extensions]\n\tobjectFormat = sha256\n")
    (tmp_path / ".git" / "index").write_bytes(index(2, *(entry(name, object_name=32) for name in (b"b", NAME))))
    assert names(tmp_path) == {b"b", NAME}


@pytest.mark.parametrize("case", INDEXES)
def test_an_index_that_ends_early_is_read_so_far(tmp_path: Path, case: str) -> None:
    held, others = INDEXES[case]
    (tmp_path / ".git").mkdir()
    for end in range(len(held)):
        (tmp_path / ".git" / "index").write_bytes(held[:end])
        assert names(tmp_path) <= {NAME, *(other.encode() for other in others)}


def test_elsewhere_they_say_nothing(folder: Path, cli: Cli) -> None:
    assert rules(cli, "tree", "--select", "FIX") == []


def test_one_can_be_left_out(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    assert rules(cli, "tree", "--select", "FIX", "--ignore", "FIX004") == ["FIX001", "FIX003"]


def test_what_is_invented_is_silent(folder: Path, cli: Cli) -> None:
    (folder / "tree" / ".git").mkdir()
    (folder / "tree" / "deep" / "a.837").write_text(INVENTED, "ascii")
    assert rules(cli, "tree", "--select", "FIX") == []
