"""What we raise. A wrong claim is never one of these: it is a finding."""

from __future__ import annotations

from collections.abc import Iterable

from cleanclaim.frozen import Frozen


class CleanclaimError(Exception):
    """The base of everything raised on purpose; its text never holds a protected value."""


class NotX12Error(CleanclaimError):
    """The input is no X12 file at all: empty, binary, UTF-16, EBCDIC or other text."""


class UnknownGuideError(CleanclaimError):
    """An implementation guide was asked for that is not known here."""


class ConfigError(CleanclaimError):
    """An option or a configuration value that does not fit."""


def nearest(word: str, known: Iterable[str]) -> str:
    """The known name that was most likely meant, in any case of letters; empty where none is near."""
    from difflib import get_close_matches

    names = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return names[near[0]] if near else ""


_WIDEST = 240  # characters of a line that an excerpt shows


class RuleFault(Frozen, frozen=True):
    """One fault in a rule file, with its place and what to do.

    `line` and `column` count from 1; `length` is the number of characters the caret covers;
    `excerpt` is the line of the rule file.
    """

    path: str
    line: int
    column: int
    length: int
    code: str  # E001 … : a kind of fault keeps its code
    message: str
    excerpt: str = ""
    help: str = ""

    def render(self) -> str:
        """The fault as people read it: place, excerpt with caret, help."""
        gutter = " " * len(str(self.line))
        out = [f"{self.path}:{self.line}:{self.column}: {self.code} {self.message}"]
        if self.excerpt:
            shown, column, length = self._cut()
            out.append(f"  {self.line} | {shown.expandtabs(1)}")
            out.append(f"  {gutter} | {' ' * (column - 1)}{'^' * max(length, 1)}")
        if self.help:
            out.append(f"  help: {self.help}")
        return "\n".join(out)

    def _cut(self) -> tuple[str, int, int]:
        """The excerpt, cut around the caret where it is long, with the caret's column and length in it."""
        if len(self.excerpt) <= _WIDEST:
            return self.excerpt, self.column, self.length
        start = max(self.column - 1 - _WIDEST // 2, 0)
        shown = self.excerpt[start : start + _WIDEST]
        before, after = "…" * (start > 0), "…" * (start + _WIDEST < len(self.excerpt))
        column = self.column - start + len(before)
        return f"{before}{shown}{after}", column, min(self.length, len(before) + len(shown) - column + 1)


class RuleError(CleanclaimError):
    """One or more faults in rule files; all that were found are here."""

    def __init__(self, faults: list[RuleFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(fault.render() for fault in faults))
