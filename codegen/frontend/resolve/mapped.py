"""Mapped types: `{ [P in K]: X }`, and `Partial` and `Required`."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from typing import Final

from ...model import Literal, Opaque, Primitive
from ...text.diagnostics import warning
from ...text.source import Span
from ..syntax import AliasBody, IndexedType, KeyofType, MappedType, ReferenceType, TypeNode
from .absent import absorbed
from .apparent import apparent, is_iterable
from .assignability import assignable
from .budget import MEMBER
from .checked import checked_parameter
from .closed import names_in
from .endings import shortened
from .enums import enum_key, enum_values, is_enum, spread
from .library_declarations import is_of_library
from .library_lookup import is_registry
from .library_wholes import NO_DATA, members_alone, whole_of, whole_of_function, with_library
from .operators import is_set_alone, keys_of, note_keys, note_keys_of, property_of_union
from .protocol import Types
from .semantics import (
    ANY,
    BOXES,
    DATE,
    ERASED,
    FUNCTION,
    NEVER,
    OPEN_NUMBER,
    OPEN_STRING,
    SYMBOL,
    UNDEFINED,
    URL,
    BigIntLiteral,
    Branded,
    Env,
    Lazy,
    LibraryClass,
    LibraryFunction,
    Named,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    Signature,
    Special,
    StringMapping,
    TArray,
    TTemplate,
    TTuple,
    TTupleItem,
    TUnion,
    TypeTerm,
    UniqueSymbol,
    partly,
    property_name,
)
from .symbols import Scope, Symbol
from .tuples import normalized
from .unions import union_of, without

__all__ = ["OF_LIST", "distinct_keys", "inherits_list", "map_properties", "mapped"]

_STRING: Final = Primitive("string")
_NUMBER: Final = Primitive("number")
OF_LIST: Final = "it inherits the elements of a list"
_COPYING: Final = ("Partial", "Readonly", "Required")
_WITHOUT_DATA: Final = (DATE, URL, OPEN_STRING, OPEN_NUMBER, *BOXES)
_NOWHERE: Final = Span("", 1, 1, 1, 1)


def mapped(types: Types, node: MappedType, env: Env) -> TypeTerm:
    """`{ [P in K]: X }`. Over `keyof T` presence comes from T; arrays map element by element."""
    source = _mapped_source(types, node, env)
    if source is None:
        keys = _bare_parameter(node.constraint)
        if keys is not None and types.peel(env.parameters.get(keys, NEVER)) is ERASED:
            value = types.deferred(node.type, env.bind({node.parameter: ERASED}))
            return ObjectShape(indexes=[(_STRING, value)], mapped=True)
        return _mapped_object(types, node, env, None)
    name, is_whole = _source_parameter(types, node, env)
    own = source if name is None else env.parameters[name]
    source = own if is_whole else source
    bare, shape = absorbed(types, source), types.shape(source)
    if name is not None:
        given = absorbed(types, own)
        if isinstance(given, TUnion):
            return union_of(
                mapped(types, node, env.bind({name: member})) for member in given.members
            )
        if node.rename is None:
            whole = _mapped_whole(types, node, name, env, given)
        else:
            # TypeScript: with `as`, lists are objects, and what is no object stays as it is.
            whole = given if _is_no_object(given) else None
        if whole is not None:
            return whole
    if bare == NEVER:
        return ObjectShape(mapped=True)
    if shape is not None and inherits_list(shape):
        return types.opaque(env, node.at, OF_LIST)
    if isinstance(bare, LibraryClass) and not is_registry(bare.name):
        return _mapped_class(types, node, env, bare)
    if node.rename is None and bare in _WITHOUT_DATA:
        return _mapped_members(types, node, env, bare)
    union = bare if isinstance(bare, TUnion) else None
    if shape is None or not shape.library:
        return _mapped_object(types, node, env, shape, union)
    whole = with_library(types, shape)
    note_keys_of(types, whole, shape)
    made = _mapped_object(types, node, env, whole)
    inner = whole.properties.keys() - shape.properties.keys()
    return _without_library(made, inner) if isinstance(made, ObjectShape) else made


def _mapped_class(types: Types, node: MappedType, env: Env, term: LibraryClass) -> TypeTerm:
    """What a mapped type makes of a class of the library: no data, but it can be asked."""
    whole = whole_of(types, term)
    made = None if whole is None else _mapped_object(types, node, env, whole)
    if not isinstance(made, ObjectShape):
        return types.opaque(env, node.at, term.reason)
    # What the spec writes as the value of an index signature is data.
    result = _without_library(made) if made.indexes else _made_of(term, made)
    if isinstance(result, ObjectShape):
        return result
    text = types.text(env, node.at)
    return replace(result, reason=term.reason, text=text, env=env, at=node.at)


def _mapped_members(types: Types, node: MappedType, env: Env, source: TypeTerm) -> TypeTerm:
    """What a mapped type makes of the members of a text, a number or a date.

    As a whole it is not read, whatever data it has beside them: in JSON it is the text. It can be
    asked, and is data in an heir or beside an object type.
    """
    shape = apparent(types, source)
    made = None if shape is None else _mapped_object(types, node, env, shape)
    if not isinstance(made, ObjectShape):
        return types.opaque(env, node.at, NO_DATA)
    bare = apparent(types, source.bare) if isinstance(source, Branded) else shape
    made = _without_library(made, bare.properties if bare is not None else ())
    text = types.text(env, node.at)
    return LibraryClass(NO_DATA, text, f"mapped {text}", (), env, node.at, made=made)


def _made_of(term: LibraryClass, made: ObjectShape) -> LibraryClass | ObjectShape:
    """What is made of the members of a class: no data, but of those that the spec adds to it."""
    result = _without_library(made)
    if result.properties:
        return result
    return replace(partly(term), name=f"mapped {term.name}", keys=(), made=result)


def _without_library(made: ObjectShape, names: Collection[str] = ()) -> ObjectShape:
    """What is made of members: those that the library declares, and some others, are no data."""
    properties = made.properties.items()
    inner = {name: it for name, it in properties if is_of_library(it.span) or name in names}
    own = {name: item for name, item in made.properties.items() if name not in inner}
    return replace(made, properties=own, methods={**made.methods, **inner})


def inherits_list(shape: ObjectShape) -> bool:
    """Whether an object type inherits the elements of a list, which a mapped type makes keys."""
    return any(
        isinstance(base, TArray | TTuple)
        or base in (Special("String"), OPEN_STRING)
        or (isinstance(base, LibraryClass) and is_iterable(base.name) and not base.arguments)
        for base in shape.library
    )


def _source_parameter(types: Types, node: MappedType, env: Env) -> tuple[str | None, bool]:
    """The type parameter T of keys that are `keyof T`, however it is spelled.

    TypeScript: the keys of what maps T are those of T. Whether it is T itself comes with it.
    """
    if not isinstance(node.constraint, KeyofType):
        return None, True
    source = node.constraint.type
    name = checked_parameter(types, source, env)
    match source:
        case ReferenceType(name=(copying,), arguments=(copied,), module=None) if (
            copying in _COPYING and _is_library(types, source, env)
        ):
            return checked_parameter(types, copied, env), False
    return name, True


def _is_library(types: Types, node: ReferenceType, env: Env) -> bool:
    return types.program.lookup_path(env.scope, node.name, "type") is None


def _bare_parameter(node: TypeNode) -> str | None:
    """The single name of a type node, which may be a type parameter."""
    return node.name[0] if isinstance(node, ReferenceType) and len(node.name) == 1 else None


def _mapped_source(types: Types, node: MappedType, env: Env) -> TypeTerm | None:
    """The T whose modifiers a mapped type keeps: that of `keyof T`.

    The keys may be a type parameter that is constrained to `keyof T`.
    """
    if isinstance(node.constraint, KeyofType):
        return types.term(node.constraint.type, env)
    name = _bare_parameter(node.constraint)
    constraint = env.constraints.get(name) if name is not None else None
    if isinstance(constraint, KeyofType) and _mentions(node, constraint.type, env):
        return types.term(constraint.type, env)
    return None


def _mentions(node: MappedType, source: TypeNode, env: Env) -> bool:
    """Whether the node of a mapped type mentions the type parameters of its source.

    TypeScript does not instantiate the others: in `{ [P in K]: {} }`, where K is constrained to
    `keyof T`, no property is optional as in T. Keys without type parameters are only names.
    """
    wanted = names_in(source)
    written = [names_in(part) for part in (node.type, node.rename) if part is not None]
    if wanted is None or None in written:
        return True
    named = frozenset().union(*(names for names in written if names is not None))
    parameters = [name for name in wanted if name in env.parameters]
    return bool(parameters) and all(name in named for name in parameters)


def _defined(types: Types, term: TypeTerm, text: str = "", at: Span | None = None) -> Lazy:
    """A lazy type without undefined."""
    return Lazy(lambda: without(types, term, UNDEFINED), lambda: text, at or _NOWHERE)


def _mapped_whole(
    types: Types, node: MappedType, name: str, env: Env, source: TypeTerm
) -> TypeTerm | None:
    """A mapped array, tuple or primitive; None if the source is an object type."""

    def element(key: TypeTerm, whole: TypeTerm = source, *, absent: bool = True) -> TypeTerm:
        value = types.deferred(node.type, env.bind({node.parameter: key, name: whole}))
        if node.optional == "+":
            return union_of([value, UNDEFINED])
        return _defined(types, value) if node.optional == "-" and absent else value

    def mapped_item(position: int, item: TTupleItem) -> TTupleItem:
        optional = node.optional != "-" and (item.optional or node.optional == "+")
        if position >= fixed:
            # TypeScript: from the rest on, each is that of a list of its own.
            value = element(_NUMBER, TArray(item.type))
            return replace(item, type=value, optional=optional and not item.rest)
        value = element(Literal("string", str(position)), absent=item.optional)
        return replace(item, type=value, optional=optional)

    match source:
        case TArray():
            return TArray(element(_NUMBER), _is_readonly(node, known=source.readonly))
        case TTuple(items):
            readonly = _is_readonly(node, known=source.readonly)
            fixed = next((at for at, item in enumerate(items) if item.rest), len(items))
            return _tuple([mapped_item(*pair) for pair in enumerate(items)], readonly)
        case Special() if isinstance(source, Branded) or source in _WITHOUT_DATA:
            if not _is_copy(types, node, name, env):
                return _mapped_members(types, node, env, source)
            _tell_of_copy(types, node, env)
            return source
        case Special("function"):
            return ObjectShape(mapped=True)
        case Signature():
            return ObjectShape(mapped=True)
        case _:
            return source if _is_no_object(source) else None


def _is_no_object(term: TypeTerm) -> bool:
    """Whether a mapped type over a type is that type: a primitive, or one that is not known."""
    match term:
        case Primitive("unknown" | "defined"):
            return False
        case Primitive() | Literal() | BigIntLiteral() | TTemplate() | StringMapping():
            return True
        case Special():
            return not isinstance(term, Branded) and term not in (ANY, FUNCTION, *_WITHOUT_DATA)
        case Opaque() | Placeholder():
            return not isinstance(term, LibraryClass)
        case _:
            return isinstance(term, Named) and is_enum(term)


def _is_copy(types: Types, node: MappedType, name: str, env: Env) -> bool:
    """Whether a mapped type copies T: its values are `T[K]`, or that in the alias it stands in."""
    value = node.type
    inside: Sequence[TypeNode | None] = [value]
    if isinstance(value, ReferenceType):
        alias = types.program.lookup_path(env.scope, value.name, "type")
        if not isinstance(alias, Symbol) or not _stands_in(node, alias, env.scope):
            return False
        inside = value.arguments
    return any(
        isinstance(part, IndexedType)
        and checked_parameter(types, part.object, env) == name
        and _bare_parameter(part.key) == node.parameter
        for part in inside
    )


def _stands_in(node: MappedType, alias: Symbol, scope: Scope) -> bool:
    """Whether a mapped type is a part of an alias."""
    starts = node.at[0]
    return any(
        isinstance(body := declared.body, AliasBody)
        and place.module is scope.module
        and body.type.at[0] <= starts < body.type.at[1]
        for declared, place in zip(alias.declarations, alias.places, strict=True)
    )


def _tell_of_copy(types: Types, node: MappedType, env: Env) -> None:
    """Warn that what is mapped stays the text that it is in JSON."""
    text = shortened(types.text(env, node.at))
    message = f"{text!r} maps the members of a text, a number or a date: it stays what it is"
    advice = "For TypeScript it is an object of these members; let primitives and dates out of it."
    types.report(env, node.at, warning("RC204", message, types.span(env, node.at), advice))


def _is_readonly(node: MappedType, *, known: bool) -> bool:
    """Whether a mapped property or list is readonly, by the modifier or the source."""
    return node.readonly == "+" if node.readonly else known


def _mapped_object(
    types: Types,
    node: MappedType,
    env: Env,
    source: ObjectShape | None,
    union: TUnion | None = None,
) -> TypeTerm:
    shape = ObjectShape(span=types.span(env, node.at), mapped=True)
    keys = _mapped_keys(types, node, env, source)
    # TypeScript: each member of an enum is a key. Without `as` they are taken one by one below.
    for key in keys if node.rename is None else spread(keys):
        types.spend(MEMBER)
        inner = env.bind({node.parameter: key}, {node.parameter: node.constraint})
        known = None
        if source is not None and isinstance(key, UniqueSymbol):
            known = source.symbols.get(key.of)
        elif source is not None and isinstance(key, Literal):
            name = property_name(key)
            known = source.properties.get(name) or source.methods.get(name)
        elif union is not None and isinstance(key, Literal):
            known = property_of_union(types, union, key)
        set_alone = key if source is not None and _is_set(source, key) else None
        for renamed in _renamed(types, node, inner, key):
            if isinstance(renamed, Opaque | Placeholder):
                # Without known keys, any result would be a guess.
                return renamed
            _add_mapped(types, node, inner, shape, renamed, known)
            if isinstance(key, Literal) and renamed == set_alone:
                # As in the source, what can only be set is no data.
                name = property_name(key)
                shape.methods[name] = shape.properties.pop(name)
                shape.skipped.append(("setter", name, types.span(env, node.at)))
    if source is not None and source.callable:
        _leave_out_prototype(types, shape, source)
    if node.rename is None and isinstance(node.constraint, KeyofType):
        is_written = _source_parameter(types, node, env)[0] is None
        note_keys_of(types, shape, source, is_written=is_written)
    elif node.rename is None and types.peel(types.term(node.constraint, env)) == ANY:
        is_parameter = _bare_parameter(node.constraint) in env.parameters
        note_keys(types, shape, [ANY] if is_parameter else [_STRING, _NUMBER, SYMBOL])
    return shape


def _is_set(source: ObjectShape, key: TypeTerm) -> bool:
    """Whether a property of a type can only be set."""
    return isinstance(key, Literal) and is_set_alone(source, property_name(key))


def _leave_out_prototype(types: Types, shape: ObjectShape, source: ObjectShape) -> None:
    """Make the `prototype` of a class, if it is mapped to itself, no data: it is a function's."""
    mapped_, known = shape.properties.get("prototype"), source.methods.get("prototype")
    if mapped_ is not None and known is not None and types.peel(mapped_.type) is known.type:
        shape.methods["prototype"] = shape.properties.pop("prototype")


