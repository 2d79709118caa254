"""What people install works: the wheel, the source distribution and an editable checkout."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from realtime_codegen import __version__
from realtime_codegen.facts.shipped import SHIPPED_CHANGES

# In one worker, so that the wheel is built once.
pytestmark = [pytest.mark.network, pytest.mark.xdist_group("packaging")]

SPEC = """\
export interface Ping {
  type: 'ping';
  note?: string | null;
}
export interface Pong {
  type: 'pong';
}
export type Message = Ping | Pong;
"""

USE = """\
import {package} as rt
event = rt.decode_message('{{"type": "ping", "note": null}}')
assert isinstance(event, rt.Ping), event
assert rt.to_dict(event) == {{"type": "ping", "note": None}}, event
"""


def run(*command: str | Path, cwd: Path) -> str:
    """Run a command as somebody would who never saw this checkout; return what it prints."""
    done = subprocess.run(
        list(map(str, command)),
        cwd=cwd,
        env={name: value for name, value in os.environ.items() if not name.startswith("PYTHON")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


def install(folder: Path, root: Path, *what: str | Path) -> Path:
    """Install one thing into an environment of its own; return the folder of its commands."""
    run(sys.executable, "-m", "venv", "--without-pip", folder, cwd=root)
    commands = folder / "bin"
    pip = (sys.executable, "-m", "pip", "--python", commands / "python", "install", "--quiet")
    # What is imported is compiled then, the rest never.
    options = ("--no-compile", "--constraint", root / "constraints.txt")
    run(*pip, *options, *what, cwd=root)
    return commands


def wheel_names(wheel: Path) -> list[str]:
    """The files of a wheel, without its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return sorted(name for name in archive.namelist() if ".dist-info/" not in name)


def generate_and_use(work: Path, commands: Path, *command: str | Path) -> dict[str, str]:
    """Generate from a spec in an empty folder and use the result; return it, file by file."""
    work.mkdir()
    (work / "spec.d.ts").write_text(SPEC)
    run(*command, "spec.d.ts", "--target", "dataclasses", cwd=work)
    [models] = work.rglob("models.py")
    package = models.parent
    run(commands / "python", "-c", USE.format(package=package.name), cwd=package.parent)
    return {path.name: path.read_text() for path in sorted(package.glob("*.py"))}


