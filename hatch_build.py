"""Puts the checked rules into the wheel, so that an installed tool starts without checking them."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class RulePack(BuildHookInterface):  # type: ignore[type-arg]
    """Makes `rules.json` of `rules/` with the code that is about to be packed."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Raises `RuleError` where a shipped rule is wrong: no wheel is built of it."""
        if version == "editable":  # the rules of a checkout change
            return
        sys.path.insert(0, str(Path(self.root) / "src"))
        from cleanclaim.catalogue import pack

        made = Path(self.directory) / "rules.json"
        made.parent.mkdir(parents=True, exist_ok=True)
        made.write_bytes(pack())
        build_data["force_include"][str(made)] = "cleanclaim/_data/rules.json"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:
        """Leaves nothing behind but the wheel."""
        (Path(self.directory) / "rules.json").unlink(missing_ok=True)
