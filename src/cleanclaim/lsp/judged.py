"""A claim file in the editor: what `lint` finds in it, as diagnostics."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Protocol

from lsprotocol.types import (
    CodeDescription,
    Diagnostic,
    DiagnosticRelatedInformation,
    DiagnosticSeverity,
    Location,
    Range,
)

from cleanclaim.errors import CleanclaimError
from cleanclaim.findings import Finding, Mark
from cleanclaim.lsp.texts import Text

NAME = "cleanclaim"
LARGEST = 4 << 20  # bytes of a document that is judged while it is written
MOST = 1000  # findings of a document that are told
GRAVITY = {
    "error": DiagnosticSeverity.Error,
    "warning": DiagnosticSeverity.Warning,
    "info": DiagnosticSeverity.Information,
}


class Judge(Protocol):
    """Who lints a document with the configuration that holds for its path.

    Raises `ConfigError` or `RuleError` for what is wrong in the configuration, `OSError` where a file of it can not
    be read.
    """

    def __call__(self, path: Path, content: bytes) -> Iterator[Finding]:
        """The findings of a document in its order."""
        ...

    def renew(self) -> None:
        """Read configuration and rules again for the next document."""
        ...


def diagnose(text: Text, path: Path, uri: str, judge: Judge) -> list[Diagnostic]:
    """What is found in a claim file, in its order. One that is too large to be judged while it is written says so."""
    if len(text.encoded) > LARGEST:
        size, most = len(text.encoded) >> 20, LARGEST >> 20
        return [_said(text, f"not checked while it is edited: {size} MB, more than {most} MB; run `cleanclaim lint`")]
    try:
        found = list(islice(judge(path, text.encoded), MOST + 1))
    except (CleanclaimError, OSError) as error:
        return [not_checked(text, reason(error))]
    told = [_diagnostic(finding, text, uri) for finding in found[:MOST]]
    if len(found) > MOST:
        told.append(_said(text, f"more than {MOST:,} findings: the others are not told here; run `cleanclaim lint`"))
    return told


def reason(error: CleanclaimError | OSError) -> str:
    """Why configuration or rules could not be read."""
    return str(error) if isinstance(error, CleanclaimError) else f"a file can not be read: {error.strerror}"


def not_checked(text: Text, why: str) -> Diagnostic:
    """That a document could not be judged, and why."""
    return _said(text, f"not checked: {why}", DiagnosticSeverity.Error)


def _said(text: Text, message: str, gravity: DiagnosticSeverity = DiagnosticSeverity.Information) -> Diagnostic:
    return Diagnostic(
        range=text.stretch(0, min(3, len(text.content))), message=message, severity=gravity, source=NAME
    )


def _diagnostic(finding: Finding, text: Text, uri: str) -> Diagnostic:
    url = next((reference.url for reference in finding.about.references if reference.url), "")
    return Diagnostic(
        range=_range(finding.mark, text),
        message=_message(finding),
        severity=GRAVITY[finding.severity],
        code=finding.about.code,
        code_description=CodeDescription(href=url) if url else None,
        source=NAME,
        related_information=[*_related(finding.related, text, uri)] or None,
    )


def _message(finding: Finding) -> str:
    """The message, then what to do."""
    said = [finding.message]
    if finding.help or finding.about.help:
        said.append(f"help: {finding.help or finding.about.help}")
    if finding.suggestion:
        said.append(f"suggestion: {finding.suggestion}")
    return "\n".join(said)


def _related(marks: Sequence[Mark], text: Text, uri: str) -> Iterator[DiagnosticRelatedInformation]:
    """The other places in the same document."""
    for mark in marks:
        if not mark.input:
            said = mark.label or f"{mark.element or mark.segment_id} in segment {mark.segment}"
            yield DiagnosticRelatedInformation(location=Location(uri=uri, range=_range(mark, text)), message=said)


def _range(mark: Mark, text: Text) -> Range:
    return text.bytes(mark.offset, mark.offset + max(mark.length, 1))
