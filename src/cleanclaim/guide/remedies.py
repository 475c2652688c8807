"""What to do at a place of the guide, in the words of the trade, where the advice of a rule is too general.

A rule of the guide speaks of every element; a biller wants to hear of this one. Places without an entry keep the
advice of the rule. No value of a claim is among the words.
"""

from __future__ import annotations

_ABSENT, _CODE, _SHORT, _LONG = "IG030", "IG036", "IG033", "IG034"
_DATE, _SURPLUS, _LETTERS, _UNUSED = "IG037", "IG032", "IG035", "IG039"
_SEGMENT, _PAIR = "IG021", "IG031"
_NPI = "send XX in NM108 and the NPI of ten digits in NM109"
_PROVIDERS = "2010AA 2310A 2310B 2310C 2310D 2420A 2420C 2420D 2420E 2420F"
_MEMBER = "send MI in NM108 and the member number in NM109, as it is on the card"
_PAYER = "send PI in NM108 and the payer ID in NM109, as the clearinghouse or the payer lists it"
_PARTNER = "send 46 in NM108, and in NM109 the ID that you and the receiver agreed on"
_POINTER = "send the position of the diagnosis in HI, 1 to 12: 1 for HI01, 2 for HI02"
_POINTERS = "point to 1 to 4 diagnoses by their positions in HI, 1 to 12, each as a component of its own"
_MODIFIER = "send two letters or digits; each further modifier is a component of its own, and four is the most"
_LINES = "send the procedure as HC, the code and up to four modifiers, each as a component of its own"
_FILING = "send MB for Medicare Part B, MC Medicaid, CI commercial, BL Blue Cross Blue Shield, 12 PPO, HM HMO"
_FREQUENCY = "send 1 for an original claim, 7 for a replacement, 8 for a void"
_PLACE = "send the two digits of the place of service, such as 11 for an office"
_DAY = "write the day in eight digits, year, month and day, and see whether it exists"
_DAYS = f"{_DAY}; with RD8 in DTP02 two days with a hyphen between, with D8 one"
_AMOUNT = "write the amount in dollars with digits and a point only, without $, comma or spaces"
_STATE = "use the two letters of the postal service"

