"""Plans that are kept: with the cache and without it, a migration is the same."""

from __future__ import annotations

import json
import os
import random
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import is_dataclass
from pathlib import Path
from typing import Any, get_args, get_type_hints

import pytest
from click.testing import CliRunner
from hypothesis import given, strategies as st

from realtime_codegen.cli import main, planning
from realtime_codegen.cli.npm_settings import settings_sum
from realtime_codegen.facts.shipped import SHIPPED_PATHS
from realtime_codegen.migrate import derive as deriving
from realtime_codegen.migrate.keeping import RECORDS, packed, unpacked
from realtime_codegen.migrate.plan import Plan
from realtime_codegen.model import Array, DeclId, Literal, Property, Ref, Union
from realtime_codegen.project import freshness
from realtime_codegen.project.plans import MOST_PLANS, KeptPlan, load_plan, plan_path, save_plan
from realtime_codegen.text.packing import pack, unpack
from realtime_codegen.text.resources import shipped_facts_path
from realtime_codegen.text.source import Span
from tests.tools.archives import package_archive
from tests.tools.fake_npm import FakeNpm
from tests.tools.migration import CASES, FOLDER, Case, plan_between, program
from tests.tools.night import sampled, share

SPECS = sorted({case.spec for case in CASES})
SPEC = Path(__file__).parents[1] / "spec"
BY_ID = [pytest.param(case, id=case.id) for case in CASES]
BETA, GA = SPEC / "openai-realtime-beta", SPEC / "openai-realtime-ga"


# -------------------------------------------------------------------------------- packing

SCALARS = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text()
IDS = st.builds(DeclId, st.text(), st.tuples(st.text()))
VALUES = st.recursive(
    SCALARS | IDS | st.frozensets(st.text() | st.integers()),
    lambda inner: (
        st.lists(inner).map(tuple)
        | st.dictionaries(st.text() | IDS, inner)
        | st.builds(Property, st.text(), st.builds(Ref, IDS), st.booleans(), doc=st.text())
        | st.builds(lambda one: Union((Array(Ref(one)), Ref(one))), IDS)
        | st.builds(Literal, st.just("number"), st.integers() | st.floats(allow_nan=False))
    ),
)
CLASSES = (DeclId, Property, Ref, Union, Array, Literal)


@given(VALUES)
def test_a_packed_value_comes_back(value: object) -> None:
    assert unpack(json.loads(json.dumps(pack(value, CLASSES))), CLASSES) == value


@given(st.lists(st.sampled_from([0, 1, False, True, 0.0, -0.0, 1.0, "1", "", None])).map(tuple))
def test_equal_scalars_of_other_types_are_not_mixed_up(value: object) -> None:
    assert repr(unpack(json.loads(json.dumps(pack(value, ()))), ())) == repr(value)


def test_only_named_classes_are_made() -> None:
    tables: list[list[Any]] = [[["Path"]], ["/", ["Path", 0]], [["Ref", 3]], [["tuple", "x"]]]
    for rows in (*tables, [], [[]], [[[]]]):
        with pytest.raises(ValueError, match="no table"):
            unpack(rows, CLASSES)
    with pytest.raises(TypeError):
        pack(Path(), CLASSES)


@pytest.mark.parametrize("folder", SPECS, ids=lambda folder: folder.name)
def test_a_plan_comes_back(folder: Path) -> None:
    plan = plan_between(folder / "old.d.ts", folder / "new.d.ts")
    again = unpacked(json.loads(json.dumps(packed(plan))))
    assert again == plan
    assert packed(again) == packed(plan)


def _records(type_: object, known: set[type]) -> set[type]:
    """The classes of records that a value of an annotation may hold."""
    for inner in get_args(type_):
        _records(inner, known)
    if isinstance(type_, type) and is_dataclass(type_) and type_ not in known:
        known.add(type_)
        for hint in get_type_hints(type_).values():
            _records(hint, known)
    return known


def test_each_record_that_a_plan_may_hold_can_be_kept() -> None:
    """What a fact adds to the model is in the plan too, if only for some specs."""
    assert len(held := _records(Plan, set())) > 40
    assert held - {*RECORDS} <= {Span}


@pytest.mark.parametrize("case", sampled(BY_ID, 8))
def test_a_plan_that_came_back_does_the_same(case: Case) -> None:
    plan = plan_between(case.spec / "old.d.ts", case.spec / "new.d.ts")
    files = [(path, path.read_bytes()) for path in case.files]
    assert program(files, unpacked(packed(plan))) == program(files, plan)


