"""What to do about a fault of the envelope, and what it looks like: segments with the fault and without it.

Three dots stand for segments that are left out; people and numbers are invented.
"""

from __future__ import annotations

from cleanclaim.findings import Advice
from cleanclaim.x12.shown import CLM, GS, ISA, ST, lines

_BHT = "BHT*0019*00*BH260417*20260318*1402*CH~"
_SE, _GE, _IEA = "SE*44*0001~", "GE*1*260417~", "IEA*1*000260417~"

ADVICE: dict[str, Advice] = {
    "ENV001": Advice(
        "correct the ISA element that the message names; its elements have fixed widths and are padded with spaces",
        ISA.replace("BHBILLING      ", "BHBILLING"),
        ISA,
    ),
    "ENV004": Advice("send the number of ISA13 in IEA02", "IEA*1*000260418~", _IEA),
    "ENV006": Advice(
        "send the number of groups in IEA01; if groups are missing, send the file again in full",
        "IEA*2*000260417~",
        _IEA,
    ),
    "ENV009": Advice(
        "send the number of transactions in GE01 and the number of GS06 in GE02; if transactions are missing, send "
        "the file again in full",
        "GE*2*260417~",
        _GE,
    ),
    "ENV010": Advice(
        "send the number of segments in SE01 and the number of ST02 in SE02; if segments are missing, send the file "
        "again in full",
        "SE*43*0001~",
        _SE,
    ),
    "ENV017": Advice(
        "send the file again in full; if only the trailer is missing, add it",
        lines(_SE, _IEA),
        lines(_SE, _GE, _IEA),
    ),
    "ENV018": Advice(
        "put the envelopes in their order: ISA, GS, ST, the claims, SE, GE, IEA",
        lines(_GE, _SE, _IEA),
        lines(_SE, _GE, _IEA),
    ),
    "ENV019": Advice(
        "move the segment between an ST and its SE, or add the ST that is missing",
        lines(GS, _BHT),
        lines(GS, ST, _BHT),
    ),
    "ENV020": Advice(
        "remove the text; if it was meant to be claims, put it between the ISA and the IEA",
        lines(_IEA, "END OF FILE"),
        _IEA,
    ),
    "ENV021": Advice("remove the second terminator", "LX*1~~", "LX*1~"),
    "ENV022": Advice(
        "send the file without the line breaks",
        lines("CLM*CH26-004417*164.5***11:B:1*Y*A", "*Y*Y~"),
        CLM,
    ),
    "ENV023": Advice("remove the spaces", "  LX*1~", "LX*1~"),
    "ENV024": Advice(
        "compare the last character of the ISA with the one that ends the other segments; they must be the same",
        lines(ISA, GS.replace("~", "|") + ST.replace("~", "|") + "..."),
        lines(ISA, GS + ST + "..."),
    ),
    "ENV025": Advice("add the terminator", _IEA.removesuffix("~"), _IEA),
    "ENV026": Advice(
        "save the file as plain ASCII, or as UTF-8 without a byte order mark",
        "(EF BB BF)" + ISA,
        ISA,
    ),
    "ENV027": Advice(
        "give each group of the interchange its own number in GS06 and GE02",
        lines(GS, "...", GS),
        lines(GS, "...", GS.replace("260417*X", "260418*X")),
    ),
    "ENV028": Advice(
        "give each transaction of the group its own number in ST02 and SE02",
        lines(ST, "...", ST),
        lines(ST, "...", ST.replace("0001", "0002")),
    ),
    "ENV029": Advice(
        "if the interchange was sent twice by mistake, remove one; otherwise give it a new number in ISA13 and IEA02",
        lines(ISA, "...", ISA),
        lines(ISA, "...", ISA.replace("000260417", "000260418")),
    ),
    "ENV030": Advice(
        "send tests as T and claims that are to be paid as P, or correct ISA15 or the option",
        ISA + "  (with --expect-usage P)",
        ISA.replace("*T*", "*P*"),
    ),
    "ENV031": Advice(
        "use capital letters, and leave out characters that the basic set does not have",
        "N3*410 Lantern St*Suite 2~",
        "N3*410 LANTERN ST*SUITE 2~",
    ),
    "ENV032": Advice(
        "correct ISA09 or GS04, and look at the clock of the system that made the file",
        GS.replace("20260318", "20960318"),
        GS,
    ),
    "ENV033": Advice("write the segment ID in capital letters", "ge*1*260417~", _GE),
    "ENV034": Advice(
        "find out what became of the claims, or leave the envelope out",
        lines(GS, "GE*0*260417~"),
        lines(GS, ST, "...", _SE, _GE),
    ),
    "ENV035": Advice(
        "send a repetition separator in ISA11 that no value contains, usually ^",
        ISA.replace("*^*", "*U*"),
        ISA,
    ),
    "ENV036": Advice(
        "end the segment with the terminator, in front of the line break",
        lines("LX*1", "SV1*HC:99213:25*118*UN*1***1:2~"),
        lines("LX*1~", "SV1*HC:99213:25*118*UN*1***1:2~"),
    ),
}
