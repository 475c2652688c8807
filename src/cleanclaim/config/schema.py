"""The JSON Schema of the configuration, for editors that check TOML."""

from __future__ import annotations

from typing import Any

import msgspec

from cleanclaim.config.model import Config


def json_schema() -> dict[str, Any]:
    """The schema of `cleanclaim.toml`; it refuses keys that are not known, as the reader does."""
    schema = msgspec.json.schema(Config)
    for table in schema["$defs"].values():
        table["additionalProperties"] = False
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "cleanclaim configuration",
        **schema,
    }
