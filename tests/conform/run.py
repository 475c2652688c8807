"""Many mutants over all cores, and what came of it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from itertools import islice

from tests.conform.bases import bases, write
from tests.conform.differences import Case
from tests.conform.mutants import Spec, make, specs
from tests.conform.ours import speak
from tests.conform.reduced import complain, tell
from tests.conform.samples import sample_texts
from tests.conform.table import ROWS, explain
from tests.conform.theirs import listen

_CHUNK = 250
_SHOWN = 20


@dataclass
class Outcome:
    """Counts of one run; `unexplained` and `complaints` name what is wrong, a line each."""

    files: int = 0
    equal: int = 0
    used: Counter[str] = field(default_factory=Counter)
    unexplained: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def add(self, other: Outcome) -> None:
        """Count another part of the same run."""
        self.files += other.files
        self.equal += other.equal
        self.used.update(other.used)
        self.unexplained += other.unexplained
        self.complaints += other.complaints

    @property
    def unused(self) -> list[str]:
        """Rows of the table that explained nothing."""
        return [row.id for row in ROWS if not self.used[row.id]]


def compare(name: str, text: str) -> Outcome:
    """Have both read one file."""
    case = Case(text, listen(text), speak(text))
    used, left = explain(case)
    out = Outcome(files=1, equal=case.heard.said == case.ours, used=Counter(used))
    if left:
        sides = ["pyx12" if said in case.heard.said else "ours" for said in left]
        out.unexplained.append(f"{name}: {[(side, *said) for side, said in zip(sides, left, strict=True)][:6]}")
    out.complaints += [f"{name}: {complaint}" for complaint in complain(case, tell(text))]
    return out


def compare_bases() -> Outcome:
    """Both on the bases and the samples as they are."""
    out = Outcome()
    for name, text in [*((base.name, write(base.lines)) for base in bases()), *sample_texts()]:
        out.add(compare(name, text))
    return out


def compare_mutants(chosen: Iterable[Spec]) -> Outcome:
    """Both on mutants, those that change nothing left out."""
    out = Outcome()
    for spec in chosen:
        mutant = make(spec)
        if mutant is not None:
            out.add(compare(str(tuple(spec)), mutant.text))
    return out


def run(count: int, seed: int) -> Outcome:
    """Bases, samples and at least as many mutants as were asked for, where the seed has so many."""
    out = compare_bases()
    mutants = Outcome()
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        waiting = _chunks(specs(seed))
        while mutants.files < count:
            some = list(islice(waiting, max(2, (count - mutants.files) // _CHUNK + 1)))
            if not some:
                break
            for part in pool.map(compare_mutants, some):
                mutants.add(part)
    out.add(mutants)
    return out


def _chunks(every: Sequence[Spec]) -> Iterator[Sequence[Spec]]:
    return (every[at : at + _CHUNK] for at in range(0, len(every), _CHUNK))


def report(outcome: Outcome, seconds: float) -> Iterator[str]:
    """The run in lines: counts, the table with how often each row was used, what is not explained."""
    yield f"{outcome.files} files in {seconds:.0f} s, {outcome.equal} equal to the verdict"
    yield ""
    for row in ROWS:
        yield f"{outcome.used[row.id]:7}  {row.id}: {row.reason}"
    yield ""
    for line in [*outcome.unexplained, *outcome.complaints][:_SHOWN]:
        yield f"         {line}"
    for name in outcome.unused:
        yield f"         row `{name}` explained nothing"
    yield f"{len(outcome.unexplained)} unexplained, {len(outcome.complaints)} lost or invented on the way to findings"
