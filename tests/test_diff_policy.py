"""What a team makes of changes: levels by rule, accepted changes, and what tools read."""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import get_args
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner, Result

from realtime_codegen.changes import ChangeReport, Level, Version, compare
from realtime_codegen.changes.causes import by_cause
from realtime_codegen.changes.junit import to_junit
from realtime_codegen.changes.policy import (
    LEVELS,
    Accepted,
    Policy,
    PolicyError,
    accepted_text,
    applied,
    read_accepted,
)
from realtime_codegen.changes.report import Change, ChangeKind, Side
from realtime_codegen.cli import main
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.documents import read_toml
from realtime_codegen.text.source import DiskFiles

FOLDER = Path(__file__).parent / "changes"
CASES = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("old.d.ts"))
RULES = sorted(get_args(ChangeKind))
OLD, NEW = (str(FOLDER / "events" / "renamed" / f"{name}.d.ts") for name in ("old", "new"))


@cache
def report_of(case: str) -> ChangeReport:
    versions = []
    for name in ("old.d.ts", "new.d.ts"):
        model = load_model(DiskFiles(FOLDER / case), name, Options()).model
        assert model is not None
        versions.append(Version.of(model, name))
    return compare(*versions)


def key(change: Change) -> tuple[str, str, str]:
    return change.kind, change.subject, change.words


def diff(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["diff", *arguments])
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.mark.parametrize("case", CASES)
def test_no_policy_changes_nothing(case: str) -> None:
    assert applied(report_of(case), Policy({})) == (report_of(case), ())


@pytest.mark.parametrize("case", CASES)
def test_a_level_is_that_of_the_most_particular_rule(case: str) -> None:
    chooser = random.Random(case)
    severities: dict[str, Level | None] = {}
    for rule in RULES:
        for name in (rule, *(f"{rule}:{side.value}" for side in Side)):
            if chooser.random() < 0.4:
                severities[name] = chooser.choice(list(LEVELS.values()))
    report, _ = applied(report_of(case), Policy(severities))
    wanted = []
    for change in report_of(case).changes:
        levels = {}
        for effect in change.effects:
            own = f"{change.kind}:{effect.side.value}"
            level = severities.get(own, severities.get(change.kind, effect.level))
            if level is not None:
                levels[effect.side] = level
        if levels or not change.effects:
            wanted.append((key(change), levels))
    effects = [change.effects for change in report.changes]
    made = [{effect.side: effect.level for effect in own} for own in effects]
    assert list(zip(map(key, report.changes), made, strict=True)) == wanted
    assert all(e.why for own in effects for e in own if e.level is not Level.SAFE)


@pytest.mark.parametrize("case", CASES)
def test_accepted_changes_are_in_the_report_and_break_nothing(case: str) -> None:
    changes = report_of(case).changes
    chooser = random.Random(case)
    chosen = [change for change in changes if chooser.random() < 0.5]
    entries = [Accepted(*key(change), why='said "so" \\ \n') for change in chosen]
    gone = Accepted("field-removed", "Nothing.there", "removed", "")
    text = accepted_text([*entries, gone])
    read = read_accepted(read_toml(text))
    assert set(read) == {*entries, gone}
    assert accepted_text(read) == text
    report, idle = applied(report_of(case), Policy({}, read))
    assert idle == (gone,)
    assert [key(change) for change in report.changes] == [key(change) for change in changes]
    accepted = {key(change) for change in chosen}
    for before, after in zip(changes, report.changes, strict=True):
        if key(before) in accepted:
            assert after.level is Level.SAFE
            assert all(effect.why.startswith("accepted: said") for effect in after.effects)
        else:
            assert after == before


@pytest.mark.parametrize(
    "text",
    [
        "acepted = []",
        "accepted = 3",
        "[[accepted]]\nrule = 'field-removed'\nsubject = 'a'",
        "[[accepted]]\nrule = 'field-gone'\nsubject = 'a'\nchange = 'removed'",
        "[[accepted]]\nrule = 'field-removed:code'\nsubject = 'a'\nchange = 'removed'",
        "[[accepted]]\nrule = 'field-removed'\nsubject = 1\nchange = 'removed'",
        "[[accepted]]\nrule = 'field-removed'\nsubject = 'a'\nchange = 'removed'\nreason = 'x'",
        "not toml",
    ],
)
def test_a_file_that_is_none_of_accepted_changes_is_refused(text: str, tmp_path: Path) -> None:
    if text != "not toml":
        with pytest.raises(PolicyError):
            read_accepted(read_toml(text))
    path = tmp_path / "accepted.toml"
    path.write_text(text, encoding="utf-8")
    ran = diff(OLD, NEW, "--accepted", str(path))
    assert (ran.exit_code, ran.stdout) == (2, "")
    assert "error[RC712]" in ran.stderr


