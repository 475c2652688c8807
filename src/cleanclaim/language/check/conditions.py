"""Comparisons, code tests, guards, and what joins them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from cleanclaim.language import nodes as n
from cleanclaim.language import syntax as s
from cleanclaim.language.check.always import adding_nothing, always
from cleanclaim.language.check.codetests import ORDERED, end_help, first_code, no_code, test_help, text_help
from cleanclaim.language.check.comparing import ask_what, asking, compare_help, list_help
from cleanclaim.language.check.faults import CODE, COMPARE, KIND, MEMBER, NAME, RANGE, Refused, together
from cleanclaim.language.check.narrow import facts
from cleanclaim.language.check.never import contradiction, is_constant
from cleanclaim.language.check.scope import Scope
from cleanclaim.language.check.sets import read_set
from cleanclaim.language.check.unlike import check_letters, check_text_test
from cleanclaim.language.check.values import Values, told, written
from cleanclaim.language.types import BOOL, Type, spoken

ALWAYS_HELP = "it says nothing of a claim: remove it, or ask what is meant"
_ABSENT = {"null", "none", "nil", "empty", "blank", "absent", "missing"}
_THERE = {"present", "there", "given", "filled"}
_BY_ITSELF = (NAME, MEMBER, CODE, RANGE)  # wrong whatever a condition beside it guards


class Conditions(Values):
    """Checks expressions that are true or false."""

    def condition(self, node: s.Expr, scope: Scope) -> n.Typed:
        """An expression that is true or false. Raises `Refused` for a field that is only named."""
        self._only_named(node, scope, "present")
        return super().condition(node, scope)

    def _only_named(self, node: s.Expr, scope: Scope, there: str) -> None:
        """Raises `Refused` for a field where a condition is expected; `there` is what may be meant of it."""
        if not isinstance(node, s.Path):
            return
        found = self.check(node, scope).type
        if found.base == "bool" and not found.many:
            return
        text = written(node)
        help_ = f"write `{text} is {there}`" if found.optional else f"say what of it: `{text} {asking(found)} ...`"
        if found.many:
            help_ = f"write `count({text}) {'>' if there == 'present' else '='} 0`"
        elif found.base == "row" and not found.optional:
            help_ = ask_what(found.system, text)
        raise Refused(node.at, KIND, f"a condition is expected here, not {spoken(found)}", help_)

    def _compare(self, node: s.Compare, scope: Scope) -> n.Typed:
        self._not_absent(node)
        left, right = self.value(node.left, scope), self.value(node.right, scope)
        if isinstance(left, n.EndOf) and node.operator not in ("=", "!="):
            help_ = end_help(node.left, left.type)
            raise Refused(node.at, COMPARE, "a list can be empty: its ends have no order", help_)
        self._comparable(node, node.operator, left, right)
        return self._certain(n.Compared(node.at, BOOL, node.operator, left, right))

    def _not_absent(self, node: s.Compare) -> None:
        """Raises `Refused` for a field that is compared with an empty text, or with a word for no value."""
        sides = node.left, node.right
        path = next((side for side in sides if isinstance(side, s.Path) and side.text not in _ABSENT), None)
        if path is None or not any(map(_is_nothing, sides)):
            return
        word = "missing" if node.operator == "=" else "present"
        absent = next((side.text for side in sides if isinstance(side, s.Path) and side.text in _ABSENT), "")
        message = f"`{absent}` is not used here" if absent else "no value is an empty text"
        raise Refused(node.at, COMPARE, message, f"write `{written(path)} is {word}`")

    def _between(self, node: s.Between, scope: Scope) -> n.Typed:
        value, low, high = (self.value(part, scope) for part in (node.value, node.low, node.high))
        for bound in (low, high):
            self._comparable(node, "<=", value, bound)
        if isinstance(low, n.Const) and isinstance(high, n.Const) and low.value > high.value:
            raise Refused(node.at, RANGE, "the range runs backwards", "write the lower bound first")
        parts = (
            n.Compared(node.at, BOOL, ">=", value, low),
            n.Compared(node.at, BOOL, "<=", value, high),
        )
        return self._certain(n.Logic(node.at, BOOL, "and", parts))

    def _certain(self, node: n.Typed) -> n.Typed:
        """The condition. Raises `Refused` for one that can never be true, or is so always."""
        why = contradiction((node,))
        if why:
            raise Refused(node.at, COMPARE, f"this is never true: {why[1]}")
        if not is_constant(node) and always(node):
            raise Refused(node.at, COMPARE, "this is always true", ALWAYS_HELP)
        return node

    def _comparable(self, node: s.Compare | s.Between, operator: str, left: n.Typed, right: n.Typed) -> None:
        at, one, other = node.at, left.type, right.type
        if one.many or other.many:
            raise Refused(at, COMPARE, f"cannot compare {spoken(one)} with {spoken(other)}", list_help(left, right))
        if one.base == "code" and other.base == "code" and one.system == other.system:
            if operator in ("=", "!="):
                return
            raise Refused(at, COMPARE, "codes have no order", "name a range: `is [99202..99215]`")
        same = one.base == other.base and one.system == other.system
        _check_letters_of(left, right)
        if same and _asks_for_nothing(left, right):
            raise Refused(at, COMPARE, "no value is an empty text", "ask `is missing` or `is present`")
        if same and (one.base in ORDERED or (one.base == "text" and operator in ("=", "!="))):
            return
        if same and one.base == "text":
            raise Refused(at, COMPARE, "texts have no order", "ask `=` or `!=`, `contains`, `like` or `length(...)`")
        raise Refused(
            at, COMPARE, f"cannot compare {spoken(one)} with {spoken(other)}", compare_help(node, left, right)
        )

    # ------------------------------------------------------------------- codes

    def _codetest(self, node: s.CodeTest, scope: Scope) -> n.Typed:
        value = self.check(node.value, scope)
        text = written(node.value)
        self._not_presence(node, value.type)
        if node.end:
            value = self._end(node, node.value, value)
        elif value.type.base == "code" and not value.type.many:
            value = self.need(value, text)
        if value.type.base != "code":
            raise Refused(node.at, KIND, no_code(value.type), test_help(node, value.type))
        self._right_word(node, value.type, text)
        if value.type.optional:
            value = self.need(value, text)
        codes = read_set(node.match, value.type.system, self.book)
        return n.InSet(node.at, BOOL, value, codes, node.negated or node.word == "lacks")

    def _not_presence(self, node: s.CodeTest, type_: Type) -> None:
        """Raises `Refused` for `is null` and `is not present`, which ask whether there is a value."""
        member = node.match.members[0]
        if isinstance(member, s.SetName) and member.name in _ABSENT | _THERE and member.name not in self.book.sets:
            there = (member.name in _THERE) != node.negated
            help_ = f"write `is {'present' if there else 'missing'}`"
            if type_.many:
                help_ = f"ask `count({written(node.value)}) {'>' if there else '='} 0`"
            raise Refused(member.at, NAME, f"`{'not ' * node.negated}{member.name}` is not used here", help_)

    def _end(self, node: s.CodeTest | s.EndOf, items: s.Expr, value: n.Typed) -> n.EndOf:
        if not value.type.many:
            raise Refused(node.at, KIND, f"`{node.end}` asks a list; {told(items)} is {spoken(value.type)}")
        return n.EndOf(items.at, value.type.one, value, node.end == "last")

    def _endof(self, node: s.EndOf, scope: Scope) -> n.Typed:
        """The first or the last number of a list, which can be empty: it is met by `=` and `!=` alone."""
        found = self._end(node, node.items, self.check(node.items, scope))
        if found.type.base != "number":
            raise Refused(node.at, COMPARE, f"{told(node.items)} holds no numbers", end_help(node, found.type))
        return found

    def _right_word(self, node: s.CodeTest, type_: Type, text: str) -> None:
        shown = first_code(node.match)
        if type_.many and node.word == "is":
            raise Refused(
                node.at, KIND, f"{told(node.value)} is a list", f"write `has` or `lacks`: `{text} has {shown}`"
            )
        if not type_.many and node.word != "is":
            message = f"`{node.word}` looks inside a list; {told(node.value)} is {spoken(type_)}"
            raise Refused(node.at, KIND, message, f"write `{text} is {'not ' * (node.word == 'lacks')}{shown}`")

    def _presence(self, node: s.Presence, scope: Scope) -> n.Typed:
        value = self.check(node.value, scope)
        if value.type.many:
            raise Refused(
                node.at, COMPARE, "a list is never missing, but it can be empty", "ask `count(...) = 0`, or `> 0`"
            )
        if not value.type.optional:
            asked = self.check(node.value, replace(scope, facts=frozenset())).type.optional
            said = "is not missing here: that was asked above" if asked else "is never missing"
            help_ = "remove this test"
            if value.type.base == "row" and not asked:
                help_ = ask_what(value.type.system, written(node.value))
            raise Refused(node.at, COMPARE, f"{told(node.value)} {said}", help_)
        return n.Present(node.at, BOOL, value, not node.present)

    def _inlist(self, node: s.InList, scope: Scope) -> n.Typed:
        value, items = self.value(node.value, scope), self.value(node.items, scope)
        if not items.type.many or items.type.base == "row":
            year = value.type.base == "date" and items.type.base == "number"
            help_ = f"write `year({written(node.value)}) = ...`" if year else ""
            raise Refused(node.items.at, KIND, f"`in` looks inside a list, not {spoken(items.type)}", help_)
        if (value.type.base, value.type.system) != (items.type.base, items.type.system) or value.type.many:
            raise Refused(node.at, COMPARE, f"cannot look for {spoken(value.type)} in {spoken(items.type)}")
        return n.Within(node.at, BOOL, value, items)

    def _texttest(self, node: s.TextTest, scope: Scope) -> n.Typed:
        value = self.value(node.value, scope)
        if value.type.many or value.type.base not in ("text", "code"):
            raise Refused(
                node.at,
                KIND,
                f"`{node.word}` looks at a text, not at {spoken(value.type)}",
                text_help(node, value.type),
            )
        check_text_test(node, written(node.value), value.type)
        if node.word == "contains":
            return n.Contains(node.at, BOOL, value, node.text.text)
        return n.Like(node.at, BOOL, value, node.text.text)

    # ------------------------------------------------------------------- logic

    def _both(self, node: s.Both, scope: Scope) -> n.Typed:
        items: list[n.Typed] = []
        wrong: list[Refused] = []
        for number, part in enumerate(node.items):
            try:
                _no_code_alone(part, node.items[:number], node.operator)
                found = self.condition(part, scope)
            except Refused as refused:
                wrong += (one for one in (refused, *refused.others) if not wrong or one.code in _BY_ITSELF)
                continue
            scope = scope.knowing(facts(found, node.operator == "and"))
            items += found.items if isinstance(found, n.Logic) and found.operator == node.operator else (found,)
        if wrong:
            raise together(wrong)
        whole = n.Logic(node.at, BOOL, node.operator, tuple(items))
        self._certain(whole)
        idle = adding_nothing(whole)
        if idle is not None:
            raise Refused(idle.at, COMPARE, "this adds nothing to what stands beside it", "remove it, or the other")
        return whole

    def _not(self, node: s.Not, scope: Scope) -> n.Typed:
        self._only_named(node.operand, scope, "missing")
        return n.Negated(node.at, BOOL, self.condition(node.operand, scope))


def _no_code_alone(part: s.Expr, before: Sequence[s.Expr], operator: str) -> None:
    """Raises `Refused` for `is 99213 or 99214`: the second code alone is no condition."""
    last = before[-1] if before else None
    if isinstance(part, s.Constant) and isinstance(part.value, Decimal) and isinstance(last, s.CodeTest):
        word = "is not" if last.negated else last.word
        message = f"`{part.value}` stands alone: a condition is expected here"
        help_ = f"several codes stand in brackets: `{word} [{first_code(last.match)}, {part.value}]`"
        if word == "has" and operator == "and":  # brackets ask for one of them
            help_ = f"each code is asked for by a test of its own: `and {written(last.value)} has {part.value}`"
        raise Refused(part.at, KIND, message, help_)


def _is_nothing(side: s.Expr) -> bool:
    return (isinstance(side, s.Constant) and side.value == "") or (isinstance(side, s.Path) and side.text in _ABSENT)


def _asks_for_nothing(left: n.Typed, right: n.Typed) -> bool:
    """Whether a value is compared with a text without a character; a fallback can be one."""
    pair = (left, right)
    return any(isinstance(node, n.Const) and node.value == "" for node in pair) and not any(
        isinstance(node, n.Fallback) for node in pair
    )


def _check_letters_of(*sides: n.Typed) -> None:
    for side in sides:
        if isinstance(side, n.Const) and isinstance(side.value, str):
            check_letters(side.value, side.at)
