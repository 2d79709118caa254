"""The lock file, `update` and `check`: what an output was made from, moved as one, held offline."""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

from realtime_codegen.cli import main
from realtime_codegen.output.manifest import MANIFEST
from realtime_codegen.project.lock import (
    LOCK_NAME,
    Lock,
    LockedSpec,
    LockError,
    lock_text,
    read_lock,
)
from realtime_codegen.text.lines import sum_of
from tests.tools.archives import package_archive
from tests.tools.fake_npm import FakeNpm, integrity_of
from tests.tools.packages import tree_of, write_tree

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")

LOCAL = "export interface Ping {\n  type: 'ping';\n}\n"
OLD = {
    "events/events.d.ts": (
        "import { Item } from '../items';\n"
        "export interface Hello { type: 'hello'; item: Item; note?: string }\n"
        "export interface Bye { type: 'bye' }\n"
        "export type ServerEvent = Hello | Bye;\n"
    ),
    "items/index.d.ts": "export interface Item { id: string }\n",
}
NEW = {
    **OLD,
    "events/events.d.ts": OLD["events/events.d.ts"].replace("note?: string", "at: number"),
}
CONFIG = """\
# The specs of the house.   (kept)

[specs.local]
source   =   "local.d.ts" # kept

[specs.'house']
output = 'house'
source = 'npm:@house/proto@1.2.3/events/events.d.ts'	# pinned @1.2.3
targets = ["dataclasses",
  "docs"]
"""
CONFIG_NAME = "realtime-codegen.toml"


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeNpm:
    """An npm that has two versions of one package; nothing else is on the PATH."""
    npm = FakeNpm(tmp_path / "fake")
    monkeypatch.setenv("PATH", str(npm.home / "bin"))
    npm.package("@house/proto", "1.2.3", package_archive(OLD))
    npm.package("@house/proto", "1.10.0", package_archive(NEW))
    npm.answer("view @house/proto@latest version", stdout='"1.10.0"')
    return npm


@pytest.fixture
def project(
    tmp_path: Path,
    fake: FakeNpm,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path_factory: pytest.TempPathFactory,
) -> Path:
    """A repository that has been generated."""
    root = tmp_path / "repo"
    write_tree(root, {CONFIG_NAME: CONFIG, "local.d.ts": LOCAL})
    (root / ".git").mkdir()
    monkeypatch.chdir(root)
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", str(tmp_path_factory.getbasetemp() / "cache"))
    assert run()[0] == 0
    return root


def run(*arguments: str) -> tuple[int, str, str]:
    result = CliRunner().invoke(main, arguments)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    assert "Traceback" not in result.output
    return result.exit_code, result.stdout, result.stderr


def calls(fake: FakeNpm) -> list[list[str]]:
    """The calls of npm since the last question."""
    calls = fake.calls
    (fake.home / "calls").write_text("")
    return calls


# ------------------------------------------------------------------------------ the file


def test_the_lock_file_says_what_was_read_and_written(project: Path) -> None:
    text = (project / LOCK_NAME).read_text()
    lock = tomllib.loads(text)
    assert list(lock["specs"]) == ["house", "local"]
    house = lock["specs"]["house"]
    assert house["source"] == "npm:@house/proto@1.2.3/events/events.d.ts"
    assert house["version"] == "1.2.3"
    assert house["integrity"] == integrity_of(package_archive(OLD))
    assert house["files"] == {path: sum_of(data.encode()) for path, data in OLD.items()}
    local = lock["specs"]["local"]
    assert local["files"] == {"local.d.ts": sum_of(LOCAL.encode())}
    for spec, below in ((house, "house/house"), (local, "generated/local")):
        manifest = f"{below.replace('house/house', 'house/events')}/{MANIFEST}"
        assert spec["output"][manifest] == sum_of((project / manifest).read_bytes())
    assert str(project) not in text
    # Neither the folder nor the order of the runs matters.
    (project / LOCK_NAME).unlink()
    assert run("house")[0] == 0
    assert run("local")[0] == 0
    assert (project / LOCK_NAME).read_text() == text


def test_a_locked_package_is_not_asked_for_again(project: Path, fake: FakeNpm) -> None:
    calls(fake)
    assert run()[1].count("all fresh") == 2
    assert calls(fake) == []
    (project / LOCK_NAME).unlink()
    assert run()[0] == 0
    assert len(calls(fake)) == 1
    (project / "house/events/models.py").unlink()
    assert "1 changed" in run("house")[1]
    assert len(calls(fake)) == 1


