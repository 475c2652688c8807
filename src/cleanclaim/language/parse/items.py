"""Trees of rules, sets and tables to nodes of the language."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

from cleanclaim.language import clauses as c
from cleanclaim.language import syntax as s
from cleanclaim.language.parse.examples import Examples
from cleanclaim.language.parse.expressions import Branch, Leaf, Wrong, each, plain
from cleanclaim.language.parse.grammar import Token, Tree
from cleanclaim.language.parse.quoted import read_quoted, read_without_values
from cleanclaim.language.parse.spoken import BEGINS, CLAUSES, COMMA
from cleanclaim.language.parse.templates import read_template


class Items(Examples):
    """Builds the nodes of whole items."""

    def item(self, node: Leaf) -> c.Item:
        """The node of an item. Raises `Wrong` where the grammar is too kind."""
        make: Any = getattr(self, "_" + str(node.data)) if isinstance(node, Tree) else self._version
        found: c.Item = make(node)
        return found

    def _version(self, node: Branch) -> c.VersionItem:
        return c.VersionItem(self.place(node), str(node.children[-1]))

    def _use(self, node: Branch) -> c.UseItem:
        return c.UseItem(self.place(node), self.word(node.children[0]))

    def _profile_def(self, node: Branch) -> c.ProfileItem:
        name, title, *graded = node.children
        grades = tuple(self._graded(child) for child in graded if isinstance(child, Tree))
        return c.ProfileItem(self.place(node), self.word(name), read_quoted(str(title), self.place(title)), grades)

    def _graded(self, node: Branch) -> c.Graded:
        code, severity = node.children
        return c.Graded(self.place(node), self.word(code), str(severity))

    def _set_def(self, node: Branch) -> c.SetItem:
        name, system, codes = node.children
        return c.SetItem(self.place(name), self.word(name), self.word(system), self.match(codes))

    def _set_file(self, node: Branch) -> c.SetItem:
        name, system, file = node.children
        return c.SetItem(self.place(name), self.word(name), self.word(system), file=self._file(file))

    def _file(self, token: Leaf) -> s.Word:
        return s.Word(plain(str(token)), self.place(token))

    # ------------------------------------------------------------------- tables

    def _table_def(self, node: Branch) -> c.TableItem:
        name = node.children[0]
        parts = [child for child in node.children[1:] if isinstance(child, Tree)]
        return c.TableItem(
            self.place(name),
            self.word(name),
            columns=tuple(self._column(part) for part in parts if part.data == "column"),
            keys=tuple(word for part in parts if part.data == "names" for word in self.names(part)),
            rows=each(self._row, (part for part in parts if part.data == "row")),
            valid=tuple(self.word(child) for part in parts if part.data == "valid" for child in part.children),
            file=next((self._file(child) for child in node.children if getattr(child, "type", "") == "STRING"), None),
        )

    _table_file = _table_def

    def _table_store(self, node: Branch) -> c.TableItem:
        found = self._table_def(node)
        return replace(found, file=None, source=found.file)

    def _column(self, node: Branch) -> c.Column:
        name, kind, *optional = node.children
        return c.Column(self.place(node), self.word(name), self.word(kind), bool(optional))

    def _row(self, node: Branch) -> c.TableRow:
        cells = (cell.children[0] for cell in node.children if isinstance(cell, Tree))
        return c.TableRow(self.place(node), tuple(self.cell(cell) for cell in cells))

    # ------------------------------------------------------------------- rules

    def _rule_def(self, node: Branch) -> c.RuleItem:
        code, title, *rest = node.children
        parts = [part for part in rest if isinstance(part, Tree)]
        extends = next((self.word(part.children[0]) for part in parts if part.data == "extends"), None)
        self._line_ended = 0  # the last one of the clause before
        said = (title, *(part for part in parts if part.data != "extends"))
        name, *clauses = each(self._title_or_clause, said)
        return c.RuleItem(self.place(code), self.word(code), name, tuple(clauses), extends)

    def _title_or_clause(self, part: Leaf) -> Any:
        return self._clause(part) if isinstance(part, Tree) else read_without_values(str(part), self.place(part))

    def _clause(self, node: Branch) -> c.Clause:
        at, ended = self.place(node), self._line_ended
        self._line_ended = at.end_line
        if at.line == ended and node.data != "example":
            raise Wrong(at, "a clause begins its own line", "put it on the next line")
        clause: c.Clause = getattr(self, "_" + str(node.data))(node)
        return clause

    def _severity(self, node: Branch) -> c.SeverityClause:
        return c.SeverityClause(self.place(node), str(node.children[0]))

    def _severity_when(self, node: Branch) -> c.SeverityClause:
        first, condition, fallback = node.children
        words = str(first).split()[0], str(fallback).split()[-1]
        return c.SeverityClause(self.place(node), words[0], self.expr(condition), words[1])

    def _snip(self, node: Branch) -> c.Snip:
        return c.Snip(self.place(node), str(node.children[0]))

    def _effective(self, node: Branch) -> c.Effective:
        first, *until = node.children
        last = self.day(until[0].children[0]) if until and isinstance(until[0], Tree) else None
        return c.Effective(self.place(node), self.day(first), last)

    def _payer(self, node: Branch) -> c.PayerClause:
        return c.PayerClause(self.place(node), self.match(node.children[-1]), negated=len(node.children) > 1)

    def _tags(self, node: Branch) -> c.Tags:
        return c.Tags(self.place(node), self.names(node.children[0]))

    def _covers(self, node: Branch) -> c.Covers:
        return c.Covers(self.place(node), self.word(node.children[0]))

    def _param(self, node: Branch) -> c.Param:
        return c.Param(self.place(node), self.word(node.children[0]), self.expr(node.children[1]))

    def _let(self, node: Branch) -> c.Let:
        return c.Let(self.place(node), self.word(node.children[0]), self.expr(node.children[1]))

    def _when(self, node: Branch) -> c.When:
        return c.When(self.place(node), self.expr(node.children[0]))

    def _check(self, node: Branch) -> c.Check:
        word: Any = str(node.children[0])
        return c.Check(self.place(node), word, self.expr(node.children[1]))

    def _subject(self, node: Branch) -> c.Subject:
        pair = None
        parts = list(node.children)
        if isinstance(parts[-1], Tree) and parts[-1].data == "pair":
            tree = parts.pop()
            assert isinstance(tree, Tree)
            pair = self.lines(list(tree.children), self.place(tree))
        return c.Subject(self.place(node), self.lines(parts, self.place(node)), pair)

    # ------------------------------------------------------------------- what a rule says

    def _message(self, node: Branch) -> c.TextClause:
        return self._text_clause(node, "message")

    def _suggest(self, node: Branch) -> c.TextClause:
        return self._text_clause(node, "suggest")

    def _help(self, node: Branch) -> c.TextClause:
        return self._text_clause(node, "help")

    def _text_clause(self, node: Branch, word: Any) -> c.TextClause:
        token = node.children[0]
        assert isinstance(token, Token)
        at = self.place(token)
        if word == "help":
            text = read_without_values(str(token), at)
            return c.TextClause(self.place(node), word, c.Template(at, (text,), text))
        read_quoted(str(token), at)
        return c.TextClause(self.place(node), word, read_template(str(token), at))

    def _mark(self, node: Branch) -> c.MarkClause:
        for above, part in pairwise(node.children):
            self._no_clause(part, self.place(above).end_line)
        return c.MarkClause(self.place(node), tuple(self._marked(part) for part in node.children))

    def _no_clause(self, part: Leaf, ended: int) -> None:
        """Raises `Wrong` for the clause below a comma too many, which reads as one more place with its label."""
        at = self.place(part)
        path = part.children[0] if isinstance(part, Tree) else part
        word = str(path.children[0]) if isinstance(path, Tree) and not path.children[1:] else ""
        if word in CLAUSES and at.line > ended:
            at = self.place(path)
            raise Wrong(at, BEGINS.format(word), COMMA)

    def _marked(self, node: Leaf) -> c.Marked:
        assert isinstance(node, Tree)
        path, *label = node.children
        said = read_without_values(str(label[0]), self.place(label[0])) if label else ""
        return c.Marked(self.place(node), self.expr(path), said)

    def _cite(self, node: Branch) -> c.Cite:
        title, *url = (read_quoted(str(child), self.place(child)) for child in node.children)
        return c.Cite(self.place(node), title, url[0] if url else "")

    def _data(self, node: Branch) -> c.Data:
        table, release = (read_quoted(str(child), self.place(child)) for child in node.children)
        return c.Data(self.place(node), table, release)

    def _map(self, node: Branch) -> c.MapClause:
        target, *codes = node.children
        return c.MapClause(self.place(node), str(target), tuple(self.word(code) for code in codes))
