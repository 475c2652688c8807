"""Small invented claim files for tests: a header that is right, and the segments of one claim."""

from __future__ import annotations

ISA = "ISA*00*          *00*          *ZZ*INVENTEDSENDER *ZZ*INVENTEDTAKER  *250131*1200*^*00501*000000001*0*T*:~"
GS = "GS*HC*INVENTEDSENDER*INVENTEDTAKER*20250131*1200*1*X*005010X222A1~"
HEAD = (
    "BHT*0019*00*INV1*20250131*1200*CH~NM1*41*2*INVENTED BILLING*****46*INV41~PER*IC*ANN INVENTED*TE*5555550100~"
    "NM1*40*2*INVENTED CLEARINGHOUSE*****46*INV40~HL*1**20*1~PRV*BI*PXC*207Q00000X~"
    "NM1*85*2*INVENTED CLINIC*****XX*1234567893~N3*1 INVENTED ST~N4*SPRINGFIELD*IL*627010001~REF*EI*123456789~"
    "HL*2*1*22*0~SBR*P*18*******CI~NM1*IL*1*DOE*JANE****MI*INV0001~N3*2 INVENTED ST~N4*SPRINGFIELD*IL*627010001~"
    "DMG*D8*19700504*F~NM1*PR*2*INVENTED PAYER*****PI*00001~"
)


def claim_file(*segments: str, head: str = HEAD, end: str = "~") -> str:
    """A whole file with one claim: the segments given, under the header, with counts that are right."""
    body = head + "".join(segment + "~" for segment in segments)
    count = body.count("~") + 2
    text = f"{ISA}{GS}ST*837*0001*005010X222A1~{body}SE*{count}*0001~GE*1*1~IEA*1*000000001~"
    return text.replace("~", end)
