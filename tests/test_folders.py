"""The user's own folders: the same that platformdirs names."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Literal

import platformdirs
import pytest

from cleanclaim.folders import user_folder

_NAMED = {"cache": platformdirs.user_cache_path, "data": platformdirs.user_data_path}


@pytest.mark.parametrize("kind", ["cache", "data"])
@pytest.mark.parametrize("home", ["/home/anna", "/", "/home/anna/", "here", ""])
@pytest.mark.parametrize("named", ["/srv/folders", "/srv/folders/", "folders", ""])
def test_the_folder_is_the_one_of_platformdirs(
    kind: Literal["cache", "data"], home: str, named: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", home)
    monkeypatch.setenv(f"XDG_{kind.upper()}_HOME", named)
    assert user_folder(kind) == _NAMED[kind]("cleanclaim", appauthor=False)


@pytest.mark.parametrize("kind", ["cache", "data"])
def test_other_systems_are_asked(kind: Literal["cache", "data"], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    monkeypatch.setattr(platformdirs, f"user_{kind}_path", lambda *_, **__: Path("/Users/anna/Library"))
    assert user_folder(kind) == Path("/Users/anna/Library")
