"""Rules that look at one claim: which of them must run on it, and what they say."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.claim.parties import Provider
from cleanclaim.compiled import ANY_LINE, TWINS, USUAL, CompiledRule, Gate, Judge, Unreadable
from cleanclaim.engine.across import Judged
from cleanclaim.engine.crashes import CRASHES
from cleanclaim.engine.experience import Subject, by_experience
from cleanclaim.engine.index import Ask, Index, is_keyed
from cleanclaim.engine.rows import all_providers, troubles
from cleanclaim.engine.sweep import make_ask, make_sweep, sweepable

PATIENCE = 500  # claims: only then does it pay to work out the gates of all rules
_SEEN = 60  # claims, of which the conditions of rules are asked before their order is settled
_OFTEN = 15  # rows among them that a rule was woken by: then it pays to settle that order
_REMEMBERED = 256  # sets of fields that could not be read


class Near:
    """Judges claim after claim. After so many claims as `patience` says it asks rules by their gates."""

    def __init__(self, rules: Sequence[CompiledRule], patience: int = PATIENCE) -> None:
        self._rules = tuple(rules)
        self._index = Index(rules, [_plain(rule) for rule in rules], _plain_ask)
        self._swept: tuple[CompiledRule, ...] = ()
        self._keyed = self._index.everything  # the rules that are not swept, as bits
        self._asking = _bits(_reads_claim(rule) for rule in rules)
        self._blind: dict[frozenset[str], int] = {}
        self._above: tuple[Provider | None, ...] = ()  # providers above the claim, known from the claim before
        self._patience = patience
        self._seen: deque[Claim] = deque(maxlen=_SEEN)
        if not patience:
            self._warm()

    def _warm(self) -> None:
        gates = [rule.gate or _plain(rule) for rule in self._rules]
        usual = [
            (rule, gate)
            for rule, gate in zip(self._rules, gates, strict=True)
            if not is_keyed(gate) and not (rule.subject == "provider" and _reads_claim(rule))
        ]
        swept = sweepable(usual)
        woken: dict[int, list[Subject]] = {}
        self._index = Index(self._rules, gates, lambda rule, gate: _settled(rule, gate, woken.get(id(rule), ())))
        self._swept = tuple(rule for rule, _ in swept)
        self._sweep = make_sweep(swept)
        self._keyed = _bits(rule not in self._swept for rule in self._rules)
        self._settle(woken)

    def _settle(self, woken: dict[int, list[Subject]]) -> None:
        """Make what asks those rules that the last claims have woken often; then let the claims go."""
        index = self._index
        for claim in self._seen:
            awake = index.of_claim(claim) & self._keyed
            for line in claim.lines:
                for rule in index.chosen[index.of_line(line, awake & index.lines)]:
                    woken.setdefault(id(rule), []).append((claim, line))
        for number, rule in enumerate(self._rules):
            if len(woken.get(id(rule), ())) >= _OFTEN:
                index.asked[1 << number]  # it is made when it is asked for first
        self._seen.clear()
        woken.clear()

    def judge(self, claim: Claim, careful: bool) -> list[Judged]:
        """What the rules say of a claim: nothing, for most. `careful`: some of its values could not be read."""
        if self._patience:
            self._patience -= 1
            if not careful and self._patience <= _SEEN:
                self._seen.append(claim)
            if not self._patience:
                self._warm()
        found: list[Judged] = []
        awake = self._carefully(claim, found) if careful else self._index.of_claim(claim) & self._keyed
        if awake:
            self._judge(claim, awake, found)
        if self._swept and not careful:
            self._sweep_over(claim, found)
        if self._index.providers:
            self._above = (claim.billing, claim.pay_to)
        return found

    def _judge(self, claim: Claim, awake: int, found: list[Judged]) -> None:
        """Run what is awake after the claim itself was asked; `awake` are rules as bits."""
        index = self._index
        for rule, ask in index.asked[awake & index.claims]:
            _run_if(rule, ask, claim, claim, found)
        if awake & index.lines:
            self._judge_lines(claim, awake & index.lines, found)
        if awake & index.providers:
            self._judge_providers(claim, awake & index.providers, found)

    def _judge_lines(self, claim: Claim, awake: int, found: list[Judged]) -> None:
        wakes, asked = self._index.of_line, self._index.asked
        for line in claim.lines:
            bits = wakes(line, awake)
            for rule, ask in asked[bits] if bits else ():
                _run_if(rule, ask, claim, line, found)

    def _judge_providers(self, claim: Claim, awake: int, found: list[Judged]) -> None:
        asking = awake & self._asking
        for provider in all_providers(claim):
            known = provider in self._above
            bits = asking if known else awake
            for rule, ask in self._index.asked[self._index.of_provider(provider, bits)] if bits else ():
                _run_if(rule, ask, claim, provider, found)

    def _sweep_over(self, claim: Claim, found: list[Judged]) -> None:
        hits: list[tuple[int, Row]] = []
        try:
            self._sweep(claim, self._fresh(claim), hits.append)
        except (Unreadable, *CRASHES):  # let each rule say so itself
            hits = [(at, row) for at, rule in enumerate(self._swept) for row in self._subjects(rule, claim)]
        for number, row in hits:
            rule = self._swept[number]
            _run(rule, rule.judge, claim, row, found)

    def _fresh(self, claim: Claim) -> Sequence[Provider]:
        """The providers that did not stand above the claim before."""
        if not self._index.providers:
            return ()
        return [provider for provider in all_providers(claim) if provider not in self._above]

    def _carefully(self, claim: Claim, found: list[Judged]) -> int:
        """Run the rules that read what could not be read; gives the others that are awake, as bits."""
        names = troubles(claim)
        blind = self._blind.get(names)
        if blind is None:
            blind = _bits(not names.isdisjoint(rule.reads) for rule in self._rules)
            if len(self._blind) < _REMEMBERED:
                self._blind[names] = blind
        for rule in self._index.chosen[blind]:
            for row in self._subjects(rule, claim):
                _run(rule, rule.carefully, claim, row, found)
        return self._index.of_claim(claim) & ~blind

    def _subjects(self, rule: CompiledRule, claim: Claim) -> Iterable[Row]:
        if rule.subject == "line":
            return claim.lines
        if rule.subject == "claim":
            return (claim,)
        return all_providers(claim) if _reads_claim(rule) else self._fresh(claim)


def _run_if(rule: CompiledRule, ask: Ask, claim: Claim, row: Row, found: list[Judged]) -> None:
    """Run a rule where what asks it says that it could be broken, or can not say."""
    try:
        if not ask(claim, row):
            return
    except (Unreadable, *CRASHES):  # the rule has to say so itself
        pass
    _run(rule, rule.judge, claim, row, found)


def _run(rule: CompiledRule, judge: Judge, claim: Claim, row: Row, found: list[Judged]) -> None:
    try:
        verdicts = judge(claim, row)
    except Unreadable:
        verdicts = (None,)
    except CRASHES:
        found.append(Judged(rule, claim, row, None))
        return
    if verdicts is not None:
        found.append(Judged(rule, claim, row, verdicts))


def _settled(rule: CompiledRule, gate: Gate, woken: Sequence[Subject]) -> Ask:
    return make_ask(rule, by_experience(gate, woken) if len(woken) >= _OFTEN else gate)


def _plain_ask(rule: CompiledRule, _gate: Gate) -> Ask:
    """What asks a rule before its gate was worked out; only where what it needs is there is its code made."""
    needs = [(field.startswith("claim."), _way(field), there) for field, there in rule.presences]

    def ask(claim: Claim, row: Row) -> object:
        for of_claim, way, there in needs:
            value: Any = claim if of_claim else row
            for name in way:
                value = getattr(value, name, None)  # the row can be missing
            if (value is None or value == ()) is there:
                return False
        return rule.judge(claim, row)

    return ask


def _way(field: str) -> list[str]:
    return field.split(".")[1:]


def _plain(rule: CompiledRule) -> Gate:
    """What is known of a rule before its gate was worked out."""
    needs = tuple(wake.test for wake in rule.wakes if wake.field == ANY_LINE)
    twins = any(wake.field == TWINS for wake in rule.wakes)
    return Gate(tuple(wake for wake in rule.wakes if wake.field in USUAL), needs, twins=twins)


def _bits(wanted: Iterable[bool]) -> int:
    return sum(1 << number for number, yes in enumerate(wanted) if yes)


def _reads_claim(rule: CompiledRule) -> bool:
    """Whether what a rule says of a provider can be another thing in the next claim."""
    return any(name.startswith(("claim.", "line.")) for name in rule.reads)
