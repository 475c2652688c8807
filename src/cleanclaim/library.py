"""For programs: the path of a claim file in, findings out. Nothing is read but what the caller names."""

from __future__ import annotations

import datetime as dt
from collections.abc import Generator, Iterable
from functools import cache
from pathlib import Path

from cleanclaim.catalogue import ALL, Catalogue, load
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, Summary, lint
from cleanclaim.reference import Store
from cleanclaim.source import Source
from cleanclaim.x12 import Agreement


def lint_file(
    path: str | Path,
    *,
    rules: Iterable[str | Path] = (),
    select: Iterable[str] = (ALL,),
    ignore: Iterable[str] = (),
    refdata: str | Path | None = None,
) -> Generator[Finding, None, Summary]:
    """The findings of a file in its order, masked as reports are; at the end the summary is returned.

    Rule files stand beside the shipped ones. No configuration, no environment and no store of reference tables is
    looked for: one that is not named is absent, and the summary counts what it leaves unchecked. An archive is not
    opened. Raises `OSError` for a file that can not be read, `RuleError` for a wrong rule file, `ConfigError` for an
    unknown rule or for what is no store.
    """
    own = [Path(each) for each in rules]
    known = (load(own) if own else _shipped()).select(select, ignore)
    catalogue = known.bind(None if refdata is None else Store.open(Path(refdata)))
    settings = Settings(wanted=catalogue.wanted, agreement=Agreement(today=dt.date.today()))
    summary = Summary()
    with Source.open(Path(path)) as source:
        for item in lint(source, catalogue, settings):
            if isinstance(item, Finding):
                yield item
            else:
                summary = item
    return summary


@cache
def _shipped() -> Catalogue:
    """The shipped rules, which a program that lints many files loads once."""
    return load()
