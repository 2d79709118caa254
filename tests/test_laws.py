"""What holds for the whole project: determinism, the direction of imports, agreement of targets."""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import json
import os
import random
import re
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

from realtime_codegen.cli import main
from realtime_codegen.model import DeclId, Interface, Literal, Model, Primitive
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import discover, package_names, target_names
from realtime_codegen.text.source import DiskFiles, MemoryFiles
from realtime_codegen.wire import lower, tags_of_classes
from tests.tools.cases import CASES, USABLE, Case, made, model_of, over
from tests.tools.instances import misfit
from tests.tools.night import is_nightly
from tests.tools.own_sources import GROUP, nodes_of
from tests.tools.packages import ENTRY, import_package, tree_of

ROOT = Path(__file__).parents[1]
CODEGEN = ROOT / "codegen"
SPEC = ROOT / "spec" / "openai-realtime-beta"
REALTIME = SPEC / "resources" / "beta" / "realtime" / "realtime.d.ts"
FACTS = SPEC / "facts.toml"

# ------------------------------------------------------------------------- determinism


def generated(folder: Path, spec: str, facts: str, seed: str, output: Path) -> dict[str, bytes]:
    """What a process of its own writes with every target."""
    arguments = [sys.executable, "-m", "realtime_codegen", spec, "--facts", facts]
    arguments += ["--package", "made", "-o", str(output)]
    arguments += [part for name in target_names() for part in ("--target", name)]
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        arguments, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return tree_of(output)


def test_output_depends_on_nothing_but_the_spec(tmp_path: Path) -> None:
    spec, facts = str(REALTIME.relative_to(ROOT)), str(FACTS.relative_to(ROOT))
    (tmp_path / "elsewhere").mkdir()
    first = generated(ROOT, spec, facts, "1", tmp_path / "a")
    assert len(first) > 80
    again = generated(ROOT, spec, facts, "1", tmp_path / "a")
    other_seed = generated(ROOT, spec, facts, "4711", tmp_path / "b")
    other_folder = generated(
        tmp_path / "elsewhere", str(REALTIME), str(FACTS), "random", tmp_path / "c"
    )
    assert first == again
    assert first == other_seed
    assert first == other_folder


_DIGEST = """
import hashlib, json, sys
from pathlib import Path
from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.text.source import DiskFiles
from realtime_codegen.targets import target_names
digests = {}
for package, folder in json.loads(sys.argv[1]).items():
    result = compile_spec(DiskFiles(Path(folder)), "input.d.ts", Options(target_names(), package))
    digest = hashlib.sha256(repr((list(result.files.items()), result.diagnostics)).encode())
    digests[package] = digest.hexdigest()
print(json.dumps(digests))
"""


