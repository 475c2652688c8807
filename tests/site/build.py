"""Builds the site with zensical, strictly: a link that leads nowhere, or to no heading, fails it."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.site.pages import gather

_FETCHED = re.compile(r'<(?:script|img|link|iframe|source)\b[^>]*\b(?:src|href)="https?://[^"]*"[^>]*>')
_UNREAD = re.compile(r"<p>(?:```|- |\| ).*")  # what was meant as a block, a list or a table

_COLOR = re.compile("\x1b\\[[0-9;]*m")


def build_site(folder: Path) -> int:
    """Make `site` in a folder; the exit status of the build."""
    gather(folder)
    done = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict", "--clean"],
        cwd=folder, text=True, encoding="utf-8", capture_output=True, check=False,
    )  # fmt: skip
    said = _COLOR.sub("", done.stdout + done.stderr).partition("Traceback")[0]
    faults = list(_faults(folder / "site")) if done.returncode == 0 else [said]
    sys.stdout.write("\n".join(faults or [str(folder / "site" / "index.html")]) + "\n")
    return int(bool(faults))


def _faults(site: Path) -> Iterator[str]:
    """What the build does not look at: requests to other hosts, and text that was meant to be more."""
    for page in sorted(site.rglob("*.html")):
        text = page.read_text(encoding="utf-8")
        for found in (*_FETCHED.findall(text), *_UNREAD.findall(text)):
            yield f"{page.relative_to(site)}: {found}"
