"""Which files are meant by what is given, and that each is read once."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from cleanclaim.cli.paths import Exclusion, find_inputs
from cleanclaim.errors import ConfigError

ISA = b"ISA*00*          *00*"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of claim files, others beside them, and what must be passed over."""
    for name, content in {
        "b.837": b"",
        "a.X12": b"anything",
        "sub/c.txt": b"\xef\xbb\xbf\r\n" + ISA,
        "sub/d.txt": b"ISABELLA was here",
        "sub/short": b"IS",
        "sub/e.edi": ISA,
        ".git/f.837": ISA,
        ".hidden.837": ISA,
        "README": b"hello",
    }.items():
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "in"


def names(*paths: str, allow_empty: bool = False) -> list[str]:
    return [item.name.replace(os.sep, "/") for item in find_inputs(paths, allow_empty=allow_empty).files]


def test_a_folder_is_walked_in_order_and_others_are_counted(tree: Path) -> None:
    found = find_inputs(["in"])
    assert [item.name for item in found.files] == ["in/a.X12", "in/b.837", "in/sub/c.txt", "in/sub/e.edi"]
    assert found.skipped == 3
    assert found.unreadable == []


def test_the_current_folder_gives_names_without_a_point(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tree)
    assert names(".") == ["a.X12", "b.837", "sub/c.txt", "sub/e.edi"]


def test_a_file_that_is_named_is_read_whatever_it_is(tree: Path) -> None:
    assert names("in/README", "in/.hidden.837") == ["in/README", "in/.hidden.837"]


def test_each_file_is_taken_once(tree: Path) -> None:
    (tree / "link.837").symlink_to(tree / "b.837")
    assert names("in/b.837", "in/b.837", "./in/b.837", "in/link.837") == ["in/b.837"]
    assert names("-", "-") == ["<stdin>"]


def test_globs_are_expanded_where_the_shell_did_not(tree: Path) -> None:
    assert names("in/*.837") == ["in/b.837"]
    assert names("in/**/*.edi") == ["in/sub/e.edi"]
    assert names("in/s*") == ["in/sub/c.txt", "in/sub/e.edi"]


def test_a_file_whose_name_looks_like_a_glob_is_that_file(tree: Path) -> None:
    (tree / "odd[1].837").write_bytes(ISA)
    assert names("in/odd[1].837") == ["in/odd[1].837"]


def test_links_that_lead_back_do_not_go_round(tree: Path) -> None:
    (tree / "sub" / "up").symlink_to(tree)
    (tree / "sub" / "self").symlink_to("self")
    found = find_inputs(["in"])
    assert [item.name for item in found.files] == ["in/a.X12", "in/b.837", "in/sub/c.txt", "in/sub/e.edi"]
    assert (found.skipped, found.unreadable) == (3 + 1, [])


def test_what_is_no_file_is_told_or_counted(tree: Path) -> None:
    """Silence means read: a link that leads nowhere may stand for a file that somebody sent."""
    for name in ("gone.837", "gone.zip", "gone.txt"):
        (tree / name).symlink_to("nowhere")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tree / "pipe.EDI")
    found = find_inputs(["in"], exclude=Exclusion(("gone.zip",)))
    told = [(Path(name).name, why) for name, why in found.unreadable]
    assert told[0] == ("gone.837", "the link leads to no file")
    assert told[1:] == [("pipe.EDI", "it is neither a file nor a folder")][: hasattr(os, "mkfifo")]
    assert (found.skipped, found.excluded) == (3 + 1, 1)


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("nope.837", "`nope.837` does not exist"),
        ("in/b.837/x", "`in/b.837/x` does not exist"),
        ("in/*.zip", "no file matches `in/*.zip`"),
        ("void", "no claim files in `void` (looked for *.837, *.837p, *.edi, *.x12, *.clm"),
        ("a\x1b]2J", "`a␛]2J` does not exist"),
    ],
)
def test_what_means_no_file_is_said(tree: Path, path: str, words: str) -> None:
    Path("void").mkdir()
    with pytest.raises(ConfigError) as raised:
        find_inputs(["in/b.837", path])
    assert words in str(raised.value)


def test_no_input_can_be_allowed(tree: Path) -> None:
    Path("void").mkdir()
    assert names("void", "in/*.zip", allow_empty=True) == []
    with pytest.raises(ConfigError):
        names("nope", allow_empty=True)


def test_what_can_not_be_looked_at_is_told(tree: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    look: Any = os.scandir
    read: Any = Path.open

    def refuse(path: Path, *more: str) -> Any:
        if path.name in ("sub", "README"):
            raise PermissionError(13, "Permission denied")
        return read(path, mode=more[0]) if more else look(path)

    monkeypatch.setattr("os.scandir", refuse)
    monkeypatch.setattr(Path, "open", refuse)
    found = find_inputs(["in"])
    assert found.unreadable == [("in/README", "permission denied"), ("in/sub", "permission denied")]
    assert [item.name for item in found.files] == ["in/a.X12", "in/b.837"]


def test_a_folder_that_can_not_be_looked_into_is_not_one_without_claims(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path) -> Any:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("os.scandir", refuse)
    found = find_inputs(["in/b.837", "in"])
    assert found.unreadable == [("in", "permission denied")]
    assert [item.name for item in found.files] == ["in/b.837"]


def left(*paths: str, exclude: tuple[str, ...], named: bool = False) -> list[str]:
    found = find_inputs(paths, exclude=Exclusion(exclude, named))
    return [item.name.replace(os.sep, "/") for item in found.files]


@pytest.mark.parametrize(
    ("globs", "names_left", "excluded"),
    [
        (("sub/",), ["in/a.X12", "in/b.837"], 1),
        (("in/sub",), ["in/a.X12", "in/b.837"], 1),
        (("*.837", "*.edi"), ["in/a.X12", "in/sub/c.txt"], 2),
        (("/b.837",), ["in/a.X12", "in/b.837", "in/sub/c.txt", "in/sub/e.edi"], 0),
        (("in/**/*.txt", "!in/sub/c.txt"), ["in/a.X12", "in/b.837", "in/sub/c.txt", "in/sub/e.edi"], 1),
        (("in/*",), [], 4),
    ],
)
def test_what_globs_name_is_left_out_of_folders(
    tree: Path, globs: tuple[str, ...], names_left: list[str], excluded: int
) -> None:
    found = find_inputs(["in"], exclude=Exclusion(globs))
    assert [item.name.replace(os.sep, "/") for item in found.files] == names_left
    assert found.excluded == excluded
    assert left("in/b.837", exclude=globs) == ["in/b.837"]  # it was named itself


def test_a_named_file_is_left_out_where_that_is_asked_for(tree: Path) -> None:
    assert left("in/b.837", "in/sub/e.edi", exclude=("*.837",), named=True) == ["in/sub/e.edi"]
    assert left("in/b.837", exclude=("*.837",), named=True) == []


def test_what_is_no_glob_is_said(tree: Path) -> None:
    with pytest.raises(ConfigError, match="`!` is no glob: expected a line as in"):
        find_inputs(["in"], exclude=Exclusion(("!",)))
