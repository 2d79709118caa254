"""Samples are valid against the model, the same each time, and read like real messages."""

from __future__ import annotations

import json
import re
from functools import partial
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

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
from realtime_codegen.targets import package_names
from realtime_codegen.wire import counts
from realtime_codegen.wire.samples import Sampler, sample
from tests.tools.counting import calls_of
from tests.tools.night import share

STRING = Primitive("string")
NUMBER = Primitive("number")
NEVER = Primitive("never")
INFINITE = Literal("number", float("inf"))


def _id(*path: str) -> DeclId:
    return DeclId("spec.d.ts", path)


def _model(*declarations: Declaration) -> Model:
    return Model(SpecInfo("spec", "1", "0" * 64), declarations)


def _interface(name: str, *properties: Property, index: Map | None = None) -> Interface:
    return Interface(_id(name), properties, index)


def _optional(name: str, type_: Type, doc: str | None = None) -> Property:
    return Property(name, type_, required=False, doc=doc)


def fits(model: Model, type_: Type, value: Any) -> bool:
    """Whether JSON data is a value of a type: the plain definition, without any shortcut."""
    match type_:
        case Primitive(name):
            return {
                "string": isinstance(value, str),
                "number": isinstance(value, (int, float)) and not isinstance(value, bool),
                "integer": isinstance(value, int) and not isinstance(value, bool),
                "boolean": isinstance(value, bool),
                "null": value is None,
                "unknown": True,
                "object": isinstance(value, (dict, list)),
                "defined": value is not None,
                "never": False,
            }[name]
        case Literal(_, literal):
            return type(value) is type(literal) and value == literal
        case Template(parts):
            holes = {
                "number": r"-?\d+",
                "integer": r"-?\d+",
                "boolean": "true|false",
                "null": "null",
            }
            pattern = "".join(
                re.escape(part) if isinstance(part, str) else f"(?:{holes.get(part.name, '.*')})"
                for part in parts
            )
            return isinstance(value, str) and re.fullmatch(pattern, value, re.DOTALL) is not None
        case Array(element):
            return isinstance(value, list) and all(
                fits(model, element, inner_value) for inner_value in value
            )
        case Tuple(items):
            fixed = [item for item in items if not item.rest]
            needed = [item for item in fixed if not item.optional]
            return (
                isinstance(value, list)
                and len(value) >= len(needed)
                and all(fits(model, item.type, v) for item, v in zip(fixed, value, strict=False))
            )
        case Map(key, inner):
            return isinstance(value, dict) and all(
                (fits(model, key, k) or key == NUMBER) and fits(model, inner, v)
                for k, v in value.items()
            )
        case Union(members):
            return any(fits(model, member, value) for member in members)
        case Opaque():
            return True
        case Ref(id_):
            declaration = model.by_id()[id_]
            match declaration:
                case Alias(_, aliased):
                    return fits(model, aliased, value)
                case Enum(_, enum_members):
                    values = [member.value for member in enum_members if member.value is not None]
                    return not values or any(fits(model, literal, value) for literal in values)
                case Interface():
                    return isinstance(value, dict) and _fits_interface(model, declaration, value)
    raise AssertionError(type_)


def _fits_interface(model: Model, interface: Interface, value: dict[str, Any]) -> bool:
    for property_ in interface.properties:
        if property_.wire_name not in value:
            if property_.required:
                return False
        elif not fits(model, property_.type, value[property_.wire_name]):
            return False
    declared = {property_.wire_name for property_ in interface.properties}
    extra = {key: item for key, item in value.items() if key not in declared}
    return not extra or (interface.index is not None and fits(model, interface.index, extra))


# Models whose references all resolve, with recursion of every kind.
names = ["A", "B", "C", "D"]
wire_names = st.sampled_from(["type", "id", "item_id", "delta", "items", "x_ms", "count", "next"])
leaves: st.SearchStrategy[Type] = st.one_of(
    st.sampled_from([Primitive(n) for n in ("string", "number", "integer", "boolean", "null")]),
    st.sampled_from([Primitive(n) for n in ("unknown", "object", "defined", "never")]),
    st.sampled_from([Literal("string", "a"), Literal("number", 1), Literal("boolean", False)]),
    st.sampled_from([Template(("item_", STRING)), Template((NUMBER, "-", Primitive("boolean")))]),
    st.just(Opaque("why", "X")),
    st.sampled_from(names).map(lambda name: Ref(_id(name))),
)


