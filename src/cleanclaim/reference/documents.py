"""A file as importers see it: its lines, its rows of cells, and the names it came under."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from html.parser import HTMLParser
from itertools import islice
from typing import Any

from cleanclaim.reference.archives import Member
from cleanclaim.reference.faults import Misfit, RefdataError

HEAD = 40  # rows or lines that a file is recognised by
_LONGEST = 1 << 20  # characters of a line: no public table has longer ones
_FOREIGN = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HTML = 1 << 24  # bytes of a page

Numbered = tuple[int, tuple[str, ...]]


def _latin(error: UnicodeError) -> tuple[str, int]:
    """Public files mix UTF-8 and Latin-1; what is not the one is the other."""
    assert isinstance(error, UnicodeDecodeError)
    return error.object[error.start : error.end].decode("latin-1"), error.end


codecs.register_error("cleanclaim-latin", _latin)


class Document:
    """One member of a file, of a spreadsheet one of its sheets. Lines and rows can be read more than once; each time
    from the beginning.
    """

    def __init__(self, member: Member, sheet: str = "") -> None:
        self.member = member
        self.sheet_name = sheet  # empty for what is no spreadsheet

    @property
    def names(self) -> tuple[str, ...]:
        """Its name and those of its archives, the outermost last."""
        return self.member.names

    def lines(self) -> Iterator[str]:
        """The lines of a text without their ends. Raises `Misfit` for what is no text."""
        with self.member.open() as stream:
            for line in _lines(stream):
                yield line.rstrip("\r\n")

    def rows(self) -> Iterator[Numbered]:
        """The cells of each row, trimmed, with the number of its line from 1. Raises `Misfit` and `RefdataError`."""
        if self.member.sheet:
            return self._sheet()
        if self._page:
            return self._table()
        return self._delimited()

    @cached_property
    def head_lines(self) -> tuple[str, ...]:
        """The first lines; none of a spreadsheet or of what is no text."""
        if self.member.sheet:
            return ()
        try:
            return tuple(islice(self.lines(), HEAD))
        except Misfit:
            return ()

    @cached_property
    def head(self) -> tuple[Numbered, ...]:
        """The first rows; none where they can not be read as such."""
        try:
            return tuple(islice(self.rows(), HEAD))
        except Misfit:
            return ()

    @cached_property
    def _page(self) -> bool:
        start = next((line.lstrip("\ufeff ").lower() for line in self.head_lines if line.strip()), "")
        return start.startswith(("<!doctype html", "<html", "<table"))

    @cached_property
    def delimiter(self) -> str:
        """The tab where the first lines have some, else the comma."""
        return "\t" if sum(line.count("\t") >= 2 for line in self.head_lines) >= 2 else ","

    def _delimited(self) -> Iterator[Numbered]:
        with self.member.open() as stream:
            reader = csv.reader(_lines(stream), delimiter=self.delimiter)
            try:
                for cells in reader:
                    yield reader.line_num, tuple([cell.strip() for cell in cells])
            except csv.Error:
                raise Misfit("this is no row of cells", reader.line_num) from None

    def _sheet(self) -> Iterator[Numbered]:
        with _book(self.member) as book:
            sheet = book.get_sheet_by_name(self.sheet_name)
            first = (sheet.start or (0, 0))[0] + 1
            return ((first + at, tuple(map(_cell, row))) for at, row in enumerate(sheet.iter_rows()))

    def _table(self) -> Iterator[Numbered]:
        with self.member.open() as stream:
            parser = _Tables()
            parser.feed(stream.read(_HTML).decode("utf-8", "cleanclaim-latin"))
        return iter(parser.rows)


def documents(member: Member) -> Iterator[Document]:
    """What a member holds: of a spreadsheet its sheets, also those without a row. Raises `RefdataError`."""
    if not member.sheet:
        yield Document(member)
        return
    with _book(member) as book:
        names = [str(sheet.name) for sheet in book.sheets_metadata if sheet.typ == type(sheet.typ).WorkSheet]
    for name in names:
        yield Document(member, name)


@contextmanager
def _book(member: Member) -> Iterator[Any]:
    """A spreadsheet, open. Raises `RefdataError` where it is damaged or nothing here reads it."""
    try:
        import python_calamine as calamine
    except ImportError:
        raise RefdataError(
            f"`{member.names[0]}` is a spreadsheet: install `cleanclaim[excel]`, or import the text beside it"
        ) from None
    try:
        with member.open() as stream:
            yield calamine.CalamineWorkbook.from_filelike(stream)
    except calamine.CalamineError:
        raise RefdataError(f"`{member.names[0]}` is a damaged spreadsheet") from None


def _lines(stream: io.BufferedReader) -> Iterator[str]:
    """The lines of a text with their ends. Raises `Misfit` for what is no text."""
    if stream.peek(2)[:2] in _FOREIGN:
        raise Misfit("this is UTF-16: save it as CSV in UTF-8")
    with io.TextIOWrapper(stream, "utf-8-sig", "cleanclaim-latin", newline="\n") as text:
        for number, line in enumerate(iter(lambda: text.readline(_LONGEST), ""), 1):
            if "\0" in line or len(line) == _LONGEST:
                raise Misfit("this is no text", number)
            yield line


def _cell(value: Any) -> str:
    """A cell of a spreadsheet as it would stand in a text: 99211, 20260131."""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "strftime") and hasattr(value, "year"):
        return f"{value.year:04}{value.month:02}{value.day:02}"
    return str(value).strip()


class _Tables(HTMLParser):
    """The rows of all tables of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[Numbered] = []
        self._cells: list[str] = []
        self._in_cell = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self._cells = []
        elif tag in ("td", "th"):
            self._cells.append("")
            self._in_cell = True

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th"):
            self._in_cell = False
        elif tag == "tr" and self._cells:
            self.rows.append((self.getpos()[0], tuple(" ".join(cell.split()) for cell in self._cells)))

    def handle_data(self, data: str) -> None:
        if self._in_cell and self._cells:
            self._cells[-1] += data
