"""999: an implementation acknowledgment for each functional group received (ASC X12 005010X231A1)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import TextIO

from cleanclaim.acks.records import Answer, Fault, Group, Interchange, Transaction, Trigger
from cleanclaim.acks.writing import Writer, group_number
from cleanclaim.privacy import element_shape

VERSION = "005010X231A1"
_LOOP = 4  # characters of IK303, data element 447: 2010AA is written 2010
_GROUPS = frozenset({"BE", "HB", "HC", "HI", "HN", "HP", "HR", "HS", "RA"})  # AK101
_KINDS = frozenset({"270", "271", "276", "277", "278", "820", "834", "835", "837"})  # AK201
_OF_SEGMENT, _OF_ELEMENT = 9, 10  # how many triggers may stand in CTX
_CLAIMS = "HC"


class Implementation(Answer):
    """Writes an interchange with one group of 999 transactions for each interchange that holds groups.

    Acknowledgments (GS01 FA) are never acknowledged, nor are groups that 005010X231A1 has no code for. A group
    without a usable GS01 that says it holds 837 is answered as one of claims.
    """

    name = "999"
    about = "a functional group that is acknowledged"

    def __init__(self, stream: TextIO, made: dt.datetime) -> None:
        self._writer = Writer(stream, made)
        self._interchange: Interchange | None = None
        self._first: Group | None = None  # the group whose addresses and number the answer bears
        self._answered = 0  # groups of the interchange
        self._silent = True  # nothing is said of the group that is open
        self._unnamed = False  # nothing can be said of the transaction that is open

    def begin_interchange(self, interchange: Interchange) -> None:
        """The answer begins with the first group."""
        self._interchange, self._first, self._answered = interchange, None, 0

    def begin_group(self, group: Group) -> None:
        """Begin a 999."""
        kind = _kind(group)
        self._silent = not kind or self._interchange is None
        if self._silent or self._interchange is None:
            return
        if self._first is None:
            self._first = group
            self._writer.open(self._interchange)
            self._writer.open_group(group, VERSION)
        self._answered, self.written = self._answered + 1, True
        version = self._version("GS", group.elements[8]) or VERSION[:6]
        self._writer.begin()
        self._writer.write("ST", "999", self._number, VERSION)
        self._writer.write("AK1", kind, group_number(group.elements[6]), version)

    def begin_transaction(self, transaction: Transaction) -> None:
        """Name a transaction; one of a kind that AK201 can not name is counted only."""
        _, kind, number, version, *_ = (*transaction.elements, "", "", "")
        self._unnamed = self._silent or kind not in _KINDS
        if not self._unnamed:
            text = self._writer.text
            self._writer.write("AK2", kind, text(number, 4, 9, "0000"), self._version("ST", version))

    def faults(self, faults: Sequence[Fault], claims: Mapping[int, str]) -> None:
        """Write an IK3 for each segment at fault, with what is wrong in it."""
        if self._unnamed:
            return
        for (position, segment, code, loop), group in groupby(faults, key=_segment):
            same = list(group)
            self._writer.write("IK3", segment, str(position), loop[:_LOOP], code)
            self._segment_context(same, claims)
            for fault in dict.fromkeys(same):
                if fault.element_code:
                    self._element(fault)

    def end_transaction(self, transaction: Transaction) -> None:
        """Say how the transaction fares."""
        if not self._unnamed:
            self._writer.write("IK5", transaction.verdict.status, *transaction.verdict.codes)
        self._unnamed = True

    def end_group(self, group: Group) -> None:
        """Say how the group fares, and end its 999."""
        if self._silent:
            return
        accepted = 0 if group.verdict.status == "R" else group.accepted
        said = group.said if group.said.isascii() and group.said.isdigit() and len(group.said) < 7 else ""
        counts = (said or _count(group.received), _count(group.received), _count(accepted))
        self._writer.write("AK9", _status(group), *counts, *group.verdict.codes)
        self._writer.write("SE", str(self._writer.count), self._number)
        self._silent = True

    def end_interchange(self, interchange: Interchange) -> None:
        """End the answer, if there is one."""
        if self._first is not None:
            self._writer.write("GE", str(self._answered), group_number(self._first.elements[6]))
            self._writer.close(1)
        self._interchange = self._first = None

    def _version(self, segment: str, text: str) -> str:
        """GS08 or ST03 as AK103 and AK203 repeat it; empty where it has not the shape of a guide's number."""
        shape = element_shape(segment, 8 if segment == "GS" else 3)
        return self._writer.text(text, 1, 12, "") if shape is not None and shape.fullmatch(text) else ""

    @property
    def _number(self) -> str:
        """ST02 of the 999 that is open."""
        return f"{self._answered:04d}"

    def _segment_context(self, faults: Sequence[Fault], claims: Mapping[int, str]) -> None:
        """What made the segment wrong as a whole, and the claim that it stands in."""
        triggers = (trigger for fault in faults if not fault.element_code for trigger in fault.triggers)
        self._triggers(triggers, _OF_SEGMENT)
        if number := claims.get(faults[0].claim or 0):
            self._writer.write("CTX", self._writer.join("CLM01", number))

    def _element(self, fault: Fault) -> None:
        at = [str(fault.element), str(fault.component or ""), str(fault.repetition or "")]
        number = fault.number if fault.number.isdigit() else ""
        self._writer.write("IK4", self._writer.join(*at), number, fault.element_code, fault.copy)
        self._triggers(fault.triggers, _OF_ELEMENT)

    def _triggers(self, triggers: Sequence[Trigger] | Iterator[Trigger], most: int) -> None:
        for trigger in list(dict.fromkeys(triggers))[:most]:
            at = self._writer.join(str(trigger.element), str(trigger.component or "")) if trigger.element else ""
            place = (trigger.segment, str(trigger.position), trigger.loop[:_LOOP], at)
            self._writer.write("CTX", "SITUATIONAL TRIGGER", *place)


def _kind(group: Group) -> str:
    """AK101; empty where the group is not acknowledged."""
    said = group.elements[1]
    if said in _GROUPS:
        return said
    return _CLAIMS if said != "FA" and group.elements[8].startswith("005010X222") else ""


def _segment(fault: Fault) -> tuple[int, str, str, str]:
    return fault.position, fault.segment, fault.code, fault.loop


def _count(number: int) -> str:
    return str(min(number, 999_999))


def _status(group: Group) -> str:
    """AK901: A all accepted, E with errors noted, P some of them, R none."""
    if group.verdict.status == "R" or (group.received and not group.accepted):
        return "R"
    if group.accepted < group.received:
        return "P"
    return "E" if group.noted or group.verdict.status == "E" else "A"
