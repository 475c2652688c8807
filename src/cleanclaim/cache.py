"""Files in the user's cache folder: whole, this user's own, and made by this build, or they are not there.

What is kept can always be made again, so nothing here is a reason to fail, and nothing of any
claim is kept. A file is two parts: one line with what it was made by and a checksum, and the body.
"""

from __future__ import annotations

import contextlib
import os
import stat
import zlib
from pathlib import Path
from typing import Any

from cleanclaim.folders import user_folder

_MOST = 1 << 24  # bytes that are read at most
_KEPT = 16  # files of one kind; older ones are removed


class Use:
    """Whether this process reads and keeps files there."""

    wanted = True


USE = Use()


def name_folder() -> Path | None:
    """This user's cache folder; None where the user has none, as in a container without a home, or wants none."""
    if not USE.wanted:
        return None
    try:
        folder = user_folder("cache")
    except RuntimeError:
        return None
    return folder if folder.is_absolute() else None


def name_file(folder: Path, kind: str, key: tuple[Any, ...]) -> Path:
    """The file of that kind that was made by `key`, whether it is there or not."""
    return folder / f"{kind}-{zlib.crc32(repr(key).encode()):08x}.json"


def read(path: Path, key: tuple[Any, ...]) -> memoryview | None:
    """The body of a file; None where it is not there, not ours, not whole, or made by something else."""
    try:
        content = _open(path)
    except OSError:
        return None
    return unseal(content, key)


def keep(path: Path, key: tuple[Any, ...], body: bytes) -> None:
    """Keep a body if that can be done."""
    with contextlib.suppress(OSError):
        _write(path, seal(key, body))
        _tidy(path)


def seal(key: tuple[Any, ...], body: bytes) -> bytes:
    """A body behind the line that says what made it."""
    return _head(key, body) + body


def unseal(content: bytes, key: tuple[Any, ...]) -> memoryview | None:
    """The body of what was sealed; None where it is not whole or was made by something else. It is not copied."""
    behind = content.find(b"\n") + 1
    body = memoryview(content)[behind:]
    return body if content.startswith(_head(key, body)) and behind else None


def _head(key: tuple[Any, ...], body: bytes | memoryview) -> bytes:
    import msgspec

    return msgspec.json.encode((*key, zlib.crc32(body))) + b"\n"


def _open(path: Path) -> bytes:
    """The content of a plain file that only this user could have written; else nothing. Raises `OSError`."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with os.fdopen(os.open(path, flags), "rb") as file:
        about = os.fstat(file.fileno())
        return file.read(min(about.st_size, _MOST)) if _is_trusted(about) else b""


def _is_trusted(about: os.stat_result) -> bool:
    shared = os.name == "posix" and about.st_mode & (stat.S_IWGRP | stat.S_IWOTH)
    return stat.S_ISREG(about.st_mode) and _is_mine(about) and not shared


def _is_mine(about: os.stat_result) -> bool:
    return os.name != "posix" or about.st_uid == os.geteuid()


def _tidy(path: Path) -> None:
    """Remove the oldest files of the same kind where there are many. Raises `OSError`."""
    kind = path.name.partition("-")[0]
    files = sorted(path.parent.glob(f"{kind}-*.json"), key=lambda file: file.stat().st_mtime_ns, reverse=True)
    for old in files[_KEPT:]:
        old.unlink(missing_ok=True)


def _write(path: Path, content: bytes) -> None:
    """Write a file whole or not at all, in a folder of this user alone. Raises `OSError`."""
    import tempfile  # not to read

    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    if not _is_mine(path.parent.stat()):
        return
    path.parent.chmod(0o700)
    kind = path.name.partition("-")[0]
    handle, aside = tempfile.mkstemp(prefix=f"{kind}-", suffix=".tmp", dir=path.parent)  # mode 0600
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(aside).replace(path)
    finally:
        Path(aside).unlink(missing_ok=True)
