"""Which rules a claim, its lines and its providers wake, looked up by coded values that were seen before."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from functools import cache
from typing import Any

from cleanclaim.claim.model import Claim, Line
from cleanclaim.compiled import PROTECTED, USUAL, CompiledRule, Gate, Unreadable, Wake
from cleanclaim.engine.crashes import CRASHES
from cleanclaim.engine.narrowing import looking, narrowing

_REMEMBERED = 8192  # values of a field; more are nonsense and are looked up anew
_OTHER = ""  # no value of a claim
_FIRST = "line.procedure"
_MANY = {"line.primary_diagnosis"}  # fields with more values than there are combinations of the others

Test = Callable[[Any], bool]
Rules = tuple[CompiledRule, ...]
Ask = Callable[[Claim, Any], object]  # false where a rule would find nothing
Asked = tuple[tuple[CompiledRule, Ask], ...]
Plan = tuple[Asked, Callable[[Any], Asked] | None]  # what is asked of a line; or, instead, what looks at it further


def holds(test: Test, value: object) -> bool:
    """Whether a condition holds; also where it can not be asked: the rule itself has to say so."""
    try:
        return bool(test(value))
    except (Unreadable, *CRASHES):
        return True


def is_keyed(gate: Gate) -> bool:
    """Whether a usual claim leaves the rule asleep."""
    if gate.twins or any(not holds(test, _OTHER) for test in (*gate.needs, *gate.ails)):
        return True
    return any(not holds(wake.test, USUAL[wake.field]) for wake in gate.asked)


class ValueMemo(dict[Hashable, int]):
    """For each value of one field the rules that it can wake, as bits. A value is tested once."""

    def __init__(self, tests: Sequence[tuple[int, Test]], everything: int) -> None:
        super().__init__()
        self._tests, self._everything = tests, everything

    def __missing__(self, value: Hashable) -> int:
        found = self.ask(value)
        if len(self) < _REMEMBERED:
            self[value] = found
        return found

    def ask(self, value: Hashable) -> int:
        """The rules that a value leaves awake."""
        found = self._everything
        for bit, test in self._tests:
            if found & bit and not holds(test, value):
                found ^= bit
        return found


class _Named(dict[Hashable, int]):
    """The same for a protected field: it knows the values that rules name, and that all others are alike."""

    def __init__(self, wakes: Sequence[tuple[int, Wake]], everything: int) -> None:
        field = ValueMemo([(bit, wake.test) for bit, wake in wakes], everything)
        named = {value for _, wake in wakes for value in wake.named or ()}
        super().__init__((value, field.ask(value)) for value in named)
        self._other = field.ask(_OTHER)

    def __missing__(self, value: Hashable) -> int:
        return self._other


class _Needed(dict[str | None, int]):
    """For each procedure, or each diagnosis, the needs that it meets, as bits."""

    def __init__(self, tests: Sequence[Test]) -> None:
        super().__init__()
        self._tests = tests

    def __missing__(self, code: str | None) -> int:
        found = sum(1 << number for number, test in enumerate(self._tests) if holds(test, code))
        if len(self) < _REMEMBERED:
            self[code] = found
        return found


class _Met(dict[int, int]):
    """For the needs that the codes of a claim meet together the rules that have all of theirs, as bits."""

    def __init__(self, wanted: Sequence[tuple[int, int]], everything: int) -> None:
        super().__init__()
        self._wanted, self._everything = wanted, everything

    def __missing__(self, needs: int) -> int:
        found = self._everything
        for bit, wanted in self._wanted:
            if wanted & ~needs:
                found ^= bit
        if len(self) < _REMEMBERED:
            self[needs] = found
        return found


class _Remembered(dict[tuple[str | None, ...], int]):
    """What was worked out for the procedures of a claim. When it is full it begins anew: most claims are alike."""

    def __init__(self, work_out: Callable[[tuple[str | None, ...]], int]) -> None:
        super().__init__()
        self._work_out = work_out

    def __missing__(self, codes: tuple[str | None, ...]) -> int:
        found = self._work_out(codes)
        if len(self) >= _REMEMBERED:
            self.clear()
        self[codes] = found
        return found


class _Chosen(dict[int, Rules]):
    """Rules by their bits."""

    def __init__(self, rules: Rules) -> None:
        super().__init__()
        self._rules = rules

    def __missing__(self, bits: int) -> Rules:
        found = tuple(rule for number, rule in enumerate(self._rules) if bits >> number & 1)
        if len(self) < _REMEMBERED:
            self[bits] = found
        return found


class _Asked(dict[int, Asked]):
    """The same rules, each with what asks it. That is made when a rule is woken for the first time."""

    def __init__(self, rules: Rules, make: Callable[[int], Ask]) -> None:
        super().__init__()
        self._rules, self._make = rules, cache(make)

    def __missing__(self, bits: int) -> Asked:
        found = tuple((rule, self._make(number)) for number, rule in enumerate(self._rules) if bits >> number & 1)
        if len(self) < _REMEMBERED:
            self[bits] = found
        return found


class _Further(dict[tuple[Any, ...], Asked]):
    """What is asked of a line, by a plan's number and all values of the line that the plan's rules ask.

    Some are already the rules that they wake. When it is full it begins anew: lines come in a few combinations.
    """

    def __init__(self, asked: _Asked) -> None:
        super().__init__()
        self._asked = asked
        self._plans: list[tuple[int, Sequence[Mapping[Hashable, int] | None]]] = []

    def add(self, bits: int, known: Sequence[Mapping[Hashable, int] | None]) -> int:
        """A plan for these rules: its number. None stands for values that are rules already, as bits."""
        self._plans.append((bits, known))
        return len(self._plans) - 1

    def __missing__(self, values: tuple[Any, ...]) -> Asked:
        bits, known = self._plans[values[0]]
        for memo, value in zip(known, values[1:], strict=True):
            bits &= value if memo is None else memo[value]
        found = self._asked[bits]
        if len(self) >= _REMEMBERED:
            self.clear()
        self[values] = found
        return found


class _Plans(dict[int, Plan]):
    """For the rules that a line's procedure leaves awake, as bits: what is asked at once, or what looks further."""

    def __init__(self, asked: _Asked, fields: Mapping[str, Mapping[Hashable, int]], masks: Mapping[str, int]) -> None:
        super().__init__()
        self._asked, self._fields, self._masks = asked, fields, masks
        self._further = _Further(asked)

    def __missing__(self, bits: int) -> Plan:
        paths = [path for path in self._fields if self._masks[path] & bits]
        if not paths:
            found: Plan = self._asked[bits], None
        elif len(self) < _REMEMBERED:
            found = (), self._look(bits, paths)
        else:
            found = (), lambda line: self._asked[narrowing({path: self._fields[path] for path in paths})(line, bits)]
        if len(self) < _REMEMBERED:
            self[bits] = found
        return found

    def _look(self, bits: int, paths: Sequence[str]) -> Callable[[Any], Asked]:
        known = {path: self._fields[path] if path in _MANY else None for path in paths}
        number = self._further.add(bits, [None if path in _MANY else self._fields[path] for path in paths])
        return looking(self._further, number, known)


