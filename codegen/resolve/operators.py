"""The operators of TypeScript's types: `keyof`, `T[K]`, mapped, conditional, template."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import TYPE_CHECKING, Final

from ..model import UNKNOWN, Literal, Opaque, Primitive, Template
from ..source import Span
from ..syntax import (
    ConditionalType,
    IndexedType,
    InferType,
    KeyofType,
    MappedType,
    ReferenceType,
    SkippedNode,
    TemplateType,
)
from .assignability import assignable
from .enums import enum_values, folded, is_enum, spread
from .semantics import (
    NEVER,
    UNDEFINED,
    Env,
    Lazy,
    Named,
    ObjectShape,
    Placeholder,
    ShapeProperty,
    Signature,
    Special,
    TArray,
    TTuple,
    TTupleItem,
    TUnion,
    TypeTerm,
)
from .unions import union_of, without

if TYPE_CHECKING:
    from .evaluate import Evaluator

__all__ = [
    "conditional",
    "indexed",
    "keyof",
    "map_properties",
    "mapped",
    "property_type",
    "template",
]

_STRING: Final = Primitive("string")
_NUMBER: Final = Primitive("number")
_LARGEST_PRODUCT: Final = 20_000


def _nowhere() -> Span:
    return Span("", 1, 1, 1, 1)


# ------------------------------------------------------------------- keyof and T[K]


def keyof(evaluator: Evaluator, term: TypeTerm) -> TypeTerm:
    """`keyof T`: the property names; of a union, those that all members have."""
    peeled = evaluator.peel(term)
    if isinstance(peeled, TUnion):
        keys = [list(evaluator.members(keyof(evaluator, member))) for member in peeled.members]
        shared = [key for key in keys[0] if all(key in others for others in keys[1:])]
        return union_of(shared)
    if isinstance(peeled, TArray | TTuple):
        return _NUMBER
    shape = evaluator.shape(peeled)
    if shape is None:
        return union_of([_STRING, _NUMBER]) if peeled == UNKNOWN else NEVER
    names = _keys(evaluator, shape)
    # A name that an index signature covers is no key of its own.
    covering = [key for key in names if key in (_STRING, _NUMBER)]
    return union_of(
        name for name in names if name in covering or not _covered(evaluator, name, covering)
    )


def _keys(evaluator: Evaluator, shape: ObjectShape) -> list[TypeTerm]:
    """The names of an object type and the keys of its index signatures."""
    names: list[TypeTerm] = [
        Literal("number", number_of(name)) if item.numeric else Literal("string", name)
        for name, item in shape.properties.items()
    ]
    names += [Literal("string", name) for name in shape.methods]
    for key, _ in shape.indexes:
        both = evaluator.peel(key) == _STRING and not shape.mapped
        names += [_STRING, _NUMBER] if both else [key]
    return names


def _covered(evaluator: Evaluator, name: TypeTerm, covering: Sequence[TypeTerm]) -> bool:
    return any(assignable(evaluator, name, key) for key in covering)


def number_of(name: str) -> int | float:
    """The number that a property name was written as."""
    value = float(name)
    return int(value) if value.is_integer() else value


def indexed(evaluator: Evaluator, node: IndexedType, env: Env) -> TypeTerm:
    """`T[K]`, for each member of both."""
    target = evaluator.term(node.object, env)
    found: list[TypeTerm] = []
    for key in spread(evaluator.members(evaluator.term(node.key, env))):
        for member in evaluator.members(target):
            term = property_type(evaluator, member, key)
            if term is None:
                return evaluator.opaque(env, node.at, "there is no such property")
            found.append(term)
    return union_of(found)


def property_type(evaluator: Evaluator, target: TypeTerm, key: TypeTerm) -> TypeTerm | None:
    """The type of a property; undefined is part of an optional one's. None if there is none."""
    target = evaluator.peel(target)
    match target:
        case Opaque() | Placeholder() | Primitive("unknown"):
            return target
        case TArray(element):
            if key == Literal("string", "length"):
                return _NUMBER
            return element if _is_number(key) else None
        case TTuple(items):
            return _item_type(items, key)
    shape = evaluator.shape(target)
    if shape is None:
        return None
    if isinstance(key, Literal):
        name = str(key.value)
        item = shape.properties.get(name) or shape.methods.get(name)
        if item is not None:
            return union_of([item.type, UNDEFINED]) if item.optional else item.type
    for index_key, value in shape.indexes:
        if assignable(evaluator, key, index_key) or (
            _is_number(key) and evaluator.peel(index_key) == _STRING
        ):
            return value
    return None


