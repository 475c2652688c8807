"""The tables of the store: their columns and keys, how long a release is current, what an absent key means."""

from __future__ import annotations

from typing import NamedTuple

OPEN = 99991231  # the last day of a row or a release that has none
SUPPLIERS = ("332B", "332H", "335E", "3336")  # how the taxonomy codes of suppliers begin, as in the rules


class Column(NamedTuple):
    """A column; `kind` is a code system of the rule language, or text, number or date."""

    name: str
    kind: str = "text"
    optional: bool = False


class About(NamedTuple):
    """A table of the store. Its first `keys` columns are the key that it is asked by.

    With `dated` a row says itself from when to when it is in force; else it is as long as its
    release. With `codes` a key that is not there is a code that does not exist, which only a release
    of the day can say; else it means that there is no edit. `ended` says that a release keeps rows
    that have ended. What is `private` identifies people, and no question about it is remembered.
    `beside` is the table that the same files fill, under whose name people know them. What is `lasting` is
    as true after its release has ended. What is `joined` has no rows of its own: it is answered from others.
    `filings` are the claim filing indicators (SBR09) of the payers that it is for, none where it is for all but the
    `others`, who have one of their own. `suppliers` says whether it is for the claims of those who bill as suppliers,
    or for all but these; None where it is for both.
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    keys: int
    published: str  # who publishes it, and how often
    dated: bool = False
    codes: bool = False
    ended: bool = False
    private: bool = False
    beside: str = ""
    lasting: bool = False
    joined: bool = False
    filings: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    suppliers: bool | None = None

    def concerns(self, filing: str | None, supplier: bool) -> bool:
        """Whether it says something of such a payer's claims, by a supplier or by another provider."""
        payers = filing in self.filings if self.filings else filing not in self.others
        return payers and self.suppliers in (None, supplier)

    @property
    def sql(self) -> str:
        """The name of its table in SQLite."""
        return "t_" + self.name.replace("-", "_")

    @property
    def schema(self) -> str:
        """The statement that makes it. Days are numbers (20260131), all else is text, so that amounts stay exact;
        `part` is the file that a row is from.
        """
        columns = [f"{column.name} TEXT" for column in self.columns]
        keys = ", ".join(column.name for column in self.columns[: self.keys])
        return (
            f"CREATE TABLE {self.sql} ({', '.join(columns)}, part INTEGER, first INTEGER, last INTEGER, "
            f"PRIMARY KEY ({keys}, part, first, last)) WITHOUT ROWID"
        )


_PROCEDURE = Column("procedure", "procedure")
_PAIR = (Column("column1", "procedure"), Column("column2", "procedure"), Column("indicator"))
_MUE = (_PROCEDURE, Column("most", "number"), Column("indicator", optional=True), Column("rationale", optional=True))
_ADD_ON = (Column("add_on", "procedure"), Column("primary_code", "procedure"), Column("kind"))
_ADD_ON_CODE = (Column("add_on", "procedure"), Column("kind"))
_QUARTERLY = "CMS, each quarter"
_MEDICARE, _MEDICAID = ("MA", "MB", "16"), ("MC",)


def _pairs(name: str, title: str, filings: tuple[str, ...] = ()) -> About:
    return About(name, title, _PAIR, 2, _QUARTERLY, dated=True, ended=True, filings=filings, others=_MEDICAID)


def _limits(name: str, title: str, filings: tuple[str, ...] = ()) -> About:
    return About(name, title, _MUE, 1, _QUARTERLY, filings=filings, others=_MEDICAID, suppliers="dme" in name)


def _add_on(whose: str, title: str, filings: tuple[str, ...] = ()) -> tuple[About, About]:
    """Add-on codes with their primaries, and alone."""
    pairs = About(
        f"add-on{whose}", title, _ADD_ON, 2, _QUARTERLY, dated=True, ended=True, filings=filings, others=_MEDICAID
    )
    alone = f"{title.partition(' code ')[0]} codes and their type"
    return pairs, pairs._replace(
        name=f"add-on-codes{whose}", title=alone, columns=_ADD_ON_CODE, keys=1, beside=pairs.name
    )


