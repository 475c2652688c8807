"""Claim files of any size for tests and measurements: clean ones, ones with known faults, and ones that meet."""

from __future__ import annotations

from tests.claimgen.crowds import CROWDS, crowd
from tests.claimgen.faults import Expected, Flawed, flawed
from tests.claimgen.files import clean

__all__ = ["CROWDS", "Expected", "Flawed", "clean", "crowd", "flawed"]
