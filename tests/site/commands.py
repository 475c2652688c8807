"""The page of commands: what `--help` says, of every command."""

from __future__ import annotations

from collections.abc import Iterator

import click

from cleanclaim.cli.app import app

_INTRO = """# Commands

What `--help` says of each. `lint` is what you want first.
"""


def commands_page() -> str:
    """The whole page."""
    return "\n".join((_INTRO, *_told(click.Context(app, info_name="cleanclaim"))))


def _told(context: click.Context) -> Iterator[str]:
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None and not inner.hidden:
                yield from _told(click.Context(inner, info_name=name, parent=context))
        return
    usage = " ".join((context.command_path, *command.collect_usage_pieces(context)))
    yield from (f"## {context.command_path.removeprefix('cleanclaim ')}", "", "```text", usage, "```", "")
    yield from (_prose(command.help or ""), "")
    if options := [option for option in command.params if isinstance(option, click.Option) and not option.hidden]:
        yield from ("| option | |", "|---|---|")
        yield from (_row(option, context) for option in options)
        yield ""


def _row(option: click.Option, context: click.Context) -> str:
    names = ", ".join(f"`{name}`" for name in (*option.opts, *option.secondary_opts))
    takes = "" if option.is_flag else f" `{option.make_metavar(context).replace('|', ' ')}`"
    default = f" (`{option.default}`)" if option.show_default and option.default not in (None, False) else ""
    return f"| {names}{takes} | {_prose(option.help or '')}{default} |"


def _prose(text: str) -> str:
    """Help text that Markdown draws as it is; what stands in back quotes stays there."""
    paragraphs = [" ".join(part.split()) for part in text.replace("\b", "").split("\n\n")]
    parts = "\n\n".join(paragraphs).split("`")
    return "`".join(_escaped(part) if number % 2 == 0 else part for number, part in enumerate(parts))


def _escaped(text: str) -> str:
    for sign in "*_<>|[]":
        text = text.replace(sign, f"\\{sign}")
    return text
