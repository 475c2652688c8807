"""Implementation guides: places every segment in its loop and judges its elements.

The only room that knows pyx12.
"""

from __future__ import annotations

from cleanclaim.findings import Rule
from cleanclaim.guide import faults
from cleanclaim.guide.ask import data_element, guide_nodes, usage
from cleanclaim.guide.nodes import Node, Placed, Run
from cleanclaim.guide.placing import place, place_runs

__all__ = ["Node", "Placed", "Run", "data_element", "guide_nodes", "place", "place_runs", "rules", "usage"]


def rules() -> tuple[Rule, ...]:
    """Every rule that this room can report."""
    return faults.RULES
