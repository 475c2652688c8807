"""Names and paths: what `line.rendering.npi` means where it stands."""

from __future__ import annotations

from dataclasses import replace

from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language.check.book import Book
from cleanclaim.language.check.faults import AMBIGUOUS, KIND, MEMBER, MISSING, NAME, Refused
from cleanclaim.language.check.narrow import key_of
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.model import SHORTCUTS, field_type, fields
from cleanclaim.language.types import Type, spoken
from cleanclaim.language.words import did_you_mean, nearest

_ENDS = ("first", "last")
_SIZES = ("length", "len", "size", "count")
_NEVER_NAMES = {
    "line": "begin the rule with `for line`, or ask `any line where ...`",
    **dict.fromkeys(("now", "current_date", "sysdate"), "did you mean `file.today`?"),
    **dict.fromkeys(("null", "none", "nil", "undefined"), "ask `... is missing`, or `is present`"),
}
_COMPUTED = {"age": "write `age_years(patient.birth_date, line.date)`"}


class Paths:
    """Checks names and paths."""

    def __init__(self, book: Book) -> None:
        self.book = book
        self.passing: set[str] = set()  # names of rows that are known to a quantifier or a sum alone

    def path(self, node: s.Path, scope: Scope) -> n.Typed:
        """A path as it is meant. Raises `Refused` for a name that is not known here."""
        head, *rest = node.parts
        found = self._head(head, scope)
        for word in rest:
            found = self._part(found, word, scope)
        return found

    def _head(self, word: s.Word, scope: Scope) -> n.Typed:
        found = scope.find(word.text, word.at)
        bare = scope.bare is not None and word.text in fields(scope.bare.type.system)
        if found is not None and bare:
            message = f"`{word.text}` could mean the field of the row under test, or what the rule names so"
            raise Refused(word.at, AMBIGUOUS, message, "give the rule's own value another name")
        if found is not None:
            return self.guarded(found, scope)
        if scope.bare is not None and bare:
            return self.field(replace(scope.bare, at=word.at), word, scope)
        if word.text in SHORTCUTS and scope.names.get("claim") is not None:
            claim = n.Name(word.at, Type("row", "claim"), "claim")
            return self.field(claim, word, scope)
        raise self._unknown(word, scope)

    def _unknown(self, word: s.Word, scope: Scope) -> Refused:
        told = scope.later.get(word.text) or _NEVER_NAMES.get(word.text) or _COMPUTED.get(word.text)
        told = told or self._of_codes(word.text) or None
        if told is not None:
            return Refused(word.at, NAME, f"`{word.text}` is not known here", told)
        names = [*scope.names, *SHORTCUTS, *(fields(scope.bare.type.system) if scope.bare else ())]
        help_ = _of_rows(word.text, scope, exactly=True)
        if not help_ and of_shortcut(word.text):
            help_ = f"did you mean `{of_shortcut(word.text)}`?"
        help_ = help_ or did_you_mean(word.text, names) or _of_rows(word.text, scope, exactly=False)
        return Refused(word.at, NAME, f"`{word.text}` is not known here", help_)

    def _of_codes(self, name: str) -> str:
        """How a table or a set is asked whose name stands where a value is due; empty for any other name."""
        if name in self.book.sets:
            return f"it is a set: write `is {name}`, or `has {name}` of a list"
        if name not in self.book.tables:
            return ""
        table = self.book.tables[name]
        on = " on line.date" if table.valid is not None or table.source else ""
        keys = ", ".join("..." for _ in table.keys)
        return f"it is a table, which is asked by its key: `{name}({keys}){on} is present`"

    def _part(self, row: n.Typed, word: s.Word, scope: Scope) -> n.Typed:
        if row.type.base == "table":
            return self._cell(row, word, scope)
        if row.type.many:
            raise Refused(word.at, KIND, f"a list has no `{word.text}`", _of_list(word.text))
        if row.type.base != "row":
            help_ = "write `year(...)`" if row.type.base == "date" and word.text == "year" else ""
            raise Refused(word.at, KIND, f"{spoken(row.type)} has no `{word.text}`", help_)
        if word.text == "claim" and isinstance(row, n.Name) and row.type.system == "line":
            return self._owner(row, word, scope)
        return self.field(row, word, scope)

    def _owner(self, line: n.Name, word: s.Word, scope: Scope) -> n.Typed:
        """The claim that a line stands in."""
        where = scope.stands.get(line.name)
        if where is None:
            raise Refused(word.at, MEMBER, f"it is not known in which claim `{line.name}` stands")
        at = _joined(line, word)
        claim = Type("row", "claim")
        return n.Owner(at, claim, line) if where == "far" else n.Name(at, claim, "claim")

    def field(self, row: n.Typed, word: s.Word, scope: Scope) -> n.Typed:
        """A field of a row. Raises `Refused` where rows of its kind have no such field."""
        known = fields(row.type.system)
        if word.text not in known:
            noun = spoken(row.type)
            help_ = _COMPUTED.get(word.text) or _inside(row, word.text) or _of_others(row, word.text)
            help_ = help_ or did_you_mean(word.text, known) or _elsewhere(row, word.text)
            raise Refused(word.at, MEMBER, f"{noun} has no `{word.text}`", help_)
        type_ = field_type(row.type.system, word.text)
        if row.type.optional:
            type_ = type_._replace(optional=True)
        if row.type.protected:
            type_ = type_._replace(protected=True)
        required = known[word.text].required
        return self.guarded(n.Get(_joined(row, word), type_, row, word.text, required), scope)

    def _cell(self, row: n.Typed, word: s.Word, scope: Scope) -> n.Typed:
        columns = self.book.tables[row.type.system].columns
        for index, (name, type_) in enumerate(columns):
            if name == word.text:
                type_ = type_._replace(optional=type_.optional or row.type.optional, protected=row.type.protected)
                return self.guarded(n.Cell(_joined(row, word), type_, row, index), scope)
        help_ = did_you_mean(word.text, [name for name, _ in columns])
        raise Refused(word.at, MEMBER, f"table `{row.type.system}` has no column `{word.text}`", help_)

    def guarded(self, node: n.Typed, scope: Scope) -> n.Typed:
        """The node, no longer optional where a guard says that it is there."""
        if node.type.optional and key_of(node) in scope.facts:
            return _retyped(node, node.type.given)
        return node

    def need(self, node: n.Typed, text: str) -> n.Typed:
        """The node where it is always there. Raises `Refused` for a value that can be missing."""
        if not node.type.optional:
            return node
        if not key_of(node):
            raise Refused(node.at, MISSING, _told(text), _name_first(node, text))
        row = node.row if isinstance(node, n.Get) else None
        row = row.row if isinstance(row, n.Owner) else row
        if isinstance(row, n.Name) and row.name in self.passing and "." in text:
            raise Refused(
                node.at,
                MISSING,
                _told(text),
                f"ask `{text} is present` in the `where` of its rows, or {_or_else(text)}",
            )
        bare = isinstance(node, n.Get) and "." not in text
        help_ = f"guard it: `{text} is present and ...`" if bare else f"guard it: `when {text} is present`"
        if node.type.base not in ("row", "table"):
            help_ += f", or {_or_else(text)}"
        raise Refused(node.at, MISSING, _told(text), help_)


