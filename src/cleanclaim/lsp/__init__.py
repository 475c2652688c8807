"""The editor server: claim files and rule files as they are being written.

What is judged stays in the editor: nothing of a document is logged, kept or sent anywhere else. How claims are
judged is for the caller to say; this room turns findings and rule faults into what editors speak.
"""

from __future__ import annotations

from cleanclaim.lsp.judged import Judge
from cleanclaim.lsp.server import make_server

__all__ = ["Judge", "make_server"]
