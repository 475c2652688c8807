"""Tables: their columns and keys, rows written in place or in a file, rows that are in force for some time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain, groupby, pairwise
from typing import Any, NamedTuple

from cleanclaim.language import clauses as c
from cleanclaim.language import mini_claims as m
from cleanclaim.language import typed as t
from cleanclaim.language.check.beside import Row, read_rows
from cleanclaim.language.check.cells import cell_of, kind_of, read_cell
from cleanclaim.language.check.faults import KIND, NAME, RANGE, TWICE, Refused, each, together, tried
from cleanclaim.language.check.stored import read_stored
from cleanclaim.language.places import Place
from cleanclaim.language.syntax import Word
from cleanclaim.language.types import Type
from cleanclaim.language.words import EMPTY_CELL, FILL_CELL, counted, did_you_mean

_UNKNOWN = Type("")  # of a column whose kind is wrong: its cells are not looked at


class _Row(NamedTuple):
    """The values of a row; `of` says where it stands when that is another file."""

    at: Place
    values: tuple[Any, ...]
    of: str = ""


def read_table(item: c.TableItem, folder: str) -> t.Table:
    """A table as it is meant; `folder` is where its file stands. Raises `Refused` for what does not fit."""
    columns, wrong = _kinds(item)
    named: tuple[Callable[[], object], ...] = (
        partial(_distinct, item, dict(columns)),
        partial(_valid, item, dict(columns)),
    )
    wrong += tried(lambda ask: ask(), named)[1]
    if wrong:
        raise together([*wrong, *_inline_rows(item, columns)[1]])
    if item.source is not None:
        return read_stored(item, item.source, columns)
    valid = _valid(item, dict(columns))
    table = t.Table(item.name.text, columns, tuple(key.text for key in item.keys), {}, valid)
    rows, wrong = _file_rows(item.file, columns, folder) if item.file is not None else _inline_rows(item, columns)
    wrong += tried(lambda row: _add(table, row), rows)[1]
    if wrong:
        raise together(wrong)
    return table


def _add(table: t.Table, row: _Row) -> None:
    """Put a row into its place. Raises `Refused` for one that another contradicts."""
    names = [name for name, _ in table.columns]
    key = tuple(row.values[names.index(name)] for name in table.keys)
    if table.valid is None:
        if key in table.rows:
            raise Refused(row.at, TWICE, f"{row.of}another row has the same key")
        table.rows[key] = row.values
        return
    first, last = (row.values[index] for index in table.valid)
    if last is not None and last < first:
        raise Refused(row.at, RANGE, f"{row.of}the row ends before it begins")
    known = table.rows.get(key, ())
    if any(_overlap(row.values, other, table.valid) for other in known):
        raise Refused(row.at, TWICE, f"{row.of}another row with the same key is in force at the same time")
    table.rows[key] = (*known, row.values)


def _overlap(one: Sequence[Any], other: Sequence[Any], valid: tuple[int, int]) -> bool:
    first, last = valid
    return (one[last] is None or other[first] <= one[last]) and (other[last] is None or one[first] <= other[last])


# ---------------------------------------------------------------------- columns


def _kinds(item: c.TableItem) -> tuple[tuple[tuple[str, Type], ...], list[Refused]]:
    """The columns of a table, and what is wrong with the kinds of those that hold nothing known."""
    found: list[tuple[str, Type]] = []
    wrong: list[Refused] = []
    for column in item.columns:
        kinds, refused = tried(kind_of, (column,))
        found.append((column.name.text, kinds[0] if kinds else _UNKNOWN))
        wrong += refused
    return tuple(found), wrong


def _distinct(item: c.TableItem, columns: dict[str, Type]) -> None:
    """Raises `Refused` for a column named twice, and for a key that can not be one."""
    names = [column.name.text for column in item.columns]
    for column in item.columns:
        if names.count(column.name.text) > 1:
            raise Refused(column.at, TWICE, f"there are two columns `{column.name.text}`")
    for key in item.keys:
        _column(key, columns)
        if columns[key.text].many or columns[key.text].optional:
            raise Refused(key.at, KIND, f"`{key.text}` can not be a key: it is a list or can be missing")


def _column(word: Word, columns: dict[str, Type]) -> Type:
    if word.text not in columns:
        raise Refused(word.at, NAME, f"there is no column `{word.text}`", did_you_mean(word.text, columns))
    return columns[word.text]


def _valid(item: c.TableItem, columns: dict[str, Type]) -> tuple[int, int] | None:
    """The columns of the first and the last day that a row is in force."""
    if not item.valid:
        return None
    first, last = item.valid
    for word in item.valid:
        type_ = _column(word, columns)
        if type_ != _UNKNOWN and (type_.base != "date" or word in item.keys):
            raise Refused(word.at, KIND, f"`{word.text}` is not a column of dates")
    if columns[first.text].optional:
        raise Refused(first.at, KIND, f"`{first.text}` can be missing", "only the last day can: it is in force still")
    return [*columns].index(first.text), [*columns].index(last.text)


# ---------------------------------------------------------------------- rows


def _inline_rows(item: c.TableItem, columns: Sequence[tuple[str, Type]]) -> tuple[list[_Row], list[Refused]]:
    """The rows of a table, and what is wrong in each cell of the others."""
    lines = groupby(item.rows, key=lambda row: row.at.line)
    found, wrong = tried(lambda line: _line_of_rows(tuple(line[1]), columns), lines)
    return [*chain(*found)], wrong


def _line_of_rows(rows: Sequence[c.TableRow], columns: Sequence[tuple[str, Type]]) -> tuple[_Row, ...]:
    """The rows of one line: several where an empty cell made two of one."""
    for row, other in pairwise(rows):
        if len(row.cells) != len(columns):
            at = Place(row.at.end_line, row.at.end_column - 1, other.at.line, other.at.column + 1)
            raise Refused(at, KIND, EMPTY_CELL, FILL_CELL)
    return each(lambda row: _inline_row(row, columns), rows)


def _inline_row(row: c.TableRow, columns: Sequence[tuple[str, Type]]) -> _Row:
    if len(row.cells) != len(columns):
        cells, wide = counted(len(row.cells), "cell"), counted(len(columns), "column")
        help_ = f"a row ends with `|`: look at the end of line {row.at.line}" if row.at.line < row.at.end_line else ""
        raise Refused(row.at, KIND, f"the row has {cells}; the table has {wide}", help_)
    return _Row(row.at, each(lambda pair: _inline_cell(pair[0], pair[1][1]), zip(row.cells, columns, strict=True)))


def _inline_cell(cell: m.Value, type_: Type) -> Any:
    """The value of a cell; None in a column that holds nothing known."""
    return None if type_ == _UNKNOWN else read_cell(cell, type_)


def _file_rows(file: Word, columns: Sequence[tuple[str, Type]], folder: str) -> tuple[list[_Row], list[Refused]]:
    """The rows of a file, whose first line names its columns, and what is wrong in the others.

    The file may have more columns than the table.
    """
    rows = read_rows(folder, file)
    head = next(rows, None)
    titles = [title.lower() for title in head.cells] if head is not None else []
    for name, _ in columns:
        if name not in titles:
            help_ = did_you_mean(name, titles) or _apart(titles)
            raise Refused(file.at, NAME, f"`{file.text}` has no column `{name}`", help_)
    twice = next((name for name, _ in columns if titles.count(name) > 1), "")
    if twice:
        raise Refused(file.at, TWICE, f"`{file.text}` has two columns `{twice}`")
    at = [titles.index(name) for name, _ in columns]
    found, wrong = tried(lambda row: _file_row(row, [*zip(at, columns, strict=True)], len(titles), file), rows)
    if not found and not wrong:
        raise Refused(file.at, KIND, f"`{file.text}` holds no row", "below its head stands a line for each")
    return found, wrong


def _file_row(row: Row, columns: Sequence[tuple[int, tuple[str, Type]]], wide: int, file: Word) -> _Row:
    """A row of a file by the places of its columns; `wide` is how many its head has."""
    of = f"`{file.text}` line {row.line}: "
    if len(row.cells) < wide or any(row.cells[wide:]):
        raise Refused(file.at, KIND, f"{of}{counted(len(row.cells), 'cell')}; its head has {wide}")
    return _Row(file.at, each(lambda one: _file_cell(row.cells[one[0]], one[1], file, of), columns), of)


def _file_cell(text: str, column: tuple[str, Type], file: Word, of: str) -> Any:
    """The value of a file's cell; `of` says in which line. Raises `Refused` where it does not fit its column."""
    name, type_ = column
    try:
        return read_cell(cell_of(text, type_, file.at), type_)
    except Refused as refused:
        raise Refused(file.at, refused.code, f"{of}column `{name}`: {refused}", refused.help) from None


