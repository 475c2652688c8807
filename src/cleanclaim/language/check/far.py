"""Rows of other claims: where they can be asked for, and what names mean there."""

from __future__ import annotations

from typing import Protocol

from cleanclaim.language import syntax as s
from cleanclaim.language.check.faults import AMBIGUOUS, KIND, Refused
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.model import SHORTCUTS


class Asking(Protocol):
    """Who checks rows: the variable of the rule's line, and the rows of other claims that it has met."""

    line: str
    reaching: list[s.Lines]


def check_reach(node: s.Lines, scope: Scope, asking: Asking) -> str:
    """Whose rows are meant where other claims are asked: `patient`, `file` or `run`, else empty.

    Raises `Refused` for what is no sense.
    """
    far = node.scope.text if node.scope is not None and node.scope.text != "claim" else ""
    if node.entity == "provider" or (node.entity == "claim" and not far):
        help_ = "say which: `of same patient`, `of same file` or `of same run`" if node.entity == "claim" else ""
        raise Refused(node.at, KIND, f"there are no {node.entity}s to range over here", help_)
    if node.entity == "line":
        _compares(node, scope, asking.line)
    if far:
        _reaches(node, far, scope)
        asking.reaching.append(node)
    return far


def _compares(node: s.Lines, scope: Scope, line: str) -> None:
    """Relations and joins compare with the rule's line, which there must be, and must be meant."""
    if not (node.relation or node.keys):
        return
    what = f"`{node.relation}`" if node.relation else "`with same`"
    if not line:
        message = f"{what} compares with the rule's line, and this rule has none"
        raise Refused(node.at, KIND, message, "begin it with `for line`")
    if scope.bare is not None and scope.bare.name != line:
        message = f"{what} could compare with two lines inside another quantifier"
        raise Refused(node.at, AMBIGUOUS, message, "put it into a `let` before, or compare fields in its `where`")


def _reaches(node: s.Lines, far: str, scope: Scope) -> None:
    if scope.bare is not None:
        message = "other claims can not be asked inside a `where`"
        raise Refused(node.at, KIND, message, "put it into a `when` or a `let` of its own")
    if scope.names.get("provider") is not None:
        raise Refused(node.at, KIND, "a rule about providers looks at one claim at a time", "write `for claim`")
    if far == "run" and node.relation != "earlier":
        message = "in a run rows can only be compared with earlier ones"
        raise Refused(node.at, KIND, message, "each file is reported before the next one is read: write `earlier`")
    if far != "patient" and not node.keys:
        message = f"every row of a {far} with every other would never end"
        raise Refused(node.at, KIND, message, f"say what they have in common: `of same {far} with same ...`")


def check_together(reaching: list[s.Lines]) -> None:
    """Rows of a file or a run are found by what they have in common, which is one thing for the whole rule.

    Raises `Refused` where there is none, or where a rule looks into other files and into its own.
    """
    scopes = {node.scope.text for node in reaching if node.scope is not None}
    if not scopes & {"file", "run"}:
        return
    if "run" in scopes and len(scopes) > 1:
        message = "a rule looks either across the files of a run or across its own file"
        raise Refused(reaching[-1].at, KIND, message, "write `of same run` everywhere")
    if not set.intersection(*({(node.entity, word.text) for word in node.keys} for node in reaching)):
        message = "the quantifiers over other claims have nothing in common"
        raise Refused(reaching[-1].at, KIND, message, "give all of them one `with same` at least")


def hiding_claims(scope: Scope, line: str) -> Scope:
    """The scope where `claim`, and what is short for its fields, could mean two claims."""
    mine = "the rule's own as `mine`: `for claim as mine`" if not line else f"`{line}.claim`"
    if line == "line":
        mine = "`mine.claim` where the rule begins with `for line as mine`"
    help_ = f"name the one you mean: {mine}, or the other one by its name after `as`"
    for name in ("claim", *SHORTCUTS):
        scope = scope.hiding(name, f"`{name}` could mean that of two claims here", help_)
    return scope
