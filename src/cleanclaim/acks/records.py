"""What an acknowledgment is made of: envelopes as received, their verdicts, and faults with their places."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar, NamedTuple

from cleanclaim.findings import Severity
from cleanclaim.x12 import Delimiters

_MOST = 5  # codes that IK5 and AK9 have room for


class Trigger(NamedTuple):
    """A place that made another one wrong: CTX*SITUATIONAL TRIGGER. The numbers count from 1; 0 is none."""

    segment: str
    position: int
    loop: str
    element: int = 0
    component: int = 0


class Fault(NamedTuple):
    """One IK3, or one IK4 under it. `position` counts segments from the ST, which is 1.

    `claim` is the claim's ordinal in the file. `copy` is what may be shown of the value. Faults sort
    in the order of the transaction.
    """

    position: int
    segment: str  # IK301
    code: str  # IK304
    loop: str = ""  # IK303
    element: int = 0
    component: int = 0
    repetition: int = 0
    element_code: str = ""  # IK403; empty where the segment as a whole is at fault
    number: str = ""  # IK402
    copy: str = ""  # IK404
    claim: int | None = None
    triggers: tuple[Trigger, ...] = ()


@dataclass(slots=True)
class Verdict:
    """How an envelope fares: A accepted, E accepted with errors noted, R rejected, and the codes that say why."""

    status: str = "A"
    rejecting: list[str] = field(default_factory=list)
    noted: list[str] = field(default_factory=list)

    def note(self, severity: Severity, code: str = "") -> None:
        """An error rejects, anything less is noted."""
        rejects = severity == "error"
        self.status = "R" if rejects or self.status == "R" else "E"
        codes = self.rejecting if rejects else self.noted
        if code and code not in codes:
            codes.append(code)

    @property
    def codes(self) -> list[str]:
        """The gravest codes first, as many as there is room for."""
        return list(dict.fromkeys((*self.rejecting, *self.noted)))[:_MOST]


@dataclass(slots=True)
class Interchange:
    """An interchange as received: ISA with its 16 elements, and how it fares (TA104, TA105)."""

    elements: tuple[str, ...]
    delimiters: Delimiters
    verdict: Verdict = field(default_factory=Verdict)


@dataclass(slots=True)
class Group:
    """A group as received: GS, what GE01 says, and how its transactions fare (AK9)."""

    elements: tuple[str, ...]
    said: str = ""  # GE01
    received: int = 0
    accepted: int = 0
    noted: int = 0  # of those accepted, the ones with errors noted
    verdict: Verdict = field(default_factory=Verdict)


@dataclass(slots=True)
class Transaction:
    """A transaction as received: ST, the segment number that ST has in the file, and how it fares (IK5)."""

    elements: tuple[str, ...]
    first: int
    verdict: Verdict = field(default_factory=Verdict)

    def position(self, segment: int) -> int:
        """The position of a segment of the file in the transaction, from 1; six digits hold it."""
        return min(max(segment - self.first + 1, 1), 999_999)


class Answer:
    """Writes one kind of acknowledgment, told in the order of the file; what it does not speak of it passes over.

    `name` is what it is called, `about` what it answers, and `written` whether it found any of that.
    """

    name: ClassVar[str] = ""
    about: ClassVar[str] = ""
    written = False

    def begin_interchange(self, interchange: Interchange) -> None:
        """An ISA was read."""

    def begin_group(self, group: Group) -> None:
        """A GS was read."""

    def begin_transaction(self, transaction: Transaction) -> None:
        """An ST was read."""

    def faults(self, faults: Sequence[Fault], claims: Mapping[int, str]) -> None:
        """Faults of the transaction, in order; `claims` are the control numbers (CLM01) that may be shown."""

    def end_transaction(self, transaction: Transaction) -> None:
        """The transaction was judged."""

    def end_group(self, group: Group) -> None:
        """The group was judged."""

    def end_interchange(self, interchange: Interchange) -> None:
        """The interchange was judged."""
