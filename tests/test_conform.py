"""Equality with pyx12: a short run, each known difference for itself, and the reduction to findings."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from cleanclaim.guide import guide_nodes
from tests.conform.bases import Line, bases, write
from tests.conform.differences import Case
from tests.conform.mutants import Spec, make, specs
from tests.conform.ours import speak
from tests.conform.reduced import Told, complain, tell
from tests.conform.run import Outcome, compare, compare_mutants, report
from tests.conform.samples import sample_texts
from tests.conform.table import ROWS, explain
from tests.conform.theirs import Said, listen
from tests.guide_text import BILLING, CLAIM, HEADER, LINE, SUBSCRIBER, WHOLE, replaced, wrap

SEED = 1
PAPER = replaced("DTP", "PWK*CT*AD", *LINE[2:])
PAYER_FIRST = (*SUBSCRIBER[:2], SUBSCRIBER[4], *SUBSCRIBER[2:4])
NO_HEADER = "~".join(segment for segment in wrap(WHOLE).split("~") if not segment.startswith("BHT"))


def case_of(text: str) -> Case:
    """Both on one file."""
    return Case(text, listen(text), speak(text))


def test_bases_hold_every_node_and_are_put_alike() -> None:
    """But for TA1, which stands outside every group."""
    met = set()
    for base in bases():
        heard = listen(write(base.lines))
        for number, line in enumerate(base.lines, 1):
            if line.values[:2] != ("CT", "AD"):
                assert heard.placed[number] == line.serial, (base.name, line.text)
            met.add(line.serial)
    assert {guide_nodes()[serial].segment for serial in set(range(386)) - met} == {"TA1"}


def test_bases_are_without_a_fault_for_people() -> None:
    for base in bases():
        assert tell(write(base.lines)).findings == (), base.name


def test_every_node_and_element_is_broken_somewhere() -> None:
    every = specs(SEED)
    assert len(every) > 50_000
    homes = {bases()[spec.base].lines[spec.line].serial for spec in every if spec.kind not in ("one", "several")}
    assert len(homes) == 385


def test_the_same_seed_makes_the_same_mutants() -> None:
    some = specs(SEED)[5000:5020]
    assert [make(spec) for spec in some] == [make(spec) for spec in some]
    assert specs(SEED)[:50] != specs(SEED + 1)[:50]


def test_a_short_run_leaves_nothing_unexplained() -> None:
    every = specs(SEED)
    outcome = compare_mutants(every[:: len(every) // 340])
    assert outcome.files > 250
    assert outcome.unexplained == []
    assert outcome.complaints == []
    assert 0.5 < outcome.equal / outcome.files < 1
    lines = list(report(outcome, 1.0))
    assert lines[-1] == "0 unexplained, 0 lost or invented on the way to findings"


def test_a_difference_that_no_row_explains_is_told() -> None:
    heard = listen(wrap(WHOLE))
    lost = heard._replace(said=frozenset({Said(18, 42, 1, 0, "1")}))
    assert explain(Case(wrap(WHOLE), lost, frozenset())) == ({}, [Said(18, 42, 1, 0, "1")])
    assert explain(Case(wrap(WHOLE), heard, frozenset({Said(18, 42, 1, 0, "1")}))) == ({}, [Said(18, 42, 1, 0, "1")])
    outcome = Outcome(files=1, unexplained=["one"])
    assert list(report(outcome, 1.0))[-1].startswith("1 unexplained")
    assert f"         row `{ROWS[0].id}` explained nothing" in list(report(outcome, 1.0))


# One file for each row: it is explained by that row alone.
DIFFERENCES: dict[str, str] = {
    "external-codes": wrap(replaced("SV1", "SV1*HC:96372*40*UN*1*Q7**1")),
    "repetition": wrap(replaced("REF*EI", "REF*EI*123456789^X")),
    "components-of-a-simple-element": wrap(replaced("N3", "N3*1 MAIN ST:X")),
    "unused-composite": wrap(replaced("REF*EI", "REF*EI*123456789**X")),
    "too-many-components": wrap(replaced("SV1", "SV1*HC:96372*40*UN*1***1:1:1:1:1")),
    "date-with-hyphens": wrap(replaced("DTP", "DTP*472*RD8*20250115--20250116")),
    "paper-work": wrap(PAPER),
    "empty-segment": wrap(replaced("LX", "", "LX*1", "K3*")),
    "own-separators": wrap(WHOLE).replace("^", "\x1e", 1),
    "opener-twice": wrap(replaced("LX", "LX*1", "LX*2")),
    "header-without-bht": NO_HEADER,
    "loops-at-one-position": wrap(
        (*HEADER, *BILLING, *SUBSCRIBER[:2], SUBSCRIBER[4], *SUBSCRIBER[2:4], *CLAIM, *LINE)
    ),
    "separators": wrap(WHOLE).replace("*T*:~", "*T*0~", 1),
    "widths-of-the-header": wrap(WHOLE).replace("INVENTED       *ZZ*INVENTED ", "INVENTED      *ZZ*INVENTED  ", 1),
    "second-bht": wrap(replaced("BHT", HEADER[0], HEADER[0])),
    "another-transaction": wrap(replaced("N3", "N3*"), st03="005010X291"),
    "unknown-version": wrap(replaced("N3", "N3*")).replace("*00501*", "*00601*", 1),
    "no-map": wrap(replaced("N3", "N3*")).replace("GS*HC*", "GS*XX*", 1),
    "counts-of-trailers": wrap(WHOLE).replace("~GE*1*1~", "~GE*X*1~"),
}


@pytest.mark.parametrize("name", [row.id for row in ROWS])
def test_rows_explain_their_difference(name: str) -> None:
    case = case_of(DIFFERENCES[name])
    used, left = explain(case)
    assert left == []
    assert set(used) == {name}


@pytest.mark.parametrize(
    ("text", "unlike"),
    [
        # what is like a row and is none: nothing explains it
        ("N4*SPRINGFIELD*IL*627010001", Said(11, 15, 1, 0, "7")),
        ("N4*SPRINGFIELD*IL*627010001", Said(11, 15, 2, 0, "5")),
        ("N4*SPRINGFIELD*IL*627010001", Said(11, 15, 0, 0, "3")),
        ("N4*SPRINGFIELD*IL*627010001", Said(11, 15, 2, 0, "12")),
        ("N4*SPRINGFIELD*IL*627010001", Said(11, 15, 2, 0, "13")),
        ("N4*SPRINGFIELD*IL*627010001", Said(11, 15, 0, 0, "IndexError")),
        ("N4*SPRINGFIELD*IL*627010001", Said(11, 15, 0, 0, "ValueError")),
    ],
)
def test_rows_are_narrow(text: str, unlike: Said) -> None:
    case = case_of(wrap(replaced("N4", text)))
    assert explain(Case(case.text, case.heard._replace(said=case.heard.said | {unlike}), case.ours))[1] == [unlike]


def test_reduction_makes_one_finding_of_a_missing_opener() -> None:
    """NM1*85 is missing: N3, N4 and REF have no place, and the loop is missing; people are told once."""
    text = wrap(replaced("NM1*85"))
    assert len([said for said in speak(text) if not said.element]) == 4
    assert [(finding.rule, finding.mark.segment_id) for finding in tell(text).findings] == [("IG021", "HL")]


@pytest.mark.parametrize(
    ("segments", "raw", "told"),
    [
        (replaced("LX", "LX*1", "LX*2"), 2, 1),
        (replaced("SV1", "SV1*HC:96372*40*UN*1***1:1:1:1:1"), 1, 1),
        (replaced("NM1*40", "NM1*40*2*TAKER*****4678 *B1"), 3, 1),
        (replaced("DMG", "DMG*D8*2025013*F"), 1, 1),
        (replaced("SV1", "SV1*:96372*40*UN*1***1"), 2, 1),
        (replaced("HL*2", "HL*2*1*22*0", "HL*2*1*22*0"), 3, 1),
        (replaced("BHT"), 1, 1),
    ],
)
def test_reduction_says_a_fault_once(segments: tuple[str, ...], raw: int, told: int) -> None:
    text = wrap(segments)
    assert (len(speak(text)), len(tell(text).findings)) == (raw, told)


def _without_findings(told: Told) -> Told:
    return told._replace(findings=())


@pytest.mark.parametrize(
    ("segments", "damage", "complaint"),
    [
        (replaced("N3"), _without_findings, "structure is lost"),
        (replaced("N3"), _without_findings, "a wrong file is silent"),
        (replaced("SV1", "SV1*HC:96372*40*UN****1"), _without_findings, "an element is lost"),
    ],
)
def test_what_is_lost_on_the_way_is_told(
    segments: tuple[str, ...], damage: Callable[[Told], Told], complaint: str
) -> None:
    text = wrap(segments)
    case, told = case_of(text), tell(text)
    assert list(complain(case, told)) == []
    assert complaint in list(complain(case, damage(told)))


# A segment that stands in another line than its own, or in another claim: too many there, missing here.
ELSEWHERE = {
    Spec(26, "move", 45, salt=766120635): ["IG023", "IG021"],
    Spec(57, "one", salt=837990562): ["IG020"],
    Spec(18, "several", salt=460875811): ["IG020", "IG022"],
}


@pytest.mark.parametrize("spec", ELSEWHERE, ids=lambda spec: spec.kind)
def test_what_stands_elsewhere_is_neither_lost_nor_invented(spec: Spec) -> None:
    mutant = make(spec)
    assert mutant is not None
    outcome = compare("", mutant.text)
    assert (outcome.unexplained, outcome.complaints) == ([], [])
    findings = tell(mutant.text).findings
    assert [one.rule for one in findings if one.rule[:4] == "IG02"] == ELSEWHERE[spec]


def test_a_displaced_segment_explains_no_more_than_its_own_place() -> None:
    mutant = make(Spec(57, "one", salt=837990562))
    assert mutant is not None
    case, told = case_of(mutant.text), tell(mutant.text)
    more = Said(1, told.placed[30], 0, 0, "3")
    assert list(complain(Case(case.text, case.heard, case.ours | {more}), told)) == ["structure is lost"]
    less = frozenset(said for said in case.ours if said.code != "3")
    complaints = list(complain(Case(case.text, case.heard, less), told))
    assert complaints == ["structure is invented", "structure is lost"]


def test_what_is_invented_on_the_way_is_told() -> None:
    right, wrong = wrap(WHOLE), wrap(replaced("N3"))
    told = tell(right)._replace(findings=tell(wrong).findings)
    assert list(complain(case_of(right), told)) == ["a right file is not silent", "structure is invented"]
    assert "a segment is put elsewhere without a word" in list(
        complain(case_of(right), told._replace(placed={}, findings=()))
    )
    wrong = wrap(replaced("SV1", "SV1*HC:96372*40*UN****1"))
    assert "an element is invented" in list(complain(case_of(right), tell(wrong)))


def test_a_line_of_a_base_is_written_as_it_stands() -> None:
    assert write([Line(0, "N3", ("1 MAIN ST", "")), Line(0, "LX", ())]) == "N3*1 MAIN ST*~LX~"


def test_a_spec_that_changes_nothing_makes_no_mutant() -> None:
    line = next(at for at, line in enumerate(bases()[0].lines) if line.id == "LX")
    assert make(Spec(0, "lower", line, 1)) is None


def test_samples_are_read_alike() -> None:
    for name, text in sample_texts():
        if "batch" not in name:
            outcome = compare(name, text)
            assert (outcome.unexplained, outcome.complaints) == ([], []), name
