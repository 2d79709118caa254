"""Strict decoding takes and refuses what an independent tool's JSON Schemas take and refuse.

So does an audit, which finds the same problems in the same words.
"""

from __future__ import annotations

import copy
import importlib
import json
import re
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest

from realtime_codegen.audit.checker import Checker
from realtime_codegen.audit.findings import Kind
from realtime_codegen.pipeline import Options, compile_spec, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, Files, MemoryFiles
from tests.oracle.corpus import CORPUS, OWN, Entry
from tests.oracle.values import Instance, Schemas, ask_schemas
from tests.tools.night import is_nightly
from tests.tools.node import require_node

pytestmark = pytest.mark.network

CASES = Path(__file__).parent / "cases"
SOME, MANY = (6, 4), (12, 8)
"""Instances of a type that its schema makes, and changes of each."""

# Constructs whose values can be wrong in ways that types cannot.
CONSTRUCTS: Final = tuple(
    CASES / name / "input.d.ts"
    for name in (
        "discriminators/boolean-number-null",
        "discriminators/escaped-tags",
        "discriminators/nested-unions",
        "discriminators/one-level",
        "discriminators/open-member",
        "discriminators/optional-tag",
        "discriminators/shared-literal",
        "discriminators/two-levels",
        "enums/all-kinds",
        "generics/defaults-and-constraints",
        "generics/nested-and-recursive",
        "index-signatures/alone-and-beside",
        "inline-objects/named-from-path",
        "interface-extends/generic-and-alias",
        "intersections/objects",
        "literals/hostile",
        "mixed-unions/by-shape",
        "namespaces/type-of-one-name",
        "open-unions/strings",
        "presence/two-axes",
        "property-names/hostile",
        "recursive/self-and-mutual",
        "required-keys/decide",
        "template-literals/finite-and-open",
        "tuples/all-forms",
        "utility-types/object",
    )
)

MCP: Final = CORPUS[5]
PROTOCOLS: Final = (OWN, CORPUS[0], CORPUS[4], MCP)
DAILY: Final = (OWN, MCP)

# Where the schemas are not what TypeScript says, by input and type; each was tried with tsc.
# What strict decoding does there is checked by the cases' own payloads.
DIFFERENCES: Final[dict[tuple[str, str], str]] = {
    ("discriminators/open-member", "Event"): (
        "A message with a declared tag is never of the open member (decision 0052)."
    ),
    ("index-signatures/alone-and-beside", "Inline"): (
        "The schema of a Record over known keys asks the type of its values of every other key "
        "as well; TypeScript lets undeclared properties be anything."
    ),
    ("index-signatures/alone-and-beside", "Typed"): (
        "The schema asks the type of a template key's values of every other key as well."
    ),
    ("inline-objects/named-from-path", "Request"): (
        "The schema of `{}` takes objects alone; TypeScript's takes all but null and undefined."
    ),
    ("intersections/objects", "Narrowed"): (
        "Of a property that both sides of an intersection declare the schema has one side's type."
    ),
    ("intersections/objects", "Holder"): "It holds a Narrowed.",
    ("intersections/objects", "Odd"): "The schema of `(string | null) & {}` takes null.",
    (str(MCP), "URLElicitationRequiredError"): (
        "Of `data`, which both sides of an intersection declare, the schema has the side of "
        "`data?: unknown`."
    ),
    **{
        (str(MCP), name): (
            "It has properties of type `object`, which the schema refuses an array for; in "
            "TypeScript an array is an object."
        )
        for name in (
            "ClientCapabilities",
            "InitializeRequest",
            "InitializeRequestParams",
            "InitializeResult",
            "ServerCapabilities",
        )
    },
    ("property-names/hostile", "Hostile"): (
        "The schema names properties as they are spelled: `0x10` instead of `16`, and escape "
        "sequences unread."
    ),
    ("property-names/hostile", "OneBad"): "It holds a Hostile.",
    ("template-literals/finite-and-open", "Holder"): (
        "The schema of a template literal with an open hole is that of any string."
    ),
    ("utility-types/object", "AllRequired"): (
        "The schema of Required<> over an interface keeps its optional properties optional."
    ),
}