def _mapped_keys(
    types: Types, node: MappedType, env: Env, source: ObjectShape | None
) -> Iterator[TypeTerm]:
    """The keys that `P` takes: over `keyof T` all properties, index signature or not."""
    if isinstance(node.constraint, KeyofType) and source is not None:
        return types.members(union_of(keys_of(types, source)))
    return distinct_keys(types, list(types.members(types.term(node.constraint, env))))


def distinct_keys(types: Types, keys: Sequence[TypeTerm]) -> Iterator[TypeTerm]:
    """Remove the keys that others include: literals beside their primitive, all beside `any`.

    TypeScript: a text beside a template that it fits is no member of the union.
    """
    if ANY in keys:
        return iter((ANY,))
    all_of = {key.name for key in keys if type(key) is Primitive}
    templates = union_of(key for key in keys if isinstance(key, TTemplate | StringMapping))
    return (
        key
        for key in keys
        if not (isinstance(key, Literal) and (key.kind in all_of or _fits(types, key, templates)))
    )


def _fits(types: Types, key: Literal, templates: TypeTerm) -> bool:
    return templates != NEVER and bool(assignable(types, key, templates))


def _renamed(types: Types, node: MappedType, env: Env, key: TypeTerm) -> Iterator[TypeTerm]:
    if node.rename is None:
        yield key
    else:
        yield from types.members(types.term(node.rename, env))


