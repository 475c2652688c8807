"""The user's own folders, where the system has them."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Literal

_NAME = "cleanclaim"
# As the XDG Base Directory Specification has them: the variable, else the folder in the user's home.
_FOLDERS = {"cache": ("XDG_CACHE_HOME", ".cache"), "data": ("XDG_DATA_HOME", ".local/share")}


def user_folder(kind: Literal["cache", "data"]) -> Path:
    """Our folder of a kind, made or not. Raises `RuntimeError` where the user has none.

    It is the one that platformdirs names; on Linux it is found without it: importing that takes longer than reading
    the rules.
    """
    variable, below = _FOLDERS[kind]
    named, home = os.environ.get(variable, ""), os.environ.get("HOME", "")
    if sys.platform == "linux" and named.startswith("/"):
        return Path(named, _NAME)
    if sys.platform == "linux" and home.startswith("/"):
        return Path(home, below, _NAME)
    import platformdirs

    find = platformdirs.user_cache_path if kind == "cache" else platformdirs.user_data_path
    return find(_NAME, appauthor=False)
