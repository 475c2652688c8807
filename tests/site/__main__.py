"""`python -m tests.site [FOLDER]`: makes FOLDER/site (without FOLDER, build/site); a broken link fails it."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.site.build import build_site
from tests.site.pages import ROOT

if __name__ == "__main__":
    sys.exit(build_site(Path(sys.argv[1]) if sys.argv[1:] else ROOT / "build"))
