"""Messages that fit shapes, nearly fit, or are as servers send them, as strategies.

Hypothesis is handed in as the module `hypothesis.strategies`, so that nothing here needs it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, Literal, TypeAlias, cast

from . import _shapes as sh
from ._ranks import is_finite, rank_of, ranks_of
from ._strict import Walk
from ._tags import with_tag

MessageKind: TypeAlias = Literal["valid", "nearly", "lenient"]
"""The form of messages.

`valid`: strict decoding takes them. `nearly`: valid but for up to three changes somewhere, so
that some are valid still. `lenient`: as servers send them and reading takes them, with fields
that are not declared, null for any optional field, and tags that nobody declared.
"""

_DEEPEST: Final = 6  # Inside of as many declarations, values are as small as can be.
_CHANGES: Final = 3
_NEW_NAMES: Final = ("", "new", "x-new", "type", "id")


class Strategies:
    """Makes the strategies of one spec. `shapes` has the shapes of declarations by name.

    `st` is the module `hypothesis.strategies`.
    """

    def __init__(self, st: Any, shapes: sh.Shapes) -> None:
        self.shapes = shapes
        self._st = st
        self._ranks = ranks_of(shapes)
        self._made: dict[tuple[str, int, bool], Any] = {}
        scalars = st.none() | st.booleans() | self._numbers() | st.text(max_size=8)
        self._json = st.recursive(
            scalars,
            partial(_containers, st),
            max_leaves=6,
        )

    def messages(self, name: str, kind: MessageKind = "valid") -> Any:
        """The strategy of the messages of a declaration, as JSON data.

        Raises KeyError for an unknown name, ValueError for a declaration without any
        finite value.
        """
        if name not in self.shapes:
            raise KeyError(name)
        if name not in self._ranks:
            raise ValueError(f"no finite value exists of {name}")
        valid = self._of(sh.Named(name), 0, kind == "lenient")
        if kind == "nearly":
            return self._changed(valid)
        return valid

    # ------------------------------------------------------------------- by shape

    def _of(self, shape: sh.Shape, depth: int, loose: bool) -> Any:
        st = self._st
        if isinstance(shape, sh.Named):
            return self._named(shape.name, depth, loose)
        if isinstance(shape, sh.Kind):
            return self._kind(shape)
        if isinstance(shape, sh.Constant):
            return st.sampled_from([v for v in shape.values if is_finite(v)])
        if isinstance(shape, sh.Pattern):
            return self._pattern(shape)
        if isinstance(shape, sh.ListOf):
            most = 0 if self._ends(shape.element, depth) else 2
            return st.lists(self._of_part(shape.element, depth, loose), max_size=most)
        if isinstance(shape, sh.MapOf):
            if self._ends(shape.value, depth):
                return st.just({})
            value = self._of_part(shape.value, depth, loose)
            return st.dictionaries(st.text(max_size=8), value, max_size=2)
        if isinstance(shape, sh.TupleOf):
            return self._tuple(shape, depth, loose)
        if isinstance(shape, sh.Object):
            return self._object(shape, depth, loose)
        if isinstance(shape, sh.Tagged):
            return self._tagged(shape, depth, loose)
        return st.one_of(
            *(self._of(m, depth, loose) for m in self._members(shape, depth))
        )

    def _of_part(self, shape: sh.Shape, depth: int, loose: bool) -> Any:
        """The strategy of a part that may be left out; of one without values, nothing."""
        if self._rank_of(shape) is None:
            return self._st.nothing()
        return self._of(shape, depth, loose)

    def _named(self, name: str, depth: int, loose: bool) -> Any:
        inner = min(depth + 1, _DEEPEST + 1)
        key = name, inner, loose
        if key not in self._made:
            # Hypothesis wants a plain function.
            self._made[key] = self._st.deferred(
                lambda: self._of(self.shapes[name], inner, loose)
            )
        return self._made[key]

    def _kind(self, kind: sh.Kind) -> Any:
        st = self._st
        if kind == sh.TEXT:
            return st.text(max_size=12)
        if kind == sh.NUMBER:
            return self._numbers()
        if kind == sh.INTEGER:
            return st.integers()
        if kind == sh.BOOLEAN:
            return st.booleans()
        if kind == sh.NULL:
            return st.none()
        if kind == sh.CONTAINER:
            some = st.lists(self._json, max_size=3)
            return some | st.dictionaries(st.text(max_size=8), self._json, max_size=3)
        if kind == sh.DEFINED:
            return self._json.filter(_is_defined)
        return self._json if kind == sh.ANYTHING else st.nothing()

    def _numbers(self) -> Any:
        st = self._st
        floats = st.floats(allow_nan=False, allow_infinity=False)
        return st.integers(-5, 5) | st.integers() | floats

    def _pattern(self, pattern: sh.Pattern) -> Any:
        st = self._st
        holes: Mapping[str, Any] = {
            "number": st.integers().map(str) | st.sampled_from(("1.5", "0x1f", "1e3")),
            "integer": st.integers().map(str),
            "boolean": st.sampled_from(("true", "false")),
            "null": st.just("null"),
            "never": st.nothing(),
        }
        parts = [
            holes.get(text, st.text(max_size=4)) if is_hole else st.just(text)
            for text, is_hole in pattern.parts
        ]
        return st.tuples(*parts).map("".join).filter(pattern.allows)

    def _tuple(self, shape: sh.TupleOf, depth: int, loose: bool) -> Any:
        st = self._st
        lengths = range(shape.required, len(shape.items) + 1)
        if self._is_deep(depth):
            lengths = range(shape.required, shape.required + 1)
        rest = st.just([])
        if shape.rest is not None and not self._ends(shape.rest, depth):
            rest = st.lists(self._of_part(shape.rest, depth, loose), max_size=2)
        after = st.tuples(*(self._of(item, depth, loose) for item in shape.after))
        options: list[Any] = []
        for length in lengths:
            items = [self._of_part(item, depth, loose) for item in shape.items[:length]]
            # Items after the optional ones exist only where all optional ones do.
            is_whole = length == len(shape.items)
            parts = st.tuples(
                st.tuples(*items), rest if is_whole else st.just([]), after
            )
            options.append(parts.map(_joined))
        return st.one_of(*options)

    def _object(self, shape: sh.Object, depth: int, loose: bool) -> Any:
        st = self._st
        required = {
            name: self._of(field, depth, loose)
            for name, field in shape.required.items()
        }
        optional: dict[str, Any] = {}
        for name, field in shape.optional.items():
            if not self._ends(field, depth):
                value = self._of_part(field, depth, loose)
                optional[name] = value | st.none() if loose else value
        fields = st.fixed_dictionaries(required, optional=optional)
        declared = {*shape.required, *shape.optional}
        others = self._others(shape, depth, loose, declared)
        if others is None:
            return fields
        return st.builds(_merged, others, fields)

    def _others(
        self, shape: sh.Object, depth: int, loose: bool, declared: set[str]
    ) -> Any:
        """The strategy of fields that are not declared; None where there are none."""
        st = self._st
        new = st.sampled_from(_NEW_NAMES) | st.text(max_size=8)
        names = new.filter(partial(_is_none_of, declared))
        if shape.extra is not None and not self._ends(shape.extra, depth):
            value = self._of_part(shape.extra, depth, loose)
            if isinstance(shape.names, sh.Pattern):
                pattern = self._pattern(shape.names)
                names = pattern.filter(partial(_is_none_of, declared))
            return st.dictionaries(names, value, max_size=2)
        if loose and shape.extra is None:
            return st.dictionaries(names, self._json, max_size=2)
        return None

    def _tagged(self, union: sh.Tagged, depth: int, loose: bool) -> Any:
        st = self._st
        keys = union.branches.items()
        ways: list[tuple[int, Any]] = []
        for key, shape in keys:
            rank = self._rank_of(shape)
            if rank is not None:
                has_tag = partial(_with_tag, union.path, sh.tag_literal(key))
                ways.append((rank, self._of(shape, depth, loose).map(has_tag)))
        for end in (union.absent, union.other):
            rank = None if end is None else self._rank_of(end)
            if end is not None and rank is not None:
                walk_ends = self._fitting(union)
                value = self._of(end, depth, loose)
                ways.append((rank, value if loose else value.filter(walk_ends)))
        if self._is_deep(depth):
            least = min(rank for rank, _ in ways)
            ways = [way for way in ways if way[0] == least]
        if loose and not self._is_deep(depth):
            known = {key for key in union.branches if isinstance(key, str)}
            tag = st.text(max_size=12).filter(partial(_is_none_of, known))
            has_tag = partial(_with_tag, union.path)
            ways.append((0, st.builds(has_tag, tag, st.just({}))))
        return st.one_of(*(way for _, way in ways))

    def _fitting(self, shape: sh.Shape) -> Callable[[Any], bool]:
        return lambda value: Walk(self.shapes).find(shape, value) is None

    def _members(self, union: sh.AnyOf | sh.ByKeys, depth: int) -> list[sh.Shape]:
        ranked = [(self._rank_of(member), member) for member in union.members]
        known = [(rank, member) for rank, member in ranked if rank is not None]
        if not self._is_deep(depth):
            return [member for _, member in known]
        least = min(rank for rank, _ in known)
        return [member for rank, member in known if rank == least]

    # -------------------------------------------------------------------- changes

    def _changed(self, values: Any) -> Any:
        """The strategy of values with up to three of their parts changed."""
        st = self._st

        def change(draw: Callable[[Any], Any], values: Any) -> Any:
            value = draw(values)
            for _ in range(draw(st.integers(1, _CHANGES))):
                value = self._change(draw, value)
            return value

        return st.composite(change)(values)

    def _change(self, draw: Callable[[Any], Any], value: Any) -> Any:
        """A value with one thing changed, here or further in; what it was stays as it is."""
        st = self._st
        inner = [(key, part) for key, part in _items(value) if _items(part)]
        if inner and draw(st.booleans()):
            key, part = draw(st.sampled_from(inner))
            return _with(value, key, self._change(draw, part))
        if isinstance(value, list):
            elements: list[Any] = cast(Any, value)
            if elements and draw(st.booleans()):
                place = draw(st.integers(0, len(elements) - 1))
                return _with(elements, place, draw(self._json))
            return [*elements, draw(self._json)]
        if not isinstance(value, dict):
            return draw(self._json)
        fields: dict[str, Any] = cast(Any, value)
        names = [*fields, *_NEW_NAMES]
        name = draw(st.sampled_from(names) | st.text(max_size=8))
        if draw(st.booleans()):
            return {key: part for key, part in fields.items() if key != name}
        return {**fields, name: draw(st.none() | self._json)}

    # ---------------------------------------------------------------------- sizes

    def _is_deep(self, depth: int) -> bool:
        return depth > _DEEPEST

    def _ends(self, shape: sh.Shape, depth: int) -> bool:
        """Whether a value that nothing requires is left out, or has no finite value."""
        if self._rank_of(shape) is None:
            return True
        return self._is_deep(depth) and _names_any(shape)

    def _rank_of(self, shape: sh.Shape) -> int | None:
        return rank_of(shape, self._ranks)


def _names_any(shape: sh.Shape) -> bool:
    """Whether a shape has the name of a declaration in it."""
    return isinstance(shape, sh.Named) or any(map(_names_any, sh.parts(shape)))


def _with_tag(
    path: sh.TagPath, literal: sh.Scalar, value: dict[str, Any]
) -> dict[str, Any]:
    return with_tag(value, path, literal)


def _items(value: Any) -> list[tuple[Any, Any]]:
    if isinstance(value, dict):
        fields: dict[Any, Any] = cast(Any, value)
        return list(fields.items())
    if isinstance(value, list):
        elements: list[Any] = cast(Any, value)
        return list(enumerate(elements))
    return []


def _containers(st: Any, inner: Any) -> Any:
    fields = st.dictionaries(st.text(max_size=8), inner, max_size=3)
    return st.lists(inner, max_size=3) | fields


def _is_defined(value: Any) -> bool:
    return value is not None


def _is_none_of(names: set[str], name: str) -> bool:
    return name not in names


def _joined(parts: tuple[Any, ...]) -> list[Any]:
    return [item for part in parts for item in part]


def _merged(more: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    return {**more, **known}


def _with(value: Any, key: Any, part: Any) -> Any:
    """A copy of an object or array with another part at a place."""
    copy = value.copy()
    copy[key] = part
    return copy
