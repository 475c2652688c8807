"""Nodes to typed nodes: names, kinds, guards, codes, protection. Everything doubtful is a fault here."""

from __future__ import annotations

from cleanclaim.language.check.files import check_files

__all__ = ["check_files"]
