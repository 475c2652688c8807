"""The file of a baseline: sorted JSON, an entry a line, so that a change to it can be read in a diff."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Iterable
from typing import Annotated

import msgspec
from msgspec import Meta

from cleanclaim.errors import ConfigError
from cleanclaim.privacy import draw

VERSION = 1
_KEY_BYTES = 32
_DIGEST_BYTES = 8

_Digest = Annotated[str, Meta(pattern=f"^[0-9a-f]{{{2 * _DIGEST_BYTES}}}$")]


class Entry(msgspec.Struct, frozen=True, order=True, forbid_unknown_fields=True):
    """So many findings of one rule that are alike in one file; `file` is the digest of its path."""

    file: _Digest
    rule: Annotated[str, Meta(pattern="^[A-Z]{2,4}[0-9]{3}$")]
    fingerprint: _Digest
    count: Annotated[int, Meta(ge=1)]


class Baseline(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What was known when it was written; `key` is a random one, in hexadecimal, and no secret."""

    version: int
    key: Annotated[str, Meta(pattern=f"^[0-9a-f]{{{2 * _KEY_BYTES}}}$")]
    known: tuple[Entry, ...] = ()

    @classmethod
    def empty(cls) -> Baseline:
        """A baseline that knows nothing, under a new key."""
        return cls(VERSION, secrets.token_hex(_KEY_BYTES))

    def digest(self, path: str) -> str:
        """What stands for a path in the entries of this baseline."""
        key = bytes.fromhex(self.key)
        return hashlib.blake2b(
            path.encode("utf-8", "surrogateescape"), key=key, digest_size=_DIGEST_BYTES
        ).hexdigest()

    def knowing(self, entries: Iterable[Entry]) -> Baseline:
        """The baseline with other entries, under the same key."""
        return Baseline(VERSION, self.key, tuple(sorted(entries)))


def read_baseline(content: bytes, name: str) -> Baseline:
    """The baseline that a file holds. Raises `ConfigError`, which names the file, for what is none."""
    try:
        baseline = msgspec.json.decode(content, type=Baseline)
    except (msgspec.DecodeError, UnicodeDecodeError):  # a ValidationError is one; its words may repeat the file
        raise ConfigError(f"`{draw(name)}` is no baseline: write it with `cleanclaim baseline write`") from None
    if baseline.version != VERSION:
        raise ConfigError(f"`{draw(name)}` is a baseline of version {baseline.version}: expected {VERSION}")
    return baseline


def write_baseline(baseline: Baseline) -> bytes:
    """The content of its file; equal baselines give equal bytes."""
    entries = ",\n".join(msgspec.json.encode(entry).decode() for entry in sorted(baseline.known))
    known = f"\n{entries}\n" if entries else ""
    return f'{{"version":{VERSION},\n"key":"{baseline.key}",\n"known":[{known}]}}\n'.encode()
