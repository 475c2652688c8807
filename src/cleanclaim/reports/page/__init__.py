"""What pages have in common: one self-contained part, its policy, and data that no parser takes for markup."""

from __future__ import annotations

import base64
import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Any

import jinja2

__all__ = ["part", "policy", "render", "to_json"]


def to_json(piece: Any) -> str:
    """JSON that no HTML parser can mistake for markup."""
    text = json.dumps(piece, ensure_ascii=False, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


@cache
def part(room: str, *names: str) -> str:
    """The files of a room beside this one, one after the other, as `page.css` of `page`."""
    return "".join(files(f"cleanclaim.reports.{room}").joinpath(name).read_text("utf-8") for name in names)


def render(template: str, **values: Any) -> str:
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
