"""What we say: rules as people know them, findings, and where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

from cleanclaim.frozen import Frozen

Severity = Literal["error", "warning", "info"]
SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")  # gravest first


class Reference(NamedTuple):
    """A public document that a rule rests on."""

    title: str
    url: str = ""


class Release(NamedTuple):
    """A release of a reference table that decided: the NCCI edits of the third quarter of 2024."""

    table: str  # "ncci-ptp"
    release: str  # "2024Q3"


# Whom a loop is about, as its NM101 says (X12 data element 98); in 2310A and 2420F it may be another: `Mark.entity`.
ENTITIES = {
    "2010AA": "85",
    "2010AB": "87",
    "2010AC": "PE",
    "2010BA": "IL",
    "2010BB": "PR",
    "2010CA": "QC",
    "2310A": "DN",
    "2310B": "82",
    "2310C": "77",
    "2310D": "DQ",
    "2310E": "PW",
    "2310F": "45",
    "2420A": "82",
    "2420B": "QB",
    "2420C": "77",
    "2420D": "DQ",
    "2420E": "DK",
    "2420F": "DN",
    "2420G": "PW",
    "2420H": "45",
}
# Claim statuses that need an entity (X12 code source 508, usage notes), as far as a party's own facts have them.
_OF_AN_ENTITY = frozenset({"145", "500", "501", "502", "503", "504", "505", "562", "680"})


class Acknowledgment(Frozen, frozen=True):
    """The codes under which others report the same fault."""

    claim_status: tuple[str, ...] = ()  # 277CA, "A7:562:85": category, status, entity
    carc: tuple[str, ...] = ()
    rarc: tuple[str, ...] = ()
    interchange: tuple[str, ...] = ()  # TA105, "025"
    syntax: tuple[str, ...] = ()  # 999: element and code, "AK905 4"

    def in_loop(self, loop: str, entity: str = "") -> Acknowledgment:
        """With the entity of the loop in statuses that say whose they are, where the rule can not know.

        `entity` is whom it is about where the loop alone does not tell.
        """
        known = ENTITIES.get(loop)
        if known is None or not any(map(_lacks_entity, self.claim_status)):
            return self
        told = (f"{status}:{entity or known}" if _lacks_entity(status) else status for status in self.claim_status)
        return Acknowledgment(tuple(told), self.carc, self.rarc, self.interchange, self.syntax)

    def named(self) -> Iterator[str]:
        """The codes as people read them, a list at a time: "CARC 97", "RARC M15, N20"."""
        for name, codes in (
            ("CARC", self.carc),
            ("RARC", self.rarc),
            ("277CA", self.claim_status),
            ("999", self.syntax),
            ("TA1", self.interchange),
        ):
            if codes:
                yield f"{name} {', '.join(codes)}"


def _lacks_entity(status: str) -> bool:
    _, code, *entity = status.split(":")
    return code in _OF_AN_ENTITY and not entity


class Advice(NamedTuple):
    """What to do about a fault, and segments that have it and that do not; both are empty where none can be shown."""

    suggestion: str
    wrong: str = ""
    right: str = ""


class Rule(Frozen, frozen=True):
    """What is known of a rule before it finds anything; `explain` prints it.

    `wrong` and `right` are segments with the fault and without it, where no rule file has examples.
    """

    code: str
    title: str
    severity: Severity
    snip: int
    help: str = ""
    suggestion: str = ""
    references: tuple[Reference, ...] = ()
    acknowledgment: Acknowledgment = Acknowledgment()
    fixable: bool = False
    data: Release | None = None  # the reference data that the rule's facts are from
    wrong: str = ""
    right: str = ""


class Grade(NamedTuple):
    """How grave a rule is for the payers of a profile; `line` is where the profile says so."""

    rule: str
    severity: Severity
    line: int = 0


class Profile(NamedTuple):
    """What payers want who judge alike: rules for their claims alone, and how grave others are there."""

    name: str
    title: str
    grades: tuple[Grade, ...] = ()


class Mark(Frozen, frozen=True):
    """A stretch of one segment that a finding points at.

    `element` is written as in the guide (`SV107-2`), empty for the whole segment; `index` and
    `component` are its numbers (0: none). `offset` and `length` count bytes. `line` and `column`
    are 0 until the finding has been located in its source. `input` is the number of the file in the
    run where that is not the finding's own, else 0; then `path` names it when it has been located.
    """

    segment: int
    segment_id: str
    offset: int
    length: int
    element: str = ""
    label: str = ""
    index: int = 0
    component: int = 0
    loop: str = ""
    service_line: int | None = None
    line: int = 0
    column: int = 0
    input: int = 0
    path: str = ""
    entity: str = ""


class Syntax(Frozen, frozen=True):
    """What a 999 (X12 005010X231A1) or a TA1 says of a structural finding.

    `segment` is the id that IK301 names where it is not the marked segment's: that of a missing one,
    which was due behind the segment with the number `after`, and `besides` holds the ids of others that are missing
    with it, where a loop begins in its midst. `passed` counts the segments
    that were passed over and not judged, the marked one among them.
    """

    segment_code: str = ""  # IK304
    element_code: str = ""  # IK403
    data_element: str = ""  # the data element number, as 66
    repetition: int = 0  # from 1; 0 where the element does not repeat
    segment: str = ""
    after: int = 0
    besides: tuple[str, ...] = ()
    transaction_code: str = ""  # IK502
    group_code: str = ""  # AK905
    interchange_code: str = ""  # TA105
    passed: int = 0


class Edit(NamedTuple):
    """A change that follows from the rest of the file: `length` bytes from `offset` become `text`."""

    offset: int
    length: int
    text: str
    why: str  # names no protected value


class Caret(NamedTuple):
    """A marked stretch of an excerpt line; `start` counts characters from 0."""

    start: int
    length: int
    label: str
    primary: bool


class ExcerptLine(NamedTuple):
    """One segment of the file as it may be shown: masked, its terminator drawn."""

    segment: int
    text: str
    carets: tuple[Caret, ...] = ()


class Location(Frozen, frozen=True):
    """Where a finding stands. Numbers count from 1 in the file; `offset` and `length` count bytes.

    `service_line` is the position of the line in its claim. `line` and `column` are those of the
    file as it lies on disk; they are 0 until the finding has been located in its source. `payer` and
    `provider` name those of the claim without their values: the filing code and an ordinal.
    """

    path: str
    line: int
    column: int
    offset: int
    length: int
    segment: int
    segment_id: str
    element: str = ""
    loop: str = ""
    interchange: int | None = None
    group: int | None = None
    transaction: int | None = None
    claim: int | None = None
    service_line: int | None = None
    payer: str = ""
    provider: str = ""


class Finding(Frozen, frozen=True):
    """One thing that is wrong, where it is, and what to do.

    A room that finds something fills `rule`, `severity`, `message`, `mark` and what else it
    knows; the pipeline adds `location`, `excerpt` and `fingerprint`.
    """

    about: Rule
    severity: Severity
    message: str
    mark: Mark
    loop: str = ""
    related: tuple[Mark, ...] = ()
    help: str = ""
    suggestion: str = ""
    claim: int | None = None
    service_line: int | None = None
    syntax: Syntax | None = None
    fix: tuple[Edit, ...] = ()
    data: dict[str, str] | None = None  # {"table": "ncci-ptp", "release": "2026Q4"}
    location: Location | None = None
    excerpt: tuple[ExcerptLine, ...] = ()
    fingerprint: str = ""

    @property
    def rule(self) -> str:
        """The code of the rule that was broken."""
        return self.about.code

    @property
    def acknowledgment(self) -> Acknowledgment:
        """The codes under which others report this finding: those of its rule, with the entity of its loop."""
        return self.about.acknowledgment.in_loop(self.loop or self.mark.loop, self.mark.entity)

    @property
    def decided_by(self) -> str:
        """The reference data that decided, in words; empty where none did. A rule can hold a row of a table itself:
        that answers whatever was imported.
        """
        if not self.data:
            return ""
        named, release = self.data.get("note") or self.data.get("table", ""), self.data.get("release", "")
        own = self.about.data is not None and self.data == self.about.data._asdict()
        where = ", in the rule itself" if own else ""
        return f"{named} (release {release}{where})".lstrip() if release else named


def found(about: Rule, message: str, mark: Mark, **more: Any) -> Finding:
    """A finding with what its rule says by itself: severity, help and suggestion."""
    more.setdefault("severity", about.severity)
    more.setdefault("help", about.help)
    more.setdefault("suggestion", about.suggestion)
    return Finding(about=about, message=message, mark=mark, **more)
