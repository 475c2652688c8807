"""JUnit XML: a test suite a file, a failed test case for each error."""

from __future__ import annotations

from typing import Any, TextIO

from junitparser import Failure, JUnitXml, TestCase, TestSuite

from cleanclaim.findings import Finding
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Totals


class JUnit(Format):
    """Errors fail; warnings and infos pass and say what they are, as a build is not broken by them.

    A file without findings is a suite with one passed case. The document is written at the end.
    """

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._report: Any = JUnitXml("cleanclaim")
        self._cases: list[TestCase] = []

    def finding(self, finding: Finding) -> None:
        """Keep the test case of a finding."""
        self._cases.append(_case(finding))

    def file(self, name: str) -> None:
        """Close the suite of a file."""
        suite = TestSuite(draw(name))
        for case in self._cases or [TestCase("no findings", draw(name))]:
            suite.add_testcase(case)
        self._report.add_testsuite(suite)
        self._cases = []

    def end(self, totals: Totals) -> None:
        """Write the document."""
        if self._cases:
            self.file("cleanclaim")
        self._report.update_statistics()
        self._stream.write(self._report.tostring().decode("utf-8") + "\n")


def _case(finding: Finding) -> TestCase:
    at = finding.location
    place = f"{draw(at.path)}:{at.line}:{at.column}" if at else ""
    case = TestCase(f"{finding.rule} at {place}" if place else finding.rule, draw(at.path) if at else finding.rule)
    text = "\n".join(_lines(finding, place))
    if finding.severity == "error":
        case.result = [_failure(finding, text)]
    else:
        case.system_out = text
    return case


def _failure(finding: Finding, text: str) -> Failure:
    failure = Failure(draw(finding.message), finding.rule)
    failure.text = text
    return failure


def _lines(finding: Finding, place: str) -> list[str]:
    said = [f"{place}: {finding.rule} {finding.severity}: {draw(finding.message)}".removeprefix(": ")]
    at = finding.location
    if at and at.claim is not None:
        said.append(f"claim {at.claim}" + (f", line {at.service_line}" if at.service_line is not None else ""))
    if advice := finding.suggestion or finding.help:
        said.append(f"help: {draw(advice)}")
    return said
