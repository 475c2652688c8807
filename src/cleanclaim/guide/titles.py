"""What the guide calls its loops, segments and elements, in words.

The names stay in pyx12's map: they are no part of the compiled tables and are never written to disk.
Whoever words a finding with one of them pays for the map (150 ms, once); a clean file never does.
"""

from __future__ import annotations

from typing import Any

from cleanclaim.guide.maps import load_nodes
from cleanclaim.guide.shape import Loop


def segment_title(serial: int) -> str:
    """The name of a segment position, as "Billing Provider Name"."""
    return _plain(load_nodes()[serial])


def loop_title(loop: Loop) -> str:
    """The name of a loop."""
    return _plain(load_nodes()[loop.first].parent)


def element_title(serial: int, element: int, component: int = 0) -> str:
    """The name of an element or a component that the guide has, both from 1."""
    node = load_nodes()[serial].children[element - 1]
    return _plain(node.children[component - 1] if component else node)


def _plain(node: Any) -> str:
    return " ".join(node.name.split())
