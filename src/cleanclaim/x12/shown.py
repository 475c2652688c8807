"""Segments as rules show them: the envelope of a file whose sender and receiver are invented."""

from __future__ import annotations

ISA = "ISA*00*          *00*          *ZZ*BHBILLING      *ZZ*NORTHGATECH    *260318*1402*^*00501*000260417*0*T*:~"
GS = "GS*HC*BHBILLING*NORTHGATECH*20260318*1402*260417*X*005010X222A1~"
ST = "ST*837*0001*005010X222A1~"
CLM = "CLM*CH26-004417*164.5***11:B:1*Y*A*Y*Y~"


def lines(*segments: str) -> str:
    """Segments, each on a line of its own."""
    return "\n".join(segments)
