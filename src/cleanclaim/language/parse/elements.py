"""X12 elements by the names that rules have for them: SV104 is `line.units`."""

from __future__ import annotations

import re
from functools import cache

from cleanclaim.claim.fields import fields_of
from cleanclaim.claim.model import ROWS

ELEMENT = re.compile(r"[A-Z][A-Z0-9]{1,2}[0-9]{2}(?:-[0-9])?")
_OWNERS = ("line", "claim", "patient", "subscriber", "file")  # what a rule can begin a path with
_STANDS = re.compile(rf"(?:[0-9]{{4}}[A-Z]{{0,2}} )?(?P<element>{ELEMENT.pattern})(?=$|\.\.|,)")
_OF_MANY = ("NM1", "N3", "N4")  # segments of every party
_MOST = 3  # names that are told of one element


def named(element: str) -> str:
    """How rules ask for an element, such as `SV104` or `CLM05`; empty where they do not."""
    return " or ".join(f"`{path}`" for path in _names().get(element, ())[:_MOST])


@cache
def _names() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for owner in _OWNERS:
        for element, path in _own(owner).items():
            found.setdefault(element, (path,))
            whole = element.partition("-")[0]
            if whole != element and path not in found.get(whole, ()):
                found[whole] = (*found.get(whole, ()), path)
    return found


def _own(owner: str) -> dict[str, str]:
    """The elements of a row's own fields. Of two that read one, the later is what counts where it is silent."""
    own: dict[str, str] = {}
    for name, field in fields_of(ROWS[owner]).items():
        stands = _STANDS.match(field.place or (field.derived if ", else " in field.derived else ""))
        if stands is not None and not field.alias and not stands["element"].startswith(_OF_MANY):
            own[stands["element"]] = f"{owner}.{name}"
    return own
