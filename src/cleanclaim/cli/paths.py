"""Which files are meant: files, folders, globs, archives and standard input, each once, in order."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from cleanclaim.errors import ConfigError
from cleanclaim.frozen import Frozen
from cleanclaim.privacy import draw
from cleanclaim.source import Source

CLAIM_FILES = (".837", ".837p", ".edi", ".x12", ".clm")
ARCHIVES = (".zip", ".gz")
STDIN = "-"
_HEAD = 256  # bytes that are looked at
_LOOKED_FOR = f"{', '.join(f'*{ending}' for ending in CLAIM_FILES)}, and files that begin with ISA"


class Input(Frozen, frozen=True):
    """One file to read, and the name that reports give it; standard input has no path.

    A member of an archive has the archive's path, and `unpack` to copy it aside.
    """

    path: Path | None
    name: str
    unpack: Callable[[], Source] | None = None

    @property
    def size(self) -> int | None:
        """Its bytes as it lies there, for those who show progress; None where nobody knows them."""
        try:
            return None if self.path is None or self.unpack is not None else self.path.stat().st_size
        except OSError:
            return None

    def open(self) -> Source:
        """The source over it; standard input is copied aside. Raises `OSError` where it can not be opened."""
        if self.unpack is not None:
            return self.unpack()
        return Source.copy(self.name, sys.stdin.buffer) if self.path is None else Source.open(self.path, self.name)


class Inputs(msgspec.Struct):
    """What was found: the files, how many others stood beside them, and what could not be looked at."""

    files: list[Input] = msgspec.field(default_factory=list)
    skipped: int = 0
    excluded: int = 0  # files and whole folders that `exclude` names
    unreadable: list[tuple[str, str]] = msgspec.field(default_factory=list)  # name, reason


class Exclusion(NamedTuple):
    """What is not meant: globs of files in folders; with `named` of files that were named themselves as well."""

    globs: tuple[str, ...] = ()
    named: bool = False


def find_inputs(
    paths: Iterable[str],
    *,
    stdin_name: str = "<stdin>",
    allow_empty: bool = False,
    exclude: Exclusion = Exclusion(),  # noqa: B008 (it does not change)
) -> Inputs:
    """The files that `paths` mean: folders are walked, globs expanded, each file is taken once.

    Raises `ConfigError` for a path that does not exist and, unless `allow_empty`, for a folder or
    glob without claim files.
    """
    return _Search(stdin_name, allow_empty, exclude).run(paths)


class _Search:
    def __init__(self, stdin_name: str, allow_empty: bool, exclude: Exclusion) -> None:
        self._stdin_name, self._allow_empty = stdin_name, allow_empty
        self._excludes, self._named = _excludes(exclude.globs), exclude.named
        self._found = Inputs()
        self._seen: set[str] = set()  # real paths of files
        self._walked: set[str] = set()  # real paths of folders: a link may lead back

    def run(self, paths: Iterable[str]) -> Inputs:
        for text in paths:
            if text == STDIN:
                self._add(Input(None, self._stdin_name), STDIN)
            else:
                self._argument(text)
        return self._found

    def _argument(self, text: str) -> None:
        if os.path.exists(text):  # noqa: PTH110 (Path.exists raises where a part of the path is no folder)
            self._path(Path(text))
            return
        if not glob.has_magic(text):
            raise ConfigError(f"`{draw(text)}` does not exist")
        matches = sorted(glob.glob(text, recursive=True))  # noqa: PTH207 (absolute patterns are allowed here)
        if not matches and not self._allow_empty:
            raise ConfigError(f"no file matches `{draw(text)}`")
        for match in matches:
            self._path(Path(match))

    def _path(self, path: Path) -> None:
        if self._named and self._leaves_out(path):
            return
        if path.is_dir():
            before = len(self._found.unreadable)
            met = sum(map(self._met, self._walk(path))) > 0 or len(self._found.unreadable) > before
        elif self._is_archive(path):
            met = self._archive(path, named=path.suffix.lower() == ".gz")
        else:
            met = True
            self._add(Input(path, str(path)), os.path.realpath(path))
        if not met and not self._allow_empty:
            raise ConfigError(f"no claim files in `{draw(str(path))}` (looked for {_LOOKED_FOR})")

    def _met(self, file: Path) -> bool:
        """Add a file of a folder if it is a claim file, or an archive of some."""
        if self._leaves_out(file):
            return True
        if self._is_archive(file):
            return self._archive(file)
        if self._is_claim_file(file):
            self._add(Input(file, str(file)), os.path.realpath(file))
            return True
        return False

    def _leaves_out(self, path: Path, *, folder: bool = False) -> bool:
        left_out = self._excludes(str(path), folder=folder)
        self._found.excluded += left_out
        return left_out

    def _is_archive(self, path: Path) -> bool:
        if path.suffix.lower() not in ARCHIVES:
            return False
        from cleanclaim.cli.archived import is_archive

        try:
            return is_archive(path)
        except OSError:
            return False  # what can not be read is told by whoever reads it

    def _archive(self, path: Path, *, named: bool = False) -> bool:
        """Add the claim files of an archive, or what a gzip holds that was named itself; whether there are any."""
        from cleanclaim.cli.archived import open_archive

        try:
            packing = open_archive(path, (lambda *_: True) if named else is_claim_file)
        except OSError as error:
            self._found.unreadable.append((str(path), reason(error)))
            return True
        self._found.skipped += packing.others
        for packed in packing.files:
            member = packed.name.removeprefix(str(path))
            self._add(Input(path, packed.name, packed.open), f"{os.path.realpath(path)}{member}")
        return bool(packing.files)

    def _add(self, item: Input, key: str) -> None:
        if key not in self._seen:
            self._seen.add(key)
            self._found.files.append(item)

    def _walk(self, folder: Path) -> Iterator[Path]:
        """Every file below a folder, sorted; what is hidden (a leading point) is passed over."""
        try:
            real = os.path.realpath(folder)
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError as error:
            self._found.unreadable.append((str(folder), reason(error)))
            return
        if real in self._walked:
            return
        self._walked.add(real)
        for entry in entries:
            path = folder / entry.name
            if entry.name.startswith("."):
                continue
            if path.is_dir():
                if not self._leaves_out(path, folder=True):
                    yield from self._walk(path)
            elif path.is_file():
                yield path
            else:
                self._pass_over(path)

    def _pass_over(self, path: Path) -> None:
        """Count what is no file, as a pipe or a link that leads nowhere; named as claims are, it is unreadable."""
        if not path.name.lower().endswith((*CLAIM_FILES, *ARCHIVES)):
            self._found.skipped += 1
        elif not self._leaves_out(path):
            gone = path.is_symlink() and not path.exists()
            why = "the link leads to no file" if gone else "it is neither a file nor a folder"
            self._found.unreadable.append((str(path), why))

    def _is_claim_file(self, path: Path) -> bool:
        """Whether a file in a folder is one to lint, by its name or its first letters."""
        begin = b""
        if path.suffix.lower() not in CLAIM_FILES:
            try:
                with path.open("rb") as stream:
                    begin = stream.read(_HEAD)
            except OSError as error:
                self._found.unreadable.append((str(path), reason(error)))
                return False
        if is_claim_file(path.name, begin):
            return True
        self._found.skipped += 1
        return False


def _excludes(globs: Sequence[str]) -> Callable[..., bool]:
    """What says of a path whether it is excluded."""
    if not globs:
        return lambda path, *, folder=False: False
    from cleanclaim.cli.excluded import Excluded

    return Excluded(globs)


def is_claim_file(name: str, begin: bytes) -> bool:
    """Whether a file that was not named itself is one to lint, by its name or how it begins."""
    if name.lower().endswith(CLAIM_FILES):
        return True
    begin = begin.removeprefix(b"\xef\xbb\xbf").lstrip()
    return begin.startswith(b"ISA") and begin[3:4] != b"" and not begin[3:4].isalnum()


def reason(error: OSError) -> str:
    """Why the system refused, in its own words."""
    return (error.strerror or type(error).__name__).lower()
