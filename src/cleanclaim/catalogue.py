"""Every rule by its code: the shipped ones, checks in Python, the user's own, and those that are built in."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

from cleanclaim import language
from cleanclaim.checks import CHECKS, Check
from cleanclaim.compiled import CompiledRule
from cleanclaim.engine import Engine, Holds, only_for
from cleanclaim.errors import ConfigError, RuleError, RuleFault, nearest
from cleanclaim.findings import Profile, Rule
from cleanclaim.language import RuleText
from cleanclaim.language.beside import InPython, read_examples
from cleanclaim.language.kept import load_rules, named_files, pack_for_wheel
from cleanclaim.language.rulefiles import Shipped, read_rule_file, rule_files
from cleanclaim.language.stored import bind

if TYPE_CHECKING:
    from cleanclaim.language.examples import Proof, Score
    from cleanclaim.reference import Store

ALL = "ALL"
_TAKEN = "it is the code of a check that is no rule of a file; give the rule another one"
# Rooms that report by themselves.
_BUILT_IN = ("cleanclaim.x12", "cleanclaim.guide", "cleanclaim.claim", "cleanclaim.engine")


@dataclass(frozen=True)
class Catalogue:
    """The rules of a run. `about` holds every rule that can report, the built-in ones too.

    Rules that ask the reference store must be bound to one; those of a payers' profile run where it is switched on,
    for the claims that `on` says. `absent` are then the codes of those that can not be run, by the table that they
    lack; None before that. `own` are the codes of the user's rules.
    """

    rules: tuple[CompiledRule, ...]
    about: dict[str, Rule]
    digested: str | Callable[[], str]  # "sha256:…" of the rule files, or what reads them to find it
    selected: frozenset[str] | None = None  # None: all of them
    absent: Mapping[str, tuple[str, ...]] | None = None
    on: Mapping[str, Holds] = field(default_factory=dict)
    own: frozenset[str] = frozenset()

    def select(self, select: Iterable[str] = (ALL,), ignore: Iterable[str] = ()) -> Catalogue:
        """The catalogue where only some rules run: codes and prefixes in any case, the longer one decides.

        Raises `ConfigError` for a code or prefix that no rule has.
        """
        asked = tuple(select), tuple(ignore)
        for code in (*asked[0], *asked[1]):
            self._known(code)
        wanted, unwanted = (tuple(code.upper() for code in codes) for codes in asked)
        chosen = frozenset(code for code in self.about if _weight(code, wanted) > _weight(code, unwanted))
        return replace(self, rules=tuple(rule for rule in self.rules if rule.code in chosen), selected=chosen)

    def switch_on(self, profiles: Mapping[str, Holds]) -> Catalogue:
        """The catalogue where payers' profiles are switched on, by name, each for the claims of which it holds."""
        return replace(self, on=dict(profiles))

    def bind(self, store: Store | None) -> Catalogue:
        """The catalogue with its rules bound to a store; without one those that ask it are left out."""
        bound = bind([rule for rule in self.rules if rule.profile is None or rule.profile.name in self.on], store)
        return replace(self, rules=bound.rules, absent=bound.absent)

    def wanted(self, code: str) -> bool:
        """Whether findings of a rule are asked for. What is not in the catalogue always is."""
        return self.selected is None or code in self.selected or code not in self.about

    def _known(self, code: str) -> None:
        if code.upper() == ALL or any(known.startswith(code.upper()) for known in self.about if code):
            return
        prefixes = {known.rstrip("0123456789") for known in self.about}
        meant = _meant(code.upper(), [*self.about, *prefixes])
        raise ConfigError("; ".join(filter(None, (f"there is no rule `{code}`", meant))))

    @cached_property
    def digest(self) -> str:
        """What tells these rules from others: "sha256:…" of their files, which are read for it."""
        return self.digested if isinstance(self.digested, str) else self.digested()

    @cached_property
    def running(self) -> tuple[CompiledRule, ...]:
        """The rules that are run: without those of profiles that are not switched on."""
        return tuple(
            rule if rule.profile is None else only_for(rule, self.on[rule.profile.name])
            for rule in self.rules
            if rule.profile is None or rule.profile.name in self.on
        )

    @cached_property
    def profiles(self) -> dict[str, Profile]:
        """The payers' profiles by name. Files can add to one; what is said last of a severity holds."""
        found: dict[str, Profile] = {}
        for profile in dict.fromkeys(rule.profile for rule in self.rules if rule.profile is not None):
            known = found.get(profile.name, profile)
            grades = {grade.rule: grade for grade in (*known.grades, *profile.grades)}
            found[profile.name] = known._replace(grades=tuple(grades.values()))
        return found

    @cached_property
    def by_code(self) -> dict[str, CompiledRule]:
        """The compiled rules by their codes."""
        return {rule.code: rule for rule in self.rules}


