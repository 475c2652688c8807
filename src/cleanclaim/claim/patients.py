"""Who is the same patient: subscriber id, birth date and first name."""

from __future__ import annotations

import datetime as dt

from cleanclaim.claim import parties
from cleanclaim.claim.model import Claim

Patient = tuple[str, dt.date, str]


def patient_of(claim: Claim) -> Patient | None:
    """What a patient is known by in another claim; None where a part of it is missing or unreadable.

    The id is the subscriber's (2010BA NM109); birth date and first name are the patient's own.
    """
    return None if claim.patient is None else who(claim.patient)


def who(patient: parties.Patient) -> Patient | None:
    """The same of a patient, who has the subscriber's id."""
    member, birth, name = patient.member_id, patient.birth_date, patient.first_name
    if member is None or birth is None or name is None:
        return None
    return member.strip().upper(), birth, name.strip().upper()
