"""Which guide a transaction follows, and whether it can be read here."""

from __future__ import annotations

import re
from collections.abc import Collection

from cleanclaim.findings import Finding, Syntax, found
from cleanclaim.guide import faults
from cleanclaim.x12 import Delimiters, Group, Transaction, mark

VERSION = "005010X222A1"
# Guides that differ in so few places that they are read as the one that is known.
AS_X222A1 = frozenset({"005010X222A2", "005010X222"})

_SHAPE = re.compile(r"00[2-8]0\d0(?:X\d{3}(?:[A-Z]\d){0,2})?")
_KIND = re.compile(r"\d{3}")
_CLAIMS = (
    ("005010X223", "an 837I institutional claim"),
    ("005010X224", "an 837D dental claim"),
    ("004010X096", "an 837I institutional claim of version 4010"),
    ("004010X097", "an 837D dental claim of version 4010"),
    ("004010X098", "an 837P professional claim of version 4010"),
    ("005010X291", "an 837P post-adjudicated claim for data reporting"),
    ("005010X298", "an 837P post-adjudicated claim for data reporting"),
    ("005010X299", "an 837I post-adjudicated claim for data reporting"),
)
_KINDS = {
    "270": "an eligibility inquiry (270)",
    "271": "an eligibility response (271)",
    "276": "a claim status request (276)",
    "277": "a claim status response or claim acknowledgment (277)",
    "278": "a review of services (278)",
    "820": "a premium payment (820)",
    "834": "a benefit enrollment (834)",
    "835": "a remittance advice (835)",
    "997": "a functional acknowledgment (997)",
    "999": "an implementation acknowledgment (999)",
}
_READS = "cleanclaim reads 837P professional claims (005010X222A1)"


def is_read(transaction: Transaction, also: Collection[str] = AS_X222A1) -> bool:
    """Whether the transaction is an 837P of a version that is known, or read as the known one.

    One that has neither GS nor ST is told by its segments.
    """
    if transaction.absent and not transaction.version:
        return True
    return transaction.kind == "837" and _is_known(transaction.version, also)


def refuse(transaction: Transaction, delimiters: Delimiters) -> Finding:
    """Say in one sentence what a transaction is that is not read."""
    version = transaction.version if _SHAPE.fullmatch(transaction.version) else ""
    message = f"this is {_name(transaction.kind, version)}; {_READS}"
    syntax = Syntax(transaction_code="I6" if transaction.kind == "837" else "1")
    return found(faults.NOT_PROFESSIONAL, message, mark(transaction.header, delimiters), syntax=syntax)


def _name(kind: str, version: str) -> str:
    shown = f" ({version})" if version else ""
    if kind == "837":
        for prefix, words in _CLAIMS:
            if version.startswith(prefix):
                return words + shown
        return f"an 837 claim of an unknown version{shown}"
    if kind in _KINDS:
        return _KINDS[kind]
    return f"a transaction of type {kind}" if _KIND.fullmatch(kind) else "a transaction of an unknown type"


def note(transaction: Transaction, delimiters: Delimiters) -> Finding:
    """Say that another version is read as the known one."""
    message = f"version {transaction.version} is read as {VERSION}"
    return found(faults.READ_AS, message, mark(transaction.header, delimiters))


def differ(
    transaction: Transaction, group: Group | None, delimiters: Delimiters, also: Collection[str] = AS_X222A1
) -> Finding | None:
    """ST03 is absent, or names another guide than a GS08 that is known; nothing where GS08 says none."""
    if group is None or not group.version:
        return None
    values = transaction.header.text.split(delimiters.element)
    said = values[3] if len(values) > 3 else ""
    where, syntax = mark(transaction.header, delimiters, 3), Syntax(transaction_code="I6")
    if not said:
        message = "ST03 is missing: it repeats the version that GS08 gives"
        return found(faults.MISSING_ELEMENT, message, where, syntax=syntax)
    if said == group.version or not _is_known(group.version, also):
        return None
    return found(faults.VERSIONS_DIFFER, "ST03 names another guide than GS08 of its group", where, syntax=syntax)


def doubt(
    transaction: Transaction, group: Group | None, delimiters: Delimiters, also: Collection[str] = AS_X222A1
) -> Finding | None:
    """GS08 names a guide that is not read, and ST03 of a transaction that it holds one that is."""
    if group is None or not group.version or _is_known(group.version, also) or not is_read(transaction, also):
        return None
    message = f"GS08 must be `{transaction.version}`, as ST03 of its transaction"
    return found(faults.VERSIONS_DIFFER, message, mark(group.header, delimiters, 8), syntax=Syntax(group_code="2"))


def _is_known(version: str, also: Collection[str]) -> bool:
    return version == VERSION or version in also
