"""The shapes of object types: the members of interfaces, of classes and of `{ ... }`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, assert_never

from ...model import Literal, Opaque, Primitive
from ...text.diagnostics import warning
from ..syntax import (
    ArrayType,
    DeclarationNode,
    IndexNode,
    InterfaceBody,
    MemberNode,
    PropertyNode,
    SkippedNode,
    TypeNode,
    UnionType,
)
from .budget import INHERITED, LISTED, MEMBER, SpentError
from .circles import extends_itself
from .closed import Closed, is_of_names, mentions_this, names_in
from .constants import base_instance, constant
from .enums import enum_key
from .identical import identical
from .library_additions import added_above, class_added_to
from .library_lookup import bases_of
from .library_wholes import data_mapped_of
from .protocol import Types
from .references import heritage
from .semantics import (
    ANY,
    BOXES,
    DATE,
    FUNCTION,
    OF_LIBRARY,
    UNDEFINED,
    URL,
    EnumNumber,
    Env,
    Lazy,
    LibraryClass,
    Named,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    Signature,
    Special,
    TArray,
    TTuple,
    TypeTerm,
    UniqueSymbol,
    identity,
    property_name,
)
from .symbols import Symbol
from .unions import union_of

__all__ = [
    "add_members",
    "bases",
    "bound",
    "fill",
    "inherit",
    "list_base",
    "members_with_this",
    "merge_into",
    "operands",
    "primitive_base",
    "statics",
]

_UNNAMED: Final = "[]"
_NUMBER: Final = Primitive("number")
_DEFINED: Final = Primitive("defined")
_WITH_MEMBERS: Final = (*(DATE, URL, FUNCTION, *BOXES),)
"""What interfaces and classes of the library are that an heir has members of."""


def add_members(types: Types, shape: ObjectShape, members: Sequence[MemberNode], env: Env) -> None:
    """Add the members of a node to an object type."""
    types.budget.read(members, types.program.size)
    _add_members(types, shape, members, env)


def _add_members(types: Types, shape: ObjectShape, members: Sequence[MemberNode], env: Env) -> None:
    types.spend(MEMBER * len(members))
    for member in members:
        match member:
            case SkippedNode(what="setter", name=name):
                shape.skipped.append(("setter", name, types.span(env, member.at)))
                _add_setter(types, shape, member, env)
            case PropertyNode(computed=(_, *_)):
                _add_computed(types, shape, member, env)
            case PropertyNode():
                property_ = _property(types, member, env)
                known = shape.properties.get(member.name)
                if known is not None and not _merges(types, known, property_, member, env):
                    reason = "it is declared twice, with two types"
                    property_ = replace(known, type=Opaque(reason, member.name))
                shape.properties[member.name] = property_
                shape.methods.pop(member.name, None)  # It can be set, too.
            case IndexNode(key=key, value=value):
                inner = env.within(".value")
                shape.indexes.append((types.term(key, env), types.deferred(value, inner)))
            case SkippedNode(what=what, name=name):
                shape.skipped.append((what, name, types.span(env, member.at)))
                shape.callable |= what in ("call signature", "construct signature")
                _add_hidden(types, shape, member, env)
                _add_signature(types, shape, member, env)
            case _:
                assert_never(member)


def _property(types: Types, member: PropertyNode, env: Env) -> ShapeProperty:
    doc = member.doc
    return ShapeProperty(
        member.name,
        _type_of(types, member, env),
        member.optional,
        member.readonly,
        doc.text if doc is not None else None,
        doc.deprecated if doc is not None else None,
        types.span(env, member.at),
        member.numeric,
        loose=None if member.loose is None else types.deferred(member.loose, env.nowhere()),
        accessor=member.accessor,
    )


def _type_of(types: Types, member: PropertyNode, env: Env) -> TypeTerm:
    """The type of a property; one without a type parameter is one term in all instances."""
    node = member.type
    if isinstance(node, UnionType | ArrayType) and env.parameters:
        known = types.closed.get(id(node))
        if known is None:
            names = names_in(node) if is_of_names(node) else None
            known = types.closed[id(node)] = Closed(node, names)
        if known.is_closed_in(env):
            if known.term is None:
                known.term = types.deferred(node, env.within(f".{member.name}"))
            return known.term
    return types.deferred(node, env.within(f".{member.name}"))


def _add_computed(types: Types, shape: ObjectShape, member: PropertyNode, env: Env) -> None:
    """Add a property whose name is a constant; one named by a symbol is no data."""
    key = constant(types, member.computed, env)
    if isinstance(key, Literal):
        named = replace(member, name=property_name(key), numeric=key.kind == "number", computed=())
        _add_members(types, shape, [named], env)
        shape.properties[named.name] = replace(shape.properties[named.name], key=enum_key(key))
    elif isinstance(key, EnumNumber):
        _add_by_number(types, shape, member, env)
    else:
        name = ".".join(member.computed)
        shape.skipped.append(("symbol key", name, types.span(env, member.at)))
        name = key.of if isinstance(key, UniqueSymbol) else name
        shape.symbols[name] = replace(_property(types, member, env), name=name)


def _add_by_number(types: Types, shape: ObjectShape, member: PropertyNode, env: Env) -> None:
    """Add a property named by a member of an enum without a known value.

    TypeScript: it may be any number; all of them are one index signature.
    """
    property_ = _property(types, member, env)
    value = union_of([property_.type, UNDEFINED]) if property_.optional else property_.type
    known = [term for key, term in shape.indexes if key == _NUMBER]
    shape.indexes = [pair for pair in shape.indexes if pair[0] != _NUMBER]
    shape.indexes.append((_NUMBER, union_of([*known, value])))


def _merges(
    types: Types,
    known: ShapeProperty,
    again: ShapeProperty,
    member: PropertyNode,
    env: Env,
) -> bool:
    """TypeScript: a property of merged declarations must have one type."""
    if identical(types, known.type, again.type):
        return True
    message = f"the property {member.name!r} is declared twice, with two types"
    related = [(known.span, "declared here first")] if known.span is not None else []
    advice = "It becomes Any; give both declarations the same type, or remove one."
    span = types.span(env, member.at)
    types.report(env, member.at, warning("RC207", message, span, advice, related))
    return False


def _add_setter(types: Types, shape: ObjectShape, member: SkippedNode, env: Env) -> None:
    """Add a property that can only be set: no data. TypeScript: its type is what it takes."""
    if member.signature_of is None or member.name in shape.properties:
        return
    taken = [element.type for element in member.signature_of().elements[:1]]
    type_ = types.deferred(taken[0], env.nowhere()) if taken else ANY
    span = types.span(env, member.at)
    shape.methods[member.name] = ShapeProperty(
        member.name, type_, False, span=span, numeric=member.numeric
    )


def _add_hidden(types: Types, shape: ObjectShape, member: SkippedNode, env: Env) -> None:
    """Add the type of a private or protected member, by its place."""
    type_of = member.type_of
    if type_of is None:
        return
    span, inside = types.span(env, member.at), env.nowhere()
    type_ = Lazy(lambda: types.term(type_of(), inside), lambda: "a hidden member", span)
    shape.hidden[span] = ShapeProperty("", type_, False, span=span)


def _add_signature(types: Types, shape: ObjectShape, member: SkippedNode, env: Env) -> None:
    if member.signature_of is None:
        return
    signature = Signature(member.signature_of(), env.nowhere())
    if member.what != "method":
        shape.calls.append(signature)
    elif member.key is None and member.name.startswith("[Symbol."):
        name = member.name.strip("[]")
        shape.symbols[name] = ShapeProperty(name, signature, member.optional)
    elif member.key is not None and member.key != "constructor":
        span, known = types.span(env, member.at), shape.methods.get(member.key)
        type_ = signature if known is None else _with_overload(known.type, signature)
        shape.methods[member.key] = ShapeProperty(
            member.key, type_, member.optional, span=span, numeric=member.numeric
        )


class _Overloads(ObjectShape):
    """A method of several signatures, as an object that can be called in each of these ways.

    It gets further ones as long as the members that it is among are being added.
    """

    __slots__ = ()


def _with_overload(known: TypeTerm, signature: Signature) -> ObjectShape:
    """A method with one more signature."""
    if isinstance(known, _Overloads):
        known.calls.append(signature)
        return known
    calls = known.calls if isinstance(known, ObjectShape) else ()
    before = calls or ([known] if isinstance(known, Signature) else [])
    return _Overloads(callable=True, calls=[*before, signature])


def fill(
    types: Types,
    shape: ObjectShape,
    named: Named,
    this: TypeTerm | None = None,
    only: frozenset[str] | None = None,
    hidden: frozenset[str] = frozenset(),
) -> None:
    """Add the members of an interface or a class, inherited ones first.

    `this` is the heir, if it is another type. `only` are the names of the own members to add, if
    the others are known. The heir has members of its own for the `hidden` names.
    """
    own = ObjectShape()
    merged = class_added_to(named)
    if merged is not None:
        _inherit_library(types, shape, merged, this or named)
    for node, body, env in _bodies(named, this):
        replaced = hidden.union(filter(None, map(_replaced_by, body.members)))
        _add_bases(types, shape, named, node, env, replaced)
        if only is None:
            add_members(types, own, body.members, env)
        else:
            again = [member for member in body.members if _name_of(member) in only]
            types.budget.read_more(len(again), types.program.size)
            _add_members(types, own, again, env)
    inherited = [*shape.calls]
    merge_into(shape, own)
    shape.calls = [*own.calls, *inherited]


def _bodies(
    named: Named, this: TypeTerm | None = None
) -> Iterator[tuple[DeclarationNode, InterfaceBody, Env]]:
    """The declarations of an interface or a class, each with its environment."""
    symbol = named.symbol
    for node, scope in zip(symbol.declarations, symbol.places, strict=True):
        if isinstance(node.body, InterfaceBody):
            inside = this or _self_of(named)
            yield node, node.body, Env.inside(named, node.body.parameters, scope, inside)


def _self_of(named: Named) -> TypeTerm:
    """What `this` is in an interface or a class: in the library's, the class as specs know it."""
    symbol = named.symbol
    if not symbol.scope.module.is_library:
        return named
    name = ".".join((*symbol.scope.path, symbol.name))
    at = symbol.declarations[0].name_at
    return LibraryClass(OF_LIBRARY, name, name, named.arguments, Env(symbol.scope), at)


