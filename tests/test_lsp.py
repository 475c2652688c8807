"""The editor server in real sessions: what an editor sends, and what it is told."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lsprotocol.types import Position, TextDocumentItem
from pygls.workspace import Workspace

from cleanclaim.lsp.judged import LARGEST
from cleanclaim.lsp.reading import Reading
from cleanclaim.lsp.server import REST, make_server
from cleanclaim.lsp.texts import Text
from tests.editor import Editor
from tests.running import Cli

SAMPLES = Path(__file__).parents[1] / "samples"
NURSE = (SAMPLES / "flawed" / "nurse-visit-with-injection.837").read_text(encoding="utf-8")
ONE_LINE = "".join(NURSE.splitlines())
RULES = """\
language 1

use codes

set our_visits : procedure = [99211..99215]

rule ZZZ001 "Visit of many units" {
  severity warning
  snip 7
  for line as visit where procedure is our_visits
  forbid visit.units > 1
  message "{visit.procedure} has {visit.units} units: expected 1"
  mark visit.units
  suggest "bill one unit"
  help "A visit is one unit."
  cite "our handbook"

  fail "two units" at line 1 { line 99213 x2 }
  pass "one unit" { line 99213 }
}
"""

BROKEN = """\
import cleanclaim.lint


def broken(*_):
    raise ValueError("SECRET")


