"""Make samples: for any declaration one realistic value that strict decoding accepts.

The possible values follow from the shapes. Other properties of the spec make a sample realistic:
the names and documentation of properties, their order, the order of members of unions, and the keys
of maps. These only select among valid values. The same model always gives the same samples.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, Final, TypeVar, assert_never

from ..model import (
    Alias,
    DeclId,
    Enum,
    Interface,
    Map,
    Model,
    Primitive,
    Property,
    Ref,
    Type,
    Union,
    nested,
)
from ..python.names import Names, assign_names
from ..runtime import _shapes as shapes
from ..runtime._compile import one_text
from ..runtime._ranks import is_finite, rank_of, ranks_of
from ..runtime._strict import Walk
from .counts import is_count, sums
from .forms import Choice, Form, Member
from .inside import declared_texts, members_of, names_in, told_by_keys
from .lowering import lowering_of
from .sampled import Sampled, SampledObject, plain
from .scalars import Place, fitting_literal, number_of, text_of, text_of_pattern, words_of

if TYPE_CHECKING:
    from ..runtime._choice import Options

__all__ = ["Sampled", "SampledObject", "Sampler", "plain", "sample"]


def sample(model: Model, of: DeclId | Type) -> Any:
    """A sample of a declaration or a type of the model, as JSON data.

    Raises ValueError as `Sampler.sampled` does.
    """
    names, _ = assign_names(model, "")
    return plain(Sampler(model, names).sampled(of))


_MANY: Final = (5, 4, 2, 2)
"""The number of optional properties in an object, by its depth; deeper ones have none."""
_MOST_OBJECTS: Final = 500
_MOST_VALUES: Final = 5000
"""The limit of values in one sample: shared elements of tuples count at each place."""
_ALL_VALUES: Final = 200_000
_FEW_VALUES: Final = 200
"""The limit of values in a sample after all samples of a sampler have reached `_ALL_VALUES`.

