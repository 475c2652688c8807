"""TA1: one interchange acknowledgment for each interchange received (ASC X12 005010, X12.5)."""

from __future__ import annotations

import datetime as dt
import re
from typing import TextIO

from cleanclaim.acks.records import Answer, Interchange
from cleanclaim.acks.writing import Writer, control_number

_NO_ERROR = "000"


class InterchangeAnswer(Answer):
    """Writes an interchange that holds nothing but its TA1.

    ISA14 asks a receiver for it; here it is written for every interchange, because it was asked for.
    """

    name = "TA1"
    about = "an interchange (ISA)"

    def __init__(self, stream: TextIO, made: dt.datetime) -> None:
        self._writer = Writer(stream, made)

    def end_interchange(self, interchange: Interchange) -> None:
        """Write the TA1 with the gravest code."""
        writer, isa, verdict = self._writer, interchange.elements, interchange.verdict
        codes = verdict.codes
        self.written = True
        writer.open(interchange)
        day, time = _day(isa[9], writer.made), _time(isa[10])
        writer.write("TA1", control_number(isa[13]), day, time, verdict.status, codes[0] if codes else _NO_ERROR)
        writer.close(0)


def _day(text: str, made: dt.datetime) -> str:
    """The day of the interchange, YYMMDD; the answer's own where it is none."""
    try:
        return f"{dt.datetime.strptime(text, '%y%m%d'):%y%m%d}"
    except ValueError:
        return f"{made:%y%m%d}"


def _time(text: str) -> str:
    return text if re.fullmatch("([01][0-9]|2[0-3])[0-5][0-9]", text, re.ASCII) else "0000"
