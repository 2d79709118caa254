"""Text from a spec cannot become code, and survives as text: comments, names, literals."""

from __future__ import annotations

import ast
import builtins
import inspect
import json
import keyword
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from realtime_codegen.frontend.resolve import resolve
from realtime_codegen.model.json import from_json
from realtime_codegen.model.typescript import flatten
from realtime_codegen.pipeline import Options, Result, compile_spec, load_model
from realtime_codegen.python.docstrings import docstring
from realtime_codegen.python.literals import literal
from realtime_codegen.targets import package_names
from realtime_codegen.text.hidden import HIDDEN
from realtime_codegen.text.source import MemoryFiles
from tests.tools.night import sampled, share
from tests.tools.packages import ALL_TARGETS, ENTRY, compiled, exactly, import_package

MARKER = "marker-of-code-that-ran"
RUNS = f"__import__('pathlib').Path('{MARKER}').touch()"

COPIED = {path.stem for path in (Path(__file__).parents[1] / "codegen" / "runtime").glob("*.py")}

COMMENTS = [
    f'""" {RUNS} """',
    f'"""\n{RUNS}\n"""',
    f"'''\n{RUNS}\n'''",
    f'\\"\\"\\" {RUNS}',
    f'"\n{RUNS}\n"',
    'ends in a quote "',
    'ends in two ""',
    'ends in three """',
    "ends in a backslash \\",
    "ends in two \\\\",
    'ends in both \\"',
    'ends in both the other way "\\',
    "\\",
    '"',
    '""""',
    "\\N{BULLET} \\N{no such name} \\x4 \\u12 \\U1234567 \\400 \\",
    "{{ 7 * 7 }} {% for x in y %} {# note #} {%- raw -%} {{",
    "#}{% endraw %}{{ self.__init__.__globals__ }}",
    "${x} %s %(x)s {0} {x!r}",
    "first\r\nsecond\rthird\n\n\n  fourth",
    "null \x00 byte, bell \x07, escape \x1b[31m, delete \x7f, vertical \x0b, form \x0c",
    "bidirectional \u202e\u2066\u2069\u200f marks",
    "zero \u200b width \ufeff and \u2028 separators \u2029 and \x85 and \u00ad",
    "variation \U000e0100 selectors, which Python calls printable",
    "tags \U000e0041\U000e007f and astral \U0001f600",
    f"# type: ignore\n{RUNS}  # noqa",
    "-->\n<script>alert(1)</script>\n<!--",
    "```\n```python\nimport os\n```",
    "| a | b |\n| --- | --- |\n| [x](javascript:alert(1)) | ![y](http://x) |",
    "# Heading\n\n## Another\n\n- [ ] box",
    "\t\ttabs\n\t\t\tdeeper",
    "    indented\n        more\n    back",
    "-*- coding: utf-16 -*-",
    "Done.\n\n    >>> " + RUNS,
]

NAMES = [
    *["from", "class", "None", "True", "lambda", "async", "print", "match", "type", "_"],
    *["__class__", "__init__", "__dict__", "__slots__", "__proto__", "__", "___", "__x"],
    *["a-b", "a.b", "a b", "a_b", "1st", "42", "-1", "1.5", "$ref", "$", "@id", "#"],
    *["", " ", "\n", "\r\n", "\t", "\0", "\\", "'", '"', '"""', "'''", "`", "${x}"],
    *["{{ x }}", "{% raw %}", "{# x #}", "%s", "*/", "/*", "//", "|", "a|b", "]", "<b>"],
    *["\U0001f600", "é", "ﬁ", "ª", "naïve", "变量", "\u202e", "\u200b", "\ufeff", "a\u0301"],
    *["self", "cls", "unknown_fields", "unknown_fields_", "data", "event", "value", "m", "get"],
    *["UNSET", "Literal", "Any", "str", "dict", "list", "int", "Maybe", "dataclass", "TypedDict"],
    *["constructor", "toString", "hasOwnProperty", "default", "__annotations__", "__doc__"],
    *[f'"]; {RUNS}; x["', f"']; {RUNS}; x['", f"\n{RUNS}\n", f'": 1}}; {RUNS}  #'],
    *["x" * 200, "field", "field_", "empty", "field_a_x2d_b", "a__b", "mro", "__mro_entries__"],
]

