"""What may lie behind a verdict that only one of the two has, each cause as narrow as it can be told."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from cleanclaim.guide import judge, versions
from cleanclaim.guide.cache import load_guide
from cleanclaim.guide.raw import MISSING, NO_PLACE
from cleanclaim.guide.shape import Field, Shape
from tests.conform.theirs import Heard, Said

_READ = ("", versions.VERSION, *versions.AS_X222A1)

_WIDTHS = (2, 10, 2, 10, 2, 15, 2, 15, 6, 4, 1, 5, 9, 1, 1, 1)  # of the elements of an ISA


class Case:
    """A file, what pyx12 said of it and what we said."""

    def __init__(self, text: str, heard: Heard, ours: frozenset[Said]) -> None:
        self.text, self.heard, self.ours = text, heard, ours
        self.element, self.repetition, self.component, self.terminator = text[3], text[82], text[104], text[105]

    @cached_property
    def segments(self) -> list[str]:
        """The texts of the segments, as pyx12 counts them."""
        return [segment.lstrip("\r\n").lstrip(" ") for segment in self.text.split(self.terminator)]

    def segment(self, number: int) -> list[str]:
        """A segment, split at its element separators."""
        return self.segments[number - 1].split(self.element)

    @cached_property
    def said(self) -> dict[tuple[int, int, int, int], set[str]]:
        """Our codes by place."""
        out: dict[tuple[int, int, int, int], set[str]] = {}
        for said in self.ours:
            out.setdefault(said[:4], set()).add(said.code)
        return out

    def ours_at(self, said: Said, *, component: int | None = None) -> set[str]:
        """Our codes for the same element."""
        at = said.component if component is None else component
        return self.said.get((said.segment, said.node, said.element, at), set())


Explains = Callable[[Case, Said], bool]


def never(case: Case, said: Said) -> bool:
    return False


def _shape(said: Said) -> Shape | None:
    return load_guide().shapes[said.node] if said.node >= 0 else None


def _field(said: Said) -> Field | None:
    shape = _shape(said)
    return shape.field(said.element, said.component) if shape is not None else None


def is_outer_code(case: Case, said: Said) -> bool:
    field = _field(said)
    return said.code == "7" and field is not None and field.open


def is_repetition(case: Case, said: Said) -> bool:
    """We said that the element repeats; whatever pyx12 says of it takes the separator for a part of the value."""
    values = case.segment(said.segment)
    if not said.element or said.element >= len(values) or case.repetition not in values[said.element]:
        return False
    return judge.REPEATED in case.ours_at(said, component=0)


def is_composite_in_simple(case: Case, said: Said) -> bool:
    return said.code == "6" and judge.COMPONENTS in case.ours_at(said)


def is_simple_with_components(case: Case, said: Said) -> bool:
    return said.code == judge.COMPONENTS and not said.component and said._replace(code="6") in case.heard.said


def is_unused_composite(case: Case, said: Said) -> bool:
    field = _field(said)
    if field is None or field.kind or field.usage != "N":
        return False
    return said.code == "5" and judge.UNUSED in case.ours_at(said)


def is_unused_composite_of_ours(case: Case, said: Said) -> bool:
    field = _field(said)
    return bool(field and not field.kind and field.usage == "N" and said.code == judge.UNUSED)


def fails_on_components(case: Case, said: Said) -> bool:
    """The failure itself, and what pyx12's check of the composite alone says of the number."""
    shape, values = _shape(said), case.segment(said.segment)
    swollen = shape is not None and any(
        field.parts and value.count(case.component) >= len(field.parts)
        for field, value in zip(shape.fields, values[1:], strict=False)
    )
    if said.code == "3" and said.element:
        return swollen and Said(said.segment, said.node, 0, 0, "IndexError") in case.heard.said
    return swollen and said.code == "IndexError"


def is_component_too_many(case: Case, said: Said) -> bool:
    field = load_guide().shapes[said.node].field(said.element)
    return (
        said.code == judge.COMPONENTS
        and field is not None
        and said.component == len(field.parts) + 1
        and Said(said.segment, said.node, 0, 0, "IndexError") in case.heard.said
    )


def fails_on_hyphens(case: Case, said: Said) -> bool:
    """We say that the date is invalid, or that it repeats."""
    ours = {other.code for other in case.ours if other.segment == said.segment}
    return said.code == "ValueError" and not ours.isdisjoint((judge.DATE, judge.REPEATED))


