"""Scrubbing: nothing that identifies is left, everything that rules look at is."""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanclaim.errors import NotX12Error
from cleanclaim.findings import Finding
from cleanclaim.lint import Settings, lint
from cleanclaim.privacy import mask
from cleanclaim.privacy.mask import BULLET
from cleanclaim.scrub import scrub
from cleanclaim.scrub.permute import Permutation
from cleanclaim.scrub.words import KEPT, check_digit, is_npi
from cleanclaim.source import Source
from cleanclaim.x12 import Delimiters
from tests.linting import catalogue
from tests.running import Cli
from tests.test_lint import SMALL
from tests.test_samples import read_sample

KEY = b"a key of the tests, not a secret"
# Rules that compare a date of the claim with a day of the calendar: dates that move may change what they say.
BY_THE_CALENDAR = frozenset({"EXT001", "MOD132", "MOD133", "MOD134", "DXP006", "SIT045"})


def scrubbed(content: bytes, key: bytes = KEY) -> bytes:
    return b"".join(scrub(Source.from_bytes(content), key))


def findings(content: bytes) -> list[tuple[object, ...]]:
    found = [
        item for item in lint(Source.from_bytes(content, "x"), catalogue(), Settings()) if isinstance(item, Finding)
    ]
    return [
        (finding.rule, finding.severity, at.offset, at.length, at.element, at.claim, at.service_line)
        for finding in found
        if (at := finding.location) and finding.rule not in BY_THE_CALENDAR
    ]


def test_the_page_names_the_rules_that_look_at_the_calendar() -> None:
    page = (Path(__file__).parent.parent / "docs" / "how-to" / "fixtures.md").read_text(encoding="utf-8")
    known = {rule.code for rule in catalogue().rules}
    assert [code for code in sorted(BY_THE_CALENDAR) if f"`{code}`" not in page or code not in known] == []


# An id that no guide knows may be a name: it is replaced, so that the one that was meant can not be told from it.
KNOWN = [name for name in SMALL if name != "flawed/misspelled-segment-id.837"]


@pytest.mark.parametrize("name", KNOWN)
def test_a_scrubbed_file_has_the_same_findings(name: str) -> None:
    content = read_sample(name).encode("latin-1")
    for key in (KEY, b"another key of the tests"):
        assert findings(scrubbed(content, key)) == findings(content)


def shown_of(segment: str) -> list[str]:
    """What the mask shows of each element of a segment."""
    drawn, begin, shown = mask(segment, Delimiters()), 0, []
    for value in segment.split("*"):
        shown.append(drawn[begin : begin + len(value)])
        begin += len(value) + 1
    return shown


def protected_words(text: str) -> Iterator[str]:
    """Every word of four characters or more that the mask hides."""
    for segment in re.split(r"~\s*", text):
        for value, shown in zip(segment.split("*"), shown_of(segment), strict=True):
            if BULLET in shown and not re.fullmatch(r"\d{9}X|[0-9A-Z]{9}X|[0-9A-Z]{5}|\d{4}", value):
                yield from re.findall(r"[A-Za-z0-9]{4,}", value)


STANDARD = [name for name in SMALL if "delimiters" not in name and "wrapped" not in name]


@pytest.mark.parametrize("name", STANDARD)
def test_no_protected_word_is_left_where_it_was(name: str) -> None:
    text = read_sample(name)
    after = scrubbed(text.encode("latin-1")).decode("latin-1")
    words = {word for word in protected_words(text) if word.upper() not in KEPT}
    assert words
    left = [word for word in words if re.search(rf"(?<![A-Za-z0-9]){word}(?![A-Za-z0-9])", after)]
    assert left == []


@pytest.mark.parametrize("name", SMALL)
def test_every_byte_keeps_its_place(name: str) -> None:
    content = read_sample(name).encode("latin-1")
    after = scrubbed(content)
    assert len(after) == len(content)
    for old, new in zip(content.decode("latin-1"), after.decode("latin-1"), strict=True):
        assert (
            old == new
            or (old.isdigit() and new.isdigit())
            or (old.isupper() and new.isupper())
            or (old.islower() and new.islower())
        )


def test_the_same_key_gives_the_same_and_another_key_another_file() -> None:
    content = read_sample("clean/secondary-after-medicare.837").encode()
    assert scrubbed(content) == scrubbed(content)
    assert scrubbed(content) != scrubbed(content, b"another key of the tests")


def test_equal_values_stay_equal_across_files() -> None:
    one = scrubbed(read_sample("clean/visit-with-b12-injection.837").encode()).decode()
    two = scrubbed(read_sample("clean/visit-with-b12-injection.837").replace("~", "~\r\n").encode()).decode()
    assert one.replace("\n", "") == two.replace("\r\n", "").replace("\n", "")


def test_identifiers_stay_what_they_are() -> None:
    after = scrubbed(read_sample("clean/secondary-after-medicare.837").encode()).decode()
    npis = re.findall(r"\*XX\*(\d{10})", after)
    assert npis
    assert all(is_npi(npi) and npi.startswith("2") for npi in npis)
    assert "PO BOX" in after
    assert re.search(r"N4\*[A-Z ]+\*OH\*432\d{6}~", after)


