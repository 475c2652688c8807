"""Canaries: a token in any element comes out of no format, whatever the rules say of it."""

from __future__ import annotations

import io
from importlib.util import find_spec
from typing import Any

import pytest

from cleanclaim.catalogue import load
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, lint
from cleanclaim.privacy import Values, coded_element
from cleanclaim.reports import BINARY, FORMATS, Tool, Totals, open_report
from cleanclaim.source import Source
from tests.canaries import SAMPLES, components, joined, plant, planted, segments

NAMES = (
    "flawed/nurse-visit-with-injection.837",
    "clean/secondary-after-medicare.837",
    "clean/dependents-among-subscribers.837",
)
LONG = "QZXJTOKEN"  # longer than any qualifier, no code's shape
CATALOGUE = load()
TRIED = [name for name in FORMATS if name not in BINARY or find_spec("pyarrow")]


def reported(text: str, values: Values = "codes") -> str:
    """Everything that every format says of a file; of a table its rows."""
    raw = {name: io.BytesIO() for name in TRIED}
    streams = {name: io.TextIOWrapper(raw[name], encoding="utf-8", newline="\n") for name in TRIED}
    reports = [open_report(name, stream, color=name == "full") for name, stream in streams.items()]
    for report in reports:
        report.begin(Tool("cleanclaim", "0", CATALOGUE.digest))
    with Source.from_bytes(text.encode(), "in.837") as source:
        for item in lint(source, CATALOGUE, Settings(values=values)):
            if isinstance(item, Finding):
                for report in reports:
                    report.finding(item)
    for report in reports:
        report.end(Totals(files=1))
    for stream in streams.values():
        stream.flush()
    return "".join(_rows(told) if name in BINARY else told.getvalue().decode() for name, told in raw.items())


def _rows(raw: Any) -> str:
    from pyarrow import parquet

    table = parquet.ParquetFile(raw)
    return repr((table.read().to_pylist(), table.metadata.metadata))


@pytest.mark.parametrize("name", NAMES[:2])
def test_one_token_anywhere_comes_out_nowhere(name: str) -> None:
    """Coded places too: SV101-2 can hold a name."""
    parts = segments(name)
    tried = 0
    for at, number, position in components(parts):
        if parts[at][0] == "ISA" and len(parts[at][number]) < len(LONG):
            continue
        changed = [*parts[:at], planted(parts[at], number, position, LONG), *parts[at + 1 :]]
        assert LONG not in reported(joined(changed)), f"{parts[at][0]}{number:02d}-{position + 1}"
        tried += 1
    assert tried > 150


# What rules read, where each speaks of its own accord: a message must not repeat what slipped into a coded place.
SPEAKING = (
    "59-with-xu claim-total decimal-point-in-diagnosis drug-without-administration hydroxocobalamin-1-unit "
    "micrograms-as-units npi-check-digit pointers visit-without-25 wrong-segment-count"
)
READ = ("CLM", "HI", "HL", "LIN", "LX", "SBR", "SE", "SV1")
SLIPS = ("QZXJV", "987654321")  # a name, an id


@pytest.mark.parametrize("name", SPEAKING.split())
def test_what_slipped_into_a_coded_place_comes_out_nowhere(name: str) -> None:
    parts = segments(f"flawed/{name}.837")
    for at, number, position in components(parts):
        for slip in SLIPS if parts[at][0] in READ else ():
            changed = [*parts[:at], planted(parts[at], number, position, slip), *parts[at + 1 :]]
            assert slip not in reported(joined(changed)), f"{parts[at][0]}{number:02d}-{position + 1}"


@pytest.mark.parametrize("values", ["codes", "none"])
@pytest.mark.parametrize("name", NAMES)
def test_tokens_in_every_protected_element_at_once_come_out_nowhere(name: str, values: Values) -> None:
    parts = segments(name)
    tokens = plant(parts)
    said = reported(joined(parts), values)
    assert len(tokens) > 60
    assert "IG0" in said or "SIT001" in said  # the file has faults, and they were reported
    assert [token for token in tokens if token in said] == []


@pytest.mark.parametrize("name", [f"{path.parent.name}/{path.name}" for path in sorted(SAMPLES.glob("*/*.837"))])
def test_no_protected_value_of_a_sample_comes_out(name: str) -> None:
    """Names, ids, dates and numbers as they really look, beside faults as they really are."""
    values = {
        element
        for elements in segments(name)
        for number, element in enumerate(elements)
        if number and elements[0] in ("NM1", "N3", "N4", "REF", "DTP", "DMG", "PER", "NTE", "PRV")
        if not coded_element(elements[0], number) and len(element) >= 6
    }
    said = reported((SAMPLES / name).read_bytes().decode("latin-1"))
    assert len(values) > 10
    assert [value for value in values if value in said] == []
