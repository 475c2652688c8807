"""The rules of the envelope: what can be wrong before any loop or claim is known."""

from __future__ import annotations

from dataclasses import replace

from cleanclaim.findings import Acknowledgment, Reference, Rule, Severity

_X12 = (Reference("ASC X12 005010, X12.5 interchange control structures and X12.6 application control structure"),)


def _rule(code: str, title: str, help: str, codes: str = "", severity: Severity = "error") -> Rule:
    """A rule of the envelope; `codes` are those of TA1 and 999 that say the same: "TA105 022, AK905 3"."""
    named = tuple(filter(None, codes.split(", ")))
    acknowledgment = Acknowledgment(
        interchange=tuple(name.removeprefix("TA105 ") for name in named if name.startswith("TA105")),
        syntax=tuple(name for name in named if not name.startswith("TA105")),
    )
    return Rule(code, title, severity, snip=1, help=help, references=_X12, acknowledgment=acknowledgment)


def _fixable(rule: Rule) -> Rule:
    """The same rule, whose fault can be mended from the rest of the file."""
    return replace(rule, fixable=True)


ISA = _rule(
    "ENV001",
    "Interchange header (ISA) is malformed",
    "the ISA has 16 elements of fixed width, 106 bytes with its terminator, names sender and receiver, and declares "
    "four different delimiters, the ones that its segments use",
    "TA105 004, TA105 006, TA105 008, TA105 022, TA105 026, TA105 027",
)
INTERCHANGE_NUMBER = _fixable(
    _rule(
        "ENV004",
        "Interchange control numbers differ",
        "IEA02 repeats ISA13; where they differ the receiver rejects the interchange in a TA1",
        "TA105 001",
    )
)
INTERCHANGE_COUNT = _fixable(
    _rule(
        "ENV006",
        "Wrong number of groups in IEA01",
        "IEA01 counts the functional groups of the interchange",
        "TA105 021",
    )
)
GROUP_TRAILER = _fixable(
    _rule(
        "ENV009",
        "Functional group trailer (GE) does not fit its header",
        "GE01 counts the transactions of the group and GE02 repeats GS06",
        "AK905 4, AK905 5",
    )
)
TRANSACTION_TRAILER = _fixable(
    _rule(
        "ENV010",
        "Transaction trailer (SE) does not fit its header",
        "SE01 counts the segments from ST to SE, both included, and SE02 repeats ST02",
        "IK502 3, IK502 4",
    )
)
NOT_CLOSED = _rule(
    "ENV017",
    "Envelope is not closed",
    "every ISA, GS and ST needs its IEA, GE and SE; a file that ends early was cut: send it again in full",
    "TA105 023, AK905 3, IK502 2",
)
NOT_OPEN = _rule(
    "ENV018",
    "Envelope segment out of place",
    "ISA holds GS, GS holds ST; their trailers come in the reverse order; behind a trailer that is out of place the "
    "file is read on as if it were not there",
    "TA105 024, IK304 2",
)
OUTSIDE = _rule(
    "ENV019",
    "Segment outside a transaction",
    "between the envelopes only TA1 may stand; everything else belongs between an ST and its SE; claims whose ST is "
    "missing are judged all the same",
    "TA105 024, AK905 5",
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
    severity="warning",
)
WRAPPED = _fixable(
    _rule(
        "ENV022",
        "Lines are wrapped inside segments",
        "the file was broken into lines of one length; the line breaks were read as no part of the claim",
        severity="info",
    )
)
INDENTED = _rule(
    "ENV023",
    "Spaces before a segment",
    "some receivers take the spaces for a part of the segment id",
    severity="warning",
)
TOO_LONG = _rule(
    "ENV024",
    "Segment is longer than a segment can be",
    "no terminator was found within 1 MiB; is the terminator in the ISA the one that the file uses?",
    "IK502 5",
)
NO_TERMINATOR = _fixable(
    _rule(
        "ENV025",
        "Last segment has no terminator",
        "the IEA ends with the segment terminator like every other segment",
        "TA105 023",
    )
)
BYTE_ORDER_MARK = _rule(
    "ENV026",
    "Byte order mark before the ISA",
    "an interchange begins with the letters ISA; save the file as plain ASCII",
    severity="warning",
)

