"""Qualifiers that say what a segment holds: the words of its name, and of its code's meaning."""

from __future__ import annotations

# REF01. A party's name goes before those of its own loop.
REFERENCES = {
    "0B": "state license number",
    "1G": "UPIN",
    "1J": "care plan oversight number",
    "1W": "member id",
    "2U": "payer id",
    "4N": "exception to service authorization",
    "6R": "line control number",
    "9A": "repriced claim number",
    "9B": "repriced line number",
    "9C": "adjusted repriced claim number",
    "9D": "adjusted repriced line number",
    "9F": "referral number",
    "BT": "vaccine batch number",
    "D9": "clearinghouse claim number",
    "EA": "medical record number",
    "EI": "tax id",
    "EW": "mammography certification number",
    "F4": "referring laboratory's CLIA number",
    "F5": "Medicare crossover election (section 4081)",
    "F8": "payer's claim number",
    "FY": "claim office number",
    "G1": "prior authorization number",
    "G2": "commercial number",
    "LU": "location number",
    "LX": "investigational device number",
    "NF": "NAIC number",
    "P4": "demonstration project",
    "SY": "social security number",
    "T4": "claim adjustment flag",
    "VY": "compound drug link",
    "X4": "CLIA number",
    "XZ": "prescription number",
    "Y4": "casualty claim number",
}

# DTP01.
DATES = {
    "011": "shipping date",
    "050": "date the repricer received it",
    "090": "date care was taken over",
    "091": "date care was handed on",
    "096": "discharge date",
    "296": "date of return to work",
    "297": "last day worked",
    "304": "date last seen",
    "314": "disability dates",
    "360": "first day of disability",
    "361": "last day of disability",
    "431": "onset of illness",
    "435": "admission date",
    "439": "accident date",
    "444": "first contact date",
    "453": "date it became acute",
    "454": "first treatment date",
    "455": "last x-ray date",
    "461": "last certification date",
    "463": "date therapy began",
    "471": "prescription date",
    "472": "service date",
    "484": "last menstrual period",
    "573": "date the payer decided",
    "607": "recertification date",
    "738": "hemoglobin or hematocrit test date",
    "739": "creatinine test date",
}

# AMT01.
AMOUNTS = {
    "A8": "amount not covered",
    "D": "amount the other payer paid",
    "EAF": "amount the patient still owes",
    "F4": "postage",
    "F5": "amount the patient paid",
    "T": "sales tax",
}

# QTY01.
QUANTITIES = {"FL": "extra anesthesia units in obstetrics", "PT": "patients in the ambulance"}

# CRC01.
CONDITIONS = {
    "07": "ambulance conditions",
    "09": "durable equipment conditions",
    "70": "hospice employee",
    "75": "homebound patient",
    "E1": "spectacle lens conditions",
    "E2": "contact lens conditions",
    "E3": "spectacle frame conditions",
    "ZZ": "EPSDT referral",
}
