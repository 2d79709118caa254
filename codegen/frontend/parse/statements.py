"""Lowering of statements: the declarations, imports and exports of files and namespaces."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import partial
from typing import Final

from ..flow import Flow
from ..syntax import (
    AliasBody,
    AmbientModuleNode,
    BareImportNode,
    Body,
    DeclarationKind,
    DeclarationNode,
    EnumBody,
    ExportAllNode,
    ExportAssignmentNode,
    ExportNamespaceNode,
    ExportNode,
    FunctionBody,
    ImportAliasNode,
    ImportNode,
    IndexedType,
    InterfaceBody,
    KeyofType,
    KeywordType,
    LiteralType,
    NamespaceNode,
    OperationType,
    QueryType,
    ReferenceType,
    Statement,
    TypeNode,
    UnionType,
    VariableBody,
)
from .bodies import tests
from .cursor import Cursor, Node
from .enums import lower_entries
from .lowering import dotted_name, lower_type, type_arguments
from .members import lower_members
from .names import evolves
from .plain_values import loosened
from .signatures import lower_type_parameters
from .values import assigned_type, function_type, initial_type

__all__ = ["lower_statements"]

_KINDS: Final[dict[str, DeclarationKind]] = {
    "interface_declaration": "interface",
    "class": "class",
    "class_declaration": "class",
    "abstract_class_declaration": "class",
    "type_alias_declaration": "alias",
    "enum_declaration": "enum",
    "function_signature": "function",
    "function_declaration": "function",
    "generator_function_declaration": "function",
}

_NAMESPACES: Final = ("internal_module", "module")


def lower_statements(nodes: Iterable[Node], cursor: Cursor) -> Iterator[Statement]:
    """Lower the statements among sibling nodes, each with the doc comment before it."""
    comment: Node | None = None
    for node in nodes:
        if node.type == "comment":
            comment = node
            continue
        if node.is_named:
            yield from _statement(node, comment, cursor, exported=False, default=False)
            comment = None


def _statement(
    node: Node, comment: Node | None, cursor: Cursor, *, exported: bool, default: bool
) -> Iterator[Statement]:
    kind = node.type
    if kind == "export_statement":
        yield from _export(node, comment, cursor)
    elif kind == "ambient_declaration":
        yield from _ambient(node, comment, cursor, exported=exported, default=default)
    elif kind == "import_statement":
        yield from _import(node, cursor)
    elif kind == "import_alias":
        local, target = [child for child in node.named_children if child.type != "comment"]
        name = cursor.text(local)
        yield ImportAliasNode(name, dotted_name(target, cursor), exported, cursor.at(node))
    elif kind in _NAMESPACES:
        yield from _namespace(node, comment, cursor, exported=exported)
    elif kind == "expression_statement":
        for child in node.named_children:
            if child.type in _NAMESPACES:
                yield from _namespace(child, comment, cursor, exported=exported)
            elif _is_global(child, cursor) and (block := _block_behind(child)):
                yield _global(block, node, cursor)
    elif kind == "if_statement" and (block := node.child_by_field_name("consequence")):
        # It stands in for `global`, which the grammar does not know without `declare`.
        yield _global(block, node, cursor)
    elif kind in ("lexical_declaration", "variable_declaration"):
        yield from _variables(node, comment, cursor, exported=exported)
    elif kind in _KINDS:
        yield _declaration(node, comment, cursor, exported=exported, default=default)


def _declaration(
    node: Node, comment: Node | None, cursor: Cursor, *, exported: bool, default: bool
) -> DeclarationNode:
    name = node.child_by_field_name("name")
    kind = _KINDS[node.type]
    # `export default function (…)` is parsed with `default` for its name.
    is_bare = name is None or name.text == b"default"
    text = "default" if name is None or is_bare else cursor.text(name)
    return DeclarationNode(
        kind=kind,
        name=text,
        exported=exported,
        default=default or is_bare,
        at=cursor.at(node),
        name_at=cursor.at(name if name is not None else node.children[0]),
        doc_of=partial(cursor.doc, comment),
        body_of=partial(_BODIES[kind], node, cursor),
    )


def _interface_body(node: Node, cursor: Cursor) -> Body:
    extends: list[TypeNode] = []
    for child in node.named_children:
        if child.type == "extends_type_clause":
            extends += [
                lower_type(base, cursor) for base in child.named_children if base.type != "comment"
            ]
        elif child.type == "class_heritage":
            extends += _class_bases(child, cursor)
    body = node.child_by_field_name("body")
    lower = partial(lower_members, value_type=initial_type)
    members = tuple(lower(body, cursor)) if body is not None else ()
    parameters = lower_type_parameters(node.child_by_field_name("type_parameters"), cursor)
    own = body if body is not None and body.type == "class_body" else None
    statics = tuple(lower(own, cursor, static=True)) if own is not None else ()
    is_abstract = node.type == "abstract_class_declaration"
    return InterfaceBody(parameters, tuple(extends), members, statics, is_abstract)


def _class_bases(heritage: Node, cursor: Cursor) -> Iterator[TypeNode]:
    for clause in heritage.named_children:
        if clause.type != "extends_clause":
            continue
        value = clause.child_by_field_name("value")
        if value is None:
            continue
        is_call = value.type == "call_expression"
        base = initial_type(value, cursor, keeps=True) if is_call else lower_type(value, cursor)
        arguments = clause.child_by_field_name("type_arguments")
        if arguments is not None and isinstance(base, ReferenceType):
            base = replace(base, arguments=type_arguments(arguments, cursor))
        yield base


def _alias_body(node: Node, cursor: Cursor) -> Body:
    value = node.child_by_field_name("value")
    assert value is not None
    parameters = lower_type_parameters(node.child_by_field_name("type_parameters"), cursor)
    return AliasBody(parameters, lower_type(value, cursor))


def _enum_body(node: Node, cursor: Cursor) -> Body:
    return EnumBody(tuple(lower_entries(node, cursor)))


def _function_body(node: Node, cursor: Cursor) -> Body:
    return FunctionBody(function_type(node, cursor), _is_implementation(node, cursor))


def _is_implementation(node: Node, cursor: Cursor) -> bool:
    """Whether a function has a body, and a signature without one before it."""
    around = node
    if node.parent is not None and node.parent.type == "export_statement":
        around = node.parent
    before = around.prev_named_sibling
    while before is not None and before.type == "comment":
        before = before.prev_named_sibling
    if before is not None and before.type == "export_statement":
        before = before.child_by_field_name("declaration")
    if before is None or before.type != "function_signature":
        return False
    own, above = (one.child_by_field_name("name") for one in (node, before))
    has_body = node.child_by_field_name("body") is not None
    return has_body and own is not None and above is not None and own.text == above.text


_BODIES: Final[dict[DeclarationKind, Callable[[Node, Cursor], Body | None]]] = {
    "interface": _interface_body,
    "class": _interface_body,
    "alias": _alias_body,
    "enum": _enum_body,
    "function": _function_body,
}


def _ambient(
    node: Node, comment: Node | None, cursor: Cursor, *, exported: bool, default: bool
) -> Iterator[Statement]:
    children = [child for child in node.children if child.type not in ("declare", "comment")]
    if children and children[0].type == "global":
        block = children[-1]
        statements = tuple(lower_statements(block.named_children, cursor))
        yield AmbientModuleNode(None, statements, cursor.at(node))
        return
    for child in children:
        if child.is_named:
            yield from _statement(child, comment, cursor, exported=exported, default=default)


def _namespace(
    node: Node, comment: Node | None, cursor: Cursor, *, exported: bool
) -> Iterator[Statement]:
    name = node.child_by_field_name("name")
    if name is None:
        return
    body = node.child_by_field_name("body") or _block_behind(node)
    nodes = body.named_children if body is not None else []
    statements = tuple(lower_statements(nodes, cursor))
    at = cursor.at(node)
    if name.type == "string":
        yield AmbientModuleNode(cursor.string(name), statements, at)
    elif cursor.text(name) == "global" and node.type == "module":
        yield AmbientModuleNode(None, statements, at)
    else:
        parts = dotted_name(name, cursor)
        yield NamespaceNode(parts, exported, statements, cursor.at(name), cursor.doc(comment))


def _is_global(node: Node, cursor: Cursor) -> bool:
    return node.type == "identifier" and cursor.text(node) == "global"


def _global(block: Node, node: Node, cursor: Cursor) -> AmbientModuleNode:
    statements = tuple(lower_statements(block.named_children, cursor))
    return AmbientModuleNode(None, statements, cursor.at(node))


def _block_behind(head: Node) -> Node | None:
    """The block that the grammar takes for a statement, as it begins on a line of its own."""
    statement = head.parent
    if statement is None or statement.type != "expression_statement":
        return None
    block = statement.next_named_sibling
    while block is not None and block.type == "comment":
        block = block.next_named_sibling
    return block if block is not None and block.type == "statement_block" else None


def _variables(
    node: Node, comment: Node | None, cursor: Cursor, *, exported: bool
) -> Iterator[Statement]:
    constant = any(child.type == "const" for child in node.children)
    for child in node.named_children:
        name = child.child_by_field_name("name") if child.type == "variable_declarator" else None
        if name is None or name.type != "identifier":
            continue
        yield DeclarationNode(
            kind="variable",
            name=cursor.text(name),
            exported=exported,
            default=False,
            at=cursor.at(child),
            name_at=cursor.at(name),
            doc_of=partial(cursor.doc, comment),
            body_of=partial(_variable_body, child, cursor, constant=constant),
        )


_SEVERAL: Final = (UnionType, OperationType)
_WIDENING: Final = (LiteralType, QueryType, IndexedType, *_SEVERAL)
"""The types of initializers that may be literal types, which are widened."""


_ASSIGNED: Final = re.compile(
    rb"(?<![\w$\x80-\xff])([\w$\x80-\xff]++)\s*+(?:[-+*/%&|^?<>]{0,3}=(?![=>])|\+\+|--)"
    rb"|(?:\+\+|--)\s*+([\w$\x80-\xff]++)"
)
"""Where variables may be assigned, besides their declarations with an annotation."""


def _variable_body(node: Node, cursor: Cursor, *, constant: bool) -> VariableBody:
    body = _declared(node, cursor, constant=constant)
    return replace(body, flow_of=partial(_flow, node, constant, cursor))


def _flow(declarator: Node, constant: bool, cursor: Cursor) -> Flow:
    """Where the file tests or assigns a variable, functions in it left out.

    One that has the type of what is assigned later is so from its declaration on.
    """
    name, value = (declarator.child_by_field_name(field) for field in ("name", "value"))
    assert name is not None
    is_bare = declarator.child_by_field_name("type") is None
    if is_bare and value is not None and evolves(value, constant):
        return Flow(declarator.end_byte, declarator.end_byte)
    if not cursor.flow:
        root = declarator
        while root.parent is not None:
            root = root.parent
        tested = tests(root, cursor, apart=True)
        cursor.flow[""] = Flow()  # Of no variable: the file is looked through once.
        for one in {*tested.first, *tested.inside}:
            parts = sorted(tested.inside.get(one, ()))
            inside = _furthest((begin, end) for begin, end, _ in parts)
            equal = _furthest((begin, end) for begin, end, is_equal in parts if is_equal)
            cursor.flow[one] = Flow(tested.first.get(one), tested.equal.get(one), inside, equal)
    return cursor.flow.get(cursor.text(name), Flow())


def _furthest(parts: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """Where parts begin, in order, each with the last end of it and those before it."""
    furthest, made = 0, []
    for begin, end in parts:
        furthest = max(furthest, end)
        made.append((begin, furthest))
    return tuple(made)


def _declared(node: Node, cursor: Cursor, *, constant: bool) -> VariableBody:
    annotation = node.child_by_field_name("type")
    value = node.child_by_field_name("value")
    cursor = replace(cursor, reads="here")
    if annotation is not None:
        type_ = lower_type(annotation.named_children[0], cursor)
        if value is None or not _may_be_union(type_):
            return VariableBody(type_)
        again = not constant and _is_assigned_again(node, cursor)
        assigned = partial(assigned_type, value, type_, cursor)
        return VariableBody(type_, assigned_of=assigned, assigned_again=again)
    return VariableBody(None) if value is None else _initialized(value, cursor, constant=constant)


def _initialized(value: Node, cursor: Cursor, *, constant: bool) -> VariableBody:
    """A variable without an annotation, by its initial value."""
    type_ = initial_type(value, cursor, constant)
    is_asserted = value.type in ("as_expression", "satisfies_expression")
    loose = loosened(type_) if constant and isinstance(type_, _SEVERAL) else None
    return VariableBody(type_, not is_asserted and isinstance(type_, _WIDENING), loose)


def _may_be_union(type_: TypeNode) -> bool:
    """Whether a type is a union as it is written, or may be one by its name."""
    match type_:
        case KeywordType(name=name):
            return name == "boolean"
        case UnionType() | ReferenceType() | IndexedType() | KeyofType() | QueryType():
            return True
    return False


def _is_assigned_again(declarator: Node, cursor: Cursor) -> bool:
    """Whether something else is assigned to a variable, as far as the text of the file tells."""
    name = declarator.child_by_field_name("name")
    if name is None:
        return False
    names = cursor.assigned_names
    if not names:
        names.add(b"")  # Of no variable: the file is looked through once.
        names.update(match[1] or match[2] for match in _ASSIGNED.finditer(cursor.source.data))
    return cursor.raw(name) in names


# --------------------------------------------------------------- imports and exports


def _import(node: Node, cursor: Cursor) -> Iterator[Statement]:
    at = cursor.at(node)
    source = node.child_by_field_name("source")
    if source is not None and node.named_child_count == 1:
        yield BareImportNode(cursor.string(source), at)
    for clause in node.named_children:
        if clause.type == "import_require_clause":
            required = clause.child_by_field_name("source")
            if required is not None:
                local = cursor.text(clause.named_children[0])
                yield ImportNode(local, "export=", cursor.string(required), at)
                if cursor.follows(node, b"export"):
                    yield ExportNode(local, local, None, at)
        elif clause.type == "import_clause" and source is not None:
            yield from _import_clause(clause, cursor.string(source), cursor)


def _import_clause(clause: Node, module: str, cursor: Cursor) -> Iterator[Statement]:
    for child in clause.named_children:
        at = cursor.at(child)
        if child.type == "identifier":
            yield ImportNode(cursor.text(child), "default", module, at)
        elif child.type == "namespace_import":
            yield ImportNode(cursor.text(child.named_children[-1]), "*", module, at)
        elif child.type == "named_imports":
            for specifier in child.named_children:
                if specifier.type == "import_specifier":
                    name, local = _specifier(specifier, cursor)
                    yield ImportNode(local, name, module, cursor.at(specifier))


def _specifier(node: Node, cursor: Cursor) -> tuple[str, str]:
    """The names in `name as alias`; the name twice if there is no alias."""
    name, alias = node.child_by_field_name("name"), node.child_by_field_name("alias")
    assert name is not None
    return _export_name(name, cursor), _export_name(alias or name, cursor)


def _export_name(node: Node, cursor: Cursor) -> str:
    return cursor.string(node) if node.type == "string" else cursor.text(node)


def _default_value(
    node: Node, value: Node, comment: Node | None, cursor: Cursor
) -> DeclarationNode:
    """The default export of a value without a name, which is as a constant of it."""
    return DeclarationNode(
        kind="variable",
        name="default",
        exported=False,
        default=True,
        at=cursor.at(node),
        name_at=cursor.at(node.children[0]),
        doc_of=partial(cursor.doc, comment),
        body_of=partial(_initialized, value, replace(cursor, reads="here"), constant=True),
    )


def _export(node: Node, comment: Node | None, cursor: Cursor) -> Iterator[Statement]:
    declaration = node.child_by_field_name("declaration")
    marks = [child.type for child in node.children]
    default = "default" in marks
    if declaration is not None:
        yield from _statement(declaration, comment, cursor, exported=True, default=default)
        return
    source = node.child_by_field_name("source")
    module = cursor.string(source) if source is not None else None
    at = cursor.at(node)
    value = node.child_by_field_name("value")
    if default and value is not None and value.type == "class":
        yield from _statement(value, comment, cursor, exported=True, default=True)
        return
    if "as" in marks and "namespace" in marks and source is None:
        yield ExportNamespaceNode(cursor.text(node.named_children[-1]), at)
    if default and value is not None and value.type not in ("identifier", "member_expression"):
        yield _default_value(node, value, comment, cursor)
    elif default and value is not None:
        yield ExportAssignmentNode("default", dotted_name(value, cursor), at)
    elif "=" in marks:
        target = node.named_children[-1]
        yield ExportAssignmentNode("export=", dotted_name(target, cursor), at)
    elif "*" in marks and module is not None:
        yield ExportAllNode(module, at)
    for child in node.named_children:
        if child.type == "namespace_export" and module is not None:
            yield ExportNode("*", _export_name(child.named_children[-1], cursor), module, at)
        elif child.type == "export_clause":
            for specifier in child.named_children:
                if specifier.type == "export_specifier":
                    local, name = _specifier(specifier, cursor)
                    yield ExportNode(local, name, module, cursor.at(specifier))
