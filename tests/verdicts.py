"""What pyx12 says of a file: the oracle that samples and generators are well formed."""

from __future__ import annotations

import io
import logging

import pyx12.params
import pyx12.x12n_document


def pyx12_accepts(text: str) -> bool:
    """True where pyx12 finds the structure of the 837P guide in a file, and nothing else."""
    log = logging.getLogger("pyx12")
    before, log.disabled = log.disabled, True
    try:
        return bool(pyx12.x12n_document.x12n_document(pyx12.params.params(), io.StringIO(text), None, None))
    finally:
        log.disabled = before