def list_base(types: Types, term: TypeTerm) -> TArray | TTuple | None:
    """The array or tuple that an interface or a class extends, or that has a type beside it.

    None of any other type.
    """
    if isinstance(term, ObjectShape):
        return next((base for base in term.library if isinstance(base, TArray | TTuple)), None)
    if not isinstance(term, Named):
        return None
    if term not in types.list_bases:
        # Assumed during the recursion: a base may be the type itself.
        types.list_bases[term] = None
        types.list_bases[term] = _list_base(types, term)
    return types.list_bases[term]


def _list_base(types: Types, named: Named) -> TArray | TTuple | None:
    for node, _, env in _bodies(named):
        for _, base in _bases(types, named, node, env):
            term = types.peel(base)
            if isinstance(term, TArray | TTuple):
                return term
            if isinstance(term, LibraryClass) and term.name == "ArrayLike" and term.arguments:
                return TArray(term.arguments[0], readonly=True)  # JSON has no other form for it.
            inherited = list_base(types, term)
            if inherited is not None:
                return inherited
    return None


def primitive_base(shape: ObjectShape) -> Primitive | None:
    """The primitive whose interface a type extends without members of its own; None of others."""
    if shape.properties or shape.indexes or shape.symbols or shape.skipped:
        return None
    above = (base for base in shape.library if isinstance(base, Special))
    return next((BOXES[base] for base in above if base in BOXES), None)


