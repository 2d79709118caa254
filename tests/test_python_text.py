"""The laws of generated text: what a tree of Python prints is that tree, in ruff's format."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Callable, Sequence
from keyword import iskeyword, issoftkeyword

import pytest
from hypothesis import HealthCheck, example, given, settings, strategies as st

from realtime_codegen.python.printer import Printer
from realtime_codegen.python.tree import (
    ELLIPSIS,
    KEYWORD_ONLY,
    NONE,
    POSITIONAL_ONLY,
    Annotated,
    Assert,
    Assign,
    Attribute,
    Call,
    Case,
    Class,
    Compare,
    Conditional,
    Dict,
    Display,
    Docstring,
    Dotted,
    Either,
    Entry,
    Evaluate,
    Expression,
    FormatString,
    FromImport,
    Function,
    If,
    Import,
    Keyword,
    Match,
    Name,
    Operation,
    Parameter,
    Pass,
    Quoted,
    RawText,
    Return,
    Simple,
    Starred,
    Statement,
    String,
    Subscript,
    number,
)
from tests.tools.night import share
from tests.tools.python_trees import UNION, dumped, expression, quoted_text, statement

# ---------------------------------------------------------------------- strategies

SHORT = st.text(st.sampled_from("abAB_"), min_size=1, max_size=6)
LONG = st.text(st.sampled_from("ab_"), min_size=20, max_size=100)
HOSTILE = st.sampled_from(
    [
        "type",
        "match",
        "REST_UNSET",
        "MAX_NUMBER",
        "Union",
        "__init__",
        "is_not",
        "данные",
        "变量" * 12,
        "é" * 40,
    ]
)


def is_identifier(text: str) -> bool:
    return text.isidentifier() and not iskeyword(text) and not issoftkeyword(text)


IDENTIFIERS = st.one_of(SHORT, LONG, HOSTILE.filter(is_identifier))
PIECES = st.sampled_from(
    [
        *" '\"\\,()[]{}=:.#\n\r\t\0",
        " is ",
        " in ",
        " == ",
        " and ",
        " or ",
        " if ",
        "\\'",
        "'''",
        '"""',
        "word",
        "a longer word ",
        "\u200b",
        "\u202e",
        "\xa0",
        "\xad",
        "\u0301",
        "\ud800",
        "\udfff",
        "漢字",
        "😀",
        "👩\u200d💻",
        "é",
    ]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=8).map("".join),
    st.text(st.sampled_from("ab "), max_size=100),
    st.lists(PIECES, max_size=60).map("".join),
    st.text(max_size=20),
)


@st.composite
def names(draw: st.DrawFn) -> Name:
    home = draw(st.sampled_from(["", "", "typing", "._runtime", ".models"]))
    imported = draw(IDENTIFIERS) if home and draw(st.booleans()) else ""
    return Name(draw(IDENTIFIERS), home, imported)


NUMBERS = st.one_of(st.integers(-(10**30), 10**30), st.floats(allow_nan=False), st.booleans()).map(
    number
)
DOTTED: st.SearchStrategy[Dotted] = st.recursive(
    names(), lambda inner: st.builds(Attribute, inner, IDENTIFIERS), max_leaves=3
)
STRINGS = st.builds(String, TEXTS)
FORMAT_STRINGS = st.builds(
    FormatString, st.lists(TEXTS | names(), min_size=1, max_size=5).map(tuple)
)
ATOMS: st.SearchStrategy[Expression] = st.one_of(
    DOTTED, STRINGS, NUMBERS, st.sampled_from([NONE, ELLIPSIS]), FORMAT_STRINGS
)


def sequences(
    items: st.SearchStrategy[Expression], most: int = 6, least: int = 0
) -> st.SearchStrategy[tuple[Expression, ...]]:
    return st.lists(items, min_size=least, max_size=most).map(tuple)


