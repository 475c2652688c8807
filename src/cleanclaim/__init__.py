"""cleanclaim lints X12 837P health-care claims (005010X222A1)."""

from __future__ import annotations

__version__ = "0.1.0"
