"""Characters to delimiters, segments and envelopes. Knows offsets; knows no loop and no claim."""

from __future__ import annotations

from cleanclaim.x12.agreement import Agreement, CharacterSet, Receiver
from cleanclaim.x12.cursor import Cursor, Reading
from cleanclaim.x12.delimiters import Delimiters
from cleanclaim.x12.envelope import read_events, rules
from cleanclaim.x12.events import End, Event, Group, Interchange, Tally, Transaction
from cleanclaim.x12.places import (
    SEGMENT_IDS,
    component_span,
    drop_breaks,
    drop_trailing,
    element_name,
    element_span,
    mark,
    segment_name,
)

__all__ = [
    "SEGMENT_IDS",
    "Agreement",
    "CharacterSet",
    "Cursor",
    "Delimiters",
    "End",
    "Event",
    "Group",
    "Interchange",
    "Reading",
    "Receiver",
    "Tally",
    "Transaction",
    "component_span",
    "drop_breaks",
    "drop_trailing",
    "element_name",
    "element_span",
    "mark",
    "read_events",
    "rules",
    "segment_name",
]