def _add_mapped(
    types: Types,
    node: MappedType,
    env: Env,
    shape: ObjectShape,
    key: TypeTerm,
    known: ShapeProperty | None,
) -> None:
    """Add the property, or the index signature, for one key of a mapped type."""
    value = types.deferred(node.type, env)
    match key:
        case Literal():
            added = _mapped_property(types, node, env, key, value, known)
            before = shape.properties.get(added.name)
            if before is not None and node.rename is not None:
                # TypeScript: if two keys are renamed to one, the types are joined.
                added = replace(before, type=union_of([before.type, added.type]))
            shape.properties[added.name] = added
        case Named(symbol) if symbol.of_kind("enum"):
            for member in types.members(enum_values(symbol)):
                types.spend(MEMBER)
                inner = env.bind({node.parameter: member})
                _add_mapped(types, node, inner, shape, member, known)
        case Primitive("never"):
            return
        case Branded(bare=Literal()):
            return  # TypeScript: a literal with a brand names no property.
        case UniqueSymbol(of=str(name)) if name:
            shape.symbols[name] = _with_modifiers(types, node, env, name, value, known)
        case _:
            # TypeScript: `any` as a key gives an index signature over strings.
            inner_type = _indexed_value(value, optional=node.optional == "+")
            shape.indexes.append((_STRING if key == ANY else key, inner_type))