@pytest.mark.xdist_group("packages of cases")
def test_every_case_is_the_same_under_two_hash_seeds() -> None:
    """The output of a process with the other seed, and of this one; a push makes one of three."""
    tried = USABLE if is_nightly() else USABLE[::3]
    cases = {case.package: str(case.folder) for case in tried}
    seed = "1" if os.environ.get("PYTHONHASHSEED") == "4711" else "4711"
    printed = subprocess.run(
        [sys.executable, "-c", _DIGEST, json.dumps(cases)],
        env={**os.environ, "PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    ours = {
        case.package: hashlib.sha256(
            repr((list(made(case).files.items()), made(case).diagnostics)).encode()
        ).hexdigest()
        for case in tried
    }
    assert len(ours) == len(tried) > 30
    assert json.loads(printed) == ours


@pytest.mark.xdist_group("packages of cases")
def test_output_holds_no_path_and_no_date() -> None:
    for case in USABLE:
        for path, text in made(case).files.items():
            assert str(CASES) not in text, path
            assert not re.search(r"\b20\d\d-\d\d-\d\d\b", text), path


# ----------------------------------------------------------------------------- layering

# From the top down: a room imports from lower rows only, and rooms of one row nothing of each
# other. Each room, and each module that stands alone, is in exactly one row.
LAYERS = """
    __main__
    cli
    adapt project migrate replay
    audit changes pipeline
    extent
    targets
    output
    frontend
    wire
    facts python
    model
    sources
    text
    runtime
    __init__ __version__
"""


def modules() -> dict[str, Path]:
    """The modules of the tool by their names below `realtime_codegen`."""
    paths = {}
    for path in sorted(CODEGEN.rglob("*.py")):
        parts = path.relative_to(CODEGEN).with_suffix("").parts
        paths[".".join(parts).removesuffix(".__init__")] = path
    return paths


def imports(path: Path) -> Iterator[tuple[int, str]]:
    """The level and the full name of each import, in functions too."""
    for node in nodes_of(path):
        match node:
            case ast.Import(names=names):
                yield from ((0, alias.name) for alias in names)
            case ast.ImportFrom(module=None, names=names, level=level):
                yield from ((level, alias.name) for alias in names)
            case ast.ImportFrom(module=str(module), level=level):
                yield level, module


@cache
def inner_imports(name: str, path: Path) -> set[str]:
    """The modules of the tool that a module imports."""
    package = path.relative_to(CODEGEN).parts[:-1]
    names = set()
    for level, imported in imports(path):
        assert imported.split(".")[0] != "realtime_codegen", f"{name} imports by absolute name"
        if level:
            above = package[: len(package) - level + 1]
            names.add(".".join((*above, imported)))
    return names


def unit(name: str) -> str:
    """The room, or the module that stands alone."""
    return name.split(".", maxsplit=1)[0]


def rows() -> dict[str, int]:
    """The row of each unit. A unit in two rows is a fault of the table."""
    row_of: dict[str, int] = {}
    for row, line in enumerate(LAYERS.split("\n")):
        for name in line.split():
            assert name not in row_of, f"{name} is in two rows"
            row_of[name] = row
    return row_of


def against_the_rows(imported: Mapping[str, set[str]]) -> list[str]:
    """The imports, by module, that do not point down."""
    row = rows()
    return [
        f"{name} imports {other}"
        for name, others in imported.items()
        for other in sorted(others)
        if unit(other) != unit(name) and row[unit(other)] <= row[unit(name)]
    ]


@GROUP
def test_imports_point_down_only() -> None:
    graph = {name: inner_imports(name, path) for name, path in modules().items()}
    assert not against_the_rows(graph)
    assert set(rows()) - {"__version__"} == set(map(unit, graph)), "the rooms, and no others"


def test_an_import_that_points_up_is_seen() -> None:
    """Sources may not know the documentation, nor a room another one of its own row."""
    assert against_the_rows({"sources.archive": {"targets.docs"}})
    assert against_the_rows(
        {"audit.checker": {"changes.report"}, "facts.reading": {"python.names"}}
    )
    assert not against_the_rows({"targets.docs": {"wire.samples"}, "cli.audit": {"audit.tally"}})


@GROUP
def test_the_printer_alone_lays_out_lines_of_python() -> None:
    """No other module knows how wide a line is, or where one may be broken."""
    knowing = {
        name for name, path in modules().items() if "python.document" in inner_imports(name, path)
    }
    assert knowing == {"python.printer", "python.expressions"}


@GROUP
def test_no_circle_of_units() -> None:
    graph: dict[str, set[str]] = {}
    for name, path in modules().items():
        used = {unit(imported) for imported in inner_imports(name, path)} - {unit(name)}
        graph.setdefault(unit(name), set()).update(used)
    done: set[str] = set()

    def walk(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " -> ".join((*above, name))
        if name not in done:
            for other in sorted(graph.get(name, ())):
                walk(other, (*above, name))
            done.add(name)

    for name in sorted(graph):
        walk(name, ())


@GROUP
def test_no_circle_of_modules() -> None:
    """Imports for a type checker count as well: a Protocol says what a module needs."""
    paths = modules()
    graph = {name: inner_imports(name, path) & set(paths) for name, path in paths.items()}
    assert graph["frontend.resolve.operators"] >= {"frontend.resolve.semantics", "model"}
    assert graph["migrate.calls"] >= {"migrate.reader", "migrate.displays"}
    assert "frontend.resolve.evaluate" not in graph["frontend.resolve.operators"]
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


SAYS_NOTHING = {"each", "found", "thing", "stuff", "tmp", "foo", "res", "ret"}
"""Names that do not tell what a variable holds."""


SUBJECTS = ("cases", "consumers", "migrate")
"""Folders below `tests` with programs that are read and not ours to write."""


def written_here() -> dict[str, Path]:
    """The modules of the tool, the tests and the benchmarks, by what messages call them."""
    others = {
        path.relative_to(ROOT).as_posix(): path
        for folder in ("tests", "benchmarks")
        for path in sorted((ROOT / folder).rglob("*.py"))
        if path.relative_to(ROOT).parts[1] not in SUBJECTS
    }
    return modules() | others


@GROUP
def test_variables_say_what_they_hold() -> None:
    words = re.compile(rf"\b({'|'.join(SAYS_NOTHING)})\b")
    told = [
        f"{name}:{node.lineno}: {node.id if isinstance(node, ast.Name) else node.arg}"
        for name, path in written_here().items()
        if words.search(path.read_text(encoding="utf-8"))
        for node in nodes_of(path)
        if (isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store))
        or isinstance(node, ast.arg)
        if (node.id if isinstance(node, ast.Name) else node.arg) in SAYS_NOTHING
    ]
    assert not told, told


FOR_CHECKERS = {"typing_extensions"}
"""What only type checkers import: they bring it with them. `make selfcheck` runs without it."""


def third_party(path: Path) -> set[str]:
    return {
        imported.split(".")[0]
        for level, imported in imports(path)
        if not level and imported.split(".")[0] not in sys.stdlib_module_names
    }


@GROUP
def test_each_foreign_library_has_one_place() -> None:
    users: dict[str, set[str]] = {}
    for name, path in modules().items():
        for library in third_party(path):
            users.setdefault(library, set()).add(unit(name))
    special = {
        "yaml": "audit",
        "watchfiles": "cli",
        "websockets": "replay",
        "pytest": "replay",
        "typing_extensions": "runtime",
    }
    for library, unit_ in special.items():
        assert users.pop(library, {unit_}) == {unit_}
    assert users == {
        "click": {"cli"},
        "jinja2": {"output"},
        "tree_sitter": {"frontend"},
        "tree_sitter_typescript": {"frontend"},
    }


@GROUP
def test_the_runtime_stands_alone() -> None:
    runtime = {name: path for name, path in modules().items() if unit(name) == "runtime"}
    assert len(runtime) >= 4
    for name, path in runtime.items():
        assert third_party(path) <= FOR_CHECKERS, name
        assert inner_imports(name, path) <= set(runtime), name


_FORBIDDEN = {
    "print",
    "input",
    "exit",
    "quit",
    "sys.exit",
    "sys.stdout",
    "sys.stderr",
    "sys.argv",
    "os.environ",
    "os.getenv",
    "os._exit",
    "SystemExit",
}


@GROUP
def test_only_the_command_prints_exits_and_reads_the_environment() -> None:
    wrong = [
        f"{name}:{node.lineno}: {ast.unparse(node)}"
        for name, path in modules().items()
        for node in nodes_of(path)
        if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in _FORBIDDEN
    ]
    # Packages have no command: the module that is copied into them is asked to leave the core out.
    allowed = ("cli.", "cli:", "runtime._native:")
    # A process that helps the command ends with it, whatever it is doing.
    helpers = re.compile(r"audit\.parallel:\d+: os\._exit")
    assert wrong
    left = [place for place in wrong if not place.startswith(allowed)]
    assert [place for place in left if not helpers.fullmatch(place)] == []


LIKENESS = {
    "text/similar": {"get_close_matches"},  # Which name was meant.
    "runtime/_registrations": {"get_close_matches"},  # The same, in a package.
    "changes/likeness": {"SequenceMatcher"},  # How much two declarations are alike.
    "audit/observer": {"SequenceMatcher"},
    "migrate/report": {"unified_diff"},
    "output/tree": {"unified_diff"},
}
"""What each module takes of `difflib`."""


def taken_of(library: str, path: Path) -> set[str]:
    """The names that a module imports of a library, or uses as attributes of it."""
    return {
        name
        for node in nodes_of(path)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom) and node.module == library
            else [node.attr]
            if isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == library
            else []
        )
    }


