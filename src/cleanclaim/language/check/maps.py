"""The codes under which others report what a rule finds: their shapes, and the parts that they need.

Codes of X12: claim status categories (source 507), claim statuses (508), entities, claim adjustment reasons (139)
and remittance advice remarks (411). Which of them are in force is not known here.
"""

from __future__ import annotations

import re

from cleanclaim.findings import Acknowledgment
from cleanclaim.language import clauses as c
from cleanclaim.language import syntax as s
from cleanclaim.language.check.faults import CODE, Refused

_PARTS = (
    (re.compile("A[0-8]"), "a claim status category", "A0 to A8: `map 277CA A7:562:85`"),
    (re.compile("[1-9][0-9]{0,2}"), "a claim status", "a number: `map 277CA A7:562:85`"),
    (re.compile("[A-Z0-9]{2,3}"), "an entity", "two or three capitals or digits: `map 277CA A7:562:85`"),
)
_REASON = (re.compile("[1-9][0-9]{0,2}|[ABDPWY][0-9]{1,2}"), "a claim adjustment reason", "a code like 97 or B7")
_REMARK = (re.compile("(M|MA|N)[1-9][0-9]{0,2}"), "a remittance advice remark", "a code like M15, MA130 or N519")
_OF_AN_ENTITY = ("562",)  # an NPI is somebody's


def read_maps(maps: tuple[c.MapClause, ...], *, of_provider: bool) -> Acknowledgment:
    """The codes of all `map` clauses. Raises `Refused` for what is none.

    What is wrong with a provider can be wrong with each of them, so a rule `of_provider` need not name an entity.
    """
    said: dict[str, list[str]] = {"277CA": [], "CARC": [], "RARC": []}
    for clause in maps:
        said[clause.target] += [_status(clause, of_provider)] if clause.target == "277CA" else _codes(clause)
    return Acknowledgment(tuple(said["277CA"]), tuple(said["CARC"]), tuple(said["RARC"]))


def _status(clause: c.MapClause, of_provider: bool) -> str:
    codes = clause.codes
    for code, part in zip(codes, _PARTS, strict=False):
        _shaped(code, part)
    if not 2 <= len(codes) <= len(_PARTS):
        message = f"a 277CA status has two or three parts, found {len(codes)}"
        raise Refused(clause.at, CODE, message, "category, status, and entity: `map 277CA A7:562:85`")
    if len(codes) == 2 and codes[1].text in _OF_AN_ENTITY and not of_provider:
        message = f"status {codes[1].text} needs an entity: it says whose"
        help_ = f"`map 277CA {codes[0].text}:{codes[1].text}:85` is the billing provider's"
        raise Refused(clause.at, CODE, message, help_)
    return ":".join(code.text for code in codes)


def _codes(clause: c.MapClause) -> list[str]:
    for code in clause.codes:
        _shaped(code, _REASON if clause.target == "CARC" else _REMARK)
    return [code.text for code in clause.codes]


def _shaped(code: s.Word, part: tuple[re.Pattern[str], str, str]) -> None:
    shape, noun, expected = part
    if not shape.fullmatch(code.text):
        raise Refused(code.at, CODE, f"`{code.text}` is not {noun}", f"expected {expected}")
