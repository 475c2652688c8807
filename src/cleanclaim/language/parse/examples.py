"""Trees of examples to nodes of the language."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from cleanclaim.language import mini_claims as m
from cleanclaim.language import syntax as s
from cleanclaim.language.parse.expressions import Branch, Expressions, Leaf, Wrong, plain
from cleanclaim.language.parse.grammar import Token, Tree

_MOST = 9999  # lines, findings or pointers that an example can speak of


class Examples(Expressions):
    """Builds the nodes of examples and of plain values."""

    def value(self, node: Leaf) -> m.Value:
        """A value of an example. Raises `Wrong` for a date that no calendar has."""
        if isinstance(node, Tree) and node.data == "v_date":
            self.day(node.children[0])
        return self.cell(node)

    def cell(self, node: Leaf) -> m.Value:
        """A value of an example or a table, whatever it is."""
        assert isinstance(node, Tree)
        kind = str(node.data).removeprefix("v_")
        texts = tuple(str(child) for child in node.children)
        if kind == "quantity":
            return m.Value(self.place(node), kind, texts[:1], unit=texts[1])
        if kind == "text":
            texts = (plain(texts[0]),)
        return m.Value(self.place(node), kind, () if kind == "missing" else texts)

    def _example(self, node: Branch) -> m.Example:
        word, *rest = node.children
        fails, title = str(word) == "fail", ""
        lines: tuple[int, ...] = ()
        times, parts, given = None, [], []
        for part in rest:
            if isinstance(part, Token):
                title = plain(str(part))
            elif part.data == "at_line":
                lines = tuple(self._whole(token) for token in part.children)
            elif part.data == "times":
                times = self._whole(part.children[0])
            elif part.data == "ex_given":
                given.append(self._given(part))
            else:
                parts.append(part)
        if not fails and (lines or times):
            raise Wrong(self.place(node), "a passing example finds nothing, so it names no lines and no times")
        return m.Example(self.place(node), fails, title, self._claims(parts), lines, times, tuple(given))

    def _whole(self, token: Leaf) -> int:
        """A number of lines, findings or diagnoses. Raises `Wrong` for one that is not whole, or so large."""
        number = Decimal(str(token))
        if number != number.to_integral_value() or number > _MOST:
            raise Wrong(self.place(token), f"expected a whole number of at most {_MOST}, found `{token}`")
        return int(number)

    def _claims(self, parts: list[Branch]) -> tuple[m.ExampleClaim, ...]:
        claims = [part for part in parts if part.data == "ex_claim"]
        if claims and len(claims) != len(parts):
            stray = next(part for part in parts if part.data != "ex_claim")
            raise Wrong(
                self.place(stray), "this stands outside the example's claims", "put it into a `claim { ... }`"
            )
        if claims:
            return tuple(self._claim([*self._branches(claim)], self.place(claim)) for claim in claims)
        return (self._claim(parts, self.place(parts[0]) if parts else s.Place(1, 1, 1, 1)),)

    def _given(self, node: Branch) -> m.Given:
        name, *rest = node.children
        keys = tuple(self.value(part) for part in rest if isinstance(part, Tree) and part.data != "given_col")
        columns = tuple(
            (self.word(part.children[0]), self.value(part.children[1]))
            for part in rest
            if isinstance(part, Tree) and part.data == "given_col"
        )
        return m.Given(self.place(node), self.word(name), keys, columns)

    def _branches(self, node: Branch) -> list[Branch]:
        return [child for child in node.children if isinstance(child, Tree)]

    def _claim(self, parts: list[Branch], at: s.Place) -> m.ExampleClaim:
        found: dict[str, list[Any]] = {"ex_diagnoses": [], "ex_line": [], "ex_field": [], "ex_row": []}
        for part in parts:
            if part.data == "ex_given":
                raise Wrong(self.place(part), "`given` can not stand inside a claim", "write it before the claims")
            if part.data == "ex_claim":
                raise Wrong(self.place(part), "a claim can not stand inside a claim")
            found[str(part.data)].append(part)
        return m.ExampleClaim(
            at,
            diagnoses=tuple(self.word(code) for part in found["ex_diagnoses"] for code in part.children),
            lines=tuple(self._ex_line(part) for part in found["ex_line"]),
            fields=tuple(self._ex_field(part) for part in found["ex_field"]),
            rows=tuple(self._ex_row(part) for part in found["ex_row"]),
        )

    def _ex_line(self, node: Branch) -> m.ExampleLine:
        head, *rest = node.children
        procedure, *modifiers = str(head).split("-")
        more: dict[str, Any] = {}
        for part in rest:
            assert isinstance(part, Tree)
            for name, value in getattr(self, "_" + str(part.data))(part).items():
                if name in more:
                    raise Wrong(self.place(part), f"the line says its {name.replace('_', ' ')} twice")
                more[name] = value
        place = self.place(head)
        word = s.Word(procedure, place._replace(end_column=place.column + len(procedure)))
        return m.ExampleLine(self.place(node), word, tuple(modifiers), **more)

    def _ex_units(self, node: Branch) -> dict[str, Any]:
        return {"units": Decimal(str(node.children[0])[1:])}

    def _ex_charge(self, node: Branch) -> dict[str, Any]:
        return {"charge": Decimal(str(node.children[0])[1:])}

    def _ex_date(self, node: Branch) -> dict[str, Any]:
        first, *until = node.children
        found = {"date": self.day(first)}
        if until and isinstance(until[0], Tree):
            found["end_date"] = self.day(until[0].children[0])
        return found

    def _ex_place(self, node: Branch) -> dict[str, Any]:
        return {"place_of_service": self.word(node.children[0])}

    def _ex_pointers(self, node: Branch) -> dict[str, Any]:
        return {"pointers": tuple(self._whole(token) for token in node.children)}

    def _ex_by(self, node: Branch) -> dict[str, Any]:
        return {"rendering": self.word(node.children[0])}

    def _ex_more(self, node: Branch) -> dict[str, Any]:
        return self._held(self._branches(node))

    def _held(self, parts: list[Branch]) -> dict[str, Any]:
        """What stands in the braces of a line or a row."""
        return {
            "fields": tuple(self._ex_field(part) for part in parts if part.data == "ex_field"),
            "rows": tuple(self._ex_row(part) for part in parts if part.data == "ex_row"),
        }

    def _ex_row(self, node: Branch) -> m.ExampleRow:
        return m.ExampleRow(self.place(node), self.word(node.children[0]), **self._held(self._branches(node)))

    def _ex_field(self, node: Branch) -> m.ExampleField:
        name, value = node.children
        assert isinstance(name, Tree)
        return m.ExampleField(self.place(node), tuple(self.word(part) for part in name.children), self.value(value))
