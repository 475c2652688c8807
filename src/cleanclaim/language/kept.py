"""Checked rules between runs: read where they were kept, else checked; parser and checker sleep meanwhile."""

from __future__ import annotations

import contextlib
import os
import re
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from cleanclaim import __version__, cache
from cleanclaim.compiled import CompiledRule
from cleanclaim.language import RuleText, compile_rules
from cleanclaim.language.notation import UnwritableError
from cleanclaim.language.packs import FORMAT, read_pack, write_pack
from cleanclaim.language.rulefiles import Shipped, Stamp, stamps_below
from cleanclaim.resources import resource

IN_WHEEL = "rules.json"  # beside the shipped rules, made when the wheel is built
_PACKAGE = Path(__file__).parent.parent
_NAMED = re.compile(r'from\s+"([^"\n]+)"')
_NAMED_RAW = re.compile(_NAMED.pattern.encode())  # also before anything is decoded
# What gives a rule its meaning: the language, the model, what may be printed, the contract of a rule.
_MEANING = ("language", "claim", "privacy", "compiled.py", "findings.py", "frozen.py")


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


def _in_wheel(shipped: Sequence[RuleText]) -> memoryview | None:
    """The body of the wheel's pack; None in a checkout, or where rules or code are others than when it was made."""
    try:
        content = resource(IN_WHEEL).read_bytes()
        return cache.unseal(content, _wheel_key(shipped))
    except OSError:
        return None


def _wheel_key(shipped: Sequence[RuleText]) -> tuple[Any, ...]:
    """What the wheel's pack was made by, wherever it was made and is installed. Raises `OSError`."""
    package = len(str(_PACKAGE)) + 1
    code = [(stamp.name[package:].replace(os.sep, "/"), stamp.size) for stamp in _code()]
    written = shipped.contents() if isinstance(shipped, Shipped) else map(_written, shipped)
    made = []
    for name, folder, content in written:
        named = map(os.fsdecode, _NAMED_RAW.findall(content) if folder else ())
        made.append((name.replace(os.sep, "/"), [_sum(content), *map(_sum, _files(folder, named))]))
    return (__version__, FORMAT, code, made)


def _written(text: RuleText) -> tuple[str, str, bytes]:
    return text.path, text.folder, text.text.encode("utf-8", "surrogatepass")


def _sum(content: bytes) -> tuple[int, int]:
    return len(content), zlib.crc32(content)


def _find_key(shipped: Sequence[RuleText], own: Sequence[RuleText]) -> tuple[Any, ...] | None:
    """What the rules were made by; None where the files of this installation can not be told apart."""
    try:
        house = shipped.stamps() if isinstance(shipped, Shipped) else _digest(shipped)
        return (__version__, FORMAT, _code(), house, _digest(own))
    except OSError:
        return None


def _contents(text: RuleText) -> Iterator[bytes]:
    yield text.text.encode("utf-8", "surrogatepass")
    yield from named_files(text)


def named_files(text: RuleText) -> Iterator[bytes]:
    """The contents of the files in its folder that a rule file names, as `from "codes.csv"`."""
    return _files(text.folder, _NAMED.findall(text.text) if text.folder else ())


def _files(folder: str, names: Iterable[str]) -> Iterator[bytes]:
    """The contents of files in a folder; nothing of those that are not there, or lie outside."""
    for name in names:
        below = os.path.realpath(folder)
        path = Path(os.path.realpath(f"{below}/{name}".replace("\0", "")))
        with contextlib.suppress(OSError):
            if path.is_relative_to(below) and path.is_file():
                yield path.read_bytes()


def _code() -> list[Stamp]:
    """The files of Python that give a rule its meaning. Raises `OSError`."""
    folders = [stamp for name in _MEANING if "." not in name for stamp in stamps_below(f"{_PACKAGE}/{name}", ".py")]
    files = [Path(_PACKAGE, name) for name in _MEANING if "." in name]
    return sorted([*folders, *(Stamp(str(file), file.stat().st_size, file.stat().st_mtime_ns) for file in files)])


def _digest(texts: Sequence[RuleText]) -> str:
    """What is written in texts and in the files that they name; nothing for none."""
    if not texts:
        return ""
    import hashlib

    found = hashlib.sha256()
    for text in texts:
        place = f"{text.path}\0{text.folder}".encode(errors="surrogateescape")
        for part in (place, *_contents(text)):
            found.update(b"%d %b" % (len(part), part))
    return found.hexdigest()
