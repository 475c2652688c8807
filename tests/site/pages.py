"""What stands where in the site: the navigation, the pages that are written, those that are made."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

from cleanclaim.cli import main
from tests.site.commands import commands_page
from tests.site.fields import fields_page

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
SETTINGS = ROOT / "zensical.toml"
_IN_NAV = re.compile(r'^ *\{ ".*" = "(?P<page>.+\.md)" \},$')

_OUTSIDE = re.compile(
    r"\[([^\]]*)\]\((?:\.\./)+((?:editors|grammars|rules|samples)/[^)]*)\)"
)  # files that are no pages


def gather(folder: Path) -> None:
    """Write `docs/` and `zensical.toml` of the site into a folder; what an earlier run left there goes."""
    shutil.rmtree(folder / "docs", ignore_errors=True)
    pages = folder / "docs"
    shutil.copytree(DOCS, pages)
    (pages / "reference" / "fields.md").write_text(fields_page(), encoding="utf-8")
    (pages / "reference" / "commands.md").write_text(commands_page(), encoding="utf-8")
    changes = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    (pages / "changelog.md").write_text(changes.replace("](docs/", "]("), encoding="utf-8")
    if main(["rules", "docs", "--output", str(pages / "reference" / "rules")]):
        raise SystemExit("the pages of the rules could not be made")
    for written in pages.rglob("*.md"):
        text = written.read_text(encoding="utf-8")
        written.write_text(_OUTSIDE.sub(r"\1 (`\2`)", text), encoding="utf-8")
    lines = SETTINGS.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if (page := in_nav(line)) is None or (pages / page).exists()]
    (folder / "zensical.toml").write_text("".join(kept), encoding="utf-8")


def in_nav(line: str) -> str | None:
    """The page that a line of the navigation names."""
    match = _IN_NAV.match(line.rstrip("\n"))
    return match["page"] if match else None