# ---------------------------------------------------------------------------- the command


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A cache of the test's own."""
    monkeypatch.setenv("REALTIME_CODEGEN_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def ran(*arguments: str | Path, cache: Path | None = None) -> tuple[int, str, str]:
    """What the command ends with and says; with another cache, or none, where one is given."""
    environment = {} if cache is None else {"REALTIME_CODEGEN_CACHE": str(cache).strip(".")}
    done = CliRunner().invoke(main, ["migrate", *map(str, arguments)], env=environment)
    assert done.exception is None or isinstance(done.exception, SystemExit), done.exception
    return done.exit_code, done.stdout, done.stderr


NO_CACHE = Path()


@pytest.fixture
def derived(monkeypatch: pytest.MonkeyPatch) -> list[Plan]:
    """The plans that were derived, in order."""
    plans: list[Plan] = []
    real = deriving.derive

    def derive(*given: object) -> Plan:
        plans.append(real(*given))  # type: ignore[arg-type]
        return plans[-1]

    monkeypatch.setattr(deriving, "derive", derive)
    return plans


def assert_kept(derived: list[Plan], *arguments: str | Path) -> None:
    """Two runs say what one without a cache does, and derive one plan."""
    without = ran(*arguments, cache=NO_CACHE)
    derived.clear()
    assert [ran(*arguments) for _ in range(2)] == [without, without]
    assert len(derived) == 1


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("case", sampled(BY_ID, 12))
def test_a_second_run_says_the_same_and_derives_nothing(case: Case, derived: list[Plan]) -> None:
    specs = (case.spec / "old.d.ts", case.spec / "new.d.ts")
    assert_kept(derived, *specs, *case.files, "--package", "events")


@pytest.mark.nightly
@pytest.mark.usefixtures("cache")
def test_programs_of_the_beta_are_told_the_same(tmp_path: Path, derived: list[Plan]) -> None:
    shutil.copytree(BETA, tmp_path / "beta")
    ga = tmp_path / "ga" / "resources" / "realtime"
    shutil.copytree(GA, ga)
    for side in ("beta", "ga"):
        (tmp_path / side / "package.json").write_text('{"name": "openai", "version": "6.0.0"}')
    beta = tmp_path / "beta" / "resources" / "beta" / "realtime" / "realtime.d.ts"
    assert_kept(derived, beta, ga / "realtime.d.ts", FOLDER / "beta")
    assert "facts of the change: " in ran(beta, ga / "realtime.d.ts", FOLDER / "beta")[2]


@pytest.fixture
def specs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two packages with specs of two files, facts, and a program that uses them."""
    monkeypatch.chdir(tmp_path)
    for side, name, path in (
        ("old", "realtime", "resources/beta/realtime"),
        ("new", "realtime", "resources/realtime"),
    ):
        folder = tmp_path / side / path
        folder.mkdir(parents=True)
        (tmp_path / side / "package.json").write_text('{"name": "other", "version": "1.0.0"}')
        (folder / "part.d.ts").write_text(
            "import { Extra } from './extra';\n"
            f"export interface Part {{ {side}_field: string; extra: Extra }}\n"
        )
        (folder / f"{name}.d.ts").write_text(
            "import { Part } from './part';\n"
            f"export interface Sent {{ type: 'sent.{side}'; text: string; part: Part }}\n"
            "export interface Gone { type: 'gone.now'; count: number }\n"
            "export type ClientEvent = Sent | Gone;\n"
        )
    (tmp_path / "facts.toml").write_text("")
    (tmp_path / "change.toml").write_text(
        '[[text]]\ntext = "v1-header"\nwhy = "it is the default"\nadvice = "Leave it out."\n'
    )
    (tmp_path / "app.py").write_text(
        "from events import Sent\n"
        "a = event.type == 'sent.old'\nb = {'type': 'sent.old', 'part': {'old_field': 'x'}}\n"
        "c = 'v1-header'\nd = event.type == 'gone.now'\n"
    )
    return tmp_path


OLD, NEW = "old/resources/beta/realtime/realtime.d.ts", "new/resources/realtime/realtime.d.ts"
COMMAND = (OLD, NEW, "app.py", "--package", "events", "--change-facts", "change.toml")
Changing = Callable[[Path], None]


def edited(path: str, before: str, after: str) -> Changing:
    def change(folder: Path) -> None:
        text = (folder / path).read_text()
        assert before in text
        (folder / path).write_text(text.replace(before, after))

    return change


def added(path: str, text: str) -> Changing:
    def change(folder: Path) -> None:
        assert not (folder / path).exists()
        (folder / path).write_text(text)

    return change


def removed(path: str) -> Changing:
    return lambda folder: (folder / path).unlink()


CHANGES = {
    "the old spec": edited(OLD, "gone.now", "gone.then"),
    "the new spec": edited(NEW, "sent.new", "sent.newer"),
    "a file that the old one imports": edited(
        "old/resources/beta/realtime/part.d.ts", "string", "number"
    ),
    "a file that the new one imports": edited(
        "new/resources/realtime/part.d.ts", "new_field", "other_field"
    ),
    "a file that is gone": removed("new/resources/realtime/part.d.ts"),
    "a file that was looked for in vain": added(
        "new/resources/realtime/extra.d.ts", "export interface Extra { id: string }\n"
    ),
    "a manifest": edited("old/package.json", "other", "openai"),
    "a manifest that is gone": removed("new/package.json"),
    "facts of the change": edited("change.toml", "Leave it out", "Drop it"),
}
OPTIONS = [
    pytest.param(option, id=" ".join(option))
    for option in (
        ("--facts", "none"),
        ("--facts", "facts.toml"),
        ("--change-facts", "none"),
        ("--field-case", "snake"),
    )
]


@pytest.mark.parametrize("name", sampled(CHANGES, 2))
def test_a_change_of_a_file_is_seen(
    name: str, specs: Path, cache: Path, derived: list[Plan]
) -> None:
    ran(*COMMAND)
    assert list(cache.glob("plans/*.json"))
    CHANGES[name](specs)
    now = ran(*COMMAND)
    assert len(derived) == 2, "an old plan was taken"
    assert now == ran(*COMMAND, cache=NO_CACHE)


@pytest.mark.usefixtures("specs", "cache")
def test_facts_of_a_spec_are_an_input(derived: list[Plan]) -> None:
    command = (*COMMAND, "--facts", "facts.toml")
    ran(*command)
    ran(*command)
    assert len(derived) == 1
    Path("facts.toml").write_text("# Changed.\n")
    assert ran(*command) == ran(*command, cache=NO_CACHE)
    assert len(derived) == 3


@pytest.mark.usefixtures("specs", "cache")
@pytest.mark.parametrize("option", sampled(OPTIONS, 2))
def test_each_option_has_its_plan(option: tuple[str, str], derived: list[Plan]) -> None:
    ran(*COMMAND)
    assert_kept(derived, *COMMAND, *option)


@pytest.mark.usefixtures("specs", "cache")
def test_another_tool_or_python_or_folder_takes_no_plan(
    specs: Path, derived: list[Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    ran(*COMMAND)
    with monkeypatch.context() as other:
        other.setattr(planning, "tool_sum", lambda: "another")
        ran(*COMMAND)
    with monkeypatch.context() as other:
        other.setattr(sys, "version", "another")
        ran(*COMMAND)
    copy = shutil.copytree(specs, specs / "copy", ignore=lambda *_: ["cache", "copy"])
    monkeypatch.chdir(copy)
    ran(*COMMAND)
    assert len(derived) == 4


def test_the_sum_of_the_tool_has_all_facts_that_come_with_it() -> None:
    names = (path.partition(":")[2] for path in SHIPPED_PATHS)
    assert {shipped_facts_path(name) for name in names} <= {*map(Path, freshness._tool_files())}


@pytest.mark.usefixtures("specs")
def test_a_damaged_plan_is_none(cache: Path, derived: list[Plan]) -> None:
    first = ran(*COMMAND)
    (place,) = cache.glob("plans/*.json")
    whole = place.read_bytes()
    chance = random.Random(3)
    damaged = [b"", b"\n", b"[" * 200_000, whole + b" ", whole.partition(b"\n")[2]]
    for _ in range(share(60)):
        at = chance.randrange(len(whole))
        flipped = bytes([whole[at] ^ 1 << chance.randrange(8)])
        damaged += [whole[:at], whole[:at] + flipped + whole[at + 1 :]]
    for data in damaged:
        place.write_bytes(data)
        assert load_plan(place) is None
    place.write_bytes(damaged[-1])
    assert ran(*COMMAND) == first
    assert place.read_bytes() == whole, "it is made anew"
    place.unlink()
    place.mkdir()
    assert ran(*COMMAND) == first
    assert len(derived) == 3


@pytest.mark.usefixtures("specs")
def test_a_plan_that_says_something_else_makes_nothing(cache: Path) -> None:
    """The sum is right, and the rows are of no plan."""
    first = ran(*COMMAND)
    (place,) = cache.glob("plans/*.json")
    for rows in ([], [1], [["Path"]], {"a": 1}):
        save_plan(place, KeptPlan({}, (), rows))  # type: ignore[arg-type]
        assert ran(*COMMAND) == first


def test_there_is_a_limit_to_the_plans(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    left = tmp_path / "plans" / "left.1"
    left.touch()
    os.utime(left, (1, 1))
    for number in range(MOST_PLANS + 8):
        place = plan_path(tmp_path, (str(number),))
        save_plan(place, KeptPlan({}, (), [number]))
        os.utime(place, (number + 2, number + 2))
    assert not left.exists()
    kept = [load_plan(plan_path(tmp_path, (str(number),))) for number in range(MOST_PLANS + 8)]
    assert [plan is not None for plan in kept] == [False] * 8 + [True] * MOST_PLANS


def test_another_run_sees_a_plan_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = plan_path(tmp_path, ("one",))
    save_plan(place, KeptPlan({}, (), ["before"]))
    seen: list[object] = []
    real = Path.replace

    def replace(path: Path, target: Path) -> Path:
        kept = load_plan(target)
        seen.append(kept and kept.rows)
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)
    save_plan(place, KeptPlan({}, (), ["after"]))
    kept = load_plan(place)
    assert kept is not None
    assert [*seen, kept.rows] == [["before"], ["after"]]


@pytest.mark.usefixtures("specs")
def test_a_cache_that_cannot_be_written_is_no_error(cache: Path) -> None:
    first = ran(*COMMAND, cache=NO_CACHE)
    cache.mkdir()
    (cache / "plans").touch()
    assert ran(*COMMAND) == first


# ------------------------------------------------------------------------------- packages

FILES = {
    "events.d.ts": "import { Part } from 'parts';\n"
    "export interface Sent { type: 'sent.old'; part: Part }\n"
    "export interface Gone { type: 'gone.now' }\nexport type ClientEvent = Sent | Gone;\n",
}
posix = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a script")


@pytest.fixture
def fake(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeNpm:
    """An npm with two versions of a package; nothing else is on the PATH."""
    npm = FakeNpm(tmp_path / "fake")
    monkeypatch.setenv("PATH", str(npm.home / "bin"))
    npm.package("@house/proto", "1.0.0", package_archive(FILES))
    new = {path: text.replace("sent.old", "sent.new") for path, text in FILES.items()}
    npm.package("@house/proto", "2.0.0", package_archive(new))
    return npm


PACKAGES = (
    "npm:@house/proto@1.0.0/events.d.ts",
    "npm:@house/proto@2.0.0/events.d.ts",
    "app.py",
)


@posix
@pytest.mark.usefixtures("cache")
def test_a_second_run_of_packages_asks_npm_nothing(
    specs: Path, fake: FakeNpm, derived: list[Plan], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = ran(*PACKAGES)
    asked = len(fake.calls)
    assert asked
    assert ran(*PACKAGES) == first
    with monkeypatch.context() as elsewhere:
        (specs / "elsewhere").mkdir()
        shutil.copy("app.py", "elsewhere")
        elsewhere.chdir("elsewhere")
        assert ran(*PACKAGES) == first
    assert (len(fake.calls), len(derived)) == (asked, 1)
    Path(".npmrc").write_text("registry=https://elsewhere.example/\n")
    assert ran(*PACKAGES) == first
    assert len(fake.calls) > asked, "another registry may have another package"


@posix
def test_all_settings_of_npm_count(
    tmp_path: Path, fake: FakeNpm, monkeypatch: pytest.MonkeyPatch
) -> None:
    home, work = tmp_path / "home", tmp_path / "work" / "inner"
    for folder in (home, work, tmp_path / "etc", fake.home / "etc"):
        folder.mkdir(parents=True)
    monkeypatch.setenv("HOME", str(home))
    monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(tmp_path / "user"))
    monkeypatch.chdir(work)
    sums = [settings_sum(), settings_sum()]
    assert sums[0] == sums[1]
    files = (home / ".npmrc", work / ".npmrc", work.parent / ".npmrc", tmp_path / "user")
    for path in (*files, fake.home / "etc" / "npmrc", fake.home / "bin" / "npm"):
        path.write_text("registry=https://elsewhere.example/\n")
        sums.append(settings_sum())
    monkeypatch.setenv("npm_config_registry", "https://elsewhere.example/")
    sums.append(settings_sum())
    monkeypatch.setenv("PATH", "")
    sums.append(settings_sum())
    assert len(set(sums)) == len(sums) - 1


# ------------------------------------------------------------------------------ the start

LOADED = """
import sys
from realtime_codegen.cli import main
try:
    main(sys.argv[1:], prog_name="realtime-codegen")
except SystemExit:
    heavy = ("libcst", "realtime_codegen.pipeline", "realtime_codegen.changes", "subprocess")
    print("loaded:", *(name for name in heavy if name in sys.modules))
"""


@pytest.mark.usefixtures("specs", "cache")
def test_a_program_that_needs_nothing_loads_nothing_that_is_heavy() -> None:
    Path("app.py").write_text("import json\nx = json.loads('1')\n")
    ran(*COMMAND)
    done = subprocess.run(
        [sys.executable, "-c", LOADED, "migrate", *COMMAND],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.stdout == "loaded:\n", done.stderr
