"""The kinds of command: plain click, and rich-click where help is printed (importing it is slow)."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING or not {"-h", "--help"} & set(sys.argv):
    from click import Command, Group
else:
    from rich_click import RichCommand as Command
    from rich_click import RichGroup as Group

__all__ = ["Command", "Group"]
