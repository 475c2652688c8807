"""What a habit is: what people write who come from another language, and how it is written here."""

from __future__ import annotations

import re
from typing import NamedTuple

UNITS = "units are mcg, mg, g, mL, L, IU, days, months and years"


class Habit(NamedTuple):
    """What stands before the refused word and from it on, and what to say of it.

    The caret covers `next`, from `begin` on where there is one; or `at` alone. In the texts `upper` is what stands
    from `begin` to `next`, in capitals.
    """

    before: re.Pattern[str]
    rest: re.Pattern[str]
    message: str
    help: str


def habit(before: str, rest: str, message: str, help_: str) -> Habit:
    """A habit by its patterns; `before` ends where `rest` begins."""
    return Habit(re.compile(before + "$"), re.compile(rest), message, help_)
