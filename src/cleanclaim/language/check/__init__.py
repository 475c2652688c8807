"""Nodes to typed nodes: names, kinds, guards, codes, protection. Everything doubtful is a fault here."""

from __future__ import annotations

from cleanclaim.language.check.files import check_files
from cleanclaim.language.check.inherit import Known
from cleanclaim.language.check.relations import linked

__all__ = ["Known", "check_files", "linked"]
