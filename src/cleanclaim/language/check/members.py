"""Members that a set is given twice: one of them is another code that somebody mistyped, or was forgotten."""

from __future__ import annotations

from collections.abc import Sequence

from cleanclaim.language import syntax as s
from cleanclaim.language.check.faults import RANGE, Refused, together
from cleanclaim.language.codes import CodeSet


def refuse_twice(members: Sequence[s.Member], codes: Sequence[CodeSet]) -> None:
    """Raises `Refused` for each member whose codes another one of the same brackets has; a set by its name is free
    to hold more another day, and is not asked.
    """
    said: set[str] = set()
    wide = [(member, held) for member, held in zip(members, codes, strict=False) if _is_wide(member)]
    wrong = []
    for member, held in zip(members, codes, strict=False):
        shown = _shown(member)
        if shown in said:
            wrong.append(Refused(member.at, RANGE, f"`{shown}` stands twice in this set", "remove it, or correct it"))
        around = next((other for other, more in wide if other is not member and _holds(more, held)), None)
        if around is not None and shown not in said and _shown(around) != shown and not isinstance(member, s.SetName):
            message = f"`{shown}` is in `{_shown(around)}` already"
            wrong.append(Refused(member.at, RANGE, message, "remove it, or correct it"))
        said.add(shown)
    if wrong:
        raise together(wrong)


def _is_wide(member: s.Member) -> bool:
    return isinstance(member, (s.CodeRange, s.WildCode))


def _shown(member: s.Member) -> str:
    if isinstance(member, s.CodeRange):
        return f"{member.first}..{member.last}"
    return member.name if isinstance(member, s.SetName) else member.text


def _holds(more: CodeSet, codes: CodeSet) -> bool:
    """Whether it is certain that all codes of one are in the other."""
    return codes.finite is not None and all(code in more for code in codes.finite)
