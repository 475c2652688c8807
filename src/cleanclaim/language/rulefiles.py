"""Rule files on disk: which there are, and their texts; of the shipped ones only when somebody wants them."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, overload

from cleanclaim.errors import ConfigError
from cleanclaim.language import RuleText
from cleanclaim.resources import resource

_SUFFIX = ".rules"
_HEAD = 256  # characters that tell what a file is
_CLAIM_FILE = re.compile(r"[\s\ufeff]*(?:ISA|GS|ST|BHT|CLM)[^\w\s]")  # how an X12 file begins, or a part of one


class Stamp(NamedTuple):
    """What tells a file from another, and from itself when it has changed: name, bytes, nanoseconds."""

    name: str
    size: int
    time: int


class Shipped(Sequence[RuleText]):
    """The shipped rule files. A run whose rules were kept knows them by their stamps and reads none."""

    def __init__(self) -> None:
        self._root = resource("rules")

    @cached_property
    def paths(self) -> list[Path]:
        """The files themselves."""
        return rule_files(self._root)

    @cached_property
    def texts(self) -> list[RuleText]:
        """What is written in them, under the names that messages give them."""
        return [read_rule_file(path, f"rules{os.sep}{path.relative_to(self._root)}") for path in self.paths]

    def contents(self) -> Iterator[tuple[str, str, bytes]]:
        """Name, folder and bytes of each, which nobody has looked into. Raises `OSError`."""
        root = str(self._root)
        for path in map(str, self.paths):
            with open(path, "rb") as stream:  # noqa: PTH123 (before every run; a path takes as long to ask)
                yield f"rules{path.removeprefix(root)}", os.path.dirname(path), stream.read()  # noqa: PTH120

    def stamps(self) -> list[Stamp]:
        """Those of all files beside the rules too: rules can name them. Raises `OSError`."""
        return sorted(stamps_below(str(self._root)))

    @overload
    def __getitem__(self, at: int) -> RuleText: ...

    @overload
    def __getitem__(self, at: slice) -> list[RuleText]: ...

    def __getitem__(self, at: int | slice) -> RuleText | list[RuleText]:
        return self.texts[at]

    def __len__(self) -> int:
        return len(self.paths)


def stamps_below(folder: str, suffix: str = "") -> Iterator[Stamp]:
    """The stamps of the files in a folder and those below it. Raises `OSError`."""
    for entry in os.scandir(folder):
        if entry.is_dir():
            if entry.name == "__pycache__":
                continue
            yield from stamps_below(entry.path, suffix)
        elif entry.name.endswith(suffix):
            about = entry.stat()
            yield Stamp(entry.path, about.st_size, about.st_mtime_ns)


def rule_files(path: Path) -> list[Path]:
    """The rule files of a folder, or the one that the path names. Raises `ConfigError` where there is none.

    What is hidden (a leading point) is passed over, as it is where claim files are looked for.
    """
    if path.is_dir():
        found = [file for file in sorted(path.rglob(f"*{_SUFFIX}")) if not _hidden(file.relative_to(path))]
        if not found and path != resource("rules"):
            raise ConfigError(f"there is no `*{_SUFFIX}` file in `{path}`")
        return found
    if not path.is_file():
        raise ConfigError(f"there is no rule file `{path}`")
    return [path]


def _hidden(path: Path) -> bool:
    return any(part.startswith(".") for part in path.parts)


def read_rule_file(path: Path, name: str) -> RuleText:
    """A rule file under the name that messages give it. Raises `ConfigError` for what is none, `OSError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        raise ConfigError(f"`{path}` is not UTF-8 text") from None
    _refuse_claims(path, text)
    return RuleText(name, text, str(path.parent))


def refuse_claims(path: Path) -> None:
    """Raises `ConfigError` for a claim file: what is wrong in a rule file is told with its lines."""
    with path.open(encoding="utf-8", errors="replace") as stream:
        _refuse_claims(path, stream.read(_HEAD))


def _refuse_claims(path: Path, text: str) -> None:
    if _CLAIM_FILE.match(text):
        raise ConfigError(f"`{path}` is a claim file, no rule file")
