"""How reports that others keep name files: a file name can hold the name of a patient.

`hash` stands for a path by a keyed digest, under a key of the run or one that is given: the same key gives the same
names, and without it nobody can find out a name by trying.
"""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import PurePath
from typing import Literal

from cleanclaim.findings import Finding, Location, Mark
from cleanclaim.reports.format import Format, Tool, Totals

Paths = Literal["full", "basename", "hash"]
Naming = Callable[[str], str]

_KEPT = (".837", ".837p", ".edi", ".x12", ".clm", ".txt")  # endings that say nothing of anybody
_BETWEEN = "!"  # an archive and its member
_DIGITS = 16


def slashed(path: str) -> str:
    """A path as others than the system write it, with forward slashes."""
    return path.replace(os.sep, "/")


def make_naming(paths: Paths, key: bytes = b"") -> Naming:
    """What files are called; for `hash` under a key, without one under a new key."""
    if paths == "full":
        return lambda path: path
    return (
        _Basenames()
        if paths == "basename"
        else _Hashes(hashlib.sha256(key).digest() if key else secrets.token_bytes(32))
    )


class _Basenames:
    """The last part of a path; where two files share it, the later ones are numbered."""

    def __init__(self) -> None:
        self._names: dict[str, str] = {}
        self._times: dict[str, int] = {}

    def __call__(self, path: str) -> str:
        if path not in self._names:
            name = _BETWEEN.join(PurePath(part).name or part for part in path.split(_BETWEEN))
            times = self._times[name] = self._times.get(name, 0) + 1
            self._names[path] = f"{name} ({times})" if times > 1 else name
        return self._names[path]


class _Hashes:
    """A keyed digest and, where it is one of claim files, the ending."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def __call__(self, path: str) -> str:
        content = slashed(path).encode("utf-8", "surrogatepass")
        digest = hashlib.blake2b(content, key=self._key, digest_size=_DIGITS // 2).hexdigest()
        ending = PurePath(path).suffix.lower()
        return digest + (ending if ending in _KEPT else "")


class Renamed(Format):
    """A report that is told other names of files: of each finding, of its related places, and of what was read."""

    def __init__(self, report: Format, naming: Naming) -> None:
        self.report, self._naming = report, naming

    def begin(self, tool: Tool) -> None:
        """Pass it on."""
        self.report.begin(tool)

    def finding(self, finding: Finding) -> None:
        """Pass a finding on with the other names."""
        at = self._place(finding.location) if finding.location is not None else None
        self.report.finding(replace(finding, location=at, related=tuple(map(self._mark, finding.related))))

    def file(self, name: str) -> None:
        """Pass the other name on."""
        self.report.file(self._naming(name))

    def end(self, totals: Totals) -> None:
        """Pass it on."""
        self.report.end(totals)

    def close(self) -> None:
        """Pass it on."""
        self.report.close()

    def _place(self, at: Location) -> Location:
        name = self._naming(at.path)
        provider = name + at.provider.removeprefix(at.path) if at.provider.startswith(at.path) else at.provider
        return replace(at, path=name, provider=provider)

    def _mark(self, mark: Mark) -> Mark:
        return replace(mark, path=self._naming(mark.path)) if mark.path else mark
