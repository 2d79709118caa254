"""The types of values: declared constants, members of enums, `typeof` queries."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final, TypeVar

from ...model import DeclId, Literal, Opaque, Primitive
from ...text.source import Span
from ..syntax import (
    CallType,
    FunctionBody,
    InterfaceBody,
    IntersectionType,
    QueryType,
    ReferenceType,
    TypeNode,
    VariableBody,
    Widening,
)
from .apparent import lacks
from .assigned import as_assigned, is_behind_flow
from .calls import called
from .class_constructors import constructors, made_by
from .defaults import completed, constrained
from .enums import add_names, enum_object, is_numeric, member_of_enum
from .evaluated import is_widening
from .functions import constructors_of
from .library_constructors import added_statics, library_constructor
from .library_values import along, library_value
from .operators import MISSING, property_type
from .protocol import Types
from .semantics import (
    ANY,
    Env,
    Lazy,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    Signature,
    TypeTerm,
    UniqueSymbol,
    identity,
)
from .symbols import Entity, Module, Scope, Symbol, Unresolved
from .widening import widened, widened_property

_STRING: Final = Primitive("string")
_VALUES: Final = ("variable", "enum", "class", "function")

__all__ = [
    "base_instance",
    "constant",
    "enum_member",
    "inherit_statics",
    "instance_of_values",
    "placeholder",
    "query",
]


def placeholder(entity: Unresolved) -> Placeholder:
    """The placeholder for a name from a module that was not read."""
    path = tuple(part for part in entity.name.split(".") if part not in ("*", "default", "export="))
    name = path or (entity.specifier.rsplit("/", 1)[-1].split(".")[0],)
    text = f"import({entity.specifier!r}).{entity.name}"
    return Placeholder(DeclId(entity.specifier, name), text, entity.at)


def enum_member(types: Types, name: tuple[str, ...], env: Env) -> TypeTerm | None:
    """The literal type of `Enum.Member`; None for any other name."""
    if len(name) < 2:
        return None
    symbol = types.program.lookup_path(env.scope, name[:-1], "value")
    if isinstance(symbol, Unresolved):
        return placeholder(Unresolved(symbol.specifier, ".".join(name[-2:]), symbol.at))
    if not isinstance(symbol, Symbol):
        return None
    return member_of_enum(symbol, name[-1])


def constant(types: Types, name: tuple[str, ...], env: Env) -> TypeTerm | None:
    """The type of the constant, enum member or static member with a dotted name; None of others."""
    member = enum_member(types, name, env)
    if member is not None:
        return member
    for length in range(len(name), 0, -1):
        symbol = types.program.lookup_path(env.scope, name[:length], "value")
        if not isinstance(symbol, Symbol):
            continue
        term = _variable(types, symbol)
        if term is None and symbol.of_kind("class") and name[length:]:
            term = _object(types, symbol)
        if term is not None:
            return _one_symbol(_property_of(types, term, name[length:]), symbol, name[length:])
    return None


def _variable(types: Types, symbol: Symbol) -> TypeTerm | None:
    """The type of a declared constant; None for other symbols."""
    for declared in symbol.of_kind("variable"):
        body = declared.body
        if isinstance(body, VariableBody) and body.type is not None:
            known = types.variables.get(symbol)
            if known is None:
                term = types.term(body.type, Env(symbol.scope))
                known = types.variables[symbol] = _one_symbol(term, symbol, ())
            return known
    return None


_Known = TypeVar("_Known", bound=TypeTerm | None)


def _one_symbol(term: _Known, owner: Symbol, path: Sequence[str]) -> _Known | UniqueSymbol:
    """A `unique symbol` as the one of its constant, or of the property of that; others stay.

    A constant that has the type of another one is that symbol, by whatever name it is known.
    """
    if isinstance(term, UniqueSymbol) and not term.of:
        place = owner.id
        return UniqueSymbol("symbol", ".".join((f"{place.module}:{place.path}", *path)))
    return term


def _property_of(types: Types, term: TypeTerm, path: Sequence[str]) -> TypeTerm | None:
    """The type of a property of a value, along a path of names."""
    for name in path:
        inner = property_type(types, term, Literal("string", name))
        if inner is None:
            return None
        term = inner
    return types.peel(term)


def query(types: Types, node: QueryType, env: Env) -> TypeTerm:
    """Resolve `typeof name`: a constant, an enum, a function or a namespace of constants."""
    if node.module is not None:
        return _imported(types, node, node.module, env)
    for length in range(len(node.name), 0, -1):
        entity = types.program.lookup_path(env.scope, node.name[:length], "value")
        if isinstance(entity, Symbol | Module):
            return _value_type(types, entity, node.name[length:], node, env)
        if isinstance(entity, Unresolved):
            return placeholder(entity)
    imported = _imported_property(types, env.scope, node.name[0])
    if imported is not None:
        return _value_type(types, imported[0], (imported[1], *node.name[1:]), node, env)
    known = enum_member(types, node.name, env) or _symbol_of_library(node.name)
    return known or library_value(types, node, env)


def _imported_property(types: Types, scope: Scope, name: str) -> tuple[Symbol, str] | None:
    """The value that a module is, by `export =`, whose property a name is imported as.

    None for other names. TypeScript: the module exports the properties of that value.
    """
    current: Scope | None = scope
    while current is not None and name not in current.imports:
        current = current.parent
    if current is None:
        return None
    node = current.imports[name]
    target = types.program.module(current.module, node.module, node.at)
    whole = None if target is None else types.program.export_assignment(target, "value")
    if not isinstance(whole, Symbol) or node.name in ("*", "default", "export="):
        return None
    return whole, node.name


def _symbol_of_library(name: Sequence[str]) -> UniqueSymbol | None:
    """The type of a symbol such as `Symbol.iterator`, known by its name; None of others."""
    is_known = len(name) == 2 and name[0] == "Symbol" and not lacks("SymbolConstructor", name[1])
    return UniqueSymbol("symbol", ".".join(name)) if is_known and name[1] != "prototype" else None


def _imported(types: Types, node: QueryType, specifier: str, env: Env) -> TypeTerm:
    importer = env.scope.module
    target = types.program.module(importer, specifier, node.at)
    if target is None:
        name = ".".join(node.name) or "*"
        return placeholder(Unresolved(specifier, name, importer.source.span(*node.at)))
    program = types.program
    entity = program.member(target, node.name[0], "value") if node.name else program.whole(target)
    if isinstance(entity, Symbol | Module):
        return _value_type(types, entity, node.name[1:], node, env)
    return types.opaque(env, node.at, "what it asks the type of is not a constant")


def _value_type(
    types: Types, entity: Symbol | Module, path: tuple[str, ...], node: QueryType, env: Env
) -> TypeTerm:
    value = _value_of(types, entity, path, node, env)
    if not node.reads or not isinstance(entity, Symbol):
        return value
    if is_behind_flow(types, node, entity, value, env):
        return types.opaque(env, node.at, "its file tests or assigns it before")
    return value


def _value_of(
    types: Types, entity: Symbol | Module, path: tuple[str, ...], node: QueryType, env: Env
) -> TypeTerm:
    if path and isinstance(entity, Symbol) and entity.of_kind("enum"):
        member = enum_member(types, (*node.name,), env) or types.opaque(env, node.at, MISSING)
        return widened(types, member) if node.widens else member
    term = _value(types, entity)
    if term is None:
        return types.opaque(env, node.at, "what it asks the type of is not a constant")
    if node.reads and isinstance(entity, Symbol):
        term = as_assigned(types, node, entity, term, env)
    owner = along(types, term, path[:-1], node, env)
    term = along(types, owner, path[-1:], node, env)
    if path:
        term = widened_property(types, owner, path[-1], term, node.widens)
    if path and isinstance(entity, Symbol):
        one = _one_symbol(types.peel(term), entity, path)
        term = one if isinstance(one, UniqueSymbol) else term
    if node.arguments:
        given = [types.term(argument, env) for argument in node.arguments]
        return _instantiated(types, types.peel(term), None if path else entity, given)
    if node.widens and not path and is_widening(types, entity):
        return _loose(types, entity, node.widens) or widened(types, types.peel(term))
    return term


def _loose(types: Types, entity: Symbol | Module, how: Widening) -> TypeTerm | None:
    """The type of a constant that is one of several values, where literal types are widened."""
    if how == "unit" or not isinstance(entity, Symbol):
        return None
    bodies = [node.body for node in entity.of_kind("variable")]
    loose = [body.loose for body in bodies if isinstance(body, VariableBody) and body.loose]
    return types.term(loose[0], Env(entity.scope)) if loose else None


def _instantiated(
    types: Types, term: TypeTerm, entity: Symbol | Module | None, given: Sequence[TypeTerm]
) -> TypeTerm:
    """The type of a function or a class with type arguments: `typeof Box<string>`."""
    match term:
        case Signature():
            return _with_arguments(types, term, given)
        case ObjectShape(calls=calls) if isinstance(entity, Symbol) and entity.of_kind("class"):
            if len(given) <= len(entity.parameters):
                instance = types.named(entity, list(completed(types, entity, given)))
                return replace(term, calls=list(constructors(types, instance, calls)))
        case ObjectShape(calls=calls) if isinstance(entity, Symbol) and entity.of_kind("function"):
            # TypeScript: of several signatures, those that take as many arguments.
            taking = [call for call in calls if len(call.node.parameters) >= len(given)]
            return replace(term, calls=[_with_arguments(types, call, given) for call in taking])
    return term


def _with_arguments(types: Types, signature: Signature, given: Sequence[TypeTerm]) -> Signature:
    """A signature with type arguments, or the defaults of those that are not given."""
    parameters, env = signature.node.parameters, signature.env
    env = env.bind({one.name: term for one, term in zip(parameters, given, strict=False)})
    left = []
    for parameter in parameters[len(given) :]:
        if parameter.default is None:
            left.append(parameter)
        else:
            env = env.bind({parameter.name: types.deferred(parameter.default, env)})
    return Signature(replace(signature.node, parameters=tuple(left)), env)


def _value(types: Types, symbol: Symbol | Module) -> TypeTerm | None:
    """The type of a value by its symbol; None if it is unknown."""
    if isinstance(symbol, Module):
        return _object(types, symbol)
    variable = _variable(types, symbol)
    if variable is not None:
        return variable
    if symbol.of_kind("enum"):
        return enum_object(symbol) if symbol.namespace is None else _object(types, symbol)
    if symbol.of_kind("class"):
        return _object(types, symbol)
    if symbol.of_kind("function") and not _has_members(types, symbol):
        ways = _functions(symbol)
        return ways[0] if len(ways) == 1 else _object(types, symbol)
    return _object(types, symbol) if symbol.namespace is not None else None


def _has_members(types: Types, symbol: Symbol) -> bool:
    """Whether a symbol is a namespace that contains values."""
    inner = symbol.namespace
    if inner is None:
        return False
    if any(_is_value(types, declared) for declared in inner.symbols.values()):
        return True
    return any(_exports_value(types, symbol, name) for name in inner.exports)


def _exports_value(types: Types, symbol: Symbol, name: str) -> bool:
    """Whether a name in the export clause of a namespace is a value."""
    exported = types.program.member(symbol, name, "value")
    return isinstance(exported, Module) or (
        # The members are not searched, as a namespace may export itself.
        isinstance(exported, Symbol)
        and (exported.namespace is not None or bool(exported.of_kind(*_VALUES)))
    )


def _functions(symbol: Symbol) -> list[Signature]:
    """The overloads of a function."""
    declared = (node.body for node in symbol.of_kind("function"))
    bodies = [body for body in declared if isinstance(body, FunctionBody)]
    # TypeScript: callers do not see the signature of what implements others.
    seen = [body for body in bodies if not body.implemented] or bodies
    return [Signature(body.type, Env(symbol.scope)) for body in seen]


# ------------------------------------------------------------------------- classes


def _object(types: Types, symbol: Symbol | Module) -> ObjectShape:
    """The object type of a class, a namespace or a module, cached by symbol."""
    known = types.objects.get(symbol)
    if known is None:
        known = types.objects[symbol] = ObjectShape()
        if isinstance(symbol, Module):
            _add_module(types, symbol, known)
            return known
        known.span = symbol.span()
        if symbol.of_kind("class"):
            _add_class(types, symbol, known)
        if symbol.of_kind("function"):
            known.callable = True
            known.calls += _functions(symbol)
        if symbol.of_kind("enum"):
            known.replace_members(enum_object(symbol))
        if symbol.namespace is not None:
            _add_namespace(types, symbol.namespace, known)
        if symbol.of_kind("enum") and _has_number(types, known):
            add_names(known)
    return known


def _has_number(types: Types, shape: ObjectShape) -> bool:
    """Whether an enum as a value has a number, be it a constant beside the enum."""
    terms = [types.settled(item.type) for item in shape.properties.values()]
    return any(term is not None and is_numeric(term) for term in terms)


def _add_class(types: Types, symbol: Symbol, shape: ObjectShape) -> None:
    """Add the static members of a class and of its base classes, and `new`."""
    inherited: list[Signature] = []
    bodies = [n.body for n in symbol.of_kind("class") if isinstance(n.body, InterfaceBody)]
    for base in (base for body in bodies for base in body.extends):
        above = _base_value(types, base, Env(symbol.scope))
        if above is not None:
            inherited += inherit_statics(types, shape, above)
        elif isinstance(base, ReferenceType):
            for added in added_statics(types, base, Env(symbol.scope)):
                shape.replace_members(added)
            inherited += library_constructor(types, base, _inside(types, symbol))
    own = types.statics(symbol)
    shape.replace_members(own)
    shape.indexes += own.indexes
    shape.skipped += own.skipped
    # TypeScript: `prototype` is an instance, with `any` for each type parameter.
    instance = types.named(symbol, [ANY for _ in symbol.parameters])
    shape.properties.pop("prototype", None)
    shape.methods["prototype"] = ShapeProperty("prototype", instance, False, span=symbol.span())
    shape.callable = True
    shape.calls += constructors(types, constrained(types, symbol), inherited, is_generic=True)


def _inside(types: Types, symbol: Symbol) -> Env:
    """The environment in a class, whose type parameters are their constraints."""
    return Env.inside(constrained(types, symbol), symbol.parameters, symbol.scope)


def inherit_statics(types: Types, shape: ObjectShape, above: TypeTerm) -> Sequence[Signature]:
    """Add the static members of a base, and give its constructors.

    TypeScript: a class of an unknown base has all static members, its heirs have not.
    """
    term = types.peel(above)
    if term is ANY:
        shape.indexes.append((_STRING, ANY))
    base = types.shape(term)
    if base is None:
        return constructors_of(types, term)
    shape.replace_members(base)
    shape.skipped += base.private
    return [call for call in base.calls if call.node.constructs and not call.mixed]


def _base_value(types: Types, base: TypeNode, env: Env) -> TypeTerm | None:
    """The constructor that a class extends; None if it is no value of the spec."""
    if isinstance(base, CallType):
        return types.term(base, env)
    if not isinstance(base, ReferenceType) or base.module is not None:
        return None
    symbol = types.program.lookup_path(env.scope, base.name, "value")
    return _value(types, symbol) if isinstance(symbol, Symbol) else None


def base_instance(types: Types, base: TypeNode, env: Env) -> TypeTerm | None:
    """The instance type of the constant that a class extends; None if the base is a type."""
    if isinstance(base, CallType):
        name = "a call"
        terms = list(_parts_of_call(types, base, env))
    elif isinstance(base, ReferenceType):
        name = ".".join(base.name)
        if types.program.lookup_path(env.scope, base.name, "type") is not None:
            return None
        terms = list(_base_values(types, base, env))
    else:
        return None
    if not terms:
        return None
    arguments = [types.term(node, env) for node in base.arguments] if name != "a call" else []
    return instance_of_values(types, terms, arguments, name)


def instance_of_values(
    types: Types, terms: Sequence[TypeTerm], arguments: Sequence[TypeTerm], name: str
) -> TypeTerm:
    """The instances of all the constructors that a class extends, which is called by a name."""
    if any(types.peel(term) == ANY for term in terms):
        return ANY
    signatures = [constructors_of(types, term) for term in terms]
    if [] in signatures:
        return Opaque("what it extends is not known", name)
    made = {
        identity(result): result
        for several in signatures
        for result in (made_by(types, signature, arguments) for signature in several)
    }
    return next(iter(made.values())) if len(made) == 1 else types.intersection([*made.values()])


def _base_values(types: Types, base: ReferenceType, env: Env) -> Iterator[TypeTerm]:
    """The constructors that a class extends: one constant, or all the classes of a mixin.

    TypeScript: `declare const Base: typeof A & (new (...args: any[]) => B)` gives an `A & B`.
    """
    symbol = types.program.lookup_path(env.scope, base.name, "value")
    for declared in symbol.of_kind("variable") if isinstance(symbol, Symbol) else ():
        body = declared.body
        if isinstance(body, VariableBody) and isinstance(body.type, IntersectionType):
            assert isinstance(symbol, Symbol)
            for member in body.type.members:
                yield types.term(member, Env(symbol.scope))
            return
        if isinstance(body, VariableBody) and isinstance(body.type, CallType):
            assert isinstance(symbol, Symbol)
            yield from _parts_of_call(types, body.type, Env(symbol.scope))
            return
    term = _base_value(types, base, env)
    if term is not None:
        yield term


def _parts_of_call(types: Types, node: CallType, env: Env) -> Iterator[TypeTerm]:
    """The constructors in the result of a call; of a mixin, all of its classes."""
    made = called(types, node, env)
    if isinstance(made, str):
        yield types.opaque(env, node.at, made)
        return
    result, inside = made
    parts = result.members if isinstance(result, IntersectionType) else (result,)
    for part in parts:
        if isinstance(part, CallType):
            yield from _parts_of_call(types, part, inside)
        else:
            yield types.term(part, inside)


# ---------------------------------------------------------- namespaces and modules


def _add_namespace(types: Types, scope: Scope, shape: ObjectShape) -> None:
    """Add the constants, enums, classes and namespaces that a namespace exports as properties."""
    for name in dict.fromkeys(scope.order):
        symbol = scope.symbols.get(name)
        if name in scope.exports or (symbol is None and name in scope.aliases):
            _add_member(
                types,
                types.program.member(Symbol("", scope, namespace=scope), name, "value"),
                name,
                shape,
            )
        elif symbol is not None and _is_exported(symbol, scope):
            _add_member(types, symbol, name, shape)


def _add_module(types: Types, module: Module, shape: ObjectShape) -> None:
    """Add the values that a module exports as properties."""
    for name in dict.fromkeys(types.program.exported_names(module)):
        _add_member(types, types.program.exported(module, name, "value"), name, shape)


def _add_member(types: Types, member: Entity | None, name: str, shape: ObjectShape) -> None:
    """Add the value of a name as a property, if it has one."""
    if isinstance(member, Module) or (isinstance(member, Symbol) and _is_value(types, member)):
        is_function = (
            isinstance(member, Symbol)
            and bool(member.of_kind("function"))
            and not _has_members(types, member)
        )
        kind = shape.methods if is_function else shape.properties
        kind[name] = ShapeProperty(name, _deferred(types, member), False)


def _deferred(types: Types, symbol: Symbol | Module) -> TypeTerm:
    if isinstance(symbol, Module):
        module, name, span = symbol.path, symbol.path, None
    else:
        module, name, span = symbol.id.module, symbol.name, symbol.span()
    place = span or Span(module, 1, 1, 1, 1)
    return Lazy(lambda: _value(types, symbol) or ANY, lambda: f"typeof {name}", place)


def _is_exported(symbol: Symbol, scope: Scope) -> bool:
    """Whether a namespace exports a symbol, as a statement says or by its place."""
    return symbol.name in scope.exported_names or any(node.exported for node in symbol.declarations)


def _is_value(types: Types, symbol: Symbol) -> bool:
    """Whether a symbol is a value: a namespace is one if it contains values."""
    return bool(symbol.of_kind(*_VALUES)) or _has_members(types, symbol)
