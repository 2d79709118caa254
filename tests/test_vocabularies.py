"""Vocabularies: generic types over every property, unions of all classes, and deep inheritance.

Each property of such a spec is written in one place and inherited by hundreds of classes. What
a property costs is counted, not timed: it does not depend on how large its type is.
"""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path

import pytest

from realtime_codegen.frontend.resolve import budget, growth
from realtime_codegen.frontend.resolve.lift_types import TypeLifter
from realtime_codegen.model import Alias, Interface, Model, Opaque, Ref, Union
from realtime_codegen.pipeline import Options, Result, compile_spec, load_model
from realtime_codegen.text.source import MemoryFiles
from realtime_codegen.wire.lowering import Lowering
from tests.tools.counting import calls_of
from tests.tools.night import at_night
from tests.tools.packages import import_package

PROPERTIES = 6
ROLES = 4


def vocabulary(classes: int, properties: int = PROPERTIES, roles: int = ROLES) -> str:
    """Classes that inherit all properties, each of which can be of any class or have a role."""
    lines = ['interface Base { "@id"?: string }']
    lines += [
        f"type Role{n}<T, P extends string> = Omit<Base, P> & {{ '@type': 'Role{n}' }}"
        " & { [K in P]: T };"
        for n in range(roles)
    ]
    either = " | ".join(f"Role{n}<T, P>" for n in range(roles))
    lines += [
        f"type Role<T, P extends string> = {either};",
        "type Value<T, P extends string> = T | Role<T, P> | readonly (T | Role<T, P>)[];",
        "interface Shared extends Base {",
        *(f'  "p{n}"?: Value<Thing | string, "p{n}">;' for n in range(properties)),
        "}",
        *(f'export interface C{n} extends Shared {{ "@type": "C{n}" }}' for n in range(classes)),
        f"export type Thing = {' | '.join(f'C{n}' for n in range(classes))};",
    ]
    return "\n".join(lines)


def _model(text: str) -> Model:
    model = load_model(MemoryFiles({"v.d.ts": text.encode()}), "v.d.ts", Options()).model
    assert model is not None
    return model


def _compiled(text: str, *targets: str) -> Result:
    options = Options(targets=targets) if targets else Options()
    return compile_spec(MemoryFiles({"v.d.ts": text.encode()}), "v.d.ts", options)


