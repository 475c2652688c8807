"""Findings get their place in the file: line and column, envelope numbers, excerpt, order."""

from __future__ import annotations

from cleanclaim.locate.order import Summary, View, locate

__all__ = ["Summary", "View", "locate"]