cleanclaim.lint.lint = broken
"""


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    session = Editor(tmp_path_factory.mktemp("desk"))
    yield session
    assert session.close() == 0
    assert session.log.read_text() == ""


@pytest.fixture
def editor(session: Editor) -> Editor:
    """The session, in a folder where nothing was opened before."""
    session.folder = Path(mkdtemp(dir=session.log.parent))
    return session


def _codes(found: list[dict[str, Any]]) -> list[str]:
    return [one["code"] for one in found if "code" in one]


def _place(text: str, part: str, within: int = 0) -> tuple[int, int]:
    before = text[: text.index(part) + within]
    return before.count("\n"), len(before) - before.rfind("\n") - 1


# ------------------------------------------------------------------------ claims


def test_a_claim_file_from_opening_to_closing(editor: Editor) -> None:
    found = editor.open("a.837", NURSE)
    assert _codes(found) == ["INJ001"]
    (one,) = found
    line, character = _place(NURSE, "99211")
    assert one["range"] == {
        "start": {"line": line, "character": character},
        "end": {"line": line, "character": character + 5},
    }
    assert (one["severity"], one["source"]) == (1, "cleanclaim")
    assert "\nhelp: " in one["message"]
    assert "\nsuggestion: remove 99211" in one["message"]
    (related,) = one["relatedInformation"]
    assert related["location"]["uri"] == editor.uri("a.837")
    assert related["location"]["range"]["start"]["line"] == _place(NURSE, "HC:96372")[0]
    assert editor.change("a.837", NURSE.replace("HC:99211", "HC:99213:25"), 2) == []
    assert _codes(editor.change("a.837", NURSE, 3)) == ["INJ001"]
    editor.tell("textDocument/didClose", textDocument={"uri": editor.uri("a.837")})
    assert editor.diagnostics("a.837") == []


def test_places_in_a_file_of_one_line(editor: Editor) -> None:
    (one,) = editor.open("a.837", ONE_LINE)
    start = ONE_LINE.index("99211")
    assert one["range"]["start"] == {"line": 0, "character": start}
    told = editor.at("hover", "a.837", 0, start + 2)["contents"]["value"]
    assert told.startswith("**SV101-2** procedure\n\n**SV1** service\n\nloop 2400 service line · claim 1, line 1 · ")


@pytest.mark.parametrize(
    ("part", "within", "said"),
    [
        ("ISA*00", 1, "**ISA** interchange header\n\nsegment 1"),
        ("ISA*00", 5, "**ISA01** "),
        ("NM1*85", 5, "`85`: billing provider"),
        ("NM1*85", 5, "loop 2010AA billing provider"),
        ("CLM*", 1, "**CLM** "),
        ("HC:96372", 0, "**SV101-1** "),
        ("HC:96372", 4, "claim 1, line 2"),
        ("DTP*472", 5, "**DTP01** "),
    ],
)
def test_a_segment_is_told_in_words(editor: Editor, part: str, within: int, said: str) -> None:
    editor.open("a.837", NURSE)
    assert said in editor.at("hover", "a.837", *_place(NURSE, part, within))["contents"]["value"]


def test_the_outline_holds_loops_claims_and_lines(editor: Editor) -> None:
    editor.open("a.837", NURSE)
    (interchange,) = editor.about("documentSymbol", "a.837")
    told: dict[str, dict[str, Any]] = {}

    def walk(symbol: dict[str, Any]) -> None:
        told[symbol["name"]] = symbol
        inner, outer = symbol["selectionRange"], symbol["range"]
        assert _key(outer["start"]) <= _key(inner["start"]) <= _key(inner["end"]) <= _key(outer["end"])
        for child in symbol["children"]:
            assert _key(outer["start"]) <= _key(child["range"]["start"])
            assert _key(child["range"]["end"]) <= _key(outer["end"])
            walk(child)

    walk(interchange)
    assert {
        "interchange",
        "functional group",
        "transaction set",
        "billing provider",
        "subscriber",
        "payer",
    } <= told.keys()
    assert [child["name"] for child in told["claim 1"]["children"]] == [
        "rendering provider",
        "line 1",
        "line 2",
        "line 3",
    ]
    last = NURSE.rstrip().count("\n")
    assert interchange["range"]["end"]["line"] == last
    assert told["claim 1"]["range"]["end"]["line"] == NURSE[: NURSE.index("\nSE*")].count("\n")


def _key(place: dict[str, int]) -> tuple[int, int]:
    return place["line"], place["character"]


def test_control_characters_as_delimiters_end_no_line(editor: Editor) -> None:
    content = (SAMPLES / "clean" / "control-character-delimiters.837").read_bytes().decode("ascii")
    editor.open("a.837", content)
    at = content.index("CLM")
    line, start = content[:at].count("\n"), content.rfind("\n", 0, at) + 1
    told = editor.at("hover", "a.837", line, at - start)
    assert told["contents"]["value"].startswith("**CLM** ")
    assert told["range"]["start"] == {"line": line, "character": at - start}


@pytest.mark.parametrize(
    "content", ["", "\x00\x01", "ISA", "ISA*00*~", NURSE[:700], "not a claim", "ISA" + "*é𝄞" * 40]
)
def test_what_is_no_claim_file_is_said_and_answered(editor: Editor, content: str) -> None:
    assert editor.open("a.837", content)
    for character in (0, 3, 50):
        editor.at("hover", "a.837", 0, character)
    editor.about("documentSymbol", "a.837")
    assert editor.about("formatting", "a.837", options={"tabSize": 2, "insertSpaces": True}) == []


def test_a_document_is_read_once_for_all_questions_about_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Reading takes a second for a file of four megabytes, and an editor asks at every rest of the mouse."""
    read: list[int] = []

    class Counted(Reading):
        def __init__(self, text: Text) -> None:
            read.append(len(text.content))
            super().__init__(text)

    monkeypatch.setattr("cleanclaim.lsp.server.Reading", Counted)
    server = make_server(lambda *_: iter(()), lambda _: ())  # type: ignore[arg-type]
    server.protocol._workspace = workspace = Workspace(None)
    uri = "file:///a.837"

    async def questions() -> list[Reading | None]:
        workspace.put_text_document(TextDocumentItem(uri, "x12", 1, NURSE))
        asked = [*await asyncio.gather(server.reading(uri), server.reading(uri))]
        asked.append(await server.reading(uri))
        workspace.put_text_document(TextDocumentItem(uri, "x12", 2, ONE_LINE))
        asked.append(await server.reading(uri))
        server.forget(uri)
        workspace.put_text_document(TextDocumentItem(uri, "x12", 2, NURSE))
        return [*asked, await server.reading(uri)]

    with ThreadPoolExecutor(1) as apart:  # a browser's tests leave a loop that runs in their thread
        first, *same, changed, opened = apart.submit(lambda: asyncio.run(questions())).result()
    assert same == [first, first]
    assert read == [len(NURSE), len(ONE_LINE), len(NURSE)]
    assert changed is not None
    assert changed.text.content == ONE_LINE
    assert opened is not None
    assert opened.text.content == NURSE


def test_a_segment_ends_with_its_terminator() -> None:
    reading = Reading(Text(NURSE))
    claim, date = NURSE.index("CLM*"), NURSE.index("DTP*472")
    assert [_id_at(reading, claim + step) for step in (-2, 0, NURSE[claim:].index("~"))] == [
        _id_at(reading, claim - 3),
        "CLM",
        "CLM",
    ]
    assert _id_at(reading, claim - 1) == ""  # the line's end before it
    assert _id_at(reading, date) == "DTP"
    assert _id_at(reading, len(NURSE) + 10) == ""


def _id_at(reading: Reading, byte: int) -> str:
    spoken = reading.at(byte)
    return spoken.segment if spoken is not None else ""


def test_a_large_file_is_not_checked_and_says_so(editor: Editor) -> None:
    (one,) = editor.open("a.837", NURSE + " " * LARGEST)
    assert (one["severity"], "not checked while it is edited: 4 MB" in one["message"]) == (3, True)
    assert editor.about("documentSymbol", "a.837") == []


