"""Generic types of the library with the wrong number of type arguments are Any, and told."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Final

import pytest

from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.text.source import DiskFiles
from tests.oracle.beside import model_beside, of_values
from tests.oracle.typescript import ask
from tests.tools.night import share
from tests.tools.node import require_node

_GENERIC: Final = (
    *("Array", "ReadonlyArray", "Promise", "PromiseLike", "Map", "ReadonlyMap", "Set", "WeakMap"),
    *("WeakSet", "ReadonlySet", "ArrayLike", "WeakRef", "Readonly", "NoInfer", "Partial", "Record"),
    *("Exclude", "Awaited", "ReturnType"),
)
_GIVEN: Final = ("", "<any, 2>", "<any>", "<any, any, 3>", "", "")
_FORMS: Final = ("{0}", "{{ a: {0} }}", "{0}[]", "[{0}, 1]", "{0} | 1", "{{ a?: {0} }}")
_HEIRS: Final = """
declare class List extends Array { own: 1 }
declare class Names extends Map { own: 1 }
declare class Some extends Set { own: 1 }
declare class Weak extends WeakMap { own: 1 }
"""
_OF_HEIRS: Final = (
    *("List[number]", "List", "Names extends Map<infer K, infer V> ? [K, V] : 0", "Names['own']"),
    *("Some extends Set<infer E> ? [E] : 0", "Weak['own']", "List extends 1[] ? 1 : 0"),
)


@pytest.mark.network
def test_a_wrong_number_of_arguments_is_any_and_told(tmp_path: Path) -> None:
    """Law: what the compiler refuses is Any with a warning; a class may extend a list of any."""
    require_node()
    rand = random.Random("arity")
    types = list(_OF_HEIRS)
    names = [""] * len(types)
    for _ in range(share(1000, 10)):
        names.append(rand.choice(_GENERIC))
        types.append(rand.choice(_FORMS).format(names[-1] + rand.choice(_GIVEN)))
    lines = [f"  p{number}: {type_};" for number, type_ in enumerate(types)]
    path = tmp_path / "input.d.ts"
    path.write_text("\n".join(["export interface Values {", *lines, "}", _HEIRS]), encoding="utf-8")
    (oracle,) = ask([path], errors=True)
    loaded = load_model(DiskFiles(tmp_path), "input.d.ts", Options())
    assert loaded.model is not None
    wrong = [str(one) for one in of_values(model_beside(loaded.model, oracle))]
    assert not wrong, "\n".join([f"{len(wrong)} of {len(types)}", *wrong[:40]])
    # What is said of many places is said once.
    told = {item.message.split("'")[1] for item in loaded.diagnostics if item.code == "RC202"}
    refused = {names[line - 2] for line in oracle.erring}
    assert told == refused
    assert len(refused) > len(_GENERIC) / 2