@pytest.mark.parametrize("case", CASES)
def test_each_change_has_one_cause(case: str) -> None:
    changes = report_of(case).changes
    groups = by_cause(changes)
    assert sorted(map(key, (change for group in groups for change in group))) == sorted(
        map(key, changes)
    )
    for group in groups:
        assert len({(change.kind, change.words, change.effects) for change in group}) == 1
    levels = [group[0].level for group in groups]
    assert levels == sorted(levels, reverse=True)


@pytest.mark.parametrize("case", CASES)
def test_junit_is_xml_in_which_what_breaks_fails(case: str) -> None:
    report = report_of(case)
    suite = ElementTree.fromstring(to_junit({"one": report, "two": report}, docs=True))[1]
    tests = suite.findall("testcase")
    assert suite.get("tests") == str(len(tests)) == str(max(1, len(report.changes)))
    failed = [test.get("classname") for test in tests if test.find("failure") is not None]
    breaking = [change.kind for change in report.of_level(Level.BREAKING)]
    assert sorted(map(str, failed)) == sorted(breaking)
    assert suite.get("failures") == str(len(breaking))


def test_accepting_makes_a_file_with_which_nothing_breaks(tmp_path: Path) -> None:
    path = str(tmp_path / "accepted.toml")
    assert diff(OLD, NEW).exit_code == 1
    ran = diff(OLD, NEW, "--accepted", path, "--accept")
    assert ran.exit_code == 0, ran.output
    again = diff(OLD, NEW, "--accepted", path)
    assert (again.exit_code, again.stderr) == (0, "")
    assert "0 breaking" in again.stdout
    text = Path(path).read_bytes()
    assert diff(OLD, NEW, "--accepted", path, "--accept").exit_code == 0
    assert Path(path).read_bytes() == text
    other = diff(OLD, OLD, "--accepted", path)
    assert other.stderr.count("warning[RC713]") == text.count(b"[[accepted]]")


def test_the_configuration_here_is_the_policy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    config = tmp_path / "realtime-codegen.toml"
    spec = '[specs.x]\nsource = "x.d.ts"\n'
    rules = "".join(f'{rule} = "safe"\n' for rule in RULES)
    config.write_text(f"{spec}[diff.severity]\n{rules}", encoding="utf-8")
    assert diff(OLD, NEW).exit_code == 0
    assert diff(OLD, NEW, "--severity", "event-renamed=breaking").exit_code == 1
    accepted = f'{spec}[diff]\naccepted = "seen.toml"\n'
    config.write_text(accepted, encoding="utf-8")
    assert diff(OLD, NEW).exit_code == 2
    assert diff(OLD, NEW, "--accept").exit_code == 0
    assert diff(OLD, NEW).exit_code == 0
    assert (tmp_path / "seen.toml").exists()


@pytest.mark.parametrize(
    ("table", "code"),
    [
        ('[diff.severity]\nevent-renmed = "safe"', "RC742"),
        ('[diff.severity]\n"event-renamed:riders" = "safe"', "RC742"),
        ('[diff.severity]\nevent-renamed = "mild"', "RC743"),
        ("[diff.severity]\nevent-renamed = 1", "RC743"),
        ("[diff]\nseverity = 1", "RC743"),
        ("[diff]\naccepted = 1", "RC743"),
        ('[diff]\naccpted = "x"', "RC742"),
        ('[[diff]]\naccepted = "x"', "RC743"),
    ],
)
def test_a_wrong_table_is_told_at_its_line(
    table: str, code: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    text = f'[specs.x]\nsource = "x.d.ts"\n{table}\n'
    (tmp_path / "realtime-codegen.toml").write_text(text, encoding="utf-8")
    ran = diff(OLD, NEW)
    assert ran.exit_code == 2
    assert f"error[{code}]" in ran.stderr
    assert ran.stderr.startswith(("realtime-codegen.toml:3:", "realtime-codegen.toml:4:"))


@pytest.mark.parametrize("severity", ["x=safe", "event-renamed", "event-renamed=off=", "a:b=safe"])
def test_a_wrong_severity_is_a_wrong_use(severity: str) -> None:
    ran = diff(OLD, NEW, "--severity", severity)
    assert ran.exit_code == 2
    assert "--severity" in ran.stderr


def test_accepting_needs_a_file() -> None:
    assert diff(OLD, NEW, "--accept").exit_code == 2
