"""The hooks, run by the real pre-commit in real repositories; and the tutorial, which ends with one.

pre-commit installs the tool once for all of them, with pip and whatever index that is told to use.
`pytest --force-regen` writes what happened into the tutorial.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.running import Cli
from tests.shell import ROOT, Shell, copy_project
from tests.transcript import hold, play

PAGE = ROOT / "docs" / "tutorial.md"
FLAWED = ROOT / "samples" / "flawed"
CONFIG = """repos:
  - repo: ../cleanclaim
    rev: {commit}
    hooks: [{{id: {hook}}}]
"""
pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a copy of the project in it, as a repository of its own."""
    desk = tmp_path_factory.mktemp("desk")
    copy_project(desk / "cleanclaim")
    git = f"git -C {desk}/cleanclaim"
    done = Shell(desk).run(f"{git} init -q && {git} add . && {git} commit -q -m Copy")
    assert (done.returncode, done.stdout) == (0, "")
    return desk


@pytest.fixture
def shell(desk: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A shell at the desk."""
    monkeypatch.chdir(desk)
    return Shell(desk)


def test_the_tutorial_is_what_happens(cli: Cli, shell: Shell, request: pytest.FixtureRequest) -> None:
    hold(PAGE, play(PAGE.read_text(encoding="utf-8"), cli, shell), request.config)


def repository(shell: Shell, name: str, hook: str) -> Path:
    """A repository with one hook, and the working directory in it."""
    commit = shell.run("git -C cleanclaim rev-parse HEAD").stdout.strip()
    shell.run(f"git init -q {name}")
    shell.run(f"cd {name}")
    here = Path.cwd()
    (here / ".pre-commit-config.yaml").write_text(CONFIG.format(commit=commit, hook=hook))
    assert shell.run("pre-commit install").returncode == 0
    return here


def test_the_hook_stops_a_commit(shell: Shell) -> None:
    here = repository(shell, "lint", "cleanclaim")
    shutil.copy(FLAWED / "pointers.837", here / "POINTERS.EDI")
    (here / "notes.txt").write_text("no claim file")
    done = shell.run("git add . && git commit -q -m Pointers")
    assert done.returncode == 1
    assert "POINTERS.EDI:33:30: DXP001 error" in done.stdout
    assert "notes.txt" not in done.stdout
    assert shell.run("git log --oneline").returncode != 0  # there is no commit


def test_the_hook_lints_the_files_together(shell: Shell) -> None:
    here = repository(shell, "together", "cleanclaim")
    for number in range(39):
        shutil.copy(FLAWED / "pointers.837", here / f"{number:02}.837")
    shutil.copy(FLAWED / "pointers.837", here / "--fail-on=never.837")  # pre-commit hands on names as they are
    done = shell.run("git add . && git commit -q -m Many")
    assert "in 40 of 40 files" in done.stdout


def test_what_a_user_asks_for_leaves_files_that_begin_with_a_dash(shell: Shell) -> None:
    here = repository(shell, "asked", "cleanclaim, args: [--show, error, --]")
    shutil.copy(FLAWED / "pointers.837", here / "-h.837")
    done = shell.run("git add . && git commit -q -m Dash")
    assert done.returncode == 1
    assert "-h.837:33:30: DXP001 error" in done.stdout
    config = here / ".pre-commit-config.yaml"
    config.write_text(config.read_text().replace(", --]", "]"))
    done = shell.run("git add . && git commit -q -m Dash")
    assert done.returncode == 1
    assert "`-h.837` is a file here: write `./-h.837`, or `--` before the files\n" in done.stdout


def test_the_fix_hook_mends_and_asks_to_look(shell: Shell) -> None:
    here = repository(shell, "fix", "cleanclaim-fix")
    for name in ("wrong-segment-count.837", "pointers.837"):
        shutil.copy(FLAWED / name, here)
    shell.run("git add .")
    done = shell.run("git commit -q -m Count")
    assert done.returncode == 1
    assert "- files were modified by this hook" in done.stdout
    assert "fixed `wrong-segment-count.837`: 1 change" in done.stdout
    assert shell.run("git diff --stat").stdout.startswith(" wrong-segment-count.837 | 2 +-")
    assert shell.run("git add . && git commit -q -m Count").returncode == 0


def test_the_rules_hook_checks_and_tests(shell: Shell) -> None:
    here = repository(shell, "rules", "cleanclaim-rules")
    (here / "sets").mkdir()
    (here / "sets" / "ours.rules").write_text("language 1\n\nset ours : procedure = [99213]\n")
    rule = here / "own.rules"
    shell.run('cleanclaim rules new OWN001 "Two units" --file own.rules')
    rule.write_text(rule.read_text().replace("is 99213", "is ours").replace("language 1\n", "language 1\nuse ours\n"))
    assert (done := shell.run("git add . && git commit -q -m Rule")).returncode == 0, done.stdout
    rule.write_text(rule.read_text().replace("line.units > 1", "line.units > 2"))
    done = shell.run("git commit -a -q -m Rule")  # `sets` has not changed, and is read all the same
    assert done.returncode == 1
    assert "own.rules:" in done.stdout
    assert "OWN001 two units: expected " in done.stdout
