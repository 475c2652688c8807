"""What pyx12 says of a file: the oracle that samples and generators are well formed."""

from __future__ import annotations

import io
import logging
from functools import cache
from typing import Any
from unittest.mock import patch

import pyx12.map_if
import pyx12.params
import pyx12.x12n_document

_load = pyx12.map_if.load_map_file


@cache
def _map(name: str) -> Any:
    """A map, read once: what pyx12 counts as it walks is not kept in it."""
    return _load(name, pyx12.params.params())


def pyx12_accepts(text: str) -> bool:
    """True where pyx12 finds the structure of the 837P guide in a file, and nothing else."""
    log = logging.getLogger("pyx12")
    before, log.disabled = log.disabled, True
    try:
        with patch("pyx12.map_if.load_map_file", lambda name, *_: _map(name)):
            return bool(pyx12.x12n_document.x12n_document(pyx12.params.params(), io.StringIO(text), None, None))
    finally:
        log.disabled = before
