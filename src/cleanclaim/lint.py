"""The pipeline: bytes in, findings out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from itertools import groupby

from cleanclaim.catalogue import Catalogue
from cleanclaim.claim import Claim, build
from cleanclaim.engine import Before, Engine, Near, Said
from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding, Mark, Rule, found
from cleanclaim.guide import place_runs
from cleanclaim.locate import Elsewhere, Files, Fingerprints, Kept, Listener, Summary, View, Waiting, locate
from cleanclaim.reference import SUPPLIERS, TABLES
from cleanclaim.source import Source
from cleanclaim.x12 import Agreement, Event, Tally, read_events, shown

Settings = View

__all__ = ["NOT_X12", "Run", "Settings", "Summary", "View", "lint", "rules"]

CHANGED = "file changed while it was read"
_TAUGHT = 16  # catalogues of which is kept what claims have taught

NOT_X12 = Rule(
    "ENV000",
    "Input is not an X12 file",
    "error",
    snip=1,
    help="An X12 file begins with an interchange header: the letters ISA and 16 elements.",
    suggestion="see whether this is the file that was meant, and whether it was sent as plain text",
    wrong=shown.CLM,
    right=shown.lines(shown.ISA, shown.GS),
)


def lint(source: Source, catalogue: Catalogue, settings: Settings) -> Iterator[Finding | Summary]:
    """Lint one source: its findings in file order, then the summary of what was read.

    Raises `OSError` where the source can not be read.
    """
    with Run(catalogue, settings, files=1) as run:
        yield from run.lint(source)


class Run:
    """Files that are linted one after the other, so that rules can look from each into those before it.

    `files` says how many there are, if that is known: nothing is kept of the last one. A source that has no path is
    held open until the run is closed.
    """

    def __init__(self, catalogue: Catalogue, settings: Settings, files: int = 0) -> None:
        self._catalogue = _bound(catalogue)
        self._settings = settings
        self._before = Before(files)
        self._taught: dict[int, tuple[Catalogue, Near]] = {}
        self._files = Files()

    def __enter__(self) -> Run:
        return self

    def __exit__(self, *_: object) -> None:
        self._before.close()
        self._files.close()

    def lint(
        self, source: Source, catalogue: Catalogue | None = None, settings: Settings | None = None
    ) -> Iterator[Finding | Summary]:
        """Lint the next source: its findings in file order, then the summary of what was read.

        It may have rules and settings of its own. Raises `OSError` where the source can not be read.
        """
        catalogue = self._catalogue if catalogue is None else _bound(catalogue)
        reading = _Reading(source, settings or self._settings, self._before.input)
        engine = self._engine(catalogue)
        try:
            for item in self._in_order(reading, engine) if engine.looks_across else reading.read(engine):
                if isinstance(item, Summary):
                    item.not_checked.update(reading.unchecked(catalogue))
                yield item
        finally:
            self._files.add(source, reading.stamp, hold=engine.looks_across and self._before.keeps)
            self._before.next(reading.claims_read)

    def _engine(self, catalogue: Catalogue) -> Engine:
        """What judges the next file, with what the files before it have taught of the same rules."""
        known, near = self._taught.get(id(catalogue), (None, None))
        if known is None and len(self._taught) == _TAUGHT:
            self._taught.clear()
        engine = Engine(catalogue.running, before=self._before, near=near if known is catalogue else None)
        self._taught[id(catalogue)] = catalogue, engine.near
        return engine

    def _in_order(self, reading: _Reading, engine: Engine) -> Iterator[Finding | Summary]:
        """Findings wait for those of rules that look across claims: these are known when the file has been read."""
        with Waiting() as waiting:
            for item in reading.read(engine):
                if isinstance(item, Finding):
                    waiting.add(item.mark.offset, item)
                else:
                    summary = item
            for finding in self._across(reading, engine):
                waiting.add(finding.mark.offset, finding)
            yield from (waiter.finding for waiter in waiting)
        summary.not_checked.update(engine.not_checked)
        summary.suppressed += reading.suppressed_again
        if engine.lost:
            summary.not_checked[CHANGED] = engine.lost
        yield summary

    def _across(self, reading: _Reading, engine: Engine) -> Iterator[Finding]:
        """The findings of rules that look across claims: what they speak of is read again."""
        with Waiting() as found, Elsewhere(self._files) as elsewhere:
            for said in engine.far(partial(self._again, reading)):
                found.add(said.finding.claim or 0, said.finding, said.rows)
                reading.keep(said.claim)
            by_claim = groupby(found, key=lambda waiter: waiter.order[0])
            told = (
                (claim, map(elsewhere.place, engine.uncovered([Said(*waiter[1:]) for waiter in waiters])))
                for claim, waiters in by_claim
            )
            if len(found):
                yield from reading.again(told)

    def _again(self, reading: _Reading, files: Mapping[int, int]) -> Iterator[Claim]:
        """The claims of some files, this one or those before, each file up to the claim that is wanted."""
        for number, last in files.items():
            if number == reading.input:
                if not reading.changed:
                    yield from reading.claims(last)
                continue
            with self._files.reopened(number) as source:
                if source is not None:
                    yield from _Reading(source, self._settings, number).claims(last)


def _bound(catalogue: Catalogue) -> Catalogue:
    """The catalogue, bound to no reference store where it was not bound to one."""
    return catalogue if catalogue.absent is not None else catalogue.bind(None)


class _Reading:
    """One source, and the claims that stand in it; `input` is its number in the run."""

    def __init__(self, source: Source, settings: Settings, input_: int) -> None:
        self.source, self.input = source, input_
        self.claims_read = 0
        self.suppressed_again = 0  # findings that the policy held back when the source was read again
        self._settings = settings
        self.stamp = source.stamp
        self._kinds: Counter[tuple[str | None, bool]] = Counter()  # claims by SBR09 and whether a supplier bills
        self._fingerprints = Fingerprints()
        self._kept = Kept()

    @property
    def changed(self) -> bool:
        """Whether the file is another one than it was."""
        return self.source.stamp != self.stamp

    def unchecked(self, catalogue: Catalogue) -> Iterator[tuple[str, int]]:
        """What was not checked for want of tables, and of how many claims: those that a table is for. A rule of the
        user's own may ask it of any.
        """
        for table, codes in (catalogue.absent or {}).items():
            asks_all = not catalogue.own.isdisjoint(codes)
            kinds = self._kinds.items()
            claims = sum(count for kind, count in kinds if asks_all or TABLES[table].concerns(*kind))
            if claims:
                yield f"{table} not imported", claims

    def read(self, engine: Engine) -> Iterator[Finding | Summary]:
        """The findings about single claims, in file order, and the summary."""
        events = _judge(self._events(self._settings.agreement), engine)
        if self._settings.listen is not None:
            events = _heard(events, self._settings.listen(self.source))
        for item in self._locate(events):
            if isinstance(item, Summary):
                item.not_checked.update(engine.not_checked)
            yield item

    def again(self, told: Iterator[tuple[int, Iterable[Finding]]]) -> Iterator[Finding]:
        """More findings, by the numbers of their claims: the source is read again where these were not kept."""
        events = self._kept.events() if self._kept.whole else self._events()
        for item in self._locate(_among(events, told)):
            if isinstance(item, Finding):
                yield item
            else:
                self.suppressed_again += item.suppressed

    def keep(self, claim: Claim | None) -> None:
        """Keep a claim with a finding."""
        if claim is not None:
            self._kept.hold(claim)

    def claims(self, last: int) -> Iterator[Claim]:
        """The claims that are complete, up to one."""
        self._kept.begin()
        for event in self._events():
            self._kept.see(event)
            if isinstance(event, Claim):
                if event.complete:
                    yield event
                if event.ordinal >= last:
                    return

    def _locate(self, events: Iterator[Event | Claim]) -> Iterator[Finding | Summary]:
        return locate(events, self.source, self._settings, self._fingerprints)

    def _events(self, agreement: Agreement | None = None) -> Iterator[Event | Claim]:
        """Everything that stands in the source, its claims as they are to be judged."""
        as_of = self._settings.as_of
        for event in _read(self.source, agreement):
            if isinstance(event, Claim):
                if event.ordinal > self.claims_read:
                    self.claims_read = event.ordinal
                    self._kinds[event.filing, _by_supplier(event)] += 1
                event.input = self.input
                if as_of is not None and event.file is not None:
                    event.file.today = as_of
                    event.file.unreadable.discard("today")
            yield event


def _by_supplier(claim: Claim) -> bool:
    billing = claim.billing
    return billing is not None and billing.taxonomy is not None and billing.taxonomy.startswith(SUPPLIERS)


def _read(source: Source, agreement: Agreement | None) -> Iterator[Event | Claim]:
    """The events and claims of a source; one that is no X12 file is one finding, all of it unread."""
    try:
        yield from build(place_runs(read_events(source, agreement)))
    except NotX12Error as error:
        yield found(NOT_X12, str(error), Mark(0, "", 0, 0))
        yield Tally(bytes=source.size, unread_bytes=source.size)


def _judge(events: Iterable[Event | Claim], engine: Engine) -> Iterator[Event | Claim]:
    """The findings of each claim before the claim; one that the file cut off is not judged."""
    for event in events:
        if isinstance(event, Claim) and event.complete:
            yield from engine.judge(event)
        yield event


def _heard(events: Iterable[Event | Claim], listener: Listener) -> Iterator[Event | Claim]:
    """The same events, each of them told to a listener before it goes on."""
    for event in events:
        listener.see(event)
        yield event


def _among(events: Iterable[Event | Claim], told: Iterator[tuple[int, Iterable[Finding]]]) -> Iterator[Event | Claim]:
    """The findings before their claims; what else was found there has been said."""
    waiting = next(told, None)
    for event in events:
        if isinstance(event, Claim) and waiting is not None and event.ordinal == waiting[0]:
            yield from waiting[1]
            waiting = next(told, None)
        if not isinstance(event, Finding):
            yield event
        if waiting is None:
            yield Tally()
            return


def rules() -> tuple[Rule, ...]:
    """Every rule that this room can report."""
    return (NOT_X12,)