# What is said of an element or segment, in a loop or in any, for these rules.
_SAID: tuple[tuple[str, str, str, str], ...] = (
    ("SV107 SV107-1", "", _ABSENT, _POINTERS),
    ("SV107-1 SV107-2 SV107-3 SV107-4", "", f"{_CODE} {_SHORT}", _POINTER),
    ("SV107-1 SV107-2 SV107-3 SV107-4", "", f"{_LETTERS} {_LONG}", _POINTERS),
    ("SV107-5", "", _SURPLUS, "keep the four diagnoses that say most about the line"),
    ("HI13", "2300", _SURPLUS, "leave out diagnoses that no line needs"),
    ("HI01-1", "2300", _CODE, "send ABK before the first diagnosis, in ICD-10-CM"),
    (" ".join(f"HI{at:02}-1" for at in range(2, 13)), "2300", _CODE, "send ABF before each diagnosis but the first"),
    ("HI01-2", "2300", _ABSENT, "send the first diagnosis, as ICD-10-CM without its point"),
    ("SV101-1", "", _CODE, "send HC before a CPT or HCPCS code"),
    ("SV101-1", "", f"{_ABSENT} {_LONG} {_SHORT}", _LINES),
    ("SV101-2", "", _ABSENT, "send the CPT or HCPCS code of the line"),
    ("SV101-3 SV101-4 SV101-5 SV101-6", "", f"{_SHORT} {_LONG}", _MODIFIER),
    ("SV101-8 SV101-9", "", f"{_UNUSED} {_SURPLUS}", "keep at most four modifiers (SV101-3 to SV101-6)"),
    ("SV102", "", _ABSENT, "send the charge of the line in dollars"),
    ("SV102 CLM02 AMT02", "", _LETTERS, _AMOUNT),
    ("SV103", "", f"{_ABSENT} {_CODE}", "send UN for units, or MJ for minutes of anesthesia"),
    ("SV104", "", f"{_ABSENT} {_LETTERS}", "send the number of units or minutes in digits"),
    ("SV106", "", _UNUSED, "leave it empty: claims of this version have no type of service"),
    ("LX01", "", _ABSENT, "number the lines of the claim 1, 2, 3 and so on"),
    ("CLM01", "", _ABSENT, "send the number by which you find the claim again: receivers return it"),
    ("CLM02", "", _ABSENT, "send the sum of the line charges in dollars"),
    ("CLM05", "", _ABSENT, "send three components: the place of service, B and the claim frequency"),
    ("CLM05-1", "", f"{_ABSENT} {_SHORT} {_LONG}", _PLACE),
    ("CLM05-2", "", f"{_ABSENT} {_CODE}", "send B between the place of service and the claim frequency"),
    ("CLM05-3", "", f"{_ABSENT} {_LONG}", _FREQUENCY),
    ("CLM06", "", f"{_ABSENT} {_CODE}", "send Y if the provider's signature is on file, otherwise N"),
    ("CLM07", "", f"{_ABSENT} {_CODE}", "send A if assignment is accepted, C if not, B for laboratory services only"),
    ("CLM08", "", f"{_ABSENT} {_CODE}", "send Y if the patient assigned the benefits to the provider, N if not"),
    ("CLM09", "", f"{_ABSENT} {_CODE}", "send Y if the patient signed a release, I for informed consent"),
    ("CLM11-1 CLM11-2", "", _CODE, "send AA for an auto accident, EM for employment, OA for another accident"),
    ("DMG01", "", f"{_ABSENT} {_CODE}", "send D8 before the birth date"),
    ("DMG02", "", _ABSENT, "send the birth date in eight digits: year, month and day"),
    ("DMG02", "", _DATE, _DAY),
    ("DMG03", "", f"{_ABSENT} {_CODE}", "send F for female, M for male or U for unknown"),
    ("DTP02", "2400", f"{_ABSENT} {_CODE}", "send D8 before one day, RD8 before two with a hyphen between"),
    ("DTP03", "2400", _ABSENT, "send the day in eight digits: year, month and day"),
    ("DTP03", "", _DATE, _DAYS),
    ("NM108 NM109", _PROVIDERS, f"{_PAIR} {_ABSENT} {_CODE}", _NPI),
    ("NM108 NM109", "2010BA 2330A", f"{_PAIR} {_ABSENT} {_CODE}", _MEMBER),
    ("NM108 NM109", "2010BB 2330B", f"{_PAIR} {_ABSENT} {_CODE}", _PAYER),
    ("NM108 NM109", "1000A 1000B", f"{_PAIR} {_ABSENT} {_CODE}", _PARTNER),
    ("NM102", "2010BB 2330B 1000B", f"{_ABSENT} {_CODE}", "send 2: this party is an organization"),
    ("NM102", "", f"{_ABSENT} {_CODE}", "send 1 for a person, 2 for an organization"),
    ("NM103", "2010BA 2010CA 2330A", _ABSENT, "send the last name, as it is on the card"),
    ("NM103", "2010BB 2330B", _ABSENT, "send the name of the payer"),
    ("NM103", "", _ABSENT, "send the last name, or the name of the organization"),
    ("N301", "", _ABSENT, "send the street address here, and only what is left over in N302"),
    ("N401", "", _ABSENT, "send the city of the address"),
    ("N402", "", f"{_ABSENT} {_SHORT} {_LONG}", _STATE),
    ("N403", "", f"{_ABSENT} {_SHORT} {_LONG}", "send the ZIP code in five or nine digits, without a hyphen"),
    ("SBR01", "", f"{_ABSENT} {_CODE}", "send P for the payer that pays first, S for the second, T for the third"),
    ("SBR02", "2000B", _CODE, "send 18 if the subscriber is the patient, otherwise nothing and a patient level"),
    ("SBR09", "", f"{_CODE} {_LONG}", _FILING),
    ("PRV01", "2000A", _CODE, "send BI for the billing provider"),
    ("PRV01", "2310B 2420A", _CODE, "send PE for the rendering provider"),
    ("PRV02", "", f"{_ABSENT} {_CODE}", "send PXC before a taxonomy code"),
    ("PRV03", "", _ABSENT, "send the taxonomy code in ten letters and digits, or leave the segment out"),
    ("REF02", "2010AA", _ABSENT, "send the tax ID of the billing provider in nine digits"),
    ("REF02", "", _ABSENT, "send the number that REF01 announces, or leave the segment out"),
    ("PER03", "", _ABSENT, "send TE before a telephone number"),
    ("PER04", "", _ABSENT, "send the telephone number, fax number or e-mail address that PER03 announces"),
    ("HL01", "", _ABSENT, "number the HL segments of the transaction 1, 2, 3 and so on"),
    ("HL02", "", _ABSENT, "send the HL01 of the level above: a subscriber's is its billing provider's"),
    ("HL03", "", f"{_ABSENT} {_CODE}", "send 20 for a billing provider, 22 for a subscriber, 23 for a patient"),
    ("HL04", "2000A", _CODE, "send 1: a subscriber level follows each billing provider"),
    ("HL04", "2000C", _CODE, "send 0: nothing stands below a patient"),
    ("HL04", "", f"{_ABSENT} {_CODE}", "send 1 if a level below follows, otherwise 0"),
    ("LIN02", "", f"{_ABSENT} {_CODE}", "send N4 before an NDC"),
    ("LIN03", "", _ABSENT, "send the NDC in eleven digits, without hyphens"),
    ("CTP04", "", f"{_ABSENT} {_LETTERS}", "send how much of the product was given, in the unit of CTP05"),
    ("CTP05 CTP05-1", "", f"{_ABSENT} {_CODE}", "send the unit of the quantity: ML, UN, ME, GR or F2"),
    ("BHT06", "", f"{_ABSENT} {_CODE}", "send CH for claims that are to be paid, RP for encounters to report"),
    ("HI", "2300", _SEGMENT, "add HI with the diagnoses: ABK before the first, ABF before each other one"),
    ("SV1", "2400", _SEGMENT, "add SV1 with the procedure, charge and units of the line, or remove its LX"),
    ("LX", "2400", _SEGMENT, "begin each service line with LX and its number"),
    ("DTP", "2400", _SEGMENT, "add DTP with 472 and the date of service"),
    ("CTP", "2410", _SEGMENT, "add CTP with the quantity of the product and its unit (ML, UN, ME, GR or F2)"),
    ("SBR", "2000B", _SEGMENT, "add SBR with P for the first payer and 18 if the subscriber is the patient"),
    ("NM1", "2010AA", _SEGMENT, "add NM1 with 85, the name and the NPI of the billing provider"),
    ("NM1", "2010BA", _SEGMENT, "add NM1 with IL, the name and the member number of the subscriber"),
    ("NM1", "2010BB", _SEGMENT, "add NM1 with PR, the name and the ID of the payer"),
    ("NM1", "2010CA", _SEGMENT, "add NM1 with QC and the name of the patient"),
    ("NM1", "1000A", _SEGMENT, "add NM1 with 41, the name and the ID of the submitter"),
    ("NM1", "1000B", _SEGMENT, "add NM1 with 40, the name and the ID of the receiver"),
    ("PER", "1000A", _SEGMENT, "add PER with IC and how to reach the submitter, by telephone or e-mail"),
    ("N3", "", _SEGMENT, "add N3 with the street address"),
    ("N4", "", _SEGMENT, "add N4 with the city, the state and the ZIP code"),
    ("DMG", "", _SEGMENT, "add DMG with the birth date and the sex of the patient"),
    ("PAT", "2000C", _SEGMENT, "add PAT with the patient's relationship to the subscriber"),
    ("REF", "2010AA", _SEGMENT, "add REF with EI and the tax ID of the billing provider, or SY and the SSN"),
)
_REMEDIES = {
    (place, loop, code): text
    for places, loops, codes, text in _SAID
    for place in places.split()
    for loop in loops.split() or [""]
    for code in codes.split()
}
# Where the guide's limit has a meaning of its own: of what there is too much.
_LIMITS = {
    ("SV107-5", "2400"): "a line points to 1 to 4 diagnoses: SV107-5 is one too many",
    ("HI13", "2300"): "a claim holds at most 12 diagnoses (HI01 to HI12): HI13 is one too many",
}
_OTHER_HI = ("BP", "BG")  # HI segments that hold no diagnoses


def find_remedy(code: str, place: str, loop: str, qualifiers: tuple[str, ...] = ()) -> str:
    """The advice for a rule at a segment or element such as "SV107-1" of a loop; empty where its own is good enough.

    `qualifiers` are those that tell the segment from others of its id.
    """
    if _is_other_hi(place, qualifiers):
        return ""
    return _REMEDIES.get((place, loop, code)) or _REMEDIES.get((place, "", code), "")


def find_limit(place: str, loop: str, qualifiers: tuple[str, ...] = ()) -> str:
    """What to say instead of that an element or component is one too many; empty where there is nothing better."""
    if _is_other_hi(place, qualifiers):
        return ""
    return _LIMITS.get((place, loop), "")


def _is_other_hi(place: str, qualifiers: tuple[str, ...]) -> bool:
    """Whether a place is in an HI segment that holds no diagnoses: what is said of HI does not fit it."""
    return place.startswith("HI") and not set(qualifiers).isdisjoint(_OTHER_HI)
