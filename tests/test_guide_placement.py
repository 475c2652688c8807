"""Every segment of a right transaction stands where the guide and pyx12's walker put it."""

from __future__ import annotations

import itertools
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from pyx12.map_walker import walk_tree
from pyx12.segment import Segment

from cleanclaim.guide import data_element, guide_nodes, place, usage
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.maps import load_map
from cleanclaim.guide.moves import Move
from cleanclaim.guide.steps import Steps
from cleanclaim.guide.titles import segment_title
from cleanclaim.guide.tools import _checks, _learned
from cleanclaim.source import Source
from cleanclaim.x12 import Delimiters, read_events
from tests.guide_text import BILLING, CHILD, CLAIM, HEADER, LINE, PARENT, SUBSCRIBER, WHOLE, every_node, run, wrap

_STRUCTURE = {"IG020", "IG021", "IG022", "IG023", "IG024"}
_SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "clean").glob("*.837"))


def test_nodes_are_one_for_each_full_path() -> None:
    nodes = guide_nodes()
    assert [node.serial for node in nodes] == list(range(386))
    claims = [node.path for node in nodes if node.segment == "CLM"]
    assert claims == [("2000A", "2000B", "2300"), ("2000A", "2000B", "2000C", "2300")]
    assert all(node.opens for node in nodes if node.segment in ("HL", "CLM", "LX"))
    assert {node.path for node in nodes if node.segment in ("ISA", "GS", "ST", "BHT", "SE")} == {()}


@pytest.mark.parametrize("full", [False, True])
def test_every_node_is_reached(full: bool) -> None:
    expected = every_node(load_guide(), full)
    placed, findings = run(wrap(text for _, text in expected))
    assert [item.node.serial for item in placed] == [serial for serial, _ in expected]
    assert not [found.message for found in findings if found.rule in _STRUCTURE]


def _pyx12(segments: list[str]) -> tuple[list[str], list[str]]:
    """The loop that pyx12's walker finds each segment in, and the codes of what it objects to."""
    walker, root = walk_tree(), load_map()
    node = root.getnodebypath("/ISA_LOOP/GS_LOOP/ST_LOOP/ST")
    walker.forceWalkCounterToLoopStart("/ISA_LOOP/GS_LOOP/ST_LOOP", "/ISA_LOOP/GS_LOOP/ST_LOOP/ST")
    out: list[str] = []
    codes: list[str] = []
    for number, text in enumerate(segments):
        found, _, _, errors = walker.walk_errors(node, Segment(text, "~", "*", ":"), number, number, None)
        node = found or node
        out.append(found.parent.get_path() if found else "")
        codes.extend(error.err_cde for error in errors)
    return out, codes


def _loops(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(loop for loop in path if loop[:1].isdigit())


def test_pyx12_finds_the_same_loops() -> None:
    segments = [text for _, text in every_node(load_guide())]
    placed, _ = run(wrap(segments))
    theirs = [_loops(tuple(path.split("/"))) for path in _pyx12(segments)[0]]
    assert [item.node.path for item in placed] == theirs


def _damaged(draw: random.Random, segments: list[str]) -> list[str]:
    """One or two segments taken out, doubled, swapped or moved."""
    out = list(segments)
    for _ in range(draw.randint(1, 2)):
        at, other, what = draw.randrange(len(out)), draw.randrange(len(out)), draw.random()
        if what < 0.4:
            del out[at]
        elif what < 0.6:
            out.insert(at, out[at])
        elif what < 0.8:
            out[at], out[other] = out[other], out[at]
        else:
            out.insert(at, out[other])
    return out


def _opens_twice(segments: list[str]) -> bool:
    """pyx12 asks nothing of a loop whose opening segment follows itself: the known difference."""
    openers = ("HL", "CLM", "LX", "NM1", "SBR")
    pairs = itertools.pairwise(segments)
    return any(one.partition("*")[0] == two.partition("*")[0] in openers for one, two in pairs)


def test_a_damaged_transaction_is_wrong_for_both_or_for_neither() -> None:
    draw, wrong = random.Random(7), 0
    second = ("LX*2", *LINE[1:], "HL*4*1*22*0", *SUBSCRIBER[1:], *CLAIM, *LINE)
    whole = [*HEADER, *BILLING, *PARENT, *CHILD, *CLAIM, *LINE, *second]
    for _ in range(500):
        segments = _damaged(draw, whole)
        theirs = bool(_pyx12([*segments, "SE*1*0001"])[1])
        ours = any(found.rule in _STRUCTURE for found in run(wrap(segments))[1])
        wrong += theirs
        assert ours or not theirs, segments
        assert theirs or not ours or _opens_twice(segments), segments
    assert 400 < wrong < 500


def test_subscribers_and_dependents_in_one_file() -> None:
    second = ("HL*4*1*22*0", *SUBSCRIBER[1:])
    placed, findings = run(wrap((*HEADER, *BILLING, *PARENT, *CHILD, *CLAIM, *LINE, *second, *CLAIM, *LINE)))
    assert not findings
    dependent, subscriber = (item for item in (p.node.path for p in placed if p.node.segment == "SV1"))
    assert dependent == ("2000A", "2000B", "2000C", "2300", "2400")
    assert subscriber == ("2000A", "2000B", "2300", "2400")
    diagnoses = [item.node.path for item in placed if item.node.segment == "HI"]
    assert diagnoses == [dependent[:-1], subscriber[:-1]]


def test_claims_of_subscriber_and_dependent_side_by_side() -> None:
    mixed = (
        *HEADER,
        *BILLING,
        *PARENT,
        *CLAIM,
        *LINE,
        *CHILD,
        *CLAIM,
        *LINE,
        "HL*4*2*23*0",
        *CHILD[1:],
        *CLAIM,
        *LINE,
    )
    placed, findings = run(wrap(mixed))
    assert not findings
    assert [len(p.node.path) for p in placed if p.node.segment == "LX"] == [4, 5, 5]


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda path: path.stem)
def test_clean_samples(sample: Path) -> None:
    placed, findings = run(sample.read_bytes().decode("latin-1"))
    assert placed
    assert not [found.message for found in findings if found.rule.startswith("IG")]


