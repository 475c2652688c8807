"""Files of one run: a claim that stands in two of them is found in the later one, which names the other."""

from __future__ import annotations

import io
import json
import sys
from pathlib import Path

import pytest

from tests.running import Cli
from tests.test_samples import read_sample

NAME = "clean/visit-with-b12-injection.837"
LIVE = read_sample(NAME).replace("*0*T*:~", "*0*P*:~", 1)


def copies(folder: Path, *names: str) -> list[str]:
    for name in names:
        (folder / name).write_text(LIVE, encoding="latin-1", newline="")
    return [str(folder / name) for name in names]


def test_a_claim_in_two_files_is_found_in_the_later_one(cli: Cli, tmp_path: Path) -> None:
    one, two = copies(tmp_path, "a.837", "b.837")
    done = cli("lint", "--output", "json", "--select", "DUP", str(tmp_path))
    assert done.status == 0  # a warning
    (found,) = json.loads(done.out)["findings"]
    assert (found["rule"], found["path"], found["related"][0]["path"]) == ("DUP002", two, one)
    assert found["line"] == found["related"][0]["line"] == 27
    full = cli("lint", "--output", "full", "--select", "DUP", two, one)
    assert f"= the first: {two}:27:17\n" in full.out and f"--> {one}:27:17\n" in full.out
    assert cli("lint", "--output", "json", "--select", "DUP", one, one).out.count("DUP002") == 0


def test_fixtures_may_repeat_a_claim(cli: Cli, tmp_path: Path) -> None:
    for name in ("a.837", "b.837"):
        (tmp_path / name).write_text(read_sample(NAME), encoding="latin-1", newline="")
    assert read_sample(NAME) != LIVE
    assert json.loads(cli("lint", "--output", "json", str(tmp_path)).out)["findings"] == []


def test_standard_input_can_be_the_other_file(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (one,) = copies(tmp_path, "a.837")
    for paths, found_in, first in ((("-", one), one, "<stdin>"), ((one, "-"), "<stdin>", one)):
        stdin = io.TextIOWrapper(io.BytesIO(LIVE.encode("latin-1")))
        monkeypatch.setattr(sys, "stdin", stdin)
        done = cli("lint", "--output", "json", "--select", "DUP", *paths)
        (found,) = json.loads(done.out)["findings"]
        assert (found["path"], found["related"][0]["path"]) == (found_in, first)


def test_values_stay_masked_where_two_files_meet(cli: Cli, tmp_path: Path) -> None:
    copies(tmp_path, "a.837", "b.837")
    for form in ("full", "json", "concise"):
        said = cli("lint", "--output", form, "--select", "DUP", str(tmp_path))
        assert not [
            word for word in ("OAKHAVEN", "CH26-004417", "19710614", "20260311") if word in said.out + said.err
        ]
