"""Nodes to typed nodes: names, kinds, guards, codes, protection. Everything doubtful is a fault here."""

from __future__ import annotations

from cleanclaim.language.check.files import check_files
from cleanclaim.language.check.heirs import clashes
from cleanclaim.language.check.idle import Shelf, idle_faults
from cleanclaim.language.check.inherit import Known
from cleanclaim.language.check.relations import linked

__all__ = ["Known", "Shelf", "check_files", "clashes", "idle_faults", "linked"]