def test_an_instance_is_lifted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    lifted = 0
    lift = TypeLifter._lifted

    def counted(self: TypeLifter, *given: object) -> object:
        nonlocal lifted
        lifted += 1
        return lift(self, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(TypeLifter, "_lifted", counted)
    model = _model(vocabulary(100))
    properties = sum(len(d.properties) for d in model.declarations if isinstance(d, Interface))
    assert properties > 100 * PROPERTIES
    assert lifted < 3 * properties, "a look at each property, and few for the types of all"


def test_what_stands_in_many_places_has_a_name() -> None:
    """A large instance that many classes have is one declaration, which they refer to."""
    model = _model(vocabulary(100))
    aliases = {d.id.path[0]: d for d in model.declarations if isinstance(d, Alias)}
    assert {"Value", "Thing"} == set(aliases)
    types = {
        item.type
        for d in model.declarations
        if isinstance(d, Interface) and d.id.path[0].startswith("C")
        for item in d.properties
    }
    assert sum(isinstance(type_, Ref) for type_ in types) == PROPERTIES
    assert not any(isinstance(type_, Union) for type_ in types)
    few = _model(vocabulary(5))
    assert [d.id.path[0] for d in few.declarations if isinstance(d, Alias)] == ["Thing"]


def test_a_type_is_lowered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    def unions(classes: int) -> int:
        count = 0
        union = Lowering._union

        def counted(self: Lowering, type_: object) -> object:
            nonlocal count
            count += 1
            return union(self, type_)  # type: ignore[arg-type]

        with monkeypatch.context() as patch:
            patch.setattr(Lowering, "_union", counted)
            _compiled(vocabulary(classes), "dataclasses")
        return count

    assert unions(80) <= unions(40) + 10, "more classes are no more unions"


def test_the_shapes_of_twice_the_classes_are_twice_the_text() -> None:
    sizes = [
        len(_compiled(vocabulary(classes), "dataclasses").files["v/_schema.py"])
        for classes in (60, 120, 240)
    ]
    assert sizes[2] - sizes[1] < 2.3 * (sizes[1] - sizes[0]), sizes


@pytest.mark.parametrize("fewest", [20, at_night(pytest.param(40))])
@pytest.mark.parametrize("target", ["dataclasses", "typeddicts", "docs"])
def test_twice_the_classes_take_twice_the_steps(target: str, fewest: int) -> None:
    _compile_here(vocabulary(1), target)  # What is imported or worked out once is not counted.
    steps = [
        calls_of(lambda classes=classes: _compile_here(vocabulary(classes), target))
        for classes in (fewest, 2 * fewest, 4 * fewest)
    ]
    # A sample looks at each member of a union of all classes, which is a small part of the steps.
    most = 2.8 if target == "docs" else 2.5
    assert steps[2] - steps[1] < most * (steps[1] - steps[0]), steps


def _compile_here(text: str, target: str) -> None:
    """`compile_spec` in this thread, whose calls are counted."""
    from realtime_codegen import pipeline

    options = Options(targets=(target,))
    pipeline._compile_spec(MemoryFiles({"v.d.ts": text.encode()}), "v.d.ts", options)


def test_shared_parts_decode(tmp_path: Path) -> None:
    result = _compiled(vocabulary(60))
    package = import_package(tmp_path, result.files, "v")
    try:
        value = {"@type": "C7", "p1": [{"@type": "Role2", "p1": {"@type": "C9"}}, "text"]}
        nested = package.decode_thing(value, strict=True)
        assert type(nested).__name__ == "C7"
        role = nested.p1[0]
        assert type(role).__name__.startswith("Role2")
        assert type(role.p1).__name__ == "C9"
        assert package.to_dict(nested) == value
        with pytest.raises(package.DecodeError):
            package.decode_thing({"@type": "C7", "p1": [{"@type": "Role2"}]}, strict=True)
    finally:
        for name in [name for name in sys.modules if name == "v" or name.startswith("v.")]:
            del sys.modules[name]


def test_a_root_is_written_out_before_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a warning advises helps: the root has its types where a whole spec has too many."""
    monkeypatch.setattr(budget, "MOST_COPIED", 600)
    text = vocabulary(40)
    last = '\nexport interface Wanted extends Shared { "@type": "Wanted" }'
    whole = load_model(MemoryFiles({"v.d.ts": (text + last).encode()}), "v.d.ts", Options())
    assert any("--root" in (diagnostic.advice or "") for diagnostic in whole.diagnostics)
    assert "Opaque" in _declared(whole.model, "Wanted")
    options = Options(roots=("Want*",))
    part = load_model(MemoryFiles({"v.d.ts": (text + last).encode()}), "v.d.ts", options)
    assert "Opaque" not in _declared(part.model, "Wanted")


def _declared(model: Model | None, *names: str) -> str:
    assert model is not None
    declared = [d for d in model.declarations if str(d.id) in names]
    assert len(declared) == len(names)
    return repr(declared)


def test_the_instances_of_a_generic_type_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those beyond the budget are Any, with one warning at the generic type; the rest stands."""
    monkeypatch.setattr(growth, "MOST_OF_INSTANCES", 30)
    monkeypatch.setattr(growth, "BYTES_OF_AN_INSTANCE", 10**6)
    text = vocabulary(10, properties=40)
    loaded = load_model(MemoryFiles({"v.d.ts": text.encode()}), "v.d.ts", Options())
    assert loaded.model is not None
    written = Counter(d.id.path[0] for d in loaded.model.declarations if isinstance(d, Interface))
    properties = 3  # "@id", "@type", and the one of the argument.
    assert [written[f"Role{n}"] for n in range(ROLES)] == [30 // properties] * ROLES
    assert sum(written[f"C{n}"] for n in range(10)) == 10
    assert "it has too many instances" in repr(loaded.model)
    diagnostics = [d for d in loaded.diagnostics if d.code == "RC206"]
    assert [d.span.line for d in diagnostics if d.span is not None] == [2, 3, 4, 5]
    assert all("has too many instances" in d.message for d in diagnostics)
    assert not any(isinstance(d, Opaque) for d in loaded.model.declarations)
