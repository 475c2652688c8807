"""Findings that wait until they can be said in order: so many in memory, the others in a file without a name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from heapq import merge
from typing import IO, Any, NamedTuple, get_type_hints

import msgspec

from cleanclaim.findings import Finding, Rule

_MOST = 10_000  # findings in memory
_READ = 1 << 16  # bytes of each run that are read at once
_LENGTH = 4  # bytes that say how long a record is

Order = tuple[int, str, str, int]


class Waiter(NamedTuple):
    """A finding that waits, and the places of the rows that it speaks of."""

    order: Order
    finding: Finding
    rows: tuple[Any, ...] = ()


_SAVED = tuple(name for name in Finding.__struct_fields__ if name != "about")


@cache
def _decoder() -> msgspec.msgpack.Decoder[Any]:
    """Reads a waiter as it is written: its rule by its number among all that were met, else what `Finding` holds."""
    hints = get_type_hints(Finding)
    kept: Any = tuple[(Order, tuple[Any, ...], int, *(hints[name] for name in _SAVED))]  # type: ignore[misc]
    return msgspec.msgpack.Decoder(kept)


class Waiting:
    """Takes findings in any order and gives them by a number, then by rule and message.

    Memory does not grow: past `most` they go to a temporary file that only this user can read and that has
    no name. Raises `OSError` where that can not be written.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._held: list[Waiter] = []
        self._count = 0
        self._rules: dict[int, int] = {}  # id of a rule -> its number
        self._about: list[Rule] = []
        self._file: IO[bytes] | None = None
        self._runs: list[tuple[int, int]] = []  # where sorted runs of records begin and end

    def __enter__(self) -> Waiting:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def __len__(self) -> int:
        return self._count

    def add(self, number: int, finding: Finding, rows: tuple[Any, ...] = ()) -> None:
        """Let a finding wait. Where number, rule and message are alike, the first to come goes first."""
        self._held.append(Waiter((number, finding.rule, finding.message, self._count), finding, rows))
        self._count += 1
        if len(self._held) > self._most:
            self._write()

    def __iter__(self) -> Iterator[Waiter]:
        self._held.sort(key=_order)
        if not self._runs:
            return iter(self._held)
        return merge(*(self._read(start, end) for start, end in self._runs), self._held, key=_order)

    def _write(self) -> None:
        if self._file is None:
            import tempfile  # few need it

            self._file = tempfile.TemporaryFile("w+b")  # noqa: SIM115 (closed by __exit__)
        start = self._file.tell()
        for waiter in sorted(self._held, key=_order):
            record = msgspec.msgpack.encode(self._save(waiter))
            self._file.write(len(record).to_bytes(_LENGTH, "big") + record)
        self._runs.append((start, self._file.tell()))
        self._held.clear()

    def _save(self, waiter: Waiter) -> tuple[Any, ...]:
        finding = waiter.finding
        number = self._rules.setdefault(id(finding.about), len(self._about))
        if number == len(self._about):
            self._about.append(finding.about)
        return waiter.order, waiter.rows, number, *(getattr(finding, name) for name in _SAVED)

    def _load(self, record: bytes) -> Waiter:
        order, rows, about, *saved = _decoder().decode(record)
        parts: dict[str, Any] = dict(zip(_SAVED, saved, strict=True))
        return Waiter(order, Finding(self._about[about], **parts), tuple(map(_as_it_was, rows)))

    def _read(self, at: int, end: int) -> Iterator[Waiter]:
        """The waiters of one run; several are read by turns, so each reads a block at a time."""
        assert self._file is not None
        size = _READ
        while at < end:
            self._file.seek(at)
            block = self._file.read(min(size, end - at))
            done = 0
            for record in _records(block):
                done += _LENGTH + len(record)
                yield self._load(record)
            at += done
            size = _READ if done else 2 * size


def _as_it_was(row: Any) -> Any:
    return tuple(row) if isinstance(row, list) else row


def _records(block: bytes) -> Iterator[bytes]:
    """The records that lie in a block from its first to their last byte."""
    at = 0
    while at + _LENGTH <= len(block):
        end = at + _LENGTH + int.from_bytes(block[at : at + _LENGTH], "big")
        if end > len(block):
            return
        yield block[at + _LENGTH : end]
        at = end


def _order(waiter: Waiter) -> Order:
    return waiter.order
