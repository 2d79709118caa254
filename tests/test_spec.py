"""Everything that the pinned spec declares is in the committed package, and means the same.

What the declarations say is read here a second time, by a scanner that knows nothing of the
generator: enough for this one file's layout, and strict about anything else.
"""

from __future__ import annotations

import ast
import copy
import dataclasses
import importlib
import inspect
import json
import pickle
import re
import shutil
import sys
import typing
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
SPEC = ROOT / "spec" / "openai-realtime-beta" / "resources" / "beta" / "realtime"
MODULES = ("models", "typed_dicts")

# ------------------------------------------------------------------------- the scanner

_OPENS = re.compile(
    r"(?:export )?(?:declare )?(interface|namespace|class) (\w+)(?: extends \w+)? \{"
)
_PROPERTY = re.compile(r"(\w+)(\?)?: (.+);")
_ALIAS = re.compile(r"export type (\w+) = (.+);")
_SKIPPED = re.compile(r"import .*;|export \{.*\};|//.*|")


@dataclass(frozen=True)
class Scanned:
    """A declaration, or (with `key`) one property of an interface."""

    file: str
    kind: str
    path: tuple[str, ...]
    key: str = ""
    optional: bool = False
    type: str = ""
    doc: str | None = None

    @property
    def name(self) -> str:
        return "".join(self.path)

    def __str__(self) -> str:
        return f"{self.name}.{self.key}" if self.key else self.name


def _scan(file: str) -> Iterator[Scanned]:
    lines = iter((SPEC / file).read_text(encoding="utf-8").splitlines())
    scopes: list[tuple[str, str]] = []
    doc: str | None = None
    for line in map(str.strip, lines):
        path = tuple(name for _, name in scopes)
        if line.startswith("/**"):
            comment = [line]
            while not comment[-1].endswith("*/"):
                comment.append(next(lines).strip())
            doc = _text(comment)
            continue
        if opened := _OPENS.fullmatch(line):
            kind, name = opened.groups()
            yield Scanned(file, kind, (*path, name), doc=doc)
            scopes.append((kind, name))
        elif line == "}":
            scopes.pop()
        elif alias := _ALIAS.fullmatch(line):
            yield Scanned(file, "type", (*path, alias[1]), type=alias[2], doc=doc)
        elif scopes and scopes[-1][0] == "interface":
            match = _PROPERTY.fullmatch(line)
            assert match, f"{file}: what is {line!r}?"
            yield Scanned(file, "property", path, match[1], bool(match[2]), match[3], doc)
        else:
            outside = _SKIPPED.fullmatch(line) or (
                scopes and scopes[-1][0] in ("class", "namespace")
            )
            assert outside, f"{file}: what is {line!r}?"
        doc = None
    assert not scopes


def _text(comment: list[str]) -> str:
    inside = "\n".join(comment).removeprefix("/**").removesuffix("*/")
    lines = [re.sub(r"^\* ?", "", line).rstrip() for line in inside.split("\n")]
    return "\n".join(lines).strip()


@cache
def scanned(*files: str) -> tuple[Scanned, ...]:
    """What the files declare, without the class of the client that comes with the messages."""
    declared = [
        item for file in files or ("realtime.d.ts", "sessions.d.ts") for item in _scan(file)
    ]
    clients = {item.path[0] for item in declared if item.kind == "class"}
    return tuple(item for item in declared if item.path[0] not in clients)


def interfaces(*files: str) -> list[Scanned]:
    return [item for item in scanned(*files) if item.kind == "interface"]


def properties() -> list[Scanned]:
    return [item for item in scanned() if item.kind == "property"]


def members(union: str) -> list[str]:
    [alias] = [item for item in scanned() if item.kind == "type" and item.name == union]
    return alias.type.split(" | ")


# ------------------------------------------------------------------ the generated modules


@dataclass(frozen=True)
class Read:
    """What a generated module says of one name: an expression, a default, a docstring."""

    annotation: str = ""
    default: str | None = None
    doc: str | None = None


def _docstring_after(body: list[ast.stmt], index: int) -> str | None:
    match body[index + 1 : index + 2]:
        case [ast.Expr(value=ast.Constant(value=str(text)))]:
            return inspect.cleandoc(text)
    return None