Such a sample shows as little as a nested object does.
"""
_FURTHER_VALUES: Final = 50_000
_LEAST_VALUES: Final = 20
"""When they have so many more, each further one has its required properties alone, and empty lists.
"""
_MOST_STEPS: Final = 500_000
"""The limit of steps that members of unions are compared in, for all samples of a sampler."""
_ALL_LINKS: Final = 200_000
"""The number of aliases, each of the next one, that all samples of a sampler are behind."""
_LONGEST_CHAIN: Final = 200
"""The number of them that each may be behind once there are more."""
_DEEPEST: Final = 60
_DEEPEST_LISTS: Final = 10
"""The depth of lists, tuples and maps without an object between; deeper lists are empty."""

_HELPFUL: Final = {
    name: rank
    for rank, name in enumerate(
        (
            *("type", "object", "role", "id", "event_id", "name", "content", "output", "text"),
            *("status", "model", "modalities", "voice", "instructions", "session", "response"),
            *("usage", "transcript", "description", "parameters"),
        )
    )
}
_QUOTED: Final = re.compile(r"`([\w.-]+)`")


_LAST: Final = 3
"""The rank of null among the members of a union, and the last one."""

_TypeT = TypeVar("_TypeT", Map, Union)


class Sampler:
    """Makes samples of one model; cheaper than `sample` for many.

    `shapes` are those of the declarations, by name.
    """

    def __init__(self, model: Model, names: Names) -> None:
        self._lowering = lowering_of(model, names)
        self.shapes: Final = self._lowering.declarations()
        self._declarations = {names.declarations[d.id]: d for d in model.declarations}
        self._ranks = ranks_of(self.shapes)
        # By the `id()` of the union, which is kept.
        self._choices: dict[int, Choice] = {}
        self._options: dict[int, Options] = {}
        self._steps_left = _MOST_STEPS
        self._orders: dict[str, int] = {}
        self._forms: dict[DeclId, Form] = {}
        # By the `id()` of the shape, which is kept.
        self._contents: dict[int, tuple[shapes.Shape, frozenset[DeclId] | None]] = {}
        self._words_of: dict[tuple[str, int], frozenset[str]] = {}
        self._objects_left = self._values_left = 0
        self._links_left = _ALL_LINKS
        self._values_of_all = _ALL_VALUES

    def sampled(self, of: DeclId | Type) -> Sampled:
        """Make a sample of a declaration or a type.

        Raises ValueError if no finite value exists (`never`, an interface that requires itself) or
        the smallest one is too large to show.
        """
        type_ = Ref(of) if isinstance(of, DeclId) else of
        shape = self._lowering.type(type_)
        if self._rank_of(shape) is None:
            raise ValueError(f"no finite value exists of {of}")
        left = self._values_of_all
        is_short = left <= -_FURTHER_VALUES
        depth = 0 if left > 0 else len(_MANY) - 1
        about = self._tag_words(shape)
        place = Place(type=type_, depth=depth, short=is_short, about=about)
        try:
            return self._whole(shape, place)
        except ValueError:
            if is_short:
                raise
            # It may be small enough without anything that may be left out.
            return self._whole(shape, place._replace(short=True))

    def _whole(self, shape: shapes.Shape, place: Place) -> Sampled:
        """Make one sample, with its part of the values of all samples."""
        least = _LEAST_VALUES if self._values_of_all <= -_FURTHER_VALUES else _FEW_VALUES
        given = min(_MOST_VALUES, max(least, self._values_of_all))
        self._objects_left, self._values_left = _MOST_OBJECTS, given
        try:
            return self._make(shape, place)
        finally:
            self._values_of_all -= given - max(0, self._values_left)

    def _tag_words(self, shape: shapes.Shape, depth: int = 2) -> frozenset[str]:
        """The words of an event's tag, which its values should fit.

        The tag may be in a required object of the event.
        """
        target = self._target(shape)
        if not isinstance(target, shapes.Object):
            return frozenset()
        words: set[str] = set()
        for field in target.required.values():
            words |= words_of(one_text(field) or "")
            if depth > 1 and isinstance(field, shapes.Named):
                words |= self._tag_words(field, depth - 1)
        return frozenset(words)

    def _rank_of(self, shape: shapes.Shape) -> int | None:
        return rank_of(shape, self._ranks)

    def _make(self, shape: shapes.Shape, place: Place) -> Sampled:
        self._values_left -= 1
        if self._values_left < 0:
            raise ValueError("the value is too large to show")
        match shape:
            case shapes.Kind():
                return _of_kind(shape, place)
            case shapes.Named(name):
                return self._of_declaration(name, place)
            case shapes.Constant(values):
                known = filter(is_finite, values)
                return fitting_literal([*known], place.about) if place.about else next(known)
            case shapes.Pattern(_, parts):
                return text_of_pattern(parts)
            case shapes.ListOf(element):
                if place.lists >= _DEEPEST_LISTS or self._stops(element, place):
                    return []
                return [self._make(element, place.in_list())]
            case shapes.TupleOf(items, required, _, after):
                if place.lists > _DEEPEST:
                    raise ValueError("the value is too deep to show")
                inner = place.in_list()
                return [self._make(item, inner) for item in (*items[:required], *after)]
            case shapes.MapOf(value):
                return SampledObject(None, self._entry(value, place.in_list()))
            case shapes.AnyOf() | shapes.ByKeys() | shapes.Tagged():
                return self._of_union(shape, place)
            case shapes.Object():
                raise AssertionError("an object has the name of its declaration")
            case _:
                assert_never(shape)

    def _of_declaration(self, name: str, place: Place) -> Sampled:
        shape, declaration = self.shapes[name], self._declarations[name]
        match declaration:
            case Alias():
                return self._of_alias(name, place)
            case Enum(_, members):
                known = (member.value.value for member in members if member.value is not None)
                return next(filter(is_finite, known), 0)
            case Interface():
                assert isinstance(shape, shapes.Object)
                return self._object(declaration, shape, place)
            case _:
                assert_never(declaration)

    def _of_union(self, union: shapes.Shape, place: Place) -> Sampled:
        """Make a sample that is of the member that readers take it for.

        An object that fits several members is read as the most specific of them. A sample of that
        one may show more, and fit another.
        """
        chosen = self._chosen(union, place)
        made = self._make(chosen, place)
        alike = self._choices[id(union)].alike.get(chosen)
        tried = [chosen]
        while alike is not None and isinstance(made, SampledObject):
            read = self._read_as(alike, made.value)
            if read is None or read in tried:
                break
            tried.append(read)
            made = self._make(read, place)
        return made

    def _read_as(self, alike: shapes.ByKeys, value: dict[str, Any]) -> shapes.Shape | None:
        """The member that an object is read as; None if that is ambiguous, or too much to tell.

        The members are analysed once, for all objects.
        """
        if self._steps_left <= 0:
            return None
        options = self._options.get(id(alike))
        if options is None:
            # Imported late: few specs have such a union.
            from ..runtime._choice import Options

            options = self._options[id(alike)] = Options(self.shapes, alike.members)
        before = options.steps
        number = options.choose(Walk(self.shapes), value)
        self._steps_left -= options.steps - before
        return None if number is None else alike.members[number]

    def _of_alias(self, name: str, place: Place) -> Sampled:
        """Make a sample of an alias's target, at the end of the chain."""
        passed: list[DeclId] = []
        type_: Type | None = None
        shape: shapes.Shape = shapes.Named(name)
        while isinstance(declaration := self._declarations[name], Alias):
            passed.append(declaration.id)
            self._links_left -= 1
            if self._links_left < 0 and len(passed) > _LONGEST_CHAIN:
                raise ValueError(f"{declaration.id} is behind too many aliases to be shown")
            type_ = declaration.type
            shape = self.shapes[name]
            if not isinstance(shape, shapes.Named):
                break
            name = shape.name
        return self._make(shape, place.behind(passed, type_))

    def _object(self, interface: Interface, shape: shapes.Object, place: Place) -> SampledObject:
        self._objects_left -= 1
        if self._objects_left < 0 or place.depth > _DEEPEST:
            raise ValueError(f"a value of {interface.id} is too large to show")
        form = self._form(interface, shape)
        fields = form.fields
        members: dict[str, Sampled] = {}
        here = place.inside(interface.id, 1, form.kind)
        for property_ in self._shown(interface, shape, form, here):
            name = property_.wire_name
            made = self._make(fields[name], here.at(property_))
            if name in shape.required or not _says_nothing(made):
                members[name] = made
        if shape.extra is not None and not fields:
            members.update(self._entry(shape.extra, here._replace(type=interface.index)))
        if form.is_count:
            members.update(sums({name: plain(made) for name, made in members.items()}))
        return SampledObject(interface, members, form.required_tags)

    def _form(self, interface: Interface, shape: shapes.Object) -> Form:
        """The form of an interface's objects, cached for all places."""
        form = self._forms.get(interface.id)
        if form is None:
            fields = {**shape.required, **shape.optional}
            tags = frozenset(name for name, field in fields.items() if one_text(field) is not None)
            kind = one_text(fields["object"]) if "object" in fields else None
            form = Form(
                fields,
                tags,
                tags & shape.required.keys(),
                kind or "",
                is_count(shape, self.shapes),
                _helpful(interface, shape, fields),
            )
            self._forms[interface.id] = form
        return form

    def _shown(
        self, interface: Interface, shape: shapes.Object, form: Form, here: Place
    ) -> list[Property]:
        """The properties in a sample: tags first, then in declared order.

        `here` is the place in the object.
        """
        names = set(shape.required)
        if not here.short and here.depth <= len(_MANY):
            helpful = (
                property_.wire_name
                for property_ in form.helpful
                if not self._stops(form.fields[property_.wire_name], here)
            )
            names.update(islice(helpful, None if form.is_count else _MANY[here.depth - 1]))
        names |= form.tags
        shown = [p for p in interface.properties if p.wire_name in names]
        if form.tags:
            shown.sort(key=lambda property_: property_.wire_name not in form.tags)
        return shown

    def _entry(self, value: shapes.Shape, place: Place) -> dict[str, Sampled]:
        """The one entry of a map, under a key that the spec allows."""
        map_ = _first(Map, place.type)
        key_type = Primitive("string") if map_ is None else map_.key
        key_shape = self._lowering.type(key_type)
        is_deep = place.lists > _DEEPEST_LISTS
        if is_deep or self._rank_of(key_shape) is None or self._stops(value, place):
            return {}
        key = self._make(key_shape, Place(name="key", type=key_type))
        name = "true" if key is True else str(key) if isinstance(key, (str, int, float)) else "key"
        inner = None if map_ is None else map_.value
        return {name: self._make(value, place._replace(name="value", type=inner))}

    def _stops(self, shape: shapes.Shape, place: Place) -> bool:
        """Whether an optional value is left out: it would repeat or has no end."""
        contents = self._contents_of(shape)
        if contents is None:
            return True
        return bool(contents) and (place.short or not contents.isdisjoint(place.open))

    def _contents_of(self, shape: shapes.Shape) -> frozenset[DeclId] | None:
        """The declarations that a shape names, cached for all places; None if it has no value."""
        known = self._contents.get(id(shape))
        if known is None:
            contents = None
            if self._rank_of(shape) is not None:
                contents = frozenset(self._declarations[name].id for name in names_in(shape))
            known = self._contents[id(shape)] = (shape, contents)
        return known[1]

    def _repeats(self, names: Iterable[str], place: Place) -> bool:
        return any(self._declarations[name].id in place.open for name in names)

    def _chosen(self, union: shapes.Shape, place: Place) -> shapes.Shape:
        """Choose the member of a union for a sample."""
        choice = self._choices.get(id(union))
        if choice is None:
            choice = self._choices[id(union)] = self._choice(union, place)
        if place.short:
            return choice.smallest
        free: list[Member] = []
        best: Member | None = None
        before = 0
        least: tuple[int, int, bool] = (0, 0, False)
        about = place.words() if choice.speaks else frozenset()
        for member in choice.members:
            if self._repeats(member.names, place):
                continue
            said = len(about & member.words) if about else 0
            welcome = (member.order, -said, not member.is_of_users)
            if best is None or welcome < least:
                best, before, least = member, len(free), welcome
            free.append(member)
            if member.order == 0 and not choice.speaks:
                break  # No member ranks higher.
        if best is None:
            return choice.smallest
        # An object that fits a map and an object without properties is read as the first of them.
        shown = [member.shape for member in free[:before]]
        maps = [shape for shape in shown if isinstance(self._target(shape), shapes.MapOf)]
        return maps[0] if maps and self._is_bare(best.shape) else best.shape

    def _choice(self, union: shapes.Shape, place: Place) -> Choice:
        """The candidates of a union, cached for all places."""
        members: list[Member] = []
        ranks: list[int] = []
        for shape in self._as_written(union, place):
            rank = self._rank_of(shape)
            if rank is not None:
                named = frozenset(names_in(shape))
                words, of_users = self._words(shape), self._role(shape) == "user"
                members.append(Member(shape, named, self._order(shape), words, of_users))
                ranks.append(rank)
        smallest = members[ranks.index(min(ranks))].shape
        alike = {
            member: by_keys
            for by_keys in reversed([*told_by_keys(union)])
            for member in by_keys.members
        }
        speaks = len({member.words for member in members}) > 1
        return Choice(union, tuple(members), smallest, alike, speaks)

    def _words(self, shape: shapes.Shape, depth: int = 2) -> frozenset[str]:
        """The words of the literals in an object and in its nested objects."""
        if isinstance(shape, shapes.Named):
            key = shape.name, depth
            if key not in self._words_of:
                self._words_of[key] = self._new_words(self.shapes[shape.name], depth)
            return self._words_of[key]
        return self._new_words(shape, depth)

    def _new_words(self, target: shapes.Shape, depth: int) -> frozenset[str]:
        words: set[str] = set()
        if isinstance(target, shapes.Object):
            for field in chain(target.required.values(), target.optional.values()):
                words.update(*map(words_of, declared_texts(field)))
                if depth > 1:
                    for name in names_in(field):
                        words |= self._words(shapes.Named(name), depth - 1)
        return frozenset(words)

    def _role(self, shape: shapes.Shape) -> str | None:
        """The role of a message."""
        target = self._target(shape)
        role = target.required.get("role") if isinstance(target, shapes.Object) else None
        return None if role is None else one_text(role)

    def _target(self, shape: shapes.Shape) -> shapes.Shape:
        return self.shapes[shape.name] if isinstance(shape, shapes.Named) else shape

    def _is_bare(self, shape: shapes.Shape) -> bool:
        """Whether a shape is an object type without properties."""
        target = self._target(shape)
        return isinstance(target, shapes.Object) and not any(True for _ in shapes.parts(target))

    def _as_written(self, shape: shapes.Shape, place: Place) -> Sequence[shapes.Shape]:
        """The members of a union, in the spec's order if the place has its type."""
        union = _first(Union, place.type)
        if union is None or self._lowering.type(union) != shape:
            return tuple(members_of(shape))
        named = map(self._lowering.type, union.members)
        return tuple(chain.from_iterable(map(members_of, named)))

    def _order(self, shape: shapes.Shape) -> int:
        """The rank of a member of a union: objects first, any string and null last."""
        if isinstance(shape, shapes.Named):
            if shape.name not in self._orders:
                self._orders[shape.name] = _LAST  # A union within itself adds nothing to it.
                self._orders[shape.name] = self._order_of(self.shapes[shape.name])
            return self._orders[shape.name]
        if isinstance(shape, shapes.Kind):
            return {shapes.TEXT.name: 2, shapes.NULL.name: _LAST}.get(shape.name, 1)
        return 0 if isinstance(shape, shapes.MapOf) else 1

    def _order_of(self, target: shapes.Shape) -> int:
        """`_order` for the declaration of this name."""
        if isinstance(target, shapes.AnyOf | shapes.ByKeys | shapes.Tagged):
            return min(map(self._order, members_of(target)), default=1)
        return 0 if isinstance(target, shapes.Object) else 1


