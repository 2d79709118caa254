"""Random models, and random values that fit a model, as hypothesis strategies.

`models` makes flat models (each declaration has a name of its own) with every kind of type;
`package_files` makes a package of one. `Values` draws values for the types of any model, also
of one that was read from a file.
"""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import inf, isinf
from typing import Any, Final, TypeVar, assert_never

from hypothesis import HealthCheck, Phase, settings, strategies as st

from realtime_codegen.model import (
    NULL,
    UNKNOWN,
    Alias,
    Array,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    Interface,
    Literal,
    Map,
    Model,
    Opaque,
    Primitive,
    Property,
    Ref,
    SpecInfo,
    Template,
    Tuple,
    TupleItem,
    Type,
    Union,
)
from realtime_codegen.model.typescript import to_typescript
from tests.tools.night import is_nightly, share
from tests.tools.packages import ENTRY

__all__ = ["HOSTILE", "JSON", "PLAIN", "Values", "Vocabulary", "examples", "models", "text_of"]

_T = TypeVar("_T")
_Draw = Callable[[st.SearchStrategy[Any]], Any]

# ------------------------------------------------------------------------- vocabularies


@dataclass(frozen=True)
class Vocabulary:
    """The words that names of a model are drawn from.

    `names` are for declarations, so each is a TypeScript identifier. `keys` are for properties,
    `texts` for literals.
    """

    names: st.SearchStrategy[str] = field(repr=False)
    keys: st.SearchStrategy[str] = field(repr=False)
    texts: st.SearchStrategy[str] = field(repr=False)


PLAIN: Final = Vocabulary(
    names=st.sampled_from([f"{a}{b}" for a in ("Item", "Call", "Session") for b in "ABCDEFGH"]),
    keys=st.sampled_from(["id", "name", "mode", "kind", "item", "items", "value", "on", "choice"]),
    texts=st.sampled_from(["auto", "none", "a", "b", "on", "off", "item.added", "item.done"]),
)

# Names that no TypeScript declaration can have, or that have a meaning there.
_NOT_A_TYPE: Final = frozenset(
    """any as asserts async await bigint boolean break case catch class const continue debugger
    declare default delete do else enum export extends false finally for function if implements
    import in infer instanceof interface is keyof let module namespace never new null number
    object package private protected public readonly require return static string super switch
    symbol this throw true try type typeof undefined unique unknown var void while with yield
    Array Record Partial Required Readonly Pick Omit Exclude Extract NonNullable Parameters
    ReturnType InstanceType Promise Map Set Date Function Object String Number Boolean Symbol
    Error""".split()
)
_PYTHON: Final = tuple(
    word
    for word in (*keyword.kwlist, *keyword.softkwlist, *dir(builtins))
    if word not in _NOT_A_TYPE and word.isidentifier()
)
_OURS: Final = tuple(
    """UNSET REST_UNSET MAX_NUMBER NUMBER _NUMBER TEXT Json Message Reader Writer Callable Any
    Maybe Mapping Literal Union TypeAlias TypedDict NotRequired Never UnknownEvent DecodeError
    Object Named AnyOf Tagged Shapes SHAPES CHECKS for_each each each_value raw unknown others m
    models codec decode encode to_dict event value data get parts reader message self strict
    unknown_fields type _read_A _write_A _fits_A _TEXTS _text _new _each dataclass annotations
    dispatcher audio peer Handler Dispatcher overload Protocol partial types _dispatch
    __init__ __class__ __slots__ __all__ __debug__ _ __ _A __a A_B AB a_b aB""".split()
)
_LONG: Final = (
    "A" * 100,
    "a_long_name_" * 9,
    "WhenTheServerIsAskedToCancelAResponseThatIsNotThere",
)
_UNICODE: Final = ("Größe", "ｆｕｌｌ", "ﬁn", "名前", "ℕ", "ªb")
_OPERATORS: Final = (
    *(
        " is ",
        " in ",
        " == ",
        " or ",
        " and ",
        " not ",
        " if ",
        " else ",
        " = ",
        " != ",
        "is",
        "in",
    ),
    *(", ", ",", "(", ")", "[", "]", "{", "}", ": ", ":", "#", "\\", '"', "'", '"""', "'''", "`"),
    *("${", "%s", "{0}", "{{", "}}", "{%", "{#", "\n", "\r", "\t", "\0", " ", "_each(", "_NUMBER"),
    *("UNSET", "value", "return ", "lambda: ", "*/", "//", "-->", "\\N{DASH}", "\\x41", "f'", "b'"),
)
_INVISIBLE: Final = ("\u200b", "\u202e", "\ufeff", "\u2028", "\u2029", "\x7f", "\x85", "\u00ad")
_WORDS: Final = ("token", "valid", "deployment", "response", "the", "of", "any", "é", "漢字", "😀")