def _grown(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    item = st.builds(TupleItem, inner, st.booleans())
    items = st.lists(item, max_size=3).map(
        lambda all_: tuple(sorted(all_, key=lambda i: i.optional))
    )
    return st.one_of(
        st.builds(Array, inner),
        st.builds(Tuple, items),
        st.builds(Map, st.just(STRING), inner),
        st.builds(Union, st.lists(inner, min_size=1, max_size=3).map(tuple)),
    )


types = st.recursive(leaves, _grown, max_leaves=4)
properties = st.lists(
    st.builds(Property, wire_names, types, st.booleans()),
    max_size=4,
    unique_by=lambda property_: property_.wire_name,
).map(tuple)


def _direct_refs(type_: Type) -> list[str]:
    members = type_.members if isinstance(type_, Union) else (type_,)
    deeper = [
        name for member in members if isinstance(member, Union) for name in _direct_refs(member)
    ]
    return deeper + [member.id.path[0] for member in members if isinstance(member, Ref)]


def _leads_past(name: str, type_: Type) -> bool:
    return all(ref > name for ref in _direct_refs(type_))


@st.composite
def models(draw: st.DrawFn) -> Model:
    declarations: list[Declaration] = []
    for name in names:
        if draw(st.booleans()):
            declarations.append(Interface(_id(name), draw(properties)))
        else:
            # `type A = A | string` is no type: an alias leads directly to later ones only.
            type_ = draw(types.filter(partial(_leads_past, name)))
            declarations.append(Alias(_id(name), type_))
    return _model(*declarations)


@settings(max_examples=share(200), deadline=None)
@given(models())
def test_a_sample_fits_its_type(model: Model) -> None:
    for declaration in model.declarations:
        try:
            value = sample(model, declaration.id)
        except ValueError as error:
            assert str(error).startswith(("no finite value exists of", "a value of"))  # noqa: PT017
            continue
        assert fits(model, Ref(declaration.id), value), declaration
        assert json.loads(json.dumps(value)) == value
        assert sample(model, declaration.id) == value


ITEM = _interface(
    "ConversationItem",
    _optional("id", STRING, "The unique ID of the item."),
    _optional("arguments", STRING, "The arguments of the call (for `function_call` items)."),
    _optional("content", Array(Ref(_id("Content"))), "The content, for `message` items."),
    _optional("object", Literal("string", "realtime.item")),
    _optional("role", Union((Literal("string", "user"), Literal("string", "system")))),
    _optional("type", Union((Literal("string", "message"), Literal("string", "function_call")))),
)
CONTENT = _interface(
    "Content",
    _optional("audio", STRING, "Base64-encoded audio, used for `input_audio`."),
    _optional("text", STRING),
    _optional("type", Union((Literal("string", "input_text"), Literal("string", "input_audio")))),
)
CONTENT_VALUE = {"text": "Hello, how are you?", "type": "input_text"}
CREATED = _interface(
    "ItemCreatedEvent",
    Property("event_id", STRING),
    Property("item", Ref(_id("ConversationItem"))),
    Property("previous_item_id", STRING),
    Property("type", Literal("string", "conversation.item.created")),
)


def test_a_message_reads_like_a_real_one() -> None:
    value = sample(_model(ITEM, CONTENT, CREATED), CREATED.id)
    assert list(value) == ["type", "event_id", "item", "previous_item_id"]
    assert value == {
        "type": "conversation.item.created",
        "event_id": "event_123",
        "item": {
            "object": "realtime.item",
            "id": "item_123",
            "content": [CONTENT_VALUE],
            "role": "user",
            "type": "message",
        },
        "previous_item_id": "item_122",
    }


@pytest.mark.parametrize(
    ("property_", "expected"),
    [
        (Property("delta", STRING), "Hello"),
        (Property("delta", STRING, doc="Base64-encoded audio data."), "AAABAAIAAwA="),
        (Property("audio", STRING), "AAABAAIAAwA="),
        (Property("call_id", STRING), "call_123"),
        (Property("content_index", Primitive("integer")), 0),
        (Property("audio_start_ms", Primitive("integer")), 500),
        (Property("audio_end_ms", Primitive("integer")), 1500),
        (Property("end", NUMBER), 1.5),
        (Property("end", Primitive("integer")), 1),
        (Property("threshold", NUMBER), 0.5),
        (Property("threshold", Primitive("integer")), 1),
        (Property("image_url", STRING), "https://example.com/"),
        (
            Property("image_url", STRING, doc="A URL or a base64 data URL."),
            "data:image/png;base64,iVBORw0KGgo=",
        ),
        (Property("client_secret", STRING), "secret_123"),
        (Property("target_uri", STRING, doc="Such as `tel:+15550100`."), "tel:+15550100"),
        (Property("total_tokens", Primitive("integer")), 128),
        (Property("temperature", NUMBER, doc="Limited to [0.6, 1.2]. Defaults to 0.8."), 0.8),
        (Property("silence", Primitive("integer"), doc="Defaults to 0.5 seconds."), 1),
        (Property("kind", STRING, doc="Only `server_vad` is currently supported."), "server_vad"),
        (Property("code", Union((STRING, NULL))), "code"),
        (Property("limit", Union((NUMBER, Literal("string", "inf")))), 100),
        (Property("voice", Union((STRING, Literal("string", "alloy")))), "alloy"),
        (Property("tags", Map(STRING, STRING)), {"key": "value"}),
        (Property("item", Template(("item_", STRING))), "item_123"),
        (Property("parameters", UNKNOWN), {"type": "object", "properties": {}}),
        (Property("choice", Union((STRING, NULL, Ref(_id("Content"))))), CONTENT_VALUE),
        (Property("pair", Tuple((TupleItem(STRING), TupleItem(NULL, rest=True)))), ["pair"]),
    ],
    ids=lambda value: value.wire_name if isinstance(value, Property) else "",
)
def test_values_follow_from_type_name_and_text(property_: Property, expected: object) -> None:
    interface = _interface("Thing", property_)
    value = sample(_model(interface, CONTENT), interface.id)[property_.wire_name]
    assert value == expected
    assert type(value) is type(expected)


def test_the_id_of_an_object_is_of_what_it_is_and_is_for() -> None:
    """What it says of itself, else the property that has it, else the name of its type."""
    said = _interface(
        "Message", Property("object", Literal("string", "x.item")), Property("id", STRING)
    )
    held = _interface("ServerMade", Property("id", STRING), Property("code", STRING))
    fields = (("a", said), ("session", held), ("data", held), ("error", held))
    event = _interface(
        "Event",
        *(Property(name, Ref(of.id)) for name, of in fields),
        Property("all", Array(Ref(held.id))),
    )
    value = sample(_model(said, held, event), event.id)
    ids = {name: value[name]["id"] for name, _ in fields}
    assert ids == {
        "a": "item_123",
        "session": "session_123",
        "data": "made_123",
        "error": "error_123",
    }
    assert value["all"] == [{"id": "made_123", "code": "code"}]
    assert value["error"]["code"] == "invalid_value"


def test_a_message_of_several_is_that_of_a_user_where_nothing_says_another() -> None:
    of = {
        role: _interface(
            role.title(), Property("role", Literal("string", role)), Property("text", STRING)
        )
        for role in ("system", "user", "assistant")
    }
    item = Alias(_id("Item"), Union(tuple(Ref(declaration.id) for declaration in of.values())))
    assert sample(_model(*of.values(), item), item.id)["role"] == "user"
    event = _interface("Made", Property("assistant_item", Ref(item.id)))
    made = sample(_model(*of.values(), item, event), event.id)
    assert made["assistant_item"]["role"] == "assistant"


def _counts(*names: str, **inner: Interface) -> tuple[Property, ...]:
    return (
        *(_optional(name, Primitive("integer")) for name in names),
        *(_optional(name, Union((Ref(of.id), NULL))) for name, of in inner.items()),
    )


def test_counts_are_shown_whole_and_add_up() -> None:
    cached = _interface("Cached", *_counts("text_tokens", "audio_tokens"))
    input_ = _interface(
        "Input",
        *_counts("cached_tokens", "text_tokens", "audio_tokens", cached_tokens_details=cached),
    )
    usage = _interface(
        "Usage",
        *_counts("total_tokens", "input_tokens", "output_tokens", input_token_details=input_),
    )
    inner = {"text_tokens": 32, "audio_tokens": 96}
    assert sample(_model(cached, input_, usage), usage.id) == {
        "total_tokens": 256,
        "input_tokens": 128,
        "output_tokens": 128,
        "input_token_details": {
            "cached_tokens": 128,
            **inner,
            "cached_tokens_details": inner,
        },
    }


@pytest.mark.parametrize(
    ("names", "sums"),
    [
        (("totalTokens", "promptTokens", "completionTokens"), {"totalTokens": 2}),
        (("total_tokens", "input_tokens"), {}),
        (("total_tokens", "input_bytes", "output_bytes"), {}),
        (("total", "input", "output"), {"total": 2}),
        (("total_", "$", ""), {}),
    ],
)
def test_only_numbers_of_one_thing_are_added(names: tuple[str, ...], sums: dict[str, int]) -> None:
    assert dict(counts.sums(dict.fromkeys(names, 1))) == sums


def test_optional_tags_are_always_there() -> None:
    cat = _interface(
        "Cat", _optional("kind", Literal("string", "cat")), Property("next", Ref(_id("Pet")))
    )
    dog = _interface("Dog", _optional("kind", Literal("string", "dog")))
    pet = Alias(_id("Pet"), Union((Ref(cat.id), Ref(dog.id))))
    model = _model(cat, dog, pet)
    assert sample(model, pet.id) == {"kind": "cat", "next": {"kind": "dog"}}


def test_recursion_ends() -> None:
    tree = _interface(
        "Tree", Property("children", Array(Ref(_id("Tree")))), _optional("up", Ref(_id("Tree")))
    )
    assert sample(_model(tree), tree.id) == {"children": []}
    nested = Alias(
        _id("Json"), Union((Array(Ref(_id("Json"))), Map(STRING, Ref(_id("Json"))), STRING))
    )
    assert sample(_model(nested), nested.id) == "text"
    link = _interface("Link", Property("next", Union((Ref(_id("Link")), NULL))))
    assert sample(_model(link), link.id) == {"next": None}


def test_a_map_and_an_index_show_one_entry() -> None:
    plain = _interface("Plain", index=Map(STRING, NUMBER))
    beside = _interface("Beside", Property("id", STRING), index=Map(STRING, STRING))
    never = _interface("Closed", index=Map(STRING, NEVER))
    model = _model(plain, beside, never)
    assert sample(model, plain.id) == {"key": 1}
    assert sample(model, beside.id) == {"id": "beside_123"}
    assert sample(model, never.id) == {}
    assert sample(model, Map(NUMBER, NUMBER)) == {"1": 1}


def test_enums_show_their_first_known_value() -> None:
    enum = Enum(_id("E"), (EnumMember("A", None), EnumMember("B", Literal("number", 2))))
    assert sample(_model(enum), enum.id) == 2
    assert sample(_model(Enum(_id("F"), (EnumMember("A", None),))), _id("F")) == 0


def test_deprecated_and_impossible_properties_are_left_out() -> None:
    interface = _interface(
        "Thing",
        Property("id", STRING, required=False, deprecated="Use `name`."),
        _optional("type", NEVER),
        _optional("name", STRING),
    )
    assert sample(_model(interface), interface.id) == {"name": "get_weather"}


@pytest.mark.parametrize(
    "type_",
    [
        NEVER,
        INFINITE,
        Ref(_id("Loop")),
        Union(()),
        Template(("x", NEVER)),
        Tuple((TupleItem(NEVER),)),
    ],
)
def test_a_type_without_values_is_an_error(type_: Type) -> None:
    loop = _interface("Loop", Property("self", Ref(_id("Loop"))))
    with pytest.raises(ValueError, match="no finite value exists"):
        sample(_model(loop), type_)


def test_a_value_out_of_proportion_is_an_error() -> None:
    wide = [
        _interface(f"W{i}", *(Property(name, Ref(_id(f"W{i + 1}"))) for name in ("a", "b")))
        for i in range(40)
    ]
    deep = [_interface(f"D{i}", Property("a", Ref(_id(f"D{i + 1}")))) for i in range(500)]
    model = _model(*wide, _interface("W40"), *deep, _interface("D500"))
    for name in ("W0", "D0"):
        with pytest.raises(ValueError, match="too large to show"):
            sample(model, _id(name))


def test_tuples_that_share_their_elements_end() -> None:
    """Each level names the next one twice, so the value doubles with each of them."""
    levels = [Ref(_id(f"T{number}")) for number in range(61)]
    pairs = [
        Alias(_id(f"T{number}"), Tuple((TupleItem(below), TupleItem(below))))
        for number, below in enumerate(levels[1:])
    ]
    model = _model(*pairs, Alias(_id("T60"), STRING))

    def refused() -> None:
        with pytest.raises(ValueError, match="too large to show"):
            sample(model, _id("T0"))

    assert sample(model, _id("T58")) == [["text"] * 2] * 2
    assert calls_of(refused) < 100_000


def test_a_chain_of_aliases_is_followed_at_once() -> None:
    def calls(length: int) -> int:
        chain = [Alias(_id(f"T{n}"), Ref(_id(f"T{n + 1}"))) for n in range(length)]
        model = _model(*chain, Alias(_id(f"T{length}"), STRING))
        sampler = Sampler(model, package_names(model, "spec.d.ts")[0])
        assert sampler.sampled(_id("T0")) == "text"
        return calls_of(lambda: sampler.sampled(_id("T0")))

    assert calls(800) < 2.5 * calls(400)


def test_a_union_within_itself_adds_nothing_to_it() -> None:
    union = Union((Ref(_id("U")), NULL, STRING, Literal("number", 2)))
    model = _model(Alias(_id("U"), union), Alias(_id("V"), Union((Ref(_id("U")), NULL))))
    assert sample(model, _id("U")) == 2
    assert sample(model, _id("V")) == 2