def test_a_spec_that_is_configured_no_more_leaves_the_lock_file(project: Path) -> None:
    (project / CONFIG_NAME).write_text('[specs.local]\nsource = "local.d.ts"\n')
    assert run("--check")[0] == 1
    assert run()[0] == 0
    assert list(read_lock((project / LOCK_NAME).read_bytes()).specs) == ["local"]


TEXT = st.text(st.characters(codec="utf-8"), max_size=8)
SUMS = st.dictionaries(TEXT, TEXT, max_size=3)


@given(
    st.builds(
        Lock,
        TEXT,
        st.dictionaries(
            st.from_regex(r"[a-z0-9_-]+", fullmatch=True),
            st.builds(LockedSpec, TEXT, TEXT, TEXT, SUMS, SUMS),
            max_size=3,
        ),
    )
)
def test_a_lock_file_is_read_as_it_was_written(lock: Lock) -> None:
    assert read_lock(lock_text(lock).encode()) == lock


@pytest.mark.parametrize(
    "damage",
    [
        b"\xff",
        b"",
        b"<<<<<<< ours",
        b"format = 2",
        b'format = 1\ngenerator = "x"\nspecs.a.source = 1',
    ],
)
def test_a_damaged_lock_file_is_refused(damage: bytes, project: Path) -> None:
    with pytest.raises(LockError):
        read_lock(damage)
    (project / LOCK_NAME).write_bytes(damage)
    code, _, err = run()
    assert code == 2
    assert f"{LOCK_NAME}: error[RC751]: the lock file cannot be used: it is" in err


def test_a_package_that_changed_under_its_version_is_refused(project: Path, fake: FakeNpm) -> None:
    before = tree_of(project)
    fake.package("@house/proto", "1.2.3", package_archive(NEW))
    for arguments in ((), ("--force",), ("--check",), ("check",)):
        (project / "local.d.ts").write_text(f"{LOCAL}// {arguments}\n")
        code, _, err = run(*arguments)
        assert code == 3
        assert "error[RC752]: @house/proto@1.2.3 is not the package that the lock file has" in err
    (project / "local.d.ts").write_text(LOCAL)
    assert tree_of(project) == before


# -------------------------------------------------------------------------------- update


def test_update_moves_config_lock_and_output(project: Path, fake: FakeNpm) -> None:
    calls(fake)
    code, out, err = run("update")
    assert (code, err) == (0, "")
    assert "house: @house/proto moved 1.2.3 -> 1.10.0" in out
    assert re.search(r"Hello.*\bat\b", out, re.DOTALL), "the changes are not shown"
    assert re.search(r"^house/events: \d+ files, \d+ changed$", out, re.MULTILINE)
    assert any("--prefer-online" in call for call in calls(fake))
    config = (project / CONFIG_NAME).read_text()
    assert config == CONFIG.replace("proto@1.2.3", "proto@1.10.0")
    assert read_lock((project / LOCK_NAME).read_bytes()).specs["house"].version == "1.10.0"
    assert "at: float" in (project / "house/events/models.py").read_text()
    assert run("--check") == (0, "", "")
    assert run("update") == (0, "house: @house/proto@1.10.0 is the newest\n", "")
    # A run after it has nothing to do.
    calls(fake)
    assert run("house")[1].endswith("all fresh\n")
    assert calls(fake) == []


def test_update_takes_a_version_or_a_tag(project: Path, fake: FakeNpm) -> None:
    fake.answer("view @house/proto@1.10.0 version", stdout='"1.10.0"')
    fake.answer("view @house/proto@1.2.3 version", stdout='"1.2.3"')
    fake.answer("view @house/proto@^1 version", stdout='["1.2.3", "1.10.0"]')
    assert (
        run("update", "house", "--to", "1.2.3")[1]
        == "house: @house/proto@1.2.3 is pinned already\n"
    )
    assert run("update", "house", "--to", "^1")[0] == 0
    assert "@1.10.0/" in (project / CONFIG_NAME).read_text()
    before = tree_of(project)
    assert run("update", "--to", "1.2.3")[0] == 0
    assert (project / CONFIG_NAME).read_text() == CONFIG
    assert run("update", "--to", "1.10.0")[0] == 0
    assert tree_of(project) == before


