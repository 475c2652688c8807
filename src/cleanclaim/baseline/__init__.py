"""Findings that are known already: written down without a value, and left out of later reports.

A baseline holds codes of rules, fingerprints and numbers. It keeps of a file a digest of its path under a key of the
baseline's own, so that one file's findings can be told from another's.
"""

from __future__ import annotations

from cleanclaim.baseline.file import VERSION, Baseline, Entry, read_baseline, write_baseline
from cleanclaim.baseline.known import Known

__all__ = ["VERSION", "Baseline", "Entry", "Known", "read_baseline", "write_baseline"]
