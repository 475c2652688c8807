"""The manual page, made from the commands: `python -m cleanclaim.cli.man > docs/man/cleanclaim.1`."""

from __future__ import annotations

import re
from collections.abc import Iterator

import click

from cleanclaim import __version__
from cleanclaim.cli.app import app
from cleanclaim.cli.outputs import PATHS_KEY

NAME = "cleanclaim"
_WIDTH = 1_000  # of what click writes: nothing is wrapped
_EXIT = (
    ("0", "Nothing at or above --fail-on (error, unless it says warning, info or never)."),
    ("1", "Findings; that includes malformed, truncated or unread input."),
    ("2", "Wrong usage, configuration or rule file, a file that can not be opened, no input, or an internal error."),
    ("130", "Interrupted."),
    ("141", "Whoever read the output went away before its end."),
)
_ENVIRONMENT = (
    ("CLEANCLAIM_ALLOW_PHI", "With 1, --values all is allowed outside of a terminal."),
    (PATHS_KEY, "The key of --paths hash, 16 bytes or more: the same key gives the same names."),
    ("CLEANCLAIM_REFDATA", "The store of reference tables."),
    ("CLEANCLAIM_LINT_*", "An option of lint, as CLEANCLAIM_LINT_FAIL_ON."),
    ("GITHUB_ACTIONS, GITHUB_STEP_SUMMARY", "In a GitHub workflow the format is github, and a summary is written."),
    ("NO_COLOR", "No colours, whatever the terminal can do."),
)
_FILES = (
    ("cleanclaim.toml, .cleanclaim.toml, pyproject.toml", "The configuration: the closest one above each file."),
    ("cleanclaim-baseline.json", "Findings that are known, where baseline write puts them."),
)


def man_page() -> str:
    """The page in the language of man(7)."""
    return "".join(f"{line}\n" for line in _lines())


def _lines() -> Iterator[str]:
    yield f'.TH {NAME.upper()} 1 "" "{NAME} {__version__}" "User Commands"'
    yield from (".SH NAME", f"{NAME} \\- {_escaped('lint X12 837P health-care claims (005010X222A1)')}")
    yield from (".SH SYNOPSIS", f".B {NAME}", _escaped("[OPTIONS] COMMAND [ARGS]..."), ".SH DESCRIPTION")
    with click.Context(app, info_name=NAME, max_content_width=_WIDTH, terminal_width=_WIDTH) as context:
        yield from _text(app.help or "")
        yield from _options(app, context)
        yield ".SH COMMANDS"
        yield from _commands(app, context)
    for title, entries in (("EXIT STATUS", _EXIT), ("ENVIRONMENT", _ENVIRONMENT), ("FILES", _FILES)):
        yield f'.SH "{title}"'
        for name, said in entries:
            yield from (".TP", f".B {_escaped(name)}", *_text(said))
    yield from (".SH NOTES", *_text("Claim values are masked in all output, unless --values says otherwise."))


def _commands(group: click.Command, context: click.Context) -> Iterator[str]:
    """The commands of a group, and those of the groups in it."""
    assert isinstance(group, click.Group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        with click.Context(command, info_name=name, parent=context, terminal_width=_WIDTH) as inner:
            yield f'.SS "{_escaped(" ".join((inner.command_path, *command.collect_usage_pieces(inner))))}"'
            yield from _text(command.help or "")
            yield from _options(command, inner)
            if isinstance(command, click.Group):
                yield from _commands(command, inner)


def _options(command: click.Command, context: click.Context) -> Iterator[str]:
    for option in command.get_params(context):
        record = option.get_help_record(context) if isinstance(option, click.Option) else None
        if record is not None and "--help" not in option.opts:
            yield from (".TP", f".B {_escaped(record[0])}", *_text(record[1]))


def _text(text: str) -> Iterator[str]:
    """Paragraphs; a line is a sentence or a part of one, as man pages are kept."""
    paragraphs = [" ".join(part.split()) for part in re.split(r"\n\s*\n", text.replace("\b", "")) if part.strip()]
    for number, paragraph in enumerate(paragraphs):
        if number:
            yield ".PP"
        yield from (_escaped(sentence) for sentence in re.split(r"(?<=[.;]) (?=[A-Za-z`-])", paragraph))


def _escaped(text: str) -> str:
    """Text that means nothing to a formatter: hyphens are minus signs, as options are copied from the page."""
    text = text.replace("\\", "\\e").replace("-", "\\-").replace('"', "\\(dq").replace("`", "")
    text = "".join(letter if letter.isascii() else f"\\[u{ord(letter):04X}]" for letter in text)
    return f"\\&{text}" if text[:1] in (".", "'") else text


if __name__ == "__main__":
    print(man_page(), end="")
