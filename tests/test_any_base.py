"""A class that extends a constant of any type has all properties, of any type."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.oracle.beside import values_beside, wrong_types
from tests.tools.node import require_node

_BEFORE = """
declare const Base: any;
declare class Bare extends Base { }
declare class Own extends Base { a: 1 }
declare class Generic extends Base<string> { a: 1 }
declare class Heir extends Own { b: 1 }
interface Inner extends Own { b: 2 }
declare class Plain { a: 1 }
"""
_NAMES = ("Bare", "Own", "Generic", "Heir", "Inner", "Plain")
_FORMS = ("{0}", "keyof {0}", "Partial<{0}>", "{{ a: 1 }} extends {0} ? 1 : 2")
_TYPES = (
    *(text.format(name) for name in _NAMES for text in _FORMS),
    *("Bare['x']", "Own['x']", "Own['a']", "Heir['x']", "Inner['x']", "InstanceType<typeof Own>"),
)


@pytest.mark.network
def test_a_class_of_an_unknown_base_has_all_properties(tmp_path: Path) -> None:
    """It has an index signature, which its heirs have as well."""
    require_node()
    wrong = wrong_types(values_beside(tmp_path, _BEFORE, _TYPES), _TYPES)
    assert not wrong, "\n".join([f"{len(wrong)} of {len(_TYPES)}", *wrong])
