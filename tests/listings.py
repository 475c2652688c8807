"""Listings for tests: the rows of a text with what the shipped rules find in it, and the forms that they take."""

from __future__ import annotations

import io

from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.listing import Row, read_listing
from cleanclaim.privacy import Values
from cleanclaim.reports import Tool, Totals
from cleanclaim.reports.listing import open_form
from cleanclaim.source import Source
from tests.linting import catalogue


def linted(content: bytes, values: Values = "codes") -> tuple[list[Finding], Summary]:
    """What the pipeline says of some bytes."""
    source = Source.from_bytes(content, "in.837")
    findings: list[Finding] = []
    for item in lint(source, catalogue(), Settings(values=values, excerpts=False)):
        if isinstance(item, Summary):
            return findings, item
        findings.append(item)
    raise AssertionError("the summary comes last")


def rows_of(content: bytes | str, values: Values = "codes") -> list[Row]:
    """The listing of some bytes, with their findings."""
    raw = content.encode("latin-1") if isinstance(content, str) else content
    return list(read_listing(Source.from_bytes(raw, "in.837"), linted(raw, values)[0], values))


def listed(name: str, content: bytes | str, *, names: bool = False, values: Values = "codes") -> str:
    """A listing in one of its forms."""
    raw = content.encode("latin-1") if isinstance(content, str) else content
    form = open_form(name, stream := io.StringIO(), names=names)
    form.begin(Tool("cleanclaim", "0", catalogue().digest), "in.837", len(raw))
    totals = Totals(files=1)
    for row in rows_of(raw, values):
        for shown in row.found:
            totals.count(shown.finding)
        form.row(row)
    form.end(totals)
    return stream.getvalue()
