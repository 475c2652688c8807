"""What a run leaves out because a baseline knows it: `lint --baseline PATH`, and the verbs that write one."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from cleanclaim.baseline import Baseline, Entry, Known, read_baseline
from cleanclaim.catalogue import Catalogue
from cleanclaim.cli.paths import Input, Inputs
from cleanclaim.findings import Finding
from cleanclaim.locate import Summary
from cleanclaim.privacy import draw
from cleanclaim.reports.format import counted

_SAID = 10  # rules of stale entries that standard error names


class Baselined:
    """The findings that are known, by the files of one run; a baseline names them from its own folder on."""

    def __init__(
        self, path: Path, baseline: Baseline, inputs: Inputs, catalogue: Catalogue, *, quiet: bool = False
    ) -> None:
        self._path, self._quiet = path, quiet
        self._folder = os.path.realpath(path.parent)
        lacking = {code for codes in (catalogue.absent or {}).values() for code in codes}
        self.known = Known(
            baseline,
            map(self._place, inputs.files),
            lambda code: code in catalogue.about and catalogue.wanted(code) and code not in lacking,
        )

    def takes(self, item: Input, finding: Finding) -> bool:
        """Whether a finding of an input is known."""
        return self.known.takes(self._place(item), finding)

    def read(self, item: Input, summary: Summary) -> None:
        """Note what was read of an input: where a part of it was not, nothing known of it is gone."""
        if not summary.unread_bytes:
            self.known.read(self._place(item))

    def tell(self) -> None:
        """Say on standard error which entries nothing answers to any more."""
        stale = () if self._quiet else self.known.stale()
        if stale:
            times = counted(sum(entry.count for entry in stale), "finding")
            print(f"{draw(str(self._path))}: {times} of the baseline not found again ({_rules(stale)}); "
                  "`cleanclaim baseline prune` forgets them", file=sys.stderr)  # fmt: skip

    def _place(self, item: Input) -> str:
        """A path as it is from the baseline's folder on, with the member of an archive as it stands in the name."""
        if item.path is None:
            return item.name
        member = item.name.removeprefix(str(item.path))
        try:
            place = os.path.relpath(os.path.realpath(item.path), self._folder)
        except ValueError:  # another drive
            place = os.path.realpath(item.path)
        return place.replace(os.sep, "/") + member


def open_baseline(path: Path, inputs: Inputs, catalogue: Catalogue) -> Baselined:
    """What a baseline knows. Raises `OSError` and `ConfigError`."""
    return Baselined(path, read_baseline(path.read_bytes(), str(path)), inputs, catalogue)


def _rules(entries: tuple[Entry, ...]) -> str:
    codes = sorted({entry.rule for entry in entries})
    more = f" and {len(codes) - _SAID:,} more rules" if len(codes) > _SAID else ""
    return ", ".join(codes[:_SAID]) + more
