"""Generated Python is parsed in parts, with the result of parsing it whole."""

from __future__ import annotations

import ast
import re
from itertools import product
from types import SimpleNamespace

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.output import verification
from realtime_codegen.output.page import Page
from realtime_codegen.output.thinning import thinned
from tests.tools.night import sampled

PIECES = (
    "x: int = 1",
    "class A:\n    a: int\n    b: str = 'x'",
    'class B:\n    """One.\n\n\n\n    Two.\n    """\n\n    a: int',
    '"""A text.\n\n\nMore of it."""',
    "C = (\n    1,\n\n\n    2,\n)",
    "if x:\n    pass\n\n\nelse:\n    pass",
    "for y in ():\n    pass",
    "def f() -> None:\n    return\n\n\n    yield",
    "@f",
    "print()",
    "class D:\n    a: int\n\n\n    print()",
    "(",
    "'''",
    "    z: int",
    "\x00",
    "from a import b",
    "E: A = B",
    "F: A = B[\n    int,\n]",
    '"""A text.\nG: A = B\n"""',
    "H = [\nI: A = B\n]",
    "J: A = \\",
)
"""Statements with gaps in them, statements that act, and texts that are no statements."""

ITEMS = (
    *("    1,", "    -2,", '    "a",', '    "b",', "    A[B],", "    C[1, D[E]],", "    A | B,"),
    *(
        "    a,",
        "    b,",
        "    None,",
        "    if,",
        "    A[if],",
        "    A[None],",
        '    "in",',
        '    A["if"],',
    ),
    *('    "a": A,', '    "b": A[B] | 1,', '    "if": 1,', '    "a": if,', '    "a": "if",'),
    *('    "a" "b",', "    1 2,", "    01,", "    1.0,", "    1_0,", '    f"{a}",', "    *a,"),
    *("    a.b,", "    a.if,", '    a.b("c"),', '    a("b")("c"),', "    a.(b),", "    None.a,"),
    *('    A[B, c.d("e")],', '    A[B, c.if("e")],', '    A["b", c.d],', '    A[B("c"), "d" "e"],'),
    *("        1,", "        2,", "     3,", "\t4,", "    1, 2,", "    1", "    a=1,", "    b=if,"),
)
"""Items of brackets, and what only looks like them."""

OVERLOADS = (
    "    @overload\n    def a(self, tag: A, /) -> B[[C], D]: ...",
    "    @overload\n    def b(self, tag: A, b: C[D]) -> None: ...",
    "    @overload\n    def c(self) -> A[B[C]] | D: ...",
    "    @overload\n    def d(self, if: A) -> B: ...",
    "    @overload\n    def if(self) -> B: ...",
    "    @overload\n    def None(self) -> B: ...",
    "    @overload\n    def e(self, None: A) -> B: ...",
    "    @overload\n    def f(self, tag: if) -> B: ...",
    "    @overload\n    def g(self, /) -> A[if]: ...",
    "    @overload\n    def h(self, /, /) -> A: ...",
    "    @overload\n    def i(self) -> A[[B]]: ...",
    "    @overload\n    def j(self) -> A:\n        ...",
    "    @overload\n    def k(self) -> A: ....",
    "    @overload\n    def l(self) -> A: def ...",
    "    @overload\n    def m(self, a: 01) -> A: ...",
    "    @overload",
    "    def n(self) -> A: ...",
    "     def o(self) -> A: ...",
    "    x: A",
)
"""Methods, and what only looks like them."""

OPENINGS = (
    *("class A:", "a = [", "a = {", "a(", "A[", "(", "a = \\", "a = '''", "def f(", "del ("),
    *("from a import (", "a = (lambda", "with (", "match a:\n  case (", "\\", "    ("),
    *("    {", "for (", "[b for a in (", 'a = f"""{', "@a(", "if a:", "else:", 'A = B("A", {'),
    *("match a:\n  case {", "match a:\n  case (\n    {", "match a:\n  \\\n  case {"),
)
CLOSINGS = (
    *("]", "}", ")", "", "): pass", ") = a", "'''", ": 0)", ") in a: pass", "    pass", '}"""'),
    *("):", "    ),", "    },", "    a", "]]", "= 1", "})", "}: pass", "    }): pass"),
)
"""What may be around items."""

