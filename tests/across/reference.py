"""What is said of rows across claims: by the engine, and plainly by every rule of every row among all claims."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from cleanclaim.claim.fields import Row
from cleanclaim.claim.model import Claim, Line
from cleanclaim.compiled import CompiledRule, Unreadable, Verdict
from cleanclaim.engine import Before
from cleanclaim.engine.across import Across
from cleanclaim.engine.rows import troubled
from cleanclaim.group import Group
from cleanclaim.language.compile.reaching import key_name, rows_across
from cleanclaim.language.nodes import Get, Typed
from cleanclaim.language.typed import TypedRule
from tests.across.claims import Files, files, spoil
from tests.oracle import Oracle
from tests.test_language_oracle import message_of

Told = tuple[str, int, int, str, tuple[tuple[int, str, int | None], ...], str]


def _tell(rule: CompiledRule, claim: Claim, subject: Row, verdict: Verdict) -> Told:
    places = tuple((id(pointer.row), pointer.field, pointer.item) for pointer in verdict.pointers)
    return rule.code, id(claim), id(subject), verdict.severity, places, verdict.message


def quickly(run: Files, of: Sequence[CompiledRule]) -> tuple[Counter[Told], Counter[str]]:
    """What the engine says, file by file, and how often it could not say."""
    before, told, open_ = Before(), Counter[Told](), Counter[str]()
    for claims in run:
        across = Across(of, before)
        found = [judged for claim in claims for judged in across.keep(claim, troubled(claim))]

        def again(wanted: Mapping[int, int]) -> Iterator[Claim]:
            for number, last in wanted.items():
                yield from run[number - 1][:last]

        for judged in (*found, *across.judge(again, troubled)):
            assert judged.verdicts is not None, f"{judged.rule.code} crashed"
            for verdict in judged.verdicts:
                if verdict is None:
                    open_[judged.rule.code] += 1
                else:
                    told[_tell(judged.rule, judged.claim, judged.subject, verdict)] += 1
        assert across.lost == 0
        before.next(len(claims))
    before.close()
    return told, open_


class _Plain(Group):
    """Claims without any way to look only at some of them."""

    def among(self, entity: str, *_: object) -> Sequence[Line | Claim]:
        return self.lines if entity == "line" else self.claims


class _Blind(Oracle):
    """An interpreter that says where it can not read."""

    def _get(self, node: Get, names: dict[str, Any]) -> Any:
        row = self.value(node.row, names)
        if row is not None and node.field in row.unreadable:
            raise Unreadable
        return super()._get(node, names)


def plainly(run: Files, of: Sequence[CompiledRule]) -> tuple[Counter[Told], Counter[str]]:
    """What each rule says of each row among all claims that it can look at."""
    told, open_ = Counter[Told](), Counter[str]()
    for number, claims in enumerate(run, 1):
        for rule in of:
            for claim in claims:
                known = _known(rule, claim, run[:number])
                careful = any(map(troubled, known))
                for subject in (claim,) if rule.subject == "claim" else claim.lines:
                    said, blind = (_by_code if careful else _by_nodes)(rule, claim, subject, known)
                    told.update(said)
                    open_[rule.code] += blind
    return told, open_


def _known(rule: CompiledRule, claim: Claim, run: Files) -> list[Claim]:
    """The claims of its file, and of those before where both are live."""
    own = run[-1]
    wide = any(rows.scope == "run" for rows in rows_across(cast(TypedRule, rule.core)))
    if not wide or not _live(claim):
        return own
    return [one for file in run[:-1] for one in file if _live(one)] + own


def _live(claim: Claim) -> bool:
    return claim.file is not None and claim.file.usage == "P"


def _by_nodes(rule: CompiledRule, claim: Claim, subject: Row, known: list[Claim]) -> tuple[list[Told], int]:
    typed = cast(TypedRule, rule.baggage)
    found = Oracle(typed, known).judge(claim, subject)
    return [(rule.code, id(claim), id(subject), one.severity, one.places, message_of(typed, one)) for one in found], 0


def _by_code(rule: CompiledRule, claim: Claim, subject: Row, known: list[Claim]) -> tuple[list[Told], int]:
    if not _has_keys(rule, claim, subject):
        return [], 0
    try:
        verdicts = rule.carefully(claim, subject, _Plain(known, _hidden(rule, known))) or ()
    except Unreadable:
        return [], int(not _is_settled(rule, claim, subject))
    told = [_tell(rule, claim, subject, verdict) for verdict in verdicts if verdict is not None]
    return told, sum(verdict is None for verdict in verdicts)


def _is_settled(rule: CompiledRule, claim: Claim, subject: Row) -> bool:
    """Whether a rule that more claims can only quieten is kept by its own: what can not be read decides nothing."""
    assert rule.reach is not None
    try:
        return rule.reach.quieted and rule.carefully(claim, subject, _Plain([claim])) is None
    except Unreadable:
        return False


def _common(rule: TypedRule) -> set[str]:
    """What all that a rule ranges over are joined by."""
    return set.intersection(*({key_name(key.own) for key in rows.keys} for rows in rows_across(rule)))


def _has_keys(rule: CompiledRule, claim: Claim, subject: Row) -> bool:
    """Whether what a row would be joined by can be read."""
    typed = cast(TypedRule, rule.core)
    common, names = _common(typed), {"claim": claim, typed.name: subject}
    keys = [key.own for key in rows_across(typed)[0].keys if key_name(key.own) in common]
    return all(_is_readable(typed, claim, key, names) for key in keys)


def _is_readable(rule: TypedRule, claim: Claim, value: Typed, names: dict[str, Any]) -> bool:
    try:
        _Blind(rule, [claim]).value(value, names)
    except Unreadable:
        return False
    return True


def _hidden(rule: CompiledRule, known: list[Claim]) -> set[int]:
    """The rows with which nothing is compared, as they can not be joined."""
    typed = cast(TypedRule, rule.core)
    common = _common(typed)
    found: set[int] = set()
    for rows in rows_across(typed):
        keys = [key.row for key in rows.keys if key_name(key.own) in common]
        for claim in known:
            for row in (claim,) if rows.items.type.system == "claim" else claim.lines:
                if not all(_is_readable(typed, claim, key, {rows.name: row, "claim": claim}) for key in keys):
                    found.add(id(row))
    return found


# ---------------------------------------------------------------------- side by side


def differences(luck: random.Random, of: Sequence[CompiledRule], *, spoiled: bool) -> list[str]:
    """The codes of rules that say another thing quickly than plainly, on claims that this luck draws."""
    run = files(luck, luck.choice((1, 1, 2, 3)), luck.choice((4, 10, 20)))
    if spoiled:
        spoil(luck, run)
    (quick, open_), (plain, blind) = quickly(run, of), plainly(run, of)
    silent = {code for code in blind if blind[code] and not open_[code]}
    return sorted({told[0] for told in (quick - plain) + (plain - quick)} | silent)
