"""What a compiled rule is: made by the language, run by the engine, known to neither's inside."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.findings import Profile, Rule, Severity
from cleanclaim.frozen import Frozen

if TYPE_CHECKING:
    import ast

# A rule that could not be run is a finding of this rule.
CRASHED = Rule(
    "RUN001",
    "Rule could not be run",
    "error",
    snip=1,
    help="The claim was not judged by this rule. The fault is in the rule or in the linter, not in the claim.",
    suggestion="report it with the rule and a scrubbed claim (cleanclaim scrub), and leave the rule out until then",
)


class Unreadable(Exception):  # noqa: N818 (it is no error: the rule can not be judged here)
    """A rule asked for a value that is missing though required, or malformed."""


class Pointer(NamedTuple):
    """A place that a verdict points at; `item` picks one item of a list, from 0."""

    row: Row
    field: str
    item: int | None
    label: str
    claim: Claim | None = None  # where it is not the claim of the subject


class Verdict(NamedTuple):
    """That a rule is broken. The first pointer is the main one; `witnesses` are the rows besides the
    subject that break it.
    """

    severity: Severity
    message: str
    suggestion: str
    pointers: tuple[Pointer, ...]
    witnesses: tuple[Row, ...] = ()
    data: dict[str, str] | None = None  # the release of reference data that decided


# Takes the claim, its subject, and for a rule that looks across claims the `Group`.
# None: the rule is not broken. A None among the verdicts is a pair that could not be judged.
Judge = Callable[..., tuple[Verdict | None, ...] | None]


# Takes the rows of one thing that a rule says: its subject, its partner if it looks at pairs, and what breaks it.
Aside = Callable[..., bool]

# The values that a row is compared by across claims, None among them for one that is missing; None
# for a row that does not count.
KeyOf = Callable[[Claim, Any], tuple[object, ...] | None]


# Takes the claim and its subject, whose values are all readable; false where the rule can not be broken. Raises what
# the judgment would raise where values are not as they should be. It needs no code of its own: a few rows are told
# sooner than code is made.
Glance = Callable[[Claim, Any], bool]


class Reach(Frozen, frozen=True):
    """How far a rule looks that looks across claims: what to keep of each row while a file is read.

    `subject` is for rows that the rule is about, `partners` for those that it compares them with,
    each a line or a claim. Rows whose values differ need not be judged together; with `patient`
    neither need rows of two patients. `alone` says that the rule can be broken by a row that is alone,
    `first` that the first row that breaks it decides about all that is said, `back` that it can only be
    broken by a row together with an earlier one, `quieted` that further claims can only keep it from
    being broken. With `run` it looks into the files before as well.
    """

    patient: bool
    alone: bool
    first: bool
    back: bool
    quieted: bool
    run: bool
    subject: KeyOf
    partners: tuple[tuple[str, KeyOf], ...]


class Wake(Frozen, frozen=True):
    """A condition on one field of the subject or its claim, so plain that it can be looked up.

    `test` takes the value of `field`: a code, or the tuple of modifiers. With `named`, all values are
    alike that are not among these.
    """

    field: str  # one of `USUAL`; `ANY_LINE`: some line of the claim must have such a procedure; `TWINS`: two the same
    test: Callable[[Any], bool]
    named: frozenset[str] | None = None


# The fields that can be asked once for each of their values: few values, and none of them protected
# but the payer, of whom only those are known that rules name. With each stands what a usual claim
# says, that wakes only rules about nearly everything.
USUAL: Mapping[str, object] = {
    "line.procedure": "",
    "line.modifiers": (),
    "line.place_of_service": "11",
    "line.unit_basis": "UN",
    "line.pointers": (1,),
    "line.primary_diagnosis": "",
    "claim.frequency": "1",
    "claim.filing": "CI",
    "claim.place_of_service": "11",
    "claim.payer.id": "",
    "claim.diagnoses_as_sent": ("",),
    "claim.diagnosis_qualifiers": ("ABK",),
    "provider.entity": "85",
    "provider.id_qualifier": "XX",
}
PROTECTED = "claim.payer.id"
ANY_LINE, TWINS = "any line.procedure", "two lines.procedure"


class Presence(NamedTuple):
    """That a field, as `line.ndc`, must be there where a rule is broken, or must not. An empty list is not there."""

    field: str  # from the subject or its claim
    there: bool


class Gate(Frozen, frozen=True):
    """What must be so where a rule is broken; for claims whose values are all readable.

    `asked` tests single values, its fields are those of `USUAL`. For each of `needs` the claim has a
    line with such a procedure, for each of `ails` one diagnosis of which all is so that is asked; with `twins` it has
    two lines with the same procedure. `rest` is a condition on `v_claim` and `v__the_row`, as a tree so that those of
    many rules can be asked at once; `names` are its constants, which have no names of another rule's. None: there is
    no other condition. Where it has several parts, `before` says for each which of them must stay before it.
    """

    asked: tuple[Wake, ...] = ()
    needs: tuple[Callable[[Any], bool], ...] = ()
    ails: tuple[Callable[[Any], bool], ...] = ()
    twins: bool = False
    rest: ast.expr | None = None
    names: Mapping[str, Any] = msgspec.field(default_factory=dict)
    before: tuple[frozenset[int], ...] = ()


class CompiledRule(Frozen, frozen=True, dict=True, gc=True):
    """A rule that can be run.

    `judge` takes the claim and the subject (claim, line or provider) where every value is readable;
    `carefully` is for claims where some are not, and raises `Unreadable`. Code for each is made when
    it is asked for. `reads` names the fields it looks at, as `line.procedure`; `covers` the rules
    that are silent where this one speaks of the same rows. With `across` it looks across claims and is
    judged last, each claim in its `Group`. `sources` are the tables of the reference store that it asks; a rule
    that has some must be bound to a store before it is run. A rule with a `profile` is for the claims of payers
    alone that are judged by it. `apart` is the careful judgment once more, which takes an `Aside` last and leaves
    out what that sets aside; None for a rule that no row besides its subject breaks, or one of another claim.
    `baggage` is what the language keeps for itself: examples and documentation.
    """

    about: Rule
    subject: str
    make_judge: Callable[[], Judge]
    make_careful: Callable[[], Judge]
    wakes: tuple[Wake, ...] = ()
    presences: tuple[Presence, ...] = ()
    reads: tuple[str, ...] = ()
    path: str = ""
    line: int = 0
    tags: tuple[str, ...] = ()
    covers: tuple[str, ...] = ()
    across: bool = False
    sources: tuple[str, ...] = ()
    profile: Profile | None = None
    make_reach: Callable[[bool], Reach | None] = lambda careful: None
    make_apart: Callable[[], Judge | None] = lambda: None
    make_core: Callable[[], object] = lambda: None
    make_gate: Callable[[], Gate | None] = lambda: None
    make_glance: Callable[[], Glance | None] = lambda: None
    make_baggage: Callable[[], object] = lambda: None

    @cached_property
    def judge(self) -> Judge:
        """The judgment of a claim whose values are all readable."""
        return self.make_judge()

    @cached_property
    def baggage(self) -> object:
        """What the language keeps for itself."""
        return self.make_baggage()

    @cached_property
    def core(self) -> object:
        """The same without examples: all that running it needs."""
        return self.make_core()

    @cached_property
    def carefully(self) -> Judge:
        """The same judgment, for a claim with values that could not be read."""
        return self.make_careful()

    @cached_property
    def apart(self) -> Judge | None:
        """The careful judgment without what is set aside."""
        return self.make_apart()

    @cached_property
    def reach(self) -> Reach | None:
        """What to keep of a claim whose values are all readable."""
        return self.make_reach(False)

    @cached_property
    def careful_reach(self) -> Reach | None:
        """The same, for a claim with values that could not be read."""
        return self.make_reach(True)

    @cached_property
    def gate(self) -> Gate | None:
        """What must be so where the rule is broken; None where that was not worked out."""
        return self.make_gate()

    @cached_property
    def glance(self) -> Glance | None:
        """What tells of most rows at a glance that they do not break the rule; None where nothing can."""
        return self.make_glance()

    @property
    def code(self) -> str:
        """The code of the rule."""
        return self.about.code