def _apart(titles: Sequence[str]) -> str:
    """What to do about a head that is one single cell, because its cells are not parted by commas."""
    if len(titles) == 1 and any(sign in titles[0] for sign in ";\t|"):
        return "commas stand between the cells of a row"
    return f"its columns are {', '.join(titles)}" if titles else ""


# ---------------------------------------------------------------------- rows for one example


def with_given(table: t.Table, given: Sequence[m.Given]) -> t.Table:
    """The table with rows that an example gives; they take the place of all that it has for their keys.

    Raises `Refused` for a row that does not fit.
    """
    types = dict(table.columns)
    made: list[_Row] = []
    for row in given:
        if len(row.keys) != len(table.keys):
            raise Refused(
                row.at, KIND, f"table `{table.name}` has {counted(len(table.keys), 'key')}: {', '.join(table.keys)}"
            )
        cells = dict(zip(table.keys, row.keys, strict=True))
        for word, cell in row.columns:
            _column(word, types)
            if word.text in cells:
                raise Refused(word.at, TWICE, f"`{word.text}` is said twice")
            cells[word.text] = cell
        values = (read_cell(cells.get(name, m.Value(row.at, "missing")), type_) for name, type_ in table.columns)
        made.append(_Row(row.at, tuple(values)))
    names = [name for name, _ in table.columns]
    replaced = {tuple(row.values[names.index(key)] for key in table.keys) for row in made}
    found = replace(table, rows={key: rows for key, rows in table.rows.items() if key not in replaced})
    for entry in made:
        _add(found, entry)
    return found
