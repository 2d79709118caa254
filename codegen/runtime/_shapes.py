"""Shapes: what a value may be on the wire, as data, from which all else follows.

A shape is not changed after it is made, and compares by its data.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final, Protocol, TypeAlias, Union, cast

Scalar: TypeAlias = Union[str, int, float, bool, None]
"""A value that a literal type, or null, can name."""

TagPath: TypeAlias = tuple[str, ...]
"""The keys that lead from an object to its tag."""


class _Data:
    """Equality and text of a shape."""

    __slots__: tuple[str, ...] = ()
    __match_args__: tuple[str, ...] = ()

    def __eq__(self, other: object) -> bool:
        return self.__class__ is other.__class__ and repr(self) == repr(other)

    def __hash__(self) -> int:
        return hash(repr(self))

    def __repr__(self) -> str:
        values = (f"{name}={getattr(self, name)!r}" for name in self.__match_args__)
        return f"{type(self).__name__}({', '.join(values)})"


class Kind(_Data):
    """Any value of one JSON kind, known by its Python types."""

    __slots__ = __match_args__ = ("name", "types")

    def __init__(self, name: str, *types: type[Any]) -> None:
        self.name = name
        self.types = types


class Constant(_Data):
    """One of some literal values; `true`, `1` and `"1"` are three."""

    __slots__ = ("_keys", "values")
    __match_args__ = ("values",)

    def __init__(self, *values: Scalar) -> None:
        self.values = values
        self._keys: frozenset[Any] | None = None

    def has(self, value: Any) -> bool:
        if self._keys is None:
            self._keys = frozenset(map(tag_key, self.values))
        return tag_key(value) in self._keys


class Template(Protocol):
    """The test for the texts of a template literal type, in linear time.

    Each part is a text and whether it is a hole, of which it names the kind of value.
    """

    @property
    def parts(self) -> tuple[tuple[str, bool], ...]: ...
    def allows(self, text: str, /) -> bool: ...


class Pattern(_Data):
    """A string that a template literal type allows; `text` is as TypeScript writes it."""

    __slots__ = ("allows", "parts", "text")
    __match_args__ = ("text", "parts")

    def __init__(self, text: str, template: Template) -> None:
        self.text = text
        self.parts = template.parts
        self.allows = template.allows


class ListOf(_Data):
    """An array, each element of one shape."""

    __slots__ = __match_args__ = ("element",)

    def __init__(self, element: Shape) -> None:
        self.element = element


class TupleOf(_Data):
    """An array of `items`, of which the first `required` must be there, `rest` and `after`."""

    __slots__ = __match_args__ = ("items", "required", "rest", "after")

    def __init__(
        self,
        *items: Shape,
        required: int,
        rest: Shape | None = None,
        after: tuple[Shape, ...] = (),
    ) -> None:
        self.items = items
        self.required = required
        self.rest = rest
        self.after = after


class MapOf(_Data):
    """An object with any keys, each value of one shape."""

    __slots__ = __match_args__ = ("value",)

    def __init__(self, value: Shape) -> None:
        self.value = value


class Object(_Data):
    """An object with declared fields, by their names on the wire.

    `extra` is the declared shape of other fields, `names` that of the names it counts for.
    """

    __slots__ = __match_args__ = ("required", "optional", "extra", "names")

    def __init__(
        self,
        required: Mapping[str, Shape],
        optional: Mapping[str, Shape],
        extra: Shape | None = None,
        names: Shape | None = None,
    ) -> None:
        self.required = required
        self.optional = optional
        self.extra = extra
        self.names = names


class Named(_Data):
    """The shape of a declaration; an interface has an `Object`, which is read as its class."""

    __slots__ = __match_args__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class AnyOf(_Data):
    """A union."""

    __slots__ = __match_args__ = ("members",)

    def __init__(self, *members: Shape) -> None:
        self.members = members


class Tagged(_Data):
    """The object members of a union, told apart by the literal at a path.

    `branches` has the way on by `tag_key` of the literal or null. `absent` is the way on
    where nothing is there, or a null without a branch, `other` where the value is none of
    the literals: any, or of one of the shapes `other_tags`, if there are any.
    """

    __slots__ = __match_args__ = ("path", "branches", "absent", "other", "other_tags")

    def __init__(
        self,
        path: TagPath,
        branches: Iterable[tuple[Scalar, Shape]],
        absent: Shape | None = None,
        other: Shape | None = None,
        other_tags: tuple[Shape, ...] = (),
    ) -> None:
        self.path = path
        self.branches = {tag_key(value): shape for value, shape in branches}
        self.absent = absent
        self.other = other
        self.other_tags = other_tags

    def branch(self, value: Any) -> Shape | None:
        """The way on for what `tag_at` finds; None if only `other` is left."""
        is_absent = value is None or value is MISSING
        return self.branches.get(tag_key(value), self.absent if is_absent else None)

    def is_for_others(self, tag: Any) -> bool:
        """Whether `other` is for a value that is none of the literals."""
        if self.other is None or not self.other_tags:
            return self.other is not None
        kinds = (Constant, Pattern)
        tags = (shape for shape in self.other_tags if isinstance(shape, kinds))
        return any(is_one(shape, tag) for shape in tags)


class ByKeys(_Data):
    """The object members of a union that no tag tells apart: their fields have to."""

    __slots__ = __match_args__ = ("members",)

    def __init__(self, *members: Shape) -> None:
        self.members = members


NULL_TAG: Final = ("null", None)  # The `tag_key` of null.

Leaf: TypeAlias = Union[Kind, Constant, Pattern]
Array: TypeAlias = Union[ListOf, TupleOf]
Shape: TypeAlias = Union[Leaf, Array, MapOf, Object, Named, AnyOf, Tagged, ByKeys]
Shapes: TypeAlias = Mapping[str, Shape]
"""The shape of each declaration by its name."""

TEXT: Final = Kind("string", str)
NUMBER: Final = Kind("number", int, float)
INTEGER: Final = Kind("integer", int)
BOOLEAN: Final = Kind("boolean", bool)
NULL: Final = Kind("null", type(None))
ANYTHING: Final = Kind("anything", object)
NOTHING: Final = Kind("nothing")
CONTAINER: Final = Kind("an array or object", dict, list)
DEFINED: Final = Kind("anything but null", str, int, float, bool, dict, list)


def is_one(shape: Leaf, value: Any) -> bool:
    if isinstance(shape, Kind):
        if isinstance(value, bool) and bool not in shape.types:
            return object in shape.types
        return isinstance(value, shape.types)
    if isinstance(shape, Pattern):
        return isinstance(value, str) and shape.allows(value)
    return shape.has(value)


MISSING: Final = object()  # What `tag_at` finds where nothing is, not even null.


def tag_at(data: Mapping[str, Any], path: TagPath) -> Any:
    """The value at a path; `MISSING` if it, or an object on the way, is missing."""
    value: Any = data
    for key in path:
        if not isinstance(value, dict):
            return MISSING
        value = cast("dict[str, Any]", value).get(key, MISSING)
    return value


def tag_key(value: Any) -> Any:
    """The key of a tag, or `MISSING`, in a table: `1` is `1.0`, not `true`. None for others."""
    if value is None:
        return NULL_TAG
    if isinstance(value, bool):
        return ("boolean", value)
    if isinstance(value, (int, float)):
        return ("number", value)
    return value if isinstance(value, str) or value is MISSING else None


def tag_literal(key: Any) -> Scalar:
    """The literal, or null, that has a key."""
    return cast("Scalar", key if isinstance(key, str) else key[1])


def resolved(shapes: Shapes, shape: Shape) -> Shape:
    """A shape or, for a name, the shape of its declaration, through names of names."""
    while isinstance(shape, Named):
        shape = shapes[shape.name]
    return shape


def last_name(shapes: Shapes, shape: Named) -> Named:
    """The last of a chain of names."""
    while isinstance(target := shapes[shape.name], Named):
        shape = target
    return shape


def variants(shapes: Shapes, shape: Shape) -> Iterator[Shape]:
    """The members of unions, through names, each once; an `Object` as the `Named` to it."""
    seen: set[str | int] = set()
    stack = [shape]
    while stack:
        current = stack.pop()
        key = current.name if isinstance(current, Named) else id(current)
        if key in seen:
            continue
        seen.add(key)
        if isinstance(current, Named) and not isinstance(shapes[current.name], Object):
            stack.append(shapes[current.name])
        elif isinstance(current, (AnyOf, ByKeys, Tagged)):
            stack.extend(reversed(parts(current)))
        else:
            yield current


def parts(shape: Shape) -> tuple[Shape, ...]:
    """The shapes that a shape is made of; a name is not followed."""
    if isinstance(shape, (ListOf, MapOf)):
        return (shape.element if isinstance(shape, ListOf) else shape.value,)
    if isinstance(shape, (AnyOf, ByKeys)):
        return shape.members
    places: tuple[Shape | None, ...] = ()
    if isinstance(shape, TupleOf):
        places = (*shape.items, shape.rest, *shape.after)
    elif isinstance(shape, Object):
        fields = (*shape.required.values(), *shape.optional.values())
        places = (*fields, shape.extra, shape.names)
    elif isinstance(shape, Tagged):
        places = (*shape.branches.values(), shape.absent, shape.other)
    return tuple(filter(None, places))


def holds_class(
    shapes: Shapes, shape: Shape, known: dict[str, bool] | None = None
) -> bool:
    """Whether a value of a shape is, or has in it, an object that is read as a class.

    `known` keeps the answers for names, which are looked into once.
    """
    known = {} if known is None else known
    above: dict[str, str | None] = {}  # In which name a name was met first.
    stack: list[tuple[Shape, str | None]] = [(shape, None)]
    while stack:
        current, name = stack.pop()
        if not isinstance(current, Named):
            stack += [(part, name) for part in parts(current)]
            continue
        target = shapes[current.name]
        if isinstance(target, Object) or known.get(current.name):
            while name is not None:
                known[name] = True
                name = above[name]
            return True
        if current.name not in above and current.name not in known:
            above[current.name] = name
            stack.append((target, current.name))
    known.update(dict.fromkeys(above, False))
    return False


def is_loose(shape: Shape) -> bool:
    """Whether any object is of a shape, and none becomes a class by it."""
    return isinstance(shape, Kind) and (dict in shape.types or object in shape.types)


def but_for_scalars(shape: AnyOf) -> Shape | None:
    """The only member of a union that is no scalar, such as null."""
    scalars = (Kind, Constant, Pattern)
    others = [m for m in shape.members if not isinstance(m, scalars) or is_loose(m)]
    return others[0] if len(others) == 1 and not is_loose(others[0]) else None