def _is_number(key: TypeTerm) -> bool:
    return key == _NUMBER or (
        isinstance(key, Literal) and (key.kind == "number" or str(key.value).isdigit())
    )


def _item_type(items: tuple[TTupleItem, ...], key: TypeTerm) -> TypeTerm | None:
    if key == _NUMBER:
        return union_of([item.type for item in items] or [UNDEFINED])
    if isinstance(key, Literal) and key.value == "length":
        if any(item.rest or item.optional for item in items):
            return _NUMBER
        return Literal("number", len(items))
    if not _is_number(key) or not isinstance(key, Literal):
        return None
    position = int(key.value)
    for index, item in enumerate(items):
        if index == position or (item.rest and index <= position):
            return union_of([item.type, UNDEFINED]) if item.optional else item.type
    return UNDEFINED


# -------------------------------------------------------------------- mapped types


def mapped(evaluator: Evaluator, node: MappedType, env: Env) -> TypeTerm:
    """`{ [P in K]: X }`. Over `keyof T` presence comes from T; arrays map element by element."""
    source = _mapped_source(evaluator, node, env)
    if source is None:
        return _mapped_object(evaluator, node, env, None)
    if isinstance(node.constraint, KeyofType) and node.rename is None:
        peeled = evaluator.peel(source)
        if isinstance(peeled, TUnion):
            name = _parameter_of(node.constraint)
            if name is not None:
                return union_of(
                    mapped(evaluator, node, env.bind({name: member})) for member in peeled.members
                )
        whole = _mapped_whole(evaluator, node, env, peeled)
        if whole is not None:
            return whole
    return _mapped_object(evaluator, node, env, evaluator.shape(source))


def _parameter_of(node: KeyofType) -> str | None:
    inner = node.type
    return inner.name[0] if isinstance(inner, ReferenceType) and len(inner.name) == 1 else None


def _mapped_source(evaluator: Evaluator, node: MappedType, env: Env) -> TypeTerm | None:
    """The T whose modifiers a mapped type keeps: of `keyof T`, or of `X[P]` over its keys."""
    if isinstance(node.constraint, KeyofType):
        return evaluator.term(node.constraint.type, env)
    match node.type:
        case IndexedType(object=target, key=ReferenceType(name=(name,))) if name == node.parameter:
            return evaluator.term(target, env)
    return None


def _mapped_whole(
    evaluator: Evaluator, node: MappedType, env: Env, source: TypeTerm
) -> TypeTerm | None:
    """A mapped array, tuple or primitive; None where the source is an object type."""
    name = _parameter_of(node.constraint) if isinstance(node.constraint, KeyofType) else None
    if name is None:
        return None

    def element(key: TypeTerm) -> TypeTerm:
        value = evaluator.deferred(node.type, env.bind({node.parameter: key, name: source}))
        if node.optional == "+":
            return union_of([value, UNDEFINED])
        if node.optional == "-":
            return Lazy(lambda: without(evaluator, value, UNDEFINED), "", _nowhere())
        return value

    match source:
        case TArray():
            return TArray(element(_NUMBER))
        case TTuple(items):
            return TTuple(
                tuple(
                    TTupleItem(
                        element(Literal("number", position)),
                        (item.optional or node.optional == "+") and node.optional != "-",
                        item.rest,
                        item.name,
                    )
                    for position, item in enumerate(items)
                )
            )
        case Primitive("unknown" | "object" | "defined"):
            return None
        case Primitive() | Literal() | Template() | Special() | Opaque() | Placeholder():
            return source
        case Named() if is_enum(source):
            return source
        case Signature():
            return ObjectShape(mapped=True)
        case _:
            return None


def _mapped_object(
    evaluator: Evaluator, node: MappedType, env: Env, source: ObjectShape | None
) -> TypeTerm:
    shape = ObjectShape(span=evaluator.span(env, node.at), mapped=True)
    for key in _mapped_keys(evaluator, node, env, source):
        inner = env.bind({node.parameter: key})
        known = None
        if source is not None and isinstance(key, Literal):
            name = str(key.value)
            known = source.properties.get(name) or source.methods.get(name)
        for renamed in _renamed(evaluator, node, inner, key):
            _add_mapped(evaluator, node, inner, shape, renamed, known)
    return shape


def _mapped_keys(
    evaluator: Evaluator, node: MappedType, env: Env, source: ObjectShape | None
) -> Iterator[TypeTerm]:
    """What `P` stands for: over `keyof T` each property, also where T has an index signature."""
    if isinstance(node.constraint, KeyofType) and source is not None:
        keys: TypeTerm = union_of(_keys(evaluator, source))
    else:
        keys = evaluator.term(node.constraint, env)
    return evaluator.members(keys)


