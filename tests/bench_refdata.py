"""Measures the reference store: importing, looking up beside bare sqlite3, linting with all tables and without.

`python -m tests.bench_refdata [ROWS [CLAIMS]]`; no test, and nothing depends on its numbers.
"""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from cleanclaim.reference import Store
from tests.bench import SCRIPTS, Measure, make_file
from tests.bench import _run as measure
from tests.releases import RELEASES, code_sets

ROWS, CLAIMS = 2_000_000, 10_000
PAIRS, ROUNDS, TURNS = 20_000, 9, 4
HEAD = (
    "CPT only copyright, an invented notice\t\t\t\t\t\t\r\nColumn1/Column2 Edits\t\t\t\t\t\t\r\n"
    "Column 1\tColumn 2\t*=in existence\tEffective\tDeletion\tModifier\tPTP Edit Rationale\r\n"
    "\t\tprior to 1996\tDate\tDate\t0=not allowed\t\r\n\t\t\t\t*=no data\t1=allowed\t\r\n"
    "\t\t\t\t\t9=not applicable\t\r\n"
)
LIMITS = '"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,MUE Rationale\n'
ADD_ON = (
    "AOC_Edit_Type\tAdd-On_Code\tAOC_DelDT\tPrimary_Code\tPrimary_Code_DelDT\tAOC_Edit_EffDT\tAOC_Edit_DelDT\tNotes\n"
)
Pair = tuple[str, str]


def main(rows: int = ROWS, claims: int = CLAIMS) -> None:
    """Print what importing, looking up and linting cost."""
    with tempfile.TemporaryDirectory() as folder:
        here = Path(folder)
        store = here / "refdata.sqlite"
        claims_file = make_file(claims, here)
        others = here / "others"
        others.mkdir()
        used = code_sets(others, claims_file.read_text("latin-1"))
        small = [
            path
            for path in RELEASES.iterdir()
            if not path.name.startswith(("ccipra", "MCR_MUE_Pr", "AOC_V2026Q1-MCR"))
        ]
        files = [write_pairs(here, rows), write_limits(here), write_add_on(here), *used, *sorted(small)]
        command = [str(SCRIPTS / "cleanclaim"), "refdata", "import", "--store", str(store)]
        _told(f"import of {rows:,} pairs", measure([*command, str(files[0])], folder))
        measure([*command, *map(str, files[1:])], folder)
        look_up(store)
        lint(store, claims_file, claims, folder)


def _told(what: str, measured: Measure) -> None:
    _say(f"{what:<34}{measured.seconds:>9.1f} s{measured.peak / 1e6:>9.0f} MB")


def write_pairs(folder: Path, rows: int) -> Path:
    """A file in the layout of the NCCI edits: 150 invented pairs a code."""
    chance, path = random.Random(1), folder / "ccipra-v320r0-f1.txt"
    ends, begins = ("*", "*", "*", "20191231", "20230630"), ("20100101", "20150101", "20180401")
    with path.open("w", encoding="ascii", newline="") as out:
        out.write(HEAD)
        for number in range(rows):
            one, at = divmod(number, 150)
            pair = f"{10000 + one % 90000:05}\t{10000 + (one * 7 + at * 61) % 89999:05}"
            out.write(
                f"{pair}\t\t{chance.choice(begins)}\t{chance.choice(ends)}\t{chance.choice('011')}\tinvented\r\n"
            )
    return path


def write_limits(folder: Path) -> Path:
    """A limit for each sixth number."""
    path = folder / "mue-2026-q1.csv"
    lines = (f"{code},{50 + code % 40},{code % 3 + 1} Date,invented\n" for code in range(10000, 99999, 6))
    path.write_text(LIMITS + "".join(lines), encoding="ascii")
    return path


def write_add_on(folder: Path) -> Path:
    """Some add-on codes."""
    path = folder / "AOC_V2026Q1-MCR.txt"
    lines = (f"1\t{code}\t\t{code + 1}\t\t2013091\t\t\n" for code in range(10000, 17000))
    path.write_text(ADD_ON + "".join(lines), encoding="ascii")
    return path


# ------------------------------------------------------------------------------ looking up


def look_up(path: Path) -> None:
    """Distinct pairs, half of them in the table, asked in turn of the store and of bare sqlite3."""
    bare = sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)
    chance, day = random.Random(2), dt.date(2026, 2, 3)
    some = f"SELECT column1, column2 FROM t_ncci_ptp WHERE abs(random()) % 20 = 0 LIMIT {PAIRS}"
    pairs: list[Pair] = bare.execute(some).fetchall()
    pairs += [(one, f"{chance.randrange(10**5):05}") for one, _ in pairs]
    chance.shuffle(pairs)
    question = "SELECT * FROM t_ncci_ptp WHERE column1 = ? AND column2 = ?"
    theirs, ours, again = [], [], []
    for _ in range(ROUNDS):
        store = Store.open(path)
        table = store.table("ncci-ptp")
        assert table is not None
        asked = table
        theirs.append(_each(pairs, lambda pair: bare.execute(question, pair).fetchall()))
        ours.append(_each(pairs, lambda pair, asked=asked: asked.on(pair, day)))  # type: ignore[misc]
        again.append(_each(pairs, lambda pair, asked=asked: asked.on(pair, day)))  # type: ignore[misc]
        store.close()
    times = [median(one) for one in (theirs, ours, again)]
    _say(f"look-up of a pair: bare sqlite3 {times[0]:.2f} µs, store {times[1]:.2f} µs, asked again {times[2]:.2f} µs")
    _say(f"{times[1] / times[0]:.2f} times")


def _each(pairs: list[Pair], ask: Callable[[Pair], object]) -> float:
    """Microseconds for each pair."""
    start = time.perf_counter()
    for pair in pairs:
        ask(pair)
    return (time.perf_counter() - start) / len(pairs) * 1e6


# ------------------------------------------------------------------------------ linting


def lint(store: Path, path: Path, claims: int, folder: str) -> None:
    """The same claims with all tables and with none, in turn; processor time is compared."""
    command = [str(SCRIPTS / "cleanclaim"), "lint", "--output", "json", "--fail-on", "never", str(path)]
    without, with_ = [], []
    for _ in range(TURNS):
        without.append(measure(command, folder))
        with_.append(measure([*command, "--refdata", str(store)], folder))
    least, most = (min(one, key=lambda measured: measured.cpu) for one in (without, with_))
    _told(f"lint of {claims:,} claims, no tables", least)
    _told(f"lint of {claims:,} claims, all tables", most)
    _say(f"{most.cpu / least.cpu:.2f} times, in processor time {least.cpu:.1f} s and {most.cpu:.1f} s")


def _say(row: str) -> None:
    sys.stdout.write(row + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
