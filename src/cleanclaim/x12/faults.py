"""The rules of the envelope: what can be wrong before any loop or claim is known."""

from __future__ import annotations

from dataclasses import replace

from cleanclaim.findings import Acknowledgment, Reference, Rule, Severity
from cleanclaim.x12.advice import ADVICE

_X12 = (Reference("ASC X12 005010, X12.5 interchange control structures and X12.6 application control structure"),)


def _rule(code: str, title: str, help: str, codes: str = "", severity: Severity = "error") -> Rule:
    """A rule of the envelope; `codes` are those of TA1 and 999 that say the same: "TA105 022, AK905 3"."""
    named = tuple(filter(None, codes.split(", ")))
    acknowledgment = Acknowledgment(
        interchange=tuple(name.removeprefix("TA105 ") for name in named if name.startswith("TA105")),
        syntax=tuple(name for name in named if not name.startswith("TA105")),
    )
    suggestion, wrong, right = ADVICE[code]
    return Rule(code, title, severity, 1, help, suggestion, _X12, acknowledgment, wrong=wrong, right=right)


def _fixable(rule: Rule) -> Rule:
    """The same rule, whose fault can be mended from the rest of the file."""
    return replace(rule, fixable=True)


ISA = _rule(
    "ENV001",
    "Interchange header (ISA) is malformed",
    "The ISA has 16 elements of fixed width, 106 bytes with its terminator. It names the sender and the receiver, "
    "and declares four different delimiters: the ones that its segments use.",
    "TA105 004, TA105 006, TA105 008, TA105 022, TA105 026, TA105 027",
)
INTERCHANGE_NUMBER = _fixable(
    _rule(
        "ENV004",
        "Interchange control numbers differ",
        "IEA02 repeats ISA13. If they differ, the receiver rejects the interchange in a TA1.",
        "TA105 001",
    )
)
INTERCHANGE_COUNT = _fixable(
    _rule(
        "ENV006",
        "Wrong number of groups in IEA01",
        "IEA01 counts the functional groups (GS to GE) of the interchange.",
        "TA105 021",
    )
)
GROUP_TRAILER = _fixable(
    _rule(
        "ENV009",
        "Functional group trailer (GE) does not match its header",
        "GE01 counts the transactions (ST to SE) of the group, and GE02 repeats GS06.",
        "AK905 4, AK905 5",
    )
)
TRANSACTION_TRAILER = _fixable(
    _rule(
        "ENV010",
        "Transaction trailer (SE) does not match its header",
        "SE01 counts the segments from ST to SE, both included, and SE02 repeats ST02.",
        "IK502 3, IK502 4",
    )
)
NOT_CLOSED = _rule(
    "ENV017",
    "Envelope is not closed",
    "Every ISA, GS and ST needs its IEA, GE and SE. A file that ends early was cut.",
    "TA105 023, AK905 3, IK502 2",
)
NOT_OPEN = _rule(
    "ENV018",
    "Envelope segment out of place",
    "ISA holds GS, GS holds ST; their trailers come in the reverse order. After a trailer that is out of place the "
    "file is read on as if it were not there.",
    "TA105 024, IK304 2",
)
OUTSIDE = _rule(
    "ENV019",
    "Segment outside a transaction",
    "Between the envelopes only a TA1 is allowed; everything else belongs between an ST and its SE. Claims whose ST "
    "is missing are judged all the same.",
    "TA105 024, AK905 5",
)
TEXT_OUTSIDE = _rule(
    "ENV020",
    "Text outside the interchange",
    "Nothing is allowed before an ISA or after an IEA. These bytes were not read.",
)
EMPTY = _rule(
    "ENV021",
    "Empty segment",
    "Two terminators follow one another. Some receivers stop reading here without a word.",
    severity="warning",
)
WRAPPED = _fixable(
    _rule(
        "ENV022",
        "Lines are wrapped inside segments",
        "The file was broken into lines of one length. The line breaks were not read as part of the claim.",
        severity="info",
    )
)
INDENTED = _rule(
    "ENV023",
    "Spaces before a segment",
    "Some receivers take the spaces for part of the segment ID.",
    severity="warning",
)
TOO_LONG = _rule(
    "ENV024",
    "Segment is longer than a segment can be",
    "No terminator was found within 1 MiB. The file probably uses another terminator than its ISA declares.",
    "IK502 5",
)
NO_TERMINATOR = _fixable(
    _rule(
        "ENV025",
        "Last segment has no terminator",
        "The IEA ends with the segment terminator like every other segment.",
        "TA105 023",
    )
)
BYTE_ORDER_MARK = _rule(
    "ENV026",
    "Byte order mark before the ISA",
    "An interchange begins with the letters ISA. A program that saved the file put three bytes before them.",
    severity="warning",
)

