"""A Parquet table of findings for data pipelines: one row a finding, the columns of the JSON document.

Tool and summary are in the metadata of the file, under `cleanclaim`.
"""

from __future__ import annotations

from functools import cache
from typing import Any, TextIO

from cleanclaim.errors import ConfigError
from cleanclaim.findings import Finding
from cleanclaim.reports.format import Format, Tool, Totals
from cleanclaim.reports.records import VERSION, finding_record, summary_record, write_json

_AT_ONCE = 10_000  # rows of a group
_NUMBERS = {  # what is a number, by the bits that it may need
    "snip": 8, "line": 64, "column": 64, "offset": 64, "length": 64, "segment": 64, "interchange": 32, "group": 32,
    "transaction": 32, "claim": 64, "service_line": 32,
}  # fmt: skip
_COLUMNS = (
    "rule", "title", "severity", "snip", "message", "path", "line", "column", "offset", "length", "segment",
    "segment_id", "element", "loop", "interchange", "group", "transaction", "claim", "service_line", "related",
    "help", "suggestion", "fix", "acknowledgment", "references", "data", "fingerprint",
)  # fmt: skip
_RELATED = ("segment", "element", "service_line", "label", "line", "column", "offset", "length", "path")
_SYNTAX = ("IK304", "IK403", "data_element", "IK502", "AK905")


class Parquet(Format):
    """Rows are written ten thousand at a time. Raises `ConfigError` where pyarrow is not installed."""

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        self._arrow, parquet = _pyarrow()
        self._rows: list[dict[str, Any]] = []
        self._tool = Tool("", "", "")
        self._writer = parquet.ParquetWriter(stream.buffer, schema(), compression="zstd")

    def begin(self, tool: Tool) -> None:
        """Note who writes."""
        self._tool = tool

    def finding(self, finding: Finding) -> None:
        """Keep the row of a finding until there are enough of them."""
        self._rows.append(finding_record(finding))
        if len(self._rows) == _AT_ONCE:
            self._flush()

    def end(self, totals: Totals) -> None:
        """Write what is left, and what was read."""
        self._flush()
        about = {"version": VERSION, "tool": self._tool._asdict(), "summary": summary_record(totals)}
        self._writer.add_key_value_metadata({"cleanclaim": write_json(about)})
        self.close()

    def close(self) -> None:
        """Write the end of the table; one without a summary was cut off."""
        self._writer.close()

    def _flush(self) -> None:
        if self._rows:
            self._writer.write_batch(self._arrow.RecordBatch.from_pylist(self._rows, schema=schema()))
        self._rows.clear()


@cache
def schema() -> Any:
    """The columns and their types: a contract, as the keys of the JSON document are."""
    arrow, _ = _pyarrow()
    text = arrow.string()
    texts = arrow.list_(text)
    kinds: dict[str, Any] = {name: arrow.field(name, _number(arrow, bits)) for name, bits in _NUMBERS.items()}

    def struct(*names: str, **others: Any) -> Any:
        fields = [kinds.get(name) or arrow.field(name, others.get(name, text)) for name in names]
        return arrow.struct(fields)

    nested = {
        "related": arrow.list_(struct(*_RELATED)),
        "fix": arrow.list_(struct("description", "offset", "length")),
        "acknowledgment": struct(
            "277CA", "999", "TA1", "CARC", "RARC", **{"277CA": texts, "999": struct(*_SYNTAX), "CARC": texts,
                                                     "RARC": texts}),
        "references": arrow.list_(struct("title", "url")),
        "data": struct("table", "release", "note"),
    }  # fmt: skip
    return arrow.schema([kinds.get(name) or arrow.field(name, nested.get(name, text)) for name in _COLUMNS])


def _number(arrow: Any, bits: int) -> Any:
    return {8: arrow.int8(), 32: arrow.int32(), 64: arrow.int64()}[bits]


def _pyarrow() -> tuple[Any, Any]:
    try:
        import pyarrow
        import pyarrow.parquet
    except ImportError:
        raise ConfigError("the format parquet needs pyarrow: pip install 'cleanclaim[parquet]'") from None
    return pyarrow, pyarrow.parquet
