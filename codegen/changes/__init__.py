"""What changed between two specs, by meaning and not by text, and whom it breaks.

`compare` holds two models against each other; `report` says what is found.
"""

from __future__ import annotations

from .compare import compare
from .report import ChangeReport, Level, placed
from .version import Version

__all__ = ["ChangeReport", "Level", "Version", "compare", "placed"]
