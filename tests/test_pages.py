"""Every block of code that a page shows is run, or says why it is not."""

from __future__ import annotations

import re
import sys
from pathlib import Path

import pytest

from tests.tools.night import is_nightly
from tests.tools.pages import Block, Program, blocks_of, folder_of_a_page, matches
from tests.tools.site import places

ROOT = Path(__file__).parents[1]

# The pages that people write; the generated reference has its own test (tests/test_sample_laws.py).
PAGES = {
    source: blocks_of(source, (ROOT / source).read_text("utf-8"))
    for source in places()
    if not source.startswith("generated/")
}
RUN = {
    page: blocks for page, blocks in PAGES.items() if any(block.when != "never" for block in blocks)
}


def run(blocks: list[Block], folder: Path, *, night: bool) -> None:
    program = Program(folder)
    for block in blocks:
        if block.when == "always" or (night and block.when == "night"):
            program.run(block)


@pytest.mark.parametrize("page", RUN)
def test_the_blocks_of_a_page_run(page: str, tmp_path: Path) -> None:
    """In order, in one namespace and one folder."""
    shell = [block for block in RUN[page] if block.language == "console" and block.when == "always"]
    others = re.findall(r"^\$ (?!realtime-codegen)", "".join(b.text for b in shell), re.MULTILINE)
    if others and sys.platform == "win32":
        pytest.skip("the page has commands of a POSIX shell")
    with folder_of_a_page(tmp_path, ROOT):
        run(RUN[page], tmp_path, night=False)


@pytest.mark.nightly
@pytest.mark.network
@pytest.mark.parametrize(
    "page", [page for page, own in RUN.items() if any(block.when == "night" for block in own)]
)
def test_the_blocks_of_a_page_run_with_those_that_take_long(page: str, tmp_path: Path) -> None:
    assert is_nightly()
    with folder_of_a_page(tmp_path, ROOT):
        run(RUN[page], tmp_path, night=True)


def test_each_block_is_one_that_is_run_or_says_why_not() -> None:
    """Law: each fence is a block with a language; what asks a registry is not always run."""
    assert sum(map(len, PAGES.values())) > 60
    for page, blocks in PAGES.items():
        text = (ROOT / page).read_text("utf-8")
        fences = re.findall(r"^ *```", text, re.MULTILINE)
        fenced = [block for block in blocks if f"\n```{block.language}" in f"\n{text}"]
        setups = text.count("<!-- setup\n")
        assert len(fences) == 2 * (len(blocks) - setups), page
        assert len(fenced) >= len(blocks) - setups
        for mark, when in (("not run", "never"), ("at night", "night")):
            marks = re.findall(rf"^<!-- {mark}: ", text, re.MULTILINE)
            assert len(marks) == sum(block.when == when for block in blocks), f"{page}: {mark}"
        for block in blocks:
            assert block.language, f"{block}: its language is not named"
            assert "npm:" not in block.text or block.when != "always", f"{block}: asks a registry"
        assert not indented(text), f"{page}: fence a block of code, so that it is run"


def indented(text: str) -> list[str]:
    """The lines that Markdown takes for code without a fence: indented ones not of a list."""
    bare = re.sub(r"^ *(`{3,}).*\n(?:.*\n)*?^ *\1$|<!--(?:.|\n)*?-->", "", text, flags=re.MULTILINE)
    lists = re.compile(r"^(?:[-*]|\d+\.) .*\n(?:(?: +.*)?\n)*", re.MULTILINE)
    return re.findall(r"(?<=\n\n) {4}.*", lists.sub("", bare))


def failing(page: str, folder: Path) -> None:
    with folder_of_a_page(folder, ROOT):
        run(blocks_of("page.md", page), folder, night=False)


WRONG = {
    "python that raises": "```python\nassert False\n```\n",
    "awaited python": "```python\nawait nothing\n```\n",
    "another text": '```python\nprint("a")\n```\n```text\nb\n```\n',
    "a text of nothing": "```text\nb\n```\n",
    "no such option": "```console\n$ realtime-codegen --nothing\n```\n",
    "another output": "```console\n$ realtime-codegen --version\nof another tool\n```\n",
    "a command of the shell": "```console\n$ exit 3\n```\n",
    "no command": "```console\nrealtime-codegen\n```\n",
    "a misspelt fact": '```toml\n[[nulable]]\nmatch = "a"\nwhy = "b"\n```\n',
    "a misspelt key": '```toml\n[specs.a]\nsuorce = "a.d.ts"\n```\n',
    "a spec that is none": '```typescript title="a.d.ts"\nexport interface {\n```\n',
    "a language that nothing runs": "```cobol\nSTOP RUN\n```\n",
    "a setup that raises": "<!-- setup\nraise ValueError\n-->\n",
    "json that is none": "```json\n{\n```\n",
}


@pytest.mark.parametrize("page", WRONG.values(), ids=WRONG)
def test_a_block_that_is_wrong_is_seen(page: str, tmp_path: Path) -> None:
    with pytest.raises(Exception):  # noqa: B017, PT011  # Of any kind: what blocks raise passes.
        failing(page, tmp_path)


def test_code_without_a_fence_is_seen() -> None:
    assert indented("a\n\n    code\n") == ["    code"]
    assert not indented("- a\n\n    of the list\n\n```python\n\n    code\n```\n")


def test_the_targets_of_make_that_pages_name_exist() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    lines = "".join(block.text for blocks in PAGES.values() for block in blocks)
    named = set(re.findall(r"^\$ make ([a-z]+)", lines, re.MULTILINE))
    assert len(named) > 4
    assert named <= set(targets)


def test_what_stands_for_anything() -> None:
    assert matches("a\n...\nb ...\n", "a\nx\ny\nb c\n")
    assert matches("a\n...\n", "a\n")
    assert matches("a  b\n", "a     b\n")
    assert not matches("a b\n", "a     b\n")
    assert not matches("a\n...\nb\n", "a\nx\n")
    assert not matches("a\n", "a\nb\n")