_IDENTIFIERS: Final = st.sampled_from([*_PYTHON, *_OURS, *_LONG, *_UNICODE])
_PIECES: Final = st.lists(
    st.sampled_from([*_OPERATORS, *_INVISIBLE, *_WORDS]), min_size=1, max_size=16
).map("".join)
# A sentence with an operator in it, about as long as a line of code may be.
_SENTENCES: Final = st.lists(
    st.sampled_from(["token ", "is ", "in ", "== ", "deployment ", "or ", "not ", "(", '"', "'"]),
    min_size=8,
    max_size=20,
).map("".join)
_ANY_TEXT: Final = st.text(max_size=12)

HOSTILE: Final = Vocabulary(
    names=st.one_of(
        _IDENTIFIERS.filter(lambda name: name not in _NOT_A_TYPE),
        st.tuples(st.sampled_from([*_OURS, *_WORDS[:7]]), st.sampled_from(_OURS))
        .map("".join)
        .filter(lambda name: name not in _NOT_A_TYPE),
    ),
    keys=st.one_of(_IDENTIFIERS, _PIECES, _SENTENCES, _ANY_TEXT, st.sampled_from(["type", ""])),
    texts=st.one_of(_SENTENCES, _PIECES, _IDENTIFIERS, _ANY_TEXT),
)

# ------------------------------------------------------------------------------- models

_SCALARS: Final = (Primitive("string"), Primitive("number"), Primitive("boolean"))
_MOST: Final = 4  # Declarations of each kind, members of a union, properties of an interface.


def models(words: Vocabulary = PLAIN) -> st.SearchStrategy[Model]:
    """Models with words of a vocabulary, of every kind of declaration and type.

    A required property, and a member of a union, only refers to earlier declarations, so each
    declaration has a finite value. A union of several objects is discriminated by a tag, by the
    keys that its members require, or not at all.
    """
    return _models(words)


@st.composite
def _models(draw: _Draw, words: Vocabulary) -> Model:
    return _Builder(draw, words).model()


