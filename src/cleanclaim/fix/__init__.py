"""Changes that follow from the rest of the file: counts, echoes, separators, line breaks. No claim is edited."""

from __future__ import annotations

from cleanclaim.fix.edits import find_edits
from cleanclaim.fix.rewrite import apply, show_changes, write_fixed

__all__ = ["apply", "find_edits", "show_changes", "write_fixed"]
