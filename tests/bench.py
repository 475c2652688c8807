"""Measures whole processes on files of generated claims: time, speed and memory side by side.

`python tests/bench.py [CLAIMS...]`; no test, and nothing depends on its numbers.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
SCRIPTS = Path(sys.executable).parent
X12VALID = (sys.executable, "-m", "pyx12.scripts.x12valid", "--quiet")
SIZES = (1, 1000, 10_000, 100_000)  # claims
MOST_FOR_PYX12 = 10_000  # x12valid reads a quarter of a megabyte a second
HEAD = "program                  claims      MB  seconds    MB/s  claims/s  peak MB  times ours"
REPEAT_BELOW = 5.0  # seconds: what is faster is run three times and the best counts


class Measure(NamedTuple):
    """One process from its start to its end; `peak` is resident memory in bytes, `cpu` seconds of work."""

    seconds: float
    peak: int
    cpu: float


def main(sizes: Sequence[int] = SIZES) -> None:
    """Print a table: one row for each program and size."""
    with tempfile.TemporaryDirectory() as folder:
        _say(HEAD)
        start = measure([str(SCRIPTS / "cleanclaim"), "--version"], folder)
        _say(f"{'cleanclaim --version':<22}{'':>9}{'':>8}{start.seconds:>9.3f}{'':>18}{start.peak / 1e6:>9.0f}")
        for claims in sizes:
            _compare(make_file(claims, Path(folder)), claims, folder)


def _compare(path: Path, claims: int, folder: str) -> None:
    ours = measure([str(SCRIPTS / "cleanclaim"), "lint", str(path)], folder)
    _row("cleanclaim lint", claims, path, ours, ours)
    if claims <= MOST_FOR_PYX12:
        _row("pyx12 x12valid", claims, path, measure([*X12VALID, str(path)], folder), ours)
    path.unlink()


def make_file(claims: int, folder: Path) -> Path:
    """A clean file of so many claims, by `tests.claimgen`."""
    path = folder / f"{claims}.837"
    with path.open("wb") as out:
        command = [sys.executable, "-m", "tests.claimgen", "clean", str(claims), "--seed", "1"]
        subprocess.run(command, cwd=ROOT, stdout=out, check=True)
    return path


def measure(command: Sequence[str], folder: str) -> Measure:
    """The best of three runs, or the only one where it takes long. Raises `RuntimeError` where it fails."""
    best = _run(command, folder)
    if best.seconds < REPEAT_BELOW:
        best = min(best, _run(command, folder), _run(command, folder))
    return best


def _run(command: Sequence[str], folder: str) -> Measure:
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise RuntimeError(f"`{command[0]}` ended with {process.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return Measure(time.perf_counter() - start, usage.ru_maxrss * unit, usage.ru_utime + usage.ru_stime)


def _row(program: str, claims: int, path: Path, measured: Measure, ours: Measure) -> None:
    size = path.stat().st_size / 1e6
    seconds, peak, _ = measured
    ratio = "" if measured is ours else f"{seconds / ours.seconds:.1f}"
    speed = f"{size / seconds:>8.2f}{claims / seconds:>10.0f}"
    _say(f"{program:<22}{claims:>9}{size:>8.2f}{seconds:>9.3f}{speed}{peak / 1e6:>9.0f}{ratio:>12}")


def _say(row: str) -> None:
    sys.stdout.write(row + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main([int(argument) for argument in sys.argv[1:]] or SIZES)
