"""Which rules were asked for: codes and prefixes, the longest that fits decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from difflib import get_close_matches

from cleanclaim.errors import ConfigError
from cleanclaim.privacy import draw

EVERY = "ALL"


@dataclass(frozen=True, slots=True)
class Selection:
    """What `--select`, `--extend-select` and `--ignore` say together."""

    select: tuple[str, ...] = ()
    extend: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()

    def wants(self, code: str) -> bool:
        """Whether findings of a rule are wanted; of a tie `ignore` wins."""
        chosen = (*self.select, *self.extend) if self.select else (EVERY,)
        return _closest(chosen, code) > _closest(self.ignore, code)

    def check(self, codes: Collection[str]) -> None:
        """Raise `ConfigError` for what is neither a code nor the beginning of one."""
        for given in (*self.select, *self.extend, *self.ignore):
            if given != EVERY and not any(code.startswith(given) for code in codes):
                near = get_close_matches(given.upper(), codes, 1)
                meant = f"; did you mean `{near[0]}`?" if near else ""
                raise ConfigError(f"no rule begins with `{draw(given)}`{meant}")


def _closest(given: tuple[str, ...], code: str) -> int:
    """The length of the longest entry that fits a code; ALL fits every code, and is the shortest."""
    fits = (0 if entry == EVERY else len(entry) for entry in given if entry == EVERY or code.startswith(entry))
    return max(fits, default=-1)
