"""What every report format does: begin, take findings one by one, end with the totals."""

from __future__ import annotations

from typing import NamedTuple, Protocol, TextIO

import msgspec

from cleanclaim.findings import SEVERITIES, Finding

EXPIRED, UNUSED = "expired", "unused"  # entries of a configuration that ignore no finding
_NAMED = 5  # rules that were not checked everywhere which a report names
_ABSENT = " not imported"  # what is not checked for want of a reference table: `cleanclaim refdata import`


class Tool(NamedTuple):
    """Who made a report: the version of the program and the digest of its rules ("sha256:…")."""

    name: str
    version: str
    rules: str


class Stale(Protocol):
    """Findings that a baseline knows of a file and that are not there any more."""

    @property
    def rule(self) -> str:
        """Their rule."""

    @property
    def fingerprint(self) -> str:
        """Their fingerprint, without the number that tells them apart."""

    @property
    def count(self) -> int:
        """How many are gone."""


class Totals(msgspec.Struct):
    """What was read and what was found in a whole run."""

    files: int = 0
    files_with_findings: int = 0
    skipped: int = 0  # files in a folder that are no claim files
    excluded: int = 0  # files and whole folders that `exclude` names
    interchanges: int = 0
    transactions: int = 0
    claims: int = 0
    service_lines: int = 0
    segments: int = 0
    bytes: int = 0
    unread_bytes: int = 0
    errors: int = 0
    warnings: int = 0
    infos: int = 0
    fixable: int = 0  # by --fix
    hidden: int = 0  # counted among the three, but graver ones alone were asked for
    suppressed: int = 0
    baselined: int = 0  # found again, and known: they are in none of the numbers above
    stale: tuple[Stale, ...] = ()
    ignores: tuple[tuple[str, str, str], ...] = ()  # entries to look at again: rule, place, `EXPIRED` or `UNUSED`
    not_checked: dict[str, int] = msgspec.field(default_factory=dict)  # rule or reason, how often

    def count(self, finding: Finding) -> None:
        """Add a finding."""
        self.fixable += bool(finding.fix)
        if finding.severity == "error":
            self.errors += 1
        elif finding.severity == "warning":
            self.warnings += 1
        else:
            self.infos += 1


class Format:
    """One report, written to a text stream as findings come; nothing is kept that a format can do without.

    `color` asks for colours where the format has any.
    """

    says_rules = True  # whether it says by which rules: only for that all of their files are read

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        self._stream = stream

    def begin(self, tool: Tool) -> None:
        """Write what stands before the findings."""

    def finding(self, finding: Finding) -> None:
        """Write a finding; it is located."""

    def file(self, name: str) -> None:
        """Write what stands after the findings of one input, which has been read to its end."""

    def end(self, totals: Totals) -> None:
        """Write what stands after the findings."""

    def close(self) -> None:
        """Let go of what is held besides the stream, whether the report is complete or not."""


def counted(number: int, noun: str) -> str:
    """A number with its noun: `1 file`, `31,902 segments`."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def closing(totals: Totals, *, whole: bool = False) -> tuple[str, str]:
    """The two lines that end a report: what was found, and what was read.

    Of many rules that were not checked everywhere those are named that this befell most; with `whole` each of them.
    """
    return _found(totals), _read(totals, None if whole else _NAMED)


def not_checked(totals: Totals) -> str:
    """Every reason why something was not checked, the want of tables aside, and how often; empty where none."""
    return _reasons(_left_out(totals), None)


def _found(totals: Totals) -> str:
    numbers = (totals.errors, totals.warnings, totals.infos)
    said = [counted(number, severity) for number, severity in zip(numbers, SEVERITIES, strict=True) if number]
    known = f" · {totals.baselined:,} in the baseline" if totals.baselined else ""
    known += f" · {totals.suppressed:,} ignored" if totals.suppressed else ""
    if not said:
        return f"nothing found in {counted(totals.files, 'file')}{known}"
    where = f"{totals.files_with_findings:,} of {counted(totals.files, 'file')}"
    hidden = f" · {totals.hidden:,} not shown" if totals.hidden else ""
    fixable = f" · {totals.fixable:,} can be fixed with --fix" if totals.fixable else ""
    return f"{', '.join(said)} in {where}{fixable}{hidden}{known}"


def _left_out(totals: Totals) -> dict[str, int]:
    return {what: times for what, times in totals.not_checked.items() if not what.endswith(_ABSENT)}


def _read(totals: Totals, most: int | None) -> str:
    read = (counted(totals.files, "file"), counted(totals.segments, "segment"), sized(totals.bytes))
    parts = [f"read {', '.join(read)}", f"{counted(totals.unread_bytes, 'byte')} unread"]
    if totals.skipped:
        parts.append(f"{counted(totals.skipped, 'other file')} skipped")
    if totals.excluded:
        parts.append(f"{totals.excluded:,} excluded")
    absent = sorted(what.removesuffix(_ABSENT) for what in totals.not_checked if what.endswith(_ABSENT))
    if reasons := _reasons(_left_out(totals), most):
        parts.append(f"not checked: {reasons}")
    if absent:
        parts.append(f"not imported: {', '.join(absent)}")
    return "; ".join(parts)


def _reasons(left_out: dict[str, int], most: int | None) -> str:
    """Words before rules: they say why, where no finding does."""
    words = sorted(item for item in left_out.items() if not _is_rule(item[0]))
    rules = sorted(item for item in left_out.items() if _is_rule(item[0]))
    if most is None or len(rules) <= most:
        return _times([*words, *rules])
    often = sorted(rules, key=lambda item: (-item[1], item[0]))[:most]
    more = f"{len(rules) - most:,} more (lint --statistics)"
    return ", ".join(filter(None, (_times(words), f"{len(rules):,} rules in part: {_times(often)} and {more}")))


def _is_rule(reason: str) -> bool:
    return reason[-1:].isdigit()


def _times(reasons: list[tuple[str, int]]) -> str:
    return ", ".join(f"{reason} ({number:,})" for reason, number in reasons)


def sized(size: int) -> str:
    """Bytes as people say them, in powers of 1,000."""
    for unit, width in (("GB", 10**9), ("MB", 10**6), ("KB", 10**3)):
        if size >= 10 * width:
            return f"{size // width:,} {unit}"
        if size >= width:
            return f"{size / width:.1f} {unit}"
    return counted(size, "byte")
