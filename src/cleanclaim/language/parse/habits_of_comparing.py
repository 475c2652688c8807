"""What people write who compare amounts as they do it in speech."""

from __future__ import annotations

from cleanclaim.language.parse.habit import habit

_LESS, _MORE = r"(?:less|fewer|smaller|lower)", r"(?:greater|more|larger|higher)"
_BOTH, _NEXT = "`{begin}{next}` is not used here", "`{next}` is not used here"

# An earlier one is found before a later one: `not less than` before `less than`.
HABITS = (
    habit(
        rf"\b(?P<begin>is\s+at\s+|(?:is\s+)?not?\s+(?:{_LESS}\s+)?)",
        rf"(?P<next>least|(?:{_LESS}\s+)?than)\b",
        _BOTH,
        "write `>=`",
    ),
    habit(
        rf"\b(?P<begin>is\s+(?:at|up)\s+|(?:is\s+)?not?\s+(?:{_MORE}\s+)?)",
        rf"(?P<next>most|to|(?:{_MORE}\s+)?than)\b",
        _BOTH,
        "write `<=`",
    ),
    habit(r"\S\s+", rf"(?P<next>at\s+least|not?\s+{_LESS}\s+than)\b", _NEXT, "write `>=`"),
    habit(r"\S\s+", rf"(?P<next>at\s+most|up\s+to|not?\s+{_MORE}\s+than)\b", _NEXT, "write `<=`"),
    habit(r"\S\s+", rf"(?P<next>{_MORE}\s+than)\b", _NEXT, "write `>`"),
    habit(r"\S\s+", rf"(?P<next>{_LESS}\s+than)\b", _NEXT, "write `<`"),
    habit(rf"(?:\bis\s+)?(?P<begin>\b{_MORE}\s+)", r"(?P<next>than)\b", _BOTH, "write `>`"),
    habit(rf"(?:\bis\s+)?(?P<begin>\b{_LESS}\s+)", r"(?P<next>than)\b", _BOTH, "write `<`"),
)