@cache
def read_module(package: Path, module: str) -> dict[str, Read]:
    """The classes, aliases and fields (`Class.field`) of a generated module, by name."""
    tree = ast.parse((package / f"{module}.py").read_text(encoding="utf-8"))
    read: dict[str, Read] = {}
    for index, node in enumerate(tree.body):
        match node:
            case ast.ClassDef(name=name, body=body):
                read[name] = Read(doc=ast.get_docstring(node))
                for place, item in enumerate(body):
                    if isinstance(item, ast.AnnAssign) and isinstance(item.target, ast.Name):
                        default = None if item.value is None else ast.unparse(item.value)
                        read[f"{name}.{item.target.id}"] = Read(
                            _plain(item.annotation), default, _docstring_after(body, place)
                        )
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                read[name] = Read(_plain(value), doc=_docstring_after(tree.body, index))
    return read


class _Plain(ast.NodeTransformer):
    """Writes `Union[A, B]` as `A | B` and takes the quotes off forward references."""

    def visit_Subscript(self, node: ast.Subscript) -> ast.expr:
        if isinstance(node.value, ast.Name) and node.value.id == "Literal":
            return node
        node.slice = self.visit(node.slice)
        if not (isinstance(node.value, ast.Name) and node.value.id == "Union"):
            return node
        assert isinstance(node.slice, ast.Tuple)
        joined, *rest = node.slice.elts
        for item in rest:
            joined = ast.BinOp(joined, ast.BitOr(), item)
        return joined

    def visit_Constant(self, node: ast.Constant) -> ast.expr:
        if isinstance(node.value, str):
            parsed: ast.expr = self.visit(ast.parse(node.value, mode="eval").body)
            return parsed
        return node


def _plain(annotation: ast.expr) -> str:
    node: ast.expr = _Plain().visit(annotation)
    return ast.unparse(ast.fix_missing_locations(node))


@pytest.fixture(scope="module")
def package(generated_dir: Path) -> Path:
    return generated_dir / "openai_realtime_beta"


# ------------------------------------------------------------------------ what is there


def test_the_scanner_sees_the_whole_spec() -> None:
    assert len(interfaces("realtime.d.ts")) == 58
    assert len(interfaces("sessions.d.ts")) == 13
    assert len(members("RealtimeClientEvent")) == 9
    assert len(members("RealtimeServerEvent")) == 28
    documented = [item for item in _scan("realtime.d.ts") if item.doc]
    assert len(documented) == 335
    assert len(documented) == (SPEC / "realtime.d.ts").read_text(encoding="utf-8").count("/**")
    assert len(properties()) > 300


@pytest.mark.parametrize("module", MODULES)
def test_every_declaration_is_there(module: str, package: Path) -> None:
    names = read_module(package, module)
    wanted = {item.name for item in scanned() if item.kind in ("interface", "type")}
    assert {name for name in names if "." not in name} == wanted | {"Metadata"}


def test_nested_declarations_have_their_names_joined(beta: ModuleType) -> None:
    assert "ResponseCreateEventResponseTool" in {declared.name for declared in interfaces()}
    for interface in interfaces():
        assert dataclasses.is_dataclass(getattr(beta, interface.name))
        assert typing.is_typeddict(getattr(beta.typed_dicts, interface.name))
        assert interface.name in beta.__all__


@pytest.mark.parametrize("union", ["RealtimeClientEvent", "RealtimeServerEvent"])
def test_the_unions_have_exactly_their_members(union: str, beta: ModuleType) -> None:
    for module in (beta, beta.typed_dicts):
        arguments = typing.get_args(getattr(module, union))
        assert [cls.__name__ for cls in arguments] == members(union)
        assert all(cls is getattr(module, cls.__name__) for cls in arguments)


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("file", ["realtime.d.ts", "sessions.d.ts"])
def test_every_comment_is_a_docstring(file: str, module: str, package: Path) -> None:
    names = read_module(package, module)
    compared = 0
    for item in scanned(file):
        if item.kind in ("interface", "type", "property"):
            assert names[str(item)].doc == item.doc, item
            compared += item.doc is not None
    assert compared == (SPEC / file).read_text(encoding="utf-8").count("/**") - _of_the_client(file)


