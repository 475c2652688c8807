"""Measures how long the command line takes to begin: its version, and one small claim file.

`python tests/bench_start.py [TIMES]`; no test, and nothing depends on its numbers. Processor time (user, system) at
its best of so many runs, in a folder of its own with a cache of its own: wall time is the same on an idle core.
"""

from __future__ import annotations

import os
import re
import resource
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SAMPLE = ROOT / "samples" / "clean" / "ambulance-transport.837"
TIMES = 9
_IMPORT = re.compile(r"import time:\s+(\d+) \|\s+\d+ \|\s*(\S+)")
_SHOWN = 12  # modules


def main(times: int = TIMES) -> None:
    """Print a line for each way to begin, then the modules whose import takes longest."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder)
        shutil.copy(SAMPLE, path / "small.837")
        names = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
        env = {**names, "XDG_CACHE_HOME": str(path / "cache"), "PYTHONPYCACHEPREFIX": str(path / "code")}
        cold = _least(["lint", "small.837"], path, env, 2, fresh=True)
        for said, arguments in (("--version", ["--version"]), ("a small file", ["lint", "small.837"])):
            _say(f"{said:32}{_least(arguments, path, env, times):6.0f} ms")
        _say(f"{'a small file, nothing compiled':32}{cold:6.0f} ms")
        _say_imports(path, env, times)


def _least(arguments: list[str], folder: Path, env: Mapping[str, str], times: int, *, fresh: bool = False) -> float:
    """Milliseconds of processor time of a process, at its best; `fresh` is without what earlier runs kept."""
    best = float("inf")
    for _ in range(times):
        if fresh:
            shutil.rmtree(folder / "cache", ignore_errors=True)
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        _run([], arguments, folder, env)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        best = min(best, spent * 1000)
    return best


def _run(options: list[str], arguments: list[str], folder: Path, env: Mapping[str, str]) -> str:
    """What a process said beside its report. Raises `RuntimeError` where it did not end well."""
    command = [sys.executable, *options, "-m", "cleanclaim", *arguments]
    done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"exit status {done.returncode}")
    return done.stderr


def _say_imports(folder: Path, env: Mapping[str, str], times: int) -> None:
    least: dict[str, int] = {}
    for _ in range(times):
        for spent, name in _IMPORT.findall(_run(["-X", "importtime"], ["lint", "small.837"], folder, env)):
            least[name] = min(int(spent), least.get(name, sys.maxsize))
    _say(f"{len(least)} modules are imported for a small file, in {sum(least.values()) / 1000:.0f} ms; the longest:")
    for name in sorted(least, key=lambda name: -least[name])[:_SHOWN]:
        _say(f"  {name:40}{least[name] / 1000:6.1f} ms")


def _say(row: str) -> None:
    sys.stdout.write(row + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
