"""A new rule to begin from: every part that a rule needs, with examples that hold."""

from __future__ import annotations

import re
from collections.abc import Container
from pathlib import Path

from cleanclaim.errors import ConfigError
from cleanclaim.findings import Rule

_CODE = re.compile(r"[A-Z]{2,6}[0-9]{3,4}")
_WORDS = {
    "suggest": "what the biller can do",
    "help": "Why it is so, in words that a biller understands.",
    "cite": "the document that says so",
}
_RULE = '''rule {code} "{title}" {{
  severity warning
  snip 7
  # which lines it is about
  for line where procedure is 99213
  # what must not be; `require` says what must be
  forbid line.units > 1
  message "{{line.procedure}} has {{line.units}} units: expected 1"
  mark line.units
  suggest "{suggest}"
  help """
    {help}
  """
  cite "{cite}"

  fail "two units" at line 1 {{ line 99213 x2 }}
  pass "one unit" {{ line 99213 }}
  pass "another procedure" {{ line 85025 x2 }}
}}
'''


def new_rule(code: str, title: str) -> str:
    """The text of a new rule. Raises `ConfigError` for a code or a title that no rule can have."""
    if not _CODE.fullmatch(code):
        expected = f"expected two to six capitals, then three or four digits: {_like(code)}"
        raise ConfigError(f"`{code}` is not a rule code: {expected}")
    if not title.strip() or not title.isprintable():
        raise ConfigError("a title is one line that states the fault, like `Drug billed without an administration`")
    escaped = title.strip().replace("\\", "\\\\").replace('"', '\\"')
    return _RULE.format(code=code, title=escaped, **_WORDS)


def unsaid(rule: Rule) -> tuple[str, ...]:
    """The clauses of a rule that still say what a new one says."""
    said = {"suggest": [rule.suggestion], "help": [rule.help], "cite": [cited.title for cited in rule.references]}
    return tuple(clause for clause, words in _WORDS.items() if words in said[clause])


def _like(code: str) -> str:
    """The code in capitals, where that is all it lacks."""
    return f"write {code.upper()}" if _CODE.fullmatch(code.upper()) else "PAY001"


def add_rule(path: Path, code: str, title: str, taken: Container[str]) -> int:
    """Add a new rule to a file, which is made where it is not there; the line that it begins on.

    Raises `ConfigError` where the code is taken or no rule can have it, `OSError` where the file can
    not be written.
    """
    before = path.read_text(encoding="utf-8").rstrip("\n") if path.exists() else "language 1"
    if code in taken:
        there = f" --rules {path}" if f"rule {code} " in before else ""
        raise ConfigError(f"the code `{code}` is taken: see `cleanclaim explain {code}{there}`")
    text = new_rule(code, title)
    whole = f"{before}\n\n{text}" if before else text
    path.write_text(whole, encoding="utf-8")
    return whole.count("\n") - text.count("\n") + 1
