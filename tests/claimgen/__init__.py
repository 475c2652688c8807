"""Claim files of any size for tests and measurements: clean ones, and ones with known faults."""

from __future__ import annotations

from tests.claimgen.faults import Expected, Flawed, flawed
from tests.claimgen.files import clean

__all__ = ["Expected", "Flawed", "clean", "flawed"]
