"""Globs as configurations write them: which files a pattern means."""

from __future__ import annotations

import re
from fnmatch import translate
from functools import lru_cache

_SIGNS = re.compile(r"\*\*/|/\*\*\Z|\*\*|\*|\?|\[!?\]?[^\]]*\]|.", re.DOTALL)


def matches(pattern: str, path: str) -> bool:
    """Whether a pattern means a path; both are written with `/`, from one folder on.

    `*` and `?` stay within a name, `**` goes over folders, `[a-z]` is one character. A pattern without
    `/` means files and folders of that name anywhere; one that ends with `/` all that lies below.
    """
    return _compiled(pattern).fullmatch(path) is not None


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    bare = pattern.removeprefix("./").rstrip("/")
    anywhere = "" if "/" in pattern.rstrip("/") else "(?:.*/)?"
    made = "".join(_translated(sign) for sign in _SIGNS.findall(bare.removeprefix("/")))
    return re.compile(f"{anywhere}{made}(?:/.*)?", re.DOTALL)


def _translated(sign: str) -> str:
    """The expression of one sign of a pattern."""
    if sign in ("**/", "/**", "**"):
        return {"**/": "(?:.*/)?", "/**": "/.*", "**": ".*"}[sign]
    if sign in ("*", "?"):
        return {"*": "[^/]*", "?": "[^/]"}[sign]
    if len(sign) > 1:
        return f"(?!/){translate(sign)}".replace(r"\Z", "")
    return re.escape(sign)