@dataclass
class _Builder:
    """Builds one model. `before` are the declarations that a required value may refer to."""

    draw: _Draw
    words: Vocabulary
    done: dict[DeclId, Declaration] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    later: list[DeclId] = field(default_factory=list)

    def pick(self, items: list[_T] | tuple[_T, ...]) -> _T:
        picked: _T = self.draw(st.sampled_from(items))
        return picked

    def flag(self, one_in: int = 2) -> bool:
        return int(self.draw(st.integers(1, one_in))) == one_in

    def size(self, most: int = _MOST, least: int = 0) -> int:
        return int(self.draw(st.integers(least, most)))

    def model(self) -> Model:
        count = self.size(9, 3)
        names = self.draw(
            st.lists(self.words.names, unique=True, min_size=count, max_size=count + 6)
        )
        self.later = [DeclId(ENTRY, (name,)) for name in names]
        while self.later:
            self.declare()
        return Model(SpecInfo("random", "1", ""), tuple(self.done.values()))

    def declare(self) -> None:
        """Add one declaration or, for a union of objects, several."""
        kind = self.pick(("interface", "interface", "alias", "enum", "tagged", "keyed", "alike"))
        most = min(len(self.later) - 1, _MOST)
        if kind in ("tagged", "keyed", "alike") and most >= 2:
            self.family(kind, self.size(most, 2))
            return
        id_ = self.later[0]
        declaration: Declaration
        match kind:
            case "enum":
                declaration = self.enum(id_)
            case "alias":
                declaration = Alias(id_, self.alias())
            case _:
                declaration = Interface(id_, self.properties(), self.index())
        self.add(declaration)

    def add(self, declaration: Declaration) -> None:
        self.later.remove(declaration.id)
        self.done[declaration.id] = declaration

    def family(self, kind: str, size: int) -> None:
        """Interfaces and the alias of their union."""
        ids = self.later[:size]
        keys = self.draw(
            st.lists(self.words.keys, unique=True, min_size=size + 1, max_size=size + 1)
        )
        tags = self.tags(size)
        shared = self.properties(except_=frozenset(keys))
        members: list[Type] = []
        for number, id_ in enumerate(ids):
            match kind:
                case "tagged":
                    own = (Property(keys[-1], tags[number]), *self.properties(frozenset(keys)))
                case "keyed":
                    key = keys[number]
                    own = (Property(key, self.type(2)), *self.properties(frozenset(keys)))
                case _:
                    own = (Property(keys[-1], self.type(1)), *shared)
            self.add(Interface(id_, own))
            members.append(Ref(id_))
        if self.flag(3):
            members += self.others(members)
        self.add(Alias(self.later[0], Union(tuple(self.draw(st.permutations(members))))))

    def tags(self, size: int) -> list[Type]:
        """Distinct literals for the members of a tagged union."""
        texts = self.draw(st.lists(self.words.texts, unique=True, min_size=size, max_size=size))
        literals: list[Type] = [Literal("string", text) for text in texts]
        if self.flag(6):
            literals[0] = Literal("number", self.size())
        if self.flag(6):
            literals[-1] = Literal("boolean", self.flag())
        return literals

    def others(self, members: list[Type]) -> list[Type]:
        """The members of a union that are no objects."""
        types: list[Type] = [*self.literals(self.size(2, 1))]
        if self.flag():
            types.append(NULL)
        if self.flag(3):
            types.append(Array(self.pick(members)))
        return types

    def enum(self, id_: DeclId) -> Enum:
        names = self.draw(
            st.lists(
                self.words.keys.filter(_is_member_name), unique=True, min_size=1, max_size=_MOST
            )
        )
        texts = self.draw(st.lists(self.words.texts, min_size=len(names), max_size=len(names)))
        whole = self.flag(4)
        return Enum(
            id_,
            tuple(
                EnumMember(name, Literal("number", number) if whole else Literal("string", text))
                for number, (name, text) in enumerate(zip(names, texts, strict=True))
            ),
        )

    def properties(self, except_: frozenset[str] = frozenset()) -> tuple[Property, ...]:
        keys = self.draw(st.lists(self.words.keys, unique=True, max_size=_MOST + 2))
        properties = []
        for key in keys:
            if key not in except_:
                required = self.flag()
                type_ = self.type(2, free=not required)
                properties.append(Property(key, type_, required, readonly=self.flag(6)))
        return tuple(properties)

    def index(self) -> Map | None:
        if not self.flag(6):
            return None
        if self.flag():
            return Map(Primitive("string"), UNKNOWN)
        return Map(Template(("x-extra-", Primitive("string"))), self.type(1, free=True))

    # --------------------------------------------------------------------------- types

    def reference(self, free: bool) -> Type:
        """A declaration; with `free` also one that comes later."""
        ids = [*self.done, *(self.later if free else ())]
        return Ref(self.pick(ids)) if ids else Primitive("string")

    def alias(self) -> Type:
        """The type of an alias, which only refers directly to earlier declarations."""
        kind = self.pick(("union", "union", "array", "map", "tuple", "literals", "type"))
        match kind:
            case "union":
                return self.union(2, free=False)
            case "array":
                return Array(self.type(1))
            case "map":
                return Map(Primitive("string"), self.type(1))
            case "tuple":
                return self.tuple(1)
            case "literals":
                return _united(self.literals(self.size(_MOST, 1)))
        return self.type(1)

    def type(self, depth: int, *, free: bool = False) -> Type:
        """Any type; with `free` it may name a declaration that comes later."""
        kinds = ("scalar", "scalar", "literal", "literals", "reference", "reference", "unknown")
        kind = self.pick((*kinds, *("array", "map", "tuple", "template", "union", "union", "null")))
        if depth <= 0 and kind in ("array", "map", "tuple", "union", "null"):
            kind = "reference"
        match kind:
            case "literal":
                return self.literals(1)[0]
            case "literals":
                return _united(self.literals(self.size(_MOST, 2)))
            case "reference":
                return self.reference(free)
            case "unknown":
                return self.pick((UNKNOWN, Primitive("object")))
            case "array":
                return Array(self.type(depth - 1, free=free))
            case "map":
                return Map(Primitive("string"), self.type(depth - 1, free=free))
            case "tuple":
                return self.tuple(depth - 1, free=free)
            case "template":
                return self.template()
            case "union":
                return self.union(depth, free=free)
            case "null":
                inner = self.type(depth - 1, free=free)
                return inner if inner == UNKNOWN else _united([inner, NULL])
        return self.pick(_SCALARS)

    def literals(self, size: int) -> list[Type]:
        texts = self.draw(st.lists(self.words.texts, unique=True, min_size=size, max_size=size))
        literals: list[Type] = [Literal("string", text) for text in texts]
        if not literals:
            return literals
        if self.flag(6):
            literals[-1] = Literal("number", self.pick((0, 1, -1, 24000, 1.5, 2**60)))
        if self.flag(8):
            literals[0] = Literal("boolean", self.flag())
        return literals

    def union(self, depth: int, *, free: bool) -> Type:
        """Literals with another member: an object, a list of them, or a map of them."""
        members = [*self.literals(self.size(2))] if self.flag() else []
        for _ in range(self.size(3, 1)):
            inner = self.type(depth - 1, free=free)
            if inner == UNKNOWN:
                inner = self.reference(free)
            members.append(inner)
        if self.flag(3):
            members.append(NULL)
        return _united(self.draw(st.permutations(members)))

    def template(self) -> Type:
        # The parser knows no escapes in template literal types.
        text = self.draw(self.words.texts.filter(_is_template_text))
        hole = Primitive(self.pick(("string", "number", "boolean")))
        return Template((text, hole) if self.flag() else (hole, text))

    def tuple(self, depth: int, *, free: bool = False) -> Type:
        required = [TupleItem(self.type(depth, free=free)) for _ in range(self.size(2))]
        if self.flag(3):
            tail = [TupleItem(self.type(depth, free=free), optional=True)]
        elif self.flag(3):
            tail = [TupleItem(self.type(0, free=free), rest=True)]
            tail += [TupleItem(self.type(depth, free=free))] if self.flag(3) else []
        else:
            tail = []
        return Tuple((*required, *tail))


