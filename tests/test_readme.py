"""What README.md shows is what the tool prints: every `$ cleanclaim` in it is run and compared.

`python -m tests.test_readme` writes what the tool prints now into README.md.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.transcript import abridged, on_terminal

ROOT = Path(__file__).parent.parent
BLOCK = re.compile(r"^```console\n(.*?)^```$", re.MULTILINE | re.DOTALL)
COMMAND = re.compile(r"^\$ cleanclaim (?P<arguments>.*)\n(?P<output>(?:(?!\$ ).*\n)*)", re.MULTILINE)


def commands() -> list[tuple[str, str]]:
    text = (ROOT / "README.md").read_text("utf-8")
    return [(m["arguments"], m["output"]) for block in BLOCK.findall(text) for m in COMMAND.finditer(block)]


def printed(arguments: str) -> str:
    """What a command prints on a terminal."""
    command = [sys.executable, "-m", "cleanclaim", *on_terminal(arguments.split())]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, encoding="utf-8", check=False)
    return abridged(done.stdout)


@pytest.mark.parametrize(("arguments", "output"), commands(), ids=[arguments for arguments, _ in commands()])
def test_shown_output_is_real(arguments: str, output: str) -> None:
    assert printed(arguments) == output


def test_the_terminal_is_shown() -> None:
    assert "](docs/terminal.svg)" in (ROOT / "README.md").read_text("utf-8")


def test_files_that_the_readme_names_are_there() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    named = re.findall(r"\]\((?!https?:)([^)#]+)\)", text)
    assert named
    assert [name for name in named if not (ROOT / name).exists()] == []


def rewrite() -> None:
    """Put what the tool prints now into README.md."""
    readme = ROOT / "README.md"

    def command(match: re.Match[str]) -> str:
        return f"$ cleanclaim {match['arguments']}\n{printed(match['arguments'])}"

    text = readme.read_text("utf-8")
    readme.write_text(BLOCK.sub(lambda block: f"```console\n{COMMAND.sub(command, block[1])}```", text), "utf-8")


if __name__ == "__main__":
    rewrite()
