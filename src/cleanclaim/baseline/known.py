"""Which findings a baseline knows, and which of its entries nothing answers to any more."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from typing import NamedTuple

from cleanclaim.baseline.file import Baseline, Entry
from cleanclaim.findings import Finding


class _Kind(NamedTuple):
    """Findings that are alike."""

    rule: str
    fingerprint: str


class _Place(NamedTuple):
    """Findings that are alike in one file."""

    file: str
    kind: _Kind


class Known:
    """Takes what is known out of one run.

    `paths` are the files of the run. An entry of one of them is kept for that file; one of a file that is not in
    the run may be taken by any, as files get other names. So a finding is known wherever it is found once for
    each time that it was written down.
    """

    def __init__(self, baseline: Baseline, paths: Iterable[str], wanted: Callable[[str], bool] = lambda code: True):
        self._baseline, self._wanted = baseline, wanted
        self._given = {baseline.digest(path) for path in paths}
        self._left: Counter[_Place] = Counter()
        for entry in baseline.known:
            self._left[_Place(entry.file, _Kind(entry.rule, entry.fingerprint))] += entry.count
        self._elsewhere: dict[_Kind, list[_Place]] = {}
        for place in sorted(self._left):
            if place.file not in self._given:
                self._elsewhere.setdefault(place.kind, []).append(place)
        self._found: Counter[_Place] = Counter()
        self._new: Counter[_Place] = Counter()
        self._read: set[str] = set()

    def takes(self, path: str, finding: Finding) -> bool:
        """Whether a finding of a file is known; each entry takes as many as it counts."""
        kind = _Kind(finding.rule, finding.fingerprint.partition("-")[0])
        here = _Place(self._baseline.digest(path), kind)
        for place in (here, *self._elsewhere.get(kind, ())):
            if self._left[place] > 0:
                self._left[place] -= 1
                self._found[here] += 1
                return True
        self._new[here] += 1
        return False

    def read(self, path: str) -> None:
        """Note that a file was read to its end: what it does not show is not there."""
        self._read.add(self._baseline.digest(path))

    def stale(self) -> tuple[Entry, ...]:
        """What was known of the files that were read and was not found again. Rules that did not run say nothing."""
        gone = (_entry(place, count) for place, count in self._left.items() if count and self._is_stale(place))
        return tuple(sorted(gone, key=lambda entry: (entry.rule, entry.fingerprint, entry.file)))

    def pruned(self, *, others: bool = True) -> Baseline:
        """The baseline without what is stale; with `others` what it knows of files that were not read stays."""
        kept = Counter(self._found)
        for place, count in self._left.items():
            if not self._is_stale(place) and (others or place.file in self._given):
                kept[place] += count
        return self._baseline.knowing(_entry(place, count) for place, count in kept.items() if count)

    def rewritten(self) -> Baseline:
        """A baseline of all that was found in this run, and of nothing else."""
        found = self._found + self._new
        return self._baseline.knowing(_entry(place, count) for place, count in found.items())

    def _is_stale(self, place: _Place) -> bool:
        return place.file in self._read and self._wanted(place.kind.rule)


def _entry(place: _Place, count: int) -> Entry:
    return Entry(place.file, place.kind.rule, place.kind.fingerprint, count)
