"""Checks in Python for what the rule language can not say: one file a check, under the contract of a rule."""

from __future__ import annotations

from cleanclaim.checks.abroad import home_abroad
from cleanclaim.checks.addresses import box_for_an_address
from cleanclaim.checks.contract import Check
from cleanclaim.checks.gaps import gap
from cleanclaim.checks.names import no_name
from cleanclaim.checks.phones import no_telephone
from cleanclaim.checks.zips import zip_of_another_state

CHECKS = (
    home_abroad,
    gap,
    no_telephone,
    no_name,
    box_for_an_address,
    zip_of_another_state,
)  # in the order of their codes

__all__ = ["CHECKS", "Check"]
