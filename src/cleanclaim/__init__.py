"""cleanclaim lints X12 837P health-care claims (005010X222A1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cleanclaim.library import lint_file as lint_file

__version__ = "0.1.0"
__all__ = ["__version__", "lint_file"]


def __getattr__(name: str) -> Any:
    """What programs use is loaded when it is asked for first: the command line starts without it."""
    if name != "lint_file":
        raise AttributeError(f"module `cleanclaim` has no attribute `{name}`")
    from cleanclaim.library import lint_file

    return lint_file
