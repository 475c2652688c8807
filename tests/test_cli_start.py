"""What a plain lint of one small file does not import and does not read."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from cleanclaim import cache
from cleanclaim.language import RuleText
from cleanclaim.language.kept import load_rules
from tests.running import Cli

_CLEAN = Path(__file__).parents[1] / "samples" / "clean" / "ambulance-transport.837"
_IDLE = [
    *("lark", "rich", "rich_click", "jinja2", "pathspec", "platformdirs", "pyx12.map_if", "pygls", "pyarrow"),
    *("_hashlib", "difflib", "logging", "secrets", "tempfile", "tomllib", "asyncio", "email", "subprocess"),
    *("cleanclaim.acks", "cleanclaim.baseline", "cleanclaim.scrub", "cleanclaim.fix", "cleanclaim.listing"),
    *("cleanclaim.names", "cleanclaim.archives", "cleanclaim.reports.naming", "cleanclaim.reports.records"),
    *("cleanclaim.language.check", "cleanclaim.language.parse", "cleanclaim.language.clauses"),
    *("cleanclaim.language.compile.gates", "cleanclaim.language.compile.glances"),
    *("cleanclaim.language.examples", "cleanclaim.language.format", "cleanclaim.language.docs"),
    *("cleanclaim.reference.load", "cleanclaim.reference.importers"),
]
_CODE = """
import json, sys
read = []
sys.addaudithook(lambda event, args: read.append(str(args[0])) if event == "open" else None)
from cleanclaim.cli import main
status = main(sys.argv[1:])
print(json.dumps([status, sorted(sys.modules), read]), file=sys.stderr)
"""


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[int, set[str], list[str]]:
    """The status of the second of two runs, the modules that it imported and the files that it opened."""
    folder = tmp_path_factory.mktemp("start")
    environment = {**os.environ, "XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "data")}
    command = [sys.executable, "-c", _CODE, "lint", str(_CLEAN)]
    for _ in range(2):
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
    status, modules, read = json.loads(done.stderr)
    return status, set(modules), read


def test_what_a_small_file_does_not_need_is_not_imported(run: tuple[int, set[str], list[str]]) -> None:
    status, modules, _ = run
    assert status == 0
    assert "cleanclaim.reports.concise" in modules  # the names are those of modules
    assert [name for name in _IDLE if name in modules] == []


def test_no_rule_file_is_read_where_nothing_changed(run: tuple[int, set[str], list[str]]) -> None:
    _, _, read = run
    assert any(str(_CLEAN) in path for path in read)
    assert [path for path in read if path.endswith(".rules")] == []


def test_what_was_compiled_can_be_left_out(cli: Cli, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is read from the cache folder and nothing is kept there; the next run does so again."""
    monkeypatch.setattr(cache, "user_folder", lambda _name: tmp_path / "cache")
    text = RuleText(
        "t.rules",
        'rule TST001 "A test" {\n  severity info\n  snip 4\n  for line\n  forbid line.units > 1\n  message "m"\n}',
    )
    assert cli("lint", "--no-cache", str(_CLEAN)).status == 0
    assert [rule.code for rule in load_rules([], [text])] == ["TST001"]
    assert not (tmp_path / "cache").exists()
    assert cli("lint", str(_CLEAN)).status == 0
    load_rules([], [text])
    assert {path.name.partition("-")[0] for path in (tmp_path / "cache").iterdir()} == {"rules"}
