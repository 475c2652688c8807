"""Reading ahead: what is read several segments at a stride is what is read one by one, to the last finding."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding
from cleanclaim.guide import Placed, Run, phrases, place, place_runs, states, tools
from cleanclaim.guide.cache import load_guide
from cleanclaim.source import Source
from cleanclaim.x12 import Delimiters, Event, read_events, reader
from tests.guide_text import BILLING, CHILD, CLAIM, HEADER, LINE, PARENT, SUBSCRIBER, every_node, wrap

SAMPLES = sorted((Path(__file__).parents[1] / "samples" / "clean").glob("*.837"))
SECOND = (
    "CLM*A2*80***11:B:1*Y*A*Y*Y",
    "HI*ABK:D510*ABF:R5383",
    "NM1*82*1*DOE*ANN****XX*1234567893",
    "PRV*PE*PXC*207R00000X",
    "LX*1",
    "SV1*HC:99213*40*UN*1***1:2",
    "DTP*472*D8*20250115",
    "REF*6R*L1",
    "LX*2",
    "SV1*HC:96372*40*UN*1***1",
    "DTP*472*RD8*20250115-20250116",
    "REF*6R*L2",
    "SVD*P1*20*HC:96372**1",
    "CAS*CO*45*10**96*5*2",
    "DTP*573*D8*20250201",
)
FAMILY = (*PARENT[1:], *CHILD[1:], *CLAIM, *LINE, *SECOND)
TERMINATORS = ("~", "\n", "\x1d", "!", "?")


@pytest.fixture(autouse=True)
def eager(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Phrases are learned after two segments and forgotten after the test."""
    monkeypatch.setattr(phrases, "_PATIENCE", 2)
    _forget()
    yield
    _forget()


def _forget() -> None:
    for learned in (tools._learned, tools._checks, tools._phrases):
        learned.forget()


def batch(levels: int, lines: int = 2) -> list[str]:
    """The segments of a transaction: families and single subscribers in turn, each with two claims."""
    out, number = [*HEADER, *BILLING], 1
    for _ in range(levels):
        number += 1
        parent, body = number, FAMILY
        out += [f"HL*{number}*1*22*1", *PARENT[1:]]
        number += 1
        out += [f"HL*{number}*{parent}*23*0", *CHILD[1:], *body[len(PARENT) + len(CHILD) - 2 :]]
        number += 1
        out += [f"HL*{number}*1*22*0", *SUBSCRIBER[1:], *SECOND, *CLAIM]
        for line in range(1, lines + 1):
            out += [f"LX*{line}", *LINE[1:]]
    return out


def both(content: bytes) -> tuple[list[Event | Placed], list[Event | Placed]]:
    """What is made of a file read ahead, and of the same one read segment by segment."""
    out = []
    for ahead in (True, False):
        events = read_events(Source.from_bytes(content))
        out.append(list(place(events if ahead else iter(events))))
    return out[0], out[1]


def strides(content: str) -> list[Run]:
    """The runs that a file is read in, once its phrases are known."""
    both(content.encode("latin-1"))
    items = place_runs(read_events(Source.from_bytes(content.encode("latin-1"))))
    return [item for item in items if isinstance(item, Run)]


def said(content: str) -> list[tuple[str, int, str]]:
    """The findings of a file that is read ahead: rule, segment and element."""
    ahead, alone = both(content.encode("latin-1"))
    assert ahead == alone
    return [(item.rule, item.mark.segment, item.mark.element) for item in ahead if isinstance(item, Finding)]


def test_most_segments_are_read_at_a_stride() -> None:
    segments = batch(6)
    runs = strides(wrap(segments))
    assert sum(len(run.nodes) for run in runs) > 0.9 * len(segments)
    assert max(len(run.nodes) for run in runs) > 6


