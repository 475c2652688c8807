"""Known differences between pyx12 and cleanclaim: each with its reason, as narrow as it can be.

A row looks at one verdict that only one of the two has, in its file, and says whether it explains it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from tests.conform.differences import (
    Case,
    Explains,
    fails_on_components,
    fails_on_hyphens,
    has_failed,
    is_beside,
    is_component_too_many,
    is_composite_in_simple,
    is_malformed,
    is_of_other_width,
    is_opener_twice,
    is_outer_code,
    is_own_separator,
    is_refused,
    is_repetition,
    is_second_header,
    is_simple_with_components,
    is_unknown_version,
    is_unread,
    is_unused_composite,
    is_unused_composite_of_ours,
    is_wheelchair_paper,
    is_without_header,
    never,
)
from tests.conform.theirs import Said


class Row(NamedTuple):
    """One known difference. `theirs` explains a verdict that only pyx12 has, `ours` one that only we have."""

    id: str
    reason: str
    theirs: Explains
    ours: Explains


ROWS = (
    Row(
        "external-codes",
        "pyx12 keeps lists of states, countries, places of service, currencies and remark codes, and they are stale; "
        "ours are dated tables, judged elsewhere",
        is_outer_code,
        never,
    ),
    Row(
        "repetition",
        "pyx12 does not know the repetition separator: it is a character of the value; we say that the element "
        "repeats (IK403 12) and judge no further",
        is_repetition,
        is_repetition,
    ),
    Row(
        "components-of-a-simple-element",
        "pyx12 calls them an invalid character (6), we say that there are components too many (13)",
        is_composite_in_simple,
        is_simple_with_components,
    ),
    Row(
        "unused-composite",
        "pyx12 calls a composite that is not used too long (5), we say that it is not used (10)",
        is_unused_composite,
        is_unused_composite_of_ours,
    ),
    Row(
        "too-many-components",
        "pyx12 fails with an IndexError on a component too many; we say so (13), where it is a separator alone as a "
        "warning (IG045), and of the rest both say the same",
        fails_on_components,
        is_component_too_many,
    ),
    Row(
        "date-with-hyphens",
        "pyx12 fails with a ValueError on a range of dates with two hyphens; we say that the date is invalid (8)",
        fails_on_hyphens,
        never,
    ),
    Row(
        "paper-work",
        "2400 has two PWK*CT, told apart by PWK02 alone; pyx12 takes the first and objects to `AD`, we take the one "
        "that fits",
        is_wheelchair_paper,
        is_wheelchair_paper,
    ),
    Row(
        "empty-segment",
        "pyx12 stops reading at an empty segment, without a word; we read on",
        never,
        is_unread,
    ),
    Row(
        "own-separators",
        "ISA11 and ISA16 may declare control characters; pyx12 judges them as values",
        is_own_separator,
        never,
    ),
    Row(
        "opener-twice",
        "where a loop begins again at once pyx12 does not ask what the first occurrence lacks; we do",
        never,
        is_opener_twice,
    ),
    Row(
        "header-without-bht",
        "pyx12 enters the header by BHT alone, and without it says of each segment of the header that it has no "
        "place; we say that BHT is missing and read on",
        is_without_header,
        is_without_header,
    ),
    Row(
        "loops-at-one-position",
        "2010BA and 2010BB, 2330A and 2330B stand at one position of pyx12's map; where the second comes first, it "
        "says that the first is missing although it follows",
        is_beside,
        never,
    ),
    Row(
        "separators",
        "ISA11 or ISA16 declare a separator that can be none, or that the segments do not use: our reader says so "
        "(ENV001) and reads with the one that they use",
        is_malformed,
        never,
    ),
    Row(
        "widths-of-the-header",
        "an element of the ISA has not its width: our reader refuses the header (ENV001), pyx12 judges its elements",
        is_of_other_width,
        never,
    ),
    Row(
        "second-bht",
        "pyx12 begins its header again with a second BHT, a loop too many (4), and counts 1000A and 1000B anew; "
        "to us it is a segment too many (5), or out of place",
        is_second_header,
        is_second_header,
    ),
    Row(
        "another-transaction",
        "ST01 or ST03 name no 837P of a version that we read: we pass over the transaction and say so (IG002), pyx12 "
        "goes by GS08",
        is_refused,
        never,
    ),
    Row(
        "unknown-version",
        "ISA12 is neither 00401 nor 00501: pyx12 reads nothing of the file; we say so and read on",
        never,
        is_unknown_version,
    ),
    Row(
        "no-map",
        "GS01, GS08 or ISA12 name what pyx12 has no map for: it stops with an EngineError; we go by ST03",
        never,
        has_failed("EngineError"),
    ),
    Row(
        "counts-of-trailers",
        "pyx12 stops with a ValueError or TypeError where SE01, GE01 or IEA01 are no numbers",
        never,
        has_failed("ValueError", "TypeError"),
    ),
)


def explain(case: Case) -> tuple[dict[str, int], list[Said]]:
    """How often each row explains a verdict that one side alone has; the verdicts that none explains."""
    used: dict[str, int] = {}
    left: list[Said] = []
    for said, side in _differences(case):
        row = next((row for row in ROWS if (row.theirs if side else row.ours)(case, said)), None)
        if row is None:
            left.append(said)
        else:
            used[row.id] = used.get(row.id, 0) + 1
    return used, left


def _differences(case: Case) -> Iterable[tuple[Said, bool]]:
    """What one side alone says; true where it is pyx12."""
    yield from ((said, True) for said in sorted(case.heard.said - case.ours))
    yield from ((said, False) for said in sorted(case.ours - case.heard.said))
