"""Which code says that an element of an envelope is wrong: TA105 for ISA and IEA, AK905 for GS, IK502 for ST and SE.

The code lists are those of the data elements I18, 716 and 618 (ASC X12 005010, 005010X231A1).
"""

from __future__ import annotations

from cleanclaim.findings import Finding, Syntax

ENVELOPE = frozenset({"ISA", "IEA", "GS", "GE", "ST", "SE"})
_CONTROL = "022"  # invalid control structure
_CONTENT = "024"  # invalid interchange content, as an invalid GS segment

_INTERCHANGE = {
    "ISA": (
        *("010", "011", "012", "013", "005", "006", "007", "008"),
        *("014", "015", "026", "017", "018", "019", "020", "027"),
    ),
    "IEA": ("021", "001"),
}
_GROUP = {("GS", 1): "1", ("GS", 6): "6", ("GS", 8): "2", ("GE", 1): "5", ("GE", 2): "4"}
_TRANSACTION = {("ST", 1): "6", ("ST", 2): "7", ("ST", 3): "I6", ("SE", 1): "4", ("SE", 2): "3"}

# A rule of the rule language has no code of its own: what it finds does not fit, at this element.
_MISFIT = Syntax(segment_code="8", element_code="I12")


def syntax_of(finding: Finding) -> Syntax:
    """What an acknowledgment says of a finding; empty where it has no word for it."""
    where = finding.mark
    syntax = finding.syntax
    if where.segment_id in ENVELOPE and (syntax is None or syntax.element_code):
        return _of_envelope(where.segment_id, where.index, syntax)
    if syntax is not None:
        return syntax
    return _MISFIT if finding.about.snip > 2 else Syntax()


def _of_envelope(segment: str, element: int, syntax: Syntax | None) -> Syntax:
    """An element of an envelope that does not fit."""
    if syntax is None and segment != "ISA":
        return Syntax()
    if segment in _INTERCHANGE:
        codes = _INTERCHANGE[segment]
        return Syntax(interchange_code=codes[element - 1] if 0 < element <= len(codes) else _CONTROL)
    if code := _GROUP.get((segment, element)):
        return Syntax(group_code=code)
    if segment in ("GS", "GE"):
        return Syntax(interchange_code=_CONTENT)
    return Syntax(transaction_code=_TRANSACTION.get((segment, element), "5"))
