"""The four delimiters that an interchange declares in its ISA."""

from __future__ import annotations

from typing import NamedTuple


class Delimiters(NamedTuple):
    """ISA byte 4 (element), ISA16 (component), ISA11 (repetition) and the byte after ISA16."""

    element: str = "*"
    component: str = ":"
    repetition: str = "^"
    terminator: str = "~"
