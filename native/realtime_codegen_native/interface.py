"""The interface of packages to the core: the names of their runtime that it reads.

Every package has a runtime of its own, which may be older or younger than the core. `ABI`
stands for all that is here, for the attributes of shapes, and for what the types of the core
take. A change of any of them is a new number, but for one that no release has had yet;
`AGREED` has what the last one stands for. What
the functions do is said in the runtime. Nothing here is needed when the core runs.
"""
# ruff: noqa: D102

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    # The runtime that is made with this core. At run time it is that of any package.
    from realtime_codegen.runtime import _runtime as rt, _shapes as sh

    Reader = rt.Reader
    Shape = sh.Shape
    Shapes = sh.Shapes

AGREED = (9, "b84b740868f40c43")
"""The number, and the digest of what it stands for: `tests/native/test_interface.py`."""


class Codec(Protocol):
    """A codec of a package, as far as the core asks it."""

    shapes: Shapes
    declared: dict[str, str]

    @property
    def unions(self) -> Any: ...  # A `UnionsModule`, or None.

    choose: Callable[[Shapes, tuple[Shape, ...], Mapping[int, Reader], type[Any]], Reader]

    def class_of(self, name: str) -> Any: ...
    def fields_of(self, name: str) -> Mapping[str, str]: ...
    def reader(self, shape: Shape) -> Reader: ...
    def check(self, shape: Shape) -> Callable[[Any], bool]: ...


class ShapesModule(Protocol):
    """The module `_shapes`: the kinds of shapes, and what is to be seen in one."""

    AnyOf: type[sh.AnyOf]
    ByKeys: type[sh.ByKeys]
    Constant: type[sh.Constant]
    Kind: type[sh.Kind]
    ListOf: type[sh.ListOf]
    MapOf: type[sh.MapOf]
    Named: type[sh.Named]
    Object: type[sh.Object]
    Pattern: type[sh.Pattern]
    Tagged: type[sh.Tagged]
    TupleOf: type[sh.TupleOf]

    MISSING: Any
    NULL_TAG: Any

    def but_for_scalars(self, shape: sh.AnyOf) -> Shape | None: ...
    def holds_class(
        self, shapes: Shapes, shape: Shape, known: dict[str, bool] | None = ...
    ) -> bool: ...
    def is_loose(self, shape: Shape) -> bool: ...
    def last_name(self, shapes: Shapes, shape: sh.Named) -> sh.Named: ...
    def resolved(self, shapes: Shapes, shape: Shape) -> Shape: ...
    def tag_key(self, value: Any) -> Any: ...
    def tag_literal(self, key: Any) -> sh.Scalar: ...
    def variants(self, shapes: Shapes, shape: Shape) -> Iterator[Shape]: ...


class RuntimeModule(Protocol):
    """The module `_runtime`."""

    UNSET: Any
    UnknownEvent: Any


class CompileModule(Protocol):
    """The module `_compile`."""

    def declared_texts(self, shapes: Shapes, shape: Shape) -> tuple[str, ...]: ...
    def leading_fields(self, shape: sh.Object) -> set[str]: ...


class UnionsModule(Protocol):
    """The module `_unions`: what decides which member of a union a value is read as."""

    def array_members(self, shapes: Shapes, members: tuple[Shape, ...]) -> tuple[Shape, ...]: ...
    def object_member(self, shapes: Shapes, members: tuple[Shape, ...]) -> Shape | None: ...


class UnsetModule(Protocol):
    """The module `_unset`."""

    def advise_yaml(self, cls: type[Any]) -> None: ...
