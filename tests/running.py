"""The command line in this process, and as a process of its own."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from typing import Any


class Outcome:
    """What a command left: its status and what it printed."""

    def __init__(self, status: int, out: str, err: str) -> None:
        self.status, self.out, self.err = status, out, err


Cli = Callable[..., Outcome]


def started(*arguments: str, **more: Any) -> subprocess.CompletedProcess[bytes]:
    """Runs the command line as a process of its own."""
    command = [sys.executable, "-m", "cleanclaim", *arguments]
    return subprocess.run(command, capture_output=True, timeout=60, check=False, **more)
