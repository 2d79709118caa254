"""The law of text: whatever words a spec is made of, the output is sound Python.

Packages of random models, whose names and literals are keywords, builtins, operators as words,
quotes, brackets, long or invisible, are written side by side. Every module of every target, and
every block of code in the documentation, compiles and is in the formatter's default format; linter
and type checkers find nothing in the modules.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from realtime_codegen.model import Alias, Interface, Literal, Model, Primitive, Union
from realtime_codegen.text.source import MemoryFiles, SourceFile
from tests.tools.checkers import misformatted, mypy_findings, pyright_findings, ruff_findings
from tests.tools.models import HOSTILE, models, text_of
from tests.tools.night import share
from tests.tools.node import require_node
from tests.tools.packages import (
    ENTRY,
    RUNTIME,
    compiled,
    compiled_text,
    share_runtime,
    write_tree,
)

pytestmark = pytest.mark.xdist_group("law of text")  # One process makes the packages.
SHARED = "checked"  # The package around the others, in which the runtime is there once.

IGNORED = {
    "A": "a declaration may be called as a builtin is, which no generated module then uses",
    "ANN401": "JSON is Any until it is read",
    "ARG001": "a reader takes what each reader takes",
    "C901": "a function is as long as an interface",
    "COM812": "is in conflict with the formatter",
    "CPY001": "the text of a spec is not ours",
    "D": "what is documented is said by the spec, in its words",
    "E74": "names are the spec's",
    "E501": "the formatter decides; a text or a name is never broken",
    "EM": "style of messages",
    "ERA001": "the header has a line that looks like an assignment",
    "FBT": "handlers of booleans",
    "I001": "the module of the models comes first, whatever an `isort` says",
    "N": "names are the spec's",
    "PLC0414": "what `__init__` gives to others it imports under its own name",
    "PLC0415": "what a plain run does not need is imported where it is needed",
    "PLC24": "names are the spec's",
    "PLR": "a function is as long as an interface",
    "PYI": "stub files only, and a literal beside `str` tells what is known",
    "Q004": "ruff finds it where escapes are needed; what it makes of them is no Python",
    "RUF001": "texts are the spec's",
    "RUF012": "a class attribute of a dispatcher is a table that nothing changes",
    "RUF022": "`__all__` is sorted as Python sorts",
    "S105": "a property of the spec may be called `token`",
    "SIM": "a condition in each statement keeps a long check in short lines",
    "SLF001": "the modules of a package know each other",
    "TC": "the modules import what they annotate with; it costs nothing here",
    "TID252": "the modules that are copied stand around the packages here, not in them",
    "TRY003": "style of messages",
    "UP013": "a key that a class would change stands in a call",
    "UP007": "`Union` where an operand is quoted or the line is broken",
}
"""The rules that are not held, of all that there are, each with the reason."""


@dataclass
class Packages:
    """Packages in one folder, with what was refused of the models they were to be made of."""

    folder: Path
    names: list[str] = field(default_factory=list)
    models: int = 0
    refused: list[str] = field(default_factory=list)

    @property
    def plain(self) -> Path:
        """The generated modules alone, as they are."""
        return self.folder.with_name(f"{self.folder.name}-plain")

    @property
    def pages(self) -> Path:
        """The blocks of Python of the generated documentation, each a module."""
        return self.folder.with_name(f"{self.folder.name}-pages")


def blocks(files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The blocks of Python in pages of documentation, each with the path of its page."""
    for path, text in files.items():
        if path.endswith(".md"):
            for block in re.findall(r"(?ms)^```python\n(.*?)^```$", text):
                yield path, block


