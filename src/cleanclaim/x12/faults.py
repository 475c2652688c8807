"""The rules of the envelope: what can be wrong before any loop or claim is known."""

from __future__ import annotations

from cleanclaim.findings import Reference, Rule, Severity

_X12 = (Reference("ASC X12 005010, X12.5 interchange control structures and X12.6 application control structure"),)


def _rule(code: str, title: str, help: str, severity: Severity = "error", *, fixable: bool = False) -> Rule:
    return Rule(code, title, severity, snip=1, help=help, references=_X12, fixable=fixable)


ISA = _rule(
    "ENV001",
    "Interchange header (ISA) is malformed",
    "the ISA has 16 elements of fixed width, 106 bytes with its terminator, and declares four different delimiters",
)
INTERCHANGE_NUMBER = _rule(
    "ENV004",
    "Interchange control numbers differ",
    "IEA02 repeats ISA13; where they differ the receiver rejects the interchange in a TA1",
    fixable=True,
)
INTERCHANGE_COUNT = _rule(
    "ENV006", "Wrong number of groups in IEA01", "IEA01 counts the functional groups of the interchange", fixable=True
)
GROUP_TRAILER = _rule(
    "ENV009",
    "Functional group trailer (GE) does not fit its header",
    "GE01 counts the transactions of the group and GE02 repeats GS06",
    fixable=True,
)
TRANSACTION_TRAILER = _rule(
    "ENV010",
    "Transaction trailer (SE) does not fit its header",
    "SE01 counts the segments from ST to SE, both included, and SE02 repeats ST02",
    fixable=True,
)
NOT_CLOSED = _rule(
    "ENV017",
    "Envelope is not closed",
    "every ISA, GS and ST needs its IEA, GE and SE; a file that ends early was cut: send it again in full",
)
NOT_OPEN = _rule(
    "ENV018",
    "Envelope segment out of place",
    "ISA holds GS, GS holds ST; their trailers come in the reverse order",
)
OUTSIDE = _rule(
    "ENV019",
    "Segment outside a transaction",
    "between the envelopes only TA1 may stand; everything else belongs between an ST and its SE",
)
TEXT_OUTSIDE = _rule(
    "ENV020",
    "Text outside the interchange",
    "nothing may stand before an ISA or after an IEA; these bytes were not read",
)
EMPTY = _rule(
    "ENV021",
    "Empty segment",
    "two terminators follow one another; some receivers stop reading here without a word",
    "warning",
)
WRAPPED = _rule(
    "ENV022",
    "Lines are wrapped inside segments",
    "the file was broken into lines of one length; the line breaks were read as no part of the claim",
    "info",
    fixable=True,
)
INDENTED = _rule(
    "ENV023",
    "Spaces before a segment",
    "some receivers take the spaces for a part of the segment id",
    "warning",
)
TOO_LONG = _rule(
    "ENV024",
    "Segment is longer than a segment can be",
    "no terminator was found within 1 MiB; is the terminator in the ISA the one that the file uses?",
)
NO_TERMINATOR = _rule(
    "ENV025",
    "Last segment has no terminator",
    "the IEA ends with the segment terminator like every other segment",
    fixable=True,
)
BYTE_ORDER_MARK = _rule(
    "ENV026",
    "Byte order mark before the ISA",
    "an interchange begins with the letters ISA; save the file as plain ASCII",
    "warning",
)

RULES = (
    ISA,
    INTERCHANGE_NUMBER,
    INTERCHANGE_COUNT,
    GROUP_TRAILER,
    TRANSACTION_TRAILER,
    NOT_CLOSED,
    NOT_OPEN,
    OUTSIDE,
    TEXT_OUTSIDE,
    EMPTY,
    WRAPPED,
    INDENTED,
    TOO_LONG,
    NO_TERMINATOR,
    BYTE_ORDER_MARK,
)
