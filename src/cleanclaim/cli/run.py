"""One run of `lint`: every input through the pipeline, every finding into the reports."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from cleanclaim import __version__
from cleanclaim.catalogue import Catalogue
from cleanclaim.cli.acks import open_acks
from cleanclaim.cli.meter import metered
from cleanclaim.cli.options import Options
from cleanclaim.cli.outputs import WITH_NUMBERS, Output, in_ci, naming_of, open_outputs, parse_outputs, wants_color
from cleanclaim.cli.paths import Input, Inputs, reason
from cleanclaim.cli.plans import Plans
from cleanclaim.cli.progress import PROGRESS
from cleanclaim.cli.statistics import Statistics
from cleanclaim.cli.timing import Timed, Untimed
from cleanclaim.errors import ConfigError
from cleanclaim.findings import SEVERITIES, Finding, Severity
from cleanclaim.lint import Run, Settings
from cleanclaim.locate import Summary
from cleanclaim.privacy import draw
from cleanclaim.reports import KEPT_BY_OTHERS, Format, Tool, Totals
from cleanclaim.reports.format import EXPIRED, UNUSED
from cleanclaim.source import Source

if TYPE_CHECKING:
    from cleanclaim.cli.baselined import Baselined


class _Unread(NamedTuple):
    """An input that the system would not let us read."""

    name: str
    reason: str


# An acknowledgment is written while its source is read: no reading fails so.
_OF_WRITING = (errno.EPIPE, errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
_SAID = {EXPIRED: "holds no more: it expired", UNUSED: "met no finding"}
Recording = Callable[[Inputs, Catalogue], "Baselined"]


def run(options: Options, inputs: Inputs, record: Recording | None = None) -> int:
    """Lint every input and write the reports; the exit status. `record` takes the place of `--baseline`."""
    started, timing = time.monotonic(), Timed() if options.timing else Untimed()
    outputs = parse_outputs(options.output)
    _may_show(options, outputs)
    _keep_inputs(outputs, inputs)
    PROGRESS.naming = naming_of(options.shown_paths)
    plans = Plans(options, outputs, inputs)
    catalogue = plans.main.catalogue
    timing.mark("load rules")
    fixed = _fix(options, inputs, catalogue, plans.main.settings)
    timing.mark("fix files")
    with (
        open_outputs(outputs, color=wants_color(options.color), naming=PROGRESS.naming) as reports,
        open_acks(outputs, options) as listening,
    ):
        plans.listening = listening
        run_ = _Run(reports, plans, inputs, _baselined(options, inputs, catalogue, record))
        with metered(inputs, options.progress), timing.sampled(plans.rules):
            run_.read()
    timing.mark("finish reports")
    run_.tell(time.monotonic() - started)
    for line in timing.lines():
        print(line, file=sys.stderr)
    return run_.status() if fixed else 2


def _baselined(options: Options, inputs: Inputs, catalogue: Catalogue, record: Recording | None) -> Baselined | None:
    """What is known already, or is to be."""
    if record is not None:
        return record(inputs, catalogue)
    if options.baseline is None:
        return None
    from cleanclaim.cli.baselined import open_baseline

    return open_baseline(options.baseline, inputs, catalogue)


def _fix(options: Options, inputs: Inputs, catalogue: Catalogue, settings: Settings) -> bool:
    """Whether everything that `--fix` asks for could be done."""
    if not options.fix:
        return True
    from cleanclaim.cli.fixing import fix

    return fix(inputs, catalogue, settings)


def _may_show(options: Options, outputs: Sequence[Output]) -> None:
    """A report that others keep never shows protected health information, and a pipe no numbers of claims."""
    for output in outputs:
        if options.values in ("ids", "all") and output.format in KEPT_BY_OTHERS:
            what = f"--values {options.values} is never written as {output.format}"
            raise ConfigError(f"{what}: that report is kept by others")
        if options.values == "ids" and output.path is None and (in_ci() or not sys.stdout.isatty()):
            raise ConfigError("--values ids is for files, and for terminals outside CI: write FORMAT=PATH")
    if options.values == "ids" and not any(output.format in WITH_NUMBERS for output in outputs):
        raise ConfigError(f"--values ids adds nothing but to {' and '.join(WITH_NUMBERS)}: write full=PATH")


def _keep_inputs(outputs: Sequence[Output], inputs: Inputs) -> None:
    """A report must not be written over what is linted."""
    read = {os.path.realpath(item.path) for item in inputs.files if item.path}
    for output in outputs:
        if output.path and os.path.realpath(output.path) in read:
            raise ConfigError(f"the report `{draw(str(output.path))}` is one of the inputs")


class _Run:
    """Counts what passes from the pipeline to the reports."""

    def __init__(
        self, reports: Sequence[Format], plans: Plans, inputs: Inputs, known: Baselined | None = None
    ) -> None:
        options = plans.options
        self._reports, self._plans, self._inputs, self._known = reports, plans, inputs, known
        self._totals = Totals(skipped=inputs.skipped, excluded=inputs.excluded)
        self._statistics = Statistics()
        self._unread = [_Unread(*item) for item in inputs.unreadable]
        self._shown = SEVERITIES[: SEVERITIES.index(_severity(options.show)) + 1]
        fail_on = options.fail_on
        self._failing = () if fail_on == "never" else SEVERITIES[: SEVERITIES.index(_severity(fail_on)) + 1]
        self._failed = False

    def read(self) -> None:
        """Lint the inputs in their order."""
        catalogue, settings = self._plans.main.catalogue, self._plans.main.settings
        digest = catalogue.digest if any(report.says_rules for report in self._reports) else ""
        for report in self._reports:
            report.begin(Tool("cleanclaim", __version__, digest))
        with Run(catalogue, settings, len(self._inputs.files)) as together:
            for item in self._inputs.files:
                self._file(item, together)
        if self._known is not None:
            self._totals.stale = self._known.known.stale()
        self._totals.ignores = self._entries()
        for report in self._reports:
            report.end(self._totals)

    def _entries(self) -> tuple[tuple[str, str, str], ...]:
        """Entries of `[[ignore]]` to be looked at again; an input that was not read may have needed one."""
        past, idle = self._plans.past, () if self._unread else self._plans.idle
        return (*((entry.rule, entry.place, EXPIRED) for entry in past),
                *((entry.rule, entry.place, UNUSED) for entry in idle))  # fmt: skip

    def _file(self, item: Input, together: Run) -> None:
        found = 0
        plan = self._plans.of(item)
        settings, catalogue = self._plans.settings(item, plan), plan.catalogue_of(item)
        for said in _read(item, lambda source: together.lint(source, catalogue, settings)):
            if isinstance(said, Finding):
                PROGRESS.segment = said.mark.segment
                if self._known is not None and self._known.takes(item, said):
                    self._totals.baselined += 1
                    continue
                found += 1
                PROGRESS.findings += 1
                self._finding(said)
            elif isinstance(said, Summary):
                self._add(said)
                if self._known is not None:
                    self._known.read(item, said)
            else:
                self._unread.append(said)
        self._totals.files_with_findings += bool(found)
        with PROGRESS.quiet():
            for report in self._reports:
                report.file(item.name)

    def _finding(self, finding: Finding) -> None:
        self._totals.count(finding)
        self._statistics.count(finding)
        self._failed = self._failed or finding.severity in self._failing
        if finding.severity not in self._shown:
            self._totals.hidden += 1
            return
        with PROGRESS.quiet():
            for report in self._reports:
                report.finding(finding)

    def _add(self, summary: Summary) -> None:
        totals = self._totals
        totals.files += 1
        totals.interchanges += summary.interchanges
        totals.transactions += summary.transactions
        totals.claims += summary.claims
        totals.service_lines += summary.service_lines
        totals.segments += summary.segments
        totals.bytes += summary.bytes
        totals.unread_bytes += summary.unread_bytes
        totals.suppressed += summary.suppressed
        for what, times in summary.not_checked.items():
            totals.not_checked[what] = totals.not_checked.get(what, 0) + times

    def tell(self, seconds: float) -> None:
        """Say on standard error what is no part of the report."""
        for name, why in self._unread:
            print(f"error: cannot read `{PROGRESS.named(name)}`: {why}", file=sys.stderr)
        if self._known is not None:
            self._known.tell()
        for rule, place, why in self._totals.ignores:
            print(f"{draw(place)}: the entry that ignores {rule} {_SAID[why]}", file=sys.stderr)
        if self._plans.options.statistics:
            for line in self._statistics.lines(self._totals, seconds):
                print(line, file=sys.stderr)
        elif sys.stderr.isatty():
            print(f"in {seconds:.1f} s", file=sys.stderr)

    def status(self) -> int:
        """0 clean, 1 findings, 2 where an input could not be read."""
        return 2 if self._unread else int(self._failed)


def _severity(name: str) -> Severity:
    return next(severity for severity in SEVERITIES if severity == name)


def _read(
    item: Input, judge: Callable[[Source], Iterator[Finding | Summary]]
) -> Iterator[Finding | Summary | _Unread]:
    """What the pipeline says of one input; what the system says of it, where it can not be read."""
    PROGRESS.path, PROGRESS.segment = item.name, 0
    try:
        with item.open() as source:
            PROGRESS.source = source
            yield from judge(source)
            PROGRESS.source = None
            PROGRESS.bytes += source.size
    except OSError as error:
        if error.errno in _OF_WRITING:
            raise
        yield _Unread(item.name, reason(error))
    PROGRESS.path, PROGRESS.source = "", None
    PROGRESS.files += 1
