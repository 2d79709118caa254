"""Template literal types: evaluation, matching, and inference from texts.

The rules are the compiler's own, on the same units: TypeScript's strings are sequences of UTF-16
code units, and a hole before another hole takes exactly one of them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import product
from typing import Final

from ...model import NULL, Literal, Opaque, Primitive, Template
from ..syntax import TemplateType, canonical_number
from .apparent import kind_of
from .enums import enum_values, spread
from .protocol import Types
from .semantics import (
    BIGINT,
    NEVER,
    NOT_IMPORTED,
    OPEN_STRING,
    UNDEFINED,
    BigIntLiteral,
    Branded,
    EnumNumber,
    Env,
    Named,
    Placeholder,
    Special,
    StringMapping,
    TTemplate,
    TUnion,
    TypeTerm,
    identity,
)
from .unions import union_of

__all__ = [
    "STRING_MAPPINGS",
    "converted",
    "fits",
    "is_hole",
    "is_member",
    "is_number",
    "matched",
    "string_like",
    "string_mapping",
    "template",
    "template_of_term",
]

STRING: Final = Primitive("string")
NUMBER: Final = Primitive("number")
LARGEST_PRODUCT: Final = 100_000
"""TypeScript refuses a template with more alternatives than this."""

Assignable = Callable[[TypeTerm, TypeTerm], bool | None]


# ------------------------------------------------------------------------ from a node


def template(types: Types, node: TemplateType, env: Env) -> TypeTerm:
    """Evaluate a template literal type: a union of literals, or text with holes."""
    choices: list[list[TypeTerm]] = []
    size = 1
    for part in node.parts:
        if isinstance(part, str):
            choices.append([Literal("string", part)])
            continue
        options: list[TypeTerm] = []
        for member in types.members(types.term(part, env)):
            if isinstance(types.peel(member), Placeholder):
                return NOT_IMPORTED
            if isinstance(member, Opaque) and not is_hole(member):
                return types.opaque(env, node.at, "what a hole holds is not known")
            if any(isinstance(part, EnumNumber) for part in spread([member])):
                return STRING  # TypeScript: such a member has no text of its own.
            options += _options(types, member)
        choices.append(options)
        size *= len(options)
    if size > LARGEST_PRODUCT:
        return types.opaque(env, node.at, "it has too many alternatives")
    types.spend(size)
    texts = [[text for part in options if (text := _text(part)) is not None] for options in choices]
    if all(len(own) == len(options) for own, options in zip(texts, choices, strict=True)):
        return _literals(types, texts)
    return union_of(_joined(types, parts) for parts in product(*choices))


def _literals(types: Types, texts: Sequence[Sequence[str]]) -> TypeTerm:
    """The union of all concatenations of one text of each part."""
    distinct: dict[str, None] = {}
    for parts in product(*texts):
        text = "".join(parts)
        types.spend_text(len(text))
        distinct[_whole(text)] = None
    members = tuple(Literal("string", text) for text in distinct)
    return NEVER if not members else members[0] if len(members) == 1 else TUnion(members)


def is_hole(term: TypeTerm) -> bool:
    """Whether a term is an `infer`."""
    return isinstance(term, Opaque) and term.reason == "infer"


def _options(types: Types, member: TypeTerm) -> Iterator[TypeTerm]:
    """The text or hole for one member of a hole's union; an object is any string there."""
    match member:
        case Named(symbol) if symbol.of_kind("enum"):
            for value in types.members(enum_values(symbol)):
                yield from _options(types, value)
        case Primitive("never"):
            return
        case Literal() | BigIntLiteral() | Opaque() | TTemplate() | StringMapping():
            yield member
        case Primitive("number" | "null") | Special("bigint" | "undefined"):
            yield member
        case Branded(bare=bare) if kind_of(bare) is not None:
            yield member
        case Special("open number"):
            yield NUMBER
        case _:
            yield STRING


