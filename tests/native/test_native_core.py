"""The native core: equal to Python, safe, and off where it should be.

Each test runs a process of its own with a core that is built here. So it says the same whether
`make native` was called or not, and a crash is a failure.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Callable
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMPILER = shutil.which(os.environ.get("CC", "cc"))
NATIVE = ROOT / "native"
GENERATED = ROOT / "generated"
GA, BETA = GENERATED / "openai_realtime", GENERATED / "openai_realtime_beta"

pytestmark = [
    pytest.mark.skipif(COMPILER is None, reason="there is no C compiler for the native core"),
    pytest.mark.skipif(os.name == "nt", reason="the core is built here as `cc` builds it"),
    pytest.mark.skipif(
        bool(sysconfig.get_config_var("Py_GIL_DISABLED")), reason="the core relies on the GIL"
    ),
    pytest.mark.skipif(
        not Path(sysconfig.get_path("include"), "Python.h").exists(),
        reason="the headers of Python are missing",
    ),
    pytest.mark.xdist_group("native"),
]

Run = Callable[..., str]


def _built(folder: Path, *flags: str, include: str = "") -> Path:
    """A folder with the core in it, which was built without any warning."""
    assert COMPILER is not None
    options = ["-std=c11", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC", *flags]
    if sys.platform == "darwin":
        options += ["-undefined", "dynamic_lookup"]
    sources = sorted(map(str, (NATIVE / "src").glob("*.c")))
    headers = f"-I{include or sysconfig.get_path('include')}"
    package = folder / "realtime_codegen_native"
    shutil.copytree(NATIVE / package.name, package, ignore=shutil.ignore_patterns("__pycache__"))
    target = str(package / "_core.so")
    subprocess.run([COMPILER, *options, headers, *sources, "-o", target], check=True)
    return folder


def _runner(folder: Path, python: str = sys.executable, **always: str) -> Run:
    """Runs Python with the core in a folder; returns what it prints."""

    def run(*arguments: str | Path, **environment: str) -> str:
        path = os.pathsep.join((str(folder), str(GENERATED)))
        finished = subprocess.run(
            [python, "-X", "faulthandler", *arguments],
            env={**os.environ, "PYTHONPATH": path, **always, **environment},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
            timeout=36_000,
        )
        assert finished.returncode == 0, finished.stdout + finished.stderr
        return finished.stdout

    return run


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return _runner(_built(tmp_path_factory.mktemp("core"), "-O1"))


def _options(events: Path) -> list[str]:
    return ["--events", str(events)] if events.is_dir() else []


@pytest.mark.parametrize("package", [GA, BETA], ids=["ga", "beta"])
def test_the_core_and_python_agree(run: Run, package: Path) -> None:
    program = ("-m", "tests.tools.native", "--package", package)
    told = run(*program, "--count", "600", *_options(ROOT.parent / "shared/data/events"))
    assert "600 messages alike" in told


@pytest.mark.nightly
@pytest.mark.parametrize("package", [GA, BETA], ids=["ga", "beta"])
def test_the_core_and_python_agree_on_millions(run: Run, package: Path) -> None:
    program = ("-m", "tests.tools.native", "--package", package, "--seed", "1000000")
    told = run(*program, "--count", "1000000", *_options(ROOT.parent / "shared/data/events"))
    assert "1,000,000 messages alike" in told


@pytest.mark.nightly
@pytest.mark.network
@pytest.mark.parametrize("name", ["live", "responses"])
def test_other_interfaces_of_openai(run: Run, tmp_path: Path, name: str) -> None:
    spec = f"npm:openai@7.57.0/resources/{name}/{name}.d.ts"
    targets = [f"--target={target}" for target in ("dataclasses", "dispatcher", "fixtures")]
    run("-m", "realtime_codegen", spec, "--package", name, "--output", tmp_path, *targets)
    program = ("-m", "tests.tools.native", "--package", tmp_path / name, "--seed", "1000000")
    samples = ("--alone", "--samples", tmp_path / "fixtures")
    assert "100,000 messages alike" in run(*program, "--count", "100000", *samples)


_SMALL = """
export type Part = Left | Right;
export interface Left { kind: 'left'; left: string | number }
export interface Right { kind: 'right'; pair: [number, string]; rate?: 1 | 2.5 | true }
export interface Square { side: number; of?: Square | Circle }
export interface Circle { radius: number; of?: Square | Circle }
export interface Point {
  type: 'point';
  at: [Left, Right?, ...Array<Left | null>];
  pair: [number, string];
}
export interface Grid {
  type: 'grid';
  rows: Array<Array<Part | string>>;
  named?: { [key: string]: Part[] };
  last?: [...Part[], Left];
}
export interface Group {
  type: 'group';
  shape: Square | Circle;
  either?: [Left, Right] | Array<string>;
  deep?: [[Left], [Part, ...Part[]]];
}
export type ServerEvent = Point | Grid | Group;
"""
_LEFT = {"kind": "left", "left": 1}
_RIGHT = {"kind": "right", "pair": [1, "b"], "rate": 2.5}
_NEST = {"radius": 1, "of": {"side": 2, "of": {"radius": 1, "of": {"radius": 3}}}}
_OF_SMALL: list[dict[str, object]] = [
    {"type": "point", "at": [_LEFT], "pair": [1, "a"]},
    {"type": "point", "at": [_LEFT, _RIGHT, _LEFT, None, _LEFT], "pair": [1.5, "a"]},
    {"type": "point", "at": [], "pair": []},
    {"type": "point", "at": [_RIGHT, _LEFT, _RIGHT], "pair": [1, "a", 3]},
    {"type": "point", "at": {"0": _LEFT}, "pair": "x"},
    {"type": "point", "at": [[_LEFT], _LEFT, [_RIGHT]], "pair": [None, "a"]},
    {"type": "grid", "rows": [[_LEFT, "a"], [], [_RIGHT]], "named": {"a": [_LEFT], "b": []}},
    {"type": "grid", "rows": [], "named": {}, "last": [_LEFT, _RIGHT, _LEFT]},
    {"type": "grid", "rows": [[{"kind": "other"}]], "last": []},
    {"type": "group", "shape": _NEST, "either": [_LEFT, _RIGHT], "deep": [[_LEFT], [_LEFT]]},
    {"type": "group", "shape": {"side": 1, "radius": 2}, "either": ["a"], "deep": []},
    {"type": "group", "shape": {}, "deep": [[], []]},
]


def test_what_the_realtime_api_lacks(run: Run, tmp_path: Path) -> None:
    """Tuples, maps of lists, and unions that no tag tells apart."""
    (tmp_path / "small.d.ts").write_text(_SMALL)
    for number, message in enumerate(_OF_SMALL):
        (tmp_path / f"{number}.json").write_text(json.dumps(message))
    command = ("-m", "realtime_codegen", tmp_path / "small.d.ts", "--package", "small")
    run(*command, "--output", tmp_path / "made")
    program = ("-m", "tests.tools.native", "--package", tmp_path / "made" / "small")
    told = run(*program, "--count", "1500", "--samples", tmp_path, "--alone")
    assert "1,500 messages alike" in told


_NESTED = """
export interface First { type: 'nest'; sub: 'first'; left?: { a: string } }
export interface Second { type: 'nest'; sub: 'second'; right?: { b: string } }
export interface Bare { type: 'nest'; left?: { a: string } }
export interface Other { type: 'other' }
export type ServerEvent = First | Second | Bare | Other;
"""
_AGAIN = """
from pathlib import Path
from tests.tools.native import Differential, both
packages = both(Path({folder!r}))
calls = [package.decode_server_event for package in packages]
differential = Differential(*packages, [])
for sub in ("first", "second", "third"):
    for again in ('"other"', '"nest"', "null", "0", '"new"'):
        for pad in (0, 1800, 2100):
            text = f'{{{{"type":"nest","x":"{{"x" * pad}}","sub":"{{sub}}","type":{{again}}}}}}'
            differential.try_form(calls, text)
            differential.try_form(calls, text.encode())
