"""The pipeline: bytes in, findings out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator

from cleanclaim.catalogue import Catalogue
from cleanclaim.claim import Claim, build
from cleanclaim.engine import Engine
from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding, Mark, Rule, found
from cleanclaim.guide import place
from cleanclaim.locate import Summary, View, locate
from cleanclaim.source import Source
from cleanclaim.x12 import Event, Tally, read_events

Settings = View

__all__ = ["NOT_X12", "Settings", "Summary", "View", "lint", "rules"]

NOT_X12 = Rule(
    "ENV000",
    "Input is not an X12 file",
    "error",
    snip=1,
    help="an X12 file begins with an interchange header: the letters ISA and 16 elements",
)


def lint(source: Source, catalogue: Catalogue, settings: Settings) -> Iterator[Finding | Summary]:
    """Lint one source: its findings in file order, then the summary of what was read.

    Raises `OSError` where the source can not be read.
    """
    engine = Engine(catalogue.rules)
    events = _read(source)
    placed = place(events)
    claims = build(placed)
    judged = _judge(claims, engine, settings.as_of)
    for item in locate(judged, source, settings):
        if isinstance(item, Summary):
            item.not_checked.update(engine.not_checked)
        yield item


def _read(source: Source) -> Iterator[Event]:
    """The events of a source; one that is no X12 file is one finding, all of it unread."""
    try:
        yield from read_events(source)
    except NotX12Error as error:
        yield found(NOT_X12, str(error), Mark(0, "", 0, 0))
        yield Tally(bytes=source.size, unread_bytes=source.size)


def _judge(events: Iterable[Event | Claim], engine: Engine, as_of: dt.date | None) -> Iterator[Event | Claim]:
    """The findings of each claim before the claim; one that the file cut off is not judged."""
    for event in events:
        if isinstance(event, Claim) and event.complete:
            if as_of is not None and event.file is not None:
                event.file.today = as_of
                event.file.unreadable.discard("today")
            yield from engine.judge(event)
        yield event


def rules() -> tuple[Rule, ...]:
    """Every rule that this room can report."""
    return (NOT_X12,)