def _indexed_value(value: TypeTerm, *, optional: bool) -> TypeTerm:
    """The value of a mapped index signature. TypeScript: `?` adds undefined; `-?` leaves it."""
    return union_of([value, UNDEFINED]) if optional else value


def _mapped_property(
    types: Types,
    node: MappedType,
    env: Env,
    key: Literal,
    value: TypeTerm,
    known: ShapeProperty | None,
) -> ShapeProperty:
    """Make a mapped property for a literal key."""
    item = _with_modifiers(types, node, env, property_name(key), value, known)
    return replace(item, numeric=key.kind == "number", key=enum_key(key))


def _with_modifiers(
    types: Types,
    node: MappedType,
    env: Env,
    name: str,
    value: TypeTerm,
    known: ShapeProperty | None,
) -> ShapeProperty:
    """Make a mapped property, with the presence and documentation of the `known` one."""
    if known is None:
        span, readonly = types.span(env, node.at), node.readonly == "+"
        return ShapeProperty(name, value, node.optional == "+", readonly, span=span)
    optional = node.optional == "+" if node.optional else known.optional
    if known.optional and (node.optional == "-" or optional):
        # TypeScript: undefined in the type of a present property stays.
        value = _defined(types, value, at=known.span)
    readonly = _is_readonly(node, known=known.readonly)
    return replace(known, name=name, type=value, optional=optional, readonly=readonly)


