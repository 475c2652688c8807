"""The one style of rule files: it says the same, it is stable, and spacing never decides."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanclaim.language import format as style
from cleanclaim.language.format import format_text
from cleanclaim.language.format.lexis import read_rows, significant
from cleanclaim.resources import resource
from tests.running import Cli
from tests.test_language_fuzz import SOUP

FILES = sorted(resource("rules").rglob("*.rules"))
MESSY = '''
language 1


use   codes
# two sets
set  drugs:procedure=[ J3420 ,J3425 ]   # of two
set b12 : procedure = [J3420]
set more : procedure = [
J3420,
]

table dose(procedure:procedure,per_unit :mass?)key procedure{
|J3420|1000 mcg|   # one
|J3425|10 mcg|
  # the other
| J3425 | - |
}
# about the rule
rule TST001   "A test"{

severity error when claim.filing is [MA,MB] otherwise warning
  snip 4
   for line as a where procedure is drugs
 paired with other line as b with same date,rendering
 where units>1
 and   not(charge=$0)
  when count( other lines )>1
      and (any other line
 where units > 1
   or charge > $5)
  require a.units<=b.units
message "a  {a.units}#b"
  help """
        Two
          texts.
  """
  map 277CA A7 : 562 :85
  fail"one"at line 1,2 {line J3420 x2 $4 pointers 1, 2{ndc:00517003125   ndc_unit: ML} diagnoses D51.0,E53.8}
  fail {
  claim.filing:MB
      line J3420 x2
    on 2025-01-31
  }


}
'''
NEAT = '''language 1

use codes
# two sets
set drugs : procedure = [J3420, J3425]  # of two
set b12   : procedure = [J3420]
set more  : procedure = [
  J3420,
]

table dose (procedure: procedure, per_unit: mass?) key procedure {
  | J3420 | 1000 mcg |  # one
  | J3425 |   10 mcg |
  # the other
  | J3425 | -        |
}

# about the rule
rule TST001 "A test" {
  severity error when claim.filing is [MA, MB] otherwise warning
  snip 4
  for line as a where procedure is drugs
    paired with other line as b with same date, rendering
      where units > 1
        and not (charge = $0)
  when count(other lines) > 1
    and (any other line
      where units > 1
        or charge > $5)
  require a.units <= b.units
  message "a  {a.units}#b"
  help """
    Two
      texts.
  """
  map 277CA A7:562:85
  fail "one" at line 1, 2 { line J3420 x2 $4 pointers 1,2 { ndc: 00517003125  ndc_unit: ML }  diagnoses D51.0, E53.8 }
  fail {
    claim.filing: MB
    line J3420 x2
      on 2025-01-31
  }
}
'''


def test_the_style() -> None:
    assert format_text(MESSY) == NEAT


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_shipped_files_say_the_same_and_are_stable(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    made = format_text(text)
    assert significant(made) == significant(text)
    assert format_text(made) == made
    assert [row for row in made.split("\n") if row != row.rstrip() or "\t" in row] == []


@settings(max_examples=300, deadline=None)
@given(SOUP)
def test_any_text_says_the_same_and_is_stable(text: str) -> None:
    made = format_text(text)
    assert significant(made) == significant(text)
    assert format_text(made) == made


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(FILES), st.randoms(use_true_random=False))
def test_spacing_never_decides(path: Path, random: object) -> None:
    """However a file was spaced, it comes out the same."""
    text = format_text(path.read_text(encoding="utf-8"))
    rows = []
    for row in read_rows(text):
        gap = " " * random.randint(0, 9)  # type: ignore[attr-defined]
        rows.append(gap + (random.choice(["  ", "   ", "\t"])).join(token.text for token in row))  # type: ignore[attr-defined]
        if not row:
            rows += [""] * random.randint(0, 2)  # type: ignore[attr-defined]
    assert format_text("\r\n".join(rows)) == text


def test_text_is_left_alone_where_formatting_would_change_what_it_says(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(style, "align", lambda lines: [line._replace(text=line.text.upper()) for line in lines])
    assert format_text(MESSY) == MESSY


def test_a_line_too_much_or_too_little() -> None:
    assert format_text("") == ""
    assert format_text("\n\n\n") == ""
    assert format_text('rule A "t" {\n}\nrule B "t" {\n\n}') == 'rule A "t" {\n}\n\nrule B "t" {\n}\n'


def test_the_command(cli: Cli, tmp_path: Path) -> None:
    path, neat = tmp_path / "own.rules", tmp_path / "neat.rules"
    text = 'language 1\nrule TST001 "A"   {\nseverity error\nsnip 4\nfor line\nforbid line.units>1\nmessage "m"\n}\n'
    path.write_text(text)
    neat.write_text(format_text(text))
    path.chmod(0o640)
    done = cli("rules", "format", "--check", str(tmp_path))
    assert (done.status, done.err) == (1, "")
    assert done.out.splitlines() == [f"{path}: would be formatted", "1 file of 2 would be formatted"]
    assert path.read_text() == text
    done = cli("rules", "format", str(tmp_path))
    assert (done.status, done.out) == (0, f"{path}: formatted\n1 file of 2 formatted\n")
    assert path.read_text() == neat.read_text()
    assert path.stat().st_mode & 0o777 == 0o640
    assert cli("rules", "format", "--check", str(path), str(neat)).status == 0


def test_a_file_that_is_not_understood_is_left_alone(cli: Cli, tmp_path: Path) -> None:
    path = tmp_path / "own.rules"
    path.write_text("rule   {\n")
    done = cli("rules", "format", str(path))
    assert (done.status, done.out) == (2, "")
    assert done.err.startswith(f"{path}:1:8: E001")
    assert path.read_text() == "rule   {\n"
