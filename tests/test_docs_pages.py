"""What every page shows: commands are run and their output compared, workflows are read and their steps run.

`pytest --force-regen` writes what happened into the pages.
"""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from cleanclaim.cli.app import COMMANDS
from cleanclaim.cli.outputs import ACK_FORMATS
from cleanclaim.reports import FORMATS
from tests.running import Cli
from tests.shell import ROOT, Shell
from tests.transcript import Block, blocks, hold, play

DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]
ELSEWHERE = {"README.md", "rule-language.md", "tutorial.md"}  # pages that a test of their own plays
PLAYED = [page for page in PAGES if page.name not in ELSEWHERE and "```console\n" in page.read_text(encoding="utf-8")]
FOLDERS = {  # what lies where the commands of a page are run
    "outbound": ("clean/visit-with-b12-injection", "flawed/nurse-visit-with-injection", "flawed/pointers"),
    "inbound": ("flawed/wrong-segment-count", "flawed/pointers"),
    "fixtures": ("clean/visit-with-b12-injection",),
    "fixtures/flawed": ("flawed/claim-total", "flawed/pointers"),
}
DOWNLOADED = ("cleanclaim refdata import", "cleanclaim refdata verify")  # ask files that only a user has
SETTING_UP = re.compile(r"python3? -m venv|pip install|\. \.venv|make \w+|git (?:clone|diff)\b")


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A folder in which the commands of a page find their files."""
    desk = tmp_path / "desk"
    for folder, names in FOLDERS.items():
        (desk / folder).mkdir(parents=True)
        for name in names:
            shutil.copy(ROOT / "samples" / f"{name}.837", desk / folder)
    for folder in ("rules", "cleanclaim", "answers", "in"):
        (desk / folder).mkdir()
    shutil.copytree(ROOT / "samples", desk / "cleanclaim" / "samples")
    shutil.copy(ROOT / "samples" / "clean" / "visit-with-b12-injection.837", desk / "real.837")
    shutil.copy(ROOT / "samples" / "clean" / "batch-of-200.837", desk / "in" / "batch.837")
    (desk / "scrub.key").write_bytes(b"a secret that is for this test only")
    (desk / "inbound" / "wrong-segment-count.837").rename(desk / "inbound" / "counted-wrong.837")
    monkeypatch.chdir(desk)
    yield desk


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("page", PLAYED, ids=named)
def test_what_is_shown_is_what_happens(
    page: Path, cli: Cli, desk: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    hold(page, play(page.read_text(encoding="utf-8"), cli, Shell(tmp_path)), request.config)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_commands_without_output_run(page: Path, cli: Cli, desk: Path) -> None:
    for block in blocks(page.read_text(encoding="utf-8")):
        if block.kind == "sh" and not block.title:
            for line in block.body.splitlines():
                _runs(line, cli)


def _runs(line: str, cli: Cli) -> None:
    words = shlex.split(line, comments=True)
    if words[:1] == ["cleanclaim"] and not line.startswith(DOWNLOADED):
        done = cli(*words[1:])
        assert (done.status in (0, 1), done.err) == (True, done.err), line
        assert not done.err.startswith("error"), done.err
    else:
        assert SETTING_UP.match(line) or line.startswith(DOWNLOADED), line
    if words[0] == "make":
        assert re.search(rf"^{words[1]}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE), line


def test_every_format_is_told() -> None:
    text = (DOCS / "reference" / "formats.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(\w+)` \|", text.partition("## Exit")[0], re.MULTILINE)
    assert sorted(told) == sorted((*FORMATS, *ACK_FORMATS))


def test_every_key_of_a_finding_is_told(cli: Cli, desk: Path) -> None:
    text = (DOCS / "reference" / "formats.md").read_text(encoding="utf-8")
    found = json.loads(cli("lint", "outbound", "--output", "json").out)
    told = re.findall(
        r"`(\w+)`", "".join(re.findall(r"^\| (`.*?) \|", text.partition("## A finding")[2], re.MULTILINE))
    )
    assert sorted(told) == sorted({key for finding in found["findings"] for key in finding})


def test_commands_in_sentences_are_commands() -> None:
    for page in PAGES:
        for word in re.findall(r"`cleanclaim ([a-z]+)", page.read_text(encoding="utf-8")):
            assert word in COMMANDS, page


def _yaml(page: str, title: str) -> Any:
    text = (DOCS / "how-to" / page).read_text(encoding="utf-8")
    return yaml.safe_load(next(block.body for block in blocks(text) if block.title == title))


def test_the_hooks_that_are_shown_are_there() -> None:
    offered = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))}
    shown = _yaml("fixtures.md", ".pre-commit-config.yaml")
    assert {hook["id"] for repo in shown["repos"] for hook in repo["hooks"]} == set(offered)


def test_the_hooks_run_what_is_there(cli: Cli, desk: Path) -> None:
    for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8")):
        _, *words = shlex.split(hook["entry"])
        given = hook.get("args") or ["outbound/pointers.837"]
        assert cli(*words, *given).status == int(hook["id"] == "cleanclaim")


def test_the_github_workflow_does_what_it_says(desk: Path, tmp_path: Path) -> None:
    workflow = _yaml("ci.md", ".github/workflows/claims.yml")
    steps = workflow["jobs"]["lint"]["steps"]
    command = next(step["run"] for step in steps if "cleanclaim lint" in step.get("run", ""))
    summary = tmp_path / "summary.md"
    done = Shell(tmp_path).run(command, CI="true", GITHUB_ACTIONS="true", GITHUB_STEP_SUMMARY=str(summary))
    assert done.returncode == 1
    assert "::error file=fixtures/flawed/claim-total.837" in done.stdout
    assert "BAL001" in summary.read_text(encoding="utf-8")
    upload = next(step["with"] for step in steps if "upload-sarif" in step.get("uses", ""))
    found = json.loads((desk / upload["sarif_file"]).read_text(encoding="utf-8"))
    assert {result["ruleId"] for result in found["runs"][0]["results"]} >= {"BAL001", "DXP001"}
    assert workflow["permissions"]["security-events"] == "write"


def test_the_gitlab_job_does_what_it_says(desk: Path, tmp_path: Path) -> None:
    job = _yaml("ci.md", ".gitlab-ci.yml")["claims"]
    assert Shell(tmp_path).run(job["script"][-1], CI="true", GITLAB_CI="true").returncode == 1
    assert job["artifacts"]["when"] == "always"  # a job that fails has the reports
    reports = job["artifacts"]["reports"]
    assert json.loads((desk / reports["codequality"]).read_text(encoding="utf-8"))
    assert "<testsuites" in (desk / reports["junit"]).read_text(encoding="utf-8")


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_to_files_lead_somewhere(page: Path) -> None:
    text = "".join(_prose(page.read_text(encoding="utf-8")))
    for link in re.findall(r"\]\((?!https?:|#)([^)#\s]+)", text):
        made_later = "reference/rules/" in link or link.endswith(("reference/fields.md", "reference/commands.md"))
        assert made_later or (page.parent / link).exists(), link


def _prose(text: str) -> Iterator[str]:
    """What stands outside of fenced blocks."""
    fenced = False
    for line in text.splitlines(keepends=True):
        if line.startswith("```"):
            fenced = not fenced
        elif not fenced:
            yield line


def test_blocks_are_of_kinds_that_are_tested() -> None:
    shown = {"console", "diff", "rules", "clauses", "csv", "python"}
    tested = {*shown, "sh", "yaml", "toml", "json", "gitattributes", "text"}
    kinds: dict[str, list[Block]] = {}
    for page in PAGES:
        for block in blocks(page.read_text(encoding="utf-8")):
            kinds.setdefault(block.kind, []).append(block)
    assert set(kinds) <= tested