GROUP_REPEATED = _rule(
    "ENV027",
    "Group control number stands twice in the interchange",
    "GS06 is unique among the groups of an interchange: the receiver tells groups apart by it",
    "AK905 19",
)
TRANSACTION_REPEATED = _rule(
    "ENV028",
    "Transaction control number stands twice in the group",
    "ST02 is unique among the transactions of a group: the receiver tells transactions apart by it",
    "IK502 23",
)
INTERCHANGE_REPEATED = _rule(
    "ENV029",
    "Interchange was sent already",
    "the same sender gave the same receiver this control number (ISA13) before, in this file or, in production, in "
    "another file of this run; receivers take it for a duplicate and pass over it",
    "TA105 025",
    "warning",
)
OTHER_USAGE = _rule(
    "ENV030",
    "ISA15 is not the usage that was asked for",
    "ISA15 says whether the interchange is for production (P) or a test (T); `--expect-usage` says which it must be",
    "TA105 020",
)
CHARACTER_SET = _rule(
    "ENV031",
    "Character outside the basic character set",
    "the basic set has capital letters, digits, space and !\"&'()*+,-./:;?=; the extended set adds small letters and "
    "%@[]_{}\\|<>~#$; said once an interchange, where `--character-set basic` asks for it",
    severity="warning",
)
FUTURE = _rule(
    "ENV032",
    "Envelope is dated in the future",
    "ISA09 and GS04 say when the interchange and the group were made; one day is allowed for time zones",
    "TA105 014, TA105 024",
    "warning",
)
MISSPELLED = _rule(
    "ENV033",
    "Envelope segment id is written wrongly",
    "segment ids are written in capital letters; the segment was read as what its elements and its place say it is",
    "TA105 024",
)

_AGREED = (Reference("the receiver's companion guide, as `[receivers]` of the configuration has it"),)
RECEIVER_USAGE = Rule(
    "RCV001",
    "ISA15 is not the usage that the receiver takes",
    "error",
    snip=7,
    help="ISA15 says whether the interchange is for production (P) or a test (T); `usage` of [receivers] says which "
    "this receiver takes, known by ISA08 or GS03",
    suggestion="send production files to the production address and tests to the test address, or correct ISA15",
    references=_AGREED,
    acknowledgment=Acknowledgment(interchange=("020",)),
)
RECEIVER_SENDER = Rule(
    "RCV002",
    "Sender is not known to the receiver",
    "error",
    snip=7,
    help="`sender-ids` of [receivers] lists the senders (ISA06) that this receiver has enrolled; it refuses others",
    suggestion="send the ISA06 that was agreed on at enrolment",
    references=_AGREED,
    acknowledgment=Acknowledgment(interchange=("006",)),
)
RECEIVER_CHARACTERS = Rule(
    "RCV003",
    "Character that the receiver does not take",
    "warning",
    snip=7,
    help="`character-set` of [receivers] says that this receiver takes the basic set alone: capital letters, digits, "
    "space and !\"&'()*+,-./:;?=; said once an interchange",
    suggestion="write capital letters, and leave out what the basic set does not have",
    references=_AGREED,
)
HOLLOW = _rule(
    "ENV034",
    "Envelope holds nothing",
    "a group holds at least one transaction, and an interchange at least one group or a TA1: find out what became of "
    "the claims, or leave the envelope out",
    "TA105 024",
)
OLD_REPETITION = _rule(
    "ENV035",
    "ISA11 holds what version 4010 had there",
    "since version 00402 ISA11 is the repetition separator, usually `^`; `U` stood there before. A receiver that "
    "takes it at its word splits values at the letter U; it was read as if there were none",
    severity="warning",
)
SWALLOWED = _rule(
    "ENV036",
    "Segment has no terminator",
    "every segment ends with the terminator that the ISA declares; where it is lost a receiver takes the next line "
    "for a part of the last element; here each line was read as a segment",
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
    RECEIVER_USAGE,
    RECEIVER_SENDER,
    RECEIVER_CHARACTERS,
)
