"""How each input is linted: its rules, its settings and its policy, by the configuration that holds for it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from cleanclaim.catalogue import ALL, Catalogue
from cleanclaim.cli.acks import Listening, with_acknowledged
from cleanclaim.cli.configured import Configured, config_of, refdata_path, rule_paths
from cleanclaim.cli.fixtures import asks_for_fixtures, is_fixture, with_fixtures
from cleanclaim.cli.known import load_rules
from cleanclaim.cli.options import Options
from cleanclaim.cli.outputs import Output
from cleanclaim.cli.paths import Input, Inputs
from cleanclaim.cli.refdata import open_store
from cleanclaim.cli.terms import known_profile, receivers_of, switched_on, terms_of
from cleanclaim.compiled import CompiledRule
from cleanclaim.config import Opened, refuse_unknown
from cleanclaim.frozen import Frozen
from cleanclaim.lint import Settings
from cleanclaim.locate import Listener
from cleanclaim.policy import Ignored, Policy, matches
from cleanclaim.reports import WITH_EXCERPTS
from cleanclaim.source import Source
from cleanclaim.x12 import Agreement

# Options of `lint` that narrow what is found, so that an entry which met nothing proves nothing.
_NARROWING = frozenset({"select", "extend_select", "ignore", "payer", "rules", "refdata", "exclude"})


class Plan(Frozen, frozen=True):
    """How the inputs of one configuration are linted. `settings` ask no agreement yet: that is each file's own."""

    opened: Opened | None
    options: Options  # with what the configuration says where they say nothing
    catalogue: Catalogue
    settings: Settings
    policy: Policy
    asleep: frozenset[str]  # the rules that can find nothing: profiles that are off, tables that are absent
    fixtures: Catalogue | None = None  # for files under version control, where that was asked for

    def catalogue_of(self, item: Input) -> Catalogue:
        """The rules of an input: files under version control have some of their own."""
        return self.fixtures if self.fixtures is not None and is_fixture(item) else self.catalogue


