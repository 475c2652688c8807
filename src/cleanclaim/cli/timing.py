"""`--timing`: where the time of a run goes, by stage and by rule.

The stages before and after the files are read are measured. While files are read, everything happens by turns, a
segment and a claim at a time: there a thread looks every two milliseconds at what the run is doing. So the run itself
is as it always is, and without `--timing` there is nothing to pay.
"""

from __future__ import annotations

import sys
import threading
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path, PurePath
from time import perf_counter
from types import FrameType

from cleanclaim.compiled import CompiledRule

_EVERY = 0.002  # seconds
_SWITCH = 0.0002  # seconds that the run goes on when the thread wants to look: else it looks where the run waits
_SHOWN = 20  # rules
_PACKAGE = str(Path(__file__).parent.parent)
_ALL_RULES = "sweep"  # the name of code that asks many rules at once
_RULES = "ask rules"
_OTHER = "everything else"
_PASS_TWO = str(Path(_PACKAGE, "lint.py")), "_across"  # the code that reads claims again which rules compare
# What a room does, as people call it.
_STAGES = {
    "x12": "read segments",
    "source": "read segments",
    "archives": "unpack archives",
    "guide": "check structure",
    "claim": "build claims",
    "engine": _RULES,
    "compiled": _RULES,
    "language": _RULES,
    "checks": _RULES,
    "reference": _RULES,
    "locate": "place findings",
    "privacy": "place findings",
    "policy": "place findings",
    "acks": "write acknowledgments",
    "reports": "write reports",
}


class Untimed:
    """Takes no time."""

    def mark(self, stage: str) -> None:
        """Do nothing."""

    @contextmanager
    def sampled(self, rules: Iterable[CompiledRule]) -> Iterator[None]:
        """Do nothing."""
        yield

    def lines(self) -> Iterator[str]:
        """Say nothing."""
        yield from ()


class Timed(Untimed):
    """Adds up seconds by stage and by rule."""

    def __init__(self) -> None:
        self._stages: Counter[str] = Counter()
        self._rules: Counter[str] = Counter()
        self._again = 0.0  # seconds of all stages in which claims were read again
        self._last = perf_counter()

    def mark(self, stage: str) -> None:
        """Count the time since the last mark for a stage."""
        now = perf_counter()
        self._stages[stage] += now - self._last  # type: ignore[assignment]
        self._last = now

    @contextmanager
    def sampled(self, rules: Iterable[CompiledRule]) -> Iterator[None]:
        """Look, as long as this lasts, at what the thread that calls it is doing."""
        book, over, me = Book(rules), threading.Event(), threading.get_ident()
        self._last = perf_counter()

        def look() -> None:
            while not over.wait(_EVERY):
                self._add(sys._current_frames().get(me), book)

        thread, usual = threading.Thread(target=look, daemon=True), sys.getswitchinterval()
        sys.setswitchinterval(_SWITCH)
        thread.start()
        try:
            yield
        finally:
            sys.setswitchinterval(usual)
            over.set()
            thread.join()
            self._add(sys._getframe(), book)

    def _add(self, frame: FrameType | None, book: Book) -> None:
        now = perf_counter()
        spent, self._last = now - self._last, now
        stage, rule = book.place(frame)
        self._stages[stage] += spent  # type: ignore[assignment]
        if rule:
            self._rules[rule] += spent  # type: ignore[assignment]
        if is_pass_two(frame):
            self._again += spent

    def lines(self) -> Iterator[str]:
        """The stages, then the rules, each list with what took longest first."""
        total = sum(self._stages.values()) or 1
        yield "time by stage"
        for stage, seconds in self._stages.most_common():
            yield f"{seconds:>9.3f} s {seconds / total:>5.0%}  {stage}"
        if self._again:
            yield f"{self._again:>9.3f} s {self._again / total:>5.0%}  of all that, to read again and compare claims"
        if self._rules:
            yield f"time by rule, of {self._stages[_RULES]:.3f} s"
        for rule, seconds in self._rules.most_common(_SHOWN):
            yield f"{seconds:>9.3f} s  {rule}"
        if len(self._rules) > _SHOWN:
            yield f"{sum(sorted(self._rules.values())[:-_SHOWN]):>9.3f} s  {len(self._rules) - _SHOWN:,} more rules"


class Book:
    """Knows to which stage and rule a frame belongs: code of a rule has the place of the rule in its file."""

    def __init__(self, rules: Iterable[CompiledRule]) -> None:
        self._rules: dict[str, list[tuple[int, str]]] = {}
        for rule in rules:
            path = str(Path(_PACKAGE).parent / rule.path) if rule.path.endswith(".py") else rule.path
            self._rules.setdefault(path, []).append((rule.line, rule.code))
        for known in self._rules.values():
            known.sort()

    def place(self, frame: FrameType | None) -> tuple[str, str]:
        """The stage and the rule of the innermost frame that is ours; no rule where none is asked."""
        stage = ""
        while frame is not None:
            path = frame.f_code.co_filename
            if path == _ALL_RULES:
                return _RULES, "all rules together"
            if path in self._rules:
                return _RULES, self._rule(path, frame.f_code.co_firstlineno)
            if not stage and path.startswith(_PACKAGE):
                stage = _STAGES.get(_room(path), _OTHER)
            frame = frame.f_back
        return stage or _OTHER, ""

    def _rule(self, path: str, line: int) -> str:
        known = self._rules[path]
        return known[max(bisect_right(known, (line, "\uffff")) - 1, 0)][1]


def is_pass_two(frame: FrameType | None) -> bool:
    """Whether a frame works for rules that look across claims, after the whole file was read."""
    while frame is not None:
        if (frame.f_code.co_filename, frame.f_code.co_name) == _PASS_TWO:
            return True
        frame = frame.f_back
    return False


def _room(path: str) -> str:
    return PurePath(path).relative_to(_PACKAGE).parts[0].removesuffix(".py")