def _is_template_text(text: str) -> bool:
    return bool(text) and text.isprintable() and not set(text) & set("\\`$")


def _is_member_name(name: str) -> bool:
    """Whether a name is valid for a member of an enum: TypeScript refuses numbers."""
    return name not in ("", "Infinity", "-Infinity", "NaN") and not _is_number(name)


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _united(members: list[Type]) -> Type:
    """A union without repetitions and without unions in it."""
    inside: dict[Type, None] = {}
    for member in members:
        inner = member.members if isinstance(member, Union) else (member,)
        inside.update(dict.fromkeys(inner))
    if UNKNOWN in inside:
        return UNKNOWN
    return Union(tuple(inside)) if len(inside) > 1 else next(iter(inside))


def text_of(model: Model) -> str:
    """The declarations of a model as TypeScript."""
    return to_typescript(model)


# ------------------------------------------------------------------------------- values

JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.floats(-9, 9) | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=4), inner, max_size=2)
    ),
    max_leaves=4,
)
_TEXTS: Final = st.text(max_size=6) | st.sampled_from(["auto", "type", "name", "1", ""])
_NUMBERS: Final = st.integers(-3, 3) | st.floats(allow_nan=False, allow_infinity=False)
_HOLES: Final[Mapping[str, st.SearchStrategy[str]]] = {
    "string": st.text(max_size=4),
    "number": st.sampled_from(["0", "-1", "1.5", "24000"]),
    "integer": st.sampled_from(["0", "-1", "24000"]),
    "boolean": st.sampled_from(["true", "false"]),
    "null": st.just("null"),
    "unknown": st.text(max_size=4),
}


