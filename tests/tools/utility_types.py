"""Seeded uses of the types of `type-fest` and `ts-toolbelt`, for comparing with the compiler."""

from __future__ import annotations

import random
import re
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

from tests.tools.node import npm_packages

__all__ = ["PACKAGES", "install", "spec", "uses"]

PACKAGES: Final = (("type-fest", "4.41.0"), ("ts-toolbelt", "9.6.0"))

_WORDS: Final = [
    *[
        "",
        "a",
        "ab",
        "abc",
        "fooBar",
        "foo-bar",
        "foo_bar",
        "FooBar",
        "FOO_BAR",
        "foo bar",
        "fooBAR",
    ],
    *[
        "XMLHttpRequest",
        "foo--bar",
        "_foo",
        "foo_",
        "foo1Bar2",
        "p2pNetwork",
        "1foo",
        "a.b.c",
        "é1",
    ],
    *["  padded ", "aXbXc", "aaa", "a,b,,c", "12", "-7", "1.5", "getName", "on:click", "$id", "A"],
    *[
        "createdAt",
        "user-id_of.THE day",
        "v2Beta",
        "HTTPServer2Go",
        "x[0].y",
        "\\n a\\t",
        "0",
        "10",
    ],
]
_SEPARATORS: Final = ["", "-", "_", ".", ",", "X", " ", "a", "foo", "/"]
_OBJECTS: Final = [
    *["Model", "Deep", "Listed", "{ fooBar: string; 'baz-qux'?: number }", "{ a: 1; b?: 2 }"],
    *["{ a_b: { c_d: string; e_f?: number } }", "{ userId: string; posts: { postId: number }[] }"],
    *["{ readonly a: string; b: number | null }", "{}", "{ 1: 'one'; two: 2 }", "{ a: Model }"],
    *[
        "{ a: string | undefined; b?: boolean }",
        "{ [key: string]: number }",
        "{ a: { b: [1, 'x'] } }",
    ],
    *["{ fooBar: string } | { barFoo: 1; kind: 'b' }", "{ a: any; b: unknown; c: never }"],
]
_TYPES: Final = [
    *["string", "number", "any", "unknown", "never", "null", "undefined", "'a'", "1", "true", "{}"],
    *[
        "boolean",
        "'a' | 'b'",
        "string | 1",
        "string[]",
        "[1, 2]",
        "{ a: 1 }",
        "`a${string}`",
        "object",
    ],
    *["Uppercase<string>", "1 | undefined", "[]", "{ a?: 1 }", "{ readonly a: 1 }", "`${number}`"],
]
_TUPLES: Final = [
    *["[]", "[1]", "[1, 2, 3]", "['a', 'b', 'c']", "['a', 1, true]", "[1, 1, 2]", "[1, 2?]"],
    *["[string, number]", "[...number[], 'z']", "['a', ...string[]]", "string[]", "[[1], [2, 3]]"],
    *["readonly ['x', 'y']", "[{ a: 1 }, { b: 2 }]", "['a' | 'b', 1 | 2]"],
]
_FIXED: Final = [
    text for text in _TUPLES if "..." not in text and "?" not in text and text != "string[]"
]
_NUMBERS: Final = ["0", "1", "2", "3", "-1", "-2", "5", "10", "1.5", "number"]
_COUNTS: Final = ["0", "1", "2", "3", "4"]
_PATHS: Final = [
    *["'a'", "'a.b'", "'a.b.c'", "'a.d'", "'e'", "'list'", "'list.0'", "'list[0].name'", "'x.y'"],
    *["'list.0.name'", "'pair.1'", "['a', 'b']"],
]

_Chance = random.Random


def _quoted(text: str) -> str:
    return f"'{text}'"


def _text(chance: _Chance) -> str:
    kind = chance.random()
    if kind < 0.75:
        return _quoted(chance.choice(_WORDS))
    if kind < 0.9:
        return " | ".join(_quoted(word) for word in chance.sample(_WORDS, 2))
    return chance.choice(["string", "`foo-${string}`", "`${number}_a`", "`a${string}b`"])


