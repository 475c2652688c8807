"""`cleanclaim rules`: the tools of the rule language."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cleanclaim.cli.base import Command, Group
from cleanclaim.cli.completing import complete_payers, complete_rows
from cleanclaim.errors import ConfigError
from cleanclaim.privacy import draw
from cleanclaim.reports.format import counted

if TYPE_CHECKING:
    from cleanclaim.catalogue import Catalogue

_YOURS = ": without PATHS these are the shipped ones"
_PATHS = click.argument("paths", nargs=-1, type=click.Path(exists=True, path_type=Path))


@click.group("rules", cls=Group)
def command() -> None:
    """Check, test and list rules."""


@command.command("check", cls=Command)
@_PATHS
@click.option("--test", is_flag=True, help="Run the examples as well.")
@click.option("--proof", is_flag=True, help="Damage each rule in every place; an example must notice each time.")
def check(paths: tuple[Path, ...], test: bool, proof: bool) -> int:
    """Check rule files: types, names, codes, examples. Without PATHS the shipped ones."""
    from cleanclaim.catalogue import load, refuse_idle

    catalogue = load(paths, shipped=not paths)
    refuse_idle(paths, shipped=not paths)
    print(f"{counted(len(catalogue.rules), 'rule')} checked, no fault found")
    failed = test and _run_examples(catalogue, paths)
    return max(int(failed), _prove(catalogue, paths) if proof else 0)


def _prove(catalogue: Catalogue, paths: tuple[Path, ...]) -> int:
    """Print what no example notices, and the score of each rule; 1 where something went unnoticed."""
    from cleanclaim.catalogue import among_kin, prove_thoroughly

    scores = list(prove_thoroughly(catalogue, among_kin(catalogue, paths)))
    for score in scores:
        for line, said in sorted(score.survivors, key=lambda survivor: survivor.line):
            print(draw(f"{score.path}:{line}: {score.rule} no example notices: {said}"))
        for note in score.idle:
            print(draw(f"{score.path}:{note.at}: {score.rule} a note that is not needed: {note.said}"))
    for score in scores:
        print(f"{score.rule:8} {score.noticed:3} of {score.damages:3} noticed{_noted(score.equivalent)}")
    _tell_unsaid(catalogue)
    _tell_broken(catalogue, paths, {score.rule for score in scores if score.survivors})
    failed = _prove_checks(catalogue)
    total, noticed = sum(score.damages for score in scores), sum(score.noticed for score in scores)
    print(f"{noticed} of {counted(total, 'damage')} noticed{_noted(sum(score.equivalent for score in scores))}")
    return int(failed or not all(score.passed for score in scores))


def _tell_unsaid(catalogue: Catalogue) -> None:
    """Print which rules billers would read the words of `rules new` from."""
    from cleanclaim.language.scaffold import unsaid

    for rule in catalogue.rules:
        if clauses := unsaid(rule.about):
            print(
                draw(f"{rule.path}:{rule.line}: {rule.code} still says what `rules new` wrote: {', '.join(clauses)}")
            )


def _tell_broken(catalogue: Catalogue, paths: tuple[Path, ...], rules: set[str]) -> None:
    """Print how many examples of some rules do not hold: they notice nothing."""
    from cleanclaim.catalogue import among_kin, prove

    proofs = prove(catalogue, among_kin(catalogue, paths)) if rules else ()
    broken = sum(proof.rule in rules and bool(proof.wrong) for proof in proofs)
    if broken:
        print(
            f"examples that do not keep their promise, and so notice nothing: {broken}; see `cleanclaim rules test`"
        )


def _prove_checks(catalogue: Catalogue) -> bool:
    """Print how the examples of each check in Python hold; whether one does not."""
    from cleanclaim.catalogue import prove_checks

    held: dict[str, list[bool]] = {}
    for proof in prove_checks(catalogue):
        held.setdefault(proof.rule, []).append(not proof.wrong)
        if proof.wrong:
            print(draw(f"{proof.path}:{proof.line}: {proof.rule} {proof.title}: {proof.wrong}"))
    for code, found in held.items():
        print(f"{code:8} {sum(found):3} of {len(found):3} examples hold, a check in Python")
    return not all(map(all, held.values()))


def _noted(count: int) -> str:
    return f", {count} noted as equivalent" if count else ""


@command.command("list", cls=Command)
@_PATHS
@click.option("--payer", metavar="PROFILE", shell_complete=complete_payers,
              help="Only what a payer profile adds, and the severities it changes.")  # fmt: skip
def list_(paths: tuple[Path, ...], payer: str | None) -> int:
    """List every rule by its code: severity, SNIP level, title, tags, and the payer profile that it is part of.

    With PATHS those of your own stand among them.
    """
    from cleanclaim.cli.known import load_rules
    from cleanclaim.cli.terms import known_profile

    catalogue = load_rules(paths)
    graded: dict[str, str] = {}
    if payer is not None:
        profile = catalogue.profiles[known_profile(catalogue, payer or " ")]
        graded = {grade.rule: grade.severity for grade in profile.grades}
        print(f"{profile.name}: {draw(profile.title)}")
    for code, rule in catalogue.about.items():
        compiled = catalogue.by_code.get(code)
        name = compiled.profile.name if compiled is not None and compiled.profile is not None else ""
        if payer is not None and name != payer and code not in graded:
            continue
        tags = f"  [{', '.join(compiled.tags)}]" if compiled is not None and compiled.tags else ""
        whose = f"  (payer {name})" if name and payer is None else ""
        severity = graded.get(code, rule.severity)
        print(f"{code:8} {severity:8} SNIP {rule.snip}  {draw(rule.title)}{draw(tags)}{whose}")
    return 0


@command.command("test", cls=Command)
@_PATHS
@click.option("-k", "only", metavar="TEXT", default="", help="Only rules and examples whose code or title holds it.")
@click.option("--write-fixtures", "folder", metavar="FOLDER", type=click.Path(file_okay=False, path_type=Path),
              help="Write each example as a claim file as well, and a table of what is found in each.")  # fmt: skip
def test(paths: tuple[Path, ...], only: str, folder: Path | None) -> int:
    """Run the examples that rules bring. Without PATHS those of the shipped rules.

    Each example is written as a claim file and read back through the whole pipeline; the exit
    status is 1 where one does not keep its promise.
    """
    from cleanclaim.catalogue import load

    catalogue = load(paths, shipped=not paths)
    failed = _run_examples(catalogue, paths, only)
    if folder is not None:
        from cleanclaim.language.examples import fixtures, write_fixtures

        print(draw(f"{counted(write_fixtures(folder, fixtures(catalogue.rules, only)), 'file')} written to {folder}"))
    return int(failed)


def _run_examples(catalogue: Catalogue, paths: tuple[Path, ...], only: str = "") -> bool:
    """Print which examples do not keep their promise, and how many ran; whether there was one."""
    from cleanclaim.catalogue import among_kin, prove

    ran = failed = 0
    for proof in prove(catalogue, among_kin(catalogue, paths), only):
        ran += 1
        if proof.wrong:
            failed += 1
            print(draw(f"{proof.path}:{proof.line}: {proof.rule} {proof.title}: {proof.wrong}"))
            if proof.help:
                print(draw(f"  help: {proof.help}"))
    if only and not ran:
        raise ConfigError(f"no rule or example has `{draw(only)}` in its code or title{'' if paths else _YOURS}")
    print(f"{counted(ran, 'example')} ran, {failed or 'none'} failed")
    return failed > 0


@command.command("format", cls=Command)
@click.argument("paths", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option(
    "--check", "only_check", is_flag=True, help="Change nothing; the exit status is 1 where something would be."
)
def format_(paths: tuple[Path, ...], only_check: bool) -> int:
    """Bring rule files into one style. Comments and line breaks stay where they are."""
    from cleanclaim.language.format import format_file
    from cleanclaim.language.rulefiles import refuse_claims, rule_files

    files = [path for given in paths for path in rule_files(given)]
    for path in files:
        refuse_claims(path)
    changed = [path for path in files if format_file(path, write=not only_check)]
    done = "would be formatted" if only_check else "formatted"
    for path in changed:
        print(draw(f"{path}: {done}"))
    print(f"{counted(len(changed), 'file')} of {len(files)} {done}")
    return int(only_check and bool(changed))


@command.command("new", cls=Command)
@click.argument("code")
@click.argument("title")
@click.option("--file", "path", type=click.Path(dir_okay=False, path_type=Path),
              help="The rule file that it is added to; without it, CODE.rules in this folder is made.")  # fmt: skip
def new(code: str, title: str, path: Path | None) -> int:
    """Begin a rule: CODE, a TITLE that states the fault, and examples that hold until you say otherwise."""
    from cleanclaim.cli.known import load_rules
    from cleanclaim.language.scaffold import add_rule

    into = path or Path(f"{code.lower()}.rules")
    line = add_rule(into, code, title, load_rules((into,) if into.exists() else ()).about)
    print(draw(f"{into}:{line}: {code} begins here"))
    print(draw(f"say what it is about, then run: cleanclaim rules check {into} && cleanclaim rules test {into}"))
    return 0


@command.command("fields", cls=Command)
@click.argument("row", required=False, shell_complete=complete_rows)
def fields(row: str | None) -> int:
    """List what a rule can ask of ROW, such as line or patient: its fields, where they stand, and their types.

    Without ROW the rows themselves, and how a rule comes to them.
    """
    from cleanclaim.language.docs import fields_said, reached, rows, type_in_words

    if row is None:
        for name in rows():
            by = ", ".join(reached(name))
            print(f"{name:13} {counted(len([*fields_said(name)]), 'field'):10} {by}".rstrip())
        return 0
    table = [
        (said.name, said.place, type_in_words(said.type), "not shown" if said.type.protected else "", said.title)
        for said in fields_said(row)
    ]
    wide = [max(map(len, column)) for column in zip(*table, strict=True)]
    for cells in table:
        print("  ".join(f"{cell:{width}}" for cell, width in zip(cells, wide, strict=True)).rstrip())
    return 0


@command.command("docs", cls=Command)
@_PATHS
@click.option("--output", type=click.Path(file_okay=False, path_type=Path), default=Path("docs/rules"),
              show_default=True, help="The folder that the pages are written to.")  # fmt: skip
def docs(paths: tuple[Path, ...], output: Path) -> int:
    """Write one Markdown page a rule, and an index of them; with PATHS, of your own rules as well."""
    from cleanclaim.cli.known import load_rules
    from cleanclaim.language.docs import index, page
    from cleanclaim.language.written import text_of

    catalogue = load_rules(paths)
    output.mkdir(parents=True, exist_ok=True)
    for code, about in catalogue.about.items():
        rule = catalogue.by_code.get(code)
        text = page(about, rule, text_of(rule) if rule is not None else ())
        (output / f"{code}.md").write_text(text, encoding="utf-8")
    (output / "index.md").write_text(index(catalogue.about.values()), encoding="utf-8")
    print(draw(f"{counted(len(catalogue.about), 'page')} and an index in {output}"))
    return 0