@GROUP
def test_which_name_was_meant_is_told_in_one_place() -> None:
    taken = {name: taken_of("difflib", path) for name, path in modules().items()}
    assert {name.replace(".", "/"): names for name, names in taken.items() if names} == LIKENESS


def test_modules_stay_small() -> None:
    sizes = {name: len(path.read_text("utf-8").splitlines()) for name, path in modules().items()}
    assert {name: size for name, size in sizes.items() if size > 600} == {}


# ------------------------------------------------------------------------------ targets


def test_targets_are_found_not_listed() -> None:
    places = (path for path in (CODEGEN / "targets").iterdir() if path.name[0] not in "._")
    folder = {path.stem for path in places} - {"__init__", "__pycache__", "base"}
    assert set(target_names()) == folder == set(discover(None))
    listed = CliRunner().invoke(main, ["targets"])
    lines = [line for line in listed.stdout.splitlines() if not line.startswith(" ")]  # No options.
    assert [line.split()[0] for line in lines] == sorted(folder)
    assert {"dataclasses", "typeddicts", "dispatcher", "docs", "model", "typescript"} <= folder


_TARGET = '''
"""A target of somebody else: the names of the interfaces, one a line, and how many."""

from realtime_codegen.model import Interface
from realtime_codegen.targets.base import Emission, Export, Page, Request, Target


def emit(request: Request) -> Emission:
    names = [
        request.names.declarations[declaration.id]
        for declaration in request.model.declarations
        if isinstance(declaration, Interface)
    ]
    pages = (
        Page("listing/names.txt", "listing/names.txt.j2", {"names": names}),
        Page(
            f"{request.package}/listing.py",
            "listing/listing.py.j2",
            {"header": request.header, "names": names},
            frozenset({"COUNT"}),
        ),
    )
    return Emission(pages, (Export("listing", ("COUNT",)),))


TARGET = Target("listing", "Names of interfaces.", emit, ("typeddicts",))
'''


