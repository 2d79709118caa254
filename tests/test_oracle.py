"""What TypeScript's compiler says of a property is what the generated TypedDicts say."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from realtime_codegen.frontend.resolve.functions import FUNCTION_UTILITIES
from realtime_codegen.frontend.resolve.library import CONVERTED, WRAPPERS
from realtime_codegen.frontend.resolve.library_lookup import is_plain_alias
from realtime_codegen.frontend.resolve.library_names import OPAQUE
from realtime_codegen.frontend.resolve.utilities import UTILITIES
from realtime_codegen.pipeline import Options, compile_spec
from realtime_codegen.text.source import DiskFiles
from tests.oracle.beside import beside
from tests.oracle.compare import Comparison, compare, table
from tests.oracle.corpus import CORPUS, DAILY, OWN, REST, VERSIONS, Entry
from tests.oracle.generate import Made, generate, generate_here, names_of, placed
from tests.oracle.introspect import import_module
from tests.oracle.typescript import TYPESCRIPT, Oracle, ask
from tests.tools.library_declarations import SHIPPED
from tests.tools.night import at_night
from tests.tools.node import node_modules, npm_packages, require_node
from tests.tools.packages import write_tree

pytestmark = pytest.mark.network

CASES = Path(__file__).parent / "cases"
CASE_INPUTS = sorted(path for path in CASES.glob("*/*/input.d.ts") if path.parts[-3] != "bad")


@pytest.fixture(scope="module")
def rows(request: pytest.FixtureRequest) -> Iterator[list[Comparison]]:
    """The comparisons of this run, shown as a table when the module is done."""
    comparisons: list[Comparison] = []
    yield comparisons
    reporter = request.config.pluginmanager.get_plugin("terminalreporter")
    if reporter is not None and comparisons:
        reporter.write_line("")
        reporter.write_line(table(comparisons))


MAIN = (OWN, *CORPUS)
LARGE = (CORPUS[2], *CORPUS[6:])
"""What the night alone tries: the compiler and the command take most of their time for these."""


def _grouped(name: str, *entries: Entry) -> list[Any]:
    """Entries as parameters of tests that one process runs, since they share what was asked."""
    return [pytest.param(entry, id=str(entry), marks=_group(name)) for entry in entries]


def _main() -> list[Any]:
    grouped = _grouped("main", *(entry for entry in MAIN if entry not in LARGE))
    return [*grouped, *map(at_night, _grouped("large", *LARGE))]


def _main_oracle(entry: Entry) -> Oracle:
    asked = LARGE if entry in LARGE else tuple(main for main in MAIN if main not in LARGE)
    return _oracles(asked)[entry]


NIGHTLY = tuple(entry for entry in (*REST, *VERSIONS) if entry not in DAILY)


def _group(name: str) -> pytest.MarkDecorator:
    return pytest.mark.xdist_group(f"oracle: {name}")


@cache
def _oracles(entries: tuple[Entry, ...]) -> dict[Entry, Oracle]:
    """What the compiler says of some entries: it starts once for all of them."""
    require_node()
    npm_packages([(entry.package, entry.version) for entry in entries if entry.package])
    return dict(zip(entries, ask([entry.file() for entry in entries]), strict=True))


def _compare(entry: Entry, made: Made, oracle: Oracle) -> Comparison:
    result = compare(oracle, import_module(made.folder, "compared"), made.name)
    result.entry = str(entry)
    result.seconds, result.mebibytes = made.seconds, made.mebibytes
    return result


@pytest.mark.parametrize("entry", _main())
def test_every_property_is_what_the_compiler_says(
    entry: Entry, tmp_path: Path, rows: list[Comparison]
) -> None:
    oracle = _main_oracle(entry)
    result = _compare(entry, generate(entry.file(), tmp_path, "compared"), oracle)
    rows.append(result)
    assert result.complete, result.report()
    assert result.properties > 100, "too few to be a proof"


@pytest.mark.slow
@pytest.mark.parametrize(
    "entry",
    [*_grouped("others", *DAILY), *map(at_night, _grouped("others by night", *NIGHTLY))],
)
def test_the_other_files_and_versions_too(
    entry: Entry, tmp_path: Path, rows: list[Comparison]
) -> None:
    oracle = _oracles(DAILY if entry in DAILY else NIGHTLY)[entry]
    result = _compare(entry, generate_here(entry.file(), tmp_path, "compared"), oracle)
    rows.append(result)
    assert result.complete, result.report()
    assert result.properties > 0, "nothing was compared"


@pytest.fixture(scope="module")
def case_oracles() -> dict[Path, Oracle]:
    """What the compiler says of all the construct cases, asked in one go."""
    require_node()
    return dict(zip(CASE_INPUTS, ask(CASE_INPUTS), strict=True))


@_group("constructs")
@pytest.mark.parametrize("path", CASE_INPUTS, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_every_construct_is_read_as_the_compiler_reads_it(
    path: Path, case_oracles: dict[Path, Oracle], tmp_path: Path
) -> None:
    options = Options(targets=("typeddicts",), package="compared")
    made = compile_spec(DiskFiles(path.parent), path.name, options)
    write_tree(tmp_path, made.files)
    assert made.files, "\n".join(map(str, made.diagnostics))
    names = names_of(path)
    module = import_module(tmp_path, "compared")
    result = compare(case_oracles[path], module, lambda d: placed(names, d))
    assert result.complete, result.report()
    assert result.properties > 0, "nothing was compared"


@_group("constructs")
@pytest.mark.parametrize("path", CASE_INPUTS, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_every_construct_is_modelled_as_the_compiler_reads_it(
    path: Path, case_oracles: dict[Path, Oracle]
) -> None:
    result = beside(path, case_oracles[path])
    assert result.complete, result.report()


@pytest.mark.parametrize("entry", _main())
def test_the_model_says_what_no_annotation_can(entry: Entry) -> None:
    """Patterns of text, index signatures beside properties, literals with a fraction."""
    result = beside(entry.file(), _main_oracle(entry))
    assert result.complete, result.report()


# ------------------------------------------------------------------ the proof can fail


def _dropped_presence(text: str) -> str:
    return re.sub(r"(\n    \w+: )NotRequired\[(.*)\]\n", r"\1\2\n", text, count=1)


def _changed_literal(text: str) -> str:
    return re.sub(r'(\n    type: .*?Literal\[")', r"\1not.", text, count=1)


def _changed_type(text: str) -> str:
    return re.sub(r"(\n    event_id: .*?)str", r"\1int", text, count=1)


def _dropped_null(text: str) -> str:
    return re.sub(r"(\n    \w+: .*?) \| None", r"\1", text, count=1)


def _dropped_property(text: str) -> str:
    return re.sub(r"\n    event_id: .*", "", text, count=1)


def _dropped_class(text: str) -> str:
    return re.sub(r"\bErrorEvent\b", "NoErrorEvent", text)


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> tuple[Made, Oracle]:
    oracle = _main_oracle(OWN)
    return generate(OWN.file(), tmp_path_factory.mktemp("own"), "compared"), oracle


@_group("main")
@pytest.mark.parametrize(
    "mutate",
    [
        _dropped_presence,
        _changed_literal,
        _changed_type,
        _dropped_null,
        _dropped_property,
        _dropped_class,
    ],
)
def test_a_mutated_output_is_found_out(
    mutate: Callable[[str], str], own: tuple[Made, Oracle], tmp_path: Path
) -> None:
    made, oracle = own
    shutil.copytree(made.folder, tmp_path / "mutated")
    module = tmp_path / "mutated" / "compared" / "typed_dicts.py"
    text = module.read_text(encoding="utf-8")
    mutated = mutate(text)
    assert mutated != text, "the mutation found nothing to change"
    module.write_text(mutated, encoding="utf-8")
    init = module.with_name("__init__.py")
    init.write_text(re.sub(r" *ErrorEvent as ErrorEvent,\n", "", init.read_text("utf-8")), "utf-8")
    result = compare(oracle, import_module(tmp_path / "mutated", "compared"), made.name)
    assert not result.complete
    assert result.causes or result.missing


@_group("main")
def test_an_unmutated_copy_is_not(own: tuple[Made, Oracle], tmp_path: Path) -> None:
    made, oracle = own
    shutil.copytree(made.folder, tmp_path / "copy")
    result = compare(oracle, import_module(tmp_path / "copy", "compared"), made.name)
    assert result.complete, result.report()


_TOP_LEVEL = re.compile(
    r"^(?:interface|type|declare type|declare class) ([A-Za-z_]\w*)", re.MULTILINE
)
_LIBRARIES = ("lib.es*.d.ts", "lib.decorators*.d.ts", "lib.dom*.d.ts", "lib.webworker*.d.ts")


def test_the_names_of_the_library_are_typescripts_own() -> None:
    require_node()
    folder = node_modules([TYPESCRIPT]) / "typescript" / "lib"
    files = [path for pattern in _LIBRARIES for path in folder.glob(pattern)]
    names = {name for path in files for name in _TOP_LEVEL.findall(path.read_text("utf-8"))}
    evaluated = {*CONVERTED, *WRAPPERS, *UTILITIES, *FUNCTION_UTILITIES, "Array", "ReadonlyArray"}
    evaluated |= {name for name in names if is_plain_alias(name)}
    assert names - evaluated == OPAQUE - {"Buffer"}


def test_the_texts_and_numbers_of_the_library_are_typescripts_own(tmp_path: Path) -> None:
    """Each of them in a property, as the compiler reads it with the libraries of the web."""
    lines = SHIPPED.read_text("ascii").splitlines()
    names = [name for line in lines if is_plain_alias(name := line.partition("\t")[0])]
    names = [name for name in names if name.isidentifier() and not name.endswith("Token")]
    entry = tmp_path / "library.d.ts"
    properties = "".join(f"  {name}: {name};\n" for name in names)
    entry.write_text(f"export interface All {{\n{properties}}}\n", "utf-8")
    (oracle,) = ask([entry])
    made = generate_here(entry, tmp_path, "compared")
    # What only a worker's library has is not resolved; the rest is.
    result = compare(oracle, import_module(tmp_path, "compared"), made.name)
    assert result.properties == len(names) > 200
    assert [m.property for m in result.mismatches if m.expected != "unknown"] == []
    assert result.matched > 0.95 * len(names)