def _joinable(chance: _Chance) -> str:
    items = [chance.choice([*map(_quoted, _WORDS), "1", "2"]) for _ in range(chance.randint(0, 4))]
    kind = chance.random()
    if kind < 0.1:
        return "string[]"
    if kind < 0.2:
        items.insert(chance.randint(0, len(items)), "...string[]")
    return f"[{', '.join(items)}]"


def _key_of(objects: str) -> str:
    return f"keyof ({objects})"


_KINDS: Final[Mapping[str, Callable[[_Chance], str]]] = {
    "text": _text,
    "word": lambda chance: _quoted(chance.choice(_WORDS)),
    "sep": lambda chance: _quoted(chance.choice(_SEPARATORS)),
    "object": lambda chance: chance.choice(_OBJECTS),
    "type": lambda chance: chance.choice(_TYPES),
    "tuple": lambda chance: chance.choice(_TUPLES),
    "fixed": lambda chance: chance.choice(_FIXED),
    "join": _joinable,
    "number": lambda chance: chance.choice(_NUMBERS),
    "count": lambda chance: chance.choice(_COUNTS),
    "path": lambda chance: chance.choice(_PATHS),
    "bool": lambda chance: chance.choice(["true", "false", "boolean"]),
    "depth": lambda chance: chance.choice(["flat", "deep"]),
}

_STRINGS: Final = """
CamelCase<{text}> CamelCase<{text}, { preserveConsecutiveUppercase: false }> KebabCase<{text}>
PascalCase<{text}> SnakeCase<{text}> SnakeCase<{text}, { splitOnNumbers: true }>
ScreamingSnakeCase<{text}> DelimiterCase<{text}, {sep}> Words<{text}>
Words<{text}, { splitOnNumbers: false }> Split<{text}, {sep}>
Split<{text}, {sep}, { strictLiteralChecks: true }> Join<{join}, {sep}> Trim<{text}>
Replace<{text}, {sep}, {word}> Replace<{text}, {sep}, {word}, { all: true }>
StringSlice<{word}, {count}> StringSlice<{word}, {count}, {count}> StringSlice<{word}, -2>
StringRepeat<{text}, {count}> Includes<{tuple}, {type}> NonEmptyString<{word}>
Stringified<{object}> Get<Deep, {path}> Get<Listed, {path}> Paths<{object}>
Paths<{object}, { leavesOnly: true }> Paths<{object}, { bracketNotation: true }>
S.Split<{text}, {sep}> S.Join<{join}, {sep}> S.Replace<{text}, {sep}, {word}>
S.At<{word}, {count}> S.Length<{word}> O.Path<Deep, S.Split<{path}, '.'>>
F.AutoPath<Deep, {path}> O.Paths<{object}>
CamelCasedProperties<{object}> CamelCasedPropertiesDeep<{object}> KebabCasedProperties<{object}>
KebabCasedPropertiesDeep<{object}> PascalCasedProperties<{object}>
PascalCasedPropertiesDeep<{object}> SnakeCasedProperties<{object}>
SnakeCasedPropertiesDeep<{object}> DelimiterCasedProperties<{object}, {sep}>
DelimiterCasedPropertiesDeep<{object}, {sep}>
"""
"""Types that compose or split texts."""

