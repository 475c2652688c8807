"""Writes the examples of rules as claim files, with a table of what is found in each."""

from __future__ import annotations

import contextlib
import csv
import io
import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from cleanclaim.compiled import CompiledRule
from cleanclaim.language.examples.proof import asks_day, examples_of, title_of
from cleanclaim.language.examples.render import UnrenderableError, render
from cleanclaim.language.mini_claims import Example

TABLE = "expected.csv"
_HEAD = ("file", "rule", "title", "findings", "lines", "given")
_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would run


class Fixture(NamedTuple):
    """A claim file made from an example; `text` is what stands in it."""

    name: str
    rule: str
    example: Example
    text: str

    @property
    def findings(self) -> int:
        """How many findings of the rule the example promises."""
        return (len(self.example.lines) or 1) * (self.example.times or 1) if self.example.fails else 0


def fixtures(rules: Sequence[CompiledRule], wanted: str = "") -> Iterator[Fixture]:
    """Each example as a file; `wanted` is a text that a rule's code or an example's title must hold.

    The same rules give the same bytes. What can not be written is left out: the proof tells of it.
    """
    for rule in rules:
        for number, example in enumerate(examples_of(rule), 1):
            if wanted.lower() in f"{rule.code} {title_of(example)}".lower():
                kind = "fail" if example.fails else "pass"
                with contextlib.suppress(UnrenderableError):
                    text = render(example, asks_day=asks_day(rule))
                    yield Fixture(f"{rule.code}-{number:02}-{kind}.837", rule.code, example, text)


def write_fixtures(folder: Path, made: Iterable[Fixture]) -> int:
    """Write the files and their table into a folder, readable by their owner alone; how many files there are.

    What stands there under the same names is replaced. Raises `OSError` where that is not possible.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    out = io.StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(_HEAD)
    count = 0
    for one in made:
        count += 1
        _write(folder / one.name, one.text.replace("~", "~\n").encode("latin-1"))
        table.writerow(map(_cell, _row(one)))
    _write(folder / TABLE, out.getvalue().encode())
    return count


def _row(one: Fixture) -> tuple[str, ...]:
    example = one.example
    lines = " ".join(map(str, sorted(example.lines)))
    given = " ".join(sorted({row.table.text for row in example.given}))
    return one.name, one.rule, title_of(example), str(one.findings), lines, given


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def _write(path: Path, content: bytes) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        path.chmod(0o600)  # it may have been there with other rights
        stream.write(content)
