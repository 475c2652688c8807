"""Finds `grammars/`, `rules/` and `samples/`, in a checkout and in an installed wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(*parts: str) -> Path:
    """The path of a shipped file or folder, as `resource("grammars", "rules.lark")`.

    Raises `FileNotFoundError` where it is not part of this installation.
    """
    installed = _PACKAGE.joinpath("_data", *parts)
    if installed.exists():
        return installed
    checkout = _PACKAGE.parent.parent.joinpath(*parts)
    if checkout.exists():
        return checkout
    raise FileNotFoundError(f"`{'/'.join(parts)}` is not part of this installation")