class Index:
    """Rules by what wakes them. INVARIANT: a rule that is not woken would find nothing.

    `lines`, `claims` and `providers` are the rules about each, as bits. `procedures` says which rules a line's
    procedure leaves awake, and `plans` what is then asked of it; `of_provider` takes a provider and the rules that
    are awake and gives those that it leaves awake; `asked` has them, each with what asks it. What is remembered are
    coded values alone, those of `USUAL`.
    """

    def __init__(
        self,
        rules: Sequence[CompiledRule],
        gates: Sequence[Gate],
        make_ask: Callable[[CompiledRule, Gate], Ask],
    ) -> None:
        self.rules = tuple(rules)
        self._gates = tuple(gates)
        self.everything = (1 << len(rules)) - 1
        self.lines, self.claims, self.providers = map(self._about, ("line", "claim", "provider"))
        self.chosen = _Chosen(self.rules)
        self.asked = _Asked(self.rules, lambda number: make_ask(self.rules[number], self._gates[number]))
        self._of_claim = self._fields("claim.")
        self._of_line = self._fields("line.")
        self._of_provider = self._fields("provider.")
        self._claim_bits = narrowing(self._of_claim)
        self.procedures = self._of_line.pop(_FIRST, ValueMemo([], self.everything))
        self._line_bits = narrowing(self._of_line)
        self.plans = _Plans(self.asked, self._of_line, self._masks())
        self.of_provider = narrowing(self._of_provider)
        self._twins = self._bits(gate.twins for gate in gates)
        self._needed, self._met = self._needs([gate.needs for gate in gates])
        self._ailing, self._ails_met = self._needs([gate.ails for gate in gates])
        self._of_codes = _Remembered(self._together)

    def _about(self, subject: str) -> int:
        return self._bits(rule.subject == subject for rule in self.rules)

    def _bits(self, wanted: Iterable[bool]) -> int:
        return sum(1 << number for number, yes in enumerate(wanted) if yes)

    def _fields(self, row: str) -> dict[str, dict[Hashable, int]]:
        """For each field of a row that rules ask the rules that its values wake."""
        wakes: dict[str, list[tuple[int, Wake]]] = {}
        for number, gate in enumerate(self._gates):
            for wake in gate.asked:
                if wake.field.startswith(row):
                    wakes.setdefault(wake.field, []).append((1 << number, wake))
        return {path: self._field(path, found) for path, found in wakes.items()}

    def _masks(self) -> dict[str, int]:
        """For each field the rules that ask it."""
        masks: dict[str, int] = {}
        for number, gate in enumerate(self._gates):
            for wake in gate.asked:
                masks[wake.field] = masks.get(wake.field, 0) | 1 << number
        return masks

    def _field(self, path: str, wakes: Sequence[tuple[int, Wake]]) -> dict[Hashable, int]:
        if path == PROTECTED:
            return _Named(wakes, self.everything)
        return ValueMemo([(bit, wake.test) for bit, wake in wakes], self.everything)

    def _needs(self, of_rules: Sequence[Sequence[Test]]) -> tuple[_Needed, _Met]:
        tests: list[Test] = []
        wanted: list[tuple[int, int]] = []
        for number, needs in enumerate(of_rules):
            if needs:
                wanted.append((1 << number, (1 << len(needs)) - 1 << len(tests)))
                tests.extend(needs)
        return _Needed(tests), _Met(wanted, self.everything)

    # ------------------------------------------------------------------- for each claim

    def of_claim(self, claim: Claim) -> int:
        """The rules that the claim itself leaves awake, as bits."""
        ails, ailing = 0, self._ailing
        for diagnosis in claim.diagnoses:
            ails |= ailing[diagnosis]
        codes = tuple([line.procedure for line in claim.lines])
        return self._claim_bits(claim, self._of_codes[codes] & self._ails_met[ails])

    def _together(self, codes: tuple[str | None, ...]) -> int:
        """The rules that the procedures of a claim leave awake together, as bits."""
        needs = 0
        for code in codes:
            needs |= self._needed[code]
        found = self._met[needs]
        return found if len({*codes}) < len(codes) else found & ~self._twins

    def of_line(self, line: Line, awake: int) -> int:
        """Of the rules that are awake those that a line leaves awake, as bits."""
        return self._line_bits(line, self.procedures[line.procedure] & awake)