def test_a_target_is_one_file_and_one_folder_of_templates(tmp_path: Path) -> None:
    folder = tmp_path / "more"
    (folder / "listing").mkdir(parents=True)
    (folder / "listing.py").write_text(_TARGET)
    (folder / "listing" / "names.txt.j2").write_text(
        "{% for name in names %}\n{{ name }}\n{% endfor %}\n"
    )
    (folder / "listing" / "listing.py.j2").write_text(
        "{% for line in header %}\n# {{ line }}\n{% endfor %}\nCOUNT = {{ names | length }}\n"
    )
    output = tmp_path / "out"
    arguments = [str(REALTIME), "-t", "listing", "--target-path", str(folder)]
    arguments += ["-o", str(output), "--package", "with_listing"]
    done = CliRunner().invoke(main, arguments)
    assert done.exit_code == 0, done.output
    names = (output / "listing" / "names.txt").read_text().splitlines()
    assert len(names) == 71
    assert "ResponseCreateEventResponseTool" in names
    package = import_package(output, {}, "with_listing")
    assert package.COUNT == 71
    assert "COUNT" in package.__all__
    assert package.ErrorEvent.__required_keys__ == {"error", "event_id", "type"}
    assert not (output / "with_listing" / "models.py").exists()
    assert CliRunner().invoke(main, [*arguments, "--check"]).exit_code == 0


