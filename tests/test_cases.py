"""Every folder `cases/<construct>/<case>`: what becomes of its input, and what is said about it.

Beside `input.d.ts` lie `model.json`, `diagnostics.txt` and the reviewed part of the output in
`expected/`. A file that is missing fails; `make update` writes it. Whatever a case generates is
imported, fed the values of `payloads.json`, and checked by mypy, pyright and ruff.

A case below `bad/` has payloads only if the spec can be used all the same, with a warning.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from types import ModuleType
from typing import Any, TypeVar, cast

import pytest
from click.testing import CliRunner

from realtime_codegen import __version__
from realtime_codegen.cli import main
from realtime_codegen.frontend.resolve import resolve
from realtime_codegen.model import (
    Alias,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    Interface,
    Model,
    Property,
)
from realtime_codegen.model.json import from_json, to_json
from realtime_codegen.model.typescript import flatten, to_typescript
from realtime_codegen.pipeline import Result
from realtime_codegen.python.identifiers import function_stem
from realtime_codegen.text.diagnostics import format_diagnostic
from realtime_codegen.text.hidden import escape_hidden
from realtime_codegen.text.source import MemoryFiles
from tests.tools.cases import (
    ALL,
    CASES,
    REFUSED,
    USABLE,
    Case,
    attempted,
    made,
    model_of,
    over,
    python_name,
)
from tests.tools.checkers import misformatted, mypy_findings, pyright_findings, ruff_findings
from tests.tools.node import require_node
from tests.tools.packages import (
    ENTRY,
    exactly,
    share_runtime,
    tree_of,
    write_tree,
)

# In one process with other tests of cases, so that each case is compiled once.
pytestmark = pytest.mark.xdist_group("packages of cases")

# What of the output lies beside the input, below `expected/`. How values are read is only worth
# reading where there is something to decide.
REVIEWED = ("models.py", "typed_dicts.py")
REVIEWED_TOO = {
    "discriminators": ("codec.py",),
    "mixed-unions": ("codec.py",),
    "required-keys": ("codec.py",),
}
EXPECTED = "expected"

Documented = TypeVar("Documented", Alias, Enum, Interface, Property, EnumMember)


def reviewed(case: Case) -> tuple[str, ...]:
    """The modules of the output that lie beside the input of a case."""
    return (*REVIEWED, *REVIEWED_TOO.get(case.construct, ()))


# ------------------------------------------------------------------- the folders themselves


def test_each_construct_has_cases() -> None:
    assert len(ALL) >= 60
    assert len(REFUSED) >= 6
    folders = {path for path in CASES.glob("*/*") if path.is_dir()}
    assert folders == {case.folder for case in ALL}


@over(USABLE)
def test_the_payloads_of_a_case_show_something(case: Case) -> None:
    for payload in case.payloads:
        assert set(payload) <= {"type", "value", "strict", "class"}
        assert isinstance(payload["strict"], bool)
    if case.construct != "bad":
        assert {payload["strict"] for payload in case.payloads} == {True, False}


# ------------------------------------------------------------------------------ golden files


@over(ALL)
def test_diagnostics(case: Case, golden: Callable[[Path, str], None]) -> None:
    result = made(case)
    sources = {source.path: source for source in result.sources}
    # A case is about what is read: that it has no groups for the dispatcher is not worth a word.
    told = [diagnostic for diagnostic in result.diagnostics if diagnostic.code != "RC307"]
    texts = [format_diagnostic(diagnostic, sources) for diagnostic in told]
    golden(case.folder / "diagnostics.txt", "\n".join(texts))


@over(USABLE)
def test_model(case: Case, golden: Callable[[Path, str], None]) -> None:
    golden(case.folder / "model.json", made(case).files[f"model/{case.package}.json"])


@over(USABLE)
def test_output(
    case: Case, golden: Callable[[Path, str], None], request: pytest.FixtureRequest
) -> None:
    folder = case.folder / EXPECTED
    for name in reviewed(case):
        text = made(case).files[f"{case.package}/{name}"]
        golden(folder / name, text.replace(f"realtime-codegen {__version__}:", "realtime-codegen:"))
    stale = sorted({path.name for path in folder.iterdir()} - set(reviewed(case)))
    if request.config.getoption("update"):
        for name in stale:
            (folder / name).unlink()
    else:
        assert not stale, "nothing makes these files; make update removes them"


@over(REFUSED)
def test_nothing_is_expected_of_a_refused_case(case: Case) -> None:
    assert not (case.folder / "model.json").exists()
    assert not (case.folder / EXPECTED).exists()


# ------------------------------------------------------------------------------ values


def reader(package: ModuleType, name: str) -> Callable[..., Any] | None:
    """What decodes a type: the function of a union, `decode` with a class, or nothing."""
    function = getattr(package, f"decode_{function_stem(name, ())}", None)
    if function is not None:
        return cast(Callable[..., Any], function)
    cls: object = getattr(package, name)
    if not isinstance(cls, type):
        return None
    decode: Callable[..., Any] = package.decode
    return partial(decode, cls)


def fits(package: ModuleType, name: str, value: Any) -> bool:
    """Whether a value fits the shape of a declaration."""
    strict = sys.modules[f"{package.__name__}._strict"]
    shapes = sys.modules[f"{package.__name__}._schema"].SHAPES
    return not strict.find_problems(shapes, shapes[name], value)


def accepted(package: ModuleType, read: Callable[..., Any], value: Any) -> bool:
    """Whether a value is decoded strictly."""
    try:
        event = read(value, strict=True)
    except package.DecodeError as error:
        if not error.problems:
            raise
        return False
    assert event == read(value)
    return True


PAYLOADS = [
    pytest.param(case, payload, id=f"{case.id}:{number}")
    for case in USABLE
    for number, payload in enumerate(case.payloads)
]


@pytest.mark.parametrize(("case", "payload"), PAYLOADS)
def test_payload(
    case: Case, payload: dict[str, Any], package_of: Callable[[Case], ModuleType]
) -> None:
    package = package_of(case)
    name, value = python_name(case, payload["type"]), payload["value"]
    read = reader(package, name)
    if read is None:
        assert fits(package, name, value) is payload["strict"]
        assert "class" not in payload
        return
    assert accepted(package, read, value) is payload["strict"]
    event = read(value)
    assert exactly(package.to_dict(event)) == exactly(value)
    text = package.encode(event)
    assert exactly(json.loads(text)) == exactly(value)
    assert read(text) == event
    if "class" in payload:
        assert type(event).__name__ == payload["class"]


# ------------------------------------------------------------------------------ the model


@over(USABLE)
def test_the_model_survives_json(case: Case) -> None:
    model, _ = model_of(case)
    assert from_json(to_json(model)) == model
    spanned = from_json(to_json(model, spans=True))
    assert [declaration.span for declaration in spanned.declarations] == [
        declaration.span for declaration in model.declarations
    ]


def visible(part: Documented) -> Documented:
    """A part of a model as comments can say it: characters that nobody can see are escaped."""
    if isinstance(part, EnumMember):
        return replace(part, doc=part.doc and escape_hidden(part.doc))
    deprecated = part.deprecated and escape_hidden(part.deprecated)
    return replace(part, doc=part.doc and escape_hidden(part.doc), deprecated=deprecated)


def with_visible_text(model: Model) -> dict[DeclId, Declaration]:
    """The declarations of a model as comments can say them."""
    declarations: dict[DeclId, Declaration] = {}
    for declaration in model.declarations:
        said: Any = visible(cast(Any, declaration))
        if isinstance(said, Interface):
            said = replace(
                said, properties=tuple(visible(property_) for property_ in said.properties)
            )
        elif isinstance(said, Enum):
            said = replace(said, members=tuple(visible(member) for member in said.members))
        declarations[said.id] = said
    return declarations


@over(USABLE)
def test_printing_and_parsing_gives_the_model_again(case: Case) -> None:
    model, names = model_of(case)
    flat = flatten(model, names.declarations)
    module = flat.declarations[0].id.module
    again = resolve(MemoryFiles({module: to_typescript(flat).encode()}), module, flat.spec)
    assert again.model is not None, again.diagnostics
    expected, printed = with_visible_text(flat), again.model.by_id()
    for id_, declaration in expected.items():
        assert printed.get(id_) == declaration
    assert set(printed) == set(expected)
    assert again.model.groups == flat.groups
    assert flatten(flat, names.declarations) == flat


# ------------------------------------------------------- all packages together, checked


def generated() -> list[Case]:
    """The cases with a package to check; what is wrong with the others, other tests say."""
    attempts = [(case, attempted(case)) for case in USABLE]
    return [case for case, result in attempts if isinstance(result, Result) and result.files]


@pytest.fixture(scope="module")
def checked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One package `cases` with a package for each case in it, for checkers.

    The modules that are copied into each package are there once, so that no tool reads them
    again for every case.
    """
    folder = tmp_path_factory.mktemp("checked")
    root = folder / "cases"
    write_tree(root, {"__init__.py": "", "py.typed": ""})
    for case in generated():
        write_tree(root, share_runtime(made(case).files))
    return folder


