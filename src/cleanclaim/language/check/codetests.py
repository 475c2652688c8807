"""What to write in place of a test for codes that asks something else."""

from __future__ import annotations

from cleanclaim.language import syntax as s
from cleanclaim.language.check.comparing import ask_a_field
from cleanclaim.language.check.values import written
from cleanclaim.language.model import fields
from cleanclaim.language.systems import fits
from cleanclaim.language.types import Type, spoken

ORDERED = ("number", "money", "quantity", "date", "time")
_SHOWN = 3  # values that a help repeats


def no_code(type_: Type) -> str:
    """What is wrong with a test for codes of a value that is none."""
    return f"a code test asks a code or a list of codes, not {spoken(type_)}"


def test_help(node: s.CodeTest, type_: Type) -> str:
    """What to write in place of a test for codes of a value that is none."""
    asked = written(node.value)
    if node.end and type_.base == "number":
        return _compared(node, f"{asked} {node.end}", type_)
    if type_.many and type_.base == "number":
        return f"write `{first_code(node.match)} in {asked}`"
    if type_.base in ORDERED or type_.base == "text":
        return _compared(node, asked, type_)
    if type_.base == "row" and type_.system == "payer" and not type_.many:
        said = f"is {'not ' * node.negated}{first_code(node.match)}"
        return (
            f"write `{asked}.id {said}`; what is for some payers alone says so in a line of its own: `payer {said}`"
        )
    if type_.base == "row" and type_.system == "line" and not type_.many and node.word != "is":
        return f"write `{asked}.modifiers {node.word} {first_code(node.match)}`"
    if type_.base == "row" and not type_.many:
        return ask_a_field(type_.system, asked)
    if type_.base == "row" and type_.system == "line":
        return f"ask its lines: `any line where procedure is {first_code(node.match)}`"
    return "ask one of its fields"


def _compared(node: s.CodeTest, asked: str, type_: Type) -> str:
    """The comparisons that are meant: one for each value, or for a range one with both its ends."""
    sign, joint = ("!=", "and") if node.negated else ("=", "or")
    first = node.match.members[0]
    dollar = "$" if type_.base == "money" else ""
    if isinstance(first, s.CodeRange) and not node.end and type_.base in ("number", "money"):
        said = f"{asked} between {dollar}{first.first} and {dollar}{first.last}"
        return f"write `{f'not ({said})' if node.negated else said}`"
    if type_.base == "text" and any(isinstance(member, s.WildCode) for member in node.match.members):
        return (
            f"a wildcard is for codes: ask for the whole text by `{sign}`, a part by `contains`, its shape by `like`"
        )
    values = [_value(member, type_) for member in node.match.members]
    said = f" {joint} ".join(f"{asked} {sign} {value}" for value in values[:_SHOWN])
    return f"compare with `{sign}`: `{said}{f' {joint} ...' if len(values) > _SHOWN else ''}`"


def _value(member: s.Member, type_: Type) -> str:
    """A member of a set as a text, a number or an amount; three dots for what is none."""
    if type_.base == "text" and isinstance(member, s.OneCode):
        return f'"{member.text}"'
    plain = isinstance(member, s.OneCode) and member.text.replace(".", "", 1).isdigit()
    if not plain or not isinstance(member, s.OneCode) or type_.base not in ("number", "money"):
        return "..."
    return f"${member.text}" if type_.base == "money" else member.text


def end_help(node: s.Expr, type_: Type) -> str:
    """What to write in place of a first or last item that can not be compared so; `type_` is that of the item."""
    if not isinstance(node, s.EndOf):
        return ""
    asked = written(node.items)
    if type_.base == "code":
        return f"codes are met with `is`: `{asked} {node.end} is ...`"
    return f"ask its items: `any x in {asked} satisfies x...`"


def text_help(node: s.TextTest, type_: Type) -> str:
    """How a text or a code is looked for in a list or in a row, where `contains` was meant so."""
    asked, text = written(node.value), node.text.text
    if type_.many and type_.base == "code" and fits(type_.system, text):
        return f"write `{asked} has {text}`"
    held = (
        [name for name, field in fields(type_.system).items() if field.kind.base == "text"]
        if type_.base == "row"
        else []
    )
    if not held:
        return ""
    field = "text" if "text" in held else "..."
    return (
        f"ask its items: `any x in {asked} where {field} {node.word} ...`"
        if type_.many
        else f"ask a field: `{asked}.{field}`"
    )


def first_code(match: s.Match) -> str:
    """The first member of a set as it is written."""
    first = match.members[0]
    if isinstance(first, (s.OneCode, s.WildCode)):
        return first.text
    return first.name if isinstance(first, s.SetName) else f"[{first.first}..{first.last}]"
