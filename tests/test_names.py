"""Names: every place and every code that the guide uses has a word of ours, and no two of a segment are alike."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from cleanclaim import names
from cleanclaim.guide import Node, guide_nodes
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.shape import Shape
from cleanclaim.names.segments import _segment

OUTSIDE = {"TA105", "SV107-1", "SV107-2", "SV107-3", "SV107-4"}  # numbers, and reasons of others


def shapes() -> Iterator[tuple[Node, Shape]]:
    for node in guide_nodes():
        yield node, load_guide().shapes[node.serial]


def places(shape: Shape) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Element, component and codes of all that the guide uses in a segment."""
    for element, field in enumerate(shape.fields, 1):
        if field.usage == "N":
            continue
        yield element, 0, field.codes
        for component, part in enumerate(field.parts, 1):
            if part.usage != "N":
                yield element, component, part.codes


def test_every_used_place_of_the_guide_has_a_name() -> None:
    lacking = [
        (node.loop, node.segment, code, element, component)
        for node, shape in shapes()
        for code in shape.codes or ("",)
        for element, component, _ in places(shape)
        if not names.element(node.loop, node.segment, code, element, component)
    ]
    assert lacking == []


def test_every_segment_and_loop_of_the_guide_has_a_name() -> None:
    for node, shape in shapes():
        assert names.loop(node.loop), node
        for code in (*shape.codes, "", "no such code"):
            assert names.segment(node.loop, node.segment, code), (node, code)


def test_every_code_that_the_guide_lists_has_a_meaning() -> None:
    lacking = [
        (name, code)
        for node, shape in shapes()
        for element, component, codes in places(shape)
        if (name := f"{node.segment}{element:02d}" + (f"-{component}" if component else "")) not in OUTSIDE
        for code in codes
        if names.meaning(node.segment, element, component, code) is None
    ]
    assert lacking == []


def test_the_words_within_one_segment_differ() -> None:
    for node, shape in shapes():
        for code in shape.codes or ("",):
            said = [
                names.element(node.loop, node.segment, code, element, component)
                for element, component, _ in places(shape)
                if not shape.fields[element - 1].parts or component
            ]
            assert len(set(said)) == len(said), (node.segment, said)


def test_two_positions_of_a_loop_have_two_names() -> None:
    told: dict[tuple[tuple[str, ...], str], int] = {}
    for node, shape in shapes():
        both = {"CT"} if node.segment == "PWK" else set()  # the guide lists it at two positions
        for code in set(shape.codes or ("",)) - both:
            name = names.segment(node.loop, node.segment, code)
            assert told.setdefault((node.path, f"{node.segment} {name}"), node.serial) == node.serial, (node, name)


def test_names_are_short_and_carry_no_control_characters() -> None:
    for node, shape in shapes():
        for code in shape.codes or ("",):
            said = [names.segment(node.loop, node.segment, code)]
            said += [names.element(node.loop, node.segment, code, *place[:2]) for place in places(shape)]
            assert all(len(name) <= 60 and name.isprintable() for name in said), (node, said)


@pytest.mark.parametrize(
    ("loop", "name", "code", "words"),
    [
        ("2010AA", "NM1", "85", "billing provider name"),
        ("2010AA", "REF", "EI", "billing provider tax id"),
        ("2330B", "REF", "2U", "other payer id"),
        ("2330B", "REF", "F8", "other payer claim number"),
        ("2010BB", "REF", "G2", "billing provider's number with the payer"),
        ("2310A", "NM1", "P3", "primary care provider name"),
        ("2400", "DTP", "472", "service date"),
        ("2400", "PWK", "CT", "certificate of medical necessity sent"),
        ("2400", "PWK", "OZ", "paperwork of the line"),
        ("2300", "HI", "ABK", "diagnoses"),
        ("", "ISA", "", "interchange header"),
        ("no such loop", "REF", "EI", "tax id"),
        ("2400", "SV2", "", ""),
        ("2400", "DOE", "JANE", ""),
    ],
)
def test_a_segment_is_named_by_its_loop_and_qualifier(loop: str, name: str, code: str, words: str) -> None:
    assert names.segment(loop, name, code) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("2400", "SV1", "HC", 2, 0), "charge"),
        (("2400", "SV1", "HC", 7, 2), "diagnosis pointer 2"),
        (("2400", "DTP", "472", 3, 0), "service date"),
        (("2400", "DTP", "", 3, 0), "date"),
        (("2300", "HI", "ABK", 12, 2), "diagnosis 12"),
        (("2300", "HI", "BG", 1, 1), "code list of condition code 1"),
        (("2300", "HI", "ABK", 13, 2), ""),
        (("2300", "HI", "ABK", 1, 3), ""),
        (("2320", "CAS", "CO", 5, 0), "adjustment reason 2"),
        (("2320", "CAS", "CO", 19, 0), "adjusted units 6"),
        (("2400", "SV1", "HC", 2, 1), ""),
        (("2400", "SV1", "HC", 99, 0), ""),
    ],
)
def test_an_element_is_named_by_its_place(place: tuple[str, str, str, int, int], words: str) -> None:
    assert names.element(*place) == words


@pytest.mark.parametrize(
    ("place", "words"),
    [
        (("NM1", 1, 0, "85"), "billing provider"),
        (("CLM", 5, 3, "7"), "replaces an earlier claim"),
        (("HI", 4, 1, "ABF"), "further diagnosis, ICD-10-CM"),
        (("SVD", 3, 1, "HC"), "HCPCS and CPT"),
        (("SV1", 5, 0, "11"), "office"),
        (("NM1", 1, 0, "DOE"), None),
        (("NM1", 3, 0, "85"), None),
        (("HI", 4, 2, "ABF"), None),
    ],
)
def test_a_code_means_something_only_in_its_place(place: tuple[str, int, int, str], words: str | None) -> None:
    assert names.meaning(*place) == words


@pytest.mark.parametrize("name", ["REF", "NM1", "DTP", "AMT", "HI", "CRC"])
def test_a_code_that_is_not_known_leaves_the_name_general_and_is_not_kept(name: str) -> None:
    general = names.segment("2300", name, "")
    before = _segment.cache_info().currsize
    assert {names.segment("2300", name, f"SECRET{number}") for number in range(20)} == {general}
    assert _segment.cache_info().currsize == before