_ALL = (
    _pairs("ncci-ptp", "NCCI procedure-to-procedure edits, practitioner services"),
    _pairs("ncci-ptp-medicaid", "Medicaid NCCI procedure-to-procedure edits, practitioner services", _MEDICAID),
    _limits("mue-practitioner", "Medically unlikely edits, practitioner services"),
    _limits("mue-dme", "Medically unlikely edits, DME supplier services"),
    _limits("mue-medicaid", "Medicaid medically unlikely edits, practitioner services", _MEDICAID),
    _limits("mue-medicaid-dme", "Medicaid medically unlikely edits, DME supplier services", _MEDICAID),
    *_add_on("", "Add-on code edits: add-on and primary"),
    *_add_on("-medicaid", "Medicaid add-on code edits: add-on and primary", _MEDICAID),
    About(
        "hcpcs",
        "HCPCS Level II codes",
        (
            _PROCEDURE,
            Column("short"),
            Column("coverage", optional=True),
            Column("betos", optional=True),
            Column("type_of_service", optional=True),
        ),
        1,
        _QUARTERLY,
        dated=True,
        codes=True,
    ),
    About(
        "hcpcs-modifiers",
        "HCPCS Level II modifiers",
        (Column("modifier", "modifier"), Column("short")),
        1,
        _QUARTERLY,
        dated=True,
        codes=True,
        beside="hcpcs",
    ),
    About(
        "icd-10-cm",
        "ICD-10-CM codes",
        (Column("diagnosis", "diagnosis"), Column("billable", "yes_no")),
        1,
        "CDC and CMS, each October, with an addendum each April",
        codes=True,
    ),
    About(
        "icd-10-cm-headers",
        "ICD-10-CM codes that stand for several",
        (Column("diagnosis", "diagnosis"),),
        1,
        "CDC and CMS, each October, with an addendum each April",
        beside="icd-10-cm",
        lasting=True,
    ),
    About(
        "icd-10-cm-sides",
        "ICD-10-CM codes that say on which side",
        (Column("diagnosis", "diagnosis"), Column("side")),
        2,
        "CDC and CMS, each October, with an addendum each April",
        beside="icd-10-cm",
        lasting=True,
    ),
    About(
        "taxonomy",
        "Health care provider taxonomy codes",
        (Column("taxonomy", "taxonomy"),),
        1,
        "NUCC, each January and July",
        dated=True,
        codes=True,
    ),
    About(
        "ndc-hcpcs",
        "ASP NDC-HCPCS crosswalk",
        (
            Column("ndc", "ndc"),
            _PROCEDURE,
            Column("dose"),
            Column("package_size", "number", optional=True),
            Column("package_quantity", "number", optional=True),
            Column("units", "number", optional=True),
            Column("package_units", "number", optional=True),
        ),
        2,
        _QUARTERLY,
    ),
    About(
        "ndc-hcpcs-codes",
        "NDCs of the ASP crosswalk",
        (Column("ndc", "ndc"),),
        1,
        _QUARTERLY,
        beside="ndc-hcpcs",
    ),
    About(
        "fee-schedule",
        "Physician fee schedule indicators",
        (
            _PROCEDURE,
            Column("modifier"),  # empty: the whole service
            Column("status", "fee_status"),
            Column("pc_tc", "fee_indicator"),
            Column("global_days", "global_days"),
            Column("multiple", "fee_indicator"),
            Column("bilateral", "fee_indicator"),
            Column("assistant", "fee_indicator"),
            Column("co_surgeon", "fee_indicator"),
            Column("team", "fee_indicator"),
        ),
        2,
        _QUARTERLY,
    ),
    About(
        "fee-schedule-codes",
        "Procedures of the physician fee schedule",
        (_PROCEDURE,),
        1,
        _QUARTERLY,
        codes=True,
        beside="fee-schedule",
    ),
    About(
        "fee-schedule-days",
        "Payable services and the days of follow-up that their payment includes",
        (_PROCEDURE, Column("global_days", "global_days")),
        2,
        _QUARTERLY,
        beside="fee-schedule",
    ),
    About(
        "place-of-service",
        "Place of service codes",
        (Column("place_of_service", "place_of_service"),),
        1,
        "CMS, when it changes",
        dated=True,
        codes=True,
    ),
    About("states", "States and territories", (Column("state", "state"),), 1, "the Postal Service", codes=True),
    About(
        "zip-prefixes",
        "First three digits of ZIP codes and the states that have them",
        (Column("prefix"), Column("state", "state")),
        2,
        "the Postal Service",
    ),
    About(
        "coverage-procedures",
        "Medicare coverage articles: procedures and the groups of diagnoses that they need",
        (_PROCEDURE, Column("article"), Column("group_number")),
        3,
        "CMS, each week",
        filings=_MEDICARE,
    ),
    About(
        "coverage-diagnoses",
        "Medicare coverage articles: diagnoses that support a group of procedures, or do not",
        (Column("article"), Column("diagnosis", "diagnosis"), Column("group_number"), Column("covered", "yes_no")),
        3,
        "CMS, each week",
        filings=_MEDICARE,
    ),
    About(
        "coverage-lists",
        "Procedures for which each coverage article lists the diagnoses that support them",
        (_PROCEDURE, Column("articles", "number")),
        1,
        "CMS, each week",
        beside="coverage-procedures",
        joined=True,
    ),
    About(
        "coverage",
        "Procedures and the diagnoses that support them in any coverage article",
        (_PROCEDURE, Column("diagnosis", "diagnosis")),
        2,
        "CMS, each week",
        beside="coverage-diagnoses",
        joined=True,
    ),
    About(
        "enrolment",
        "Your own providers' enrolment with payers",
        (Column("npi"), Column("payer", "payer_id"), Column("tax_id", optional=True)),
        2,
        "you",
        dated=True,
        ended=True,
        private=True,
    ),
)

TABLES: dict[str, About] = {about.name: about for about in _ALL}
