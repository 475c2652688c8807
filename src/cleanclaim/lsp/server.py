"""The server that editors speak to: documents as they change, judged once they rest."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TypeVar

from lsprotocol import types as lsp
from pygls import uris
from pygls.lsp.server import LanguageServer

from cleanclaim import __version__
from cleanclaim.catalogue import load
from cleanclaim.errors import CleanclaimError
from cleanclaim.findings import Rule
from cleanclaim.lsp.judged import LARGEST, NAME, Judge, diagnose, not_checked, reason
from cleanclaim.lsp.reading import Reading
from cleanclaim.lsp.rules import complete, define, diagnose_rules, formatted, hover_rules
from cleanclaim.lsp.segments import hover, outline
from cleanclaim.lsp.shelf import SUFFIX, Shelf, place_on_shelf
from cleanclaim.lsp.texts import Text

REST = 0.25  # seconds without a change before a document is judged
_CONFIG = ".toml"  # sent by editors that let us know of it; its faults are told in the claim files it holds for
_SETTINGS = (_CONFIG, SUFFIX)
_Asked = TypeVar("_Asked")
_Made = TypeVar("_Made")


class Server(LanguageServer):
    """The documents of one editor. One is judged at a time, beside the editor's questions."""

    def __init__(self, judge: Judge, beside: Callable[[Path], Sequence[Path]]) -> None:
        super().__init__(NAME, __version__, text_document_sync_kind=lsp.TextDocumentSyncKind.Full)
        self._judge, self._beside = judge, beside
        self._waiting: dict[str, asyncio.Task[None]] = {}
        self._stale = False  # whether configuration and rules are read again before the next judgment
        self._worker = ThreadPoolExecutor(1)  # a store of reference tables is read by the thread that opened it
        self._reader = ThreadPoolExecutor(1)  # so that a long file does not keep the editor waiting with others
        self._read: dict[str, tuple[int | None, asyncio.Future[Reading]]] = {}  # by document, with its version
        self._about: dict[str, Rule] = {}

    def report_server_error(self, error: Exception, source: object) -> None:
        """Say that something of ours failed, and nothing of the document."""
        said = f"cleanclaim: {_crashed(error)}"
        self.window_show_message(lsp.ShowMessageParams(type=lsp.MessageType.Error, message=said))

    def text(self, uri: str) -> Text:
        """A document as the editor has it."""
        return Text(self.workspace.get_text_document(uri).source)

    def is_rules(self, uri: str) -> bool:
        """Whether a document is a rule file; every other one is a claim file."""
        return path_of(uri).suffix == SUFFIX

    def shelf(self, uri: str, text: Text) -> Shelf:
        """A rule file among those whose names it can use."""
        path = path_of(uri)
        return place_on_shelf(path, text.content, self._beside(path))

    async def reading(self, uri: str) -> Reading | None:
        """The segments of a claim file, read once for each version of it; None where it is too large."""
        document = self.workspace.get_text_document(uri)
        version, kept = self._read.get(uri, (None, None))
        if kept is None or version is None or version != document.version:
            text = Text(document.source)
            if len(text.encoded) > LARGEST:
                self._read.pop(uri, None)
                return None
            kept = self.aside(Reading, text)
            self._read[uri] = document.version, kept
        return await asyncio.shield(kept)  # another question may wait for it when one is taken back

    def aside(self, make: Callable[[_Asked], _Made], what: _Asked) -> asyncio.Future[_Made]:
        """Make an answer that takes long, beside the editor's other questions."""
        return asyncio.get_running_loop().run_in_executor(self._reader, make, what)

    @property
    def about(self) -> dict[str, Rule]:
        """What is known of every shipped rule."""
        if not self._about:
            self._about = load().about
        return self._about

    def judge_soon(self, uri: str, *, anew: bool = False) -> None:
        """Judge a document when it rests; `anew` with the configuration as it lies there now."""
        if (task := self._waiting.pop(uri, None)) is not None:
            task.cancel()
        self._stale |= anew  # also where the next change comes before the judgment
        task = asyncio.get_running_loop().create_task(self._judge_later(uri, 0 if anew else REST))
        task.add_done_callback(lambda ended: self._mourn(uri, ended))
        self._waiting[uri] = task

    def forget(self, uri: str) -> None:
        """Take back what was said of a document that was closed."""
        self._read.pop(uri, None)
        if (task := self._waiting.pop(uri, None)) is not None:
            task.cancel()
        self._tell(uri, None, [])

    async def _judge_later(self, uri: str, rest: float) -> None:
        await asyncio.sleep(rest)
        document = self.workspace.get_text_document(uri)
        version, text = document.version, Text(document.source)
        found = await asyncio.get_running_loop().run_in_executor(self._worker, self._diagnose, uri, text)
        self._tell(uri, version, found)

    def _mourn(self, uri: str, ended: asyncio.Task[None]) -> None:
        """Say in the document that its judgment broke: what was said before holds no more."""
        if not ended.cancelled() and (error := ended.exception()) is not None:
            self._tell(uri, None, [not_checked(self.text(uri), _crashed(error))])

    def _tell(self, uri: str, version: int | None, found: list[lsp.Diagnostic]) -> None:
        self.text_document_publish_diagnostics(
            lsp.PublishDiagnosticsParams(uri=uri, diagnostics=found, version=version)
        )

    def _diagnose(self, uri: str, text: Text) -> list[lsp.Diagnostic]:
        if self._stale:
            self._stale = False
            self._judge.renew()
        if path_of(uri).suffix == _CONFIG:
            return []
        if not self.is_rules(uri):
            return diagnose(text, path_of(uri), uri, self._judge)
        try:
            return diagnose_rules(text, self.shelf(uri, text))
        except (CleanclaimError, OSError) as error:
            return [not_checked(text, reason(error))]