_OTHERS: Final = """
IsEqual<{type}, {type}> IsAny<{type}> IsNever<{type}> IsUnknown<{type}> IsNull<{type}>
IfAny<{type}, 'yes', 'no'> IfNever<{type}, 'yes', 'no'> IsTuple<{tuple}> And<{bool}, {bool}>
Or<{bool}, {bool}> IsInteger<{number}> IsFloat<{number}> GreaterThan<{number}, {number}>
LessThan<{number}, {number}> GreaterThanOrEqual<{number}, {number}> Sum<{count}, {count}>
Subtract<{count}, {count}> IntRange<{count}, {count}> IntClosedRange<{count}, {count}>
ArraySlice<{fixed}, {count}> ArraySlice<{fixed}, {count}, {count}> ArrayTail<{tuple}>
ArraySplice<{fixed}, {count}, {count}> ArrayIndices<{fixed}> ArrayValues<{fixed}>
LastArrayElement<{tuple}> TupleToUnion<{tuple}> TupleToObject<{fixed}>
UnionToIntersection<{object}> Except<{object}, 'a'> Merge<{object}, {object}>
MergeDeep<{object}, {object}> PartialDeep<{object}> RequiredDeep<{object}> Simplify<{object}>
SimplifyDeep<{object}> OmitIndexSignature<{object}> PickIndexSignature<{object}>
SetOptional<{object}, 'a'> SetRequired<{object}, 'a'> SetNonNullable<{object}>
ConditionalKeys<{object}, {type}> ConditionalPick<{object}, {type}>
ConditionalExcept<{object}, {type}> ConditionalPickDeep<{object}, {type}> ValueOf<{object}>
Entries<{object}> Entry<{object}> OptionalKeysOf<Model> RequiredKeysOf<Model>
ReadonlyKeysOf<{object}> WritableKeysOf<{object}> HasOptionalKeys<{object}>
HasRequiredKeys<{object}> KeysOfUnion<{object}> AllUnionFields<{object}>
SharedUnionFields<{object}> RequireAtLeastOne<{object}> RequireExactlyOne<Model>
RequireAllOrNone<{object}> MergeExclusive<{object}, {object}> Spread<{object}, {object}>
Schema<{object}, 'x'> LiteralToPrimitive<{type}> LiteralToPrimitiveDeep<{object}>
OverrideProperties<Model, { size2: 2 }> DistributedOmit<{object}, 'a'> Jsonify<{object}>
PickDeep<Deep, 'a.b'> OmitDeep<Deep, 'a.d'> UndefinedOnPartialDeep<{object}>
SetFieldType<{object}, 'a', 5> ReadonlyDeep<{object}> WritableDeep<{object}>
NonEmptyObject<{object}> IsEmptyObject<{object}> StringKeyOf<{object}> InvariantOf<{type}>
SingleKeyObject<{object}> NonEmptyTuple<{type}> FixedLengthArray<{type}, {count}>
A.Equals<{type}, {type}> A.Extends<{type}, {type}> A.Contains<{type}, {type}> A.Is<{type}, {type}>
A.Cast<{type}, {type}> A.Key A.Keys<{object}> A.Type<{type}, 'x'> A.Compute<{object}>
B.And<0, 1> B.Or<0, 1> B.Not<1> B.Xor<0, 1> I.IterationOf<{count}> I.Next<I.IterationOf<{count}>>
L.Append<{tuple}, {type}> L.Concat<{tuple}, {tuple}> L.Drop<{fixed}, {count}>
L.Drop<{fixed}, {count}, '<-'> L.Take<{fixed}, {count}> L.Head<{tuple}> L.Tail<{tuple}>
L.Last<{tuple}> L.Length<{tuple}> L.Pop<{tuple}> L.Prepend<{tuple}, {type}> L.Reverse<{fixed}>
L.Flatten<{fixed}> L.UnNest<{fixed}> L.Repeat<{type}, {count}> L.Zip<{fixed}, {fixed}>
L.UnionOf<{tuple}> L.ObjectOf<{fixed}> L.Includes<{fixed}, {type}> L.Has<{fixed}, '0'>
L.Filter<{fixed}, {type}> L.Select<{fixed}, {type}> L.Update<{fixed}, 0, 'x'>
L.Partial<{tuple}> L.Required<{tuple}> L.KeySet<{count}, {count}> L.Group<{fixed}, 2>
N.Add<{count}, {count}> N.Sub<{count}, {count}> N.Greater<{count}, {count}> N.Negate<{count}>
N.Absolute<{count}> N.Range<{count}, {count}> N.IsZero<{count}> N.IsPositive<{count}>
O.Merge<{object}, {object}> O.Merge<{object}, {object}, 'deep'> O.Omit<{object}, 'a'>
O.Pick<{object}, 'a'> O.Partial<{object}, '{depth}'> O.Required<{object}, keyof any, '{depth}'>
O.Readonly<{object}> O.Filter<{object}, {type}> O.Select<{object}, {type}>
O.OptionalKeys<{object}> O.RequiredKeys<{object}> O.SelectKeys<{object}, {type}>
O.FilterKeys<{object}, {type}> O.Has<{object}, 'a'> O.HasPath<Deep, ['a', 'b']>
O.Includes<{object}, {type}> O.Invert<{ a: 'x'; b: 'y' }> O.ListOf<{ 0: 'a'; 1: 'b' }>
O.Either<{object}, 'a'> O.AtLeast<{object}> O.Exclude<{object}, {object}>
O.Intersect<{object}, {object}> O.Diff<{object}, {object}> O.Nullable<{object}>
O.NonNullable<{object}> O.Overwrite<{object}, { a: 9 }> O.Patch<{object}, {object}>
O.Replace<{object}, {type}, {type}> O.Undefinable<{object}> O.UnionOf<{object}>
O.Unionize<{object}, {object}> O.Update<{object}, 'a', A.x> O.Record<'a' | 'b', {type}>
O.Compulsory<{object}> O.Assign<{object}, [{object}]> O.MergeAll<{object}, [{object}]>
O.P.Pick<Deep, ['a', 'b']> O.P.Omit<Deep, ['a', 'b']> O.P.Update<Deep, ['a', 'b'], 'x'>
U.Exclude<{type}, {type}> U.Select<{type}, {type}> U.Filter<{type}, {type}> U.Has<{type}, {type}>
U.ListOf<'a' | 'b' | 'c'> U.Last<'a' | 1> U.Pop<'a' | 1> U.Nullable<{type}> U.NonNullable<{type}>
U.Merge<{object}> U.Strict<{object}> U.IntersectOf<{object}> U.Diff<{type}, {type}>
U.Replace<{type}, {type}, 'x'> U.Intersect<{type}, {type}> Community.IsLiteral<{type}>
Community.IncludesDeep<{object}, {type}>
"""
"""Types that compose or split objects, tuples, unions and numbers."""


