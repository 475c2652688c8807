"""What is done with findings after they were made: severities changed, some not reported, each for a reason."""

from __future__ import annotations

from cleanclaim.policy.globs import matches
from cleanclaim.policy.judging import FilePolicy, Policy
from cleanclaim.policy.terms import Ignored, Terms, payer_of

__all__ = ["FilePolicy", "Ignored", "Policy", "Terms", "matches", "payer_of"]
