"""An editor as the server sees it: messages framed on standard input and output, nothing of pygls."""

from __future__ import annotations

import json
import os
import queue
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

PATIENCE = 60.0  # seconds for an answer


class Editor:
    """One session with `cleanclaim lsp` in a folder; modules of `path` go before its own."""

    def __init__(self, folder: Path, *options: str, path: Path | None = None) -> None:
        self.folder = folder
        self.log = folder / "stderr.txt"
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "cleanclaim", "lsp", *options],
                cwd=folder,
                env=os.environ | ({"PYTHONPATH": str(path)} if path else {}),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        self._said: queue.Queue[dict[str, Any]] = queue.Queue()
        self._kept: list[dict[str, Any]] = []
        self._asked = 0
        threading.Thread(target=self._listen, daemon=True).start()
        self.can = self.ask("initialize", processId=None, rootUri=folder.as_uri(), capabilities={})["capabilities"]
        self.tell("initialized")

    def uri(self, name: str) -> str:
        """The document of that name."""
        return (self.folder / name).as_uri()

    def open(self, name: str, text: str) -> list[dict[str, Any]]:
        """Open a document, and what is then said of it."""
        document = {"uri": self.uri(name), "languageId": "x12", "version": 1, "text": text}
        self.tell("textDocument/didOpen", textDocument=document)
        return self.diagnostics(name)

    def change(self, name: str, text: str, version: int) -> list[dict[str, Any]]:
        """Write a document anew, and what is then said of it."""
        document = {"uri": self.uri(name), "version": version}
        self.tell("textDocument/didChange", textDocument=document, contentChanges=[{"text": text}])
        return self.diagnostics(name)

    def at(self, what: str, name: str, line: int, character: int, **more: Any) -> Any:
        """What the server answers about a place."""
        place = {"line": line, "character": character}
        return self.ask(f"textDocument/{what}", textDocument={"uri": self.uri(name)}, position=place, **more)

    def about(self, what: str, name: str, **more: Any) -> Any:
        """What the server answers about a document."""
        return self.ask(f"textDocument/{what}", textDocument={"uri": self.uri(name)}, **more)

    def diagnostics(self, name: str) -> list[dict[str, Any]]:
        """What is said of a document next."""

        def meant(message: dict[str, Any]) -> bool:
            return message.get("method") == "textDocument/publishDiagnostics" and (
                message["params"]["uri"] == self.uri(name)
            )

        found: list[dict[str, Any]] = self._next(meant)["params"]["diagnostics"]
        return found

    def ask(self, method: str, **params: Any) -> Any:
        """A request and its answer."""
        self._asked += 1
        number = self._asked
        self._send({"jsonrpc": "2.0", "id": number, "method": method, "params": params or None})
        answer = self._next(lambda message: message.get("id") == number)
        assert "error" not in answer, answer
        return answer["result"]

    def tell(self, method: str, **params: Any) -> None:
        """A message that has no answer."""
        self._send({"jsonrpc": "2.0", "method": method, "params": params})

    def write(self, content: bytes) -> None:
        """Anything at all."""
        assert self._process.stdin is not None
        self._process.stdin.write(content)
        self._process.stdin.flush()

    def close(self) -> int:
        """End the session; the exit status of the server."""
        self.ask("shutdown")
        self._send({"jsonrpc": "2.0", "method": "exit"})
        status = self._process.wait(PATIENCE)
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                pipe.close()
        return status

    def _send(self, message: dict[str, Any]) -> None:
        body = json.dumps({key: value for key, value in message.items() if value is not None}).encode()
        self.write(b"Content-Length: %d\r\n\r\n%b" % (len(body), body))

    def _next(self, meant: Any) -> dict[str, Any]:
        for message in self._kept:
            if meant(message):
                self._kept.remove(message)
                return message
        while not meant(message := self._said.get(timeout=PATIENCE)):
            self._kept.append(message)
        return message

    def _listen(self) -> None:
        stdout = self._process.stdout
        assert stdout is not None
        while head := stdout.readline():
            if head.lower().startswith(b"content-length:"):
                size = int(head.split(b":")[1])
                while stdout.readline().strip():
                    pass
                self._said.put(json.loads(stdout.read(size)))
