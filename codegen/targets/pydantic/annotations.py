"""Spell shapes as annotations of pydantic models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import field
from typing import Final, TypeAlias, assert_never

from ...model import Literal as LiteralType
from ...python.identifiers import unused
from ...python.spelling import literal_value
from ...python.tree import (
    NONE,
    Attribute,
    Call,
    Either,
    Expression,
    Name,
    Quoted,
    String,
    Subscript,
    tuple_of,
)
from ...runtime import _shapes as sh
from ...runtime._members import OTHER, unknown_names
from ...text.records import dataclass

__all__ = ["ANNOTATED", "PYDANTIC", "TYPE_ALIAS", "Annotations", "of_pydantic"]

PYDANTIC: Final = Name("_p")
"""The name `pydantic`, which the template imports."""

ANNOTATED: Final = Name("_Annotated", "typing", "Annotated")
TYPE_ALIAS: Final = Name("_TypeAlias", "typing", "TypeAlias")
_NOTHING: Final = Name("_Nothing")
_Place: TypeAlias = tuple[int, bool, frozenset[str], frozenset[str]]
"""The `id()` of a union, and what its annotation depends on: opened, shadowed, quoted."""

_STRICT: Final = {"string": "StrictStr", "integer": "StrictInt", "boolean": "StrictBool"}


def of_pydantic(name: str) -> Attribute:
    """A name of pydantic."""
    return Attribute(PYDANTIC, name)


@dataclass
class Annotations:
    """Spells shapes.

    `shapes` are those of the declarations, by name. `shadowed` are the names that fields of the
    current class hide, which are spelled with a leading underscore; `aliased` are the declarations
    where that happened. `unions` has each union that is discriminated by contents, with its number.
    `opened` says that members of an alias are spelled in place of its name. A union of objects in
    these members has an alias of its own, as the members of its members could be spelled without an
    end: `inner` has these unions by the name of that alias.
    """

    shapes: sh.Shapes
    shadowed: frozenset[str] = frozenset()
    opened: bool = False
    aliased: set[str] = field(default_factory=set)
    unions: dict[str, tuple[int, sh.Shape]] = field(default_factory=dict)
    inner: dict[str, sh.Tagged | sh.ByKeys] = field(default_factory=dict)
    _inner_names: dict[str, str] = field(default_factory=dict)
    _used: dict[str, None] = field(default_factory=dict)
    _spelled: dict[_Place, tuple[sh.Shape, Expression, dict[str, None]]] = field(
        default_factory=dict
    )
    """Unions of objects, each with its annotation and the names in it; many places share one."""
    _quoted: frozenset[str] = frozenset()
    has_other_tags: bool = False
    has_paths: bool = False
    has_nothing: bool = False
    has_kept: bool = False

    def alias(
        self, name: str, quoted: frozenset[str] = frozenset()
    ) -> tuple[Expression, tuple[str, ...]]:
        """The annotation that an alias stands for, and the declarations and aliases that it names.

        The alias is a declaration, or that of a union in `inner`. It quotes the aliases that may be
        defined after it.
        """
        self._used.clear()
        self._quoted = quoted
        union = self.inner.get(name)
        spelled = self.of(self.shapes[name]) if union is None else self._discriminated(union)
        self._quoted = frozenset()
        return spelled, tuple(self._used)

    def of(self, shape: sh.Shape) -> Expression:
        """The annotation of a shape."""
        match shape:
            case sh.Kind():
                return self._kind(shape)
            case sh.Constant(values):
                return self._literals(values)
            case sh.Pattern():
                return of_pydantic("StrictStr")
            case sh.Named(name):
                return self._name(name)
            case sh.ListOf(element):
                return self.list(self.of(element))
            case sh.TupleOf(items, _, rest, after):
                inner = (*items, *([] if rest is None else [rest]), *after)
                return self.list(self.either(map(self.of, inner)) if inner else self.use("Any"))
            case sh.MapOf(value):
                return self.map(self.of(value))
            case sh.AnyOf(members):
                return self.either(map(self.of, members))
            case sh.Tagged() | sh.ByKeys():
                return self._objects(shape)
            case sh.Object():
                raise AssertionError("an object has the name of its declaration")
            case _:
                assert_never(shape)

    def hidden(self, name: str) -> str:
        """The alternative spelling of a shadowed declaration.

        It is none of the names that the module has for itself: none of these ends so. One
        underscore leads it: with two, Python reads another name in the body of a class.
        """
        return unused(f"_{name.lstrip('_')}_", self.shapes)

    def use(self, name: str, home: str = "typing") -> Name:
        """A name of the standard library."""
        if name not in self.shadowed:
            return Name(name, "" if home == "builtins" else home)
        return Name(unused(f"_{name}", self.shapes), home, name)

    def list(self, element: Expression) -> Expression:
        """A list of such elements."""
        return Subscript(self.use("list", "builtins"), (element,))

    def map(self, value: Expression) -> Expression:
        """An object with such values."""
        text = self.use("str", "builtins")
        return Subscript(self.use("dict", "builtins"), (text, value))

    def either(self, items: Iterable[Expression]) -> Expression:
        """Make a union of the distinct annotations, None last."""
        flat: list[Expression] = []
        for item in items:
            flat += item.items if isinstance(item, Either) else (item,)
        distinct = [item for item in dict.fromkeys(flat) if item not in (NONE, _NOTHING)]
        distinct += [NONE] if NONE in flat else []
        if not distinct:
            return self._kind(sh.NOTHING)
        if len(distinct) == 1:
            return distinct[0]
        quoted = any(isinstance(item, Quoted) for item in distinct)
        return Either(tuple(distinct), self.use("Union"), spelled_out=quoted)

    def _kind(self, kind: sh.Kind) -> Expression:
        if kind.name in _STRICT:
            return of_pydantic(_STRICT[kind.name])
        if kind == sh.NUMBER:
            # An integer must not become a float.
            return self.either([of_pydantic("StrictInt"), of_pydantic("StrictFloat")])
        if kind == sh.NULL:
            return NONE
        if kind == sh.CONTAINER:
            return self.either([self.map(self.use("Any")), self.list(self.use("Any"))])
        if kind == sh.NOTHING:
            self.has_nothing = True
            return _NOTHING
        return self.use("Any")

    def _literals(self, values: Iterable[sh.Scalar]) -> Expression:
        """The annotation of literals. A number without a literal type is any number."""
        literals = [_literal(value) for value in values]
        options: list[Expression] = []
        for kind in ("string", "number", "boolean"):
            spelled = [literal_value(literal) for literal in literals if literal.kind == kind]
            known = dict.fromkeys(item for item in spelled if item is not None)
            if known:
                option = Subscript(self.use("Literal"), tuple(known))
                options.append(option if kind == "string" else self._kept(option))
            if None in spelled:
                options.append(self._kind(sh.NUMBER))
        return self.either(options)

    def _kept(self, literals: Expression) -> Expression:
        """Literals that equal others in Python, such as `1` and `True`."""
        self.has_kept = True
        validator = Call(of_pydantic("WrapValidator"), (Name("_kept"),))
        return Subscript(ANNOTATED, (literals, validator))

    def _name(self, name: str) -> Expression:
        self._used[name] = None
        if name in self._quoted:
            return Quoted(Name(name))
        if name not in self.shadowed:
            return Name(name)
        self.aliased.add(name)
        return Name(self.hidden(name))

    def _objects(self, union: sh.Tagged | sh.ByKeys) -> Expression:
        """A union of objects: annotated with its discriminator, or the alias for that."""
        if not self.opened:
            return self._discriminated(union)
        key = repr(union)
        if key not in self._inner_names:
            name = unused(f"_Union{len(self.inner)}", self.shapes)
            self._inner_names[key] = name
            self.inner[name] = union
        return self._name(self._inner_names[key])

    def _discriminated(self, union: sh.Tagged | sh.ByKeys) -> Expression:
        key = id(union), self.opened, self.shadowed, self._quoted
        if key not in self._spelled:
            used, self._used = self._used, {}
            self._spelled[key] = union, self._chosen(union), self._used
            self._used = used
        _, annotation, named = self._spelled[key]
        self._used |= named
        return annotation

    def _chosen(self, union: sh.Tagged | sh.ByKeys) -> Expression:
        """The members of a union, with the function that chooses one."""
        members = list(self._members(union))
        members += (
            self._tagged(self._unknown(path), name)
            for name, path in unknown_names(self.shapes, union).items()
        )
        if len(members) == 1:
            return members[0]
        number, _ = self.unions.setdefault(repr(union), (len(self.unions), union))
        chooser = Call(Name("_member"), (String(f"{number}"),))
        return Subscript(ANNOTATED, (self.either(members), chooser))

    def _unknown(self, path: sh.TagPath) -> Expression:
        """The annotation of an unknown event with a tag path."""
        event = Name("_UnknownEvent", "._runtime", "UnknownEvent")
        if path == ("type",):
            return event
        self.has_other_tags = True
        self.has_paths = self.has_paths or len(path) > 1
        tag = String(path[0]) if len(path) == 1 else tuple_of(*map(String, path))
        return Subscript(ANNOTATED, (event, Call(Name("_unknown"), (tag,))))

    def _members(self, union: sh.Shape) -> Iterator[Expression]:
        """The classes of a union, with aliases resolved, and all other values that it allows."""
        others: list[Expression] = []
        seen: set[str] = set()
        stack = [(union, self.opened)]
        while stack:
            shape, opened = stack.pop()
            name = ""
            if isinstance(shape, sh.Named):
                name, shape = shape.name, self.shapes[shape.name]
                if name in seen:
                    continue
                seen.add(name)
            if isinstance(shape, sh.Object):
                yield self._tagged(self._name(name), name)
            elif isinstance(shape, sh.Named):
                stack.append((shape, True))
            elif isinstance(shape, sh.AnyOf | sh.ByKeys | sh.Tagged):
                stack += ((part, opened or name != "") for part in reversed(sh.parts(shape)))
            else:
                others.append(self._name(name) if name else self._within(opened, shape))
        if others:
            yield self._tagged(self.either(others), OTHER)

    def _within(self, opened: bool, shape: sh.Shape) -> Expression:
        """The annotation of a shape among the members of an opened alias."""
        outer, self.opened = self.opened, opened
        annotation = self.of(shape)
        self.opened = outer
        return annotation

    def _tagged(self, annotation: Expression, tag: str) -> Expression:
        tagged = Call(of_pydantic("Tag"), (String(tag),))
        return Subscript(ANNOTATED, (annotation, tagged))


def _literal(value: sh.Scalar) -> LiteralType:
    assert value is not None
    if isinstance(value, bool):
        return LiteralType("boolean", value)
    return LiteralType("string" if isinstance(value, str) else "number", value)
