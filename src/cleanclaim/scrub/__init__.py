"""The same file with every identifying value replaced by a keyed pseudonym of the same shape.

Pseudonymised is not de-identified: whoever has the key can ask which pseudonym a value has.
"""

from __future__ import annotations

from cleanclaim.scrub.rewrite import scrub

__all__ = ["scrub"]