def test_paper_work_is_told_by_its_second_element() -> None:
    for code, name in (("AA", "Line Supplemental"), ("AD", "Durable Medical")):
        placed, findings = run(wrap((*WHOLE[:-1], f"PWK*CT*{code}", WHOLE[-1])))
        assert not findings
        serial = next(p.node.serial for p in placed if p.node.segment == "PWK")
        assert segment_title(serial).startswith(name)


def test_nothing_of_a_claim_is_learned() -> None:
    steps = Steps(load_guide())
    serial = load_guide().envelope("ST").serial
    steps.find(serial, "SECRETNAME", "")
    assert not steps._learned
    steps.find(serial, "BHT", "0019")
    assert list(steps._learned) == [(serial, "BHT", "0019")]


def test_no_move_is_learned_under_a_claim_value() -> None:
    guide, marks = load_guide(), Delimiters("*", ";", "^", "~")  # of no other test: nothing is learned yet
    text = wrap((*HEADER, *BILLING, *PARENT, *CHILD, *CLAIM, *LINE, "REF*SECRET*1", "SECRET*1", "NM1*DOE*1*DOE"))
    for _ in range(2):
        list(place(read_events(Source.from_bytes(text.replace(":", ";").encode("latin-1")))))
    learned = [moves for moves in _checks(guide, marks)[1].known if moves]
    assert len(learned) > 20
    for name, move in (item for moves in learned for item in moves.items()):
        assert name in guide.codes
        assert isinstance(move, Move) or move.keys() <= guide.codes[name]


@pytest.mark.parametrize("sample", _SAMPLES, ids=lambda path: path.stem)
def test_what_was_learned_changes_nothing(sample: Path) -> None:
    """A file reads the same when every way is new and when every way is known."""
    text = sample.read_bytes().decode("latin-1")
    doubled = [text.replace("~LX*", "~HI*BAD~LX*", 1), text.replace("~SV1*HC:", "~SV1*HC:0", 1), text]
    known = [run(content) for content in doubled]
    for cached in (_checks, _learned):
        cached.forget()
    assert [run(content) for content in doubled] == known
    assert [run(content) for content in reversed(doubled)] == known[::-1]


def test_usage_of_places() -> None:
    assert usage("2400", "SV1", "", 4) == "R"
    assert usage("2400", "SV1", "", 1, 3) == "S"
    assert usage("2400", "SV1", "", 6) == "N"
    assert usage("2400", "SV1", "", 22) is None
    assert usage("2400", "DTP", "472") == "R"
    assert usage("2400", "DTP") == "S"
    assert usage("2300", "DTP", "472") is None
    assert usage("", "ISA", "", 6) == "R"
    assert usage("2010AA", "NM1") == "R"
    assert data_element("2400", "SV1", "", 2) == "782"
    assert data_element("2400", "SV1", "", 99) is None


def test_each_thread_learns_by_itself() -> None:
    """An editor's server reads one document while it judges another; what is half learned is read by nobody else."""
    guide, marks = load_guide(), Delimiters()
    text = wrap(WHOLE)
    with ThreadPoolExecutor(1) as other:
        assert other.submit(run, text).result() == run(text)
        theirs = [*other.submit(_learned, guide).result(), *other.submit(_checks, guide, marks).result()]
    ours = [*_learned(guide), *_checks(guide, marks)]
    assert not any(one is another for one, another in zip(ours, theirs, strict=True))
    assert all(one is again for one, again in zip(ours, [*_learned(guide), *_checks(guide, marks)], strict=True))
