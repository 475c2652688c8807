"""Rules that look at one claim: which of them must run on it, and what they say."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Sequence
from typing import Any

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim
from cleanclaim.claim.parties import Provider
from cleanclaim.compiled import ANY_LINE, PROTECTED, TWINS, USUAL, CompiledRule, Gate, Judge, Unreadable
from cleanclaim.engine.across import Judged
from cleanclaim.engine.crashes import CRASHES
from cleanclaim.engine.experience import Subject, by_experience
from cleanclaim.engine.index import Ask, Index, is_keyed
from cleanclaim.engine.rows import all_providers, troubles
from cleanclaim.engine.sweep import Above, make_ask, make_sweep, sweepable

PATIENCE = 500  # claims: only then does it pay to work out the gates of all rules
_SEEN = 60  # claims, of which the conditions of rules are asked before their order is settled
_OFTEN = 15  # rows among them that a rule was woken by: then it pays to settle that order
_GLANCES = 100  # rows that break no rule are told in the time that its code takes to make
_USUAL = 0.5  # of the rows seen: what so many wake is asked in passing, and looked up where it is less
_REMEMBERED = 256  # sets of fields that could not be read

Hit = tuple[CompiledRule, Row]  # a rule that could be broken, and by which row


class Near:
    """Judges claim after claim, of one file or of several one after the other. After so many claims as `patience`
    says it asks rules by their gates.
    """

    def __init__(self, rules: Sequence[CompiledRule], patience: int = PATIENCE) -> None:
        self._rules = tuple(rules)
        self._index = Index(rules, [_plain(rule) for rule in rules], _plain_ask)
        self._swept: tuple[CompiledRule, ...] = ()
        self._keyed = self._index.everything  # the rules that are not swept, as bits
        self._asking = _bits(_reads_claim(rule) for rule in rules)
        self._blind: dict[frozenset[str], int] = {}
        self._billing: Above = None  # the providers above the claim, known from the claim before
        self._pay_to: Above = None
        self._patience = patience
        self._seen: deque[Claim] = deque(maxlen=_SEEN)
        if not patience:
            self._warm()

    def begin(self) -> Near:
        """Go on with the claims of another file."""
        self._billing = self._pay_to = None
        return self

    def _warm(self) -> None:
        """Ask rules by their gates from now on, in ways that the last claims have taught; then let those go."""
        gates = [rule.gate or _plain(rule) for rule in self._rules]
        woken: dict[int, list[Subject]] = {}

        def settled(rule: CompiledRule, gate: Gate) -> Gate:
            rows = woken.get(id(rule), ())
            return by_experience(gate, rows) if len(rows) >= _OFTEN else gate

        self._index = Index(self._rules, gates, lambda rule, gate: make_ask(rule, settled(rule, gate)))
        for claim in self._seen:
            self._note(claim, woken)
        rows = {"claim": len(self._seen), "line": sum(len(claim.lines) for claim in self._seen)}
        usual = [
            (rule, settled(rule, gate))
            for rule, gate in zip(self._rules, gates, strict=True)
            if _is_usual(rule, gate, len(woken.get(id(rule), ())), rows.get(rule.subject, 0))
        ]
        swept = sweepable(usual)
        self._swept = tuple(rule for rule, _ in swept)
        self._sweep = make_sweep(swept)
        self._keyed = _bits(rule not in self._swept for rule in self._rules)
        for number, rule in enumerate(self._rules):
            if rule not in self._swept and len(woken.get(id(rule), ())) >= _OFTEN:
                self._index.asked[1 << number]  # it is made when it is asked for first
        self._seen.clear()
        woken.clear()

    def _note(self, claim: Claim, woken: dict[int, list[Subject]]) -> None:
        """Keep which rules a claim and its lines wake."""
        index = self._index
        awake = index.of_claim(claim)
        for rule in index.chosen[awake & index.claims]:
            woken.setdefault(id(rule), []).append((claim, claim))
        for line in claim.lines:
            for rule in index.chosen[index.of_line(line, awake & index.lines)]:
                woken.setdefault(id(rule), []).append((claim, line))

    def judge(self, claim: Claim, careful: bool) -> list[Judged]:
        """What the rules say of a claim: nothing, for most. `careful`: some of its values could not be read."""
        if self._patience:
            self._learn(claim, careful)
        found: list[Judged] = []
        awake = self._carefully(claim, found) if careful else self._index.of_claim(claim) & self._keyed
        hits: list[Hit] = []
        try:
            self._ask(claim, awake, hits)
            if self._swept and not careful:
                self._sweep(claim, all_providers(claim), self._billing, self._pay_to, hits)
        except (Unreadable, *CRASHES):  # let each rule say so itself
            hits = [(rule, row) for rule in self._asked(awake, careful) for row in self._subjects(rule, claim)]
        for rule, row in hits:
            _run(rule, rule.judge, claim, row, found)
        self._billing, self._pay_to = claim.billing, claim.pay_to
        return found

    def _learn(self, claim: Claim, careful: bool) -> None:
        """One claim less until rules are asked by their gates; the last ones before that teach how."""
        self._patience -= 1
        if not careful and self._patience <= _SEEN:
            self._seen.append(claim)
        if not self._patience:
            self._warm()

    def _ask(self, claim: Claim, awake: int, hits: list[Hit]) -> None:
        """Find out which of the rules that are awake, as bits, could be broken, and by which rows."""
        index = self._index
        if awake & index.claims:
            hits += [(rule, claim) for rule, ask in index.asked[awake & index.claims] if ask(claim, claim)]
        if awake & index.lines:
            self._ask_lines(claim, awake & index.lines, hits)
        if awake & index.providers:
            self._ask_providers(claim, awake & index.providers, hits)

    def _ask_lines(self, claim: Claim, awake: int, hits: list[Hit]) -> None:
        procedures, plans = self._index.procedures, self._index.plans
        for line in claim.lines:
            bits = procedures[line.procedure] & awake
            if bits:
                asked, further = plans[bits]
                if further is not None:
                    asked = further(line)
                for rule, ask in asked:
                    if ask(claim, line):
                        hits.append((rule, line))

    def _ask_providers(self, claim: Claim, awake: int, hits: list[Hit]) -> None:
        asking = awake & self._asking
        for provider in all_providers(claim):
            bits = asking if provider in (self._billing, self._pay_to) else awake
            for rule, ask in self._index.asked[self._index.of_provider(provider, bits)] if bits else ():
                if ask(claim, provider):
                    hits.append((rule, provider))

    def _asked(self, awake: int, careful: bool) -> Sequence[CompiledRule]:
        """All rules that a claim is asked: those that it leaves awake, and those that are swept."""
        return self._index.chosen[awake] if careful else (*self._index.chosen[awake], *self._swept)

    def _fresh(self, claim: Claim) -> Sequence[Provider]:
        """The providers that did not stand above the claim before."""
        return [provider for provider in all_providers(claim) if provider not in (self._billing, self._pay_to)]

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


def _is_usual(rule: CompiledRule, gate: Gate, woken: int, rows: int) -> bool:
    """Whether so many rows wake a rule that it is cheaper to ask it of each. Where few were seen, a guess."""
    if any(wake.field == PROTECTED for wake in gate.asked) or (rule.subject == "provider" and _reads_claim(rule)):
        return False
    return woken > rows * _USUAL if rows >= _SEEN else not is_keyed(gate)


def _plain_ask(rule: CompiledRule, _gate: Gate) -> Ask:
    """What asks a rule before its gate was worked out.

    Only where what it needs is there is its code made, and at first only where a glance does not tell.
    """
    glances = _GLANCES if rule.glance is not None else 0
    needs = [(field.startswith("claim."), _way(field), there) for field, there in rule.presences]

    def ask(claim: Claim, row: Row) -> object:
        nonlocal glances
        for of_claim, way, there in needs:
            value: Any = claim if of_claim else row
            for name in way:
                value = getattr(value, name, None)  # the row can be missing
            if (value is None or value == ()) is there:
                return False
        if glances:
            glances -= 1
            if not _glanced(rule, claim, row):
                return False
        return rule.judge(claim, row)

    return ask


def _glanced(rule: CompiledRule, claim: Claim, row: Row) -> bool:
    """Whether a row could break a rule; also where that can not be asked: the rule itself has to say so."""
    try:
        return rule.glance is None or rule.glance(claim, row)
    except (Unreadable, *CRASHES):
        return True


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
