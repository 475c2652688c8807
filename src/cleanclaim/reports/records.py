"""A finding and a summary as JSON: the keys and their order are a contract (version 1)."""

from __future__ import annotations

from typing import Any

import msgspec

from cleanclaim.findings import Acknowledgment, Edit, Finding, Mark, Reference, Syntax
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Totals

VERSION = 1


def write_json(piece: dict[str, Any]) -> str:
    """One piece of JSON on one line."""
    return msgspec.json.encode(piece).decode()


def finding_record(finding: Finding) -> dict[str, Any]:
    """One entry of `findings`."""
    return {
        "rule": finding.rule,
        "title": draw(finding.about.title),
        "severity": finding.severity,
        "snip": finding.about.snip,
        "message": draw(finding.message),
        **_location(finding),
        "related": [_related(mark) for mark in finding.related],
        "help": draw(finding.help) or None,
        "suggestion": draw(finding.suggestion) or None,
        "fix": [_edit(edit) for edit in finding.fix] or None,
        "acknowledgment": _acknowledgment(finding.acknowledgment, finding.syntax),
        "references": [_reference(reference) for reference in finding.about.references],
        "data": finding.data or None,
        "fingerprint": finding.fingerprint,
    }


def _location(finding: Finding) -> dict[str, Any]:
    """Where it stands; what does not apply is null."""
    at = finding.location
    if at is None:
        return {"path": None}
    return {
        "path": draw(at.path),
        "line": at.line,
        "column": at.column,
        "offset": at.offset,
        "length": at.length,
        "segment": at.segment,
        "segment_id": at.segment_id or None,
        "element": at.element or None,
        "loop": at.loop or None,
        "interchange": at.interchange,
        "group": at.group,
        "transaction": at.transaction,
        "claim": at.claim,
        "service_line": at.service_line,
    }


def _edit(edit: Edit) -> dict[str, Any]:
    """A change that --fix makes. Its text is left out: a control number is a protected value."""
    return {"description": draw(edit.why), "offset": edit.offset, "length": edit.length}


def _related(mark: Mark) -> dict[str, Any]:
    return {
        "segment": mark.segment,
        "element": mark.element or None,
        "service_line": mark.service_line,
        "label": draw(mark.label) or None,
        "line": mark.line,
        "column": mark.column,
        "offset": mark.offset,
        "length": mark.length,
        "path": draw(mark.path) if mark.path else None,
    }


def _acknowledgment(codes: Acknowledgment, syntax: Syntax | None) -> dict[str, Any]:
    return {
        "277CA": codes.claim_status,
        "999": _syntax(syntax),
        "TA1": (syntax.interchange_code or None) if syntax is not None else None,
        "CARC": codes.carc,
        "RARC": codes.rarc,
    }


def _syntax(syntax: Syntax | None) -> dict[str, Any] | None:
    """What a 999 says (005010X231A1).

    IK304 of the segment, IK403 and the data element number of an element, IK502 of the transaction, AK905 of the
    group.
    """
    if syntax is None:
        return None
    codes = {
        "IK304": syntax.segment_code or None,
        "IK403": syntax.element_code or None,
        "data_element": syntax.data_element or None,
        "IK502": syntax.transaction_code or None,
        "AK905": syntax.group_code or None,
    }
    return codes if any(codes.values()) else None


def _reference(reference: Reference) -> dict[str, Any]:
    return {"title": draw(reference.title), "url": draw(reference.url) or None}


def summary_record(totals: Totals) -> dict[str, Any]:
    """What was read and counted in the whole run."""
    return {
        "files": totals.files,
        "interchanges": totals.interchanges,
        "transactions": totals.transactions,
        "claims": totals.claims,
        "service_lines": totals.service_lines,
        "segments": totals.segments,
        "bytes": totals.bytes,
        "unread_bytes": totals.unread_bytes,
        "errors": totals.errors,
        "warnings": totals.warnings,
        "infos": totals.infos,
        "suppressed": totals.suppressed,
        "baselined": totals.baselined,
        "stale": [{"rule": one.rule, "fingerprint": one.fingerprint, "count": one.count} for one in totals.stale],
        "ignores": [{"rule": rule, "place": place, "why": why} for rule, place, why in totals.ignores],
        "not_checked": dict(sorted(totals.not_checked.items())),
    }
