"""Acknowledgments that `--output 999=PATH` and `--output ta1=PATH` ask for."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from cleanclaim.catalogue import Catalogue
from cleanclaim.cli.options import Options
from cleanclaim.cli.outputs import ACK_FORMATS, Output, open_stream
from cleanclaim.privacy import Values
from cleanclaim.source import Source

if TYPE_CHECKING:
    from cleanclaim.acks import Watch

Listening = Callable[[Source, Values], "Watch"]  # to a source, of which these values may be copied
_RULES = 3  # the level from which rules of the catalogue are judged, those of structure below it


@contextmanager
def open_acks(outputs: Sequence[Output], options: Options) -> Iterator[Listening | None]:
    """What makes a listener for each source, or nothing where no acknowledgment is asked for.

    Files appear whole, when everything went well. Raises `OSError` where one can not be written.
    """
    wanted = [output for output in outputs if output.format in ACK_FORMATS]
    if not wanted:
        yield None
        return
    from cleanclaim.acks import ACKS, Judging, Watch

    with ExitStack() as stack:
        made = options.as_of or dt.datetime.now()
        answers = [ACKS[output.format](stack.enter_context(open_stream(output.path)), made) for output in wanted]
        level = options.ack_level
        yield lambda source, values: Watch(source, answers, Judging(level, values))
        for kind in sorted({type(answer) for answer in answers if not answer.written}, key=lambda kind: kind.about):
            print(f"no {kind.name} was written: no input has {kind.about}", file=sys.stderr)


def with_acknowledged(chosen: Catalogue, known: Catalogue, options: Options) -> Catalogue:
    """The chosen rules and those that an acknowledgment judges besides: it is made before any selection."""
    if options.ack_level < _RULES or not any(text.partition("=")[0] in ACK_FORMATS for text in options.output):
        return chosen
    codes = {rule.code for rule in chosen.rules}
    rules = tuple(rule for rule in known.rules if rule.code in codes or rule.about.snip <= options.ack_level)
    return replace(chosen, rules=rules)
