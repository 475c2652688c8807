"""`docs/catalogue.md` from `docs/catalogue.csv`: what claims are judged by elsewhere, and which rule does it here.

`python -m tests.catalogue_page` writes the page; a row is added or changed in the CSV.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from cleanclaim.cli.known import load_rules
from cleanclaim.findings import Rule

DOCS = Path(__file__).parent.parent / "docs"
ROWS, PAGE = DOCS / "catalogue.csv", DOCS / "catalogue.md"

HEAD = """\
# What is checked, and what is not

Clearinghouses, payers and acknowledgments judge claims by conditions that are known to everybody in this trade. Each
of them stands here with the rules that find it, or with the reason why none does. The names of conditions in the
first column are no codes of rules; `cleanclaim explain CODE` tells more of a rule in the last one. The page is made
from [`catalogue.csv`](catalogue.csv) by `make docs-catalogue`.

A rule that asks an imported table ([reference data](reference-data.md)) is silent without it, and counted; one of a
profile runs where the profile is switched on.
"""
SECTIONS = (
    ("ENV", "Envelope and integrity (SNIP 1)"),
    ("IG", "The implementation guide (SNIP 2)"),
    ("BAL", "Balances (SNIP 3)"),
    ("SIT", "Situations that a file decides by itself (SNIP 4)"),
    ("EXT", "Code sets (SNIP 5)"),
    ("", "Coding (SNIP 6)"),
    ("payer", "Payers and receivers (SNIP 7)"),
)


class Row(NamedTuple):
    """A condition in our words, the codes of the rules that find it, and why they are few, or none."""

    condition: str
    says: str
    rules: tuple[str, ...]
    why: str


def read_rows() -> list[Row]:
    """The rows of the CSV, in its order."""
    with ROWS.open(encoding="utf-8", newline="") as stream:
        return [
            Row(row["condition"], row["says"], tuple(row["rules"].split()), row["why"])
            for row in csv.DictReader(stream)
        ]


def known_rules() -> dict[str, Rule]:
    """Every rule that can be reported, by its code."""
    return load_rules().about


def beyond(rows: Iterable[Row], known: dict[str, Rule]) -> list[Rule]:
    """The rules that no row names."""
    named = {code for row in rows for code in row.rules}
    return [rule for code, rule in known.items() if code not in named]


def render_page(rows: list[Row], known: dict[str, Rule]) -> str:
    """The whole page."""
    return "\n".join([HEAD, *_sections(rows), *_beyond(beyond(rows, known))])


def section_of(condition: str) -> str:
    """The section of a condition, by what its name begins with."""
    prefix = condition.rstrip("0123456789")
    if prefix in ("ENV", "IG", "BAL", "SIT", "EXT"):
        return prefix
    return "payer" if not condition.isupper() or prefix == condition else ""


def _sections(rows: list[Row]) -> Iterator[str]:
    for prefix, title in SECTIONS:
        yield f"## {title}\n\n| condition | is that | rules |\n|---|---|---|"
        for row in rows:
            if section_of(row.condition) == prefix:
                said = "; ".join(filter(None, [", ".join(f"`{code}`" for code in row.rules), row.why]))
                yield f"| {row.condition} | {row.says} | {said} |"
        yield ""


def _beyond(rules: list[Rule]) -> Iterator[str]:
    yield "## Beyond these\n\n| rule | finds |\n|---|---|"
    for rule in rules:
        yield f"| `{rule.code}` | {rule.title} |"
    yield ""


if __name__ == "__main__":
    PAGE.write_text(render_page(read_rows(), known_rules()), encoding="utf-8")
    sys.exit(0)
