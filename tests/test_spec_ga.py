"""What is generated from the pinned declarations of the generally available API.

`test_spec_origin.py` holds the declarations themselves to the published ones, and
`test_dialects.py` has the recorded and documented events.
"""

from __future__ import annotations

import ast
import re
import tomllib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from realtime_codegen.pipeline import Result
from realtime_codegen.text.source import SourceFile
from tests.tools.node import npm_package
from tests.tools.packages import compiled_folder, import_package

SPEC = Path(__file__).parents[1] / "spec" / "openai-realtime-ga"
ORIGIN: dict[str, Any] = tomllib.loads((SPEC / "ORIGIN.toml").read_text(encoding="utf-8"))
FACTS = SourceFile("facts.toml", (SPEC / "facts.toml").read_bytes())
ENTRY: str = ORIGIN["file"][0]["path"]
TEXT = (SPEC / ENTRY).read_text(encoding="utf-8")
PACKAGE = "pinned_realtime_ga"
TARGETS = ("dispatcher", "audio", "peer")

# By direction, the declared tags of the events.
EVENTS = {"client": 11, "server": 46}

pytestmark = pytest.mark.xdist_group("openai-ga-pinned")


def _made(folder: Path, entry: str) -> Result:
    """The package of declarations with the facts, of which every one has to apply."""
    result = compiled_folder(folder, PACKAGE, entry=entry, targets=TARGETS, facts=FACTS)
    assert not result.failed, result.diagnostics
    return result


@pytest.fixture(scope="module")
def pinned() -> Result:
    return _made(SPEC, ENTRY)


@pytest.fixture(scope="module")
def package(pinned: Result, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return import_package(tmp_path_factory.mktemp("ga"), pinned.files, PACKAGE)


def _events(package: ModuleType, direction: str) -> Mapping[str, type]:
    """The classes of a direction's events by their tags."""
    dispatcher = getattr(package, f"Realtime{direction.title()}EventDispatcher")
    events: Mapping[str, type] = dispatcher._events
    return events


def test_nothing_is_left_to_say_about_the_pinned_file(pinned: Result) -> None:
    assert pinned.diagnostics == ()


def test_every_event_has_a_comment(package: ModuleType) -> None:
    """In the pinned file, and as the documentation of its class."""
    commented = set(re.findall(r"\*/\n *(?:export )?interface (\w+) \{", TEXT))
    for direction, count in EVENTS.items():
        events = _events(package, direction)
        assert len(events) == count
        for tag, event in events.items():
            # Some are declared in the namespace of their union, and called after both.
            names = {event.__name__, event.__name__.removeprefix("RealtimeServerEvent")}
            assert names & commented, f"{tag} has no comment"
            # Without one of its own, a dataclass documents itself with its signature.
            assert event.__doc__ is not None
            assert not event.__doc__.startswith(f"{event.__name__}("), tag


def test_every_declaration_has_a_comment() -> None:
    lines = TEXT.splitlines()
    bare = [
        line
        for before, line in pairwise(lines)
        if re.match(r" *(export )?(interface|type) \w+ ", line) and before.strip() != "*/"
    ]
    assert bare == []


def _code(text: str) -> list[str]:
    """The lines of declarations, without comments."""
    code = re.sub(r"^ *(//.*|/\*\*.*?\*/)$", "", text, flags=re.MULTILINE | re.DOTALL)
    return [line for line in code.splitlines() if line]


@pytest.mark.network
def test_the_file_is_what_the_target_prints() -> None:
    """The text but for comments: the order of declarations and members is kept as well."""
    unpacked = npm_package("openai", ORIGIN["origin"]["version"])
    for folder, entry in ((SPEC, ENTRY), (unpacked, ORIGIN["origin"]["entry"])):
        result = compiled_folder(folder, PACKAGE, entry=entry, targets=("typescript",))
        (printed,) = (text for path, text in result.files.items() if path.endswith(".d.ts"))
        assert _code(printed) == _code(TEXT)


def _without_documentation(files: Mapping[str, str]) -> dict[str, str]:
    """The code of a package's modules, by their names, with no comments and docstrings."""
    modules: dict[str, str] = {}
    for path, text in files.items():
        if not path.endswith((".py", ".pyi")):
            continue
        tree = ast.parse(text)
        for node in ast.walk(tree):
            body = getattr(node, "body", None)
            if isinstance(body, list):
                body[:] = [statement for statement in body if not _says_nothing(statement)] or [
                    ast.Pass()
                ]
        modules[path] = ast.unparse(tree)
    return modules


def _says_nothing(node: ast.AST) -> bool:
    """Whether it is a docstring, or `SPEC` with the sum of what the package was made from."""
    if isinstance(node, ast.AnnAssign):
        return isinstance(node.target, ast.Name) and node.target.id == "SPEC"
    return (
        isinstance(node, ast.Expr)
        and isinstance(node.value, ast.Constant)
        and isinstance(node.value.value, str)
    )


@pytest.mark.network
def test_the_code_is_that_of_the_published_declarations(pinned: Result) -> None:
    """Class names, fields, types, defaults and everything else, but the documentation."""
    unpacked = npm_package("openai", ORIGIN["origin"]["version"])
    published = _made(unpacked, ORIGIN["origin"]["entry"])
    ours, theirs = (_without_documentation(result.files) for result in (pinned, published))
    assert ours.keys() == theirs.keys()
    assert [path for path in ours if ours[path] != theirs[path]] == []