LITERALS = NAMES


def quoted(text: str) -> str:
    """A text as a literal of TypeScript: JSON's, with everything unusual escaped."""
    return json.dumps(text)


def comment(text: str, indent: str = "") -> str:
    """A text as a doc comment, as it is: it must not hold the end of one."""
    assert "*/" not in text
    body = "\n".join(f"{indent} * {line}" for line in text.split("\n"))
    return f"{indent}/**\n{body}\n{indent} */"


def made(text: str, package: str, **options: Any) -> Result:
    """What a file with this text becomes."""
    result = compiled(MemoryFiles({ENTRY: text.encode()}), package, **options)
    assert not result.failed, [str(diagnostic) for diagnostic in result.diagnostics]
    return result


# ----------------------------------------------------------------------------- measures


@lru_cache(maxsize=200)
def without_text(module: str) -> str:
    """A module's syntax tree without its docstrings, and descriptions in models of pydantic.

    Most modules are the same whatever the comments of a spec are.
    """

    class Remover(ast.NodeTransformer):
        def visit_Expr(self, node: ast.Expr) -> ast.Expr | None:
            if isinstance(node.value, ast.Constant) and isinstance(node.value.value, str):
                return None
            return node

        def visit_Call(self, node: ast.Call) -> ast.Call:
            if ast.unparse(node.func).endswith("Field"):
                node.keywords = [word for word in node.keywords if word.arg != "description"]
            self.generic_visit(node)
            return node

    return ast.dump(Remover().visit(ast.parse(module)))


def python_of(result: Result) -> dict[str, str]:
    """The modules that are made from the spec: the others are copied as they are."""
    return {
        path: text
        for path, text in result.files.items()
        if path.endswith(".py") and Path(path).stem not in COPIED
    }


_LISTED = re.compile(r"__all__ \+= (\['\w+'(, '\w+')*\]|\w+\.__all__)")
_ACTS = (ast.Import, ast.ImportFrom, ast.ClassDef, ast.FunctionDef, ast.AnnAssign, ast.Assign)
_GUARDS = {"TYPE_CHECKING", "not TYPE_CHECKING"}
_REBUILT = re.compile(r"_build\(\w+(, \w+)*\)")
_REACH = {"open", "eval", "exec", "compile", "__import__", "globals", "print", "input", "pathlib"}


def assert_only_definitions(result: Result) -> None:
    """Modules import, define and say text; none reaches for what a module of types needs not."""
    for path, text in python_of(result).items():
        tree = ast.parse(text)
        for node in tree.body:
            is_text = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            is_guard = isinstance(node, ast.If) and ast.unparse(node.test) in _GUARDS
            is_rebuilt = _REBUILT.fullmatch(ast.unparse(node)) is not None
            is_listed = _LISTED.fullmatch(ast.unparse(node)) is not None
            is_known = is_text or is_guard or is_rebuilt or is_listed
            assert isinstance(node, _ACTS) or is_known, ast.unparse(node)
        used = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
        defined = {
            node.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
        }
        assert not (used - defined) & _REACH, path


def assert_nothing_hidden(result: Result) -> None:
    """No output has a character that a reader cannot see or that changes the text around it."""
    hidden = re.compile(f"[{HIDDEN}]")
    for path, text in result.files.items():
        match = hidden.search(text)
        assert match is None, path
        assert "\r" not in text


