"""The tree that programs are read by, held against libcst: places, and what binds names."""

from __future__ import annotations

import ast
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import libcst
import pytest
from libcst.metadata import (
    Assignment,
    ByteSpanPositionProvider,
    MetadataWrapper,
    ParentNodeProvider,
    ScopeProvider,
)

from realtime_codegen.migrate.assigned import walk
from realtime_codegen.migrate.newer import newer_python
from realtime_codegen.migrate.tree.building import build
from tests.tools.night import sampled

HARD = '''\
import a.b.c, d as e
from . import f
from .. g . h import (i as j, k,)  # comment (
from os import *
x = (((1)), 2); y = ((1), (2)); z = (1), (2); w = ()
é = {("a"): (1), 'b' : # (
  ((2)), **é, ("c") : {"d": [(3)]}}
call(é, *x, (y), k=(1), **z, ñ = "\u20ac")
call((i for i in y), key = (lambda self, /, q, *r, s=(1), **t: (q, self)))
text = "one" 'two' rf"{x!r:>{w}}" if b'' else (
    "three"  # "no"
    \'\'\'fo"ur\'\'\' f"""{ call("a", b='}') :{x}} {{ {y=} {z != 1} {é["k"]}""" "five"
)
path = f'{x}.{y:%H:%M}' f"{'a' 'b'}" u'\\N{BULLET}' f'\\N{BULLET}{x}'
if (n := len(x)) > 1 and (x or (y or w) or not z): pass
elif x[1:2, ::3, (4)] + x[(1, 2)] + x[*y, 1] + x[...]: pass
else:
    if x in {1, *y, (w)}: del x, y.z
async def function(p: "int" = (1), *args: str, kw: e.f = 2, **kwargs) -> (dict):
    """Document."""
    global x
    x = 1; p.q: int = 2; p.q.r = s = yield (await call())
    async with call() as (one, two), call() as three: pass
    async for u, *v in (w): continue
    else: pass
    def inner(p=p, *, late):
        nonlocal s
        s = [p for p in p if (late := q) for q in p]
        return {s: q for q in s}, {q for q in w}, lambda: p
    return inner
@call . deco(1)
class Class(e.f, metaclass=(k)):
    attribute = field = 1
    other = [field for _ in range(field)]
    def method(self, field=field): return self . field, attribute
try: raise E from (x)
except (A, B) as failed: assert failed, "m"
except C: pass
finally: x += 1; x |= {}
match x:
    case {"k": (1), "s": "t" | "u" as v, **rest} if rest: pass
    case e.Class(1, k="a", m = (e.N() as o)) | [1, *more]: pass
    case ("a", *_) | None | -1 | [_, y]: pass
    case whole: pass
'''
KINDS = (
    "Name", "Attribute", "SimpleString", "FormattedString", "FormattedStringText", "Dict",
    "DictElement", "Call", "Tuple", "List", "Set", "Subscript", "ImportAlias", "Integer",
    "ConcatenatedString", "Comparison", "BooleanOperation", "Lambda", "AugAssign", "MatchClass",
    "MatchAs",
)  # fmt: skip
"""The kinds of nodes whose places are asked for."""


def placed(text: str) -> Iterator[tuple[str, int, int, str]]:
    """The nodes of a text by their kind and place, and names by what they are."""
    for node in walk(build(ast.parse(text), text.encode()).module):
        if type(node).__name__ in KINDS:
            yield type(node).__name__, node.start, node.end, name_of(node)


def placed_by_libcst(text: str) -> Iterator[tuple[str, int, int, str]]:
    """The same by libcst, without the names of `global` and `nonlocal`, and patterns of `None`."""
    wrapper = MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True)
    parents = wrapper.resolve(ParentNodeProvider)
    for node, span in wrapper.resolve(ByteSpanPositionProvider).items():
        is_left_out = isinstance(parents.get(node), libcst.NameItem | libcst.MatchSingleton)
        if type(node).__name__ in KINDS and not is_left_out:
            yield type(node).__name__, span.start, span.start + span.length, name_of(node)


def name_of(node: object) -> str:
    return str(getattr(node, "value", "")) if type(node).__name__ == "Name" else ""