def statics(types: Types, symbol: Symbol) -> ObjectShape:
    """The static members of a class, without its base's."""
    shape = ObjectShape(callable=True)
    for node in symbol.of_kind("class"):
        if isinstance(node.body, InterfaceBody):
            add_members(types, shape, node.body.statics, Env(symbol.scope))
    return shape


def _add_bases(
    types: Types,
    shape: ObjectShape,
    named: Named,
    node: DeclarationNode,
    env: Env,
    replaced: frozenset[str],
) -> None:
    assert isinstance(node.body, InterfaceBody)
    for base, term in _bases(types, named, node, env):
        if inherit(types, shape, term, env, replaced):
            continue
        bare = types.peel(term)
        known = bare in (ANY, FUNCTION, _DEFINED)
        known |= isinstance(bare, Placeholder | Opaque | TArray | TTuple | Signature)
        known |= isinstance(bare, Special) and bare in BOXES and not node.body.members
        if not known and node.kind != "class":
            message = f"{types.text(env, base.at)!r} is no object type to extend"
            advice = "Extend an interface or an object type."
            problem = warning("RC204", message, types.span(env, base.at), advice)
            types.report(env, base.at, problem)


def inherit(
    types: Types,
    shape: ObjectShape,
    term: TypeTerm,
    env: Env,
    replaced: frozenset[str] = frozenset(),
) -> bool:
    """Add what a base hands down, but what is `replaced`; whether it is an object type."""
    bare = types.peel(term)
    inherited = data_mapped_of(bare) if isinstance(bare, LibraryClass) else None
    inherited = inherited or _inherited(types, term, env, replaced)
    if inherited is not None:
        if types.budget.is_full and inherited.properties:
            raise SpentError
        types.budget.read_more(_handed_down(inherited), types.program.size)
        merge_into(shape, inherited)
        return True
    if isinstance(bare, LibraryClass):
        _inherit_library(types, shape, bare, env.this)
    elif isinstance(bare, TArray | TTuple) or bare in _WITH_MEMBERS:
        shape.library.append(bare)
    elif isinstance(bare, Signature):
        shape.calls.append(bare)
        shape.callable = True
    elif bare is ANY:
        # TypeScript: it has all properties then. Names that were not found are another `any`.
        shape.indexes.append((Primitive("string"), ANY))
    return False


