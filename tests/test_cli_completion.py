"""Shells complete what there is, and the manual page tells it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from cleanclaim import __version__
from cleanclaim.cli.app import COMMANDS, app
from cleanclaim.cli.man import man_page
from cleanclaim.reports import FORMATS
from tests.running import Cli, started

ROOT = Path(__file__).parent.parent


def completed(shell: str, *words: str) -> list[str]:
    """What a shell is told where the last word is being written."""
    line = "cleanclaim " + " ".join(words)
    environment = {
        **os.environ,
        "_CLEANCLAIM_COMPLETE": f"{shell}_complete",
        "COMP_WORDS": line,
        "COMP_CWORD": words[-1] if shell == "fish" else str(len(words)),
    }
    done = started(env=environment)
    assert (done.returncode, done.stderr) == (0, b"")
    return done.stdout.decode().splitlines()


def test_commands_options_and_values_are_completed() -> None:
    assert set(completed("bash", "")) == {f"plain,{name}" for name in COMMANDS}
    assert completed("bash", "baseline", "w") == ["plain,write"]
    assert "plain,--fail-on" in completed("bash", "lint", "--fa")
    assert completed("bash", "lint", "--fail-on", "wa") == ["plain,warning"]
    assert completed("bash", "lint", "--output", "g") == ["plain,grouped", "plain,github", "plain,gitlab"]
    assert completed("bash", "lint", "sam") == ["file,sam"]


def test_codes_of_rules_are_completed_with_their_titles() -> None:
    assert "plain,INJ001" in completed("bash", "explain", "inj0")
    assert completed("bash", "lint", "--select", "ENV,INJ001") == ["plain,ENV,INJ001"]
    shown = completed("zsh", "explain", "INJ001")
    assert shown == ["plain", "INJ001", "99211 billed with an injection administration code"]
    assert completed("fish", "explain", "INJ001") == [
        "plain", "INJ001", "99211 billed with an injection administration code",
    ] or completed("fish", "explain", "INJ001")[0].startswith("plain,INJ001\t99211")  # fmt: skip


def test_payer_profiles_are_completed_those_of_own_rules_too(tmp_path: Path) -> None:
    assert completed("bash", "lint", "--payer", "m") == ["plain,medicaid_example", "plain,medicare"]
    assert completed("bash", "rules", "list", "--payer", "comm") == ["plain,commercial_example"]
    own = tmp_path / "own.rules"
    shipped = (ROOT / "rules/payers/commercial_example.rules").read_text("utf-8")
    own.write_text(shipped.replace("commercial_example", "ours").replace("PAY4", "PAY9"), "utf-8")
    assert completed("bash", "lint", "--rules", str(own), "--payer", "o") == ["plain,ours"]
    own.write_text("rule wrong", "utf-8")
    assert completed("bash", "lint", "--rules", str(own), "--payer", "m") == [""]  # and no word on standard error


def test_files_and_forms_of_a_listing_are_completed() -> None:
    assert completed("bash", "show", "sam") == ["file,sam"]
    assert completed("bash", "show", "--output", "h") == ["plain,html"]


@pytest.mark.parametrize("what", ["bash_source", "tcsh_complete", "complete", ""])
def test_what_no_shell_asks_is_not_answered(what: str) -> None:
    done = started(env={**os.environ, "_CLEANCLAIM_COMPLETE": what})
    assert (done.returncode, done.stdout) == (1, b"")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_asks_through_the_environment(cli: Cli, shell: str) -> None:
    done = cli("completion", shell)
    assert (done.status, done.err) == (0, "")
    assert f"_CLEANCLAIM_COMPLETE={shell}_complete" in done.out
    if shutil.which(shell):
        syntax = [shell, "--no-execute" if shell == "fish" else "-n"]
        checked = subprocess.run(syntax, input=done.out.encode(), capture_output=True, timeout=20, check=False)
        assert (checked.returncode, checked.stderr) == (0, b"")


@pytest.mark.skipif(os.name == "nt", reason="there is no bash")
def test_bash_completes_with_the_script(cli: Cli, tmp_path: Path) -> None:
    """The script in a real bash, with the command as it is installed."""
    command = tmp_path / "cleanclaim"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m cleanclaim "$@"\n')
    command.chmod(0o755)
    script = cli("completion", "bash").out + (
        "\nCOMP_WORDS=(cleanclaim lint --fail-on w); COMP_CWORD=3"
        '\n_cleanclaim_completion cleanclaim\necho "${COMPREPLY[@]}"\n'
    )
    environment = {**os.environ, "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash"], input=script, capture_output=True, text=True, env=environment, timeout=60, check=False
    )
    assert (done.returncode, done.stdout) == (0, "warning\n"), done.stderr


def test_the_manual_page_is_the_one_that_the_commands_make() -> None:
    """`make man` writes it."""
    assert (ROOT / "docs" / "man" / "cleanclaim.1").read_text(encoding="utf-8") == man_page()


def test_the_manual_page_tells_every_command_option_and_format() -> None:
    page = man_page()
    assert page.startswith(
        f'.TH CLEANCLAIM 1 "" "cleanclaim {__version__}" "User Commands"\n.SH NAME\ncleanclaim \\- lint '
    )
    for path, command in _commands(app, ("cleanclaim",)):
        assert f'.SS "{" ".join(path)} ' in page
        for option in command.params:
            if isinstance(option, click.Option):
                assert option.opts[0].replace("-", "\\-") in page, (path, option.opts)
    for name in FORMATS:
        assert re.search(rf"Report: .*\b{name}\b", page)


def _commands(group: click.Command, path: tuple[str, ...]) -> list[tuple[tuple[str, ...], click.Command]]:
    found = []
    assert isinstance(group, click.Group)
    with click.Context(group) as context:
        for name in group.list_commands(context):
            command = group.get_command(context, name)
            assert command is not None
            found.append(((*path, name), command))
            if isinstance(command, click.Group):
                found += _commands(command, (*path, name))
    return found


def test_the_manual_page_is_one_that_a_formatter_reads() -> None:
    page = man_page()
    assert page.isascii()
    for line in page.splitlines():
        assert re.fullmatch(r"\.(TH|SH|SS|B|TP|PP)( .*)?|[^.'].*", line), line
    if shutil.which("groff"):
        done = subprocess.run(
            ["groff", "-man", "-Tutf8", "-ww", "-z"],
            input=page,
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )
        assert (done.returncode, done.stderr) == (0, "")