def _snake(name: str) -> str:
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", name).lower()


class Package:
    """A generated package, with one reader for each type."""

    def __init__(self, module: ModuleType, files: Files, entry: str) -> None:
        self._module = module
        self.error: type[Exception] = module.DecodeError
        model = load_model(files, entry, Options()).model
        assert model is not None
        names, _ = package_names(model, entry)
        self._checker = Checker(model, names)
        self._declared = {name: id_ for id_, name in names.declarations.items()}

    def reads(self, name: str) -> bool:
        """Whether a type has a reader: a class or a union, not an alias of a map."""
        return isinstance(getattr(self._module, name), type) or hasattr(
            self._module, f"decode_{_snake(name)}"
        )

    def reader(self, name: str) -> Callable[..., Any]:
        """The function that decodes a type: `decode` of a class, or the union's own."""
        target = getattr(self._module, name)
        if isinstance(target, type):
            return lambda data, **options: self._module.decode(target, data, **options)
        function: Callable[..., Any] = getattr(self._module, f"decode_{_snake(name)}")
        return function

    def problem(self, name: str, value: Any) -> str:
        """What strict decoding says against a value; nothing if it takes it."""
        try:
            self.reader(name)(copy.deepcopy(value), strict=True)
        except self.error as error:
            return str(error)
        return ""

    def audited(self, name: str, value: Any) -> list[tuple[str, str]]:
        """What an audit says against a value, undeclared fields apart."""
        return sorted(
            (finding.path, finding.misfit.message)
            for finding in self._checker.check(self._declared[name], value)
            if finding.misfit.kind is not Kind.UNDECLARED
        )

    def refused(self, name: str, value: Any) -> list[tuple[str, str]]:
        """What strict decoding says against it."""
        try:
            self.reader(name)(copy.deepcopy(value), strict=True)
        except self.error as error:
            problems: Iterable[tuple[str, str]] = vars(error)["problems"]
            return sorted((path, message) for path, message in problems)
        return []

    def round_trip(self, name: str, value: Any) -> Any:
        """The value as it comes back from lenient decoding."""
        return self._module.to_dict(self.reader(name)(copy.deepcopy(value)))


@contextmanager
def _package(files: Files, entry: str, folder: Path) -> Iterator[Package]:
    """The package of a file, imported for as long as the context lasts."""
    made = compile_spec(files, entry, Options(targets=("dataclasses",), package="valued"))
    assert made.files, "\n".join(map(str, made.diagnostics))
    for name, text in made.files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        importlib.invalidate_caches()
        yield Package(importlib.import_module("valued"), files, entry)
    finally:
        sys.path.remove(str(folder))
        for name in [name for name in sys.modules if name.partition(".")[0] == "valued"]:
            del sys.modules[name]


def _instances(
    schemas: Schemas, package: Package, good: int = MANY[0], bad: int = MANY[1]
) -> Iterator[Instance]:
    for name in schemas.types:
        if schemas.is_object(name) and (package.reads(name) or not schemas.is_map(name)):
            yield from schemas.instances(name, 20, good, bad)


def _disagreement(package: Package, instance: Instance) -> str:
    """How strict decoding and the schema differ about an instance; nothing if they agree."""
    problem = package.problem(instance.type, instance.value)
    if bool(problem) != instance.valid:
        return ""
    return (
        f"{instance.type}: the schema {'takes' if instance.valid else 'refuses'} it "
        f"({instance.change or 'unchanged'}), strict decoding says {problem or 'nothing'}"
        f"\n    {json.dumps(instance.value)}"
    )


def _check_differences(source: str, differing: dict[str, str], *, whole: bool = True) -> None:
    """The types that differ are those with a reason: no more and, of the `whole`, no fewer."""
    expected = {name for known, name in DIFFERENCES if known == source}
    unexpected = [told for name, told in differing.items() if name not in expected]
    assert not unexpected, "\n".join(unexpected)
    assert not whole or set(differing) == expected, "a difference with a reason no longer exists"