def larger(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    rarely = st.sampled_from([False, False, False, True])
    operators = st.sampled_from(["==", "!=", "<", ">=", "is", "is not", "in", "not in"])
    return st.one_of(
        st.builds(
            Call,
            DOTTED,
            sequences(inner, 4),
            st.lists(st.builds(Keyword, IDENTIFIERS, inner), max_size=3).map(tuple),
            rarely,
        ),
        st.builds(Subscript, DOTTED, sequences(inner, 4, 1), rarely),
        st.builds(Display, st.sampled_from("(["), sequences(inner), rarely),
        st.builds(Display, st.just("{"), sequences(inner, least=1), rarely),
        st.builds(
            Dict,
            st.lists(st.builds(Entry, inner, inner, st.just("")), max_size=6).map(tuple),
            rarely,
        ),
        st.builds(Compare, inner, operators, inner),
        st.builds(Operation, st.sampled_from(["and", "or"]), sequences(inner, 4, 2)),
        st.builds(Conditional, inner, inner, inner),
    )


EXPRESSIONS = st.recursive(ATOMS, larger, max_leaves=14)


def larger_types(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    literal = st.builds(
        Subscript, st.just(Name("Literal", "typing")), sequences(STRINGS | NUMBERS, 6, 1)
    )
    spread = st.builds(
        lambda of, item: Subscript(of, (item, ELLIPSIS)), st.just(Name("tuple")), inner
    )
    plain = inner.filter(lambda item: not isinstance(item, Either))
    return st.one_of(
        literal,
        st.builds(Subscript, DOTTED, sequences(inner, 4, 1)),
        st.builds(
            lambda of, items, rest: Subscript(of, (*items, Starred(rest))),
            DOTTED,
            sequences(inner, 3, 1),
            spread,
        ),
        st.builds(Either, sequences(plain, 10, 2), st.just(UNION), st.booleans()),
        st.builds(Quoted, inner),
    )


TYPES = st.recursive(st.one_of(DOTTED, st.just(NONE)), larger_types, max_leaves=14)


@st.composite
def parameters(draw: st.DrawFn) -> tuple[Parameter, ...]:
    own = draw(st.lists(IDENTIFIERS, max_size=5, unique=True))
    listed: list[Parameter] = []
    defaulted = False
    slash = draw(st.integers(1, 5)) if draw(st.booleans()) else 0
    star = draw(st.integers(0, 5)) if draw(st.booleans()) else -1
    for index, name in enumerate(own):
        if index == star:
            listed.append(KEYWORD_ONLY)
            defaulted = False
        defaulted = defaulted or draw(st.sampled_from([False, False, True]))
        annotation = draw(st.none() | TYPES)
        listed.append(Parameter(name, annotation, draw(EXPRESSIONS) if defaulted else None))
        if index + 1 == slash and (star < 0 or star > index):
            listed.append(POSITIONAL_ONLY)
    return tuple(listed)


SIMPLE: st.SearchStrategy[Simple] = st.one_of(
    st.builds(Assign, DOTTED, EXPRESSIONS | TYPES),
    st.builds(Annotated, IDENTIFIERS, TYPES, st.none() | EXPRESSIONS | ATOMS),
    st.builds(Evaluate, st.builds(Call, DOTTED, sequences(EXPRESSIONS, 3), st.just(()))),
    st.builds(
        FromImport,
        st.sampled_from(["typing", ".", "._runtime", ".models"]),
        st.lists(st.tuples(IDENTIFIERS, st.just("") | IDENTIFIERS), min_size=1, max_size=6).map(
            tuple
        ),
    ),
    st.builds(Assert, EXPRESSIONS),
    st.builds(Import, st.sampled_from(["typing", "a.b"]) | LONG, IDENTIFIERS),
    st.just(Pass()),
)
# In a pattern `_` is no name.
CAPTURES = IDENTIFIERS.filter(lambda word: word != "_")
PATTERNS = st.builds(
    Call,
    st.builds(Attribute, CAPTURES.map(Name), IDENTIFIERS),
    st.just(()),
    st.lists(st.builds(Keyword, CAPTURES, CAPTURES.map(Name)), max_size=3)
    # No field, and no variable, may be named twice.
    .filter(lambda words: len({word.name for word in words}) == len(words))
    .filter(lambda words: len({word.value for word in words}) == len(words))
    .map(tuple),
)


def functions(
    body: st.SearchStrategy[tuple[Simple | If | Docstring, ...]],
) -> st.SearchStrategy[Function]:
    decorators = st.lists(
        DOTTED | st.builds(Call, DOTTED, sequences(ATOMS, 2), st.just(())), max_size=2
    )
    return st.builds(
        lambda name, parameters, returns, body, decorators: Function(
            name, parameters, returns, body, tuple(decorators)
        ),
        IDENTIFIERS,
        parameters(),
        st.none() | TYPES,
        body,
        decorators,
    )


RETURNS: st.SearchStrategy[Simple] = st.builds(Return, EXPRESSIONS)
BODIES: st.SearchStrategy[tuple[Simple, ...]] = st.one_of(
    st.just(()), st.lists(SIMPLE | RETURNS, min_size=1, max_size=2).map(tuple)
)
MEMBERS = st.lists(SIMPLE | functions(BODIES), min_size=1, max_size=3).map(tuple)
BODY = st.lists(SIMPLE, min_size=1, max_size=3).map(tuple)
RAW_LINES = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=120)
STATEMENTS: st.SearchStrategy[Statement] = st.one_of(
    SIMPLE,
    st.builds(
        RawText,
        IDENTIFIERS,
        st.lists(RAW_LINES.filter(lambda line: '"""' not in line), max_size=4).map(tuple),
    ),
    functions(BODIES),
    st.builds(Class, IDENTIFIERS, sequences(TYPES, 3), MEMBERS, sequences(DOTTED, 1)),
    st.builds(If, EXPRESSIONS, BODY),
    st.builds(
        Match,
        EXPRESSIONS,
        st.lists(st.builds(Case, PATTERNS, BODY), min_size=1, max_size=3).map(tuple),
    ),
)
MODULES = st.lists(STATEMENTS, min_size=1, max_size=12)

# ---------------------------------------------------------------------------- laws


def formatted(text: str) -> str:
    """A text as ruff formats it."""
    done = subprocess.run(
        [sys.executable, "-m", "ruff", "format", "--isolated", "--no-cache", "-"],
        input=text.encode("utf-8"),
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode("utf-8")


def printed(statements: Sequence[Statement], *, commas: bool = False) -> str:
    printer = Printer(commas=commas)
    return "\n\n\n".join(printer.statement(statement) for statement in statements) + "\n"


@settings(
    max_examples=share(60),
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(MODULES, st.booleans())
def test_what_is_printed_is_the_tree_in_the_formatters_format(
    tree: list[Statement], commas: bool
) -> None:
    text = printed(tree, commas=commas)
    parsed = ast.parse(text).body
    assert dumped(parsed) == dumped([statement(node) for node in tree])
    assert text == formatted(text)


def test_a_class_in_a_case_is_as_the_formatter_has_it_where_it_takes_the_line() -> None:
    a = Name("A", "", "")
    cases = [
        Case(Call(Attribute(a, "v" * length), (), keywords), (Pass(),))
        for length in range(64, 86)
        for keywords in ((), (Keyword("A", a),), (Keyword("A", Name("B" * 60, "", "")),))
    ]
    text = printed([Match(a, tuple(cases))])
    assert text == formatted(text)


def bracketed(inner: st.SearchStrategy[Expression]) -> st.SearchStrategy[Expression]:
    """Expressions that have their brackets around all that is in them."""
    rarely = st.sampled_from([False, False, False, True])
    keywords = st.lists(st.builds(Keyword, SHORT, inner), max_size=2).map(tuple)
    entries = st.lists(st.builds(Entry, ATOMS, inner, st.just("")), max_size=3).map(tuple)
    return st.one_of(
        st.builds(Call, SHORT.map(Name), sequences(inner, 2), keywords, rarely),
        st.builds(Display, st.sampled_from("([{"), sequences(inner, 3, 1), rarely),
        st.builds(Dict, entries, rarely),
    )


WORDS: st.SearchStrategy[Expression] = st.text("ab", min_size=1, max_size=30).map(Name)
BRACKETED = bracketed(st.recursive(WORDS | EXPRESSIONS, bracketed, max_leaves=6))


class LaidOut(Printer):
    """A printer that leaves all that is too wide to the layout of documents."""

    def _opened(self, value: Expression, indent: int) -> str | None:
        return None


def holding(expanded: Expression) -> Statement:
    """A statement whose dict has the expression as its only value."""
    return Assign(Name("a"), Dict((Entry(Name("b"), expanded, ""),)))


@settings(max_examples=share(1500, 25), deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.builds(Assign, WORDS, BRACKETED), st.booleans())
@example(holding(Call(Name("A"), expanded=True)), False)
@example(holding(Dict((), expanded=True)), False)
@example(holding(Display("[", (), expanded=True)), False)
def test_what_is_opened_without_a_document_is_what_its_layout_gives(
    tree: Statement, commas: bool
) -> None:
    quick, laid_out = Printer(commas=commas), LaidOut(commas=commas)
    for indent in range(80):  # At one of them, each part is as wide as the line.
        assert quick.statement(tree, indent) == laid_out.statement(tree, indent)
    assert quick.names == laid_out.names


@given(TYPES)
def test_a_quoted_type_is_the_type(type_: Expression) -> None:
    parsed = ast.parse(quoted_text(Quoted(type_)), mode="eval").body
    assert dumped([parsed]) == dumped([expression(type_)])


def homes(node: object) -> set[tuple[str, str, str]]:
    """The names of a tree that are to be imported: the module, the name there, the name here."""
    if isinstance(node, Name):
        return {(node.home, node.imported or node.id, node.id)} if node.home else set()
    if isinstance(node, Either) and not node.spelled_out:
        return homes(node.items)
    return set().union(*map(homes, node)) if isinstance(node, tuple) else set()


def bound(statements: Sequence[ast.stmt]) -> set[tuple[str, str, str]]:
    """What imports bind: the module, the name there, and the name here."""
    return {
        ("." * node.level + (node.module or ""), alias.name, alias.asname or alias.name)
        for node in statements
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }


@settings(max_examples=share(60), deadline=None, suppress_health_check=list(HealthCheck))
@given(MODULES)
def test_imports_are_those_of_the_names_that_are_printed(tree: list[Statement]) -> None:
    printer = Printer()
    body = "\n".join(printer.statement(item) for item in tree)
    imports = printer.imports()
    names = {node.id for node in ast.walk(ast.parse(body)) if isinstance(node, ast.Name)}
    imported = bound(ast.parse(imports).body)
    expected = set().union(*map(homes, tree))
    # `Union` is written, and so imported, only where a union is too wide for one line.
    union = ("typing", "Union", "Union")
    assert imported - {union} == expected - {union}
    if union in imported - expected:
        assert "Union" in names
    if imports:
        assert formatted(f"{imports}\n") == f"{imports}\n"


# ---------------------------------------------------------------------------- cost


def steps(statement: Statement) -> int:
    """How many functions are called to print a statement."""
    count = 0

    def called(frame: object, event: str, argument: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    printer = Printer()
    sys.setprofile(called)
    try:
        printer.statement(statement)
    finally:
        sys.setprofile(None)
    return count


def wide_dict(size: int) -> Statement:
    shape = Call(Name("Object"), (Dict((Entry(String("a" * 40), Name("TEXT" * 9)),)),))
    return Assign(
        Name("SHAPES"), Dict(tuple(Entry(String(f"key_{i:06}"), shape) for i in range(size)))
    )


def deep_calls(size: int) -> Statement:
    value: Expression = String("a" * 100)
    for _ in range(size):
        value = Call(Name("ListOf"), (value,))
    return Assign(Name("shape"), value)


def deep_pairs(size: int) -> Statement:
    value: Expression = Name("TEXT")
    for _ in range(size):
        value = Dict((Entry(String("a"), value), Entry(String("b"), Name("TEXT"))))
    return Assign(Name("shape"), value)


def wide_union(size: int) -> Statement:
    members = tuple(Name(f"Member{i:05}") for i in range(size))
    return Annotated("Members", Name("TypeAlias", "typing"), Either(members, UNION))


def long_condition(size: int) -> Statement:
    operands = tuple(Compare(Name(f"value_{i:05}"), "==", String("x" * 20)) for i in range(size))
    return Return(Operation("and", operands))


def many_parameters(size: int) -> Statement:
    kind = Subscript(Name("Literal", "typing"), tuple(String("x" * 30) for _ in range(4)))
    return Function("f", tuple(Parameter(f"p_{i:05}", kind) for i in range(size)), NONE)


@pytest.mark.parametrize(
    ("make", "size"),
    [
        (wide_dict, 200),
        (deep_calls, 40),
        (deep_pairs, 40),
        (wide_union, 400),
        (long_condition, 200),
        (many_parameters, 200),
    ],
)
def test_printing_takes_linear_time(make: Callable[[int], Statement], size: int) -> None:
    assert steps(make(2 * size)) <= 2.2 * steps(make(size))
