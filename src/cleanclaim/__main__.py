"""`python -m cleanclaim`."""

from __future__ import annotations

import sys

from cleanclaim.cli import main

if __name__ == "__main__":
    sys.exit(main())