def _tuple(items: list[TTupleItem], readonly: bool) -> TypeTerm:
    """Make a tuple of mapped elements: none behind a rest element is optional."""
    return normalized([[items]], readonly=readonly) or TTuple(tuple(items), readonly)


def _of_rest(types: Types, element: TypeTerm, *, optional: bool) -> TypeTerm:
    """The elements of a list with `Partial` or `Required`, which may be undefined or not."""
    return union_of([element, UNDEFINED]) if optional else _defined(types, element)


def _with_presence(types: Types, item: TTupleItem, *, optional: bool) -> TTupleItem:
    """Map an element with `Partial` or `Required`."""
    if item.rest:
        return replace(item, type=_of_rest(types, item.type, optional=optional))
    value = _defined(types, item.type) if item.optional and not optional else item.type
    return replace(item, type=value, optional=optional)


def _copied_function(types: Types, term: LibraryFunction, *, optional: bool) -> ObjectShape:
    """The members of a function of the library with `Partial` or `Required`: none is data."""
    whole = whole_of_function(types, term)
    copied = None if whole is None else map_properties(types, whole, optional=optional)
    if not isinstance(copied, ObjectShape):
        return ObjectShape(mapped=True)
    return ObjectShape(methods={**copied.properties, **copied.methods}, mapped=True)


