"""Syntax: declarations as `parse` reads them from a file, without resolved names.

A `Range` is a pair of byte offsets into the file; `SourceFile.span` turns it into a place.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import field
from functools import cached_property
from typing import Literal as OneOf, TypeAlias

from ..text.diagnostics import Diagnostic
from ..text.records import dataclass
from ..text.source import SourceFile
from .flow import Flow

Range: TypeAlias = tuple[int, int]

Widening: TypeAlias = OneOf["", "unit", "all"]
Reading: TypeAlias = OneOf["", "here", "inside"]

# ----------------------------------------------------------------------- type nodes


@dataclass(frozen=True, slots=True)
class KeywordType:
    """A predefined type: `string`, `unknown`, `void`, `unique symbol`, `this`, ..."""

    name: str
    at: Range


@dataclass(frozen=True, slots=True)
class LiteralType:
    kind: OneOf["string", "number", "boolean", "bigint"]
    value: str | int | float | bool
    at: Range


@dataclass(frozen=True, slots=True)
class TemplateType:
    """A template literal type: fixed text and holes, in order."""

    parts: tuple[str | TypeNode, ...]
    at: Range


@dataclass(frozen=True, slots=True)
class ReferenceType:
    """A named type with its arguments; `module` is set for `import("module").name`."""

    name: tuple[str, ...]
    arguments: tuple[TypeNode, ...]
    at: Range
    module: str | None = None


@dataclass(frozen=True, slots=True)
class QueryType:
    """`typeof name<arguments>`; with `widens`, literal types of the value are widened.

    `unit` widens one literal type alone, `all` those of a union, too. One that `reads` a value,
    here or inside of a function, has what is left of its type by what was assigned.
    """

    name: tuple[str, ...]
    at: Range
    module: str | None = None
    widens: Widening = ""
    arguments: tuple[TypeNode, ...] = ()
    reads: Reading = ""


@dataclass(frozen=True, slots=True)
class ArrayType:
    element: TypeNode
    at: Range
    readonly: bool = False


@dataclass(frozen=True, slots=True)
class TupleElement:
    type: TypeNode
    optional: bool
    rest: bool
    name: str | None


@dataclass(frozen=True, slots=True)
class TupleType:
    elements: tuple[TupleElement, ...]
    at: Range
    readonly: bool = False


@dataclass(frozen=True, slots=True)
class UnionType:
    members: tuple[TypeNode, ...]
    at: Range


@dataclass(frozen=True, slots=True)
class IntersectionType:
    members: tuple[TypeNode, ...]
    at: Range


@dataclass(frozen=True, slots=True)
class ObjectType:
    members: tuple[MemberNode, ...]
    at: Range


@dataclass(frozen=True, slots=True)
class FunctionType:
    """A function or constructor type; its parameters are the elements of a tuple.

    A `this` parameter is not among them. `result` None is an implicit `any`. `access` is the
    modifier of a constructor that is not public, and an abstract one makes no instance. Parameters
    of methods and of constructors of classes (`is_method`) are compared both ways. The result of a
    function with a `predicate` is a boolean, or void if that is an assertion.
    """

    at: Range
    parameters: tuple[TypeParameter, ...] = ()
    elements: tuple[TupleElement, ...] = ()
    result: TypeNode | None = None
    constructs: bool = False
    access: str = ""
    is_abstract: bool = False
    is_method: bool = False
    this: TypeNode | None = None
    predicate: Predicate | None = None


@dataclass(frozen=True, slots=True)
class Predicate:
    """`name is type`, or an assertion of it; `place` is that of the parameter, -1 for `this`."""

    place: int
    asserts: bool
    type: TypeNode | None


@dataclass(frozen=True, slots=True)
class IndexedType:
    """`object[key]`; `widens` as of a query, where it is the property of a value."""

    object: TypeNode
    key: TypeNode
    at: Range
    widens: Widening = ""


@dataclass(frozen=True, slots=True)
class KeyofType:
    type: TypeNode
    at: Range


Modifier: TypeAlias = OneOf["", "+", "-"]


@dataclass(frozen=True, slots=True)
class MappedType:
    """`{ [parameter in constraint as rename]: type }`; a modifier is "", "+" or "-"."""

    parameter: str
    constraint: TypeNode
    rename: TypeNode | None
    type: TypeNode | None
    optional: Modifier
    readonly: Modifier
    at: Range


@dataclass(frozen=True, slots=True)
class ConditionalType:
    check: TypeNode
    extends: TypeNode
    then: TypeNode
    otherwise: TypeNode
    at: Range


@dataclass(frozen=True, slots=True)
class InferType:
    name: str
    constraint: TypeNode | None
    at: Range


@dataclass(frozen=True, slots=True)
class CallType:
    """The type of a function call, in a source with values."""

    function: TypeNode
    arguments: tuple[TypeNode, ...]
    at: Range


@dataclass(frozen=True, slots=True)
class OperationType:
    """The type of what an operator makes of values, in a source with values.

    `...` are objects spread in one, `return` the results of a function, and `?.` has an object and
    a key. A backquote has the constants in a template and, behind them, its type where they are
    none; `constant` has what an operation in a template is made of.
    """

    operator: str
    operands: tuple[TypeNode, ...]
    at: Range


@dataclass(frozen=True, slots=True)
class SatisfiedType:
    """The type of `value satisfies target`, in a source with values.

    `exact` is that of the value with all its literal types, and with tuples for lists.
    """

    value: TypeNode
    exact: TypeNode
    target: TypeNode
    at: Range


@dataclass(frozen=True, slots=True)
class ClassType:
    """The type of a class expression, in a source with values; it extends the type of a value."""

    body: InterfaceBody
    at: Range


@dataclass(frozen=True, slots=True)
class UnsupportedType:
    """Syntax without a rule, or unsupported for another reason; `text` is the TypeScript."""

    text: str
    at: Range
    why: str = "no rule covers this syntax"


TypeNode: TypeAlias = (
    KeywordType
    | LiteralType
    | TemplateType
    | ReferenceType
    | QueryType
    | ArrayType
    | TupleType
    | UnionType
    | IntersectionType
    | ObjectType
    | FunctionType
    | IndexedType
    | KeyofType
    | MappedType
    | ConditionalType
    | InferType
    | CallType
    | SatisfiedType
    | OperationType
    | ClassType
    | UnsupportedType
)

# -------------------------------------------------------------------------- members


@dataclass(frozen=True, slots=True)
class PropertyNode:
    """A property signature. `type` None is an implicit `any`.

    `numeric` is a name written as a number; `computed` is the name of the constant whose value is
    the name, which is "" then. `loose` is the type where literal types of an initializer are
    widened, and `accessor` whether a class computes the value.
    """

    name: str
    type: TypeNode | None
    optional: bool
    readonly: bool
    doc: Doc | None
    at: Range
    numeric: bool = False
    computed: tuple[str, ...] = ()
    loose: TypeNode | None = None
    accessor: bool = False


@dataclass(frozen=True, slots=True)
class IndexNode:
    """An index signature."""

    key: TypeNode
    value: TypeNode
    readonly: bool
    doc: Doc | None
    at: Range


@dataclass(frozen=True, slots=True)
class SkippedNode:
    """A member that is no data: a method, a call or construct signature, a symbol key.

    `key` is the wire name of a method, `numeric` whether it is written as a number. `signature_of`
    lowers the signature on demand, and `type_of` the type of a member that is private or protected.
    """

    what: str
    name: str
    at: Range
    key: str | None = None
    optional: bool = False
    numeric: bool = False
    signature_of: Callable[[], FunctionType] | None = field(default=None, repr=False, compare=False)
    type_of: Callable[[], TypeNode] | None = field(default=None, repr=False, compare=False)


MemberNode: TypeAlias = PropertyNode | IndexNode | SkippedNode


@dataclass(frozen=True, slots=True)
class Doc:
    """A doc comment without its frame; `deprecated` is the text of its `@deprecated` tag."""

    text: str | None
    deprecated: str | None


# --------------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class TypeParameter:
    """A type parameter; what is inferred for a `constant` one keeps its literal types.

    `variance` is the one that is declared: "in", "out", "in out", or "".
    """

    name: str
    constraint: TypeNode | None
    default: TypeNode | None
    constant: bool = False
    variance: str = ""


@dataclass(frozen=True, slots=True)
class InterfaceBody:
    """An interface, or the instances of a class; `statics` are the members of the class itself."""

    parameters: tuple[TypeParameter, ...]
    extends: tuple[TypeNode, ...]
    members: tuple[MemberNode, ...]
    statics: tuple[MemberNode, ...] = ()
    is_abstract: bool = False


@dataclass(frozen=True, slots=True)
class AliasBody:
    parameters: tuple[TypeParameter, ...]
    type: TypeNode


@dataclass(frozen=True, slots=True)
class EnumEntry:
    """A member of an enum; its value is computed from the enum's earlier members."""

    name: str
    value: str | int | float | None
    doc: Doc | None
    at: Range