LINES = (
    *("class A:", "class B(A, C):", "class C(A, metaclass=B):", "class if:", "class D[T]:"),
    *("    a: int", "    b: A | B = UNSET", '    c: Literal["x", 1] = "x"', "    d: A[B[C[D]]]"),
    *("    e: None", "    None: A", "    if: A", "    f: if", "    g: A = lambda", "    h: A |"),
    *("    i: 01", "    j: 1x", "    k: -0", f"    l: {'9' * 5000}", "    m: 1.", "    n: 1_0"),
    *(
        '    o: ""',
        '    p: "a" "b"',
        '    q: "\\"',
        "    r: A[",
        "    s: [A]",
        "    é: A",
        "    t: é",
    ),
    *('    """A text."""', '    """', '"""', '    """A text.', "    pass", "    print()", ""),
    *(
        "    u: A = B = C",
        "    v: A; w: B",
        "    x: A  # B",
        "     y: A",
        "   z: A",
        "\ta: A",
        "a: A",
    ),
    *(
        "(",
        ")",
        "{",
        "}",
        "\\",
        "'''",
        "@a",
        "def a():",
        "    a: \x00",
        "    a: A\x0c",
        "    a: A\r",
    ),
)
"""Lines of classes, of what is no class, and of what only looks like one."""


def faults(text: str, *, defines: frozenset[str] | None, is_data: bool) -> list[str]:
    """What verification says of a module's text."""
    page = Page("m.py", "t.j2", {}, defines, is_data)
    return [diagnostic.message for diagnostic in verification.verify([page], {"m.py": text})]


GAPS = st.sampled_from(("\n\n\n", "\n"))


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.integers(1, 60), GAPS)
def test_parts_are_verified_as_the_whole(pieces: list[str], part: int, gap: str) -> None:
    text = gap.join(pieces) + "\n"
    defines = frozenset({"A", "B", "x"})
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(verification, "_PART", len(text) + 1)
        whole = faults(text, defines=defines, is_data=True)
        patched.setattr(verification, "_PART", part)
        assert faults(text, defines=defines, is_data=True) == whole


ENDS = st.sampled_from((verification._ALIAS, verification._GAP))


@given(st.lists(st.sampled_from(PIECES), max_size=8), st.integers(1, 60), GAPS, ENDS)
def test_parts_that_parse_have_the_statements_of_the_whole(
    pieces: list[str], part: int, gap: str, ends: re.Pattern[str]
) -> None:
    text = gap.join(pieces) + "\n"
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(verification, "_PART", part)
        parts = list(verification._parts(text, ends))
    assert "".join(parts) == text
    try:
        nodes = [node for own in parts for node in ast.parse(own).body]
    except (SyntaxError, ValueError):
        return
    whole = ast.parse(text).body
    assert [ast.dump(node) for node in nodes] == [ast.dump(node) for node in whole]


def definitions_of(text: str) -> set[str] | None:
    try:
        return set(verification._definitions(ast.parse(text).body))
    except (SyntaxError, ValueError):
        return None


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_a_text_without_its_plain_fields_parses_as_the_whole_does(lines: list[str]) -> None:
    for text in ("\n".join((*lines, "")), "\n".join(("class A:", "    a: int", *lines, ""))):
        assert definitions_of(thinned(text)) == definitions_of(text)


@given(
    st.lists(st.sampled_from(OPENINGS), min_size=1, max_size=3),
    st.lists(st.sampled_from(ITEMS), max_size=6),
    st.lists(st.sampled_from(CLOSINGS), max_size=3),
)
def test_a_text_with_one_of_its_plain_items_parses_as_the_whole_does(
    before: list[str], items: list[str], behind: list[str]
) -> None:
    text = "\n".join((*before, *items, *behind, ""))
    assert definitions_of(thinned(text)) == definitions_of(text)


