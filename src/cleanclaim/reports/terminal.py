"""What terminal reports have in common: lines of styled pieces, and how a finding is told in them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, TextIO

from cleanclaim.findings import Caret, Finding
from cleanclaim.privacy import draw

if TYPE_CHECKING:
    from rich.console import Console

Piece = tuple[str, str]  # text, style
Line = list[Piece]

GUTTER = "bold blue"
STYLES = {"error": "bold red", "warning": "bold yellow", "info": "bold cyan"}
NOTHING = "bold green"


class Pen:
    """Writes lines to a stream: plain, or the same text in colours."""

    def __init__(self, stream: TextIO, *, color: bool) -> None:
        self._stream = stream
        self._color = color
        self._console = _old_console(stream) if color and sys.platform == "win32" else None

    def write(self, line: Line) -> None:
        """Write one line."""
        if self._console is not None:
            from rich.text import Text

            self._console.print(Text.assemble(*line), soft_wrap=True)
            return
        pieces = (_styled(text, style) if self._color and style and text else text for text, style in line)
        self._stream.write("".join(pieces) + "\n")


def _styled(text: str, style: str) -> str:
    """A piece between the codes that a terminal takes for its style: claim text is data, never markup."""
    before, after = _codes(style)
    return f"{before}{text}{after}"


@cache
def _codes(style: str) -> tuple[str, str]:
    """What switches a style on and off again."""
    from rich.color import ColorSystem
    from rich.style import Style

    before, _, after = Style.parse(style).render("x", color_system=ColorSystem.STANDARD).partition("x")
    return before, after


def _old_console(stream: TextIO) -> Console | None:
    """A console of Windows that knows no such codes; None for any other terminal."""
    from rich.console import Console

    console = Console(
        file=stream, force_terminal=True, color_system="standard", markup=False, emoji=False, highlight=False
    )
    return console if console.legacy_windows else None


def headline(finding: Finding) -> Line:
    """Rule, severity and message."""
    style = STYLES[finding.severity]
    return [
        (finding.rule, style),
        (" ", ""),
        (finding.severity, style),
        (": ", "bold"),
        (draw(finding.message), "bold"),
    ]


def draw_caret(caret: Caret, style: str) -> Line:
    """What stands beneath a marked stretch, from its first character on."""
    drawn = ("^" if caret.primary else "-") * caret.length
    label = f" {draw(caret.label)}" if caret.label else ""
    return [(drawn + label, style if caret.primary else GUTTER)]


def said(finding: Finding) -> Iterator[tuple[str, str]]:
    """What stands beneath the excerpt: places in other files, what to do, what others say, and who says why."""
    for mark in finding.related:
        if mark.path:
            yield draw(mark.label) or "see also", f"{draw(mark.path)}:{mark.line}:{mark.column}"
    if text := finding.suggestion or finding.help:
        yield "help", draw(text)
    if note := " · ".join(_note(finding)):
        yield "note", draw(note)
    yield "rule", f"cleanclaim explain {finding.rule}"


def _note(finding: Finding) -> Iterator[str]:
    """Reference data that decided, and the codes under which others report it."""
    if decided := finding.decided_by:
        yield decided
    yield from finding.acknowledgment.named()