def _weight(code: str, entries: Sequence[str]) -> int:
    """How closely the closest entry names a code; -1 where none does."""
    return max(
        (0 if entry == ALL else len(entry) for entry in entries if entry == ALL or code.startswith(entry)), default=-1
    )


def load(paths: Sequence[Path] = (), shipped: bool = True) -> Catalogue:
    """The shipped rules and those in the user's files and folders.

    Without `shipped` the shipped sets can still be used by name, and of the shipped rules only those run
    whose files are given. A file that is given twice counts once. Raises `RuleError` for what is
    wrong in a rule file, `ConfigError` for a path that is no rule file and has none, `OSError`
    where one can not be read.
    """
    house, own, asked = _texts(paths, shipped)
    every = load_rules(house, own)
    written = {text.path: text.text for text in own}
    _check_codes(every, written)
    theirs = () if shipped else {text.path for text in (*asked, *own)}
    rules = tuple(rule for rule in every if shipped or rule.path in theirs)
    if shipped:
        rules = (*rules, *_checks())
    about = {rule.code: rule for rule in built_in()} | {rule.code: rule.about for rule in rules}
    codes = frozenset(rule.code for rule in rules if rule.path in written)
    return Catalogue(rules, dict(sorted(about.items())), lambda: _digest([*asked, *own]), own=codes)


def pack() -> bytes:
    """The shipped rules, checked, as the wheel holds them: an installed tool need not check them again."""
    return pack_for_wheel(_texts((), shipped=True)[0])


def refuse_idle(paths: Sequence[Path] = (), shipped: bool = True) -> None:
    """Raises `RuleError` for what the files of a catalogue say for nothing: rules that nothing proves, and
    names that nobody uses. They run all the same.
    """
    house, own, asked = _texts(paths, shipped)
    language.refuse_idle(house, own, {text.path for text in (*asked, *own)})


def _texts(paths: Sequence[Path], shipped: bool) -> tuple[Shipped, list[RuleText], Sequence[RuleText]]:
    """The shipped texts, the user's own, and those of the shipped that are asked for."""
    house = Shipped()
    given = {path.resolve(): path for one in paths for path in rule_files(one)}
    if not given:
        return house, [], house if shipped else []
    real = {path.resolve(): text for path, text in zip(house.paths, house, strict=True)}
    taken = {text.path for text in house}
    own = [read_rule_file(path, _name(path, taken)) for file, path in given.items() if file not in real]
    return house, own, house if shipped else [text for file, text in real.items() if file in given]


def _checks() -> Iterator[CompiledRule]:
    """The checks in Python, as rules."""
    for check in CHECKS:
        yield replace(check.rule, make_baggage=partial(_examples, check))


def _check_codes(rules: Sequence[CompiledRule], written: Mapping[str, str]) -> None:
    """Raises `RuleError` where a rule of the user's files has the code of what is no rule of a file, or a profile
    changes the severity of a rule that there is not.
    """
    if not written:
        return
    others = {rule.code for rule in (*built_in(), *(check.rule.about for check in CHECKS))}
    own = [rule for rule in rules if rule.path in written]
    faults = [
        _fault(written, (rule.path, rule.line), rule.code, ("E122", f"the code `{rule.code}` is taken", _TAKEN))
        for rule in own
        if rule.code in others
    ]
    codes, profiles = others.union(rule.code for rule in rules), {rule.path: rule.profile for rule in own}
    for path, profile in profiles.items():
        for grade in () if profile is None else profile.grades:
            if grade.rule not in codes:
                said = "E101", f"there is no rule `{grade.rule}`", _meant(grade.rule, codes)
                faults.append(_fault(written, (path, grade.line), grade.rule, said))
    if faults:
        raise RuleError(faults)


