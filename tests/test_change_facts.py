"""Which facts of a change go with two specs that are files: copies, vendored or configured ones."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from realtime_codegen.cli import main
from realtime_codegen.facts.choosing import CHANGE_WORDS, FactsError, choose_change

ROOT = Path(__file__).parents[1]
NAME = "openai-realtime-beta-to-ga"
BETA = "resources/beta/realtime/realtime.d.ts"
USED = f"facts of the change: {NAME}, "
FITS = f"facts of the change: {NAME} fits; --change-facts {NAME} uses it"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with copies of both declarations, of which nothing says what package they are."""
    shutil.copytree(ROOT / "spec/openai-realtime-beta", tmp_path / "beta")
    shutil.copy(ROOT / "spec/openai-realtime-ga/realtime.d.ts", tmp_path / "ga.d.ts")
    (tmp_path / "a.d.ts").write_text("export interface A { type: 'a' }")
    (tmp_path / "p.py").write_text("settings = {'voice': 'alloy'}\n")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(*arguments: str) -> Result:
    result = CliRunner().invoke(main, list(arguments))
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("named", [NAME, "openai"])
@pytest.mark.parametrize("command", ["diff", "adapt", "migrate"])
def test_copies_have_the_facts_that_are_named(command: str, named: str) -> None:
    """By their name, or by the package's; what a trimmed copy lacks is no error."""
    more = ("p.py",) if command == "migrate" else ()
    result = ran(command, f"beta/{BETA}", "ga.d.ts", *more, "--change-facts", named)
    assert USED in result.stderr
    assert result.exit_code in (0, 1)


def test_that_facts_fit_is_told_and_they_are_not_used_unasked() -> None:
    result = ran("diff", f"beta/{BETA}", "ga.d.ts")
    assert FITS in result.stderr
    assert USED not in result.stderr
    for options in (("--change-facts", "none"), ("--facts", "none")):
        assert NAME not in ran("diff", f"beta/{BETA}", "ga.d.ts", *options).stderr
    assert NAME not in ran("diff", "ga.d.ts", "ga.d.ts").stderr
    assert NAME not in ran("diff", "a.d.ts", "a.d.ts").stderr


def test_configured_specs_have_their_own_facts(folder: Path) -> None:
    """Each its own, not the last one's for both; where the tool has them, those of the change."""
    config = f"""
[specs.old]
source = "beta/{BETA}"
facts = "openai-realtime-beta"
package = "old"

[specs.new]
source = "ga.d.ts"
facts = "openai-realtime-ga"
package = "new"
"""
    (folder / "realtime-codegen.toml").write_text(config)
    result = ran("diff", "old", "new")
    assert "facts: openai-realtime-beta, openai-realtime-ga" in result.stderr
    assert USED in result.stderr


def test_facts_that_do_not_fit_at_all_are_an_error() -> None:
    result = ran("diff", "a.d.ts", "a.d.ts", "--change-facts", "openai")
    assert result.exit_code == 2
    assert "none of the entries of openai applies to these two specs" in result.stderr


def test_a_name_that_is_none_suggests_the_right_one() -> None:
    with pytest.raises(FactsError, match=f"did you mean {NAME}\\?"):
        choose_change(NAME.replace("beta", "bata"))
    with pytest.raises(FactsError, match=f"; the names are {NAME}, openai, none"):
        choose_change("mine")
    assert choose_change("none") is None
    assert CHANGE_WORDS == (NAME, "openai", "none")
