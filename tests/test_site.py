"""The documentation as a site: nothing is left out of it, and a link that leads nowhere fails its build.

`make docs`, a part of `make check`, builds the real one.
"""

from __future__ import annotations

import re
from importlib.util import find_spec
from pathlib import Path

import pytest

from cleanclaim.claim.model import ROWS
from cleanclaim.cli.app import COMMANDS
from cleanclaim.language.model import fields
from tests.site.build import _FETCHED, _UNREAD, build_site
from tests.site.commands import commands_page
from tests.site.fields import fields_page
from tests.site.pages import DOCS, SETTINGS, gather, in_nav
from tests.site.picture import PICTURE, draw_picture

NAMED = {page for line in SETTINGS.read_text(encoding="utf-8").splitlines() if (page := in_nav(line))}
MADE = {"reference/commands.md", "reference/fields.md", "reference/rules/index.md", "changelog.md"}
built = pytest.mark.skipif(find_spec("zensical") is None, reason="zensical is not installed (the extra `docs`)")


def test_every_page_stands_in_the_navigation() -> None:
    written = {str(page.relative_to(DOCS)) for page in DOCS.rglob("*.md")}
    assert written - NAMED == set()


def test_what_is_made_is_named_and_there(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    gather(tmp_path)
    assert NAMED >= MADE
    assert [page for page in MADE if not (tmp_path / "docs" / page).is_file()] == []
    assert (tmp_path / "docs" / "reference" / "rules" / "INJ001.md").is_file()


def test_a_file_that_is_no_page_is_named_and_not_linked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "written" / "reference").mkdir(parents=True)
    (tmp_path / "written" / "index.md").write_text(
        "[samples](../samples/README.md), [rules](reference/rules/index.md)\n"
    )
    monkeypatch.setattr("tests.site.pages.DOCS", tmp_path / "written")
    gather(tmp_path / "out")
    told = (tmp_path / "out" / "docs" / "index.md").read_text()
    assert told == "samples (`samples/README.md`), [rules](reference/rules/index.md)\n"


@pytest.mark.parametrize("row", ROWS)
def test_every_field_is_told(row: str) -> None:
    section = fields_page().partition(f"\n## {row}\n")[2].partition("\n## ")[0]
    assert [name for name in fields(row) if f"| `{name}` |" not in section] == []


def test_a_field_is_told_whole() -> None:
    assert "| `procedure` | SV101-2 | code (procedure) | yes | Procedure Code |" in fields_page()
    assert "| `prior_auth` | REF*G1 02 | text, can be missing | no | Prior Authorization Number |" in fields_page()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_is_told(name: str) -> None:
    assert f"\n## {name}" in commands_page()


def test_the_picture_is_what_the_tool_prints() -> None:
    assert PICTURE.read_text(encoding="utf-8") == draw_picture(), "`make transcripts` draws it again"
    assert not re.search(r"https?://(?!www\.w3\.org/2000/svg)", PICTURE.read_text(encoding="utf-8"))


@built
def test_a_link_that_leads_nowhere_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "written").mkdir()
    (tmp_path / "written" / "whole.md").write_text("# Whole\n\n[back](index.md#a-page)\n")
    (tmp_path / "written" / "index.md").write_text("# A page\n\n[gone](nowhere.md), [gone too](index.md#nowhere)\n")
    (tmp_path / "written" / "reference").mkdir()
    monkeypatch.setattr("tests.site.pages.DOCS", tmp_path / "written")
    assert build_site(tmp_path / "out") == 1
    said = capfd.readouterr().out
    assert "page does not exist" in said
    assert "anchor does not exist" in said
    assert "whole.md" not in said


def test_what_is_fetched_or_not_read_is_seen() -> None:
    assert _FETCHED.search('<script src="https://example.org/a.js"></script>')
    assert not _FETCHED.search('<a href="https://example.org/">')
    assert _UNREAD.search("<p>- not a list")