GROUP_REPEATED = _rule(
    "ENV027",
    "Group control number used twice in the interchange",
    "GS06 is unique in an interchange: the receiver tells its groups apart by it.",
    "AK905 19",
)
TRANSACTION_REPEATED = _rule(
    "ENV028",
    "Transaction control number used twice in the group",
    "ST02 is unique in a group: the receiver tells its transactions apart by it.",
    "IK502 23",
)
INTERCHANGE_REPEATED = _rule(
    "ENV029",
    "Interchange that was sent already",
    "The same sender gave the same receiver this control number (ISA13) before, in this file or, in production, in "
    "another file of this run. Receivers take it for a duplicate and pass over it.",
    "TA105 025",
    "warning",
)
OTHER_USAGE = _rule(
    "ENV030",
    "ISA15 is not the usage that was asked for",
    "ISA15 says whether the interchange is for production (P) or a test (T); `--expect-usage` says which it must be.",
    "TA105 020",
)
CHARACTER_SET = _rule(
    "ENV031",
    "Character outside the basic character set",
    "The basic set has capital letters, digits, space and !\"&'()*+,-./:;?=; the extended set adds small letters and "
    "%@[]_{}\\|<>~#$. This is reported once an interchange, where `--character-set basic` asks for it.",
    severity="warning",
)
FUTURE = _rule(
    "ENV032",
    "Envelope is dated in the future",
    "ISA09 and GS04 say when the interchange and the group were made. One day is allowed for time zones.",
    "TA105 014, TA105 024",
    "warning",
)
MISSPELLED = _rule(
    "ENV033",
    "Envelope segment ID in small letters or misspelled",
    "Segment IDs are written in capital letters. The segment was read as the one that its elements and place show.",
    "TA105 024",
)

_AGREED = (Reference("the receiver's companion guide, as `[receivers]` of the configuration has it"),)
RECEIVER_USAGE = Rule(
    "RCV001",
    "ISA15 is not the usage that the receiver accepts",
    "error",
    snip=7,
    help="ISA15 says whether the interchange is for production (P) or a test (T). `usage` in [receivers] says which "
    "this receiver takes; the receiver is known by ISA08 or GS03.",
    suggestion="send production files to the production address and tests to the test address, or correct ISA15",
    references=_AGREED,
    acknowledgment=Acknowledgment(interchange=("020",)),
)
RECEIVER_SENDER = Rule(
    "RCV002",
    "Sender is not known to the receiver",
    "error",
    snip=7,
    help="`sender-ids` in [receivers] lists the senders (ISA06) that this receiver has enrolled; it refuses others.",
    suggestion="send the ISA06 that was agreed on at enrollment, or add it to `sender-ids`",
    references=_AGREED,
    acknowledgment=Acknowledgment(interchange=("006",)),
)
RECEIVER_CHARACTERS = Rule(
    "RCV003",
    "Character that the receiver does not accept",
    "warning",
    snip=7,
    help="`character-set` in [receivers] says that this receiver takes the basic set alone: capital letters, digits, "
    "space and !\"&'()*+,-./:;?=. This is reported once an interchange.",
    suggestion="use capital letters, and leave out characters that the basic set does not have",
    references=_AGREED,
)
HOLLOW = _rule(
    "ENV034",
    "Envelope holds nothing",
    "A group holds at least one transaction, and an interchange at least one group or a TA1.",
    "TA105 024",
)
OLD_REPETITION = _rule(
    "ENV035",
    "ISA11 holds the U of version 4010",
    "Since version 00402 ISA11 is the repetition separator, usually `^`; before, it was `U`. A receiver that takes "
    "it at its word splits values at the letter U. Here it was read as if there were no separator.",
    severity="warning",
)
SWALLOWED = _rule(
    "ENV036",
    "Segment has no terminator",
    "Every segment ends with the terminator that the ISA declares. If it is lost, a receiver takes the next line for "
    "part of the last element. Here each line was read as a segment.",
    "TA105 024, IK304 8, IK403 6",
)

RULES = (
    ISA,
    OLD_REPETITION,
    SWALLOWED,
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
    GROUP_REPEATED,
    TRANSACTION_REPEATED,
    INTERCHANGE_REPEATED,
    OTHER_USAGE,
    CHARACTER_SET,
    FUTURE,
    MISSPELLED,
    HOLLOW,
    RECEIVER_USAGE,
    RECEIVER_SENDER,
    RECEIVER_CHARACTERS,
)
