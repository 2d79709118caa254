"""The pages about further targets: their blocks run, and every target that is one is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from realtime_codegen.targets import discover

DOCS = Path(__file__).parents[1] / "docs"
TEXT = (DOCS / "targets.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("page", ["targets.md", "session.md"])
def test_each_block_of_the_page_runs(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One after the other, in one namespace, in an empty folder."""
    text = (DOCS / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    monkeypatch.chdir(tmp_path)
    monkeypatch.syspath_prepend(str(tmp_path))
    assert text.count("```") == 2 * len(blocks), "no block of another kind is left untried"
    namespace: dict[str, object] = {"__name__": "page"}
    for number, block in enumerate(blocks):
        assert number == 0 or "assert " in block
        line = text[: text.index(block)].count("\n")
        exec(compile("\n" * line + block, page, "exec"), namespace)


def test_the_page_has_each_target_that_is_not_made_by_default_with_its_options() -> None:
    """Law: what `realtime-codegen targets` lists is explained."""
    headings = re.findall(r"^## (`.*)$", TEXT, re.MULTILINE)
    titles = {name for heading in headings for name in re.findall(r"`(\w+)`", heading)}
    for name, target in discover(()).items():
        if not target.by_default:
            assert name in titles
        if name in titles:
            assert all(f"-O {name}.{option.name}=" in TEXT for option in target.options)
