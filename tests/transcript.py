"""Plays the transcripts of a document: its commands are run for real, its edits are made, its files compared."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.running import Cli

_BLOCK = re.compile(
    r'^```(?P<kind>\w+)(?: title="(?P<title>[^"\n]+)")?\n(?P<body>.*?)^```$', re.MULTILINE | re.DOTALL
)
_NOT_IMPORTED = re.compile(r"(; not imported: ).*")
_SHELL = re.compile(r"[|<>&;*$]")  # what only a shell understands

Shell = Callable[[str], str]  # a command -> what it prints


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


def play(text: str, cli: Cli, shell: Shell | None = None) -> str:
    """The document with what its commands say now, in the working directory.

    A `console` block is commands, each after `$ `, and their output; what is no plain `cleanclaim` command is
    given to the shell. A `diff` block with a title is an edit of that file: lines with `-` are
    there, and lines with `+` take their place. Another block with a title is what that file holds
    then; a file that is not there is written.
    """

    def again(match: re.Match[str]) -> str:
        block = Block(match["kind"], match["title"] or "", match["body"], 0)
        titled = f' title="{block.title}"' if block.title else ""
        return f"```{block.kind}{titled}\n{_played(block, cli, shell)}```"

    return _BLOCK.sub(again, text)


def _played(block: Block, cli: Cli, shell: Shell | None) -> str:
    if block.kind == "console":
        return _console(block.body, cli, shell)
    if not block.title:
        return block.body
    path = Path(block.title)
    if block.kind == "diff":
        return _edit(block.body, path)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(block.body, encoding="utf-8")
    return path.read_text(encoding="utf-8")


def _console(body: str, cli: Cli, shell: Shell | None) -> str:
    told = []
    for line in body.split("\n"):
        if not line.startswith("$ "):
            continue
        command = line.removeprefix("$ ")
        told.append(line + "\n")
        if command.startswith("cleanclaim ") and not _SHELL.search(command):
            done = cli(*on_terminal(shlex.split(command)[1:]))
            told += [abridged(done.out), done.err]
        elif shell is not None:
            told.append(abridged(shell(command)))
    return "".join(told)


def hold(page: Path, played: str, config: pytest.Config) -> None:
    """A page says what happened when it was played; `pytest --force-regen` writes it there."""
    if config.getoption("force_regen"):
        page.write_text(played, encoding="utf-8")
    assert page.read_text(encoding="utf-8") == played


def abridged(text: str) -> str:
    """Text in which the tables that were not imported are not listed: each new rule may ask another one."""
    return _NOT_IMPORTED.sub(r"\1…", text)


def on_terminal(words: list[str]) -> list[str]:
    """A command that prints what it would on a terminal, where `lint` writes the full format."""
    plain = words[:1] == ["lint"] and not {"--output", "--list-files", "--diff"} & {*words}
    return [*words, "--output", "full"] if plain else words


def _edit(body: str, path: Path) -> str:
    """Make the edit: `+` lines take the place of the `-` lines before them, which must be there once."""
    text = path.read_text(encoding="utf-8")
    for before, after in re.findall(r"((?:^-.*\n)+)((?:^\+.*\n)*)", body, re.MULTILINE):
        old, new = (re.sub(r"(?m)^[-+]", "", part) for part in (before, after))
        assert text.count(old) == 1, f"not there, or not once: {old}"
        text = text.replace(old, new)
    path.write_text(text, encoding="utf-8")
    return body
