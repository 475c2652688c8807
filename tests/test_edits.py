"""Random bytes changed in samples: a short hunt; the long one is `python -m tests.edits --count 200000`."""

from __future__ import annotations

import pytest

from cleanclaim.x12 import reader
from tests import edits


def test_edited_samples_are_read_to_the_last_byte() -> None:
    assert not list(edits.hunt(range(500), seed=7))


def test_the_hunt_finds_what_it_hunts(monkeypatch: pytest.MonkeyPatch) -> None:
    content = edits.samples()[0]
    assert edits.find_trouble(content) == ""
    assert edits.find_trouble(content + b"MORE") == ""
    monkeypatch.setattr(reader.Reader, "_skip_to", lambda *_: iter(()))
    assert edits.find_trouble(content + b"MORE") == "4 bytes are lost"