def test_a_run_is_its_segments() -> None:
    text = wrap(batch(6)).replace("~", "~\r\n")
    content = text.encode("latin-1")
    found = 0
    for run in strides(text):
        for at, placed in enumerate(run.placed()):
            start, segment = placed.segment.offset, placed.segment
            assert content[start : start + len(segment.text) + 1].decode() == segment.text + "~"
            assert segment.text.startswith(placed.node.segment)
            assert run.segment(at) == segment
            found += 1
        assert run.segment(-1) == run.segment(len(run.nodes) - 1)
    assert found > 200


@pytest.mark.parametrize("between", ["", "\n", "\r\n", " \n", "\n\n"])
def test_line_breaks_of_all_kinds(between: str) -> None:
    text = wrap(batch(4)).replace("~", f"~{between}")
    ahead, alone = both(text.encode())
    assert ahead == alone


@pytest.mark.parametrize(
    "marks",
    [Delimiters("|", ">", "!", "\n"), Delimiters("\x1d", "\x1f", "\x1e", "~"), Delimiters("*", "*", "^", "~")],
)
def test_other_delimiters(marks: tuple[str, ...]) -> None:
    text = wrap(batch(4))
    for old, new in zip("*:^~", "\0\1\2\3", strict=True):
        text = text.replace(old, new)
    for old, new in zip("\0\1\2\3", marks, strict=True):
        text = text.replace(old, new)
    ahead, alone = both(text.encode("latin-1"))
    assert ahead == alone


def test_every_node_is_read_alike(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(phrases, "_MOST", 3)
    texts = [text for _, text in every_node(load_guide(), full=True)]
    content = wrap(texts).encode("latin-1")
    for _ in range(3):
        ahead, alone = both(content)
        assert ahead == alone
    assert sum(len(run.nodes) for run in strides(content.decode())) > 0.7 * len(texts)


@pytest.mark.parametrize(("lines", "many"), [(50, []), (51, ["IG022"]), (53, ["IG022"] * 3)])
def test_lines_are_counted_across_strides(lines: int, many: list[str]) -> None:
    found = said(wrap(batch(1, lines)))
    assert [rule for rule, _, _ in found] == many


def test_claims_are_counted_across_strides() -> None:
    claims = [segment for _ in range(102) for segment in (*CLAIM, *LINE)]
    head = [*HEADER, *BILLING, *SUBSCRIBER]
    found = said(wrap([*head, *claims]))
    assert [(rule, segment) for rule, segment, _ in found] == [
        ("IG022", 3 + len(head) + 100 * 5 + 1),
        ("IG022", 3 + len(head) + 101 * 5 + 1),
    ]


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("HL*10*1*22*0", "HL*11*1*22*0", ("IG041", "HL01")),
        ("HL*9*8*23*0", "HL*9*7*23*0", ("IG042", "HL02")),
        ("HL*10*1*22*0", "HL*10*1*22*1", ("IG043", "HL04")),
        ("LX*2~SV1*HC:96372*40*UN*1***1~DTP*472*RD8", "LX*3~SV1*HC:96372*40*UN*1***1~DTP*472*RD8", ("IG044", "LX01")),
        ("CAS*CO*45*10**96*5*2", "CAS*CO*45*10**96", ("IG031", "CAS06")),
        ("DTP*573*D8*20250201", "DTP*573*D8*20250231", ("IG037", "DTP03")),
        ("20250115-20250116", "20250115-20250132", ("IG037", "DTP03")),
        ("*XX*1234567893~PRV", "*XX~PRV", ("IG031", "NM109")),
        ("DOE*ANN", "DOE *ANN", ("IG035", "NM103")),
        ("IL*627010001", "IL*627010001*US***CA", ("IG031", "N407")),
    ],
)
def test_a_fault_within_strides_is_said_once_and_there(old: str, new: str, found: tuple[str, str]) -> None:
    text = wrap(batch(5))
    at = text.rindex(old)
    segment = text.count("~", 0, at) + 1
    faults = said(text[:at] + new + text[at + len(old) :])
    assert [(rule, element) for rule, _, element in faults] == [found]
    assert segment <= faults[0][1] <= segment + 1