def _helpful(
    interface: Interface, shape: shapes.Object, fields: Mapping[str, shapes.Shape]
) -> list[Property]:
    """The informative optional properties for a sample, the most helpful first."""
    owners: dict[str, str] = {}
    chosen: set[str] = set()
    for property_ in interface.properties:
        texts = declared_texts(fields[property_.wire_name])
        owners.update(dict.fromkeys(texts, property_.wire_name))
        chosen.update(texts[:1])
    helpful: list[Property] = []
    for property_ in interface.properties:
        name = property_.wire_name
        if name not in shape.optional or property_.deprecated is not None:
            continue
        if one_text(fields[name]) is not None:
            continue
        # "The arguments of the function call (for `function_call` items)" is for another value
        # of a sibling than the one in the sample.
        quoted = _QUOTED.findall(property_.doc or "") if owners else ()
        about = {text for text in quoted if owners.get(text, name) != name}
        if not about or about & chosen:
            helpful.append(property_)
    last = len(_HELPFUL)
    helpful.sort(key=lambda property_: _HELPFUL.get(property_.wire_name, last))
    return helpful


def _says_nothing(sampled: Sampled) -> bool:
    """Whether a sample is an empty object of a type with properties."""
    if not isinstance(sampled, SampledObject) or sampled.members or sampled.interface is None:
        return False
    return bool(sampled.interface.properties)


def _first(kind: type[_TypeT], type_: Type | None) -> _TypeT | None:
    """The outermost map, or union, in a type."""
    types = () if type_ is None else nested(type_)
    return next((inner for inner in types if isinstance(inner, kind)), None)


def _of_kind(kind: shapes.Kind, place: Place) -> Sampled:
    match kind.name:
        case shapes.TEXT.name | shapes.DEFINED.name:
            return text_of(place)
        case shapes.NUMBER.name | shapes.INTEGER.name:
            return number_of(place, whole=kind.name == shapes.INTEGER.name)
        case shapes.BOOLEAN.name:
            return True
        case shapes.NULL.name:
            return None
        case shapes.ANYTHING.name if place.name in ("parameters", "schema"):
            return SampledObject(None, {"type": "object", "properties": SampledObject(None, {})})
    return SampledObject(None, {})
