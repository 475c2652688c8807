"""Segment ids that are written badly: in small letters, or with a blank or a control character beside them."""

from __future__ import annotations

import re
from collections.abc import Container

from cleanclaim.source import Segment

ENVELOPE = frozenset({"ISA", "GS", "ST", "SE", "GE", "IEA"})  # the reader's
_AROUND = re.compile(r"[^A-Za-z0-9]*([A-Za-z0-9]{2,3})[^A-Za-z0-9]*")


def mend_id(segment: Segment, separator: str, known: Container[str]) -> Segment | None:
    """The segment with its id as it should be; None where that is no id that is known.

    Bytes left out behind the id are kept account of as those of a line break are.
    """
    written, mark, rest = segment.text.partition(separator)
    match = _AROUND.fullmatch(written)
    if match is None or segment.breaks:
        return None
    name = match[1].upper()
    if name == written or name not in known:
        return None
    behind = len(written) - match.end(1)
    breaks = ((len(name), behind),) if behind else ()
    return Segment(name + mark + rest, segment.offset + match.start(1), segment.number, breaks)


def rename(segment: Segment, separator: str, name: str) -> Segment | None:
    """The segment under another id that is no longer than its own; None where it is, or where lines are wrapped."""
    written, mark, rest = segment.text.partition(separator)
    behind = len(written) - len(name)
    if behind < 0 or segment.breaks:
        return None
    return segment._replace(text=name + mark + rest, breaks=((len(name), behind),) if behind else ())