def _forms(table: str) -> list[str]:
    """The uses of a table; one ends where white space and a capital follow outside of brackets."""
    forms, depth, word = list[str](), 0, ""
    for part in table.split():
        word = f"{word} {part}" if word else part
        depth += (
            sum(map(part.count, "<{[(")) - sum(map(part.count, ">}])")) + part.count("'<-'") * -1
        )
        if depth == 0:
            forms.append(word)
            word = ""
    assert not word, word
    return forms


def uses(seed: int, count: int, *, strings: float = 0.6) -> list[str]:
    """Type expressions that use the two libraries; `strings` is the share that is about texts."""
    chance = random.Random(seed)
    of_strings, others = _forms(_STRINGS), _forms(_OTHERS)
    made: dict[str, None] = {}
    while len(made) < count:
        form = chance.choice(of_strings if chance.random() < strings else others)
        made[_filled(form, chance)] = None
    return list(made)


def _filled(form: str, chance: _Chance) -> str:
    return re.sub(r"\{(\w+)\}", lambda hole: _KINDS[hole[1]](chance), form)


_MODEL: Final = """
interface Model {
  indentLevel: number; allAll?: boolean; x_name: string; readonly kind: 'a'; size2: 1
}
interface Deep { a: { b: { c: string }; d: number }; e: string }
interface Listed { list: { name: string; tags: string[] }[]; pair: [1, 'x']; x: { y?: Model } }
"""


def spec(types: list[str]) -> str:
    """A file with each use as a property of a declaration, which accepts any use."""
    names = sorted(
        {match for text in types for match in re.findall(r"^(\w+)<", text)} - set("ABILNOSUF")
    )
    names = [name for name in names if name != "Community"]
    lines = [
        f"import type {{ {', '.join(names)} }} from 'type-fest';" if names else "",
        "import type { A, B, Community, F, I, L, N, O, S, U } from 'ts-toolbelt';",
        _MODEL,
        "// @ts-nocheck",
        "export interface Values {",
        *(f"  p{number}: {text};" for number, text in enumerate(types)),
        "}",
    ]
    return "\n".join(lines) + "\n"


def install(folder: Path) -> None:
    """Put the libraries where a file in a folder finds them."""
    for (name, _), package in zip(PACKAGES, npm_packages(PACKAGES), strict=True):
        shutil.copytree(package, folder / "node_modules" / name, copy_function=shutil.copy)
