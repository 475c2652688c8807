"""Plays the transcripts of a document: its commands are run for real, its edits are made, its files compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from tests.running import Cli

_BLOCK = re.compile(r"^```(?P<kind>\w+)(?: (?P<title>\S+))?\n(?P<body>.*?)^```$", re.MULTILINE | re.DOTALL)


class Block(NamedTuple):
    """A fenced block of a document: its kind, the file that it speaks of, and what stands in it."""

    kind: str
    title: str
    body: str
    line: int


def blocks(text: str) -> Iterator[Block]:
    """The fenced blocks of a document that say their kind."""
    for match in _BLOCK.finditer(text):
        yield Block(match["kind"], match["title"] or "", match["body"], text.count("\n", 0, match.start()) + 1)


def play(text: str, cli: Cli, folder: Path) -> str:
    """The document with what its commands say now. The folder is the one that the commands run in.

    A `console` block is commands, each after `$ `, and their output. A `diff NAME` block is an edit of
    that file: lines with `-` are there, and lines with `+` take their place. A `rules NAME` block
    is what the file holds then.
    """
    made: dict[str, Callable[[Block], str]] = {
        "console": lambda block: _console(block.body, cli),
        "diff": lambda block: _edit(block.body, folder / block.title),
        "rules": lambda block: (folder / block.title).read_text(encoding="utf-8") if block.title else block.body,
    }

    def again(match: re.Match[str]) -> str:
        block = Block(match["kind"], match["title"] or "", match["body"], 0)
        body = made[block.kind](block) if block.kind in made else block.body
        return f"```{match['kind']}{' ' + block.title if block.title else ''}\n{body}```"

    return _BLOCK.sub(again, text)


def _console(body: str, cli: Cli) -> str:
    told = []
    for line in body.split("\n"):
        if line.startswith("$ cleanclaim "):
            done = cli(*shlex.split(line)[2:])
            told += [line + "\n", done.out, done.err]
    return "".join(told)


def _edit(body: str, path: Path) -> str:
    """Make the edit: `+` lines take the place of the `-` lines before them, which must be there once."""
    text = path.read_text(encoding="utf-8")
    for before, after in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)*)", body, re.MULTILINE):
        old, new = (re.sub(r"(?m)^[-+]", "", part) for part in (before, after))
        assert text.count(old) == 1, f"not there, or not once: {old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return body