def _inside(row: n.Typed, name: str) -> str:
    """The field of a party, such as `rendering.npi`, that is meant by `rendering_npi`; empty where none is."""
    party, _, asked = name.rpartition("_")
    owner = field_type(row.type.system, party) if party in fields(row.type.system) else None
    if owner is None or owner.base != "row" or owner.many or asked not in fields(owner.system):
        return ""
    return f"did you mean `{party}.{asked}`?"


def _of_rows(name: str, scope: Scope, *, exactly: bool) -> str:
    """The row that is known here and has a field of that name, the last one named first, or of a name near to it."""
    for row, value in reversed([*scope.names.items()]):
        if value is None or value.type.base != "row" or value.type.many:
            continue
        known = fields(value.type.system)
        near = nearest(name, known) if not exactly else name if name in known else ""
        if near:
            return f"did you mean `{row}.{near}`?"
    return ""


def of_shortcut(name: str) -> str:
    """The field of that name of the patient, the payer or another row with a short name; empty where none has it."""
    owners = (row for row in SHORTCUTS if name in fields(field_type("claim", row).system))
    return next((f"{row}.{name}" for row in owners), "")


def _of_others(row: n.Typed, name: str) -> str:
    """The field of just that name that a line has not, but its provider, its claim or its patient."""
    if row.type.system != "line":
        return ""
    if name in fields("claim"):
        return f"it is a claim's: `claim.{name}`"
    if name in fields(field_type("line", "rendering").system):
        return f"did you mean `rendering.{name}`?"
    return f"did you mean `{of_shortcut(name)}`?" if of_shortcut(name) else ""


def _elsewhere(row: n.Typed, name: str) -> str:
    """Where a field stands that a claim has not, if a line or its patient has it; else where to look for fields."""
    system = row.type.system
    one = name if name in fields("line") else name.removesuffix("s")
    if system == "claim" and one in fields("line"):
        return f"it is a line's: ask `any line where {one} ...`, or begin with `for line`"
    if system == "claim" and of_shortcut(name):
        return f"did you mean `{of_shortcut(name)}`?"
    return f"`cleanclaim rules fields {system}` lists what there is"


def _or_else(text: str) -> str:
    return f"give a fallback: `{text} otherwise ...`"


def _told(text: str) -> str:
    return f"{'this value' if text == '...' else f'`{text}`'} can be missing"


def _name_first(node: n.Typed, text: str) -> str:
    """What is computed has no name that a guard could be put on."""
    help_ = f"give it a name and guard that: `let found = {text}`, then `when found is present`"
    return help_ if node.type.base in ("row", "table") else f"{help_}; or give a fallback: `({text} otherwise ...)`"


def _of_list(name: str) -> str:
    """What to write in place of a field of a list."""
    if name in _ENDS:
        return f"write `... {name} is ...`"
    return "write `count(...)`" if name in _SIZES else "ask its items: `any x in ... satisfies x...`"


def _joined(row: n.Typed, word: s.Word) -> s.Place:
    if row.at.line == word.at.line and row.at.column <= word.at.column:
        return s.Place(row.at.line, row.at.column, word.at.end_line, word.at.end_column)
    return word.at


def _retyped(node: n.Typed, type_: Type) -> n.Typed:
    return replace(node, type=type_)
