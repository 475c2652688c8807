"""Correct claims of many specialities are silent: a false positive is a fault as bad as a miss."""

from __future__ import annotations

import pytest

from tests.correct import DAY, Correct, written
from tests.linting import findings_of

ADMITTED = ("DTP*435*D8*20250110",)
STAY = ("DTP*435*D8*20250110", "DTP*096*D8*20250118")
VIAL = "LIN**N4*00517003125|CTP****1*ML"

CLAIMS = {
    "a visit and vitamin B12": Correct("D510", ("99213:25", "96372", "J3420")),
    "vitamin B12 with its product": Correct("E538", ("96372", f"J3420|{VIAL}")),
    "hydroxocobalamin with its product": Correct("D510", ("96372", "J3425 x100|LIN**N4*00591288830|CTP****1*ML")),
    "vitamin B12 on four days": Correct(
        "D510", tuple(f"{code} d202501{day}" for day in ("06", "07", "08", "09") for code in ("96372", "J3420"))
    ),
    "vitamin B12 over a week in one line": Correct(
        "D510", tuple(f"{c} x5 d20250106-20250110" for c in ("96372", "J3420"))
    ),
    "vitamin B12 given by a nurse": Correct("D510", ("99211", "J3420")),
    "vitamin B12 at an encounter": Correct("D510", ("T1015", "J3420"), place="50"),
    "vitamin B12 beside an infusion of iron": Correct(
        "D509 D510", ("96365", "J1756 x200", "96372:XU @2", "J3420 @2")
    ),
    "vitamin B12 beside a flu vaccine": Correct("D519 Z23", ("90471 @2", "90656 @2", "96372", "J3420")),
    "vitamin B12 by another provider than the visit": Correct(
        "D510", ("99213|NM1*82*1*OTHER*ANN****XX*1999000049|PRV*PE*PXC*207Q00000X", "96372", "J3420")
    ),
    "a drug that the patient brought": Correct("M810", ("96372|NTE*ADD*PATIENT BROUGHT OWN MEDICATION",)),
    "two injections": Correct("J020 M5450", ("96372", "96372:59 @2", "J0696 x4", "J1885 x2 @2")),
    "two injections in one line": Correct("J020 M5450", ("96372 x2 @1:2", "J0696 x4", "J1885 x2 @2")),
    "two products of one drug": Correct(
        "J020",
        (
            "96372",
            "J0696:KP x2|LIN**N4*00409733701|CTP****1*UN",
            "J0696:KQ x2|LIN**N4*00143985701|CTP****1*UN",
        ),
    ),
    "a child's vaccines": Correct(
        "Z00129 Z23", ("99392:25", "90460 x3 @2", "90461 x4 @2", "90707 @2", "90716 @2", "90633 @2"), born="20231201"
    ),
    "a vaccine and an injection of a child": Correct(
        "J020 Z23", ("90460 @2", "90656 @2", "96372:59", "J0696 x2"), born="20180101"
    ),
    "an antibody for an infant": Correct("Z00129 Z2911", ("99391:25", "96380 @2", "90381 @2"), born="20241001"),
    "tetanus for a wound": Correct("S61411A", ("90471", "90714")),
    "a bladder's BCG": Correct("C679", ("51720", "J9030 x50"), sex="M", born="19500101"),
    "99211 and a vaccine": Correct("Z23 I10", ("99211:25 @2", "90471", "90686")),
    "a knee, and a visit": Correct("M1711", ("99213:25", "20610:RT", "J3301 x4")),
    "both knees": Correct("M170", ("20610:50", "J3301 x8")),
    "both knees in two lines": Correct("M170", ("20610:RT", "20610:LT", "J3301 x8")),
    "a trigger point and an injection": Correct("M7918 M5450", ("20552", "96372:59 @2", "J1885 x2 @2", "J3301")),
    "fingers of one hand": Correct("M65331", ("26055:F6", "26055:F7"), place="24"),
    "chemotherapy": Correct(
        "Z5111 C50911", ("96413", "96415 x2", "96367", "96375", "J9355 x40 @1:2", "J1100 x10", "J2405 x8")
    ),
    "what was discarded": Correct("C50911", ("96413", "J9355 x42", "J9355:JW x3")),
    "what was discarded, first": Correct("C50911", ("96413", "J9355:JW x3", "J9355 x42")),
    "nothing was discarded": Correct("C50911", ("96413", "J9355:JZ:TB x45")),
    "no JZ before it was": Correct("C50911", ("96413", "J9355 x45"), day="20230510", made="20230531"),
    "a push and hydration": Correct("R112", ("96374", "96361", "J2405 x4", "J7030")),
    "an eye": Correct("H353221", ("92014:25", "67028:LT", "J0178:LT x2"), born="19450101"),
    "a cataract": Correct("H2511", ("66984:RT",), place="24", born="19500101"),
    "care after a cataract": Correct(
        "H2511", ("66984:RT:55",), born="19500101", before=("DTP*090*D8*20250116", "DTP*091*D8*20250130")
    ),
    "an emergency": Correct("S61411A Z23", ("99284:25", "12002", "90471 @2", "90715 @2"), place="23"),
    "a stay": Correct(
        "J189 I10",
        ("99223:AI d20250110", "99232 d20250111", "99232 d20250112", "99238 d20250118"),
        place="21",
        before=STAY,
    ),
    "critical care": Correct("A419 R6521", ("99291", "99292 x2"), place="21", before=ADMITTED),
    "critical care by telehealth": Correct("A419 R6521", ("G0508:25",), place="21", before=ADMITTED),
    "two doctors of one day": Correct(
        "I5021 N179",
        ("99232", "99232 @2|NM1*82*1*OTHER*ANN****XX*1999000049|PRV*PE*PXC*207Q00000X"),
        place="21",
        before=ADMITTED,
    ),
    "the decision to operate": Correct("K3580", ("99204:57",)),
    "an assistant": Correct("M1711", ("27447:RT:AS",), place="21", before=ADMITTED),
    "two surgeons": Correct("M4316", ("22633:62",), place="21", before=ADMITTED),
    "a hernia": Correct("K4090", ("49505:LT:GC",), place="22", sex="M"),
    "a polyp": Correct("Z1211 K635", ("45385:PT @1:2", "45380:59 @2"), place="24", born="19600101"),
    "a day of birth": Correct("Z3800", ("99460",), place="21", born=DAY, before=(f"DTP*435*D8*{DAY}",)),
    "a delivery": Correct("O80 Z370", ("59400",), place="21", born="19950101", before=(f"DTP*435*D8*{DAY}",)),
    "contraception": Correct("Z3042", ("96372", "J1050 x150", "81025")),
    "physical therapy": Correct("M5450", ("97110:GP x2", "97140:GP", "97530:GP")),
    "a month of dialysis": Correct("N186 Z992", ("90960 d20250101-20250131",), place="65"),
    "a month of care": Correct("I10 E119", ("99490 @1:2 d20250131",)),
    "a mind, and a visit": Correct("F332", ("99214", "90833")),
    "a visit at home by video": Correct("I10", ("99213:95",), place="10"),
    "a test again": Correct("E1165", ("82947", "82947:91")),
    "twelve diagnoses": Correct(
        "I10 E119 E785 N1830 J449 F32A M1711 K219 E039 G4733 Z87891 Z7901", ("99215 @1:2:3:4", "80061 @12:11")
    ),
    "the skin": Correct("L570 D485", ("17000", "17003 x5", "11102:59 @2")),
    "Botox": Correct("G43709", ("64615", "J0585 x155", "J0585:JW x45")),
    "a spine": Correct("M9903 M5450", ("98941:AT @1:2",), before=("DTP*454*D8*20250101",)),
    "denosumab": Correct("M810", ("96372", "J0897 x60"), born="19500101"),
    "a diagnosis that nobody points to": Correct("D510 R5383 I10", ("99213",)),
    "fatigue and a deficiency": Correct("E538 R5383", ("99212:25", "96372 @1:2", "J3420 @1:2")),
    "ICD-10 and an older day": Correct("I10", ("99213",), day="20160105", made="20160131"),
}


@pytest.mark.parametrize("filing", ["MB", "MC", "CI"])
@pytest.mark.parametrize("name", CLAIMS)
def test_a_correct_claim_is_silent(name: str, filing: str) -> None:
    assert [(found.rule, found.message) for found in findings_of(written(CLAIMS[name], filing))] == []
