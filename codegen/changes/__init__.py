"""The changes between two specs, by meaning and not by text, and whom they break.

`compare` compares two models; `report` has the data of the result.
"""

from __future__ import annotations

from .compare import compare
from .report import ChangeReport, Level, placed
from .version import Version

__all__ = ["ChangeReport", "Level", "Version", "compare", "placed"]