def _renamed(evaluator: Evaluator, node: MappedType, env: Env, key: TypeTerm) -> Iterator[TypeTerm]:
    if node.rename is None:
        yield key
    else:
        yield from evaluator.members(evaluator.term(node.rename, env))


def _add_mapped(
    evaluator: Evaluator,
    node: MappedType,
    env: Env,
    shape: ObjectShape,
    key: TypeTerm,
    known: ShapeProperty | None,
) -> None:
    value: TypeTerm = evaluator.deferred(node.type, env)
    match key:
        case Literal(value=name):
            pass
        case Named(symbol) if symbol.of_kind("enum"):
            for member in evaluator.members(enum_values(symbol)):
                _add_mapped(
                    evaluator, node, env.bind({node.parameter: member}), shape, member, known
                )
            return
        case Primitive("never"):
            return
        case _:
            shape.indexes.append((key, value))
            return
    optional = known.optional if known is not None else False
    if node.optional:
        optional = node.optional == "+"
    if node.optional == "-" or (known is not None and known.optional and optional):
        stripped = value
        value = Lazy(
            lambda: without(evaluator, stripped, UNDEFINED),
            "",
            known.span if known is not None and known.span is not None else _nowhere(),
        )
    shape.properties[str(name)] = ShapeProperty(
        str(name),
        value,
        optional,
        (known.readonly if known is not None else False) or node.readonly == "+",
        known.doc if known is not None else None,
        known.deprecated if known is not None else None,
        known.span if known is not None else evaluator.span(env, node.at),
        numeric=key.kind == "number",
    )


def map_properties(
    evaluator: Evaluator,
    term: TypeTerm,
    optional: bool | None,
) -> TypeTerm:
    """`Partial` (`optional` True) and `Required` (False), over unions and elements too."""
    peeled = evaluator.peel(term)
    if isinstance(peeled, TUnion):
        return union_of(map_properties(evaluator, member, optional) for member in peeled.members)
    if isinstance(peeled, TArray):
        return TArray(union_of([peeled.element, UNDEFINED])) if optional else peeled
    if isinstance(peeled, TTuple):
        return TTuple(
            tuple(TTupleItem(i.type, bool(optional), i.rest, i.name) for i in peeled.items)
        )
    shape = evaluator.shape(peeled)
    if shape is None:
        return term
    result = ObjectShape(indexes=list(shape.indexes), hint=shape.hint, span=shape.span)
    for name, item in shape.properties.items():
        value = item.type
        if optional is False:
            value = _stripped(evaluator, item)
        result.properties[name] = ShapeProperty(
            name, value, bool(optional), item.readonly, item.doc, item.deprecated, item.span
        )
    return result


def _stripped(evaluator: Evaluator, item: ShapeProperty) -> TypeTerm:
    if not item.optional:
        return item.type
    return Lazy(
        lambda: without(evaluator, item.type, UNDEFINED), item.name, item.span or _nowhere()
    )


# --------------------------------------------------------------- conditional types


def conditional(evaluator: Evaluator, node: ConditionalType, env: Env) -> TypeTerm:
    """`A extends B ? X : Y`, distributed over a union where A is a bare type parameter."""
    name = None
    if isinstance(node.check, ReferenceType) and len(node.check.name) == 1:
        name = node.check.name[0] if node.check.name[0] in env.parameters else None
    check = evaluator.term(node.check, env)
    if name is None:
        return _decide(evaluator, node, env, check)
    members = list(evaluator.members(check))
    found = union_of(
        evaluator.force(_decide(evaluator, node, env.bind({name: member}), member))
        for member in spread(members)
        if member != NEVER
    )
    return folded(found, members)


def _decide(evaluator: Evaluator, node: ConditionalType, env: Env, check: TypeTerm) -> TypeTerm:
    inferred: dict[str, TypeTerm] = {}
    if isinstance(node.extends, TemplateType) and any(_infer_names(node.extends)):
        return _decide_template(evaluator, node, node.extends, env, check)
    target = evaluator.term(node.extends, env.bind(_infer_holes(node)))
    verdict = assignable(evaluator, check, target, inferred)
    if verdict and not _within_constraints(evaluator, node, env, inferred):
        verdict = False
    if check == UNKNOWN and evaluator.peel(target) != UNKNOWN:
        then = evaluator.term(node.then, env.bind(_bound(node, inferred)))
        return union_of([then, evaluator.term(node.otherwise, env)])
    if verdict is None:
        return evaluator.opaque(env, node.at, "the condition cannot be decided")
    if verdict:
        return evaluator.term(node.then, env.bind(_bound(node, inferred)))
    return evaluator.term(node.otherwise, env)