def _inherit_library(
    types: Types, shape: ObjectShape, base: LibraryClass, this: TypeTerm | None
) -> None:
    """Add what an heir of a library class has of it, and what the spec adds to its bases."""
    for added in added_above(types, base.name):
        inherited = types.shape(added) if this is None else bound(types, added, this)
        if inherited is not None:
            merge_into(shape, inherited)
    # A class has what its bases have.
    known = {base.name, *bases_of(base.name)}
    shape.library = [
        other
        for other in shape.library
        if not (isinstance(other, LibraryClass) and other.name in known)
    ]
    shape.library.append(base)


def _bases(
    types: Types, named: Named, node: DeclarationNode, env: Env
) -> Iterator[tuple[TypeNode, TypeTerm]]:
    """The bases of an interface or a class, as node and type, without those that have no end.

    One that extends itself and is not generic has an end: it is one instance, which is met again.
    """
    assert isinstance(node.body, InterfaceBody)
    symbol = named.symbol
    for base in node.body.extends:
        if extends_itself(types, symbol, base, env.scope):
            message = f"{symbol.name!r} extends itself"
            advice = "Extend a type that does not lead back to it."
            problem = warning("RC204", message, types.span(env, base.at), advice)
            types.report(env, base.at, problem)
            if symbol.parameters:
                continue
        yield base, _base(types, named, node, base, env)


def _base(types: Types, named: Named, node: DeclarationNode, base: TypeNode, env: Env) -> TypeTerm:
    """The type of a base, which is evaluated once: nothing in it is of `this`."""
    key = named, id(base)
    term = types.base_terms.get(key)
    if term is None:
        if node.kind == "class":
            term = base_instance(types, base, env)
            term = heritage(types, base, env) if term is None else term
        else:
            term = types.term(base, env)
        types.base_terms[key] = term
    return term


def bases(types: Types, named: Named) -> Iterator[Named]:
    """The interfaces and classes that one of them extends, as instances."""
    for node, _, env in _bodies(named):
        for _, term in _bases(types, named, node, env):
            base = types.peel(term)
            if isinstance(base, Named) and base.symbol.of_kind("interface", "class"):
                yield base


