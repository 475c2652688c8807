"""The files of a run that were read before: opened again, one at a time, where a later one speaks of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from functools import partial
from typing import NamedTuple

from cleanclaim.findings import Finding, Mark
from cleanclaim.source import Source


class _File(NamedTuple):
    """How to read a file again, while its stamp stays: by opening it, else as the source that was held open."""

    name: str
    open: Callable[[], Source] | None
    stamp: tuple[int, ...]
    held: Source | None


class Files:
    """Knows files by their numbers in the run, from 1."""

    def __init__(self) -> None:
        self._files: list[_File] = []

    def add(self, source: Source, stamp: tuple[int, ...], *, hold: bool) -> None:
        """The next file, and the stamp that it had before it was read; with `hold` one without a path stays open."""
        opener = _opener(source)
        held = source.hold() if hold and opener is None else None
        self._files.append(_File(source.name, opener, stamp, held))

    def close(self) -> None:
        """Let go of what was held open."""
        for file in self._files:
            if file.held is not None:
                file.held.close()
        self._files.clear()

    @contextmanager
    def reopened(self, number: int) -> Iterator[Source | None]:
        """A file once more; None where it can not be read, or is not what it was."""
        file = self._files[number - 1]
        if file.open is None:
            yield file.held
            return
        try:
            source = file.open()
        except OSError:
            yield None
            return
        with source:
            yield source if source.stamp == file.stamp else None

    def name(self, number: int) -> str:
        """What reports call a file."""
        return self._files[number - 1].name


def _opener(source: Source) -> Callable[[], Source] | None:
    """How a source is opened again; None where it can not be."""
    if source.again is not None:
        return source.again.open
    return partial(Source.open, source.path, source.name) if source.path is not None else None


class Elsewhere:
    """Gives related marks in other files their path, line and column. One file is open at a time."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._number = 0
        self._source: Source | None = None
        self._open = ExitStack()

    def __enter__(self) -> Elsewhere:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def place(self, finding: Finding) -> Finding:
        """A finding whose related marks in other files say where they stand."""
        if not any(mark.input for mark in finding.related):
            return finding
        return replace(finding, related=tuple(map(self._mark, finding.related)))

    def _mark(self, mark: Mark) -> Mark:
        if not mark.input:
            return mark
        if mark.input != self._number:
            self._open.close()
            self._number = mark.input
            self._source = self._open.enter_context(self._files.reopened(mark.input))
        line, column = (0, 0) if self._source is None else self._source.position(mark.offset)
        return replace(mark, path=self._files.name(mark.input), line=line, column=column)