@pytest.mark.checkers
def test_mypy_has_nothing_to_say(checked: Path) -> None:
    findings = mypy_findings(checked, ["cases"])
    assert not findings, "\n".join(findings)


@pytest.mark.checkers
@pytest.mark.parametrize("step", [12, pytest.param(1, marks=pytest.mark.nightly)])
def test_pyright_has_nothing_to_say(step: int, checked: Path) -> None:
    """Of each twelfth case; of each one by night. It takes five times as long as mypy."""
    require_node()
    chosen = [f"cases/{case.package}" for case in generated()[::step]]
    findings = pyright_findings(checked, chosen)
    assert not findings, "\n".join(findings)


@pytest.mark.checkers
def test_ruff_would_format_nothing(checked: Path) -> None:
    assert not misformatted(checked)


@pytest.mark.checkers
def test_ruff_finds_nothing(checked: Path) -> None:
    findings = ruff_findings(checked, "F,E9")
    assert not findings, "\n".join(findings)


# ------------------------------------------------------------------------- bad input


def generate(folder: Path, *options: str) -> tuple[int, str, str]:
    """Run the command on a copied case; its exit code and what it prints."""
    arguments = [str(folder / ENTRY), "-o", str(folder / "out"), "--package", "out", *options]
    result = CliRunner().invoke(main, arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def with_earlier_output(case: Case, tmp_path: Path) -> tuple[Path, dict[str, bytes]]:
    """A copy of a case whose output folder has something of an earlier run."""
    folder = tmp_path / "case"
    shutil.copytree(case.folder, folder)
    (folder / "earlier.d.ts").write_text("export interface Earlier { x: string }\n")
    arguments = [str(folder / "earlier.d.ts"), "-o", str(folder / "out"), "--package", "out"]
    assert CliRunner().invoke(main, arguments).exit_code == 0
    return folder, tree_of(folder)


@over(REFUSED)
def test_a_refused_case_touches_nothing(case: Case, tmp_path: Path) -> None:
    folder, before = with_earlier_output(case, tmp_path)
    code, printed, said = generate(folder)
    assert code == 3, "the input can be used, so the case needs a payloads.json"
    assert printed == ""
    assert "error[RC" in said
    assert tree_of(folder) == before
    assert generate(folder, "--check")[0] == 3
    assert tree_of(folder) == before


@over(tuple(case for case in USABLE if case.construct == "bad"))
def test_a_warning_is_an_error_under_strict(case: Case, tmp_path: Path) -> None:
    folder, before = with_earlier_output(case, tmp_path)
    code, printed, said = generate(folder, "--strict")
    assert code == 3
    assert printed == ""
    assert "error[RC" in said
    assert tree_of(folder) == before
    code, _, said = generate(folder)
    assert code == 0
    assert "warning[RC" in said
    assert tree_of(folder) != before
