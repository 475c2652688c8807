"""Claims with findings across claims, kept while they are few: their file is not read once more for its places."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from cleanclaim.claim import Claim
from cleanclaim.x12 import End, Event, Group, Interchange, Tally, Transaction

_MOST = 1_000  # claims, or envelopes: some 10 MB

Envelope = Interchange | Group | Transaction
_OPEN: dict[str, tuple[type[Envelope], ...]] = {"IEA": (), "GE": (Interchange,), "SE": (Interchange, Group)}
_ABOVE: dict[type[Envelope], str] = {Interchange: "IEA", Group: "GE", Transaction: "SE"}


class _Station(NamedTuple):
    """The first claim in its envelopes, by its number in the file."""

    first: int
    envelopes: tuple[Envelope, ...]


class Kept:
    """Sees a file go by, and keeps claims of it with the envelopes that they stand in.

    Where there are too many, or the file goes by another time, nothing is kept: `whole` is false.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._times = 0
        self._open: tuple[Envelope, ...] = ()
        self._stations: list[_Station] = []
        self._claims: dict[int, Claim] = {}
        self.whole = True

    def begin(self) -> None:
        """The file goes by from its start."""
        self._times += 1
        if self._times > 1:
            self._give_up()

    def see(self, event: Event | Claim) -> None:
        """Take note of an envelope, or of the claim that is the first in some."""
        if isinstance(event, Claim):
            if self.whole and (not self._stations or self._stations[-1].envelopes is not self._open):
                self._stations.append(_Station(event.ordinal, self._open))
        elif isinstance(event, Envelope):
            self._open = (*self._within(_ABOVE[type(event)]), event)
        elif isinstance(event, End):
            self._open = self._within(event.what)
        if len(self._stations) > self._most:
            self._give_up()

    def _within(self, ended: str) -> tuple[Envelope, ...]:
        """The envelopes that stay open where one ends, by its trailer."""
        return tuple(one for one in self._open if isinstance(one, _OPEN[ended]))

    def hold(self, claim: Claim) -> None:
        """Keep a claim that went by."""
        if self.whole:
            self._claims[claim.ordinal] = claim
        if len(self._claims) > self._most:
            self._give_up()

    def _give_up(self) -> None:
        self.whole = False
        self._claims.clear()
        self._stations.clear()

    def events(self) -> Iterator[Event | Claim]:
        """The claims that were kept, in their order and in their envelopes."""
        envelopes: tuple[Envelope, ...] = ()
        for ordinal in sorted(self._claims):
            at = bisect_right(self._stations, ordinal, key=lambda station: station.first) - 1
            if self._stations[at].envelopes is not envelopes:
                envelopes = self._stations[at].envelopes
                yield End("IEA", None)
                yield from envelopes
            yield self._claims[ordinal]
        yield Tally()