def is_wheelchair_paper(case: Case, said: Said) -> bool:
    """PWK*CT of a line: pyx12 takes the first of the two nodes that have the code, whatever PWK02 says."""
    values, shape = case.segment(said.segment), _shape(said)
    return (
        values[:2] == ["PWK", "CT"]
        and shape is not None
        and (shape.segment, load_guide().nodes[said.node].loop) == ("PWK", "2400")
    )


def is_unread(case: Case, said: Said) -> bool:
    """Behind an empty segment pyx12 reads nothing, and does not ask what the loops that were open lack."""
    ended = said.code == MISSING and not said.element
    return "" in case.segments[:-1] and (ended or said.segment >= case.heard.read)


def is_unknown_version(case: Case, said: Said) -> bool:
    """ISA12 names neither 00401 nor 00501: pyx12 reads nothing of the file."""
    return case.heard.read == 0 and case.segment(1)[12] not in ("00401", "00501")


def is_own_separator(case: Case, said: Said) -> bool:
    """ISA11 and ISA16 declare separators; pyx12 takes control characters there for values."""
    shape = _shape(said)
    if shape is None or shape.segment != "ISA" or said.element not in (11, 16):
        return False
    return said.code == "6" and not case.segment(1)[said.element].isprintable()


def is_opener_twice(case: Case, said: Said) -> bool:
    """A loop that begins again at once: pyx12 does not ask what the first occurrence lacks."""
    placed = case.heard.placed
    after = next((node for segment, node in sorted(placed.items()) if segment > said.segment), None)
    return said.code == MISSING and not said.element and placed.get(said.segment) == after


def is_of_other_width(case: Case, said: Said) -> bool:
    """An element of an ISA that has not its width: our reader refuses the header (ENV001), whatever else is wrong."""
    shape, values = _shape(said), case.segment(1)[1:]
    widths = [len(value) for value in values]
    return shape is not None and shape.segment == "ISA" and widths != list(_WIDTHS)


def is_without_header(case: Case, said: Said) -> bool:
    """pyx12 enters the header by BHT alone: without it, it knows of nothing else that the header holds."""
    guide = load_guide()
    st, bht = guide.envelope("ST").serial, next(node.serial for node in guide.nodes if node.segment == "BHT")
    lost = any((other.node, other.code) in ((st, NO_PLACE), (bht, MISSING)) for other in case.heard.said)
    return lost and _is_of_header(said)


def _is_of_header(said: Said) -> bool:
    return said.node >= 0 and load_guide().nodes[said.node].path[:1] in ((), ("1000A",), ("1000B",))


def is_beside(case: Case, said: Said) -> bool:
    """Two loops at one position, the second before the first: pyx12 says that the first is missing, and it comes."""
    guide = load_guide()
    if said.code != MISSING or said.element:
        return False
    loop = guide.loops[guide.shapes[said.node].loop]
    if loop.first != said.node or loop.parent < 0:
        return False
    around = guide.loops[loop.parent].first
    for segment, node in sorted(case.heard.placed.items()):
        if segment > said.segment and node in (said.node, around):
            return node == said.node
    return False


def is_malformed(case: Case, said: Said) -> bool:
    """Separators that are letters, digits, a space or alike, or that nothing uses: our reader says so (ENV001)."""
    marks = (case.element, case.repetition, case.component, case.terminator)
    unused = not any(case.component in segment for segment in case.segments[1:])
    return unused or any(mark.isalnum() or mark == " " for mark in marks) or len(set(marks)) < 4


def is_second_header(case: Case, said: Said) -> bool:
    """A second BHT begins pyx12's header again, with other counts; to us it is one too many."""
    headers = [segment for segment in case.segments if segment.startswith("BHT" + case.element)]
    return len(headers) > 1 and _is_of_header(said)


def is_refused(case: Case, said: Said) -> bool:
    """ST01 or ST03 name another transaction: its segments are passed over, and IG002 says so."""
    values = [*case.segment(3), "", "", ""]
    return values[0] == "ST" and (values[1] != "837" or values[3] not in _READ) and said.segment >= 3


def has_failed(*failures: str) -> Explains:
    """pyx12 stopped with an exception: it said nothing of what follows."""

    def explains(case: Case, said: Said) -> bool:
        return case.heard.failure in failures and said.segment > case.heard.read

    return explains
