"""Loops: what each is about, and whom it speaks of."""

from __future__ import annotations

# Loop -> its name; "" is the transaction's header.
_LOOPS = {
    "": "transaction",
    "1000A": "submitter",
    "1000B": "receiver",
    "2000A": "billing provider level",
    "2010AA": "billing provider",
    "2010AB": "pay-to address",
    "2010AC": "pay-to plan",
    "2000B": "subscriber level",
    "2010BA": "subscriber",
    "2010BB": "payer",
    "2000C": "patient level",
    "2010CA": "patient",
    "2300": "claim",
    "2310A": "referring provider",
    "2310B": "rendering provider",
    "2310C": "service facility",
    "2310D": "supervising provider",
    "2310E": "ambulance pick-up",
    "2310F": "ambulance drop-off",
    "2320": "other coverage",
    "2330A": "other subscriber",
    "2330B": "other payer",
    "2330C": "referring provider of the other payer",
    "2330D": "rendering provider of the other payer",
    "2330E": "service facility of the other payer",
    "2330F": "supervising provider of the other payer",
    "2330G": "billing provider of the other payer",
    "2400": "service line",
    "2410": "drug",
    "2420A": "rendering provider of the line",
    "2420B": "provider of a purchased service",
    "2420C": "service facility of the line",
    "2420D": "supervising provider of the line",
    "2420E": "ordering provider",
    "2420F": "referring provider of the line",
    "2420G": "ambulance pick-up of the line",
    "2420H": "ambulance drop-off of the line",
    "2430": "line adjudication",
    "2440": "supporting form",
}

# Loops that are about somebody, or some place, under a shorter word that goes before `name` or `tax id`.
_PARTIES = {
    "2000A": "billing provider",
    "2000B": "subscriber",
    "2000C": "patient",
    "2010AB": "pay-to",
    "2330C": "other payer's referring provider",
    "2330D": "other payer's rendering provider",
    "2330E": "other payer's service facility",
    "2330F": "other payer's supervising provider",
    "2330G": "other payer's billing provider",
    "2420A": "line's rendering provider",
    "2420B": "purchased service provider",
    "2420C": "line's service facility",
    "2420D": "line's supervising provider",
    "2420F": "line's referring provider",
    "2420G": "line's ambulance pick-up",
    "2420H": "line's ambulance drop-off",
}
_NO_PARTY = frozenset({"", "2300", "2320", "2400", "2410", "2430", "2440"})


def loop(name: str) -> str:
    """What a loop is about: "billing provider" for `2010AA`; empty for a loop that is not known."""
    return _LOOPS.get(name, "")


def party(name: str) -> str:
    """Whom or what place a loop speaks of, as it goes before another word; empty where it is about nobody."""
    return "" if name in _NO_PARTY else _PARTIES.get(name) or loop(name)