def _inherited(
    types: Types, term: TypeTerm, env: Env, hidden: frozenset[str]
) -> ObjectShape | None:
    """The type that a base hands down. TypeScript: `this` in it is the heir."""
    return types.shape(term) if env.this is None else bound(types, term, env.this, hidden)


def bound(
    types: Types, term: TypeTerm, this: TypeTerm, hidden: frozenset[str] = frozenset()
) -> ObjectShape | None:
    """The members of an object type, in which `this` is another type; the rest stay the same.

    So do those of the `hidden` names, which the heir replaces.
    """
    base = types.peel(term)
    own, names = types.shape(base), members_with_this(types, base) - hidden
    if own is None or not names:
        return own
    if isinstance(base, ObjectShape):
        return types.remerged(base, this)
    assert isinstance(base, Named)
    types.budget.read_more(0, types.program.size)  # Raises before the members are looked through.
    shape = ObjectShape(hint=base.symbol.name, span=base.symbol.span())
    if _UNNAMED in names:
        fill(types, shape, base, this, hidden=hidden)
        return shape
    fill(types, shape, base, this, names, hidden)
    again = [
        known | {name: new[name] for name in names if name in known and name in new}
        for known, new in ((own.properties, shape.properties), (own.methods, shape.methods))
    ]
    return own.with_members(*again)


def members_with_this(types: Types, term: TypeTerm) -> frozenset[str]:
    """The names of the members of an object type, also inherited ones, that refer to `this`."""
    if not isinstance(term, Named | ObjectShape):
        return frozenset()
    known = types.with_this.get(term)
    if known is None:
        types.with_this[term] = frozenset()  # Assumed while bases are visited: one may be it.
        if isinstance(term, ObjectShape):
            parts = [members_with_this(types, part) for part in operands(types, term)]
        else:
            parts = [_names_with_this(types, term, *body) for body in _bodies(term)]
        known = types.with_this[term] = frozenset().union(*parts)
    return known


def operands(types: Types, shape: ObjectShape) -> list[Named | ObjectShape]:
    """The object types that an intersection merges; none of any other type."""
    parts = types.parts.get(shape, ())
    return [part for part in parts if isinstance(part, Named | ObjectShape)]


def _names_with_this(
    types: Types, named: Named, node: DeclarationNode, body: InterfaceBody, env: Env
) -> frozenset[str]:
    data = env.scope.module.source.data
    own = [_name_of(member) for member in body.members if mentions_this(member, data)]
    above = (types.peel(term) for _, term in _bases(types, named, node, env))
    return frozenset(own).union(*(members_with_this(types, base) for base in above))


def _name_of(member: MemberNode) -> str:
    """The name of a member; that of an index signature, a call or a constant is not known."""
    match member:
        case PropertyNode(name=name, computed=()):
            return name
        case SkippedNode(key=str(name)):
            return name
        case _:
            return _UNNAMED


def _handed_down(shape: ObjectShape) -> int:
    """The members read again that an heir of a type counts as, for all that it copies."""
    members = len(shape.properties) + len(shape.methods) + len(shape.symbols)
    listed = len(shape.skipped) + len(shape.calls) + len(shape.library) + len(shape.indexes)
    return members // INHERITED + listed // LISTED


def _replaced_by(member: MemberNode) -> str | None:
    """The name of the inherited member that an own one surely replaces."""
    match member:
        case PropertyNode(name=name, computed=()):
            return name
        case SkippedNode(what="method", key=str(name), signature_of=made) if made is not None:
            return name if name != "constructor" else None
        case _:
            return None


def merge_into(shape: ObjectShape, other: ObjectShape) -> None:
    """Add the members of a base; own properties replace those of the same name."""
    shape.replace_members(other)
    shape.symbols.update(other.symbols)
    shape.hidden.update(other.hidden)
    shape.calls += other.calls
    shape.library += other.library
    indexes = {identity(key): (key, value) for key, value in shape.indexes}
    for key, value in other.indexes:
        indexes.pop(identity(key), None)
        indexes[identity(key)] = (key, value)
    shape.indexes = list(indexes.values())
    shape.skipped += other.skipped
    shape.callable |= other.callable
