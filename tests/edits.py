"""Samples with random bytes changed, through the whole pipeline: nothing raises, no byte is lost, no rule crashes.

`python -m tests.edits --count 200000 --seed 1` hunts; the same seed and number make the same file.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
import traceback
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.source import Segment, Source
from cleanclaim.x12.cursor import SPACE
from cleanclaim.x12.header import Header
from cleanclaim.x12.reader import Cut, Reader
from tests.linting import catalogue

SAMPLES = Path(__file__).parents[1] / "samples"
LARGEST = 6_000  # bytes: what is larger holds no other segments
INTERNAL = frozenset({"RUN001", "IG040"})  # that a rule or an element check failed by itself
_TYPED = b"*:^~|>!?+ \n\r\t\x00\x1a\x1c\x1d\x1f\x7f\xa0\xe9\xff-.0159AZaz"


class Trouble(NamedTuple):
    """What went wrong with one file."""

    number: int
    content: bytes
    what: str


@cache
def samples() -> tuple[bytes, ...]:
    """The contents of the small samples."""
    contents = (path.read_bytes() for path in sorted(SAMPLES.rglob("*.837")))
    return tuple(content for content in contents if len(content) <= LARGEST)


def edited(seed: int, number: int) -> bytes:
    """A sample with one to four bytes changed, lost, added, doubled or swapped."""
    draw = random.Random(f"{seed}:{number}")
    content = bytearray(draw.choice(samples()))
    for _ in range(draw.choice((1, 1, 1, 2, 4))):
        at, kind = draw.randrange(len(content)), draw.randrange(6)
        byte = draw.randrange(256) if draw.random() < 0.5 else draw.choice(_TYPED)
        if kind < 2:
            content[at] = byte
        elif kind == 2:
            del content[at]
        elif kind == 3:
            content.insert(at, byte)
        elif kind == 4:
            content[at:at] = content[at : at + draw.randrange(1, 200)]
        else:
            del content[at : at + draw.randrange(1, 200)]
    return bytes(content)


def find_trouble(content: bytes) -> str:
    """What goes wrong with a file; empty where all is well."""
    items = list(lint(Source.from_bytes(content), catalogue(), Settings(excerpts=False)))
    crashed = [item.message for item in items if isinstance(item, Finding) and item.rule in INTERNAL]
    if crashed:
        return crashed[0]
    summary = items[-1]
    if not isinstance(summary, Summary) or summary.bytes != len(content):
        return "the summary does not hold all bytes"
    if not 0 <= summary.unread_bytes <= len(content):
        return f"{summary.unread_bytes} bytes are said to be unread"
    return _find_loss(content)


def _find_loss(content: bytes) -> str:
    """Whether bytes are neither in a segment nor counted as unread, and are no white space or terminator."""
    reader = Reader(Source.from_bytes(content))
    left, terminators = list(content.decode("latin-1")), {"\x1a"}
    try:
        for item in reader.read():
            if isinstance(item, Finding | Cut):
                continue
            segment = item if isinstance(item, Segment) else item.segment
            if isinstance(item, Header) and item.delimiters is not None:
                terminators.add(item.delimiters.terminator)
            for at, character in enumerate(segment.text):
                if left[segment.byte(at)] != character:
                    return f"segment {segment.number} is not what stands in the file"
                left[segment.byte(at)] = ""
    except NotX12Error:
        return ""
    lost = sum(1 for character in left if character and character not in terminators and character not in SPACE)
    unread = reader.tally.unread_bytes
    return f"{lost - unread} bytes are lost" if lost > unread else ""


def hunt(numbers: Sequence[int], seed: int) -> Iterator[Trouble]:
    """Trouble with the edited samples of these numbers."""
    for number in numbers:
        content = edited(seed, number)
        try:
            what = find_trouble(content)
        except Exception:  # noqa: BLE001 (whatever is raised is what is hunted)
            what = traceback.format_exc()
        if what:
            yield Trouble(number, content, what)


def main(arguments: Sequence[str] | None = None) -> int:
    """Hunt, and say what was found; 1 where anything was."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--from", type=int, default=0, dest="first")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args(arguments)
    begun, troubles = time.perf_counter(), 0
    for trouble in hunt(range(options.first, options.first + options.count), options.seed):
        troubles += 1
        sys.stdout.write(f"--- {trouble.number}: {trouble.what}\n{trouble.content!r}\n")
    sys.stdout.write(f"{options.count} files in {time.perf_counter() - begun:.0f} s: trouble with {troubles}\n")
    return int(bool(troubles))


if __name__ == "__main__":
    raise SystemExit(main())
