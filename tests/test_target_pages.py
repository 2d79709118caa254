"""The page about further targets has every one."""

from __future__ import annotations

import re
from pathlib import Path

from realtime_codegen.targets import discover

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "targets.md").read_text(encoding="utf-8")


def test_the_page_has_each_target_that_is_not_made_by_default_with_its_options() -> None:
    """Law: what `realtime-codegen targets` lists is explained."""
    headings = re.findall(r"^## (`.*)$", TEXT, re.MULTILINE)
    titles = {name for heading in headings for name in re.findall(r"`(\w+)`", heading)}
    for name, target in discover(()).items():
        if not target.by_default:
            assert name in titles
        if name in titles:
            assert all(f"-O {name}.{option.name}=" in TEXT for option in target.options)