def packages_of(folder: Path, number: int) -> Packages:
    """The packages of some random models. The same number gives the same ones."""
    packages = Packages(folder)
    write_tree(folder, {f"{SHARED}/__init__.py": "", f"{SHARED}/py.typed": ""})

    @settings(
        max_examples=number,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(models(HOSTILE))
    def make(model: Model) -> None:
        name = f"p{packages.models}"
        packages.models += 1
        text = text_of(model)
        facts = SourceFile("facts.toml", "\n".join(facts_of(model)).encode())
        result = compiled(MemoryFiles({ENTRY: text.encode()}), name, facts=facts)
        if result.failed:
            codes = [
                diagnostic.code
                for diagnostic in result.diagnostics
                if diagnostic.severity.name == "ERROR"
            ]
            # A tie of tags is the spec's own fault; anything else is ours.
            if set(codes) != {"RC203"}:
                packages.refused.append(f"{result.diagnostics[-1]}\n{text}")
            return
        packages.names.append(name)
        write_tree(folder / SHARED, share_runtime(result.files))
        # The format is that of the modules as they are: elsewhere a line may be longer.
        own = {path: text for path, text in result.files.items() if Path(path).stem not in RUNTIME}
        write_tree(packages.plain, {path: own[path] for path in own if path.endswith(".py")})
        write_tree(
            packages.pages, {f"{name}/{path}.py": code for path, code in blocks(result.files)}
        )
        write_tree(folder / SHARED, {f"{name}/{ENTRY}": text})

    make()
    return packages


def facts_of(model: Model) -> Iterator[str]:
    """Facts that have the targets `audio` and `peer` write all that they can."""
    for declaration in model.declarations:
        if isinstance(declaration, Interface):
            for item in declaration.properties:
                match = f"{declaration.id}.{item.wire_name}"
                plain = item.type == Primitive("string") and item.wire_name.isidentifier()
                if plain and match.isascii():
                    yield f'[[audio]]\nmatch = "{match}"\nformat = "input"\n'


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """As many packages as the formatter and the linter take in a few seconds."""
    return packages_of(tmp_path_factory.mktemp("many"), share(80, 2))


@pytest.fixture(scope="module")
def some(tmp_path_factory: pytest.TempPathFactory) -> Packages:
    """As many packages as mypy takes."""
    return packages_of(tmp_path_factory.mktemp("some"), share(12, 2))


def hold_in_short(packages: Packages) -> None:
    """Nothing is refused, and formatter and linter find nothing."""
    assert not packages.refused, (
        f"{len(packages.refused)} of {packages.models}\n" + "\n\n".join(packages.refused)[:9000]
    )
    assert len(packages.names) > packages.models * 0.9
    modules = len(list(packages.plain.rglob("*.py")))
    assert modules > 4 * len(packages.names)
    unformatted = misformatted(packages.plain)
    assert not unformatted, f"{len(unformatted)} of {modules}: {unformatted[:20]}"
    findings = [
        finding
        for finding in ruff_findings(packages.folder, "ALL", IGNORED)
        if not finding.startswith(tuple(f"{SHARED}/{name}.py:" for name in RUNTIME))
    ]
    assert not findings, "\n".join([str(len(findings)), *findings[:40]])


def hold_in_pages(packages: Packages) -> None:
    """The blocks of Python in the documentation are in the formatter's format, and compile."""
    blocks = sorted(packages.pages.rglob("*.py"))
    assert len(blocks) > 2 * len(packages.names)
    unformatted = misformatted(packages.pages)
    shown = [(packages.pages / path).read_text("utf-8") for path in unformatted[:3]]
    assert not unformatted, "\n".join([f"{len(unformatted)} of {len(blocks)}", *shown])
    for path in blocks:
        compile(path.read_bytes(), str(path), "exec")


def hold_in_types(packages: Packages) -> None:
    """mypy finds nothing."""
    findings = ruff_findings(packages.folder, "F")
    assert not findings, findings
    findings = mypy_findings(packages.folder, [SHARED])
    assert not findings, "\n".join([str(len(findings)), *findings[:40]])


@pytest.mark.checkers
def test_every_module_is_formatted_and_clean(many: Packages) -> None:
    hold_in_short(many)


@pytest.mark.checkers
def test_every_block_of_the_documentation_is_formatted(many: Packages) -> None:
    hold_in_pages(many)


@pytest.mark.checkers
def test_mypy_has_nothing_to_say(some: Packages) -> None:
    """Of random packages. The night asks pyright too, which takes five times as long."""
    hold_in_types(some)


@pytest.mark.nightly
def test_many_more(tmp_path: Path) -> None:
    packages = packages_of(tmp_path, 1500)
    hold_in_short(packages)
    hold_in_pages(packages)


@pytest.mark.nightly
def test_type_checkers_on_more(tmp_path: Path) -> None:
    packages = packages_of(tmp_path, 200)
    hold_in_types(packages)
    require_node()
    findings = pyright_findings(packages.folder, [f"{SHARED}/{name}" for name in packages.names])
    assert not findings, "\n".join([str(len(findings)), *findings[:40]])


def test_the_models_are_hostile_enough(many: Packages) -> None:
    """The law would say little of models without these."""
    text = "".join(path.read_text("utf-8") for path in many.folder.rglob(ENTRY))
    words = (
        " is ",
        " in ",
        " == ",
        " or ",
        '"',
        "\\'",
        "UNSET",
        "_each(",
        "A" * 100,
        "\\u202e",
    )
    # What is drawn depends on the modules that the process has loaded.
    assert len([word for word in words if word not in text]) <= 1
    assert text.count("interface ") > 3 * many.models
    assert text.count("\nexport type ") > many.models


# ------------------------------------------------------------------------- single texts


def codec_of(text: str) -> tuple[str, str]:
    """The modules `codec` and `_schema` of a spec."""
    files = compiled_text(text, "made").files
    return files["made/codec.py"], files["made/_schema.py"]


def test_a_literal_that_reads_like_a_condition() -> None:
    text = "The given token is not valid for any token type in this deployment"
    codec, schema = codec_of(f"export interface A {{ type: 'a'; why: '{text}'; or: boolean }}")
    assert text not in codec
    assert text in schema


def test_names_that_read_like_ours() -> None:
    fields = "REST_UNSET: string; MAX_NUMBER: string; how: 'for_each(item)'"
    _, schema = codec_of(f"export interface A {{ type: 'a'; {fields} }}")
    assert "from ._runtime import" not in schema
    assert "_NUMBER =" not in schema
    assert "def _each(" not in schema


def test_a_function_has_one_name() -> None:
    codec, _ = codec_of(
        """
        export interface Call { type: "call"; on: { mode: "a" } | null }
        export interface Bye { type: "bye" }
        export type Ev = Call | Bye;
        """
    )
    functions = [line.split("(")[0] for line in codec.splitlines() if line.startswith("def ")]
    folded = [name.replace("_", "").casefold() for name in functions]
    assert len(set(folded)) == len(functions)
    assert functions == ["def decode", "def decode_ev", "def encode", "def to_dict"]


def test_words_in_every_place() -> None:
    """A tag, a literal, an enum's value, a tuple's item and a map's value of one hostile text."""
    for word in (" is ", " in ", "a == b", "x or y", "'", '"', "\\", "[", "UNSET", "_NUMBER", ", "):
        text = text_of(_with_word(word * 8))
        assert compiled_text(text, "made").files


def _with_word(word: str) -> Model:
    from realtime_codegen.model import (
        Array,
        DeclId,
        Enum,
        EnumMember,
        Map,
        Property,
        Ref,
        SpecInfo,
        Tuple,
        TupleItem,
    )

    said, other = Literal("string", word), Literal("string", f"{word}2")
    ids = [DeclId(ENTRY, (name,)) for name in ("One", "Two", "Both", "Values")]
    one = Interface(
        ids[0],
        (
            Property("type", said),
            Property(word, Union((said, other)), required=False),
            Property("map", Map(Primitive("string"), said)),
            Property("items", Tuple((TupleItem(said), TupleItem(Array(other), optional=True)))),
            Property("value", Union((Ref(ids[3]), Ref(ids[1])))),
        ),
    )
    two = Interface(ids[1], (Property("type", other), Property("on", Union((said, other)))))
    values = Enum(ids[3], (EnumMember("A", said), EnumMember("B", other)))
    both = Alias(ids[2], Union((Ref(ids[0]), Ref(ids[1]))))
    return Model(SpecInfo("words", "", ""), (values, two, one, both))