@dataclass(frozen=True, slots=True)
class EnumBody:
    entries: tuple[EnumEntry, ...]


@dataclass(frozen=True, slots=True)
class VariableBody:
    """A `declare const`: its annotation, or the type of its initializer.

    `widens` is whether the type is from an initializer, and may be a literal type. `loose` is the
    type of one that is several values, with its literal types widened. `assigned_of` gives the type
    of the initializer beside an annotation that may be a union. `assigned_again` is whether the
    file assigns something else, and `flow_of` tells where it tests or assigns the variable.
    """

    type: TypeNode | None
    widens: bool = False
    loose: TypeNode | None = None
    assigned_of: Callable[[], TypeNode] | None = field(default=None, compare=False)
    assigned_again: bool = False
    flow_of: Callable[[], Flow] | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class FunctionBody:
    """A `declare function`, one of its overloads, or what implements them."""

    type: FunctionType
    implemented: bool = False


Body: TypeAlias = InterfaceBody | AliasBody | EnumBody | VariableBody | FunctionBody

DeclarationKind: TypeAlias = OneOf["interface", "class", "alias", "enum", "variable", "function"]


@dataclass(frozen=True)
class DeclarationNode:
    """A declaration by name; its body is lowered on demand.

    Most declarations of a large imported file are never reached, and lowering is the expensive
    part, so `body` is computed on first use and cached.
    """

    kind: DeclarationKind
    name: str
    exported: bool
    default: bool
    at: Range
    name_at: Range
    doc_of: Callable[[], Doc | None] = field(repr=False, compare=False)
    body_of: Callable[[], Body | None] = field(repr=False, compare=False)

    @cached_property
    def doc(self) -> Doc | None:
        """The doc comment before the declaration."""
        return self.doc_of()

    @cached_property
    def body(self) -> Body | None:
        """The lowered body, or None."""
        return self.body_of()


