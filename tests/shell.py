"""A shell, a home and a copy of the project, for what is tried as a user would try it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
_PROJECT = ("src", "grammars", "rules", "samples", "pyproject.toml", "hatch_build.py", "README.md", "LICENSE",
            ".pre-commit-hooks.yaml")  # fmt: skip
_COMMIT = re.compile(r"\b[0-9a-f]{40}\b")
A_COMMIT = "4be81fd2a9c07d6e5b3f18a2c6d94e70b1f2a3c5"  # what documents show for any
_OURS = re.compile(r"CI|GIT_.*|GITHUB_.*|CLEANCLAIM_.*|NO_COLOR|FORCE_COLOR|PRE_COMMIT.*|SKIP|COLUMNS")


def environment(home: Path) -> dict[str, str]:
    """The variables of somebody at a terminal of their own, with our tools on the path and nothing configured."""
    kept = {name: value for name, value in os.environ.items() if not _OURS.fullmatch(name)}
    author = {"GIT_AUTHOR_NAME": "A Biller", "GIT_AUTHOR_EMAIL": "biller@example.org"}
    author |= {name.replace("AUTHOR", "COMMITTER"): value for name, value in author.items()}
    return kept | author | {
        "HOME": str(home),
        "PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])),
        "PRE_COMMIT_HOME": str(home / "pre-commit"),
        "GIT_CONFIG_GLOBAL": str(home / ".gitconfig"),
        "GIT_CONFIG_NOSYSTEM": "1",
        "CLEANCLAIM_REFDATA": str(home / "none.sqlite"),
    }  # fmt: skip


class Shell:
    """Runs commands in the working directory; `cd` changes it."""

    def __init__(self, home: Path) -> None:
        self._environment = environment(home)
        (home / ".gitconfig").write_text("[init]\n\tdefaultBranch = main\n[advice]\n\tdetachedHead = false\n")

    def __call__(self, command: str) -> str:
        """What a command prints, on either stream."""
        return _COMMIT.sub(A_COMMIT, self.run(command).stdout)

    def run(self, command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run a command; `more` are variables of its environment."""
        if command.startswith("cd "):
            os.chdir(command.removeprefix("cd "))
            return subprocess.CompletedProcess(command, 0, "")
        return subprocess.run(
            ["bash", "-c", command], env=self._environment | more, text=True, encoding="utf-8", timeout=180,
            check=False, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL,
        )  # fmt: skip


def copy_project(into: Path) -> None:
    """What the tool is made from."""
    into.mkdir()
    for name in _PROJECT:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, into / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, into)