def _text(term: TypeTerm) -> str | None:
    """The text of a type with a single value in a template; None for any other."""
    match term:
        case Literal(kind="boolean", value=value):
            return "true" if value else "false"
        case Literal(kind="number", value=int() | float() as number):
            return canonical_number(number)
        case Literal(value=value):
            return str(value)
        case BigIntLiteral(value=value):
            return str(value)
        case Primitive("null"):
            return "null"
        case Special("undefined"):
            return "undefined"
        case _:
            return None


def _joined(types: Types, parts: Sequence[TypeTerm]) -> TypeTerm:
    texts, holes = [""], list[TypeTerm]()
    for part in parts:
        text = _text(part)
        if text is not None:
            texts[-1] += text
        elif isinstance(part, TTemplate):
            texts[-1] += part.texts[0]
            texts += part.texts[1:]
            holes += part.holes
        else:
            holes.append(part)
            texts.append("")
    types.spend_text(sum(map(len, texts)))
    return template_of(texts, holes)


def template_of(texts: Sequence[str], holes: Sequence[TypeTerm]) -> TypeTerm:
    """Normalize a template literal type as TypeScript does."""
    if not holes:
        return Literal("string", _whole(texts[0]))
    if not any(texts):
        if all(hole == STRING for hole in holes):
            return STRING
        if len(holes) == 1 and isinstance(holes[0], StringMapping):
            return holes[0]
    return TTemplate(tuple(map(_whole, texts)), tuple(holes))


# ---------------------------------------------------------------------- from and to the model


def template_of_term(term: TTemplate) -> Template | Primitive:
    """The model's template: each hole is its primitive."""
    parts: list[str | Primitive] = []
    for position, text in enumerate(term.texts):
        if text:
            parts.append(text)
        if position < len(term.holes):
            number = kind_of(term.holes[position]) in ("number", "bigint")
            parts.append(NUMBER if number else STRING)
    return STRING if set(parts) == {STRING} else Template(tuple(parts))


# -------------------------------------------------------------------- fitting and inference


def matched(
    source: TypeTerm, target: TTemplate, assignable: Assignable | None = None
) -> list[TypeTerm] | None:
    """Match a string type with a template: the type at each hole, or None if it does not match.

    From the left each text is searched at the earliest place, a hole without a text behind it takes
    one code unit, and the last hole takes the rest.
    """
    match source:
        case Literal("string", value):
            return _aligned([_units(str(value))], [], target)
        case TTemplate(texts, holes) if texts == target.texts:
            return [_held(*pair, assignable) for pair in zip(holes, target.holes, strict=True)]
        case TTemplate(texts, holes):
            return _aligned([_units(text) for text in texts], holes, target)
        case _:
            return None


def _held(part: TypeTerm, hole: TypeTerm, assignable: Assignable | None) -> TypeTerm:
    """The type at a template's hole in another template with the same texts."""
    same = assignable is not None and not is_hole(hole) and assignable(part, hole) is True
    return part if same else string_like(part)


def string_like(term: TypeTerm) -> TypeTerm:
    """A string type as it is; the text of a value of any other type."""
    if term == STRING or isinstance(term, Literal | TTemplate | StringMapping):
        return term
    return TTemplate(("", ""), (term,))


def _aligned(
    texts: Sequence[str], holes: Sequence[TypeTerm], target: TTemplate
) -> list[TypeTerm] | None:
    wanted = [_units(text) for text in target.texts]
    last = len(texts) - 1
    start, end = wanted[0], wanted[-1]
    if last == 0 and len(texts[0]) < len(start) + len(end):
        return None
    if not texts[0].startswith(start) or not texts[last].endswith(end):
        return None
    given = [*texts[:last], texts[last][: len(texts[last]) - len(end)]]
    inferred: list[TypeTerm] = []
    segment, position = 0, len(start)

    def take(to: int, until: int) -> None:
        nonlocal segment, position
        if to == segment:
            inferred.append(Literal("string", _whole(given[segment][position:until])))
        else:
            between = [given[segment][position:], *given[segment + 1 : to], given[to][:until]]
            inferred.append(template_of(between, holes[segment:to]))
        segment, position = to, until

    for delimiter in wanted[1:-1]:
        if delimiter:
            place = _find(given, delimiter, segment, position)
            if place is None:
                return None
            take(*place)
            position += len(delimiter)
        elif position < len(given[segment]):
            take(segment, position + 1)
        elif segment < last:
            take(segment + 1, 0)
        else:
            return None
    take(last, len(given[last]))
    return inferred


