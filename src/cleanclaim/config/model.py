"""What can be configured: one field a setting, with what its absence means."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

Level = Literal["error", "warning", "info"]
Code = Annotated[str, Meta(pattern="^[A-Z]{2,6}[0-9]{0,4}$", description="A rule code or the beginning of one.")]


class Table(msgspec.Struct, frozen=True, rename="kebab", kw_only=True):
    """A table of the file; its keys are written with hyphens."""


class Ignore(Table, frozen=True):
    """Findings that are not reported, and why: what matches all that is given here."""

    rule: Annotated[Code, Meta(description="The rule, or the beginning of several.")]
    reason: Annotated[str, Meta(min_length=1, description="Why, for whoever reads it next year.")]
    payer: Annotated[str, Meta(description="Only claims to this payer id (2010BB NM109).")] = ""
    receiver: Annotated[str, Meta(description="Only files to this receiver (ISA08 or GS03).")] = ""
    path: Annotated[
        str, Meta(description="Only files that this glob matches, from the folder of the configuration on.")
    ] = ""
    expires: Annotated[dt.date | None, Meta(description="The last day on which it holds.")] = None


class Payer(Table, frozen=True):
    """What holds for claims to one payer, by its payer id (2010BB NM109)."""

    profile: Annotated[str, Meta(description="The payer profile that its claims are judged by.")] = ""
    severity: Annotated[
        dict[Code, Level],
        Meta(description="Severities of rules for its claims: rule code, or beginning -> severity."),
    ] = {}


class Receiver(Table, frozen=True):
    """What one receiver takes (ISA08 or GS03)."""

    usage: Annotated[Literal["P", "T"] | None, Meta(description="The usage indicator that ISA15 must have.")] = None
    max_claims_per_transaction: Annotated[
        Annotated[int, Meta(ge=1)] | None, Meta(description="Most CLM segments from ST to SE.")
    ] = None
    character_set: Annotated[Literal["basic", "extended"] | None, Meta(description="The X12 character set.")] = None
    sender_ids: Annotated[tuple[str, ...], Meta(description="The senders (ISA06) that it knows.")] = ()
    payer_aliases: Annotated[dict[str, tuple[str, ...]], Meta(description="Payer id -> ids that mean the same.")] = {}


class Files(Table, frozen=True):
    """What holds for the files that a glob matches."""

    severity: Annotated[
        dict[Code, Level],
        Meta(description="Severities of rules in these files: rule code, or beginning -> severity."),
    ] = {}
    expect_usage: Annotated[Literal["P", "T"] | None, Meta(description="The usage indicator of ISA15.")] = None


class Config(Table, frozen=True):
    """One configuration file, whole; what is absent has the default of the command line."""

    extend: Annotated[str, Meta(description="Another file, whose settings hold where this one says nothing.")] = ""
    select: Annotated[tuple[Code, ...], Meta(description="The rules that run; ALL for every one.")] = ("ALL",)
    extend_select: Annotated[tuple[Code, ...], Meta(description="These rules as well.")] = ()
    fail_on: Annotated[
        Literal["error", "warning", "info", "never"],
        Meta(description="Lowest severity that makes the exit status 1."),
    ] = "error"
    show: Annotated[Level, Meta(description="Lowest severity that is shown.")] = "info"
    values: Annotated[Literal["codes", "none"], Meta(description="What excerpts show of claims.")] = "codes"
    paths: Annotated[Literal["full", "basename", "hash"], Meta(description="How reports for CI name files.")] = "full"
    output: Annotated[tuple[str, ...], Meta(description="Reports: FORMAT or FORMAT=PATH.")] = ()
    rules: Annotated[tuple[str, ...], Meta(description="Rule files of your own: paths and globs.")] = ()
    refdata: Annotated[str, Meta(description="The reference tables, a file of `cleanclaim refdata import`.")] = ""
    baseline: Annotated[str, Meta(description="Findings that are known already.")] = ""
    payer: Annotated[str, Meta(description="The payer profile of every claim whose payer has none of its own.")] = ""
    expect_usage: Annotated[Literal["P", "T"] | None, Meta(description="The usage indicator of ISA15.")] = None
    exclude: Annotated[tuple[str, ...], Meta(description="Globs of files in folders that are not claim files.")] = ()
    severity: Annotated[
        dict[Code, Level], Meta(description="Severities of rules: rule code, or beginning -> severity.")
    ] = {}
    ignore: Annotated[tuple[Ignore, ...], Meta(description="Findings not reported, each with its reason.")] = ()
    payers: Annotated[dict[str, Payer], Meta(description="What holds for one payer id.")] = {}
    receivers: Annotated[dict[str, Receiver], Meta(description="What one receiver takes.")] = {}
    files: Annotated[dict[str, Files], Meta(description="What holds for the files of a glob.")] = {}