def _of_the_client(file: str) -> int:
    """How many comments belong to the class of the client, which is no message."""
    of_messages = {id(item) for item in scanned(file)}
    return sum(
        item.doc is not None and item.path[0] not in {other.path[0] for other in scanned(file)}
        for item in _scan(file)
        if id(item) not in of_messages
    )


def test_a_list_in_a_comment_keeps_its_lines(beta: ModuleType, package: Path) -> None:
    doc = read_module(package, "models")["ConversationItem.content"].doc
    assert doc is not None
    assert doc.split("\n") == [
        "The content of the message, applicable for `message` items.",
        "",
        "- Message items of role `system` support only `input_text` content",
        "- Message items of role `user` support `input_text` and `input_audio` content",
        "- Message items of role `assistant` support `text` content.",
    ]
    assert beta.ConversationItem.__doc__ == "The item to add to the conversation."


# ----------------------------------------------------------------------- what it means


def spelled(type_: str, path: tuple[str, ...], number: str) -> str:
    """A type of the spec as Python spells it; `number` is what its numbers are called."""
    parts = re.split(r" \| (?![^<]*>)", type_.replace("(string & {})", "string"))
    literals = [part[1:-1] for part in parts if part.startswith("'")]
    spellings: list[str] = []
    for part in parts:
        if part.startswith("'"):
            if part[1:-1] == literals[0]:
                spellings.append(f"Literal[{', '.join(map(repr, literals))}]")
        elif part.startswith("Array<"):
            inner = spelled(part.removeprefix("Array<").removesuffix(">"), path, number)
            spellings.append(f"list[{inner}]")
        else:
            spellings.append(_SIMPLE.get(part) or _named(part, path))
    spellings = [number if part == "number" else part for part in spellings]
    return " | ".join(
        [part for part in spellings if part != "None"] + ["None"] * ("None" in spellings)
    )


_SIMPLE = {
    "string": "str",
    "boolean": "bool",
    "unknown": "Any",
    "null": "None",
    "number": "number",
    "Shared.Metadata": "Metadata",
}


def _named(name: str, path: tuple[str, ...]) -> str:
    """A reference of the spec as the name of a class: the innermost namespace that has it."""
    parts = re.sub(r"^(RealtimeAPI|SessionsAPI)\.|^SessionsAPI(?=Session$)", "", name).split(".")
    known = {item.path for item in scanned() if not item.key}
    for depth in range(len(path) - 1, -1, -1):
        if (*path[:depth], *parts) in known:
            return "".join((*path[:depth], *parts))
    raise AssertionError(f"nobody declares {name}, which {path} refers to")


@pytest.mark.parametrize("property_", properties(), ids=str)
def test_a_property_is_what_the_spec_says(property_: Scanned, package: Path) -> None:
    model = read_module(package, "models")[str(property_)]
    typed = read_module(package, "typed_dicts")[str(property_)]
    whole = "int" in re.split(r"\W+", typed.annotation)
    type_ = spelled(property_.type, property_.path, "int" if whole else "float")
    if not property_.optional:
        constant = re.fullmatch(r"Literal\[('[^',]+')\]", type_)
        assert typed == Read(type_, None, property_.doc)
        assert model == Read(type_, constant[1] if constant else None, property_.doc)
        return
    assert typed == Read(f"NotRequired[{type_}]", None, property_.doc)
    default = "'function'" if type_ == "Literal['function']" else "UNSET"
    default = "'server_vad'" if type_ == "Literal['server_vad']" else default
    assert model == Read(f"Maybe[{type_.removesuffix(' | None')}]", default, property_.doc)


def test_the_spec_has_every_kind_of_property() -> None:
    kinds = {re.sub(r"'[^']+'", "'x'", property_.type) for property_ in properties()}
    assert {
        "(string & {}) | 'x' | 'x'",
        "number | 'x'",
        "unknown",
        "Shared.Metadata | null",
        "string | null",
        "Array<'x' | 'x'>",
        "boolean",
        "'x'",
    } <= kinds
    assert {property_.optional for property_ in properties()} == {True, False}