def test_an_invalid_npi_stays_invalid() -> None:
    content = read_sample("flawed/npi-check-digit.837")
    wrong = [npi for npi in re.findall(r"\*XX\*(\d{10})", content) if not is_npi(npi)]
    after = [npi for npi in re.findall(r"\*XX\*(\d{10})", scrubbed(content.encode()).decode()) if not is_npi(npi)]
    assert len(after) == len(wrong) > 0
    assert not set(after) & set(wrong)


def test_dates_move_together_and_by_weeks() -> None:
    import datetime as dt

    content = read_sample("clean/weekly-injections.837")
    pattern = re.compile(r"D8\*(\d{8})")
    before, after = pattern.findall(content), pattern.findall(scrubbed(content.encode()).decode())
    moved = {dt.date.fromisoformat(old) - dt.date.fromisoformat(new) for old, new in zip(before, after, strict=True)}
    (by,) = moved
    assert by.days % 7 == 0 < by.days


def test_what_is_outside_of_segments_is_scrubbed_too() -> None:
    content = b"MARTHA JONES 1234567\n" + read_sample("clean/one-line.837").encode() + b"\nsee JONES~"
    after = scrubbed(content)
    assert b"JONES" not in after
    assert b"1234567" not in after
    assert len(after) == len(content)


def test_a_segment_that_no_guide_knows_is_scrubbed_whole() -> None:
    text = read_sample("clean/one-line.837").replace("CLM*", "MARTHA*JONES~CLM*", 1)
    after = scrubbed(text.encode()).decode()
    assert "MARTHA" not in after
    assert "JONES" not in after


def test_utf8_stays_utf8_and_names_nobody() -> None:
    text = read_sample("clean/one-line.837")
    surname = re.search(r"NM1\*IL\*1\*([A-Z]+)", text)
    assert surname
    content = text.replace(surname[1], "PEÑA-ŁUK").encode("utf-8")
    after = scrubbed(content)
    after.decode("utf-8")
    assert "PEÑA".encode() not in after
    assert "Ł".encode() not in after
    assert len(after) == len(content)


def test_delimiters_that_are_letters_are_refused() -> None:
    text = read_sample("clean/one-line.837").replace("*", "A")
    with pytest.raises(NotX12Error):
        scrubbed(text.encode())


@given(st.binary(min_size=16, max_size=32), st.text("ABab019-", min_size=1, max_size=3))
def test_a_permutation_meets_no_word_twice(key: bytes, shape: str) -> None:
    permutation = Permutation(key)
    words = {shape[:-1] + last for last in "0123456789"}
    said = {permutation.word(word, lambda _: None) for word in words}
    assert len(said) == len(words)
    for word in words:
        assert [letter.isdigit() for letter in permutation.word(word, lambda _: None)] == [c.isdigit() for c in word]


@given(st.integers(0, 10**8 - 1))
def test_the_check_digit_is_that_of_the_prefixed_number(number: int) -> None:
    nine = f"1{number:08}"
    digits = [int(digit) for digit in "80840" + nine + check_digit(nine)]
    doubled = [digit if at % 2 == 0 else sum(divmod(digit * 2, 10)) for at, digit in enumerate(reversed(digits))]
    assert sum(doubled) % 10 == 0


@pytest.mark.parametrize("word", ["1A3456789Z", "000000000", "666000000", "99999999999", "2" * 40, "A", "0"])
def test_odd_words_are_replaced_in_bounded_time(word: str) -> None:
    text = read_sample("clean/one-line.837").replace("NM1*IL*1*", f"NM1*IL*1*{word}-", 1)
    assert len(scrubbed(text.encode())) == len(text)


def test_the_command_writes_a_private_file_and_says_what_it_is(cli: Cli, tmp_path: Path) -> None:
    (key := tmp_path / "key").write_bytes(KEY)
    out = tmp_path / "scrubbed.837"
    said = cli("scrub", "samples/clean/one-line.837", "-o", str(out), "--key-file", str(key))
    assert (said.status, said.out) == (0, "")
    assert said.err == "pseudonymised, not de-identified: handle it as your agreements ask\n"
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    assert out.read_bytes() == scrubbed(Path("samples/clean/one-line.837").read_bytes())


def test_the_command_refuses_what_it_can_not_do(cli: Cli, tmp_path: Path) -> None:
    (same := tmp_path / "a.837").write_bytes(Path("samples/clean/one-line.837").read_bytes())
    assert "can not replace the one that is read" in cli("scrub", str(same), "-o", str(same)).err
    (short := tmp_path / "key").write_bytes(b"short")
    assert "fewer than 16 bytes" in cli("scrub", str(same), "--key-file", str(short)).err
    (text := tmp_path / "text.txt").write_text("hello")
    refused = cli("scrub", str(text))
    assert (refused.status, refused.out) == (2, "")


def test_what_rules_look_for_in_notes_stays() -> None:
    """Else a file without findings has some when it is scrubbed."""
    text = "".join(path.read_text("utf-8") for path in (Path(__file__).parent.parent / "rules").rglob("*.rules"))
    words = {word for found in re.findall(r'contains "([A-Z ]{2,})"', text) for word in found.split()}
    assert words - KEPT == {"WHITE"}, "a family name"