"""


def test_the_last_tag_counts(run: Run, tmp_path: Path) -> None:
    """Of two that come under one key, even where another tag is found only after both."""
    (tmp_path / "nested.d.ts").write_text(_NESTED)
    command = ("-m", "realtime_codegen", tmp_path / "nested.d.ts", "--package", "nested")
    run(*command, "--output", tmp_path / "made")
    run("-c", _AGAIN.format(folder=str(tmp_path / "made" / "nested")))


def test_random_declarations(run: Run) -> None:
    """Unions that no tag tells apart, or an odd one, in fields, arrays, maps and each other."""
    told = run("-m", "tests.tools.native_models", "--models", "12", "--rounds", "60")
    assert "720 messages alike" in told


@pytest.mark.nightly
def test_many_random_declarations(run: Run) -> None:
    program = ("-m", "tests.tools.native_models", "--models", "400", "--seed", "1000")
    assert "200,000 messages alike" in run(*program, "--rounds", "500")


def test_unions_within_themselves(run: Run) -> None:
    told = run("-m", "tests.tools.native_nested", "--seed", "6", "--models", "8")
    assert "messages alike" in told


@pytest.mark.nightly
def test_many_unions_within_themselves(run: Run) -> None:
    assert "messages alike" in run("-m", "tests.tools.native_nested", "--seed", "1000")


_ENTRIES = {"ga": "realtime.d.ts", "beta": "resources/beta/realtime/realtime.d.ts"}


@pytest.mark.parametrize("name", _ENTRIES)
def test_nothing_common_is_left_to_python(run: Run, name: str) -> None:
    spec = ROOT / "spec" / f"openai-realtime-{name}"
    facts = ("--facts", spec / "facts.toml")
    told = run("-m", "tests.tools.native_share", spec / _ENTRIES[name], *facts)
    assert "left to Python: nothing" in told


@pytest.mark.parametrize("check", ["common", "replaced", "functions", "spelled", "together"])
def test_what_else_holds_of_the_core(run: Run, check: str) -> None:
    """With memory that is filled when it is freed, so that a later use is noticed."""
    run("-m", "tests.tools.native_checks", check, PYTHONMALLOC="debug")


def test_the_runtime_and_sessions_work_with_the_core(run: Run) -> None:
    names = ("tests/unit/test_runtime.py", "tests/test_session.py", "tests/test_session_playing.py")
    told = run("-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", *names)
    assert " passed" in told
    assert run("-c", _IS_ON).split() == ["True", "True"]


def test_audits_are_alike(run: Run) -> None:
    assert "alike" in run("-m", "tests.tools.native_audit", "--count", "5")


@pytest.mark.nightly
def test_many_audits_are_alike(run: Run) -> None:
    assert "alike" in run("-m", "tests.tools.native_audit", "--count", "1000", "--seed", "1000")


def test_what_fuzzing_kept(run: Run) -> None:
    assert "inputs alike" in run("-m", "tests.tools.native_fuzz", "check")


@pytest.mark.nightly
@pytest.mark.skipif(sys.platform != "linux", reason="sanitizers are loaded as Linux does it")
def test_sanitizers_find_nothing(tmp_path: Path) -> None:
    """AddressSanitizer and UndefinedBehaviorSanitizer, with each object an allocation."""
    flags = ("-O1", "-g", "-fsanitize=address,undefined", "-fno-sanitize-recover=undefined")
    libraries = [_library(name) for name in ("libasan.so", "libubsan.so")]
    run = _runner(
        _built(tmp_path, *flags),
        LD_PRELOAD=" ".join(libraries),
        PYTHONMALLOC="malloc",
        ASAN_OPTIONS="detect_leaks=0",
    )
    for package in (GA, BETA):
        program = ("-m", "tests.tools.native", "--package", package, "--seed", "3000000")
        assert "alike" in run(*program, "--count", "20000")
    for check in ("common", "replaced", "functions", "together", "starved"):
        run("-m", "tests.tools.native_checks", check)
    run("-m", "tests.tools.native_fuzz", "check")


@pytest.mark.nightly
def test_a_debug_build_of_python_asserts_nothing(tmp_path: Path) -> None:
    python = shutil.which(os.environ.get("DEBUG_PYTHON", "python3-dbg"))
    if python is None:
        pytest.skip("there is no debug build of Python: python3-dbg, or DEBUG_PYTHON")
    program = "import sysconfig; print(sysconfig.get_path('include'))"
    include = subprocess.run([python, "-c", program], check=True, capture_output=True, text=True)
    run = _runner(_built(tmp_path, "-O1", include=include.stdout.strip()), python)
    assert "alike" in run("-m", "tests.tools.native", "--count", "5000")
    # Not "starved": where no memory is left, 3.11 fails assertions about frames of its own.
    for check in ("common", "replaced", "functions", "together"):
        run("-m", "tests.tools.native_checks", check)
    run("-m", "tests.tools.native_fuzz", "check")


def _library(name: str) -> str:
    assert COMPILER is not None
    command = [COMPILER, f"-print-file-name={name}"]
    path = subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
    if not Path(path).is_absolute():
        pytest.skip(f"the compiler has no {name}")
    return path


@pytest.mark.nightly
@pytest.mark.network
@pytest.mark.parametrize("compiler", ["gcc", "clang"])
def test_the_sdist_and_its_wheel(compiler: str, tmp_path: Path) -> None:
    """Both are built without a warning, and what they install is equal to Python."""
    if shutil.which(compiler) is None:
        pytest.skip(f"there is no {compiler}")
    environment = {**os.environ, "CC": compiler, "CFLAGS": "-Werror"}

    def pip(*arguments: str | Path) -> None:
        command = [sys.executable, "-m", "pip", *arguments]
        subprocess.run(command, check=True, env=environment, cwd=tmp_path)

    build = [sys.executable, "-m", "build", "--sdist", "--outdir", str(tmp_path), str(NATIVE)]
    subprocess.run(build, check=True, cwd=tmp_path)
    (sdist,) = tmp_path.glob("*.tar.gz")
    pip("wheel", "--no-deps", "--wheel-dir", tmp_path, sdist)
    (wheel,) = tmp_path.glob("*.whl")
    for form in (sdist, wheel):
        folder = tmp_path / form.suffix
        pip("install", "--no-deps", "--target", folder, form)
        run = _runner(folder)
        assert "500 messages alike" in run("-m", "tests.tools.native", "--count", "500")
        run("-m", "tests.tools.native_checks", "common")


def test_each_allocation_may_fail(run: Run) -> None:
    pytest.importorskip("_testcapi")
    assert "the core gave up" in run("-m", "tests.tools.native_checks", "starved")


def test_a_sub_interpreter_does_without_the_core(run: Run) -> None:
    pytest.importorskip("_xxsubinterpreters")
    run("-m", "tests.tools.native_checks", "alone")


@pytest.mark.nightly
def test_memory_stays_level(run: Run) -> None:
    told = run("-m", "tests.tools.native_checks", "level", "--count", "2000000")
    assert "2,000,000 messages" in told


_IS_ON = """
import sys, openai_realtime
print(openai_realtime.NATIVE, "realtime_codegen_native.bind" in sys.modules)
assert openai_realtime.decode_realtime_server_event('{"type":"error"}').type == "error"
"""


def test_a_package_says_whether_the_core_is_on_and_can_leave_it_out(
    run: Run, tmp_path: Path
) -> None:
    assert run("-c", _IS_ON).split() == ["True", "True"]
    assert run("-c", _IS_ON, REALTIME_NATIVE="0").split() == ["False", "False"]
    fake = tmp_path / "realtime_codegen_native.py"
    another = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{_IS_ON}"
    for text in ("ABI = 8\n", "ABI = 10\n", "raise ImportError\n"):
        fake.write_text(text)
        assert run("-c", another).split() == ["False", "False"]


@pytest.mark.parametrize("number", [8, 10])
def test_a_package_of_another_number_does_without_the_core(
    run: Run, tmp_path: Path, number: int
) -> None:
    shutil.copytree(GA, tmp_path / GA.name)
    module = tmp_path / GA.name / "_native.py"
    text = module.read_text("utf-8")
    assert "_ABI: Final = 9 " in text
    module.write_text(text.replace("_ABI: Final = 9 ", f"_ABI: Final = {number} "), "utf-8")
    another = f"import sys; sys.path.insert(0, {str(tmp_path)!r})\n{_IS_ON}"
    told = run("-c", f"{another}\nprint(openai_realtime.__file__)").split()
    assert told[::2] == ["False", str(tmp_path / GA.name / "__init__.py")]
