"""Stores and public files for tests: invented rows in the layouts of the published ones."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Sequence
from pathlib import Path
from xml.sax.saxutils import escape

from cleanclaim.reference import Store
from cleanclaim.reference.load import import_files

FILES = Path(__file__).parent / "test_reference_importers"
_BOOK = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><workbook '
    'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{0}</sheets></workbook>'
)
_LINKS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Relationships '
    'xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{0}</Relationships>'
)
_LINK = (
    '<Relationship Id="rId{2}" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{0}" Target="{1}"/>'
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Types '
    'xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    '<Override PartName="/xl/worksheets/sheet1.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/></Types>'
)


def public(name: str) -> Path:
    """One of the files that stand for public ones."""
    return FILES / name


def imported(store: Path, *names: str, release: str = "") -> Store:
    """A store with these files in it, open."""
    import_files(store, [public(name) for name in names], release)
    return Store.open(store)


def rows_of(store: Store, table: str) -> list[tuple[object, ...]]:
    """All rows of a table, without the file that each is from."""
    found = store.query(f"SELECT * FROM t_{table.replace('-', '_')}")
    return [(*row[:-3], *row[-2:]) for row in found]


def zipped(path: Path, *names: str | tuple[str, bytes]) -> Path:
    """An archive of public files, or of contents under a name."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            if isinstance(name, str):
                archive.write(public(name), name)
            else:
                archive.writestr(*name)
    return path


_Rows = Iterable[Sequence[str | int | None]]


def sheet(path: Path, *sheets: _Rows) -> Path:
    """A spreadsheet: numbers as numbers, texts as texts, None where no cell is."""
    numbers = range(1, len(sheets) + 1)
    named = "".join(f'<sheet name="Sheet {number}" sheetId="{number}" r:id="rId{number}"/>' for number in numbers)
    links = "".join(_LINK.format("worksheet", f"worksheets/sheet{number}.xml", number) for number in numbers)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", _TYPES)
        archive.writestr("_rels/.rels", _LINKS.format(_LINK.format("officeDocument", "xl/workbook.xml", 1)))
        archive.writestr("xl/workbook.xml", _BOOK.format(named))
        archive.writestr("xl/_rels/workbook.xml.rels", _LINKS.format(links))
        for number, rows in zip(numbers, sheets, strict=True):
            archive.writestr(f"xl/worksheets/sheet{number}.xml", _sheet(rows))
    return path


def _sheet(rows: _Rows) -> str:
    body = "".join(f"<row>{''.join(map(_cell, row))}</row>" for row in rows)
    return f'<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{body}</sheetData></worksheet>'


def _cell(value: str | int | None) -> str:
    if value is None:
        return "<c/>"
    if isinstance(value, int):
        return f"<c><v>{value}</v></c>"
    return f'<c t="inlineStr"><is><t>{escape(value)}</t></is></c>'
