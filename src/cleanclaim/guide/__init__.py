"""Implementation guides: places every segment in its loop and judges its elements.

The only room that knows pyx12.
"""

from __future__ import annotations

from cleanclaim.guide.nodes import Node, Placed

__all__ = ["Node", "Placed"]
