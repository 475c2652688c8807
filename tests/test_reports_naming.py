"""How reports that others keep name files: nothing of a file's name comes out where it was not to."""

from __future__ import annotations

import json
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

from cleanclaim.reports import FORMATS, KEPT_BY_OTHERS
from cleanclaim.reports.naming import make_naming
from tests.running import Cli
from tests.test_cli_archives import zipped

SAMPLES = Path(__file__).parent.parent / "samples"
FLAWED = (SAMPLES / "flawed" / "pointers.837").read_bytes()
KEY = "a key of the tests, not a secret"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Files that are named after a person; one repeats the claims of another, and two have the same last name."""
    monkeypatch.chdir(tmp_path)
    sent = FLAWED.replace(b"*T*", b"*P*")
    for name in ("doe-jane/doe-jane.837", "doe-again/doe-jane.837", "doe-clean.837"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(sent if "clean" not in name else b"")
    (tmp_path / "doe-zip.zip").write_bytes(zipped(("doe-member.837", sent)))
    (tmp_path / "doe-cut.zip").write_bytes(zipped(("doe-member.837", sent))[:-30])
    return tmp_path


def test_the_formats_that_others_keep_are_those_for_ci() -> None:
    assert {"sarif", "github", "gitlab", "junit", "html"} == KEPT_BY_OTHERS
    assert set(FORMATS) >= KEPT_BY_OTHERS


@pytest.mark.parametrize("name", sorted(KEPT_BY_OTHERS))
def test_no_name_comes_out(cli: Cli, here: Path, name: str) -> None:
    full = cli("lint", ".", "--output", name)
    assert full.status == 1
    assert "doe" in full.out
    hashed = cli("lint", ".", "--output", name, "--paths", "hash")
    assert (hashed.status, hashed.err) == (1, "")
    assert "doe" not in hashed.out
    based = cli("lint", ".", "--output", name, "--paths", "basename")
    assert "doe-jane/" not in based.out and "doe-jane.837" in based.out


def test_reports_for_this_user_name_files_in_full(cli: Cli, here: Path) -> None:
    done = cli("lint", ".", "--output", "json", "--paths", "hash")
    assert "doe-jane/doe-jane.837" in done.out


def test_the_summary_of_a_step_is_written_all_the_same(cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(here / "summary.md"))
    cli("lint", ".", "--output", "github", "--paths", "hash")
    assert "### cleanclaim" in (here / "summary.md").read_text()
    assert "doe" not in (here / "summary.md").read_text()


def test_related_places_and_suites_have_the_same_names(cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_PATHS_KEY", KEY)
    done = cli("lint", ".", "--output", "sarif", "--output", "junit=suites.xml", "--paths", "hash")
    results = json.loads(done.out)["runs"][0]["results"]
    places = {_uri(result["locations"][0]) for result in results}
    related = {_uri(place) for result in results for place in result.get("relatedLocations", ())}
    assert related
    assert related <= places
    assert all(re.fullmatch(r"[0-9a-f]{16}(\.837)?", uri) for uri in places)
    suites = ElementTree.parse(here / "suites.xml").getroot().iter("testsuite")
    assert places <= {suite.get("name") for suite in suites}
    again = cli("lint", ".", "--output", "sarif", "--paths", "hash")
    assert again.out == done.out  # the same key gives the same names


def _uri(place: dict[str, dict[str, dict[str, str]]]) -> str:
    return place["physicalLocation"]["artifactLocation"]["uri"]


def test_gitlab_keeps_findings_of_files_of_the_same_name_apart(cli: Cli, here: Path) -> None:
    issues = json.loads(cli("lint", ".", "--output", "gitlab", "--paths", "basename").out)
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    assert {"doe-jane.837", "doe-jane.837 (2)"} <= {issue["location"]["path"] for issue in issues}


def test_without_a_key_each_run_has_its_own() -> None:
    one, two = make_naming("hash"), make_naming("hash")
    assert one("a.837") == one("a.837") != two("a.837")
    assert one("a.837") != one("b.837")
    assert re.fullmatch(r"[0-9a-f]{16}", one("doe.jane"))
    assert make_naming("hash", b"k" * 100)("a") == make_naming("hash", b"k" * 100)("a")


def test_a_short_key_is_refused(cli: Cli, here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLEANCLAIM_PATHS_KEY", "short")
    done = cli("lint", ".", "--paths", "hash")
    assert (done.status, done.err) == (2, "error: the key in CLEANCLAIM_PATHS_KEY has fewer than 16 bytes\n")


def test_last_parts_of_members() -> None:
    naming = make_naming("basename")
    assert naming("a/b.zip!c/d.837") == "b.zip!d.837"
    assert naming("<stdin>") == "<stdin>"
    assert make_naming("full")("a/b") == "a/b"
