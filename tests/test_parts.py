"""A module of types that is too large for type checkers is the same in parts."""

from __future__ import annotations

import ast
import pickle
import sys
import typing
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner
from hypothesis import given

from realtime_codegen.cli import main
from realtime_codegen.model import Model
from realtime_codegen.pipeline import Result
from realtime_codegen.python import parts
from realtime_codegen.text.source import MemoryFiles
from tests.test_law_of_types import check_samples
from tests.tools.cases import USABLE, Case, model_of, over_some
from tests.tools.checkers import mypy_findings, pyright_findings
from tests.tools.models import HOSTILE, PLAIN, Vocabulary, examples, models, text_of
from tests.tools.packages import (
    ENTRY,
    compiled_folder,
    compiled_text,
    forget,
    import_package,
    write_tree,
)
from tests.tools.subjects import Subject, generated

MODULES = ("models", "typed_dicts")
FEW = 90
"""A number of flow nodes that most cases have more of; what stands around them counts as 40."""


def made(case: Case, package: str, most: int) -> Result:
    """The types of a case in a package of modules with at most so many flow nodes."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(parts, "MOST_NODES", most)
        result = compiled_folder(case.folder, package, targets=("dataclasses", "typeddicts"))
    assert not result.failed, result.diagnostics
    return result


def is_part(path: str) -> bool:
    """Whether a file is a part of a module, or what joins parts."""
    stem = Path(path).stem
    return stem == "_parts" or stem.rstrip("0123456789") in {f"_{name}_" for name in MODULES}


def hints(module: ModuleType, name: str) -> object:
    """What `typing.get_type_hints` says of a class, or why it cannot."""
    try:
        return repr(typing.get_type_hints(getattr(module, name), include_extras=True))
    except (TypeError, NameError) as fault:
        return type(fault)


@over_some(USABLE)
def test_a_package_is_the_same_in_parts(case: Case, tmp_path: Path) -> None:
    name = "in_parts"
    whole, divided = made(case, name, 1_000_000).files, made(case, name, FEW).files
    of_modules = {f"{name}/{module}.py" for module in MODULES}
    others = {path: text for path, text in divided.items() if not is_part(path)}
    assert others.keys() == whole.keys()
    assert all(others[path] == whole[path] for path in whole.keys() - of_modules)

    said: list[dict[str, object]] = []
    for number, files in enumerate((whole, divided)):
        package = import_package(tmp_path / str(number), files, name)
        try:
            known: dict[str, object] = {}
            for module in (sys.modules[f"{name}.{own}"] for own in MODULES):
                known[module.__name__] = module.__all__
                for public in module.__all__:
                    value = getattr(module, public)
                    if isinstance(value, type):
                        assert pickle.loads(pickle.dumps(value)) is value
                        at = f"{value.__module__}.{value.__qualname__}"
                        known[f"{module.__name__}: {public}"] = at, hints(module, public)
            said.append(known)
            check_samples(Subject(package, *model_of(case)))
        finally:
            forget(name)
    assert said[0] == said[1]


@pytest.mark.parametrize("words", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_random_models_in_parts(
    words: Vocabulary, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parts, "MOST_NODES", parts._AROUND + 12)
    divided = 0

    @examples(24)
    @given(models(words))
    def one(model: Model) -> None:
        nonlocal divided
        files = MemoryFiles({ENTRY: text_of(model).encode()})
        with generated(tmp_path, files) as subject:
            if subject is not None:
                divided += f"{subject.package.__name__}._parts" in sys.modules
                for cls in filter(lambda it: isinstance(it, type), vars(subject.models).values()):
                    if cls.__module__ == subject.models.__name__:
                        typing.get_type_hints(cls)
                check_samples(subject)

    one()
    assert divided


def nodes_of(text: str) -> int:
    """The flow nodes of a module's text, as pyright's binder makes them for what is in it."""
    count = 0
    for node in ast.walk(ast.parse(text)):
        match node:
            case ast.AnnAssign(value=value):
                count += 1 if value is None else 2
            case ast.ClassDef() | ast.Assign() | ast.Call() | ast.alias():
                count += 1
    return count


def public_of(text: str) -> list[str]:
    """The public names of a module's text."""
    [names] = (
        ast.literal_eval(node.value)
        for node in ast.parse(text).body
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    )
    return list(names)