@pytest.mark.parametrize("opening", OPENINGS)
def test_of_two_plain_items_one_is_parsed(opening: str) -> None:
    """Each pair of items, in each pair of brackets."""
    for one, two, closing in product(ITEMS, ITEMS, CLOSINGS):
        text = f"{opening}\n{one}\n{two}\n{closing}\n"
        less = thinned(text)
        assert less == text or definitions_of(less) == definitions_of(text), text


@pytest.mark.parametrize("opening", sampled(OPENINGS, 4))
def test_of_two_plain_overloads_one_is_parsed(opening: str) -> None:
    for one, two, closing in product(OVERLOADS, OVERLOADS, CLOSINGS):
        text = f"{opening}\n{one}\n{two}\n{closing}\n"
        less = thinned(text)
        assert less == text or definitions_of(less) == definitions_of(text), text
    first = f"class A:\n{OVERLOADS[0]}\n"
    assert thinned(f"{first}{OVERLOADS[1]}\n{OVERLOADS[2]}\n") == first


def test_plain_items_are_not_parsed() -> None:
    text = 'A = B(\n    "A",\n    {\n        "a": int,\n        "in": A["is"] | None,\n    },\n)\n'
    assert thinned(text) == text.replace('        "in": A["is"] | None,\n', "")
    assert thinned("A[\n    1,\n    2,\n    3,\n]\n") == "A[\n    1,\n]\n"


def test_aliases_of_types_are_parsed_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """In small parts, whose items are thinned; a text that looks like an alias is in one."""
    monkeypatch.setattr(verification, "_PART", 1)
    parsed: list[str] = []
    parse = ast.parse

    def parsing(text: str) -> ast.Module:
        parsed.append(text)
        return parse(text)

    monkeypatch.setattr(verification, "ast", SimpleNamespace(**{**vars(ast), "parse": parsing}))
    alias = 'A: T = U[\n    V[B, w.x("B")],\n    V[C, w.x("C")],\n]\n'
    thin = alias.replace('    V[C, w.x("C")],\n', "")
    assert faults(alias * 3, defines=frozenset({"A"}), is_data=False) == []
    assert parsed == [thin] * 3
    parsed.clear()
    documented = f'{alias}"""A text.\nD: A = B\n"""\n\n\n{alias}'
    assert faults(documented, defines=frozenset({"A"}), is_data=False) == []
    assert parsed[-1] == thin


def test_plain_fields_are_not_parsed() -> None:
    text = (
        'class A(B):\n    """Text."""\n\n    a: NotRequired[Literal["a", "b"] | None]\n    b: int\n'
    )
    assert thinned(text) == 'class A(B):\n    """Text."""\n\n    pass\n'


def test_a_fault_is_said_with_its_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(verification, "_PART", 1)
    text = "x: int\n\n\ny: int\n\n\nprint(x)\n"
    said = faults(text, defines=frozenset({"x"}), is_data=True)
    assert said == [
        "m.py: defines y, which was not planned",
        "m.py: line 7 is no plain definition",
    ]
    assert "line 4" in faults("x: int\n\n\n(\n", defines=None, is_data=False)[0]


def test_only_what_acts_is_refused_of_data() -> None:
    data = 'class A:\n    """Text."""\n\n    a: int\n    """More."""\n\n\nclass B:\n    pass\n'
    assert faults(data, defines=frozenset({"A", "B"}), is_data=True) == []
    for line in ("    print()\n", "    a = print()\n", "    def f(self): ...\n", "    1\n"):
        text = f"class A:\n    a: int\n{line}"
        said = faults(text, defines=frozenset({"A"}), is_data=True)
        assert said == ["m.py: line 1 is no plain definition"], line