@dataclass(frozen=True, slots=True)
class NamespaceNode:
    """`namespace name { ... }`; `name` has several parts for `namespace A.B`."""

    name: tuple[str, ...]
    exported: bool
    statements: tuple[Statement, ...]
    at: Range
    doc: Doc | None = None


@dataclass(frozen=True, slots=True)
class AmbientModuleNode:
    """`declare module "name" { ... }`, or `declare global { ... }` with `name` None."""

    name: str | None
    statements: tuple[Statement, ...]
    at: Range


@dataclass(frozen=True, slots=True)
class ImportNode:
    """One imported binding: `name` is the exported name, `*` for the namespace object."""

    local: str
    name: str
    module: str
    at: Range


@dataclass(frozen=True, slots=True)
class BareImportNode:
    """`import "module"`, for its additions to other modules."""

    module: str
    at: Range


@dataclass(frozen=True, slots=True)
class ImportAliasNode:
    """`import local = A.B`."""

    local: str
    target: tuple[str, ...]
    exported: bool
    at: Range


@dataclass(frozen=True, slots=True)
class ExportNode:
    """`export { local as name }`, with `module` for `export { local as name } from`.

    `local` is `*` for `export * as name from`.
    """

    local: str
    name: str
    module: str | None
    at: Range


@dataclass(frozen=True, slots=True)
class ExportAllNode:
    """`export * from module`."""

    module: str
    at: Range


@dataclass(frozen=True, slots=True)
class ExportAssignmentNode:
    """`export = A.B` (`name` is `export=`) or `export default A.B` (`name` is `default`)."""

    name: str
    target: tuple[str, ...]
    at: Range


@dataclass(frozen=True, slots=True)
class ExportNamespaceNode:
    """`export as namespace name`: a global name for the whole module."""

    name: str
    at: Range


Statement: TypeAlias = (
    DeclarationNode
    | NamespaceNode
    | AmbientModuleNode
    | ImportNode
    | BareImportNode
    | ImportAliasNode
    | ExportNode
    | ExportAllNode
    | ExportAssignmentNode
    | ExportNamespaceNode
)


@dataclass(frozen=True, slots=True)
class ModuleSyntax:
    """One parsed file. `references` are its `/// <reference path>`s with their ranges.

    `types` are the packages of its `/// <reference types>`s.

    `is_module` is false for a global script, a file without imports and exports.
    """

    source: SourceFile
    statements: tuple[Statement, ...]
    references: tuple[tuple[str, Range], ...]
    types: tuple[str, ...]
    is_module: bool
    has_explicit_exports: bool
    diagnostics: tuple[Diagnostic, ...]


def canonical_number(value: int | float) -> str:
    """The text of a number in ECMAScript, as for the name of a property."""
    if isinstance(value, int) and abs(value) < 2**53:
        return str(value)
    try:
        value = float(value)
    except OverflowError:
        return "-Infinity" if value < 0 else "Infinity"
    if not math.isfinite(value):
        return "NaN" if math.isnan(value) else "-Infinity" if value < 0 else "Infinity"
    sign = "-" if value < 0 else ""
    from decimal import Decimal  # Handled here as few specs have such a number.

    mantissa, _, exponent = f"{Decimal(repr(abs(value))).normalize():e}".partition("e")
    digits = mantissa.replace(".", "")
    point = int(exponent) + 1
    if len(digits) <= point <= 21:
        return sign + digits.ljust(point, "0")
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{point - 1:+d}"
