"""What pages have in common: their frame, its policy, and data that no parser takes for markup."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple, TextIO

import jinja2

from cleanclaim.reports.format import Tool

__all__ = ["Frame", "Words", "part", "policy", "to_json"]


class Words(NamedTuple):
    """What a page says of itself: `rows` are what it lists, `keys` what its keys do besides the search."""

    title: str
    rows: str
    keys: tuple[tuple[tuple[str, ...], str], ...]


class Frame:
    """A page of a room: its head and body, data as they come, and at the end its script.

    The room beside this one holds `body.html` and its own style and script.
    """

    def __init__(self, stream: TextIO, room: str, words: Words, *, style: str = "", script: str) -> None:
        self._stream, self._room, self._words = stream, room, words
        self._style = part("page", "page.css") + (part(room, style) if style else "")
        self._script = part("page", "page.js") + part(room, script)

    def begin(self, heading: str, tool: Tool, rows: str) -> None:
        """Write the page up to its rows, which come under that id."""
        head = part("page", "head.html")
        page = {
            "style": self._style,
            "policy": policy(self._style, self._script),
            "body": part(self._room, "body.html"),
        }
        self._stream.write(_render(head, words=self._words, heading=heading, tool=tool, **page))
        self._stream.write(f'<script type="application/json" id="{rows}">[')

    def end(self, kept: dict[str, Any], closing: list[str]) -> None:
        """Write what the rows refer to, and the script."""
        self._stream.write("\n]</script>\n")
        kept_text = to_json({**kept, "closing": closing})
        self._stream.write(f'<script type="application/json" id="kept">{kept_text}</script>\n')
        self._stream.write(_render(part("page", "tail.html"), script=self._script, closing=closing))


def to_json(piece: Any) -> str:
    """JSON that no HTML parser can mistake for markup."""
    text = json.dumps(piece, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def part(room: str, *names: str) -> str:
    """The files of a room beside this one, one after the other, as `page.css` of `page`."""
    return "".join(files(f"cleanclaim.reports.{room}").joinpath(name).read_text("utf-8") for name in names)


def _render(template: str, **values: Any) -> str:
    """A template with its values, which are escaped."""
    pages = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined)
    return pages.from_string(template).render(**values)


def policy(style: str, script: str) -> str:
    """The content security policy of a page: its own style and script, and nothing else at all."""
    return (
        "default-src 'none'; base-uri 'none'; form-action 'none'; "
        f"style-src '{_digest(style)}'; script-src '{_digest(script)}'"
    )


def _digest(text: str) -> str:
    """A part of the page as its policy names it."""
    return f"sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}"
