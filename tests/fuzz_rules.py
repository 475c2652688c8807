"""Rule files with a few tokens changed: refused with reasons, or run without a crash.

`python -m tests.fuzz_rules --count 100000 --seed 1` hunts; the same seed and number make the same text.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple, cast

from cleanclaim.claim.model import Claim
from cleanclaim.compiled import CRASHED, CompiledRule
from cleanclaim.engine import Engine
from cleanclaim.errors import RuleError
from cleanclaim.language.check import Shelf, check_files, idle_faults, linked
from cleanclaim.language.clauses import RuleFile
from cleanclaim.language.compile import compile_rule
from cleanclaim.language.docs import page
from cleanclaim.language.examples.proof import read_example
from cleanclaim.language.format import format_text
from cleanclaim.language.parse import parse_file
from cleanclaim.language.typed import TypedRule
from cleanclaim.resources import resource
from tests.test_engine import claims_of, read_sample

_TOKEN = re.compile(r'"""(?:.|\n)*?"""|"(?:[^"\\\n]|\\.)*"|#[^\n]*\n|\n|[^\W_][\w.]*|[<>!]=|\.\.|[^\w\s]|_')
_WORDS = """
for line lines claim claims provider as where paired with other earlier later of same patient file run let param when
require forbid any no every repeated in satisfies is not has lacks first last present missing otherwise between and or
contains like count sum min max on except payer effective to covers extends severity error warning info snip 6 message
mark suggest help cite at map pass fail times given diagnoses place pointers by set table key valid from use
line.procedure line.units line.modifiers line.diagnoses line.pointers line.date line.charge line.ndc claim.diagnoses
claim.filing claim.other_payers claim.notes line.adjudications line.rendering.npi patient.birth_date billing.npi
procedure modifiers units charge 99213 J3420 D51.0 25 XU 0 1 1.5 $40.00 2025-01-31 3 days months 10 mcg mL "text"
"{line.units}" days( year( age_years( shape( length( abs( rounded_up( valid_npi( ( ) { } [ ] , . .. : = != < <= > >=
+ - * / | ? J* [99211..99215]
"""
_TABLES = ("table", "set")
_KEPT_EXAMPLES = 3


class Mutant(NamedTuple):
    """A text, and what it was made from."""

    number: int
    text: str


class Outcome(NamedTuple):
    """What became of a text: `refused`, `ran`, or the crash in words."""

    said: str
    crash: str = ""


# ---------------------------------------------------------------------- texts


@cache
def _originals() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Each rule with a few examples, with the sets and tables of its file before it: these, and its tokens."""
    own = Path(__file__).parent / "test_language" / "features.rules"
    found = []
    for path in (*sorted(resource("rules").glob("*.rules")), own):
        file, _ = parse_file(path.name, path.read_text(encoding="utf-8"))
        found += [(_head(file), tuple(_TOKEN.findall(text))) for text in _rules(file)]
    return tuple(found)


def _head(file: RuleFile) -> str:
    lines = "\n".join(file.lines)
    parts = re.split(r"\n(?=rule |table |set |use |# )", lines)
    return "\n".join(part for part in parts if part.startswith(_TABLES))


def _rules(file: RuleFile) -> Iterator[str]:
    for text in re.findall(r"^rule .*?^}", "\n".join(file.lines), flags=re.MULTILINE | re.DOTALL):
        clauses = re.split(r"\n(?=  [a-z#])", text.removesuffix("\n}"))
        shown = [clause for clause in clauses if clause.startswith(("  fail", "  pass"))]
        said = [clause for clause in clauses if clause not in shown and not clause.startswith(("  #", "  cite"))]
        yield "\n".join([*said, *shown[:_KEPT_EXAMPLES]]) + "\n}\n"


def mutants(count: int, seed: int) -> Iterator[Mutant]:
    """Texts, each with one to four changes."""
    originals = _originals()
    for number in range(count):
        dice = random.Random(f"{seed} {number}")
        head, tokens = dice.choice(originals)
        changed = list(tokens)
        for _ in range(dice.choice((1, 1, 1, 1, 2, 2, 3))):
            changed = _changed(changed, dice)
        if dice.random() < 0.2:  # a second rule beside it, for what rules are to one another
            other_head, other = dice.choice(originals)
            head, changed = f"{head}\n{other_head}", [*changed, "\n", *other]
        yield Mutant(number, f"language 1\nuse codes\n{head}\n{_joined(changed)}")


def _changed(tokens: list[str], dice: random.Random) -> list[str]:
    """The tokens with one change."""
    at = dice.randrange(len(tokens))
    other = dice.choice(dice.choice(_originals())[1])
    word = dice.choice(_WORDS.split())
    kind = dice.randrange(14)
    if kind == 0:
        return [*tokens[:at], *tokens[at + 1 :]]
    if kind == 1:
        return [*tokens[:at], tokens[at], *tokens[at:]]
    if kind == 2:
        to = dice.randrange(len(tokens))
        found = list(tokens)
        found[at], found[to] = found[to], found[at]
        return found
    if kind in (3, 4):
        return [*tokens[:at], other if kind == 3 else word, *tokens[at + 1 :]]
    if kind in (5, 6):
        return [*tokens[:at], other if kind == 5 else word, *tokens[at:]]
    return _moved_lines(tokens, dice, at) if kind == 7 else _alike(tokens, dice, at)


def _moved_lines(tokens: list[str], dice: random.Random, at: int) -> list[str]:
    """A stretch of a few tokens put elsewhere, or left out."""
    size = dice.choice((1, 2, 3, 5, 8, 13))
    part, rest = tokens[at : at + size], [*tokens[:at], *tokens[at + size :]]
    if dice.random() < 0.4 or not rest:
        return rest or tokens
    to = dice.randrange(len(rest))
    return [*rest[:to], *part, *rest[to:]]


def _alike(tokens: list[str], dice: random.Random, at: int) -> list[str]:
    """A token replaced by one that looks like it: more of such texts are rules."""
    near = [token for token in dice.choice(_originals())[1] if _kind(token) == _kind(tokens[at])]
    return [*tokens[:at], dice.choice(near or tokens), *tokens[at + 1 :]]


def _kind(token: str) -> str:
    if token[0].isalpha():
        return "code" if token[0].isupper() else "path" if "." in token else "word"
    return "number" if token[0].isdigit() else token[0]


def _joined(tokens: Sequence[str]) -> str:
    """Tokens as a text; parts of one word keep together by chance of their kinds."""
    made: list[str] = []
    for token in tokens:
        tight = token in (".", "..", ",", ":", ")", "]", "\n", "_", "-", "*", "?", "(") or not made
        made.append(token if tight or made[-1][-1] in ".(_[\n-$" else f" {token}")
    return "".join(made)


# ---------------------------------------------------------------------- what becomes of them


@cache
def _library() -> dict[str, RuleFile | None]:
    path = resource("rules", "sets", "codes.rules")
    file, _ = parse_file("codes.rules", path.read_text(encoding="utf-8"), str(path.parent))
    return {"codes": file}


@cache
def _claims() -> tuple[tuple[Claim, ...], ...]:
    """Files of a few claims each, the last with values that could not be read."""
    names = (
        "secondary-after-medicare",
        "dependents-among-subscribers",
        "infusion-and-injection",
        "ambulance-transport",
    )
    files = [tuple(claims_of(read_sample(f"clean/{name}.837"))[:2]) for name in names]
    blurred = claims_of(read_sample("clean/visit-with-b12-injection.837"))
    for claim in blurred:
        claim.unreadable = {"total_charge", "frequency"}
        claim.lines[0].unreadable = {"units", "procedure"}
        claim.lines[-1].unreadable = {"date", "modifiers", "ndc_quantity"}
    return (*files, tuple(blurred))


def outcome(text: str) -> Outcome:
    """What becomes of a text."""
    try:
        rules = _compiled(text)
    except RuleError as error:
        return Outcome("refused", "" if error.faults and str(error) else "refused without a reason")
    except Exception:  # noqa: BLE001 (whatever it is, it is what is hunted)
        return Outcome("crash", _last_of(traceback.format_exc()))
    try:
        return Outcome("ran", next(_crashes(rules, text), ""))
    except Exception:  # noqa: BLE001
        return Outcome("crash", _last_of(traceback.format_exc()))


def _compiled(text: str) -> tuple[CompiledRule, ...]:
    """As `compile_rules` does, with a library that is parsed once."""
    file, faults = parse_file("t.rules", text, str(resource("rules")))
    rules, wrong = check_files([file], _library(), {})
    if faults or wrong:
        raise RuleError([*faults, *wrong])
    idle_faults([Shelf([file], _library())], {"t.rules"})
    return tuple(compile_rule(rule) for rule in linked(rules))


def _crashes(rules: tuple[CompiledRule, ...], text: str) -> Iterator[str]:
    for claims in _claims():
        engine = Engine(rules)
        found = [finding for claim in claims for finding in engine.judge(claim)]
        for more in engine.across(lambda claims=claims: claims).values():  # type: ignore[misc]
            found += more
        yield from (f"{finding.message}" for finding in found if finding.about is CRASHED)
    for rule in rules:
        page(rule.about, rule, text.split("\n")[rule.line - 1 :])
        for example in cast(TypedRule, rule.baggage).examples:
            read_example(example)
    if format_text(format_text(text)) != format_text(text):
        yield "formatting is not idempotent"


def _last_of(trace: str) -> str:
    lines = trace.strip().split("\n")
    return " | ".join(line.strip() for line in (lines[-3], lines[-1])) if len(lines) > 2 else trace


def hunt(count: int, seed: int) -> tuple[Counter[str], list[tuple[Mutant, str]]]:
    """How many texts came to what end, and those that crashed."""
    ends: Counter[str] = Counter()
    crashes: list[tuple[Mutant, str]] = []
    for mutant in mutants(count, seed):
        ended = outcome(mutant.text)
        ends[ended.said] += 1
        if ended.crash:
            crashes.append((mutant, ended.crash))
    return ends, crashes


def main(arguments: Sequence[str] | None = None) -> int:
    """Hunt, and say what was found; 1 where something crashed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=1500)
    parser.add_argument("--seed", type=int, default=1)
    options: Any = parser.parse_args(arguments)
    begun = time.perf_counter()
    ends, crashes = hunt(options.count, options.seed)
    told = ", ".join(f"{number} {said}" for said, number in sorted(ends.items()))
    sys.stdout.write(f"{options.count} texts in {time.perf_counter() - begun:.0f} s: {told}\n")
    for mutant, crash in crashes[:20]:
        sys.stdout.write(f"\n--- {mutant.number}: {crash}\n{mutant.text}\n")
    return int(bool(crashes))


if __name__ == "__main__":
    raise SystemExit(main())