def test_presence_is_the_same_at_run_time(beta: ModuleType) -> None:
    for interface in interfaces():
        own = [p for p in properties() if p.path == interface.path]
        typed = getattr(beta.typed_dicts, interface.name)
        assert typed.__required_keys__ == {p.key for p in own if not p.optional}
        assert typed.__optional_keys__ == {p.key for p in own if p.optional}
        fields = {field.name: field for field in dataclasses.fields(getattr(beta, interface.name))}
        assert list(fields) == [*(p.key for p in own), "unknown_fields"]
        assert fields.pop("unknown_fields").default is beta.UNSET
        for p in own:
            default = fields[p.key].default
            if p.optional and not (p.key == "type" and re.fullmatch(r"'[^']*'", p.type)):
                assert default is beta.UNSET
            elif re.fullmatch(r"'[^']*'", p.type):
                assert default == p.type.strip("'")
            else:
                assert default is dataclasses.MISSING


# ------------------------------------------------------------------------- dataclasses


def sample(cls: type[Any], filler: str = "x") -> Any:
    """An instance with a text in every field that needs a value."""
    fields = dataclasses.fields(cls)
    return cls(**{f.name: filler for f in fields if f.default is dataclasses.MISSING})


def classes(package: ModuleType) -> list[type[Any]]:
    return [getattr(package, interface.name) for interface in interfaces()]