@pytest.fixture
def quiet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty working directory, in which code that ran would leave a file."""
    folder = tmp_path / "cwd"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def imported(result: Result, folder: Path) -> ModuleType:
    """The package, imported; nothing of the spec has run by that."""
    package = import_package(folder / "out", result.files, result.package)
    assert not (Path.cwd() / MARKER).exists()
    return package


# ----------------------------------------------------------------------------- comments


def documented(text: str) -> str:
    """A spec that has a comment wherever there can be one."""
    return f"""
{comment(text)}
export interface A {{
{comment(text, "  ")}
  type: 'a';
{comment("@deprecated " + text, "  ")}
  old?: string;
{comment(text, "  ")}
  'not-a-name'?: {{
{comment(text, "    ")}
    inner: number;
  }};
}}
export interface B {{
{comment(text, "  ")}
  type: 'b';
}}
{comment(text)}
export type E = A | B;
{comment("Old. @deprecated " + text)}
export declare enum Level {{
{comment(text, "  ")}
  Low = 'low',
}}
{comment(text)}
export declare namespace N {{
{comment(text, "  ")}
  interface Inner {{
    x: Level;
  }}
}}
"""


PLAIN = made(documented("Plain."), "hostile_comments")


@pytest.mark.parametrize("number", sampled(range(len(COMMENTS)), 3))
def test_a_comment_is_never_code(number: int, quiet: Path, tmp_path: Path) -> None:
    text = COMMENTS[number]
    result = made(documented(text), "hostile_comments")
    for path, module in python_of(result).items():
        if not path.endswith("__init__.py"):
            assert without_text(module) == without_text(PLAIN.files[path]), path
    assert set(result.files) == set(PLAIN.files)
    assert_only_definitions(result)
    assert_nothing_hidden(result)
    renamed = made(documented(text), f"hostile_comments_{number}")
    package = imported(renamed, tmp_path)
    event = {"type": "a", "not-a-name": {"inner": 1}}
    assert package.to_dict(package.decode_e(event, strict=True)) == event


def expected_text(text: str) -> str:
    """What a reader of a docstring sees of a comment."""
    lines = re.sub(r"\r\n?", "\n", text).split("\n")
    return inspect.cleandoc("\n".join(line.expandtabs(4).rstrip() for line in lines)).strip()


@pytest.mark.parametrize("text", COMMENTS, ids=range(len(COMMENTS)))
def test_a_comment_keeps_its_words(text: str) -> None:
    result = made(documented(text), "words")
    for module in ("models", "typed_dicts"):
        tree = ast.parse(result.files[f"words/{module}.py"])
        [b] = [node for node in tree.body if isinstance(node, ast.ClassDef) and node.name == "B"]
        match b.body:
            case [ast.AnnAssign(), ast.Expr(value=ast.Constant(value=str(docstring))), *_]:
                assert "".join(docstring.split()) == "".join(expected_text(text).split())
            case _:
                pytest.fail(f"no docstring in {ast.unparse(b)}")


def test_braces_are_not_evaluated() -> None:
    result = made(documented("{{ 7 * 7 }} {% set x = 1 %}{{ x }} {{ cycler.__init__ }}"), "braces")
    for path, text in result.files.items():
        if not Path(path).name.startswith("_"):
            assert "49" not in text, path
    assert "{{ 7 * 7 }}" in result.files["braces/models.py"]
    assert "{{ 7 * 7 }}" in result.files["braces/typed_dicts.py"]


@settings(max_examples=share(30), deadline=None, suppress_health_check=list(HealthCheck))
@given(st.text(st.sampled_from("\"'\\\n\t {}%#N$`-<>|x\0\u202e\r*"), max_size=30))
def test_no_comment_at_all_is_code(text: str) -> None:
    targets = ("dataclasses", "typeddicts")
    safe = text.replace("*/", "* /").removesuffix("*")
    result = made(documented(safe), "hostile_comments", targets=targets)
    for path, module in python_of(result).items():
        if not path.endswith("__init__.py"):
            assert without_text(module) == without_text(PLAIN.files[path]), path
    assert_nothing_hidden(result)


@pytest.mark.parametrize("text", [*COMMENTS, "*/ */", "x" * 500], ids=range(len(COMMENTS) + 2))
def test_the_name_of_a_spec_is_never_code(text: str, quiet: Path) -> None:
    spec = documented("Plain.")
    result = made(spec, "hostile_comments", spec_name=text, spec_version=text)
    for path, module in python_of(result).items():
        if path.endswith("__init__.py"):
            strings = {
                node.value
                for node in ast.walk(ast.parse(module))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            assert text in strings
        else:
            assert without_text(module) == without_text(PLAIN.files[path]), path
    assert_nothing_hidden(result)
    for path, page in result.files.items():
        if path.startswith("docs/"):
            assert page.count("<!--") == page.count("-->") == 2, path
            assert "<script" not in page
    entry = f"{text.replace('/', '_')}.d.ts"
    by_path = compiled(MemoryFiles({entry: spec.encode()}), "hostile_comments", entry)
    assert not by_path.failed
    for path, module in python_of(by_path).items():
        if not path.endswith("__init__.py"):
            assert without_text(module) == without_text(PLAIN.files[path]), path


# -------------------------------------------------------------------------------- names


def spec_of_names(names: Sequence[str]) -> str:
    """An interface for each name, one with all of them, and one that needs them all."""
    own = "\n".join(
        f"export interface Own{number} {{ {quoted(name)}: number }}"
        for number, name in enumerate(names)
    )
    optional = "\n".join(f"  {quoted(name)}?: string | null;" for name in names)
    required = "\n".join(f"  {quoted(name)}: Own{i};" for i, name in enumerate(names))
    both = f"interface All {{\n{optional}\n}}\nexport interface Needs {{\n{required}\n}}\n"
    return f"{own}\nexport {both}"


@pytest.fixture(scope="module")
def named() -> Result:
    return made(spec_of_names(NAMES), "hostile_names")


@pytest.fixture(scope="module")
def names_package(named: Result, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return import_package(tmp_path_factory.mktemp("names"), named.files, "hostile_names")


def test_names_are_no_code(named: Result, quiet: Path, tmp_path: Path) -> None:
    assert_only_definitions(named)
    assert_nothing_hidden(named)
    imported(made(spec_of_names(NAMES), "hostile_names_2"), tmp_path)


def test_fields_are_names_of_python(names_package: ModuleType) -> None:
    fields = [name for name in names_package.All.__slots__ if name != "unknown_fields"]
    assert len(fields) == len(set(fields)) == len(NAMES)
    for field in fields:
        assert field.isidentifier()
        assert not keyword.iskeyword(field)
        assert not field.startswith("__")
    for wire in ("a_b", "type", "match", "print", "naïve", "data", "value"):
        assert wire in fields
    assert {"from_", "class_", "None_", "unknown_fields_"} <= set(fields)


@pytest.mark.parametrize("number", range(len(NAMES)), ids=[ascii(name[:20]) for name in NAMES])
def test_the_wire_name_survives(number: int, names_package: ModuleType) -> None:
    rt, name = names_package, NAMES[number]
    own = getattr(rt, f"Own{number}")
    assert_survives(rt, own, {name: 1})
    assert_survives(rt, rt.All, {name: "x"})
    assert_survives(rt, rt.All, {name: None})
    [field] = [slot for slot in own.__slots__ if slot != "unknown_fields"]
    assert getattr(rt.decode(own, {name: 1}), field) == 1
    assert rt.to_dict(own(**{field: 2})) == {name: 2}
    with pytest.raises(rt.DecodeError) as caught:
        rt.decode(own, {name: "1"}, strict=True)
    assert len(caught.value.problems) == 1
    with pytest.raises(rt.DecodeError):
        rt.decode(own, {f"{name}?": 1}, strict=True)
    typed = getattr(rt.typed_dicts, f"Own{number}")
    assert typed.__required_keys__ == {name}
    assert rt.typed_dicts.All.__optional_keys__ == set(NAMES)


def assert_survives(rt: ModuleType, cls: type[Any], value: Mapping[str, Any]) -> None:
    """A value is read strictly and written back, as an object and as text."""
    event = rt.decode(cls, value, strict=True)
    assert exactly(rt.to_dict(event)) == exactly(value)
    assert exactly(json.loads(rt.encode(event))) == exactly(value)
    assert rt.decode(cls, rt.encode(event), strict=True) == event
    assert event.unknown_fields is rt.UNSET


def test_all_names_together(names_package: ModuleType) -> None:
    rt = names_package
    assert_survives(rt, rt.All, dict.fromkeys(NAMES, "x"))
    assert_survives(rt, rt.Needs, {name: {name: number} for number, name in enumerate(NAMES)})


def test_the_docs_show_names_as_text(named: Result) -> None:
    page = named.files["docs/hostile_names/All.md"]
    [table] = re.findall(r"^\| Field \|.*\n\|[ |-]+\|\n((?:\|.*\n)+)", page, re.MULTILINE)
    rows = table.splitlines()
    assert len(rows) == len(NAMES)
    for row in rows:
        cells = re.split(r"(?<!\\)\|", row)
        assert len(cells) == 6, row
    for path, text in named.files.items():
        if path.startswith("docs/"):
            assert_fences_hold(path, text)


def assert_fences_hold(path: str, text: str) -> None:
    """Each block of code on a page is whole: JSON that parses, Python that compiles."""
    blocks = re.findall(r"^(`{3,})(\w+)\n(.*?)^\1$", text, re.MULTILINE | re.DOTALL)
    for _, language, code in blocks:
        if language == "json":
            json.loads(code)
        elif language == "python":
            compile(code, path, "exec", dont_inherit=True)


def test_declarations_may_be_called_anything(quiet: Path, tmp_path: Path) -> None:
    names = [
        *["None", "True", "class", "from", "def", "print", "str", "list", "dict", "type", "object"],
        *["Any", "Union", "Literal", "TypedDict", "NotRequired", "TypeAlias", "Maybe", "dataclass"],
        *["UNSET", "UnknownEvent", "DecodeError", "SPEC", "models", "codec", "typed_dicts", "m"],
        *["decode", "encode", "to_dict", "UnsetType", "Message", "annotations", "__all__", "_T"],
        *[
            "__class__",
            "__name__",
            "__getattr__",
            "$",
            "$x",
            "_",
            "__",
            "ﬁ",
            "é",
            "Ⅷ",
            "TYPE_CHECKING",
        ],
        *["self", "data", "event", "cls", "Json", "raw", "each", "unknown", "Callable", "Problem"],
        *["dispatcher", "Dispatcher", "_runtime", "_record", "Final", "Export", "import_module"],
        *[
            "_LAZY",
            "audio",
            "audio_bytes",
            "audio_base64",
            "peer",
            "event_type",
            "UNSET_",
            "modules",
        ],
    ]
    names = [name for name in names if name not in {"class", "from", "def", "type", "object"}]
    spec = "".join(
        f"declare interface $n{i} {{ tag: {quoted(name)}; next?: $n{(i + 1) % len(names)} }}\n"
        f"export {{ $n{i} as {name} }};\n"
        for i, name in enumerate(names)
        if name not in {"None", "True"}
    ).replace(f"$n{0}", "$n0")
    kept = [i for i, name in enumerate(names) if name not in {"None", "True"}]
    spec = spec.replace("next?: $n0 }", f"next?: $n{kept[0]} }}")
    spec += f"export type AnyOfThem = {' | '.join(f'$n{i}' for i in kept)};\n"
    result = made(spec, "hostile_declarations")
    assert_only_definitions(result)
    assert_nothing_hidden(result)
    rt = imported(result, tmp_path)
    for i in kept:
        value = {"tag": names[i], "next": {"tag": "?"}}
        event = rt.decode_any_of_them(value)
        assert not isinstance(event, rt.UnknownEvent), names[i]
        assert exactly(rt.to_dict(event)) == exactly(value)
        assert event.tag == names[i]


OWN_NAMES = ["_X", "_Ref", "_T_", "Annotated", "_Annotated", "Message", "member", "p"]


@pytest.mark.parametrize("number", range(len(OWN_NAMES)), ids=OWN_NAMES)
def test_a_field_may_be_called_as_its_type(number: int, quiet: Path, tmp_path: Path) -> None:
    name = OWN_NAMES[number]
    spec = (
        f"export interface {name} {{ a: 'x'; more?: {name}[] }}\n"
        f"export type Tree = {name} | Tree[] | {{ [key: string]: Tree }};\n"
        f"export interface Holder {{ {name}?: {name}; other: {name} | null; tree: Tree }}\n"
        f"export interface Second {{ {name}: Tree | null; both: Second | {name} }}\n"
    )
    package = imported(made(spec, f"own_name_{number}", targets=ALL_TARGETS), tmp_path)
    for module in ("models", "typed_dicts", "pydantic_models"):
        assert import_module(f"{package.__name__}.{module}").Holder is not None


def test_functions_of_two_unions_do_not_replace_each_other(tmp_path: Path) -> None:
    spec = """
    export interface A { type: 'a' } export interface B { type: 'b' }
    export interface C { type: 'c' } export interface D { type: 'd' }
    export type Event = A | B;
    export type event = C | D;
    """
    result = made(spec, "two_unions")
    rt = imported(result, tmp_path)
    functions = [name for name in rt.__all__ if name.startswith("decode_")]
    assert len(functions) == 2
    kinds = {
        tuple(type(getattr(rt, function)({"type": tag})).__name__ for tag in ("a", "b", "c", "d"))
        for function in functions
    }
    unknown = "UnknownEvent"
    assert kinds == {("A", "B", unknown, unknown), (unknown, unknown, "C", "D")}


# ------------------------------------------------------------------------------ literals


def spec_of_literals(literals: Sequence[str]) -> str:
    """A discriminated union with a member for each literal, and all of them as one type."""
    members = "\n".join(
        f"export interface Tag{number} {{ kind: {quoted(text)}; n: {number} }}"
        for number, text in enumerate(literals)
    )
    union = " | ".join(f"Tag{number}" for number in range(len(literals)))
    every = " | ".join(map(quoted, literals))
    enum = ",\n".join(f"  M{i} = {quoted(text)}" for i, text in enumerate(literals))
    return (
        f"{members}\nexport type Tagged = {union};\nexport interface Holder {{ one: {every} }}\n"
        f"export declare enum Every {{\n{enum}\n}}\nexport interface Uses {{ every: Every }}\n"
    )


@pytest.fixture(scope="module")
def tagged() -> Result:
    return made(spec_of_literals(LITERALS), "hostile_literals")


@pytest.fixture(scope="module")
def literals_package(tagged: Result, tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return import_package(tmp_path_factory.mktemp("literals"), tagged.files, "hostile_literals")


def test_literals_are_no_code(tagged: Result, quiet: Path, tmp_path: Path) -> None:
    assert_only_definitions(tagged)
    assert_nothing_hidden(tagged)
    imported(made(spec_of_literals(LITERALS), "hostile_literals_2"), tmp_path)
    for path, text in tagged.files.items():
        if path.startswith("docs/"):
            assert_fences_hold(path, text)


@pytest.mark.parametrize("number", range(len(LITERALS)), ids=[ascii(t[:20]) for t in LITERALS])
def test_a_tag_is_matched_exactly(number: int, literals_package: ModuleType) -> None:
    rt, text = literals_package, LITERALS[number]
    cls = getattr(rt, f"Tag{number}")
    value = {"kind": text, "n": number}
    for message in (value, json.dumps(value), json.dumps(value, ensure_ascii=False)):
        event = rt.decode_tagged(message, strict=True)
        assert type(event) is cls
        assert exactly(rt.to_dict(event)) == exactly(value)
    assert cls(n=number).kind == text
    assert json.loads(rt.encode(cls(n=number))) == value
    other = {"kind": f"{text}?", "n": number}
    assert rt.decode_tagged(other) == rt.UnknownEvent(f"{text}?", other)
    assert_survives(rt, rt.Holder, {"one": text})
    assert_survives(rt, rt.Uses, {"every": text})
    with pytest.raises(rt.DecodeError):
        rt.decode(rt.Holder, {"one": f"{text}?"}, strict=True)


def test_a_dispatcher_finds_every_tag(literals_package: ModuleType) -> None:
    rt = literals_package
    dispatcher = rt.TaggedDispatcher()
    heard: list[tuple[str, Any]] = []
    for number, text in enumerate(LITERALS):
        dispatcher.on(text)(lambda event, text=text: heard.append((text, event)))
        dispatcher.dispatch(json.dumps({"kind": text, "n": number}))
        assert heard.pop() == (text, getattr(rt, f"Tag{number}")(n=number))
        assert not heard


# ------------------------------------------------------------ the model and TypeScript


@pytest.mark.parametrize("spec", [spec_of_names(NAMES), spec_of_literals(LITERALS)])
def test_hostile_text_survives_the_model_and_typescript(spec: str) -> None:
    loaded = load_model(MemoryFiles({ENTRY: spec.encode()}), ENTRY, Options())
    assert loaded.model is not None
    result = made(spec, "again")
    assert from_json(result.files["model/again.json"]) == loaded.model
    flat = flatten(loaded.model, package_names(loaded.model, ENTRY)[0].declarations)
    module = flat.declarations[0].id.module
    text = result.files["typescript/again.d.ts"]
    again = resolve(MemoryFiles({module: text.encode()}), module, flat.spec)
    assert again.model is not None, again.diagnostics
    assert again.model.by_id() == flat.by_id()


@pytest.mark.parametrize("text", COMMENTS, ids=range(len(COMMENTS)))
def test_hostile_comments_do_not_end_the_comment_in_typescript(text: str) -> None:
    result = made(documented(text), "again")
    printed = result.files["typescript/again.d.ts"]
    again = resolve(
        MemoryFiles({ENTRY: printed.encode()}),
        ENTRY,
        from_json(result.files["model/again.json"]).spec,
    )
    assert again.model is not None, again.diagnostics
    plain = from_json(PLAIN.files["model/hostile_comments.json"])
    assert [str(declaration.id) for declaration in again.model.declarations] == [
        str(declaration.id) for declaration in plain.declarations
    ]


# ----------------------------------------------------------------------- the spelling


@given(st.text(st.characters(codec=None, exclude_categories=()) | st.sampled_from("\"'\\\n")))
@settings(max_examples=share(300), deadline=None)
def test_a_literal_is_its_text(text: str) -> None:
    spelled = literal(text)
    assert ast.literal_eval(spelled) == text
    assert spelled.isprintable()
    assert spelled.encode()


@given(st.text(st.sampled_from("\"'\\\n\t {}%#Nax\0\u202e\r"), min_size=1, max_size=20))
@settings(max_examples=share(300), deadline=None)
def test_a_docstring_is_one_string(text: str) -> None:
    spelled = docstring(text)
    [node] = ast.parse(f"class A:\n    {spelled}\n").body
    assert isinstance(node, ast.ClassDef)
    assert len(node.body) == 1
    doc = ast.get_docstring(node)
    assert doc is not None
    words = "".join(expected_text(text).split())
    assert "".join(doc.split()) == words or not words


def test_every_target_is_covered() -> None:
    assert {path.split("/")[0] for path in PLAIN.files} >= {"docs", "model", "typescript"}
    assert set(ALL_TARGETS) >= {"dataclasses", "typeddicts", "dispatcher", "docs"}
    assert hasattr(builtins, "__import__")


LONG_NUMBERS = {
    "digits": "9" * 5000,
    "digits that no double holds": "9" * 400,
    "a hexadecimal": "0x" + "f" * 5000,
    "a binary": "0b" + "1" * 1025,
    "an exponent": "1e999",
    "the largest double": "1" + "0" * 308,
}
PLACES = {
    "a literal": "export interface A { x: $ }",
    "a negative literal": "export interface A { x: -$ }",
    "a name": "export interface A { $: 1 }",
    "a key of a mapped type": "export interface A { x: { [K in $]: 1 } }",
    "a member of an enum": "export enum E { A = $, B, C = A * A } export interface A { x: E }",
    "a constant": "export declare const c = $; export interface A { x: typeof c }",
    "a text": "export interface A { x: `n${$}` }",
    "a bigint": "export interface A { x: $n; y: `n${$n}`; z: -$n }",
    "a bigint constant": "export declare const c = $n; export interface A { x: typeof c }",
}


@pytest.mark.parametrize("place", PLACES.values(), ids=PLACES)
def test_numbers_of_any_length_are_read(place: str) -> None:
    for what, number in LONG_NUMBERS.items():
        if what == "an exponent" and "$n" in place:
            continue  # A bigint has none.
        # `${` begins a hole of a template.
        text = number.join(re.split(r"\$(?!\{)", place))
        spec = MemoryFiles({ENTRY: text.encode()})
        result = compile_spec(spec, ENTRY, Options(targets=ALL_TARGETS))
        assert result.files, what
        for path, page in result.files.items():
            if path.endswith(".py"):
                ast.parse(page)


def _said_of_names(count: int) -> int:
    """How many characters the diagnostics have if that many properties have one Python name."""
    properties = "; ".join(f"'a{'-' * number}': 1" for number in range(count))
    spec = MemoryFiles({ENTRY: f"export interface A {{ {properties} }}".encode()})
    diagnostics = compile_spec(spec, ENTRY, Options(targets=("dataclasses",))).diagnostics
    words = (text for diagnostic in diagnostics for _, text in diagnostic.related)
    return sum(len(diagnostic.message) for diagnostic in diagnostics) + sum(map(len, words))


def test_what_is_said_of_names_that_collide_grows_with_their_number() -> None:
    # Twice the names are twice the warnings, each of names up to twice as long.
    assert 0 < _said_of_names(200) <= 4 * _said_of_names(100)