class Plans:
    """The plans of a run, by the configuration files of its inputs."""

    def __init__(self, options: Options, outputs: Sequence[Output], inputs: Inputs) -> None:
        """Raises `ConfigError` for what is wrong in the configuration of any input, before one is read."""
        self.options = self._options = options
        self._excerpts = any(output.format in WITH_EXCERPTS for output in outputs)
        self.configured = Configured(Path.cwd(), options.config)
        self._today = options.as_of.date() if options.as_of else dt.date.today()
        self._met: set[int] = set()  # the interchanges of the run
        self._made: dict[Path | None, Plan] = {}
        self._read: dict[tuple[Path, ...], Catalogue] = {}
        self.listening: Listening | None = None
        self.main = self._plan(self.configured.of_run)
        for item in inputs.files:
            self.of(item)

    def of(self, item: Input) -> Plan:
        """The plan of an input. Raises `ConfigError` for what is wrong in its configuration."""
        return self._plan(self.configured.of_file(item))

    @property
    def rules(self) -> tuple[CompiledRule, ...]:
        """Every rule that is run, on whatever input."""
        plans = self._made.values()
        made = [each for plan in plans for each in (plan.catalogue, plan.fixtures) if each is not None]
        return tuple({id(rule): rule for catalogue in made for rule in catalogue.running}.values())

    def settings(self, item: Input, plan: Plan) -> Settings:
        """The settings of an input: what holds for its path as well."""
        name = self.configured.name_in(plan.opened, item)
        config = config_of(plan.opened)
        usage = plan.options.expect_usage
        if "expect_usage" not in self._options.asked:
            said = [some.expect_usage for glob, some in config.files.items() if matches(glob, name)]
            usage = next(filter(None, reversed(said)), usage)
        characters = self._options.character_set
        agreement = Agreement(usage or "", characters, self._today, self._met, receivers_of(config))
        policy = plan.policy.for_file(name)
        return replace(plan.settings, agreement=agreement, policy=policy, listen=self._listen(plan))

    def _listen(self, plan: Plan) -> Callable[[Source], Listener] | None:
        """Who listens to a source of a plan: what an acknowledgment may copy is for its configuration to say."""
        listening, values = self.listening, plan.options.values
        return None if listening is None else lambda source: listening(source, values)

    def _plan(self, opened: Opened | None) -> Plan:
        path = opened.path if opened is not None else None
        if path not in self._made:
            self._made[path] = self._make(opened)
        return self._made[path]

    def _make(self, opened: Opened | None) -> Plan:
        options = self._own(opened)
        given = "payer" in self._options.asked
        config = config_of(opened)
        known = self._known(options.rules)
        if opened is not None:
            refuse_unknown(opened, known.about, known.profiles)
        chosen = known_profile(known, options.payer)
        select = (*(options.select or (ALL,)), *options.extend_select)
        unbound = with_acknowledged(known.select(select, options.ignore), known, options)
        unbound = unbound.switch_on(switched_on(config, chosen, given))
        store = open_store(options.refdata)
        catalogue = unbound.bind(store)
        fixtures = with_fixtures(unbound).bind(store) if asks_for_fixtures(select) else None
        settings = Settings(
            values=options.values,
            excerpts=self._excerpts,
            as_of=options.as_of.date() if options.as_of else None,
            wanted=catalogue.wanted,
        )
        policy = Policy(terms_of(opened, known.profiles, chosen, given), self._today)
        asleep = {rule.code for rule in known.rules} - {rule.code for rule in (fixtures or catalogue).running}
        return Plan(opened, options, catalogue, settings, policy, frozenset(asleep), fixtures)

    def _known(self, rules: tuple[Path, ...]) -> Catalogue:
        if rules not in self._read:
            self._read[rules] = load_rules(rules)
        return self._read[rules]

    def _own(self, opened: Opened | None) -> Options:
        """The options where a configuration says what neither command line nor environment did."""
        if opened is None:
            return self._options
        config, within = opened.config, self.configured.reach(opened)
        said: dict[str, Any] = {
            "select": config.select,
            "extend_select": config.extend_select,
            "values": config.values,
            "rules": rule_paths(opened, within),
            "refdata": refdata_path(opened, within),
            "expect_usage": config.expect_usage,
            "payer": config.payer,
        }
        return replace(self._options, **{name: said[name] for name in said.keys() - self._options.asked})

    # ------------------------------------------------------------------- what became of entries

    @property
    def past(self) -> tuple[Ignored, ...]:
        """Entries of `[[ignore]]` that hold no more, in the order of their files."""
        return _each_once(entry for plan in self._made.values() for entry in plan.policy.past)

    @property
    def idle(self) -> tuple[Ignored, ...]:
        """Entries that no finding met, where everything was linted that they could mean."""
        if self._options.asked & _NARROWING:
            return ()
        needed = {entry for plan in self._made.values() for entry in plan.policy.needed}
        found = [entry for plan in self._made.values() if self._is_whole(plan) for entry in _idle(plan)]
        return _each_once(entry for entry in found if entry not in needed)

    def _is_whole(self, plan: Plan) -> bool:
        """Whether the whole folder of a configuration was asked for."""
        if plan.opened is None:
            return False
        folder = plan.opened.path.resolve().parent
        asked = [Path(text).resolve() for text in self._options.paths or (".",) if text != "-"]
        return any(place in (folder, *folder.parents) for place in asked if place.is_dir())


def _idle(plan: Plan) -> Iterator[Ignored]:
    """Entries that no finding met, of rules that could have found something."""
    for entry in plan.policy.idle:
        meant = [code for code in plan.catalogue.about if entry.rule == ALL or code.startswith(entry.rule)]
        if any(code not in plan.asleep and plan.catalogue.wanted(code) for code in meant):
            yield entry


def _each_once(entries: Iterator[Ignored]) -> tuple[Ignored, ...]:
    return tuple(sorted(dict.fromkeys(entries), key=lambda entry: entry.place))
