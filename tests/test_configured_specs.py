"""`diff`, `migrate` and `audit` read a configured spec as `generate` does."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from realtime_codegen.changes import Version
from realtime_codegen.cli import main
from realtime_codegen.model import Model
from realtime_codegen.targets import package_names

OLD = """
export interface Ping { type: 'ping'; waitFor: number; old?: string }
export interface Pong { type: 'pong' }
export type ServerEvent = Ping | Pong;
"""
NEW = OLD.replace("waitFor", "waitUntil")
NULLABLE = "[[nullable]]\nmatch = 'Ping.old'\nwhy = 'seen'\n[[integers]]\nmatch = 'waitUntil'\n"


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "old.d.ts").write_text(OLD)
    (tmp_path / "new.d.ts").write_text(NEW)
    (tmp_path / "facts.toml").write_text(NULLABLE)
    return tmp_path


def configure(*lines: str, name: str = "events", source: str = "new.d.ts") -> None:
    text = "\n".join((f"[specs.{name}]", f"source = {json.dumps(source)}", *lines, ""))
    Path("realtime-codegen.toml").write_text(text)


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, arguments)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done


PAIRS = [("old.d.ts", "new.d.ts"), ("old.d.ts", "events"), ("new.d.ts", "old.d.ts")]


@pytest.mark.parametrize("pair", PAIRS)
def test_diff_tells_that_the_configuration_counts(pair: tuple[str, str]) -> None:
    configure('field-case = "snake"')
    done = run("diff", *pair)
    assert "waitUntil" in done.stdout
    assert "configuration: events, realtime-codegen.toml\n" in done.stderr


@pytest.mark.parametrize(("option", "case"), [((), "snake"), (("--field-case", "wire"), "wire")])
@pytest.mark.parametrize("pair", PAIRS)
def test_specs_are_read_as_the_configuration_says(
    pair: tuple[str, str], option: tuple[str, ...], case: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What `diff` compares has the Python names that are generated; options win."""
    cases: list[str] = []

    def version(model: Model, entry: str, sides: Any, field_case: str) -> Version:
        cases.append(field_case)
        return Version(model, package_names(model, entry)[0], sides)

    monkeypatch.setattr(Version, "of", version)
    configure('field-case = "snake"')
    assert run("diff", *pair, *option).exit_code == 1
    assert cases == [case, case]


def test_migrate_renames_fields_as_they_are_generated(project: Path) -> None:
    program = project / "program.py"
    program.write_text(
        "from generated import events as e\n\n\ndef f(ping: e.Ping) -> float:\n"
        "    return ping.wait_for\n"
    )
    arguments = ("migrate", "old.d.ts", "new.d.ts", "program.py", "--package", "generated.events")
    before = run(*arguments)
    configure('field-case = "snake"')
    after = run(*arguments)
    assert "wait_until" not in before.stdout
    assert "+    return ping.wait_until" in after.stdout


def test_facts_of_the_configuration_count_for_both_sides(project: Path) -> None:
    """An entry may apply to one version only; one of the integers, too."""
    (project / "new.d.ts").write_text(NEW.replace("old?: string", "old?: string | null"))
    plain = run("diff", *PAIRS[0])
    configure('facts = "facts.toml"', 'integers = ["waitUntil"]')
    told = run("diff", *PAIRS[0])
    assert told.exit_code == plain.exit_code == 1
    assert ".old" in plain.stdout
    assert ".old" not in told.stdout
    assert "integer" in told.stdout
    assert "integer" not in plain.stdout
    assert ".old" in run("diff", *PAIRS[0], "--facts", "none").stdout


def test_an_audit_has_the_facts_of_the_configuration(project: Path) -> None:
    (project / "log").write_text('{"type": "ping", "waitUntil": 1, "old": null}\n')
    assert run("audit", "new.d.ts", "log").exit_code == 1
    configure('facts = "facts.toml"')
    assert run("audit", "new.d.ts", "log").exit_code == 0
    assert run("audit", "events", "log").exit_code == 0
    assert run("audit", "events", "log", "--facts", "none").exit_code == 1


def test_specs_that_are_not_configured_stay_alone(project: Path) -> None:
    configure('field-case = "snake"', source="other.d.ts")
    done = run("diff", *PAIRS[0])
    assert done.stderr == ""
    Path("realtime-codegen.toml").write_text("[specs.events\n")
    assert run("diff", "old.d.ts", "events").exit_code == 2


def test_a_misspelt_name_is_told() -> None:
    configure()
    done = run("diff", "old.d.ts", "evnts")
    assert done.exit_code != 0
    assert "evnts" in done.stderr