def test_what_a_target_did_not_plan_is_an_error(tmp_path: Path) -> None:
    folder = tmp_path / "more"
    (folder / "listing").mkdir(parents=True)
    (folder / "listing.py").write_text(_TARGET)
    (folder / "listing" / "names.txt.j2").write_text("\n")
    (folder / "listing" / "listing.py.j2").write_text("COUNT = 1\nOTHER = 2\n")
    arguments = [str(REALTIME), "-t", "listing", "--target-path", str(folder)]
    done = CliRunner().invoke(main, [*arguments, "-o", str(tmp_path / "out")])
    assert done.exit_code == 2
    assert "listing.py: error[RC306]" in done.output
    assert "OTHER" in done.output
    assert not (tmp_path / "out").exists()


# ----------------------------------------------------------------- targets agree


@over(USABLE)
def test_targets_agree_on_what_is_there(
    case: Case, package_of: Callable[[Case], ModuleType]
) -> None:
    package: ModuleType = package_of(case)
    model, names = model_of(case)
    tags_of = tags_of_classes(lower(model, names))
    for declaration in model.declarations:
        name = names.declarations[declaration.id]
        assert hasattr(package, name)
        assert hasattr(package.typed_dicts, name)
        if not isinstance(declaration, Interface):
            continue
        python = names.fields[declaration.id]
        required = {
            property_.wire_name for property_ in declaration.properties if property_.required
        }
        optional = {property_.wire_name for property_ in declaration.properties} - required
        typed = getattr(package.typed_dicts, name)
        assert typed.__required_keys__ == required
        assert typed.__optional_keys__ == optional
        fields = {field.name: field for field in dataclasses.fields(getattr(package, name))}
        assert list(fields) == [
            *(python[property_.wire_name] for property_ in declaration.properties),
            "unknown_fields",
        ]
        tags = {
            property_.wire_name
            for property_ in declaration.properties
            if isinstance(property_.type, Literal) and property_.wire_name in tags_of[name]
        }
        unset = {python[wire] for wire in optional - tags} | {"unknown_fields"}
        assert {key for key, field in fields.items() if field.default is package.UNSET} == unset


@over(USABLE)
def test_what_is_accepted_strictly_fits_the_typed_dicts(
    case: Case, package_of: Callable[[Case], ModuleType]
) -> None:
    package: ModuleType = package_of(case)
    _, names = model_of(case)
    compared = 0
    for payload in case.payloads:
        path = tuple(payload["type"].split("."))
        name = names.declarations.get(DeclId(ENTRY, path), "".join(path))
        typed = package.typed_dicts
        fits = misfit(payload["value"], getattr(typed, name), typed) is None
        if payload["strict"]:
            assert fits, payload
        compared += fits is payload["strict"]
    assert compared > len(case.payloads) // 2


@over(USABLE)
def test_every_name_in_all_exists(case: Case, package_of: Callable[[Case], ModuleType]) -> None:
    check_all(package_of(case))


def test_every_name_in_all_of_the_package_exists(beta: ModuleType) -> None:
    check_all(beta)


def check_all(package: ModuleType) -> None:
    names = [name for name in sys.modules if name.split(".")[0] == package.__name__]
    assert package.__name__ in names
    for name in names:
        module = sys.modules[name]
        exported = getattr(module, "__all__", [])
        assert len(exported) == len(set(exported))
        for attribute in exported:
            assert hasattr(module, attribute), f"{name}.{attribute}"
    assert {"SPEC", "decode", "encode", "to_dict", "UNSET"} <= set(package.__all__)


# -------------------------------------------------------------------------- stable names


@cache
def spec_model() -> Model:
    model = load_model(DiskFiles(REALTIME.parent), REALTIME.name, Options()).model
    assert model is not None
    return model


def named(model: Model, entry: str) -> Mapping[DeclId, str]:
    return package_names(model, entry)[0].declarations


