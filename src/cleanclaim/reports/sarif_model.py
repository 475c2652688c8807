"""The dozen objects of SARIF 2.1.0 that a report needs, named and ordered as the standard writes them."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

Level = Literal["error", "warning", "note"]


class _Object(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """An object of the log; what is empty is left out."""


class Message(_Object, frozen=True):
    """3.11: text that a person reads."""

    text: str


class Artifact(_Object, frozen=True):
    """3.4: which file."""

    uri: str


class Region(_Object, frozen=True):
    """3.30: a stretch of one line; columns count from 1, the end is the column behind it."""

    start_line: int
    start_column: int
    end_column: int


class _Physical(_Object, frozen=True):
    """3.29: a file and a stretch of it."""

    artifact_location: Artifact
    region: Region


class Place(_Object, frozen=True):
    """3.28: where a result stands."""

    physical_location: _Physical

    @classmethod
    def at(cls, artifact: Artifact, region: Region) -> Place:
        """The place of a stretch in a file."""
        return cls(_Physical(artifact, region))


class Related(_Object, frozen=True):
    """3.28: another place, with what it has to do with the result."""

    id: int
    message: Message
    physical_location: _Physical

    @classmethod
    def at(cls, number: int, message: Message, artifact: Artifact, region: Region) -> Related:
        """The numbered place of a stretch in a file."""
        return cls(number, message, _Physical(artifact, region))


class Result(_Object, frozen=True):
    """3.27: one finding; its level is always written."""

    rule_id: str
    rule_index: int
    level: Level
    message: Message
    locations: list[Place]
    related_locations: list[Related] = []
    partial_fingerprints: dict[str, str] = {}
    properties: dict[str, int | str] = {}


class RuleEntry(_Object, frozen=True):
    """3.49: what is known of a rule."""

    id: str
    short_description: Message
    full_description: Message
    help: Message
    default_configuration: dict[str, Any]
    properties: dict[str, Any]


class Driver(_Object, frozen=True):
    """3.19: the program."""

    name: str
    semantic_version: str
    rules: list[RuleEntry]


class ToolEntry(_Object, frozen=True):
    """3.18: the tool of a run."""

    driver: Driver


class Notification(_Object, frozen=True):
    """3.58: something about the run that a reader must know."""

    message: Message
    level: Level = "note"


class Invocation(_Object, frozen=True):
    """3.20: that the run came to its end."""

    execution_successful: bool
    tool_execution_notifications: list[Notification] = []