def _check_round_trip(package: Package, instance: Instance) -> None:
    back = package.round_trip(instance.type, instance.value)
    assert json.dumps(back, sort_keys=True) == json.dumps(instance.value, sort_keys=True)


def _check_audit(package: Package, instance: Instance) -> None:
    asked = (instance.type, instance.value)
    assert package.audited(*asked) == package.refused(*asked), asked


@pytest.fixture(scope="module")
def protocol_schemas(request: pytest.FixtureRequest) -> dict[Entry, Schemas]:
    """The schemas of the protocols that are tried, asked in one go."""
    require_node()
    asked = PROTOCOLS if request.config.getoption("nightly") else DAILY
    return dict(zip(asked, ask_schemas([entry.file() for entry in asked]), strict=True))


@pytest.mark.xdist_group("schemas of protocols")
@pytest.mark.parametrize(
    "size", [SOME, pytest.param(MANY, marks=pytest.mark.nightly)], ids=["some", "many"]
)
@pytest.mark.parametrize(
    "entry",
    [
        pytest.param(entry, id=str(entry), marks=() if entry in DAILY else pytest.mark.nightly)
        for entry in PROTOCOLS
    ],
)
def test_values_of_protocols_are_judged_as_the_schemas_do(
    entry: Entry,
    size: tuple[int, int],
    protocol_schemas: dict[Entry, Schemas],
    tmp_path: Path,
) -> None:
    schemas = protocol_schemas[entry]
    assert not schemas.refused, schemas.refused
    file = entry.file()
    with _package(DiskFiles(file.parent), file.name, tmp_path) as package:
        instances = list(_instances(schemas, package, *size))
        valid = sum(instance.valid for instance in instances)
        assert len(instances) > 1000, "too few to be a proof"
        assert 0.2 < valid / len(instances) < 0.9, "nearly all of one kind"
        differing: dict[str, str] = {}
        for instance in instances:
            _check_round_trip(package, instance)
            _check_audit(package, instance)
            if told := _disagreement(package, instance):
                differing.setdefault(instance.type, told)
    _check_differences(str(entry), differing, whole=size == MANY)


@pytest.fixture(scope="module")
def construct_schemas() -> dict[Path, Schemas]:
    """The schemas of the construct cases, asked in one go."""
    require_node()
    return dict(zip(CONSTRUCTS, ask_schemas(CONSTRUCTS), strict=True))


@pytest.mark.xdist_group("schemas of constructs")
@pytest.mark.parametrize("path", CONSTRUCTS, ids=lambda path: "/".join(path.parts[-3:-1]))
def test_values_of_constructs_are_judged_as_the_schemas_do(
    path: Path, construct_schemas: dict[Path, Schemas], tmp_path: Path
) -> None:
    schemas = construct_schemas[path]
    differing: dict[str, str] = {}
    with _package(DiskFiles(path.parent), path.name, tmp_path) as package:
        for instance in _instances(schemas, package, *(MANY if is_nightly() else SOME)):
            _check_round_trip(package, instance)
            _check_audit(package, instance)
            if told := _disagreement(package, instance):
                differing.setdefault(instance.type, told)
    _check_differences("/".join(path.parts[-3:-1]), differing, whole=is_nightly())
    assert schemas.types, schemas.refused


@pytest.mark.xdist_group("schemas of constructs")
@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("type: 'delta'", "type: 'delto'"),
        ("id: string", "id?: string"),
        ("delta: string", "delta: string | number"),
        ("{ total: number } | null", "{ total: number }"),
        ("Started | Delta | Done", "Started | Done"),
    ],
)
def test_a_package_of_other_declarations_is_found_out(
    old: str, new: str, construct_schemas: dict[Path, Schemas], tmp_path: Path
) -> None:
    path = CASES / "discriminators" / "one-level" / "input.d.ts"
    text = path.read_text(encoding="utf-8")
    assert text.count(old) == 1
    files = MemoryFiles({path.name: text.replace(old, new).encode()})
    with _package(files, path.name, tmp_path) as package:
        instances = _instances(construct_schemas[path], package)
        assert any(_disagreement(package, instance) for instance in instances)