def _copied_class(types: Types, term: LibraryClass, *, optional: bool) -> TypeTerm:
    """A class of the library with `Partial` or `Required`."""
    whole = whole_of(types, term)
    copied = None if whole is None else map_properties(types, whole, optional=optional)
    return _made_of(term, copied) if isinstance(copied, ObjectShape) else partly(term)


def _copied_members(types: Types, term: TypeTerm, *, optional: bool) -> TypeTerm:
    """The members of a text, a number or a date with `Partial` or `Required`: no data."""
    own = apparent(types, term)
    copied = None if own is None else map_properties(types, own, optional=optional)
    assert own is not None and isinstance(copied, ObjectShape)
    return members_alone(types, _without_library(copied, own.properties))


def map_properties(types: Types, term: TypeTerm, *, optional: bool) -> TypeTerm:
    """Apply `Partial` (`optional` True) or `Required` (False), to unions and elements too."""
    peeled = absorbed(types, term)
    match peeled:
        case TUnion(members):
            return union_of(map_properties(types, member, optional=optional) for member in members)
        case TArray(element):
            return TArray(_of_rest(types, element, optional=optional), peeled.readonly)
        case TTuple(items):
            elements = [_with_presence(types, item, optional=optional) for item in items]
            return _tuple(elements, peeled.readonly)
        case Special("any"):
            # TypeScript: as of a mapped type over `any`.
            return ObjectShape(indexes=[(_STRING, ANY)], mapped=True)
    shape = types.shape(peeled)
    if isinstance(peeled, LibraryFunction):
        return _copied_function(types, peeled, optional=optional)
    if isinstance(peeled, Signature) or peeled == FUNCTION:
        return ObjectShape(mapped=True)
    if isinstance(peeled, LibraryClass):
        return _copied_class(types, peeled, optional=optional)
    if isinstance(peeled, Branded) or peeled in _WITHOUT_DATA:
        return _copied_members(types, peeled, optional=optional)
    if shape is None:
        return term
    if inherits_list(shape):
        return Opaque(OF_LIST, "")
    key = (shape, optional)
    known, whole = types.presences.get(key), with_library(types, shape)
    size = len(whole.properties) + len(whole.methods)
    if known is not None and len(known.properties) + len(known.methods) == size:
        return known  # TypeScript: all `Partial<T>` are one type.
    types.spend(size)
    indexes = [(kept, _indexed_value(value, optional=optional)) for kept, value in whole.indexes]
    result = ObjectShape(indexes=indexes, hint=shape.hint, span=shape.span, mapped=shape.mapped)
    result.skipped += [member for member in shape.skipped if member[0] == "setter"]
    types.presences[key] = result
    for declared, made in (
        (whole.properties, result.properties),
        (whole.methods, result.methods),
        (whole.symbols, result.symbols),
    ):
        for name, item in declared.items():
            value = item.type
            if item.optional and not optional:
                value = _defined(types, value, name, item.span)
            is_no_data = declared is whole.properties and name not in shape.properties
            place = result.methods if is_no_data else made
            place[name] = replace(item, type=value, optional=optional)
    note_keys_of(types, result, shape)
    return result
