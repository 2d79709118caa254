"""What a newcomer meets: the code map, forms, editors, and how a release is made."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml

from realtime_codegen import __version__
from realtime_codegen.text.diagnostics import CODES
from tests.tools.own_sources import GROUP, nodes_of
from tests.tools.release import ReleaseError, cut, main, notes_of, versions, write_version

ROOT = Path(__file__).parents[1]


def yaml_of(path: str) -> Any:
    return yaml.safe_load((ROOT / path).read_text(encoding="utf-8"))


def test_the_code_map_has_each_room_and_each_is_there() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    table = text.partition("## How the code is laid out")[2].partition("\n## ")[0]
    named = re.findall(r"^\| `([a-z_]+/?(?:\.py)?)` \|", table, flags=re.MULTILINE)
    code = ROOT / "codegen"
    rooms = {f"{path.parent.name}/" for path in code.glob("*/__init__.py")}
    rooms |= {"runtime/"}  # No package: its modules are copied.
    modules = {path.name for path in code.glob("*.py") if not path.name.startswith("_")}
    assert len(named) == len(set(named))
    assert set(named) == rooms | modules


def test_paths_that_documents_for_developers_name_exist() -> None:
    for name in ("CONTRIBUTING.md", ".github/pull_request_template.md"):
        text = (ROOT / name).read_text(encoding="utf-8")
        paths = re.findall(r"`((?:codegen|tests|docs|templates|spec|\.ci)/[\w./-]*)`", text)
        assert paths
        for path in (path for path in paths if "NAME" not in path):
            assert (ROOT / path).exists(), path


def test_editors_use_the_formatters_widths() -> None:
    editor = (ROOT / ".editorconfig").read_text(encoding="utf-8")
    sections = dict(re.findall(r"^\[(.+)\]\n((?:[^\[\n].*\n)*)", editor, flags=re.MULTILINE))
    ruff = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["ruff"]
    assert f"max_line_length = {ruff['line-length']}\n" in sections["*.py"]
    assert "max_line_length = 88\n" in sections["codegen/runtime/*.py"]


def test_the_hooks_for_contributors_are_targets_of_make() -> None:
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    (local,) = yaml_of(".pre-commit-config.yaml")["repos"]
    assert local["repo"] == "local"
    for hook in local["hooks"]:
        make, target = hook["entry"].split()
        assert (make, target in targets) == ("make", True)


def test_the_form_for_faults_asks_for_what_it_takes_to_see_one() -> None:
    form = yaml_of(".github/ISSUE_TEMPLATE/bug.yml")
    required = {
        field["id"] for field in form["body"] if field.get("validations", {}).get("required")
    }
    assert {"spec", "command", "diagnostic"} <= required
    wish = yaml_of(".github/ISSUE_TEMPLATE/wish.yml")
    for one in (form, wish):
        assert one["name"]
        assert one["description"]
        ids = [field["id"] for field in one["body"]]
        assert len(ids) == len(set(ids))


# ------------------------------------------------------------------------- releases

LOG = """# Changelog

Words.

## [Unreleased]

### Added

- One.

## [0.1.0] - 2025-01-01

- Old.
"""


def test_a_cut_gives_what_is_unreleased_a_version() -> None:
    done = cut(LOG, "0.2.0", "2026-01-02")
    assert notes_of(done, "0.2.0") == "### Added\n\n- One.\n"
    assert notes_of(done, "0.1.0") == notes_of(LOG, "0.1.0") == "- Old.\n"
    assert done.replace("## [0.2.0] - 2026-01-02\n\n", "") == LOG
    with pytest.raises(ReleaseError, match="nothing is unreleased"):
        cut(done, "0.3.0", "2026-01-03")


@pytest.mark.parametrize("version", ["0.1.0", "0.2", "v0.2.0", "", "0.2.0 "])
def test_a_version_is_new_and_one(version: str) -> None:
    with pytest.raises(ReleaseError):
        cut(LOG, version, "2026-01-02")


def test_a_version_that_nothing_is_said_of_has_no_notes() -> None:
    with pytest.raises(ReleaseError, match=r"--cut 0\.2\.0"):
        notes_of(LOG, "0.2.0")


def test_a_tag_is_that_of_the_version(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["v0.0.0"]) == 1
    assert "the tag of " in capsys.readouterr().err


def test_the_version_is_the_same_wherever_it_stands(tmp_path: Path) -> None:
    """A release writes it there."""
    assert len(versions()) == 4
    assert all(version == [__version__] for version in versions().values())
    for path in versions():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_bytes((ROOT / path).read_bytes())
    write_version("12.3.4", tmp_path)
    assert all(version == ["12.3.4"] for version in versions(tmp_path).values())


def test_the_changelog_can_be_cut() -> None:
    text = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    if text.partition("## [Unreleased]\n")[2].lstrip().startswith("## "):
        pytest.skip("nothing is unreleased")
    assert notes_of(cut(text, "999.0.0", "2026-01-02"), "999.0.0")


@GROUP
def test_each_code_of_a_diagnostic_has_a_meaning() -> None:
    used = {
        node.value
        for path in sorted((ROOT / "codegen").rglob("*.py"))
        if path.name != "diagnostics.py"
        for node in nodes_of(path)
        if isinstance(node, ast.Constant)
        if isinstance(node.value, str) and re.fullmatch(r"RC\d{3}", node.value)
    }
    assert len(used) > 50
    assert used == CODES.keys()


def _clocks(path: Path) -> list[str]:
    """The clocks of seconds that a module names, in the text of a child's program, too."""
    named = re.compile("process_time|perf_counter|thread_time|getrusage|default_timer")
    texts = (
        [node.attr]
        if isinstance(node, ast.Attribute)
        else [alias.name for alias in node.names]
        if isinstance(node, ast.ImportFrom)
        else [node.value]
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        else []
        for node in nodes_of(path)
    )
    return [text for texts_of_node in texts for text in texts_of_node if named.search(text)]


@GROUP
def test_no_test_holds_the_seconds_of_this_machine_to_a_number() -> None:
    """A slow machine fails no test: `growth` compares times, and steps are counted."""
    named = {
        str(path.relative_to(ROOT)): clocks
        for path in (*(ROOT / "tests").glob("test_*.py"), *(ROOT / "tests/unit").rglob("*.py"))
        if path.name != Path(__file__).name and (clocks := _clocks(path))
    }
    assert not named
    assert _clocks(ROOT / "tests" / "tools" / "growth.py") == ["process_time"] * 2


@GROUP
def test_every_diagnostic_of_a_command_has_advice() -> None:
    """Whoever is told that something is wrong is told what to do."""
    without = []
    for path in sorted((ROOT / "codegen").rglob("*.py")):
        for node in nodes_of(path):
            if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args):
                continue
            code = ast.unparse(node.args[0]) if node.func.id in ("error", "warning") else ""
            if not re.fullmatch(r"'RC\d+'", code):
                continue
            named = {keyword.arg for keyword in node.keywords}
            if len(node.args) < 4 and not named & {"advice", None}:
                without.append(f"{path.name}:{node.lineno}")
    assert not without