class Values:
    """Draws values that fit the types of a model.

    A value has fields that the model does not declare, but none that it declares elsewhere:
    such a field might be the tag of another member of a union.
    """

    def __init__(self, model: Model) -> None:
        self.declarations = model.by_id()
        self.heights = _heights(model)
        self.declared = {
            item.wire_name
            for declaration in model.declarations
            if isinstance(declaration, Interface)
            for item in declaration.properties
        }
        self.undeclared = st.sampled_from(
            [
                name
                for name in ("extra", "x-more", "Extra 2", "é", "_x")
                if name not in self.declared
            ]
        )

    def exists(self, type_: Type) -> bool:
        """Whether the type has a finite value."""
        return not isinf(self.height(type_))

    def height(self, type_: Type) -> float:
        """The nesting of declarations in the least deep value of a type."""
        return _height(type_, self.heights)

    def of(self, type_: Type, *, depth: int = 4) -> st.SearchStrategy[Any]:
        """The values of a type that nest declarations about `depth` deep."""
        return _drawn(self, type_, depth)

    def draw(self, draw: _Draw, type_: Type, depth: int) -> Any:
        """Draw a value of a type, which must have one."""
        match type_:
            case Ref(id_):
                return self._declared(draw, self.declarations[id_], depth)
            case Primitive(name):
                return draw(_PRIMITIVES[name])
            case Literal(_, value):
                return value
            case Template(parts):
                return "".join(p if isinstance(p, str) else draw(_HOLES[p.name]) for p in parts)
            case Array(element):
                count = draw(st.integers(0, 2)) if self.height(element) < depth else 0
                return [self.draw(draw, element, depth) for _ in range(count)]
            case Tuple():
                return self._tuple(draw, type_, depth)
            case Map():
                return self._entries(draw, type_, depth)
            case Union(members):
                return self.draw(draw, self._member(draw, members, depth), depth)
            case Opaque():
                return draw(JSON)
            case _:
                assert_never(type_)

    def _member(self, draw: _Draw, members: tuple[Type, ...], depth: int) -> Type:
        low = [member for member in members if self.height(member) < depth]
        member: Type = draw(st.sampled_from(low)) if low else min(members, key=self.height)
        return member

    def _tuple(self, draw: _Draw, type_: Tuple, depth: int) -> list[Any]:
        values: list[Any] = []
        for item in type_.items:
            count = 1
            if item.rest:
                count = draw(st.integers(0, 2)) if self.height(item.type) < depth else 0
            elif item.optional and (self.height(item.type) >= depth or draw(st.booleans())):
                break
            values += [self.draw(draw, item.type, depth) for _ in range(count)]
        return values

    def _entries(self, draw: _Draw, type_: Map, depth: int) -> dict[str, Any]:
        if self.height(type_.value) >= depth or not self.exists(type_.key):
            return {}
        entries: dict[str, Any] = {}
        for _ in range(draw(st.integers(0, 2))):
            key = draw(self.undeclared)
            if type_.key != Primitive("string"):
                key = str(self.draw(draw, type_.key, depth))
            if key not in self.declared:
                entries[key] = self.draw(draw, type_.value, depth)
        return entries

    def _declared(self, draw: _Draw, declaration: Declaration, depth: int) -> Any:
        match declaration:
            case Alias(_, type_):
                return self.draw(draw, type_, depth)
            case Enum(_, members):
                values = [member.value.value for member in members if member.value is not None]
                if len(values) < len(members):
                    values.append(7)
                return draw(st.sampled_from(values))
            case Interface():
                return self._object(draw, declaration, depth - 1)
            case _:
                assert_never(declaration)

    def _object(self, draw: _Draw, interface: Interface, depth: int) -> dict[str, Any]:
        fields: dict[str, Any] = {}
        for item in interface.properties:
            if item.required or (self.height(item.type) < depth and draw(st.booleans())):
                fields[item.wire_name] = self.draw(draw, item.type, depth)
        if interface.index is not None:
            fields.update(self._entries(draw, interface.index, depth))
        elif draw(st.integers(0, 5)) == 0:
            fields[draw(self.undeclared)] = draw(JSON)
        return fields


