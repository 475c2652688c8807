"""The picture of a terminal: what the tool prints in colour, as SVG. `python -m tests.site.picture` writes it."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

from tests.site.pages import DOCS, ROOT
from tests.transcript import abridged

PICTURE = DOCS / "terminal.svg"
COMMAND = "cleanclaim lint samples/flawed/nurse-visit-with-injection.837"
_COLUMNS = 96
_FETCHED = re.compile(r"\s*@font-face \{.*?\}|\s*<!--.*?-->", re.DOTALL)  # fonts of another host; a comment


def draw_picture() -> str:
    """The picture as it would be now."""
    words = [*COMMAND.split()[1:], "--output", "full", "--color", "always"]
    environment = {**os.environ, "PYTHONUTF8": "1", "CLEANCLAIM_REFDATA": "none.sqlite"}
    done = subprocess.run(
        [sys.executable, "-m", "cleanclaim", *words], cwd=ROOT, env=environment, capture_output=True, text=True,
        encoding="utf-8", check=False,
    )  # fmt: skip
    if done.returncode != 1:
        raise SystemExit(f"expected a finding: {done.stderr}")
    console = Console(record=True, width=_COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    console.print(Text.assemble(("$ ", "bold green"), COMMAND))
    console.print(Text.from_ansi(abridged(done.stdout.rstrip("\n"))))
    drawn = console.export_svg(title="cleanclaim", theme=MONOKAI, unique_id="terminal")
    return _FETCHED.sub("", drawn).replace("Fira Code,", "ui-monospace, Menlo, Consolas,")


if __name__ == "__main__":
    (Path(sys.argv[1]) if sys.argv[1:] else PICTURE).write_text(draw_picture(), encoding="utf-8")
