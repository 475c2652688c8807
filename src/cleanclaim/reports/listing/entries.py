"""What the page knows of a listing: short rows, as a page may hold a hundred thousand of them."""

from __future__ import annotations

from typing import Any

from cleanclaim import names
from cleanclaim.findings import SEVERITIES, Mark
from cleanclaim.listing import Row, Shown
from cleanclaim.privacy import draw
from cleanclaim.reports.listing.form import heading, remark
from cleanclaim.reports.terminal import said

_ELEMENTS, _COMPONENTS = range(1, 25), range(1, 9)


class Shapes:
    """Which segments occur, each once under a number: what they are, and what their elements are called."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], int] = {}
        self._codes: dict[int, int] = {}  # tables of codes by their identity
        self.shapes: list[dict[str, Any]] = []
        self.codes: list[dict[str, str]] = []

    def number(self, row: Row) -> int:
        """The number of the shape of a row, from 0 in the order of their appearance; -1 where it has none."""
        if row.kind != "segment":
            return -1
        key = (row.loop, row.segment, row.code)
        if key not in self._known:
            self._known[key] = len(self.shapes)
            self.shapes.append(self._shape(row))
        return self._known[key]

    def _shape(self, row: Row) -> dict[str, Any]:
        """An element is [name, codes], one that has components a list of such."""
        elements: dict[int, Any] = {}
        for element in _ELEMENTS:
            parts = [self._place(row, element, component) for component in _COMPONENTS]
            if parts[0][0]:
                elements[element] = [part for part in parts if part[0]]
            elif (whole := self._place(row, element, 0))[0]:
                elements[element] = whole
        return {"id": row.segment, "loop": row.loop, "title": row.title, "elements": elements}

    def _place(self, row: Row, element: int, component: int) -> list[Any]:
        name = names.element(row.loop, row.segment, row.code, element, component)
        codes = names.meanings(row.segment, element, component)
        if not name or not codes:
            return [name, -1]
        if id(codes) not in self._codes:
            self._codes[id(codes)] = len(self.codes)
            self.codes.append(dict(codes))
        return [name, self._codes[id(codes)]]


def entry(row: Row, shapes: Shapes) -> list[Any]:
    """The row of a segment; the script reads it by position (`FIELDS` in listing.js)."""
    shape = shapes.number(row)
    return [
        row.number,
        row.depth,
        row.text,
        shape,
        "" if shape >= 0 else remark(row),
        heading(row),
        row.claim,
        row.service_line,
        row.loop,
        [_finding(shown, row) for shown in row.found],
    ]


def _finding(shown: Shown, row: Row) -> list[Any]:
    finding = shown.finding
    there = row.number == finding.mark.segment or bool(shown.carets)
    return [
        finding.rule,
        SEVERITIES.index(finding.severity),
        draw(finding.message),
        [[caret.start, caret.length, draw(caret.label), int(caret.primary)] for caret in shown.carets],
        [*([] if there else [_place(finding.mark)]), *map(_place, shown.elsewhere)],
        [[name, text] for name, text in said(finding) if name != "rule"],
    ]


def _place(mark: Mark) -> list[Any]:
    """Another segment that a finding looks at: its label, its number, its element."""
    return [draw(mark.label) or "see also", mark.segment, mark.element]