def test_update_never_goes_back_by_itself(project: Path, fake: FakeNpm) -> None:
    for version in ("1.2.2", "1.2.3-beta.1"):
        fake.answer("view @house/proto@latest version", stdout=json.dumps(version))
        assert run("update") == (0, "house: @house/proto@1.2.3 is the newest\n", "")
    assert (project / CONFIG_NAME).read_text() == CONFIG


def test_a_dry_run_writes_nothing(project: Path) -> None:
    before = tree_of(project)
    code, out, _ = run("update", "--dry-run")
    assert code == 0
    assert "@house/proto would move 1.2.3 -> 1.10.0" in out
    assert re.search(r"^house/events: [1-9]\d* files would change$", out, re.MULTILINE)
    assert out.endswith("nothing was written\n")
    assert tree_of(project) == before


def test_after_a_breaking_change_migrate_is_named(project: Path, fake: FakeNpm) -> None:
    fake.answer("view @house/proto@1.2.3 version", stdout='"1.2.3"')
    run("update")
    out = run("update", "--to", "1.2.3")[1]
    source = "npm:@house/proto@{}/events/events.d.ts"
    named = f"{source.format('1.10.0')} {source.format('1.2.3')}"
    assert f"programs: realtime-codegen migrate {named} PATH..." in out


def test_an_update_without_changes_says_in_what_files_differ(project: Path, fake: FakeNpm) -> None:
    fake.package("@house/proto", "1.10.1", package_archive(OLD))
    fake.answer("view @house/proto@latest version", stdout='"1.10.1"')
    code, out, _ = run("update")
    assert code == 0
    assert "no changes\nthe files differ in the version that they name" in out
    assert "migrate" not in out


def test_an_update_to_what_is_not_there_says_what_is(project: Path, fake: FakeNpm) -> None:
    before = tree_of(project)
    said = {"error": {"code": "E404", "summary": "No match found for version 9.0.0"}}
    fake.answer("view @house/proto@9.0.0 version", code=1, stdout=json.dumps(said))
    fake.answer("view @house/proto@^9 version", stdout="")
    for wanted in ("9.0.0", "^9"):
        code, out, err = run("update", "--to", wanted)
        assert (code, out) == (3, "")
        assert f"house: error[RC602]: the registry has no @house/proto@{wanted}\n" in err
        assert "The newest is 1.10.0." in err
    assert tree_of(project) == before


BROKEN: Mapping[str, Mapping[str, str]] = {
    "syntax": {**NEW, "events/events.d.ts": "export interface X {\n  a: 'unfinished\n}"},
    "moved": {"elsewhere.d.ts": "export interface X { x: string }"},
}


@pytest.mark.parametrize("name", BROKEN)
def test_an_update_that_cannot_be_used_changes_nothing(
    name: str, project: Path, fake: FakeNpm
) -> None:
    fake.package("@house/proto", "1.10.0", package_archive(BROKEN[name]))
    before = tree_of(project)
    assert run("update")[0] == 3
    assert tree_of(project) == before


def test_an_update_that_cannot_be_fetched_changes_nothing(project: Path, fake: FakeNpm) -> None:
    before = tree_of(project)
    fake.refuse("pack @house/proto@1.10.0", "ENOTFOUND", "network down")
    assert run("update")[0] == 3
    fake.refuse("view @house/proto@latest version", "ENOTFOUND", "network down")
    code, _, err = run("update")
    assert code == 3
    assert "house: error[RC602]: the registry cannot be reached" in err
    assert tree_of(project) == before


def test_an_update_stops_at_an_edited_file(project: Path) -> None:
    (project / "house/events/models.py").write_text("mine = 1\n")
    before = tree_of(project)
    code, out, err = run("update")
    assert code == 1
    assert "house/events/models.py: error[RC403]" in err
    assert "moved" not in out
    assert tree_of(project) == before
    assert run("update", "--force")[0] == 0
    assert run("--check") == (0, "", "")


