"""No report at all: the exit status says it."""

from __future__ import annotations

from cleanclaim.reports.format import Format


class Silent(Format):
    """Writes nothing."""

    says_rules = False
