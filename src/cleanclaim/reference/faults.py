"""What a file or a store that does not fit is told as."""

from __future__ import annotations

from cleanclaim.errors import ConfigError
from cleanclaim.privacy import draw


class RefdataError(ConfigError):
    """A public file or a store that can not be used. It names files, lines and columns, and repeats no cell.

    Names of files and of what archives hold are drawn: anybody can have given them.
    """

    def __init__(self, message: str) -> None:
        super().__init__(draw(message))


class Misfit(ValueError):  # noqa: N818 (it is caught where file and line are known, and told as a RefdataError)
    """What is wrong with a row; `line` counts from 1, 0 where it is the whole file."""

    def __init__(self, message: str, line: int = 0) -> None:
        super().__init__(message)
        self.line = line