@pytest.fixture(scope="module")
def twin(beta: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The same package with the decorator of the standard library in place of its own."""
    assert beta.__file__ is not None
    folder = tmp_path_factory.mktemp("twin")
    shutil.copytree(Path(beta.__file__).parent, folder / "twin_of_beta")
    models = folder / "twin_of_beta" / "models.py"
    text = models.read_text(encoding="utf-8")
    changed = text.replace(
        "from ._record import dataclass\n", "from dataclasses import dataclass\n"
    )
    assert changed != text
    models.write_text(changed, encoding="utf-8")
    sys.path.insert(0, str(folder))
    try:
        return importlib.import_module("twin_of_beta")
    finally:
        sys.path.remove(str(folder))


def test_the_classes_are_those_of_the_standard_library(beta: ModuleType, twin: ModuleType) -> None:
    for cls, other in zip(classes(beta), classes(twin), strict=True):
        assert str(inspect.signature(cls)) == str(inspect.signature(other))
        assert cls.__match_args__ == other.__match_args__
        assert cls.__slots__ == other.__slots__
        assert cls.__doc__ == other.__doc__ or cls.__doc__ is None
        assert not hasattr(sample(cls), "__dict__")
        assert (cls.__hash__ is None) == (other.__hash__ is None)
        for one, two in zip(dataclasses.fields(cls), dataclasses.fields(other), strict=True):
            for name in ("name", "type", "init", "repr", "hash", "compare", "kw_only"):
                assert getattr(one, name) == getattr(two, name), (cls, one.name, name)
            assert repr(one.default) == repr(two.default)
        event = sample(other)
        # What is absent is left out, which the standard library's does not.
        said = [f"{f.name}={getattr(event, f.name)!r}" for f in dataclasses.fields(other)]
        assert repr(event) == f"{other.__qualname__}({', '.join(said)})"
        given = [text for text in said if not text.endswith("=<UNSET: use encode()>")]
        assert repr(sample(cls)) == f"{cls.__qualname__}({', '.join(given)})"


def test_fields_of_a_class_have_their_types(beta: ModuleType) -> None:
    for cls in classes(beta):
        hints = typing.get_type_hints(cls)
        assert list(hints) == [field.name for field in dataclasses.fields(cls)]


def test_instances_behave(beta: ModuleType) -> None:
    for cls in classes(beta):
        event = sample(cls)
        names = [field.name for field in dataclasses.fields(cls)]
        assert event == sample(cls)
        assert event != sample(cls, "y") or all(
            field.default is not dataclasses.MISSING for field in dataclasses.fields(cls)
        )
        assert event != dataclasses.asdict(event)
        assert dataclasses.replace(event, unknown_fields={"a": 1}) != event
        assert dataclasses.replace(event, unknown_fields={"a": 1}).unknown_fields == {"a": 1}
        assert dataclasses.asdict(event) == {name: getattr(event, name) for name in names}
        assert dataclasses.astuple(event) == tuple(getattr(event, name) for name in names)
        assert copy.copy(event) == event
        assert copy.copy(event) is not event
        deep = copy.deepcopy(event)
        assert deep == event
        assert deep.unknown_fields is beta.UNSET
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):  # Slots need 2 everywhere.
            again = pickle.loads(pickle.dumps(event, protocol))
            assert again == event
            assert again.unknown_fields is beta.UNSET
        present = [name for name in names if getattr(event, name) is not beta.UNSET]
        shown = ", ".join(f"{name}={getattr(event, name)!r}" for name in present)
        assert repr(event) == f"{cls.__qualname__}({shown})"
        with pytest.raises(TypeError):
            hash(event)
        with pytest.raises(TypeError):
            cls("positional")
        with pytest.raises(TypeError):
            cls(no_such_field=1)
        with pytest.raises(AttributeError):
            event.no_such_field = 1


def test_a_required_field_is_required(beta: ModuleType) -> None:
    with pytest.raises(TypeError, match="event_id"):
        beta.ErrorEvent(error=beta.ErrorEventError(message="", type=""))
    assert beta.ResponseCreateEvent().type == "response.create"


def test_nested_values_are_copied_with_their_owner(beta: ModuleType) -> None:
    tool = beta.SessionUpdateEventSessionTool(name="t", parameters={"deep": [1]})
    event = beta.SessionUpdateEvent(session=beta.SessionUpdateEventSession(tools=[tool]))
    deep = copy.deepcopy(event)
    assert deep == event
    deep.session.tools[0].parameters["deep"].append(2)
    assert tool.parameters == {"deep": [1]}
    shallow = copy.copy(event)
    assert shallow.session is event.session
    assert dataclasses.asdict(event)["session"]["tools"][0]["parameters"] == {"deep": [1]}


def test_events_match_by_class_and_field(beta: ModuleType) -> None:
    message = {"type": "response.text.delta", "delta": "hi", "event_id": "e", "extra": 1}
    match beta.decode_realtime_server_event(message):
        case beta.ResponseTextDeltaEvent(delta=text, unknown_fields={"extra": extra}):
            assert (text, extra) == ("hi", 1)
        case _:
            pytest.fail("no match")
    match beta.decode_realtime_server_event({"type": "brand.new", "x": 1}):
        case beta.UnknownEvent(type=name, data=data):
            assert name == "brand.new"
            assert data["x"] == 1
        case _:
            pytest.fail("no match")


# ---------------------------------------------------------------------- null and absent


def test_none_is_null_and_unset_is_absent(beta: ModuleType) -> None:
    absent = beta.SessionUpdateEvent(session=beta.SessionUpdateEventSession())
    null = beta.SessionUpdateEvent(session=beta.SessionUpdateEventSession(turn_detection=None))
    assert beta.to_dict(absent) == {"type": "session.update", "session": {}}
    assert beta.to_dict(null) == {"type": "session.update", "session": {"turn_detection": None}}
    assert json.loads(beta.encode(absent)) == beta.to_dict(absent)
    assert json.loads(beta.encode(null)) == beta.to_dict(null)
    assert '"turn_detection":null' in beta.encode(null)
    assert "turn_detection" not in beta.encode(absent)
    for event in (absent, null):
        assert beta.decode_realtime_client_event(beta.encode(event)) == event
    assert null != absent
    assert not null.session.turn_detection
    assert not absent.session.turn_detection
    assert absent.session.turn_detection is beta.UNSET


def test_every_optional_field_keeps_null_and_absence_apart(beta: ModuleType) -> None:
    for property_ in properties():
        cls = getattr(beta, property_.name)
        if not property_.optional:
            continue
        for value in ({}, {property_.key: None}):
            event = beta.decode(cls, value)
            assert beta.to_dict(event) == value
            assert getattr(event, property_.key) is (None if value else beta.UNSET)


def test_the_header_says_what_it_is_made_from(beta: ModuleType, package: Path) -> None:
    assert set(beta.SPEC) == {"name", "version", "sha256"}
    for path in sorted(package.glob("*.py")):
        first, *_ = path.read_text(encoding="utf-8").split("\n")
        assert re.fullmatch(r"# Generated by realtime-codegen [\d.]+\w*: do not edit\.", first)
    lines = (package / "models.py").read_text(encoding="utf-8").split("\n")
    assert lines[1] == f"# Spec: {beta.SPEC['name']}, {beta.SPEC['version']}"
    assert lines[2] == f"# sha256: {beta.SPEC['sha256']}"
