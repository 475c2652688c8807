"""Checks in Python for what the rule language can not say: one file a check, under the contract of a rule."""

from __future__ import annotations

from cleanclaim.checks.addresses import box_for_an_address
from cleanclaim.checks.contract import Check
from cleanclaim.checks.names import no_name
from cleanclaim.checks.phones import no_telephone

CHECKS = (no_telephone, no_name, box_for_an_address)  # in the order of their codes

__all__ = ["CHECKS", "Check"]
