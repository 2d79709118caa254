"""The bodies of functions in sources: where they end, the names in them, and what is tested."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import field
from itertools import pairwise
from typing import Final

from ...text.records import dataclass
from .cursor import Cursor, Node, named_children

__all__ = [
    "CLASSES",
    "FUNCTIONS",
    "Tests",
    "declarators",
    "may_pass",
    "member_of_this",
    "patterns",
    "returned_values",
    "tests",
]

FUNCTIONS: Final = (
    *("arrow_function", "function_expression", "function", "generator_function"),
    *("function_declaration", "generator_function_declaration", "method_definition"),
)
CLASSES: Final = ("class_declaration", "abstract_class_declaration")
_WITH_RETURNS: Final = (*FUNCTIONS, "class", *CLASSES)
_LOOPS: Final = ("for_statement", "for_in_statement", "while_statement", "do_statement")
_NEVER_RETURNING: Final = ("never", "exit", "fail", "abort", "throw", "panic", "unreachable")
_ASSERTING: Final = ("assert", "invariant", "ensure", "check", "expect", "valid")
_DEEPEST: Final = 64
"""The limit of statements within each other; a `switch` looks for a `break` in all of them."""
_COMPARING: Final = (b"==", b"!=", b"instanceof", b" in ")
_LOGICAL: Final = ("&&", "||", "??")
_IDENTIFIERS: Final = (
    *("identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern"),
)
_ASSIGNED: Final = ("assignment_expression", "augmented_assignment_expression", "update_expression")


def _inside(node: Node) -> Iterator[Node]:
    """The nodes in a body, functions and classes in it left out, in source order."""
    pending = [node]
    while pending:
        current = pending.pop()
        yield current
        if current is node or current.type not in _WITH_RETURNS:
            pending += reversed(current.children)


def returned_values(body: Node) -> Iterator[Node | None]:
    """The values of the `return`s in a body, None for one without."""
    for node in _inside(body):
        if node.type == "return_statement":
            yield next(iter(named_children(node)), None)


# -------------------------------------------------------------- where control ends


def may_pass(node: Node, cursor: Cursor, depth: int = 0) -> bool | None:
    """Whether control may pass the end of a statement; None if only a type checker can tell.

    It is None for statements too far within each other, too: `depth` is the number around.
    """
    if depth > _DEEPEST:
        return None
    depth += 1
    match node.type:
        case "return_statement" | "throw_statement":
            return False
        case "statement_block" | "else_clause":
            return _all_pass(named_children(node), cursor, depth)
        case "if_statement":
            branches = [node.child_by_field_name(name) for name in ("consequence", "alternative")]
            if None in branches:
                return True
            return _some_pass(
                [may_pass(part, cursor, depth) for part in branches if part is not None]
            )
        case "try_statement":
            blocks = [node.child_by_field_name("body"), _block_of(node, "handler")]
            last = _block_of(node, "finalizer")
            if last is not None and may_pass(last, cursor, depth) is False:
                return False
            parts = [part for part in blocks if part is not None]
            return _some_pass([may_pass(part, cursor, depth) for part in parts])
        case "switch_statement":
            return _switch_passes(node, cursor, depth)
        case "while_statement":
            tested = node.child_by_field_name("condition")
            is_endless = tested is None or cursor.text(tested).strip("() ") in ("true", "1")
            return None if is_endless else True
        case "do_statement" | "labeled_statement":
            return None
        case "for_statement":
            return True if node.child_by_field_name("condition") is not None else None
        case "expression_statement":
            called = cursor.text(node).partition("(")[0].lower()
            return None if any(word in called for word in _NEVER_RETURNING) else True
    return True


def _block_of(node: Node, clause: str) -> Node | None:
    inner = node.child_by_field_name(clause)
    return None if inner is None else inner.child_by_field_name("body")


def _all_pass(statements: list[Node], cursor: Cursor, depth: int) -> bool | None:
    passed: bool | None = True
    for statement in statements:
        one = may_pass(statement, cursor, depth)
        if one is False:
            return False
        passed = passed and one
    return passed


def _some_pass(branches: list[bool | None]) -> bool | None:
    return True if True in branches else None if None in branches else False


def _switch_passes(node: Node, cursor: Cursor, depth: int) -> bool | None:
    """Whether control passes a `switch`; without a default, it depends on the type of the value."""
    body = node.child_by_field_name("body")
    cases = [] if body is None else named_children(body)
    if not cases or any(inner.type == "break_statement" for inner in _inside(node)):
        return True
    last = _all_pass(cases[-1].children_by_field_name("body"), cursor, depth)
    if last is not False:
        return last
    return False if any(case.type == "switch_default" for case in cases) else None


# ------------------------------------------------------------------- names in bodies


def declarators(body: Node) -> Iterator[tuple[Node, Node | None, bool]]:
    """The names that a body declares: a name or a pattern, its node, and whether it is `const`.

    It is the node of a declaration, a class or a loop. That of a function and an error is None.
    """
    for node in _inside(body):
        name = node.child_by_field_name("name")
        if node.type == "variable_declarator" and name is not None:
            around = node.parent
            constant = around is not None and any(c.type == "const" for c in around.children)
            yield name, node, constant
        elif node is not body and node.type in _WITH_RETURNS and name is not None:
            yield name, node if node.type in CLASSES else None, True
        elif node.type == "catch_clause" and (caught := node.child_by_field_name("parameter")):
            yield caught, None, True
        elif node.type == "for_in_statement" and (item := node.child_by_field_name("left")):
            yield item, node, any(child.type == "const" for child in node.children)


def patterns(pattern: Node, cursor: Cursor) -> Iterator[tuple[Node, str | int | None]]:
    """The names that a pattern declares, and the property or the element that each has.

    It is None where more than one property makes the type, such as behind `...` or a default.
    """
    if pattern.type == "identifier":
        yield pattern, None
    for place, child in enumerate(named_children(pattern)):
        match pattern.type, child.type:
            case "object_pattern", "shorthand_property_identifier_pattern":
                yield child, cursor.text(child)
            case "object_pattern", "pair_pattern":
                key, value = (child.child_by_field_name(name) for name in ("key", "value"))
                if key is not None and value is not None:
                    plain = key.type == "property_identifier" and value.type == "identifier"
                    for name, _ in patterns(value, cursor):
                        yield name, cursor.text(key) if plain else None
            case "array_pattern", "identifier" if not any(
                one.type == two.type == "," for one, two in pairwise(pattern.children)
            ):
                yield child, place
            case _, "identifier" | "shorthand_property_identifier_pattern":
                yield child, None
            case _:
                yield from ((name, None) for name, _ in patterns(child, cursor))


@dataclass(frozen=True, slots=True)
class Tests:
    """Where in a file the names of a body are tested or assigned first: behind it, they may differ.

    Within a loop, that is its start. `equal` are those that are compared with a value, or that a
    function may tell to be one, which a text or a number then is. `inside` are the expressions that
    test a name for themselves alone: where that begins, where the statement or the variable ends
    that they are of, and whether the name is compared.
    """

    first: dict[str, int] = field(default_factory=dict)
    equal: dict[str, int] = field(default_factory=dict)
    inside: dict[str, list[tuple[int, int, bool]]] = field(default_factory=dict)

    def add(self, name: str, start: int, is_equal: bool) -> None:
        """Add a name that is tested."""
        self.first[name] = min(self.first.get(name, start), start)
        if is_equal:
            self.equal[name] = min(self.equal.get(name, start), start)


def tests(body: Node, cursor: Cursor, *, apart: bool = False) -> Tests:
    """Where the names of a body are tested or assigned.

    What conditional and logical expressions test is told `apart` if it is to be.
    """
    made = Tests()
    pending: list[tuple[Node, int | None, int]] = [(body, None, body.end_byte)]
    while pending:
        node, loop, end = pending.pop()
        if node is not body and node.type in _WITH_RETURNS:
            continue
        if loop is None and node.type in _LOOPS:
            loop = node.start_byte
        if node.type == "variable_declarator" or node.type.endswith("_statement"):
            end = node.end_byte
        for tested, behind in _tested(node, cursor):
            start = behind if loop is None else loop
            is_equal = node.type == "switch_statement" or _compares(tested, cursor)
            is_apart = apart and (node.type == "ternary_expression" or _is_logical(node))
            for name in _names(tested, cursor):
                if is_apart:
                    within = made.inside.setdefault(name, [])
                    within.append((behind, end, is_equal))
                else:
                    made.add(name, start, is_equal)
        pending += [(child, loop, end) for child in node.children]
    return made


def _compares(tested: Node, cursor: Cursor) -> bool:
    """Whether a test compares values, or asks a function, which may tell the type of a value."""
    text = cursor.raw(tested)
    if any(operator in text for operator in _COMPARING):
        return True
    return any(node.type == "arguments" and named_children(node) for node in _inside(tested))


def _tested(node: Node, cursor: Cursor) -> Iterator[tuple[Node, int]]:
    """The parts of a node that narrow what they name, and where that begins."""
    test: Node | None = None
    if node.type in _ASSIGNED:
        test = node.child_by_field_name("left") or node.child_by_field_name("argument")
    elif node.type == "switch_statement":
        test = node.child_by_field_name("value")
    elif node.type in ("if_statement", "ternary_expression", *_LOOPS):
        test = node.child_by_field_name("condition")
    elif _is_logical(node):
        test = node.child_by_field_name("left")
        if test is not None and _is_logical(test):
            test = test.child_by_field_name("right")  # What is left of it is told by itself.
    elif node.type == "call_expression":
        names = _last_names(node.child_by_field_name("function"), cursor)
        if any(word in name.lower() for name in names for word in _ASSERTING):
            test = node.child_by_field_name("arguments")
    if test is not None:
        yield test, node.end_byte if node.type in _ASSIGNED else test.end_byte


def _last_names(called: Node | None, cursor: Cursor) -> Iterator[str]:
    """The last two names of what is called: `assert` and `equal` of `chai.assert.equal`."""
    for _ in range(2):
        if called is not None and called.type == "identifier":
            yield cursor.text(called)
        name = None if called is None else called.child_by_field_name("property")
        if name is not None:
            yield cursor.text(name)
        called = None if called is None else called.child_by_field_name("object")


def _is_logical(node: Node) -> bool:
    operator = node.child_by_field_name("operator")
    return node.type == "binary_expression" and operator is not None and operator.type in _LOGICAL


def _names(node: Node, cursor: Cursor) -> Iterator[str]:
    """The names in an expression."""
    for inner in _inside(node):
        name = member_of_this(inner, cursor)
        if name is not None:
            yield name
        elif inner.type in _IDENTIFIERS:
            yield cursor.text(inner)


def member_of_this(node: Node, cursor: Cursor) -> str | None:
    """The name of a member of `this`, with `this` before it; None for any other expression."""
    if node.type != "member_expression":
        return None
    owner, name = node.child_by_field_name("object"), node.child_by_field_name("property")
    is_own = owner is not None and owner.type == "this" and name is not None
    return f"this.{cursor.text(name)}" if is_own and name is not None else None
