"""Whether a value, or one of a list, is in a set of codes: the cheapest question for each kind of set."""

from __future__ import annotations

import ast

from cleanclaim.language import nodes as n
from cleanclaim.language.codes import CodeSet, Memo, pattern_of
from cleanclaim.language.compile import build as b


def is_in(node: n.InSet, value: ast.expr, code: b.Code) -> ast.expr:
    """The code of the question, whether it is denied or not."""
    if node.value.type.protected and node.codes.finite is None:
        return _unremembered(value, node, code)
    return (_some if node.value.type.many else _one)(value, node.codes, code)


def _unremembered(value: ast.expr, node: n.InSet, code: b.Code) -> ast.expr:
    """A protected value is looked for anew each time."""
    fits, codes = pattern_of(node.codes), code.keep(node.codes)
    if not node.value.type.many:
        if fits is not None:
            return b.negate(b.is_none(ast.Call(code.keep(fits), [value], [])))
        return b.compare(value, ast.In(), codes)
    one = b.compare(b.load("one"), ast.In(), codes)
    return b.call("any", b.generator(one, b.store("one"), value, []))


def _one(value: ast.expr, codes: CodeSet, code: b.Code) -> ast.expr:
    finite = codes.finite
    if finite is None:
        return b.item(code.keep(Memo(codes)), value)
    if len(finite) == 1:
        return b.compare(value, ast.Eq(), ast.Constant(next(iter(finite))))
    return b.compare(value, ast.In(), code.keep(finite))


def _some(value: ast.expr, codes: CodeSet, code: b.Code) -> ast.expr:
    finite = codes.finite
    if finite is None:
        return b.call("has_some", code.keep(Memo(codes)), value)
    if len(finite) == 1:
        return b.compare(ast.Constant(next(iter(finite))), ast.In(), value)
    return b.negate(ast.Call(b.attribute(code.keep(finite), "isdisjoint"), [value], []))
