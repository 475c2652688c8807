"""One self-contained page that a billing manager opens: no server, no network, nothing to install."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any, TextIO

import jinja2

from cleanclaim.findings import Finding, Rule
from cleanclaim.privacy import draw
from cleanclaim.reports.format import Format, Tool, Totals, closing
from cleanclaim.reports.html.entries import Names, entry, rule_entry

__all__ = ["Html"]


class Html(Format):
    """The findings are data in the page, escaped; its script draws them, its policy forbids all else.

    Findings are written as they come; what is kept is each rule, path, payer and provider once.
    """

    def __init__(self, stream: TextIO, *, color: bool = False) -> None:
        super().__init__(stream)
        self._names = Names()
        self._rules: dict[str, Rule] = {}
        self._between = "\n"

    def begin(self, tool: Tool) -> None:
        """Write the page up to its findings."""
        style, script = _part("report.css"), _part("report.js")
        policy = (
            "default-src 'none'; base-uri 'none'; form-action 'none'; "
            f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
        )
        self._stream.write(_template("head.html").render(style=style, policy=policy, tool=tool))
        self._stream.write('<script type="application/json" id="findings">[')

    def finding(self, finding: Finding) -> None:
        """Write the entry of a finding."""
        self._rules.setdefault(finding.rule, finding.about)
        self._stream.write(self._between + _data(entry(finding, self._names)))
        self._between = ",\n"

    def end(self, totals: Totals) -> None:
        """Write what the findings refer to, and the script."""
        kept = {
            "rules": {code: rule_entry(rule) for code, rule in self._rules.items()},
            "names": self._names.lists(),
            "closing": [draw(line) for line in closing(totals)],
            "files": totals.files,
        }
        self._stream.write("\n]</script>\n")
        self._stream.write(f'<script type="application/json" id="kept">{_data(kept)}</script>\n')
        self._stream.write(_template("tail.html").render(script=_part("report.js"), closing=kept["closing"]))


def _data(piece: Any) -> str:
    """JSON that no HTML parser can mistake for markup."""
    text = json.dumps(piece, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def _part(name: str) -> str:
    return files(__name__).joinpath(name).read_text("utf-8")


def _template(name: str) -> jinja2.Template:
    return jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined).from_string(_part(name))


def _digest(text: str) -> str:
    """A part of the page as its content security policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
