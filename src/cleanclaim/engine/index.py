"""Which rules a line wakes, looked up by its procedure, modifiers and place of service."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence

from cleanclaim.claim.model import Line
from cleanclaim.compiled import CompiledRule

_REMEMBERED = 20_000  # values of a field; more are nonsense and are looked up anew


class _Field(dict[Hashable, int]):
    """For each value of one field the rules that it can wake, as bits. A value is tested once."""

    def __init__(self, name: str, rules: Sequence[CompiledRule]) -> None:
        super().__init__()
        self._tests: list[tuple[int, list[Callable[[object], bool]]]] = []
        self._always = 0
        for number, rule in enumerate(rules):
            tests = [wake.test for wake in rule.wakes if wake.field == name]
            if tests:
                self._tests.append((1 << number, tests))
            else:
                self._always |= 1 << number

    def __missing__(self, value: Hashable) -> int:
        found = self._always
        for bit, tests in self._tests:
            if all(test(value) for test in tests):
                found |= bit
        if len(self) < _REMEMBERED:
            self[value] = found
        return found


class LineIndex:
    """The rules about lines. INVARIANT: a rule that is not woken would find nothing on the line."""

    def __init__(self, rules: Sequence[CompiledRule]) -> None:
        self.everything = tuple(rules)
        self._procedures = _Field("procedure", rules)
        self._modifiers = _Field("modifiers", rules)
        self._places = _Field("place_of_service", rules)
        self._woken: dict[int, tuple[CompiledRule, ...]] = {}

    def woken(self, line: Line) -> tuple[CompiledRule, ...]:
        """The rules that the line wakes; all of its values must be readable."""
        bits = (
            self._procedures[line.procedure] & self._modifiers[line.modifiers] & self._places[line.place_of_service]
        )
        found = self._woken.get(bits)
        if found is None:
            found = tuple(rule for number, rule in enumerate(self.everything) if bits >> number & 1)
            if len(self._woken) < _REMEMBERED:
                self._woken[bits] = found
        return found