@pytest.fixture(scope="module")
def checkout(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what a build needs, so that builds leave nothing in the checkout itself."""
    copy = tmp_path_factory.mktemp("packaging") / "checkout"
    junk = shutil.ignore_patterns("__pycache__")
    for folder in ("codegen", "templates"):
        shutil.copytree(repo_root / folder, copy / folder, ignore=junk)
    for facts in (repo_root / "spec").glob("*/facts.toml"):
        (copy / "spec" / facts.parent.name).mkdir(parents=True)
        shutil.copy(facts, copy / "spec" / facts.parent.name)
    for file in ("LICENSE", "README.md", "constraints.txt", "pyproject.toml", "setup.py"):
        shutil.copy(repo_root / file, copy)
    return copy


@pytest.fixture(scope="module")
def wheel(checkout: Path, builder: Path) -> Path:
    """The wheel that is built from the source distribution, as a package index gets it.

    What a build asks for is fetched for the editable checkout, which pip builds by itself.
    """
    run(builder, "-m", "build", "--no-isolation", "--outdir", "dist", cwd=checkout)
    [wheel] = checkout.glob("dist/*.whl")
    return wheel


@pytest.fixture(scope="module")
def builder(repo_root: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An interpreter that has all that a build needs, which is not fetched again for it."""
    commands = install(tmp_path_factory.mktemp("builder") / "env", repo_root, "build", "setuptools")
    return commands / "python"


@pytest.fixture(scope="module")
def from_archive(repo_root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that the source distribution is installed in."""
    [archive] = wheel.parent.glob("*.tar.gz")
    return install(tmp_path_factory.mktemp("archive") / "env", repo_root, archive)


@pytest.fixture(scope="module")
def from_wheel(repo_root: Path, wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The commands of an environment that the wheel is installed in."""
    return install(tmp_path_factory.mktemp("wheel") / "env", repo_root, wheel)


@pytest.fixture(scope="module")
def from_checkout(
    repo_root: Path, checkout: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The commands of an environment that a checkout is installed in, to be edited."""
    return install(tmp_path_factory.mktemp("editable") / "env", repo_root, "--editable", checkout)


def shipped(checkout: Path) -> dict[str, str]:
    """The facts that the tool has, by name."""
    places = checkout.glob("spec/*/facts.toml")
    facts = {path.parent.name: path.read_text(encoding="utf-8") for path in places}
    assert {"openai-realtime-ga", "openai-realtime-beta", "openai-live"} <= set(facts)
    return facts


def test_a_wheel_holds_the_modules_the_templates_and_the_facts(checkout: Path, wheel: Path) -> None:
    modules = checkout.joinpath("codegen").rglob("*.py")
    templates = (path for path in checkout.joinpath("templates").rglob("*") if path.is_file())
    assert wheel_names(wheel) == sorted(
        [
            "realtime_codegen/py.typed",
            "realtime_codegen/frontend/resolve/library.txt",
            *(f"realtime_codegen/{path.relative_to(checkout / 'codegen')}" for path in modules),
            *(f"realtime_codegen/{path.relative_to(checkout)}" for path in templates),
            *(f"realtime_codegen/facts/shipped/{name}.toml" for name in shipped(checkout)),
        ]
    )


def test_a_source_distribution_holds_the_facts(checkout: Path, wheel: Path) -> None:
    """In the one place where they are kept, from which a build copies them."""
    [archive] = wheel.parent.glob("*.tar.gz")
    with tarfile.open(archive) as members:
        names = {name.partition("/")[2] for name in members.getnames()}
    facts = {f"spec/{name}/facts.toml" for name in shipped(checkout)}
    assert {name for name in names if name.endswith("facts.toml")} == facts
    assert not any("facts/shipped/" in name for name in names)


@pytest.mark.nightly
def test_a_wheel_of_a_used_checkout_is_the_same(checkout: Path, wheel: Path) -> None:
    """An earlier build has left a module that the checkout no longer has."""
    stale = checkout / "build" / "lib" / "realtime_codegen" / "targets" / "withdrawn.py"
    stale.parent.mkdir(parents=True, exist_ok=True)
    stale.write_text("raise RuntimeError\n")
    pip = (sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--wheel-dir", "again")
    run(*pip, ".", cwd=checkout)
    [again] = checkout.glob("again/*.whl")
    assert wheel_names(again) == wheel_names(wheel)


def test_two_builds_give_the_same_bytes(
    checkout: Path,
    wheel: Path,
    builder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Another folder, other times, permissions, language, user's settings and time zone."""
    copy = tmp_path / "elsewhere" / "of another name"
    junk = shutil.ignore_patterns("dist", "build", "again", "*.egg-info")
    shutil.copytree(checkout, copy, ignore=junk)
    for number, path in enumerate(sorted(copy.rglob("*"))):
        os.utime(path, (10**9 + number, 10**9 + number))
        path.chmod(0o700 if path.is_dir() else 0o640)
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    monkeypatch.setenv("LC_ALL", "C")
    before = os.umask(0o077)
    try:
        run(builder, "-m", "build", "--no-isolation", "--outdir", "dist", cwd=copy)
    finally:
        os.umask(before)
    first, second = (
        {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
        for folder in (wheel.parent, copy / "dist")
    )
    assert sorted(Path(name).suffix for name in first) == [".gz", ".whl"]
    assert first == second


@pytest.mark.skipif(sys.platform == "win32", reason="permissions, and a compiler")
@pytest.mark.parametrize("kind", ["--sdist", pytest.param("--wheel", marks=pytest.mark.nightly)])
def test_two_builds_of_the_native_core_give_the_same_bytes(
    kind: str, repo_root: Path, builder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = []
    junk = shutil.ignore_patterns("dist", "build", "*.egg-info")
    for number, name in enumerate(("here", "elsewhere/of another name")):
        copy = tmp_path / name
        shutil.copytree(repo_root / "native", copy, ignore=junk)
        for path in copy.rglob("*"):
            os.utime(path, (10**9 + number, 10**9 + number))
            path.chmod((0o700 if path.is_dir() else 0o640) if number else path.stat().st_mode)
        monkeypatch.setenv("TZ", ("Asia/Tokyo", "UTC")[number])
        run(builder, "-m", "build", kind, "--no-isolation", "--outdir", "dist", cwd=copy)
        files = (copy / "dist").iterdir()
        made.append({path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files})
    assert made[0] == made[1]
    assert len(made[0]) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="permissions")
def test_a_build_of_the_native_core_copies_no_permissions(
    repo_root: Path, builder: Path, tmp_path: Path
) -> None:
    copy = tmp_path / "native"
    shutil.copytree(
        repo_root / "native", copy, ignore=shutil.ignore_patterns("build", "*.egg-info")
    )
    for path in (copy / "realtime_codegen_native").iterdir():
        path.chmod(0o640)
    run(builder, "setup.py", "--quiet", "build_py", cwd=copy)
    made = [path for path in (copy / "build").rglob("*") if path.is_file()]
    assert {path.suffix for path in made} >= {".py", ".pyi", ".typed"}
    assert {path.stat().st_mode & 0o777 for path in made} == {0o644}


@pytest.mark.nightly
def test_the_time_of_a_build_can_be_given(
    checkout: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    run(sys.executable, "-m", "build", "--sdist", "--outdir", tmp_path, cwd=checkout)
    [archive] = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as members:
        assert {(member.mtime, member.uid, member.uname) for member in members} == {
            (1700000000, 0, "")
        }


def test_the_wheel_works_elsewhere(from_wheel: Path, tmp_path: Path) -> None:
    commands = from_wheel
    assert __version__ in run(commands / "realtime-codegen", "--version", cwd=tmp_path)
    made = generate_and_use(tmp_path / "a", commands, commands / "realtime-codegen")
    module = (commands / "python", "-m", "realtime_codegen")
    assert generate_and_use(tmp_path / "b", commands, *module) == made


@pytest.mark.parametrize(
    "installed",
    ["from_wheel", "from_checkout", pytest.param("from_archive", marks=pytest.mark.nightly)],
)
def test_what_is_installed_finds_its_facts(
    installed: str, checkout: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    """From the wheel, from a checkout and from the source distribution, all by themselves."""
    commands: Path = request.getfixturevalue(installed)
    package = tmp_path / "node_modules" / "openai"
    spec = package / "resources" / "live" / "live.d.ts"
    spec.parent.mkdir(parents=True)
    spec.write_text("export interface Tick { type: 'tick'; start_ms: number }\n")
    (package / "package.json").write_text('{"name": "openai", "version": "8.0.0"}')
    tool = commands / "realtime-codegen"
    for name, data in shipped(checkout).items():
        if name in SHIPPED_CHANGES.values():  # Those of a change, which `diff` takes.
            continue
        printed = run(tool, "facts", spec, "--facts", name, "--format", "toml", cwd=tmp_path)
        assert printed == data
    out = tmp_path / "out"
    run(tool, spec, "--target", "typeddicts", "--output", out, cwd=tmp_path)
    text = (out / "openai_live" / "typed_dicts.py").read_text()
    assert "# Spec: OpenAI Live API, openai@8.0.0\n" in text
    assert "start_ms: int\n" in text


def test_an_editable_install_works_elsewhere(
    checkout: Path, from_checkout: Path, tmp_path: Path
) -> None:
    commands = from_checkout
    find = "from realtime_codegen.text.resources import templates_dir; print(templates_dir())"
    folder = run(commands / "python", "-c", find, cwd=tmp_path).strip()
    assert Path(folder).samefile(checkout / "templates")
    generate_and_use(tmp_path / "a", commands, commands / "realtime-codegen")
