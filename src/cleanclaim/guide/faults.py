"""The rules of the guide: what can be wrong with a segment's place and with its elements."""

from __future__ import annotations

from cleanclaim.findings import Acknowledgment, Reference, Rule, Severity

_GUIDE = (Reference("ASC X12N 005010X222A1, Health Care Claim: Professional (837), implementation guide"),)


_STANDARD = (Reference("ASC X12 005010, X12.6 application control structure"),)


def _rule(code: str, title: str, snip: int, help: str, severity: Severity = "error") -> Rule:
    return Rule(code, title, severity, snip, help, references=_GUIDE, acknowledgment=Acknowledgment())


READ_AS = _rule(
    "IG001",
    "Another version of the guide is read as 005010X222A1",
    2,
    "the versions differ in few places; HIPAA names 005010X222A1 for professional claims",
    "info",
)
NOT_PROFESSIONAL = _rule(
    "IG002",
    "Transaction is not an 837P of version 005010X222A1",
    2,
    "the segments of this transaction were passed over; check GS08 and ST03 when it should be an 837P",
)
VERSIONS_DIFFER = _rule(
    "IG003",
    "GS08 and ST03 name different guides",
    2,
    "ST03 repeats the version that GS08 gives for the whole group",
)
UNEXPECTED = _rule(
    "IG020",
    "Segment that the guide does not know here",
    2,
    "either the segment stands out of order, or the segment that should open its loop is missing or has another "
    "qualifier",
)
MISSING_SEGMENT = _rule(
    "IG021",
    "Required segment or loop is missing",
    2,
    "the guide requires the segment in every occurrence of its loop",
)
TOO_MANY_LOOPS = _rule(
    "IG022",
    "Loop occurs more often than the guide allows",
    2,
    "split the claim or the batch, or remove what is repeated",
)
TOO_MANY_SEGMENTS = _rule(
    "IG023",
    "Segment occurs more often than the guide allows",
    2,
    "receivers keep the first or the last of them, or reject the claim",
)
UNUSED_SEGMENT = _rule(
    "IG024",
    "Segment that the guide does not use",
    2,
    "the X12 standard knows the segment, the guide for professional claims does not use it",
)
MISSING_ELEMENT = _rule("IG030", "Required element is missing", 2, "the guide requires a value here")
CONDITION = _rule(
    "IG031",
    "Elements that depend on one another do not fit",
    1,
    "a syntax note of the segment says which elements come together and which exclude one another",
)
TOO_MANY_ELEMENTS = _rule(
    "IG032",
    "Too many elements, components or repetitions",
    1,
    "is a delimiter of the file used inside a value?",
)
TOO_SHORT = _rule("IG033", "Value is too short", 1, "the data element dictionary gives each element a least length")
TOO_LONG = _rule("IG034", "Value is too long", 1, "the data element dictionary gives each element a greatest length")
INVALID_CHARACTER = _rule(
    "IG035",
    "Invalid character or trailing space",
    1,
    "text takes the extended character set without accented letters, numbers take digits, a sign and a point; "
    "a value does not end in a space",
)
INVALID_CODE = _rule("IG036", "Code is not in the guide's list", 1, "the guide lists the codes that may stand here")
INVALID_DATE = _rule("IG037", "Invalid date", 1, "dates are written CCYYMMDD, ranges CCYYMMDD-CCYYMMDD")
INVALID_TIME = _rule("IG038", "Invalid time", 1, "times are written HHMM, HHMMSS or HHMMSSDD")
UNUSED_ELEMENT = _rule(
    "IG039", "Element that the guide does not use", 2, "the guide marks the element `not used`: leave it empty"
)
NOT_JUDGED = _rule(
    "IG040", "Element could not be judged", 1, "what stands here has a form that the element checks can not read"
)
HL_NUMBER = _rule("IG041", "HL01 does not count up by one", 2, "HL01 starts with 1 in each transaction and counts HL")
HL_PARENT = _rule(
    "IG042",
    "HL02 does not name the parent level",
    2,
    "a subscriber level names its billing provider level, a patient level its subscriber level",
)
HL_CHILD = _rule(
    "IG043",
    "HL04 does not say what follows",
    2,
    "HL04 is 1 where a level below follows, 0 where none does",
)
LX_NUMBER = _rule("IG044", "LX01 does not count up by one", 2, "LX01 starts with 1 in each claim, one for each line")
TRAILING = Rule(
    "IG045",
    "Trailing empty elements",
    "warning",
    snip=1,
    help="X12.6 lets a segment end with its last value, and a composite likewise; some receivers reject separators "
    "behind it",
    references=_STANDARD,
    fixable=True,
)

HOLLOW = _rule(
    "IG046",
    "Segment without a value",
    1,
    "a segment holds at least one value; leave it out where there is nothing to say",
)
MANY_CLAIMS = Rule(
    "IG047",
    "Transaction holds more claims than the guide advises",
    "warning",
    snip=2,
    help="the guide advises at most 5,000 claims from ST to SE; receivers may refuse a larger transaction whole",
    suggestion="split the batch into transactions of at most 5,000 claims",
    references=_GUIDE,
)
RECEIVER_CLAIMS = Rule(
    "RCV004",
    "Transaction holds more claims than the receiver takes",
    "error",
    snip=7,
    help="`max-claims-per-transaction` of [receivers] says how many claims this receiver takes from ST to SE, "
    "instead of the 5,000 that the guide advises (IG047)",
    suggestion="split the batch into smaller transactions",
    references=(Reference("the receiver's companion guide, as `[receivers]` of the configuration has it"),),
)
LEADING = Rule(
    "IG048",
    "Value begins with a space",
    "warning",
    snip=1,
    help="X12.6 has values begin at the left, and takes a leading space for a part of the value: `POE` and ` POE` "
    "are two names",
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
