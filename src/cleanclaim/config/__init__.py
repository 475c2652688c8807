"""The configuration of a folder: found, read strictly, and explained. Reads no environment."""

from __future__ import annotations

from cleanclaim.config.discover import NAMES, find_config
from cleanclaim.config.known import refuse_twice, refuse_unknown
from cleanclaim.config.model import Config, Files, Ignore, Payer, Receiver
from cleanclaim.config.read import Opened, Setting, open_config, read_config
from cleanclaim.config.schema import json_schema
from cleanclaim.config.starter import STARTER

__all__ = [
    "NAMES",
    "STARTER",
    "Config",
    "Files",
    "Ignore",
    "Opened",
    "Payer",
    "Receiver",
    "Setting",
    "find_config",
    "json_schema",
    "open_config",
    "read_config",
    "refuse_twice",
    "refuse_unknown",
]
