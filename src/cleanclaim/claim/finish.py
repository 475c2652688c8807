"""What of a claim follows from the rest: resolved pointers, inherited providers, what is missing."""

from __future__ import annotations

from collections.abc import Sequence

from cleanclaim.claim.balance import add_up_line, add_up_payers
from cleanclaim.claim.fields import Row, fields_of, parse_place
from cleanclaim.claim.model import ROWS, Claim, Line
from cleanclaim.claim.parties import Provider
from cleanclaim.claim.plans import required
from cleanclaim.claim.values import kept_diagnosis

_INHERITED = ("facility", "supervising", "referring", "primary_care", "pickup", "dropoff")
OTHER_SETS = frozenset(("ER", "IV", "WK"))  # SV101-1: of a jurisdiction, home infusion (HIEC), ABC codes
_DIAGNOSES = parse_place(fields_of(Claim)["diagnoses_as_sent"].place).key
_NAMES = {row: name for name, row in ROWS.items()}


def finish(claim: Claim) -> None:
    """Complete a claim whose segments have all been read."""
    if claim.file is not None:
        claim.file.today = claim.file.created
    _resolve_diagnoses(claim)
    for line in claim.lines:
        if line.procedure_qualifier in OTHER_SETS:
            line.unreadable.add("procedure")  # rules know CPT and HCPCS; what codes of another set mean nobody knows
        _inherit(claim, line)
        _resolve_pointers(claim, line)
        if line.adjudications:
            add_up_line(line)
    if claim.other_payers:
        add_up_payers(claim)
    _copy(claim, claim)
    if claim.patient is not None:
        _copy(claim, claim.patient)
    _span_dates(claim)
    for row in _note_rows(claim):
        _require(row)
    _require(claim)


def _resolve_diagnoses(claim: Claim) -> None:
    if len(claim.where.get(_DIAGNOSES, ())) > 1:  # it may come once: nobody knows whether pointers count on
        claim.unreadable.add("diagnoses_as_sent")
    if "diagnoses_as_sent" in claim.unreadable:
        claim.unreadable.add("diagnoses")
    claim.diagnoses = tuple([kept_diagnosis(code) for code in claim.diagnoses_as_sent])


def _inherit(claim: Claim, line: Line) -> None:
    """A provider of the line, else of the claim; who rendered is else the billing provider."""
    line.rendering = line.rendering or claim.rendering or claim.billing
    for name in _INHERITED:
        if getattr(line, name) is None:
            setattr(line, name, getattr(claim, name))
    line.place_of_service = line.own_place or claim.place_of_service
    if "own_place" in line.unreadable:
        line.unreadable.add("place_of_service")
        line.place_of_service = None


def _resolve_pointers(claim: Claim, line: Line) -> None:
    if not line.pointers or not claim.diagnoses or "pointers" in line.unreadable or "diagnoses" in claim.unreadable:
        line.unreadable |= {"diagnoses", "primary_diagnosis"}
        return
    known = claim.diagnoses
    found = [known[pointer - 1] if 0 < pointer <= len(known) else None for pointer in line.pointers]
    line.diagnoses = tuple(code for code in found if code is not None)
    line.primary_diagnosis = found[0] if found else None


def _copy(claim: Claim, row: Row) -> None:
    """Fields that repeat another row's."""
    for about in fields_of(type(row)).values():
        if not about.alias:
            continue
        owner_name, _, name = about.alias.partition(".")
        owner = getattr(claim, owner_name)
        if owner is None or name in owner.unreadable:
            row.unreadable.add(about.name)
        else:
            setattr(row, about.name, getattr(owner, name))


def _span_dates(claim: Claim) -> None:
    for name, field, pick in (("from_date", "date", min), ("to_date", "end_date", max)):
        days = [getattr(line, field) for line in claim.lines]
        if not days or None in days:
            claim.unreadable.add(name)
        else:
            setattr(claim, name, pick(days))


def _note_rows(claim: Claim) -> Sequence[Row]:
    """Every row in a claim but itself, once, of which is noted where it says what could not be read."""
    roles: list[Provider | None] = [claim.billing, claim.pay_to, claim.referring, claim.rendering]
    roles += [claim.primary_care, claim.facility, claim.supervising, claim.pickup, claim.dropoff]
    found: list[Row | None] = [claim.file, claim.subscriber, claim.patient, claim.payer]
    for payer in claim.other_payers:
        found += [payer, *payer.adjustments]
    found += [*claim.notes, *claim.paperwork, *claim.conditions]
    for line in claim.lines:
        found += [line, *line.notes, *line.paperwork, *line.conditions]
        roles += [line.rendering, line.purchased_from, line.facility, line.supervising]
        roles += [line.ordering, line.referring, line.primary_care, line.pickup, line.dropoff]
        for adjudication in line.adjudications:
            found += [adjudication, *adjudication.adjustments]
    claim.providers = tuple(dict.fromkeys(filter(None, roles)))
    rows = [*filter(None, found), *claim.providers]
    claim.unread = tuple([row.unreadable for row in rows])  # not the rows: a claim must die without the collector
    return rows


def _require(row: Row) -> None:
    """A required field that the file does not hold is unreadable: the guide has said so already."""
    for name in required(_NAMES[type(row)]):
        value = getattr(row, name)
        if value is None or value == ():
            row.unreadable.add(name)
