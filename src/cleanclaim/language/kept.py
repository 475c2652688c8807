"""Checked rules between runs: read where they were kept, else checked; parser and checker sleep meanwhile."""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cleanclaim import __version__, cache
from cleanclaim.compiled import CompiledRule
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.notation import UnwritableError
from cleanclaim.language.packs import FORMAT, read_pack, write_pack
from cleanclaim.resources import resource

IN_WHEEL = "rules.json"  # beside the shipped rules, made when the wheel is built
_PACKAGE = Path(__file__).parent.parent
_NAMED = re.compile(r'from\s+"([^"\n]+)"')
# What gives a rule its meaning: the language, the model, what may be printed, the contract of a rule.
_MEANING = ("language", "claim", "privacy", "compiled.py", "findings.py")


def load_rules(shipped: Sequence[RuleText], own: Sequence[RuleText]) -> tuple[CompiledRule, ...]:
    """The rules of all texts, ready to run. Raises `RuleError` as `compile_rules` does."""
    body = None if own else _in_wheel(shipped)
    if body is not None:
        with contextlib.suppress(ValueError, LookupError):
            return read_pack(body)
    folder, key = cache.name_folder(), _find_key(shipped, own)
    if folder is None or key is None:
        return compile_rules(shipped, own)
    path = cache.name_file(folder, "rules", key)
    body = cache.read(path, key)
    if body is not None:
        with contextlib.suppress(ValueError, LookupError):
            return read_pack(body)
    rules = compile_rules(shipped, own)
    with contextlib.suppress(UnwritableError):
        cache.keep(path, key, write_pack(rules))
    return rules


def pack_for_wheel(shipped: Sequence[RuleText]) -> bytes:
    """The shipped rules as the wheel holds them. Raises as `compile_rules` does, or `UnwritableError`."""
    return cache.seal(_wheel_key(shipped), write_pack(compile_rules(shipped)))


def _in_wheel(shipped: Sequence[RuleText]) -> bytes | None:
    """The body of the wheel's pack; None in a checkout, or where rules or code are others than when it was made."""
    try:
        content = resource(IN_WHEEL).read_bytes()
        return cache.unseal(content, _wheel_key(shipped))
    except OSError:
        return None


def _wheel_key(shipped: Sequence[RuleText]) -> tuple[Any, ...]:
    """What the wheel's pack was made by, wherever it was made and is installed. Raises `OSError`."""
    code = sorted((Path(name).relative_to(_PACKAGE).as_posix(), size) for name, size, _ in _code(_PACKAGE, _MEANING))
    stamp = _digest(f"{name} {size}" for name, size in code)
    return (__version__, FORMAT, stamp, _digest(_contents(shipped, folders=False)))


def _find_key(shipped: Sequence[RuleText], own: Sequence[RuleText]) -> tuple[Any, ...] | None:
    """What the rules were made by; None where the files of this installation can not be told apart."""
    try:
        stamp = _digest(f"{name} {size} {time}" for name, size, time in sorted(_code(_PACKAGE, _MEANING)))
    except OSError:
        return None
    return (__version__, FORMAT, stamp, *(_digest(_contents(texts)) for texts in (shipped, own)))


def _contents(texts: Iterable[RuleText], folders: bool = True) -> Iterator[str]:
    for text in texts:
        yield from (Path(text.path).as_posix(), text.folder if folders else "", text.text)
        yield from (hashlib.sha256(content).hexdigest() for content in named_files(text))


def named_files(text: RuleText) -> Iterator[bytes]:
    """The contents of the files in its folder that a rule file names, as `from "codes.csv"`."""
    folder = os.path.realpath(text.folder)
    for name in _NAMED.findall(text.text) if text.folder else ():
        path = Path(os.path.realpath(f"{folder}/{name}".replace("\0", "")))
        with contextlib.suppress(OSError):
            if path.is_relative_to(folder) and path.is_file():
                yield path.read_bytes()


def _code(folder: Path, names: Iterable[str]) -> Iterator[tuple[str, int, int]]:
    """Name, size and time of change of each file of Python. Raises `OSError`."""
    for name in names:
        path = folder / name
        if name.endswith(".py"):
            about = path.stat()
            yield str(path), about.st_size, about.st_mtime_ns
        elif "." not in name and name != "__pycache__":
            yield from _code(path, (entry.name for entry in os.scandir(path)))


def _digest(parts: Iterable[str]) -> str:
    found = hashlib.sha256()
    for part in parts:
        found.update(f"{len(part)} {part}".encode())
    return found.hexdigest()