def test_an_update_that_cannot_be_written_changes_nothing(
    project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = tree_of(project)
    real = os.replace
    for fails_at in range(8):
        count = iter(range(100))

        def replace(
            source: str, target: str, at: int = fails_at, count: object = count, **handles: Any
        ) -> None:
            if next(count) == at:  # type: ignore[call-overload]
                raise OSError(28, "No space left on device", target)
            real(source, target, **handles)

        with monkeypatch.context() as patch:
            patch.setattr(os, "replace", replace)
            assert run("update")[0] == 2
        assert tree_of(project) == before, fails_at


def test_a_version_spelled_with_escapes_is_rewritten(project: Path) -> None:
    config = CONFIG.replace("'npm:@house/proto@1.2.3/", '"npm:@house/proto\\u00401.2.3/').replace(
        "d.ts'\t", 'd.ts"\t'
    )
    (project / CONFIG_NAME).write_text(config)
    assert run("update")[0] == 0
    assert (project / CONFIG_NAME).read_text() == CONFIG.replace(
        "'npm:@house/proto@1.2.3/events/events.d.ts'",
        '"npm:@house/proto@1.10.0/events/events.d.ts"',
    )


def test_what_cannot_be_updated_is_said(project: Path) -> None:
    code, _, err = run("update", "local")
    assert code == 2
    assert "local: error[RC754]: local.d.ts is a file, which has no newer version" in err
    (project / CONFIG_NAME).write_text(CONFIG.replace("@1.2.3/", "/"))
    code, _, err = run("update")
    assert code == 2
    assert "house: error[RC754]: npm:@house/proto/events/events.d.ts is not pinned" in err
    (project / CONFIG_NAME).write_text('[specs.local]\nsource = "local.d.ts"\n')
    assert run("update") == (0, "no spec is of a package: nothing to update\n", "")


def test_one_version_is_not_for_two_packages(project: Path) -> None:
    more = '\n[specs.other]\nsource = "npm:other@1.0.0/x.d.ts"\n'
    (project / CONFIG_NAME).write_text(CONFIG + more)
    code, _, err = run("update", "--to", "2.0.0")
    assert code == 2
    assert "name specs of one package; these are of @house/proto, other" in err


# --------------------------------------------------------------------------------- check


def test_check_generates_again_what_npm_has_cached(project: Path, fake: FakeNpm) -> None:
    calls(fake)
    code, out, err = run("check")
    assert (code, err) == (0, "")
    assert re.fullmatch(
        r"local: \d+ files are what the spec gives\nhouse: \d+ files are what the spec gives\n", out
    )
    assert all("--offline" in call for call in calls(fake))


def test_check_compares_sums_without_the_package(project: Path, fake: FakeNpm) -> None:
    fake.refuse("pack @house/proto@1.2.3", "ENOTCACHED", "not cached")
    code, out, err = run("check")
    assert code == 0
    assert "house: note[RC753]: not generated again, only the sums are compared: npm is off" in err
    assert "house: the files have the sums of their manifests (2) and the lock file" in out
    models = project / "house/events/models.py"
    text = models.read_text()
    models.write_text(f"{text}\n")
    code, _, err = run("check", "house")
    assert code == 1
    assert "house/events/models.py: error[RC753]: edited" in err
    models.unlink()
    assert "house/events/models.py: error[RC753]: missing" in run("check")[2]
    models.write_text(text.replace("\n", "\r\n"))
    assert run("check")[0] == 0
    manifest = project / "house/events" / MANIFEST
    content = json.loads(manifest.read_text())
    content["files"]["models.py"] = sum_of(b"mine")
    manifest.write_text(json.dumps(content))
    models.write_text("mine")
    code, _, err = run("check")
    assert code == 1
    assert "house/events/.realtime-codegen.json: error[RC753]: of another run than the lock" in err
    manifest.unlink()
    assert "house/events/.realtime-codegen.json: error[RC753]: missing" in run("check")[2]


def test_check_without_npm_at_all(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    code, out, err = run("check")
    assert code == 0
    assert "npm is not installed" in err
    assert "local: " in out


def test_check_finds_a_spec_that_changed(project: Path) -> None:
    (project / "local.d.ts").write_text(LOCAL.replace("Ping", "Pong"))
    code, out, _ = run("check")
    assert code == 1
    assert "+class Pong" in out
    assert run("--check")[0] == 1
    assert run()[0] == 0
    assert run("check")[0] == 0


def test_check_finds_what_is_not_locked(project: Path) -> None:
    (project / CONFIG_NAME).write_text(CONFIG.replace("1.2.3/", "1.10.0/"))
    code, _, err = run("check")
    assert code == 1
    assert (
        "house: error[RC753]: npm:@house/proto@1.10.0/events/events.d.ts is locked as "
        "npm:@house/proto@1.2.3/events/events.d.ts"
    ) in err
    (project / LOCK_NAME).unlink()
    assert run("check")[2].count("is not in the lock file") == 2
