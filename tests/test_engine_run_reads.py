"""How often the files of a run are read for rules across claims: twice, and those before only where one is met."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanclaim import lint as lint_room
from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CompiledRule
from cleanclaim.findings import Finding
from cleanclaim.lint import Summary
from cleanclaim.locate import Kept
from cleanclaim.source import Source
from cleanclaim.x12 import Agreement, Event
from tests.across.rules import shipped
from tests.test_engine_across import PEOPLE, Drawn
from tests.test_engine_run import TWICE, findings, lint_run, wide, write


def many(
    folder: Path, monkeypatch: pytest.MonkeyPatch, runs: list[Drawn], of: tuple[CompiledRule, ...], kept: int = 1000
) -> tuple[list[int], list[Finding | Summary]]:
    """How often each of these files was read, and what was said of the last one."""
    times: dict[str, int] = {}
    read = lint_room._read

    def watched(source: Source, agreement: Agreement | None) -> Iterator[Event | Claim]:
        times[source.name] = times.get(source.name, 0) + 1
        yield from read(source, agreement)

    monkeypatch.setattr(lint_room, "_read", watched)
    monkeypatch.setattr(lint_room, "Kept", lambda: Kept(kept))
    sources = [Source.open(write(folder, f"{number:02}.837", drawn)) for number, drawn in enumerate(runs)]
    told = lint_run(sources, of)
    return [times[source.name] for source in sources], told[-1]


@pytest.mark.parametrize("kept", [1000, 1, 0])
def test_a_file_is_read_twice(kept: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, and once more for all that meets in it; a third time for the places of findings, where they are many."""
    drawn: Drawn = [
        *TWICE,
        ("2", PEOPLE[0], [("J3420", "20250115")]),
        *TWICE * 3,
        ("3", PEOPLE[1], [("96372", "20250115")]),
        ("3", PEOPLE[1], [("J3420", "20250115")]),
    ]
    times, told = many(tmp_path, monkeypatch, [drawn], (*shipped(), *wide()), kept)
    assert times == [2 if kept == 1000 else 3]
    assert {"DUP002", "INJ003"} <= {found.rule for found in findings(told)}
    assert told == many(tmp_path, monkeypatch, [drawn], (*shipped(), *wide()))[1]


def test_files_before_are_read_once_for_all_that_meets_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was sent in every file of a run meets the first one: it is read for each, and none of the others is."""
    times, told = many(tmp_path, monkeypatch, [TWICE] * 12, shipped())
    assert times == [2 + 11, *[2] * 11]
    assert {mark.path for found in findings(told) if found.rule == "DUP002" for mark in found.related} == {
        str(tmp_path / "00.837")
    }