def bound(text: str) -> dict[int, set[str]]:
    """What binds each name that is read, by the kind of node, by where the name stands."""
    read = build(ast.parse(text), text.encode()).read
    return {
        name.start: {
            f"{type(one.node).__name__} {one.scope.kind}" for one in name.scope.assignments(value)
        }
        for value, names in read.items()
        for name in names
    }


SCOPES = {
    "GlobalScope": "module",
    "ClassScope": "class",
    "FunctionScope": "function",
    "ComprehensionScope": "comprehension",
}


def bound_by_libcst(text: str) -> dict[int, set[str]]:
    wrapper = MetadataWrapper(libcst.parse_module(text), unsafe_skip_copy=True)
    spans = wrapper.resolve(ByteSpanPositionProvider)
    return {
        spans[node].start: {
            f"{type(one.node).__name__} {SCOPES[type(one.scope).__name__]}"
            for one in scope[node.value]
            if isinstance(one, Assignment)
        }
        for node, scope in wrapper.resolve(ScopeProvider).items()
        if isinstance(node, libcst.Name) and node in spans and scope is not None
    }


def check(text: str) -> None:
    assert Counter(placed(text)) == Counter(placed_by_libcst(text))
    expected = bound_by_libcst(text)
    others = {at: what for at, what in bound(text).items() if expected[at] != what}
    here = better_known(text)
    assert {at: what for at, what in others.items() if at not in here} == {}


def better_known(text: str) -> set[int]:
    """Where names are read that patterns bind, or `:=` in comprehensions: libcst errs there."""
    tree = ast.parse(text)
    names: set[object] = set()
    for node in ast.walk(tree):
        match node:
            case ast.MatchAs(name=name) | ast.MatchStar(name=name) | ast.MatchMapping(rest=name):
                names.add(name)
            case ast.NamedExpr(target=target):
                names.add(target.id)
    read = build(tree, text.encode()).read
    return {node.start for name in names - {None} for node in read.get(str(name), ())}


PROGRAMS = sorted(Path(__file__).parent.glob("migrate/*/*.py"))
OWN = sorted(Path(__file__).parents[1].glob("codegen/*/*.py"))


def test_nodes_stand_and_names_are_bound_as_libcst_has_it() -> None:
    made = {type(node).__name__ for node in walk(build(ast.parse(HARD), HARD.encode()).module)}
    assert set(KINDS) <= made
    check(HARD)


@pytest.mark.parametrize("ends", ["\r\n", "\r", "\f\n"])
def test_places_do_not_depend_on_how_lines_end(ends: str) -> None:
    text = HARD.replace("\n", ends)
    expected = [(kind, name) for kind, _, _, name in placed(HARD)]
    assert [(kind, name) for kind, _, _, name in placed(text)] == expected
    source = text.encode()
    for kind, start, end, name in placed(text):
        assert kind != "Name" or source[start:end].decode() == name


@pytest.mark.parametrize("path", sampled([*PROGRAMS, *OWN], 40), ids=lambda path: path.name)
def test_programs_are_read_as_libcst_reads_them(path: Path) -> None:
    check(path.read_text(encoding="utf-8"))


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="this Python reads them")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("type A = int", "3.12"),
        ("if 1:\n    type A[T: (int, str)] = list[T]  # [", "3.12"),
        ("async def f[T: dict[str, int], *U](a: T) -> T: return a", "3.12"),
        ("class A[T](B): x = '['", "3.12"),
        ("x = f\"{a[\"k\"]} {f'{b['c']}'}\"; y = 'type A = ['", "3.12"),
        ("x = f'{a\n}'", "3.12"),
        ("x = 'f\"{' if y else \"f'\"; class A[T]: pass", ""),
        ("try: pass\nexcept A, B:\n    pass", "3.14"),
        ("x = t'{a}'", "3.14"),
        ("type = A B", ""),
        ("def f[T(a): pass", ""),
        ("x = f'{a", ""),
        ('x = """', ""),
        ("x = f'{'", ""),
        ("(" * 5000, ""),
        ("f'{" * 5000, ""),
    ],
    ids=lambda given: given[:20],
)
def test_a_newer_python_is_told_by_what_it_brought(text: str, expected: str) -> None:
    assert newer_python(f"{text}\n".encode()) == expected