def _find(
    texts: Sequence[str], delimiter: str, segment: int, position: int
) -> tuple[int, int] | None:
    """The first occurrence of a text in the segments of a template."""
    for number in range(segment, len(texts)):
        place = texts[number].find(delimiter, position if number == segment else 0)
        if place >= 0:
            return number, place
    return None


def fits(part: TypeTerm, hole: TypeTerm, assignable: Assignable) -> bool | None:
    """Whether the text at a hole is that of a value of the hole's type."""
    if hole == STRING:
        return True
    verdict = assignable(part, hole)
    if verdict is not False:
        return verdict
    match part, hole:
        case Literal("string", value), Primitive("number"):
            return is_number(str(value))
        case Literal("string", value), Special("bigint"):
            return _bigint(str(value)) is not None
        case TTemplate(texts=("", ""), holes=(inner,)), _:
            return assignable(inner, hole)
        case _:
            return False


def converted(source: Literal, constraint: Sequence[TypeTerm], assignable: Assignable) -> TypeTerm:
    """The type inferred by `infer X extends Constraint` from a text: the value with that text.

    `constraint` are the members of the constraint. The text itself if none of them fits.
    """
    text = str(source.value)
    if any(value in (STRING, OPEN_STRING) for value in constraint):
        return source
    tried = (_converted_to(source, text, value, assignable) for value in constraint)
    values = [value for value in tried if value is not None]
    return min(values, key=lambda value: value[0])[1] if values else source


_ORDER: Final = (
    *("template", "mapping", "literal", "number", "enum", "number literal"),
    *("bigint", "bigint literal", "boolean", "undefined", "null"),
)
_RANKS: Final = {name: rank for rank, name in enumerate(_ORDER)}


def _converted_to(
    source: Literal, text: str, wanted: TypeTerm, assignable: Assignable
) -> tuple[int, TypeTerm] | None:
    """Convert a text to a value of one member of a constraint, with TypeScript's rank of it."""
    value = _round_trip(text)
    match wanted:
        case TTemplate():
            return (_RANKS["template"], source) if assignable(source, wanted) else None
        case StringMapping():
            return (_RANKS["mapping"], source) if assignable(source, wanted) else None
        case Literal("string", wanted_text):
            return (_RANKS["literal"], wanted) if wanted_text == text else None
        case Primitive("number"):
            # The number of a member of an enum whose value is not known comes second.
            rank = _RANKS["enum" if isinstance(wanted, EnumNumber) else "number"]
            return None if value is None else (rank, Literal("number", value))
        case Literal("number", number):
            same = value is not None and value == number
            return (_RANKS["number literal"], wanted) if same else None
        case Special("bigint") | BigIntLiteral():
            whole = _bigint(text)
            if whole is None or str(whole) != text:
                return None
            if wanted == BIGINT:
                return _RANKS["bigint"], BigIntLiteral(whole)
            return (_RANKS["bigint literal"], wanted) if wanted == BigIntLiteral(whole) else None
        case Literal("boolean") | Special("undefined") | Primitive("null"):
            kind = {UNDEFINED: "undefined", NULL: "null"}.get(wanted, "boolean")
            return (_RANKS[kind], wanted) if _text(wanted) == text else None
        case _:
            return None


# ------------------------------------------------------------------- Uppercase and the like

STRING_MAPPINGS: Final[Mapping[str, Callable[[str], str]]] = {
    "Uppercase": str.upper,
    "Lowercase": str.lower,
    "Capitalize": lambda text: text[:1].upper() + text[1:] if text[:1] <= "\uffff" else text,
    "Uncapitalize": lambda text: text[:1].lower() + text[1:] if text[:1] <= "\uffff" else text,
}
"""The string types of the library that map each text."""


