"""The pipeline: bytes in, findings out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping

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
    judged = _judge(_claims(source, settings.as_of), engine)
    for item in locate(judged, source, settings):
        if isinstance(item, Summary):
            yield from _across(source, engine, settings)
            item.not_checked.update(engine.not_checked)
        yield item


def _claims(source: Source, as_of: dt.date | None) -> Iterator[Event | Claim]:
    """Everything that stands in a source, its claims as they are to be judged."""
    for event in build(place(_read(source))):
        if isinstance(event, Claim) and as_of is not None and event.file is not None:
            event.file.today = as_of
            event.file.unreadable.discard("today")
        yield event


def _read(source: Source) -> Iterator[Event]:
    """The events of a source; one that is no X12 file is one finding, all of it unread."""
    try:
        yield from read_events(source)
    except NotX12Error as error:
        yield found(NOT_X12, str(error), Mark(0, "", 0, 0))
        yield Tally(bytes=source.size, unread_bytes=source.size)


def _judge(events: Iterable[Event | Claim], engine: Engine) -> Iterator[Event | Claim]:
    """The findings of each claim before the claim; one that the file cut off is not judged."""
    for event in events:
        if isinstance(event, Claim) and event.complete:
            yield from engine.judge(event)
        yield event


def _across(source: Source, engine: Engine, settings: Settings) -> Iterator[Finding]:
    """The findings of rules that look across claims, after all others: the source is read again for them."""
    found = engine.across(lambda: _complete(_claims(source, settings.as_of)))
    if found:
        again = _claims(source, settings.as_of)
        located = locate(_among(again, found), source, settings)
        yield from (item for item in located if isinstance(item, Finding))


def _complete(events: Iterable[Event | Claim]) -> Iterator[Claim]:
    return (event for event in events if isinstance(event, Claim) and event.complete)


def _among(events: Iterable[Event | Claim], found: Mapping[int, Iterable[Finding]]) -> Iterator[Event | Claim]:
    """The findings before their claims; what else was found there has been said."""
    for event in events:
        if isinstance(event, Claim):
            yield from found.get(event.ordinal, ())
        if not isinstance(event, Finding):
            yield event


def rules() -> tuple[Rule, ...]:
    """Every rule that this room can report."""
    return (NOT_X12,)