def test_blocks_end_anywhere(monkeypatch: pytest.MonkeyPatch) -> None:
    content = wrap(batch(4)).replace("~", "~\n").encode()
    whole = both(content)[0]
    for size in (200, 333, 701, 1500):
        monkeypatch.setattr(reader, "BLOCK", size)
        ahead, alone = both(content)
        assert ahead == alone == whole


def test_a_file_that_ends_early_ends_where_it_does() -> None:
    text = wrap(batch(4))
    for end in range(len(text) // 2, len(text), 97):
        ahead, alone = both(text[:end].encode())
        assert ahead == alone
        assert any(isinstance(item, Finding) and item.rule == "ENV017" for item in ahead)


def test_a_wrong_count_is_found_where_segments_were_read_ahead() -> None:
    text = wrap(batch(4))
    count = text.rpartition("SE*")[2].partition("*")[0]
    assert said(text) == []
    assert [rule for rule, _, _ in said(text.replace(f"SE*{count}", f"SE*{int(count) + 1}"))] == ["ENV010"]


def test_a_segment_with_an_unknown_qualifier_anywhere() -> None:
    """What is required and has no place was passed over: that is remembered until its loop ends."""
    segments = batch(3)
    both(wrap(segments).encode())
    for text in set(segments):
        at = len(segments) - 1 - segments[::-1].index(text)
        name, _, rest = text.partition("*")
        changed = [*segments[:at], f"{name}*QQ*{rest.partition('*')[2]}", *segments[at + 1 :]]
        ahead, alone = both(wrap(changed).encode())
        assert ahead == alone, text


def test_effects_that_are_forgotten_are_learned_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(states, "_MOST", 3)
    segments = batch(6)
    runs = strides(wrap(segments))
    assert sum(len(run.nodes) for run in runs) > 0.9 * len(segments)


def test_no_claim_value_is_learned() -> None:
    text = wrap(batch(6)).replace("DOE*ANN", "ZYXWV*UTSRQ").replace("CLM*A2", "CLM*PONML")
    runs = strides(text)
    assert any("ZYXWV" in run.text for run in runs)
    guide, marks = load_guide(), Delimiters()
    moves, steps = tools._checks(guide, marks)[1], tools._learned(guide)[0]
    expressions = [getattr(words.match, "__self__", None) for words in tools._phrases(guide, marks, "").at]
    learned = repr((moves.known, steps._learned, expressions))
    assert "96372" not in learned
    assert not [value for value in ("ZYXWV", "UTSRQ", "PONML") if value in learned]


def _edited(draw: random.Random, content: bytes) -> bytes:
    """A file with one to four edits: bytes changed, lost and added; segments lost, doubled and moved."""
    mark = max((mark.encode() for mark in TERMINATORS), key=content.count)
    for _ in range(draw.randint(1, 4)):
        at, kind = draw.randrange(110, len(content)), draw.random()
        if kind < 0.3:
            content = content[:at] + bytes([draw.choice(b"*:~^AZ09 \n\xe9\x00")]) + content[at + 1 :]
        elif kind < 0.4:
            content = content[:at] + content[at + 1 :]
        elif kind < 0.5:
            content = content[:at] + bytes([draw.choice(b"*:~^A9 \n\r")]) + content[at:]
        else:
            parts = content.split(mark)
            one, other = draw.randrange(1, len(parts)), draw.randrange(1, len(parts))
            if kind < 0.7:
                del parts[one]
            elif kind < 0.8:
                parts.insert(one, parts[other])
            elif kind < 0.9:
                parts[one], parts[other] = parts[other], parts[one]
            else:
                parts[one:one] = parts[other : other + draw.randint(1, 40)]
            content = mark.join(parts)
    return content


@pytest.mark.parametrize("seed", range(3))
def test_edited_files_are_read_alike(seed: int) -> None:
    draw = random.Random(seed)
    bases = [wrap(batch(3)).encode(), *(path.read_bytes() for path in SAMPLES if path.stat().st_size < 20_000)]
    for base in bases:
        both(base)
    for _ in range(60):
        try:
            ahead, alone = both(_edited(draw, draw.choice(bases)))
        except NotX12Error:
            continue
        assert ahead == alone