def test_parts_that_refer_to_each_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each interface names all others, so that most names of a part are imported."""
    monkeypatch.setattr(parts, "MOST_NODES", FEW)
    everyone = "; ".join(f"a{n}: I{n} | null; b{n}?: I{n}" for n in range(20))
    spec = "".join(f"export interface I{n} {{ {everyone} }}\n" for n in range(20))
    files = compiled_text(spec, "ring", targets=("dataclasses", "typeddicts")).files
    import_package(tmp_path, files, "ring")
    try:
        for module in (sys.modules[f"ring.{own}"] for own in MODULES):
            for name in module.__all__:
                cls = getattr(module, name)
                assert {f"a{n}" for n in range(20)} <= set(typing.get_type_hints(cls))
            one = sys.modules[f"{module.__name__.replace('.', '._')}_1"]
            assert set(module.__all__) <= vars(one).keys()
    finally:
        forget("ring")
    for path in filter(is_part, files):
        if Path(path).stem != "_parts":
            assert nodes_of(files[path]) <= FEW or len(public_of(files[path])) == 1


@over_some(USABLE)
def test_no_part_is_larger_than_asked(case: Case) -> None:
    files = made(case, "counted", FEW).files
    for path in filter(is_part, files):
        if Path(path).stem == "_parts":
            continue
        assert nodes_of(files[path]) <= FEW or len(public_of(files[path])) == 1, path
    for module in MODULES:
        names = {Path(path).stem for path in filter(is_part, files)}
        if f"_{module}_1" not in names:
            assert nodes_of(files[f"counted/{module}.py"]) <= FEW


def test_parts_import_only_earlier_ones_when_they_run() -> None:
    seen = 0
    for case in USABLE:
        files = made(case, "ordered", FEW).files
        for path in filter(is_part, files):
            stem, _, own = Path(path).stem.rpartition("_")
            if own == "parts":
                continue
            for node in ast.parse(files[path]).body:
                if isinstance(node, ast.ImportFrom) and str(node.module).startswith(f"{stem}_"):
                    assert int(str(node.module).rpartition("_")[2]) < int(own)
                    seen += 1
    assert seen > 10


def test_parts_pass_type_checkers(tmp_path: Path) -> None:
    names: list[str] = []
    for number, case in enumerate(USABLE[::7]):
        files = made(case, f"parts_{number}", FEW).files
        if any(map(is_part, files)):
            names.append(f"parts_{number}")
            write_tree(tmp_path, files)
    assert len(names) > 3
    assert mypy_findings(tmp_path, names) == []
    assert pyright_findings(tmp_path, names) == []


def test_parts_come_and_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "MOST_NODES", 120)
    fields = "".join(f"a{number}?: string; " for number in range(30))
    spec = tmp_path / "spec.d.ts"
    package = tmp_path / "out" / "spec"
    command = [str(spec), "-o", str(tmp_path / "out")]

    def names_of(interfaces: int) -> set[str]:
        """The files of a package of so many interfaces, which was another before."""
        spec.write_text(
            "".join(f"export interface I{n} {{ {fields} }}\n" for n in range(interfaces))
        )
        assert CliRunner().invoke(main, [*command, "--check"]).exit_code == 1
        assert CliRunner().invoke(main, command).exit_code == 0
        assert CliRunner().invoke(main, [*command, "--check"]).exit_code == 0
        return {path.name for path in package.iterdir()}

    whole = names_of(1)
    ours = {"_parts.py", *(f"_{module}_{n}.py" for module in MODULES for n in (1, 2, 3, 4))}
    assert whole.isdisjoint(ours)
    divided = names_of(4)
    assert divided > whole
    assert divided & ours >= {"_parts.py", "_models_1.py", "_models_2.py", "_typed_dicts_2.py"}
    assert names_of(1) == whole