def _fault(written: Mapping[str, str], at: tuple[str, int], code: str, said: tuple[str, str, str]) -> RuleFault:
    """What is wrong with a code in a line of a file: the kind of fault, the message, the help."""
    path, line = at
    row = written[path].split("\n")[line - 1]
    kind, message, help_ = said
    return RuleFault(path, line, row.find(code) + 1, len(code), kind, message, row, help_)


def _meant(code: str, codes: Collection[str]) -> str:
    near = nearest(code, codes)
    return f"did you mean `{near}`?" if near else ""


def _examples(check: Check) -> InPython:
    before, _, _ = check.source.read_text(encoding="utf-8").partition(check.examples)
    return read_examples(check.rule.about, check.examples, check.rule.path, before.count("\n") + 1)


def _name(path: Path, taken: Collection[str]) -> str:
    """What a user's file is called: as it was given, in full where a shipped file is called so."""
    return str(path.resolve() if str(path) in taken else path)


def _digest(texts: Iterable[RuleText]) -> str:
    import hashlib

    found = hashlib.sha256()
    for text in texts:
        found.update(f"{text.name}\0{len(text.text)}\0{text.text}".encode())
        for content in named_files(text):
            found.update(b"\0%d\0%b" % (len(content), content))
    return f"sha256:{found.hexdigest()}"


def prove(catalogue: Catalogue, among: Catalogue | None = None, only: str = "") -> Iterator[Proof]:
    """The proofs of the catalogue's rules: every example judged by all of them together, or by those `among` them.

    With `only` those of rules and examples that have this text in their code or title, in any case of letters.
    """
    from cleanclaim.language.examples import examples_of, title_of
    from cleanclaim.language.examples import prove as prove_rules

    def wanted(code: str, title: str) -> bool:
        return only.lower() in f"{code} {title}".lower()

    codes = {
        code
        for code, rule in catalogue.by_code.items()
        if not only or any(wanted(code, title_of(example)) for example in examples_of(rule))
    }
    proofs = prove_rules((among or catalogue).rules, Engine, codes)
    return (proof for proof in proofs if wanted(proof.rule, proof.title))


def prove_thoroughly(catalogue: Catalogue, among: Catalogue | None = None) -> Iterator[Score]:
    """How each rule stands the proof: damaged in one place at a time, its examples must notice.

    `among` are the rules whose examples notice what a rule covers and takes over; without them the catalogue's own.
    """
    from cleanclaim.language.examples import prove_thoroughly as prove_rule
    from cleanclaim.language.written import text_of

    every = (among or catalogue).rules
    for rule in every:
        if rule.code not in catalogue.by_code or isinstance(rule.baggage, InPython):
            continue  # nobody can damage Python in small: `prove_checks` runs its examples
        yield prove_rule(rule, every, Engine, text_of(rule))


def among_kin(catalogue: Catalogue, paths: Sequence[Path]) -> Catalogue:
    """The rules of the paths, and all shipped ones beside them where some of these cover one of those or take over
    from one, or are covered: their examples lean on one another.
    """
    every = load(paths)
    ours = catalogue.by_code.keys()
    apart = any((rule.code in ours) != (code in ours) for rule in every.rules for code in _silenced(rule))
    return every if apart else catalogue


def _silenced(rule: CompiledRule) -> tuple[str, ...]:
    """The rules that one covers or takes over from."""
    from cleanclaim.language.typed import TypedRule

    return (*rule.covers, *rule.baggage.extends) if isinstance(rule.baggage, TypedRule) else rule.covers


def prove_checks(catalogue: Catalogue) -> Iterator[Proof]:
    """The proofs of the checks in Python: each of their examples, those that fail and those that pass."""
    from cleanclaim.language.examples import prove as prove_rules

    checks = {rule.code for rule in catalogue.rules if isinstance(rule.baggage, InPython)}
    if checks:
        yield from prove_rules(catalogue.rules, Engine, checks)


def built_in() -> tuple[Rule, ...]:
    """The rules that are no rule files: the structure of envelopes, the guide and its values."""
    found: list[Rule] = []
    for name in _BUILT_IN:
        found.extend(getattr(import_module(name), "rules", tuple)())
    return tuple(found)
