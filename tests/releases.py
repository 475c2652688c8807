"""Releases of every reference table: those among the samples, and lists of the codes that some claims use."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

from cleanclaim.reference import Store
from cleanclaim.reference.load import import_files

RELEASES = Path(__file__).parent.parent / "samples" / "tables" / "releases"
FEES = "PPRRVU2026_Jan_nonQPP.csv"
_HCPCS = "    AN INVENTED RELEASE, OF THE CODES IN USE.\r\n\r\n"


def all_tables(folder: Path, texts: Iterable[str]) -> Store:
    """A store with every table, for the first quarter of 2026; the code sets hold what these claim files use."""
    joined = "\n".join(texts)
    small = [path for path in sorted(RELEASES.iterdir()) if path.name != FEES]
    import_files(folder / "s", [*small, _write(folder / FEES, _fees(joined)), *code_sets(folder, joined)])
    return Store.open(folder / "s")


def code_sets(folder: Path, joined: str) -> list[Path]:
    """Releases of the code sets, with what these claims use."""
    return [
        _write(folder / "HCPC2026_JAN_ANWEB.txt", _hcpcs(joined)),
        _write(folder / "icd10cm_order_2026.txt", _diagnoses(joined)),
        _write(folder / "nucc_taxonomy_260.csv", _taxonomy(joined)),
        _write(folder / "enrolment.csv", "npi,tax_id,payer,first,last\n1999000015,990000001,X9001,2024-01-01,\n"),
    ]


def _write(path: Path, text: str) -> Path:
    path.write_bytes(text.encode("ascii"))
    return path


def _fees(text: str) -> str:
    """The fee schedule of the samples, and each other code in use as one that another schedule pays."""
    known = (RELEASES / FEES).read_text("ascii")
    codes = set(re.findall(r"HC[:>\x1f]([A-Z0-9][0-9]{3}[A-Z0-9])", text)) - set(
        re.findall(r"^(\w{5}),", known, re.M)
    )
    indicators = ["9"] + ["XXX"] + [""] * 3 + ["9"] * 5
    return known + "".join(f"{code},,,X,{',' * 10}{','.join(indicators)}{',' * 8}\n" for code in sorted(codes))


def _hcpcs(text: str) -> str:
    """320 columns a code: where each thing stands is told in the importer."""
    codes = sorted(set(re.findall(r"(?:HC:|HC>|HC\x1f)([A-Z][0-9]{4})", text)))
    modifiers = sorted(set(re.findall(r"(?<=[:>\x1f])([A-Z][A-Z0-9])(?=[:>\x1f*|\x1d~\n])", text)))
    rows = [f"{code}001003{'INVENTED':80}{'Invented':28}" for code in codes]
    rows += [f"   {modifier}001007{'INVENTED':80}{'Invented':28}" for modifier in modifiers]
    return _HCPCS + "".join(f"{row:268}2003010120030101        N{'':26}\r\n" for row in rows)


def _diagnoses(text: str) -> str:
    """The codes in order, each below the headers that it begins with."""
    codes = set(re.findall(r"(?:ABK|ABF)[:>\x1f]([A-Z][0-9][A-Z0-9]{1,5})", text))
    heads = {code[:length] for code in codes for length in range(3, len(code))} - codes
    lines = enumerate(sorted(codes | heads), 1)
    return "".join(
        f"{at:05} {code:7} {int(code in codes)} {'Invented':60} {'Invented, in full'}\n" for at, code in lines
    )


def _taxonomy(text: str) -> str:
    codes = sorted(set(re.findall(r"PXC[*|\x1d]([0-9A-Z]{9}X)", text)))
    head = "Code,Grouping,Classification,Specialization,Definition,Notes,Display Name,Section\n"
    return head + "".join(f"{code},Invented,Invented,,,,Invented,Individual\n" for code in codes)
