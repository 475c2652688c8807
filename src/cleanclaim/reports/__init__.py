"""Report formats: one file each, none knows another; they are imported only when asked for."""

from __future__ import annotations

from importlib import import_module
from typing import TextIO

from cleanclaim.reports.format import Format, Tool, Totals

__all__ = ["BINARY", "FORMATS", "KEPT_BY_OTHERS", "WITH_EXCERPTS", "Format", "Tool", "Totals", "open_report"]

# A format is one line here: its name, the module beside this one and its class.
FORMATS = {
    "full": ("full", "Full"),
    "concise": ("concise", "Concise"),
    "grouped": ("grouped", "Grouped"),
    "json": ("json", "Json"),
    "jsonl": ("jsonl", "JsonLines"),
    "sarif": ("sarif", "Sarif"),
    "github": ("github", "GitHub"),
    "gitlab": ("gitlab", "GitLab"),
    "junit": ("junit", "JUnit"),
    "csv": ("csv", "Csv"),
    "parquet": ("parquet", "Parquet"),
    "html": ("html", "Html"),
    "none": ("silent", "Silent"),
}
KEPT_BY_OTHERS = frozenset({"html", "sarif", "github", "gitlab", "junit"})  # never with protected values
BINARY = frozenset({"parquet"})  # never on a terminal
WITH_EXCERPTS = frozenset({"full", "html"})


def open_report(name: str, stream: TextIO, *, color: bool = False) -> Format:
    """A report of the named format onto a stream. Raises `KeyError` for a format that is not known."""
    module, kind = FORMATS[name]
    report: Format = getattr(import_module(f"{__name__}.{module}"), kind)(stream, color=color)
    return report