def _decide_template(
    evaluator: Evaluator,
    node: ConditionalType,
    pattern: TemplateType,
    env: Env,
    check: TypeTerm,
) -> TypeTerm:
    """A condition on a template with `infer` in it: each hole but the last takes the least."""
    check = evaluator.peel(check)
    if not isinstance(check, Literal) or check.kind != "string":
        if isinstance(check, Literal | ObjectShape | TArray | TTuple):
            return evaluator.term(node.otherwise, env)
        return evaluator.opaque(env, node.at, "the condition cannot be decided")
    expression, names = "", []
    for part in pattern.parts:
        if isinstance(part, str):
            expression += re.escape(part)
        else:
            names.append(part.name if isinstance(part, InferType) else "")
            expression += "([\\s\\S]*?)"
    found = re.fullmatch(expression, str(check.value))
    if found is None:
        return evaluator.term(node.otherwise, env)
    pairs = zip(names, found.groups(), strict=True)
    bound: dict[str, TypeTerm] = {n: Literal("string", value) for n, value in pairs if n}
    return evaluator.term(node.then, env.bind(bound))


def _within_constraints(
    evaluator: Evaluator, node: ConditionalType, env: Env, inferred: Mapping[str, TypeTerm]
) -> bool:
    """Whether what was inferred keeps to the constraints of `infer X extends Constraint`."""
    return all(
        assignable(evaluator, inferred[each.name], evaluator.term(each.constraint, env))
        is not False
        for each in _infer_nodes(node.extends)
        if each.constraint is not None and each.name in inferred
    )


def _inner_nodes(node: object) -> Iterator[object]:
    """What a syntax node or a sequence of nodes holds."""
    if isinstance(node, tuple):
        yield from node
    if isinstance(node, SkippedNode) and node.signature_of is not None:
        yield node.signature_of()
    for name in getattr(node, "__dataclass_fields__", ()):
        yield getattr(node, name)


def _infer_nodes(node: object) -> Iterator[InferType]:
    if isinstance(node, InferType):
        yield node
    for inner in _inner_nodes(node):
        yield from _infer_nodes(inner)


def _infer_names(node: object) -> Iterator[str]:
    return (each.name for each in _infer_nodes(node))


def _infer_holes(node: ConditionalType) -> Mapping[str, TypeTerm]:
    """Each `infer X` as a term that `assignable` fills."""
    return {name: Opaque("infer", name) for name in _infer_names(node.extends)}


def _bound(node: ConditionalType, inferred: Mapping[str, TypeTerm]) -> Mapping[str, TypeTerm]:
    return {name: inferred.get(name, UNKNOWN) for name in _infer_names(node.extends)}


# ------------------------------------------------------------ template literal types


def template(evaluator: Evaluator, node: TemplateType, env: Env) -> TypeTerm:
    """The strings that a template literal type holds: a union of literals, or a pattern."""
    choices: list[list[str | Primitive]] = []
    size = 1
    for part in node.parts:
        if isinstance(part, str):
            choices.append([part])
            continue
        options = list(_template_options(evaluator, evaluator.term(part, env)))
        if not options:
            return evaluator.opaque(env, node.at, "a hole holds no text")
        choices.append(options)
        size *= len(options)
    if size > _LARGEST_PRODUCT:
        return evaluator.opaque(env, node.at, "it has too many alternatives")
    return union_of(_joined(parts) for parts in product(*choices))


def _template_options(evaluator: Evaluator, term: TypeTerm) -> Iterator[str | Primitive]:
    for member in evaluator.members(term):
        match member:
            case Literal(kind="boolean", value=value):
                yield "true" if value else "false"
            case Literal(value=value):
                yield str(value)
            case Primitive("string" | "number" as name):
                yield Primitive(name)
            case Special("open string"):
                yield _STRING
            case Special("bigint"):
                yield _NUMBER
            case Primitive("null"):
                yield "null"
            case Special("undefined"):
                yield "undefined"
            case Primitive("unknown"):
                yield _STRING
            case Template():
                yield _STRING
            case Named(symbol) if symbol.of_kind("enum"):
                yield from _template_options(evaluator, enum_values(symbol))


def _joined(parts: Sequence[str | Primitive]) -> TypeTerm:
    merged: list[str | Primitive] = []
    for part in parts:
        if isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "":
            merged.append(part)
    if all(isinstance(part, str) for part in merged):
        return Literal("string", "".join(str(part) for part in merged))
    return _STRING if merged == [_STRING] else Template(tuple(merged))