@st.composite
def _drawn(draw: _Draw, values: Values, type_: Type, depth: int) -> Any:
    return values.draw(draw, type_, depth)


_PRIMITIVES: Final[Mapping[str, st.SearchStrategy[Any]]] = {
    "string": _TEXTS,
    "number": _NUMBERS,
    "integer": st.integers(-3, 10**12),
    "boolean": st.booleans(),
    "null": st.none(),
    "unknown": JSON,
    "object": st.lists(JSON, max_size=2) | st.dictionaries(st.text(max_size=4), JSON, max_size=2),
    "defined": JSON.filter(lambda value: value is not None),
    "never": st.nothing(),
}


def _heights(model: Model) -> dict[DeclId, float]:
    """The nesting of each declaration's least deep value; infinite for none."""
    heights: dict[DeclId, float] = dict.fromkeys(model.by_id(), inf)
    changed = True
    while changed:
        changed = False
        for declaration in model.declarations:
            height = _declared_height(declaration, heights)
            if height < heights[declaration.id]:
                heights[declaration.id] = height
                changed = True
    return heights


def _declared_height(declaration: Declaration, heights: Mapping[DeclId, float]) -> float:
    match declaration:
        case Alias(_, type_):
            return _height(type_, heights)
        case Enum(_, members):
            return 0 if members else inf
        case Interface(_, properties):
            required = (_height(item.type, heights) for item in properties if item.required)
            return 1 + max(required, default=0)
        case _:
            assert_never(declaration)


def _height(type_: Type, heights: Mapping[DeclId, float]) -> float:
    match type_:
        case Ref(id_):
            return heights[id_]
        case Primitive(name):
            return inf if name == "never" else 0
        case Template(parts):
            return inf if Primitive("never") in parts else 0
        case Literal(_, value):
            return inf if isinstance(value, float) and isinf(value) else 0
        case Union(members):
            return min((_height(member, heights) for member in members), default=inf)
        case Tuple(items):
            needed = (item.type for item in items if not (item.optional or item.rest))
            return max((_height(id_, heights) for id_ in needed), default=0)
        case Array() | Map() | Opaque():
            return 0
        case _:
            assert_never(type_)


def examples(number: int) -> settings:
    """The number of examples. None is shrunk: that takes minutes, as each try is a package.

    In a push they are the same each time: a test may count on their contents.
    """
    return settings(
        max_examples=share(number),
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=[Phase.generate],
        database=None,
        derandomize=not is_nightly(),
    )
