"""Acknowledgments: what a receiver would answer to a file, as 999 (005010X231A1) and TA1.

They are made from what the pipeline says as it reads, before any selection, baseline or change of
severity, and from structural findings, unless more is asked for.
"""

from __future__ import annotations

from cleanclaim.acks.implementation import Implementation
from cleanclaim.acks.interchange import InterchangeAnswer
from cleanclaim.acks.records import Answer
from cleanclaim.acks.watch import Judging, Watch

# What can be asked for by name, and what writes it.
ACKS: dict[str, type[Implementation] | type[InterchangeAnswer]] = {"999": Implementation, "ta1": InterchangeAnswer}

__all__ = ["ACKS", "Answer", "Implementation", "InterchangeAnswer", "Judging", "Watch"]
