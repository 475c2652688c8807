"""What programs import: the findings of a file as `lint` tells them, and a start that loads nothing else."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

import cleanclaim
from cleanclaim.errors import ConfigError, RuleError
from cleanclaim.findings import Finding
from cleanclaim.locate import Summary
from tests.running import Cli
from tests.shell import ROOT

SAMPLES = ROOT / "samples" / "flawed"
POINTERS = SAMPLES / "pointers.837"
PAGE = ROOT / "docs" / "reference" / "python.md"


def ended(path: Path) -> tuple[list[Finding], Summary]:
    """The findings of a file, and the summary that comes after them."""
    made, found = cleanclaim.lint_file(path), []
    while True:
        try:
            found.append(next(made))
        except StopIteration as end:
            return found, end.value


@pytest.mark.parametrize("name", ["pointers", "nurse-visit-with-injection", "wrong-segment-count"])
def test_findings_are_those_of_the_command(cli: Cli, name: str) -> None:
    path = str(SAMPLES / f"{name}.837")
    told = json.loads(cli("lint", "--output", "json", path).out)["findings"]
    assert told
    found = [(finding, finding.location) for finding in cleanclaim.lint_file(path)]
    assert [(one.rule, one.message, at.path, at.segment, one.fingerprint) for one, at in found if at] == [
        (one["rule"], one["message"], one["path"], one["segment"], one["fingerprint"]) for one in told
    ]


def test_the_summary_comes_last() -> None:
    found, summary = ended(POINTERS)
    assert found
    assert summary.claims > 0
    assert summary.bytes == POINTERS.stat().st_size
    assert summary.not_checked["ncci-ptp not imported"] > 0  # silence is no proof


def test_rules_are_selected_ignored_and_added(tmp_path: Path) -> None:
    codes = [finding.rule for finding in cleanclaim.lint_file(POINTERS, select=["DXP"])]
    assert codes
    assert {code[:3] for code in codes} == {"DXP"}
    assert not list(cleanclaim.lint_file(POINTERS, select=["DXP"], ignore=["dxp"]))
    own = tmp_path / "own.rules"
    own.write_text(
        'language 1\nrule XXP001 "A line" {\n  severity info\n  snip 7\n  for line\n  forbid line.charge >= $0\n'
        '  message "m"\n  fail "x" { line 99213 }\n}\n'
    )
    assert "XXP001" in {finding.rule for finding in cleanclaim.lint_file(POINTERS, rules=[str(own)])}
    own.write_text("language 1\nrule")
    with pytest.raises(RuleError):
        next(cleanclaim.lint_file(POINTERS, rules=[own]))


def test_what_is_no_claim_file_is_a_finding_and_what_is_not_there_an_error(tmp_path: Path) -> None:
    path = tmp_path / "a.837"
    path.write_text("no claims")
    assert [finding.rule for finding in cleanclaim.lint_file(path)] == ["ENV000"]
    with pytest.raises(ConfigError, match="there is no rule `ZZZ`"):
        next(cleanclaim.lint_file(path, select=["ZZZ"]))
    with pytest.raises(ConfigError, match="no reference store"):
        next(cleanclaim.lint_file(path, refdata=path))
    with pytest.raises(FileNotFoundError):
        next(cleanclaim.lint_file(tmp_path / "b.837"))


def test_the_page_tells_what_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "batch.837").write_bytes(POINTERS.read_bytes())
    monkeypatch.chdir(tmp_path)
    code = "".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL))
    exec(compile(code, str(PAGE), "exec"), {})
    said = capsys.readouterr().out
    assert re.search(r"^DXP001 \d+ SV107-\d ", said, re.MULTILINE)
    assert re.search(r"^\d+ claims; 0 bytes unread", said, re.MULTILINE)


def test_the_package_loads_nothing_until_it_is_asked() -> None:
    code = "import sys, cleanclaim; print([name for name in sys.modules if name.startswith('cleanclaim.')])"
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env={**os.environ}
    )
    assert told.stdout == "[]\n"
    with pytest.raises(AttributeError, match="no attribute `lint_files`"):
        cleanclaim.lint_files  # noqa: B018
