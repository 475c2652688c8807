"""Measures structure checking alone: reading, placing and judging segments, counts and envelopes.

`python -m tests.bench_guide` compares whole processes with pyx12's x12valid and prints a table; no test,
and nothing depends on its numbers. `python -m tests.bench_guide one FILE` is the process that is measured.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from cleanclaim.findings import Finding
from cleanclaim.guide import Placed, Run, place_runs
from cleanclaim.source import Source
from cleanclaim.x12 import read_events
from tests.bench import ROOT, X12VALID, Measure, make_file, measure

SMALL, LARGE = 8_000, 80_000  # claims: 5 and 52 MB
CLAIM_HEAD = "CLM*A1*40***11:B:1*Y*A*Y*Y~HI*ABK:D510~LX*1~"
GOALS = "goals: 12 MB/s on the large file, 40 times x12valid, memory within 20 MB from the small file to the large"


def main() -> None:
    """Print what was measured, and what the goals are."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        small, large = make_file(SMALL, folder), make_file(LARGE, folder)
        theirs = measure([*X12VALID, str(small)], name)
        _say("program                      MB  seconds      cpu    MB/s  peak MB")
        _row("pyx12 x12valid", small, theirs)
        ours = {path: measure(_one(path), str(ROOT)) for path in (small, large)}
        for path, measured in ours.items():
            _row("structure alone", path, measured)
        ratio = _speed(large, ours[large]) / _speed(small, theirs)
        growth = (ours[large].peak - ours[small].peak) / 1e6
        _say(f"{ratio:.0f} times x12valid (large file against its small one); {growth:.0f} MB more memory")
        _say(GOALS)
        _measure_growth(folder)


def _one(path: Path) -> list[str]:
    return [sys.executable, "-m", "tests.bench_guide", "one", str(path)]


def _measure_growth(folder: Path) -> None:
    """Inputs that must take time in proportion to their size: twice as large, twice as long."""
    for what, one, count in (("a long element", "A", 500_000), ("empty segments", "~", 1_000_000)):
        for times in (1, 2):
            path = folder / f"{len(one)}-{times}.837"
            path.write_text(_odd(one * count * times), encoding="latin-1")
            _row(what, path, measure(_one(path), str(ROOT)))


def _odd(text: str) -> str:
    """A file with a text in the middle of a claim where a note would stand."""
    head = (
        "ISA*00*          *00*          *ZZ*INVENTED       *ZZ*INVENTED       *250131*1200*^*00501*000000001*0*T*:~"
    )
    group = "GS*HC*INVENTED*INVENTED*20250131*1200*1*X*005010X222A1~ST*837*0001*005010X222A1~"
    return f"{head}{group}{CLAIM_HEAD}NTE*ADD*{text}~SE*7*0001~GE*1*1~IEA*1*000000001~"


def read(path: Path) -> tuple[int, int]:
    """Check the structure of a file: how many segments were placed, and how many findings there are."""
    with Source.open(path) as source:
        return _count(place_runs(read_events(source)))


def _count(items: Iterable[object]) -> tuple[int, int]:
    placed = findings = 0
    for item in items:
        if isinstance(item, Run):
            placed += len(item.nodes)
        elif isinstance(item, Placed):
            placed += 1
        elif isinstance(item, Finding):
            findings += 1
    return placed, findings


def _speed(path: Path, measured: Measure) -> float:
    """Megabytes a second of work, the start of the process included: other processes do not count."""
    return path.stat().st_size / 1e6 / measured.cpu


def _row(what: str, path: Path, measured: Measure) -> None:
    size, speed, peak = path.stat().st_size / 1e6, _speed(path, measured), measured.peak / 1e6
    _say(f"{what:<22}{size:>9.2f}{measured.seconds:>9.3f}{measured.cpu:>9.3f}{speed:>8.2f}{peak:>9.0f}")


def _say(row: str) -> None:
    sys.stdout.write(row + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    if sys.argv[1:2] == ["one"]:
        _say("{} segments placed, {} findings".format(*read(Path(sys.argv[2]))))
    else:
        main()