def test_leaving_a_declaration_out_renames_no_other() -> None:
    model = spec_model()
    names = named(model, REALTIME.name)
    for left_out in model.declarations:
        rest = tuple(
            declaration for declaration in model.declarations if declaration is not left_out
        )
        fewer = named(dataclasses.replace(model, declarations=rest), REALTIME.name)
        assert fewer == {id_: name for id_, name in names.items() if id_ != left_out.id}


def test_order_names_nothing() -> None:
    shuffled = random.Random(7)
    pairs = [(spec_model(), REALTIME.name)]
    pairs += [(model_of(case)[0], ENTRY) for case in USABLE]
    for model, entry in pairs:
        names, diagnostics = package_names(model, entry)
        for _ in range(5):
            declarations = list(model.declarations)
            shuffled.shuffle(declarations)
            again, told_again = package_names(
                dataclasses.replace(model, declarations=tuple(declarations)), entry
            )
            assert again.declarations == names.declarations
            assert again.fields == names.fields
            assert sorted(map(repr, told_again)) == sorted(map(repr, diagnostics))


def test_adding_declarations_renames_no_other() -> None:
    model = spec_model()
    names = named(model, REALTIME.name)
    added = tuple(
        Interface(DeclId(module, path), ())
        for module in (REALTIME.name, "sessions.d.ts", "other.d.ts")
        for path in [("Response", "Create"), ("ResponseCreateEvent", "Tool"), ("Zebra",)]
    )
    for place in (0, len(model.declarations)):
        declarations = (*model.declarations[:place], *added, *model.declarations[place:])
        more = named(dataclasses.replace(model, declarations=declarations), REALTIME.name)
        assert {id_: more[id_] for id_ in names} == names
        assert len(set(more.values())) == len(more)


def test_the_order_of_the_file_names_nothing() -> None:
    files = {path.relative_to(SPEC).as_posix(): path.read_bytes() for path in SPEC.rglob("*.d.ts")}
    entry = REALTIME.relative_to(SPEC).as_posix()
    text = files[entry].decode()
    starts = [
        match.start() for match in re.finditer(r"^(?:/\*\*|export interface)", text, re.MULTILINE)
    ]
    head, tail = text[: starts[0]], text[starts[-1] :]
    statements = re.split(
        r"^(?=/\*\*|export interface)", text[starts[0] : starts[-1]], flags=re.MULTILINE
    )
    whole: list[str] = []
    for statement in statements:  # An interface without a comment of its own begins a statement.
        if whole and whole[-1].startswith("/**") and "\nexport " not in whole[-1]:
            whole[-1] += statement
        else:
            whole.append(statement)
    random.Random(3).shuffle(whole)
    added = "export interface Added { type: 'added'; more: { deep: { x: number } } }\n"
    files[entry] = "".join([head, *whole, added, tail]).encode()
    loaded = load_model(MemoryFiles(files), entry, Options())
    assert loaded.model is not None, loaded.diagnostics
    original = {
        DeclId(f"resources/beta/realtime/{id_.module}", id_.path): name
        for id_, name in named(spec_model(), REALTIME.name).items()
        if "/" not in id_.module
    }
    assert len(original) == 73
    shuffled = named(loaded.model, entry)
    assert {id_: shuffled[id_] for id_ in original} == original
    assert {name for name in shuffled.values() if name.startswith("Added")} == {
        "Added",
        "AddedMore",
        "AddedMoreDeep",
    }


def test_facts_change_no_presence() -> None:
    loaded = load_model(DiskFiles(REALTIME.parent), REALTIME.name, Options())
    assert loaded.model is not None
    assert Primitive("integer") not in {
        property_.type
        for declaration in loaded.model.declarations
        if isinstance(declaration, Interface)
        for property_ in declaration.properties
    }


@GROUP
def test_records_are_ours() -> None:
    """Rooms take `dataclass` from one place: what a run of the command defines has to be quick."""
    for name, path in modules().items():
        if unit(name) == "runtime" or name == "text.records":
            continue
        for node in nodes_of(path):
            if isinstance(node, ast.ImportFrom) and node.module == "dataclasses":
                assert "dataclass" not in {alias.name for alias in node.names}, name