def test_the_configuration_beside_a_file_holds_for_it(tmp_path: Path) -> None:
    (tmp_path / "cleanclaim.toml").write_text('select = ["MUE"]\n', encoding="utf-8")
    editor = Editor(tmp_path)
    assert editor.open("a.837", NURSE) == []
    (tmp_path / "cleanclaim.toml").write_text('[severity]\nINJ001 = "info"\n', encoding="utf-8")
    editor.tell("textDocument/didSave", textDocument={"uri": editor.uri("cleanclaim.toml")})
    editor.tell("textDocument/didSave", textDocument={"uri": editor.uri("a.837")})
    found = editor.diagnostics("a.837")
    assert [(one["code"], one["severity"]) for one in found] == [("INJ001", 3)]
    (tmp_path / "cleanclaim.toml").write_text("selct = []\n", encoding="utf-8")
    editor.tell("textDocument/didSave", textDocument={"uri": editor.uri("a.837")})
    while not (found := editor.diagnostics("a.837")) or "not checked" not in found[0]["message"]:
        pass
    assert "did you mean `select`?" in found[0]["message"]
    assert editor.close() == 0


def test_options_of_the_command_beat_the_configuration(tmp_path: Path) -> None:
    editor = Editor(tmp_path, "--ignore", "INJ")
    assert editor.open("a.837", NURSE) == []
    assert editor.close() == 0


# ------------------------------------------------------------------------- rules


def test_a_rule_file_from_fault_to_style(editor: Editor) -> None:
    assert editor.open("our.rules", RULES) != []  # `codes` is used by nobody
    text = RULES.replace("use codes\n\n", "")
    assert editor.change("our.rules", text, 2) == []
    (one,) = editor.change("our.rules", text.replace("forbid visit.units", "forbid visit.unit"), 3)
    assert one["severity"] == 1
    assert "did you mean `units`?" in one["message"]
    line, character = _place(text, "visit.units > 1", len("visit."))
    assert one["range"]["start"] == {"line": line, "character": character}
    (edit,) = editor.change("our.rules", text.replace("  snip 7", "snip    7"), 4) or editor.about(
        "formatting", "our.rules", options={"tabSize": 2, "insertSpaces": True}
    )
    assert edit["newText"] == text


def test_a_rule_without_examples_is_a_warning(editor: Editor) -> None:
    text = RULES.replace("use codes\n\n", "")
    lines = [line for line in text.splitlines(keepends=True) if "fail " not in line and "pass " not in line]
    found = editor.open("our.rules", "".join(lines))
    assert {one["severity"] for one in found} == {2}


@pytest.mark.parametrize(
    ("part", "within", "said"),
    [
        ("visit.units > 1", 7, "**line.units** Service Unit Count"),
        ("visit.units > 1", 7, "SV104"),
        ("visit.units > 1", 1, "**visit**: line"),
        ("is our_visits", 4, "set our_visits : procedure"),
        ("ZZZ001", 1, 'rule ZZZ001 "Visit of many units"'),
    ],
)
def test_a_word_of_a_rule_is_told(editor: Editor, part: str, within: int, said: str) -> None:
    editor.open("our.rules", RULES)
    assert said in editor.at("hover", "our.rules", *_place(RULES, part, within))["contents"]["value"]


def test_functions_and_shipped_rules_are_told(editor: Editor) -> None:
    text = RULES.replace("forbid visit.units > 1", "covers INJ001\n  forbid days(visit.date, visit.end_date) > 1")
    editor.open("our.rules", text)
    assert (
        "days from the first date" in editor.at("hover", "our.rules", *_place(text, "days(", 1))["contents"]["value"]
    )
    assert "99211" in editor.at("hover", "our.rules", *_place(text, "INJ001", 1))["contents"]["value"]
    found = editor.at("definition", "our.rules", *_place(text, "INJ001", 1))
    assert found["uri"].endswith("/rules/injections.rules")
    assert editor.at("hover", "our.rules", 0, 400) is None


def test_a_name_leads_to_where_it_is_defined(editor: Editor) -> None:
    editor.open("our.rules", RULES)
    there = editor.at("definition", "our.rules", *_place(RULES, "is our_visits", 4))
    assert there["uri"] == editor.uri("our.rules")
    line, character = _place(RULES, "set our_visits", 4)
    assert there["range"]["start"] == {"line": line, "character": character}
    assert there["range"]["end"] == {"line": line, "character": character + len("our_visits")}
    assert editor.at("definition", "our.rules", *_place(RULES, "use codes", 5))["uri"].endswith("/sets/codes.rules")
    assert editor.at("definition", "our.rules", *_place(RULES, "snip", 1)) is None


