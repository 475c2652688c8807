"""What to do about a breach of the guide, and what it looks like: segments with the fault and without it.

People and numbers are invented.
"""

from __future__ import annotations

from cleanclaim.findings import Advice
from cleanclaim.x12.shown import CLM, GS, ST, lines

_SBR = "SBR*P*18*CH20418******CI~"
_N3, _N4 = "N3*27 MULBERRY CT~", "N4*WESTERVILLE*OH*430812206~"
_OFFICE = ("N3*410 LANTERN ST*SUITE 2~", "N4*COLUMBUS*OH*432152417~", "REF*EI*990012001~")
_DMG = "DMG*D8*19710614*F~"
_NM1 = "NM1*IL*1*OAKHAVEN*LIV*T***MI*NFM480021815~"
_RENDERING = ("NM1*82*1*QUILLFORD*MARIT*E***XX*1999400025~", "PRV*PE*PXC*207Q00000X~")
_REF = "REF*6R*CH4417L02~"
_SV1, _DTP = "SV1*HC:96372*40*UN*1***1~", "DTP*472*D8*20260311~"

ADVICE: dict[str, Advice] = {
    "IG001": Advice(
        "send 005010X222A1 in GS08 and ST03",
        lines(GS, ST).replace("X222A1", "X222"),
        lines(GS, ST),
    ),
    "IG002": Advice(
        "correct GS08 and ST03 if this is a professional claim; otherwise leave the file out",
        lines(GS, ST).replace("X222A1", "X223A2"),
        lines(GS, ST),
    ),
    "IG003": Advice(
        "send the same version in GS08 and ST03",
        lines(GS, ST.replace("X222A1", "X222")),
        lines(GS, ST),
    ),
    "IG020": Advice(
        "move the segment to its place in the guide, or correct its ID or the segment that opens its loop",
        lines(_N4, _N3, _DMG),
        lines(_N3, _N4, _DMG),
    ),
    "IG021": Advice(
        "add the segment that the message names",
        lines(_OFFICE[0], _OFFICE[2]),
        lines(*_OFFICE),
    ),
    "IG022": Advice(
        "remove what is repeated, or split the claim or the batch",
        lines(*_RENDERING, *_RENDERING),
        lines(*_RENDERING),
    ),
    "IG023": Advice(
        "remove the segment that is repeated, or move it to the loop that it belongs to", lines(_DMG, _DMG), _DMG
    ),
    "IG024": Advice("remove the segment", lines(CLM, "CL1*1*1*01~"), CLM),
    "IG030": Advice("send the element that the message names", "SV1*HC:96372*40*UN****1~", _SV1),
    "IG031": Advice(
        "send all the elements that belong together, or none of them",
        "PER*IC*EDI DESK*TE*6145550142*EM~",
        "PER*IC*EDI DESK*TE*6145550142*EM*EDI@BLUEHERON.EXAMPLE~",
    ),
    "IG032": Advice(
        "see whether a value contains a delimiter of the file, such as * or :, and remove it there",
        "N3*27 MULBERRY CT*REAR*HOUSE~",
        _N3,
    ),
    "IG033": Advice("send the whole value", "N4*W*OH*430812206~", _N4),
    "IG034": Advice("shorten the value, or send what belongs in this element", "N4*WESTERVILLE*OHIO*430812206~", _N4),
    "IG035": Advice(
        "remove the character, or the space at the end, from the element",
        _NM1.replace("OAKHAVEN*", "OAKHAVEN *"),
        _NM1,
    ),
    "IG036": Advice("send one of the codes that the guide lists for this element", _SV1.replace("UN", "EA"), _SV1),
    "IG037": Advice("send a day that exists, as year, month and day", "DTP*472*D8*20260231~", _DTP),
    "IG038": Advice(
        "send hours from 00 to 23 and minutes from 00 to 59",
        "BHT*0019*00*BH260417*20260318*2502*CH~",
        "BHT*0019*00*BH260417*20260318*1402*CH~",
    ),
    "IG039": Advice("leave the element empty", _NM1.replace("*T***", "*T*MRS**"), _NM1),
    "IG040": Advice("send the value in the form that the guide gives for this element"),
    "IG041": Advice("number the HL segments of the transaction 1, 2, 3 and so on", "HL*3*1*22*0~", "HL*2*1*22*0~"),
    "IG042": Advice("send in HL02 the HL01 of the level above", "HL*2*2*22*0~", "HL*2*1*22*0~"),
    "IG043": Advice("send 1 in HL04 if a level below follows, otherwise 0", "HL*2*1*22*1~", "HL*2*1*22*0~"),
    "IG044": Advice("number the lines of each claim 1, 2, 3 and so on", "LX*5~", "LX*2~"),
    "IG045": Advice("end the segment after its last value", _REF.replace("~", "**~"), _REF),
    "IG046": Advice("remove the segment, or send its values", lines(_SBR, "PAT~"), _SBR),
    "IG047": Advice("split the batch into transactions of at most 5,000 claims"),
    "IG048": Advice("remove the space", _NM1.replace("*OAK", "* OAK"), _NM1),
    "RCV004": Advice("split the batch into smaller transactions"),
}
