"""One style for rule files. Lines stay where their author broke them; what is said and remarked stays as it is."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile

from cleanclaim.errors import ConfigError, RuleError
from cleanclaim.language.format.columns import align
from cleanclaim.language.format.layout import Laid, lay_out
from cleanclaim.language.format.lexis import significant
from cleanclaim.language.parse import parse_file

__all__ = ["format_file", "format_text"]


def format_file(path: Path, *, write: bool) -> bool:
    """Whether a file is not in the one style; it is then, if that is asked for.

    Raises `RuleError` where the file is not understood, `ConfigError` where it is no text, `OSError`
    where it can not be read or written.
    """
    content = path.read_bytes()
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        raise ConfigError(f"`{path}` is not UTF-8 text") from None
    _, faults = parse_file(str(path), text)
    if faults:
        raise RuleError(faults)
    made = format_text(text).encode("utf-8")
    if made != content and write:
        _replace(path, made)
    return made != content


def _replace(path: Path, content: bytes) -> None:
    """Write a file anew, whole or not at all, with the mode that it had."""
    with NamedTemporaryFile(dir=path.parent, prefix=f".{path.name}", delete=False) as aside:
        try:
            aside.write(content)
            aside.close()
            Path(aside.name).chmod(path.stat().st_mode)
            Path(aside.name).replace(path.resolve())
        finally:
            Path(aside.name).unlink(missing_ok=True)


def format_text(text: str) -> str:
    """A rule file in the one style; formatting it again changes nothing.

    Indentation by two, one space between words, two between the parts of an example, tables and
    sets in columns, at most one empty line, and one before each rule.
    """
    lines = _spaced(align(lay_out(text)))
    made = "".join(line.text + "\n" for line in lines)
    return made if significant(made) == significant(text) else text


def _spaced(lines: list[Laid]) -> list[Laid]:
    """At most one empty line in turn, none at the edges of braces, one before what stands by itself."""
    found: list[Laid] = []
    for number, line in enumerate(lines):
        if not line.text:
            following = next((later for later in lines[number:] if later.text), None)
            if not found or not found[-1].text or found[-1].opens or following is None or following.closes:
                continue
        elif found and found[-1].text and _stands_alone(lines, number):
            found.append(Laid(""))
        found.append(line)
    return found


def _stands_alone(lines: list[Laid], number: int) -> bool:
    """Whether a rule or a table begins here, with the remarks above it."""
    if number and lines[number - 1].remark:
        return False
    for line in lines[number:]:
        if not line.remark:
            return line.heads
    return False