def test_completion_knows_what_can_stand_where(editor: Editor) -> None:
    text = RULES.replace(
        "forbid visit.units > 1", "forbid visit.\n  whe\n  covers INJ\n  forbid visit.rendering.\n  let x = s"
    )
    editor.open("our.rules", text)

    def labels(part: str) -> set[str]:
        line, character = _place(text, part, len(part))
        return {item["label"] for item in editor.at("completion", "our.rules", line, character)}

    assert {"units", "charge", "rendering"} <= labels("forbid visit.")
    assert {"npi", "taxonomy"} <= labels("visit.rendering.")
    assert {"when", "message"} <= labels("\n  whe")
    assert {"INJ001", "BAL001"} <= labels("covers INJ")
    assert {"sum", "our_visits", "days", "visit", "claim"} <= labels("let x = s")
    assert {"rule", "set"} <= labels("language") - {"when"}
    assert labels('message "') == set()


def test_rule_files_of_a_configuration_are_known(tmp_path: Path) -> None:
    (tmp_path / "sets").mkdir()
    (tmp_path / "sets" / "ours.rules").write_text(
        "language 1\n\nset our_visits : procedure = [99213]\n", encoding="utf-8"
    )
    (tmp_path / "cleanclaim.toml").write_text('rules = ["sets/*.rules"]\n', encoding="utf-8")
    editor = Editor(tmp_path)
    text = RULES.replace("use codes", "use ours").replace("set our_visits : procedure = [99211..99215]\n\n", "")
    assert editor.open("visits.rules", text) == []
    there = editor.at("definition", "visits.rules", *_place(text, "is our_visits", 4))
    assert there["uri"].endswith("/sets/ours.rules")
    assert editor.close() == 0


def test_settings_that_are_saved_hold_though_the_claims_change_at_once(tmp_path: Path) -> None:
    editor = Editor(tmp_path)
    claims = (SAMPLES / "clean" / "batch-of-200.837").read_text(encoding="utf-8").replace("\nSE*", "\nSE*9")
    (code,) = _codes(editor.open("a.837", claims))
    changed = {"uri": editor.uri("a.837"), "version": 2}
    editor.tell("textDocument/didChange", textDocument=changed, contentChanges=[{"text": claims + "\n"}])
    time.sleep(REST + 0.1)  # that is judged now, and what comes waits behind it
    (tmp_path / "cleanclaim.toml").write_text(f"[[ignore]]\nrule = '{code}'\nreason = 'known'\n")
    editor.tell("textDocument/didSave", textDocument={"uri": editor.uri("cleanclaim.toml")})
    editor.about("hover", "a.837", position={"line": 0, "character": 0})  # once it is answered the save was heard
    found = editor.change("a.837", claims, 3)
    while found:  # of the change before, where the machine is fast
        found = editor.diagnostics("a.837")
    assert editor.close() == 0


def test_a_configuration_that_is_sent_is_no_claim_file(editor: Editor) -> None:
    assert editor.open("cleanclaim.toml", "fail-on = 'error'\n") == []


def test_a_crash_is_told_in_the_document_and_tells_no_value(tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(BROKEN)
    editor = Editor(tmp_path, path=tmp_path)
    (told,) = editor.open("a.837", NURSE)
    assert (told["severity"], told["message"]) == (
        1, "not checked: internal error: ValueError; this is a fault of cleanclaim, please report it",
    )  # fmt: skip
    assert editor.close() == 0
    assert "SECRET" not in editor.log.read_text()


def test_a_message_that_is_no_message_ends_nothing(tmp_path: Path) -> None:
    editor = Editor(tmp_path)
    editor.write(b"Content-Length: 7\r\n\r\nnot one")
    assert _codes(editor.open("a.837", NURSE)) == ["INJ001"]
    assert editor.close() == 0


def test_without_the_extra_the_command_says_what_to_install(cli: Cli, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    for name in [name for name in sys.modules if name.startswith(("pygls", "lsprotocol", "cleanclaim.lsp"))]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "lsprotocol", None)
    monkeypatch.setitem(sys.modules, "pygls", None)
    done = cli("lsp")
    assert (done.status, done.out) == (2, "")
    assert "pip install 'cleanclaim[lsp]'" in done.err


# ------------------------------------------------------------------------- texts


@given(st.text(alphabet="aé𝄞\n\r~\x1c\x85 ", max_size=30))
def test_places_are_those_of_the_saved_bytes(content: str) -> None:
    text = Text(content)
    lines = content.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    for index, character in enumerate(content):
        assert text.byte(index) == len(content[:index].encode())
        for byte in range(text.byte(index), text.byte(index) + len(character.encode())):
            assert text.index(byte) == index
        place = text.position(index)
        if character not in "\r\n":
            row = lines[place.line].encode("utf-16-le")
            assert row[2 * place.character :].decode("utf-16-le").startswith(character)
            assert text.at(place) == index
    assert text.position(len(content)).line == len(lines) - 1
    assert text.at(Position(len(lines) + 3, 0)) == len(content)
    assert text.at(Position(0, 10_000)) == len(lines[0])