def string_mapping(types: Types, name: str, term: TypeTerm) -> TypeTerm:
    """Evaluate `Uppercase<T>` and the like, for each member of T."""
    members = list(spread(types.members(term)))
    types.spend(max(0, len(members) - 1))
    return union_of(_mapped(name, member) for member in members)


def _mapped(name: str, term: TypeTerm) -> TypeTerm:
    convert = STRING_MAPPINGS[name]
    match term:
        case Literal("string", value):
            return Literal("string", convert(str(value)))
        case Opaque("infer", text):
            return Opaque("what is inferred is only known mapped", text)
        case TTemplate(texts, holes) if name in ("Capitalize", "Uncapitalize"):
            if texts[0]:
                return template_of([convert(texts[0]), *texts[1:]], holes)
            return template_of(texts, [_mapped(name, holes[0]), *holes[1:]])
        case TTemplate(texts, holes):
            return template_of([convert(t) for t in texts], [_mapped(name, h) for h in holes])
        case StringMapping(same) if same == name:
            return term
        case Branded() if kind_of(term) == "string":
            return StringMapping(name, TTemplate(("", ""), (term,)))
        case StringMapping() | Primitive("string") | Special("any" | "open string"):
            return StringMapping(name, STRING if not isinstance(term, StringMapping) else term)
        case Primitive("number") | Special("bigint"):
            return StringMapping(name, TTemplate(("", ""), (term,)))
        case _:
            return term


def is_member(source: TypeTerm, target: StringMapping, assignable: Assignable) -> bool | None:
    """Whether a mapping leaves a string type unchanged, and its inner type accepts that."""
    mappings: list[str] = []
    inner: TypeTerm = target
    while isinstance(inner, StringMapping):
        mappings.insert(0, inner.name)
        inner = inner.inner
    mapped = source
    for name in mappings:
        mapped = _mapped(name, mapped)
    if identity(mapped) != identity(source):
        return False
    return assignable(source, inner)


# -------------------------------------------------------------------- texts and their values

_SPACE: Final = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_PREFIXED: Final = re.compile(r"0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)")
_BIGINT: Final = re.compile(r"(-?)(0(?:[xX][0-9a-fA-F]+|[oO][0-7]+|[bB][01]+)|0|[1-9][0-9]*)")
_LONGEST_NUMBER: Final = 4000
"""The number of digits that Python converts by default suffices; a double has 309."""


def _number(text: str) -> float | None:
    """JavaScript's `Number(text)`, if it is finite."""
    text = text.strip(_SPACE)
    if not text:
        return 0.0
    if _PREFIXED.fullmatch(text):
        whole = int(text, 0)
        return float(whole) if whole.bit_length() < 1024 else None
    if not _DECIMAL.fullmatch(text):
        return None
    value = float(text)
    return value if math.isfinite(value) else None


def is_number(text: str) -> bool:
    """Whether a text is a finite number in JavaScript's notation."""
    return text != "" and _number(text) is not None


def _round_trip(text: str) -> int | float | None:
    """The number that JavaScript writes as exactly this text; None if there is none."""
    value = _number(text) if text else None
    if value is None:
        return None
    number = int(value) if value.is_integer() and abs(value) < 2**53 else value
    return number if canonical_number(number) == text else None


def _bigint(text: str) -> int | None:
    digits = _BIGINT.fullmatch(text)
    if digits is None or len(text) > _LONGEST_NUMBER:
        return None
    value = int(digits[2], 0)
    return -value if digits[1] else value


def _units(text: str) -> str:
    """A text with each character beyond U+FFFF as its two UTF-16 code units."""
    if text.isascii() or max(text) <= "\uffff":
        return text
    pairs = text.encode("utf-16-le", "surrogatepass")
    return "".join(chr(int.from_bytes(pairs[i : i + 2], "little")) for i in range(0, len(pairs), 2))


def _whole(text: str) -> str:
    """The reverse of `_units`: pairs of code units as characters."""
    if text.isascii() or not any("\ud800" <= unit <= "\udfff" for unit in text):
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