def _crashed(error: BaseException) -> str:
    """That something of ours failed, without its own words, which can hold a value."""
    return f"internal error: {type(error).__name__}; this is a fault of cleanclaim, please report it"


def path_of(uri: str) -> Path:
    """Where a document lies; one that was never saved has a name alone."""
    return Path(uris.to_fs_path(uri) or uri.rpartition("/")[2] or "untitled")


def make_server(judge: Judge, beside: Callable[[Path], Sequence[Path]]) -> Server:
    """A server that can be started; `beside` names the rule files that belong with one, by its path."""
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # its records repeat what an editor sends
    server = Server(judge, beside)
    _watch(server)
    _answer(server)
    return server


def _watch(server: Server) -> None:
    """Documents that come, change, are saved and go."""

    @server.feature(lsp.TEXT_DOCUMENT_DID_OPEN)
    async def opened(given: lsp.DidOpenTextDocumentParams) -> None:
        server.judge_soon(given.text_document.uri, anew=True)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CHANGE)
    async def changed(given: lsp.DidChangeTextDocumentParams) -> None:
        server.judge_soon(given.text_document.uri)

    @server.feature(lsp.TEXT_DOCUMENT_DID_SAVE)
    async def saved(given: lsp.DidSaveTextDocumentParams) -> None:
        uri = given.text_document.uri
        for each in server.workspace.text_documents if path_of(uri).suffix in _SETTINGS else (uri,):
            server.judge_soon(each, anew=True)

    @server.feature(lsp.TEXT_DOCUMENT_DID_CLOSE)
    async def closed(given: lsp.DidCloseTextDocumentParams) -> None:
        server.forget(given.text_document.uri)


def _answer(server: Server) -> None:
    """What an editor asks about a place or a document."""

    @server.feature(lsp.TEXT_DOCUMENT_HOVER)
    async def hovered(given: lsp.HoverParams) -> lsp.Hover | None:
        uri = given.text_document.uri
        if server.is_rules(uri):
            text = server.text(uri)
            return hover_rules(text, text.at(given.position), server.shelf(uri, text), server.about)
        reading = await server.reading(uri)
        return hover(reading, reading.text.at(given.position)) if reading is not None else None

    @server.feature(lsp.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    async def symbols(given: lsp.DocumentSymbolParams) -> list[lsp.DocumentSymbol]:
        uri = given.text_document.uri
        reading = None if server.is_rules(uri) else await server.reading(uri)
        return await server.aside(outline, reading) if reading is not None else []

    @server.feature(lsp.TEXT_DOCUMENT_COMPLETION, lsp.CompletionOptions(trigger_characters=["."]))
    async def completed(given: lsp.CompletionParams) -> list[lsp.CompletionItem]:
        uri = given.text_document.uri
        if not server.is_rules(uri):
            return []
        text = server.text(uri)
        return complete(text, text.at(given.position), server.shelf(uri, text), server.about)

    @server.feature(lsp.TEXT_DOCUMENT_DEFINITION)
    async def defined(given: lsp.DefinitionParams) -> lsp.Location | None:
        uri = given.text_document.uri
        text = server.text(uri)
        return define(text, text.at(given.position), server.shelf(uri, text)) if server.is_rules(uri) else None

    @server.feature(lsp.TEXT_DOCUMENT_FORMATTING)
    async def format_(given: lsp.DocumentFormattingParams) -> list[lsp.TextEdit]:
        uri = given.text_document.uri
        return formatted(server.text(uri)) if server.is_rules(uri) else []
