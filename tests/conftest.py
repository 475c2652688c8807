"""What several tests lean on."""

from __future__ import annotations

import pytest

from cleanclaim.cli import main
from tests.running import Cli, Outcome


@pytest.fixture
def cli(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Cli:
    """Runs the command line in this process, outside CI."""
    for name in ("CI", "GITHUB_ACTIONS", "CLEANCLAIM_ALLOW_PHI", "NO_COLOR"):
        monkeypatch.delenv(name, raising=False)

    def run(*arguments: str) -> Outcome:
        status = main(arguments)
        return Outcome(status, *capfd.readouterr())

    return run
