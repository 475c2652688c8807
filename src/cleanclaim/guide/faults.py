"""The rules of the guide: what can be wrong with a segment's place and with its elements."""

from __future__ import annotations

from dataclasses import replace

from cleanclaim.findings import Reference, Rule, Severity
from cleanclaim.guide.advice import ADVICE

_GUIDE = (Reference("ASC X12N 005010X222A1, Health Care Claim: Professional (837), implementation guide"),)
_STANDARD = (Reference("ASC X12 005010, X12.6 application control structure"),)


def _rule(code: str, title: str, snip: int, help: str, severity: Severity = "error") -> Rule:
    suggestion, wrong, right = ADVICE[code]
    return Rule(code, title, severity, snip, help, suggestion, _GUIDE, wrong=wrong, right=right)


READ_AS = _rule(
    "IG001",
    "Another version of the guide is read as 005010X222A1",
    2,
    "The file names 005010X222 or 005010X222A2, which differ in few places from 005010X222A1. That is the version "
    "that HIPAA names for professional claims.",
    "info",
)
NOT_PROFESSIONAL = _rule(
    "IG002",
    "Transaction is not an 837P of version 005010X222A1",
    2,
    "Only professional claims are judged, so the segments of this transaction were passed over.",
)
VERSIONS_DIFFER = _rule(
    "IG003",
    "GS08 and ST03 name different guides",
    2,
    "ST03 repeats the version that GS08 gives for the whole group.",
)
UNEXPECTED = _rule(
    "IG020",
    "Segment that the guide does not know here",
    2,
    "Either the segment is out of order, or the segment that opens its loop is missing or has another qualifier.",
)
MISSING_SEGMENT = _rule(
    "IG021",
    "Required segment or loop is missing",
    2,
    "The guide requires the segment each time that its loop occurs.",
)
TOO_MANY_LOOPS = _rule(
    "IG022",
    "Loop occurs more often than the guide allows",
    2,
    "The guide limits how often a loop may occur, such as 50 service lines in a claim. Receivers reject more.",
)
TOO_MANY_SEGMENTS = _rule(
    "IG023",
    "Segment occurs more often than the guide allows",
    2,
    "The guide limits how often a segment may occur in its loop. Receivers keep the first or the last of them, or "
    "reject the claim.",
)
UNUSED_SEGMENT = _rule(
    "IG024",
    "Segment that the guide does not use",
    2,
    "The X12 standard has the segment, but the guide for professional claims does not use it.",
)
MISSING_ELEMENT = _rule("IG030", "Required element is missing", 2, "The guide requires a value in this element.")
CONDITION = _rule(
    "IG031",
    "Elements that depend on one another do not match",
    1,
    "A syntax note of the segment says which elements come together and which exclude one another.",
)
TOO_MANY_ELEMENTS = _rule(
    "IG032",
    "Too many elements, components or repetitions",
    1,
    "The segment has more than the guide defines. Often a delimiter of the file is inside a value.",
)
TOO_SHORT = _rule("IG033", "Value is too short", 1, "The data element dictionary gives each element a least length.")
TOO_LONG = _rule("IG034", "Value is too long", 1, "The data element dictionary gives each element a greatest length.")
INVALID_CHARACTER = _rule(
    "IG035",
    "Invalid character or trailing space",
    1,
    "Text takes the extended character set without accented letters; numbers take digits, a sign and a point. A "
    "value does not end in a space.",
)
INVALID_CODE = _rule(
    "IG036", "Code is not in the guide's list", 1, "The guide lists the codes that this element can have."
)
INVALID_DATE = _rule("IG037", "Invalid date", 1, "Dates are written CCYYMMDD, ranges CCYYMMDD-CCYYMMDD.")
INVALID_TIME = _rule("IG038", "Invalid time", 1, "Times are written HHMM, HHMMSS or HHMMSSDD.")
UNUSED_ELEMENT = _rule("IG039", "Element that the guide does not use", 2, "The guide marks the element `not used`.")
NOT_JUDGED = _rule(
    "IG040", "Element could not be judged", 1, "The value has a form that the element checks cannot read."
)
HL_NUMBER = _rule(
    "IG041", "HL01 does not count up by one", 2, "HL01 starts with 1 in each transaction and counts its HL segments."
)
HL_PARENT = _rule(
    "IG042",
    "HL02 does not name the parent level",
    2,
    "A subscriber level names its billing provider level, a patient level its subscriber level.",
)
HL_CHILD = _rule(
    "IG043",
    "HL04 does not say what follows",
    2,
    "HL04 is 1 if a level below follows, 0 if none does.",
)
LX_NUMBER = _rule(
    "IG044", "LX01 does not count up by one", 2, "LX01 starts with 1 in each claim and counts its service lines."
)
TRAILING = replace(
    _rule(
        "IG045",
        "Trailing empty elements",
        1,
        "X12.6 lets a segment end with its last value, and a composite likewise. Some receivers reject separators "
        "after that value.",
        "warning",
    ),
    references=_STANDARD,
    fixable=True,
)
HOLLOW = _rule(
    "IG046",
    "Segment without a value",
    1,
    "A segment holds at least one value.",
)
MANY_CLAIMS = _rule(
    "IG047",
    "Transaction holds more claims than the guide advises",
    2,
    "The guide advises at most 5,000 claims from ST to SE. Receivers may refuse a larger transaction as a whole.",
    "warning",
)
RECEIVER_CLAIMS = replace(
    _rule(
        "RCV004",
        "Transaction holds more claims than the receiver accepts",
        7,
        "`max-claims-per-transaction` in [receivers] says how many claims this receiver takes from ST to SE, instead "
        "of the 5,000 that the guide advises (IG047).",
    ),
    references=(Reference("the receiver's companion guide, as `[receivers]` of the configuration has it"),),
)
LEADING = replace(
    _rule(
        "IG048",
        "Value begins with a space",
        1,
        "In X12.6 values begin at the left, and a leading space is part of the value: `POE` and ` POE` differ.",
        "warning",
    ),
    references=_STANDARD,
)

RULES = (
    READ_AS,
    NOT_PROFESSIONAL,
    VERSIONS_DIFFER,
    UNEXPECTED,
    MISSING_SEGMENT,
    TOO_MANY_LOOPS,
    TOO_MANY_SEGMENTS,
    UNUSED_SEGMENT,
    MISSING_ELEMENT,
    CONDITION,
    TOO_MANY_ELEMENTS,
    TOO_SHORT,
    TOO_LONG,
    INVALID_CHARACTER,
    INVALID_CODE,
    INVALID_DATE,
    INVALID_TIME,
    UNUSED_ELEMENT,
    NOT_JUDGED,
    HL_NUMBER,
    HL_PARENT,
    HL_CHILD,
    LX_NUMBER,
    TRAILING,
    HOLLOW,
    MANY_CLAIMS,
    RECEIVER_CLAIMS,
    LEADING,
)
