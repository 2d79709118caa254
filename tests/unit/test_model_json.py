"""The model as JSON: nothing is lost on the way, and bad data is refused with its path."""

from __future__ import annotations

import json
import math
import unicodedata
from dataclasses import replace
from typing import Any, TypeVar, get_args

import pytest
from hypothesis import given, settings, strategies as st

from realtime_codegen.model import (
    NULL,
    Alias,
    Array,
    ByKeys,
    ByTag,
    Decision,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    EventGroup,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Movement,
    Opaque,
    Primitive,
    PrimitiveName,
    Property,
    Ref,
    Rename,
    SpecInfo,
    Template,
    Tuple,
    TupleItem,
    Type,
    Union,
)
from realtime_codegen.model.json import from_json, to_json
from realtime_codegen.model.movement import (
    Call,
    Delta,
    Failure,
    Merge,
    NullMeans,
    Order,
    Reply,
    Total,
)
from realtime_codegen.text.source import Span
from tests.tools.night import share

T = TypeVar("T")
SPEC = SpecInfo("realtime", "1.0", "ab" * 32)
STRING = Primitive("string")
BIDI_CONTROLS = {"LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"}


def _model(*declarations: Declaration, groups: tuple[EventGroup, ...] = ()) -> Model:
    return Model(SPEC, declarations, groups)


def _alias(type_: Type) -> Model:
    return _model(Alias(DeclId("a.d.ts", ("A",)), type_))


texts = st.text(max_size=12)
optional_texts = st.none() | texts
ids = st.builds(DeclId, texts, st.lists(texts, min_size=1, max_size=3).map(tuple))
primitives = st.sampled_from([Primitive(name) for name in get_args(PrimitiveName)])
literals: st.SearchStrategy[Literal] = st.one_of(
    st.builds(Literal, st.just("string"), texts),
    st.builds(Literal, st.just("number"), st.integers() | st.floats(allow_nan=False)),
    st.builds(Literal, st.just("boolean"), st.booleans()),
)
leaves: st.SearchStrategy[Type] = st.one_of(
    primitives,
    literals,
    st.builds(Template, st.lists(texts | primitives, max_size=3).map(tuple)),
    st.builds(Ref, ids),
    st.builds(Opaque, texts, texts),
)


tag_paths = st.lists(texts, min_size=1, max_size=3).map(tuple)


def _decisions(types: st.SearchStrategy[Type]) -> st.SearchStrategy[Decision]:
    leaf: st.SearchStrategy[Decision] = st.builds(Member, types) | st.builds(
        ByKeys, st.lists(types, max_size=2).map(tuple)
    )
    return st.recursive(
        leaf,
        lambda inner: st.builds(
            ByTag,
            tag_paths,
            st.lists(st.tuples(literals, inner), max_size=2).map(tuple),
            st.none() | inner,
            st.none() | inner,
        ),
        max_leaves=3,
    )


def _grown(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    items = st.builds(TupleItem, inner, st.booleans(), st.booleans(), optional_texts)
    return st.one_of(
        st.builds(Array, inner),
        st.builds(Tuple, st.lists(items, max_size=3).map(tuple)),
        st.builds(Map, inner, inner),
        st.builds(
            Union,
            st.lists(inner, max_size=3).map(tuple),
            st.none() | _decisions(st.builds(Ref, ids)),
        ),
    )


types = st.recursive(leaves, _grown, max_leaves=5)
spans = st.none() | st.builds(Span, texts, *[st.integers(1, 10**6)] * 4)
properties = st.builds(
    Property, texts, types, st.booleans(), st.booleans(), optional_texts, optional_texts, spans
)
common = (optional_texts, optional_texts, spans)
declarations: st.SearchStrategy[Declaration] = st.one_of(
    st.builds(
        Interface,
        ids,
        st.lists(properties, max_size=3).map(tuple),
        st.none() | st.builds(Map, types, types),
        *common,
    ),
    st.builds(Alias, ids, types, *common),
    st.builds(
        Enum,
        ids,
        st.lists(
            st.builds(EnumMember, texts, st.none() | literals, optional_texts), max_size=3
        ).map(tuple),
        *common,
    ),
)
groups = st.builds(
    EventGroup, ids, tag_paths, st.lists(st.tuples(texts, ids), max_size=2).map(tuple)
)
renames = st.builds(Rename, ids, optional_texts, texts)


def few(values: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(values, max_size=2).map(tuple)


scalars = literals.map(lambda literal: literal.value)
where = few(st.tuples(tag_paths, scalars))
optional_paths = st.none() | tag_paths
movements = st.builds(
    Movement,
    replies=few(
        st.builds(
            Reply,
            ids,
            few(ids),
            few(st.tuples(tag_paths, tag_paths)),
            st.none() | ids,
            few(tag_paths),
            texts,
        )
    ),
    failures=few(st.builds(Failure, ids, tag_paths, tag_paths, where, texts)),
    calls=few(
        st.builds(
            Call,
            ids,
            tag_paths,
            tag_paths,
            tag_paths,
            where,
            ids,
            few(st.tuples(tag_paths, texts)),
            texts,
        )
    ),
    deltas=few(
        st.builds(
            Delta,
            ids,
            texts,
            tag_paths,
            optional_paths,
            few(tag_paths),
            st.none() | ids,
            optional_paths,
            texts,
        )
    ),
    orders=few(st.builds(Order, ids, tag_paths, optional_paths, st.booleans(), texts)),
    merges=few(st.builds(Merge, ids, tag_paths, st.sampled_from(get_args(NullMeans)), texts)),
    totals=few(st.builds(Total, ids, tag_paths, texts)),
)
models = st.builds(
    Model,
    st.builds(SpecInfo, texts, texts, texts),
    st.lists(declarations, max_size=3).map(tuple),
    few(groups),
    few(renames),
    st.just(Movement()) | movements,
)


@settings(max_examples=share(40), deadline=None)
@given(models)
def test_what_is_written_is_read(model: Model) -> None:
    text = to_json(model)
    again = from_json(text)
    assert again == model
    # `==` does not tell 1 from 1.0 and True; the representation does.
    assert repr(again) == repr(from_json(to_json(again)))
    assert _without_spans(again) == _without_spans(model)
    assert to_json(again) == text


def _without_spans(model: Model) -> str:
    bare: list[Declaration] = []
    for declaration in model.declarations:
        plain = replace(declaration, span=None)
        if isinstance(plain, Interface):
            properties = tuple(replace(property_, span=None) for property_ in plain.properties)
            plain = replace(plain, properties=properties)
        bare.append(plain)
    return repr(replace(model, declarations=tuple(bare)))


@settings(max_examples=share(40), deadline=None)
@given(models)
def test_spans_are_kept_where_they_are_asked_for(model: Model) -> None:
    assert repr(from_json(to_json(model, spans=True))) == repr(model)


@settings(max_examples=share(40), deadline=None)
@given(models)
def test_the_text_can_be_stored_and_shown(model: Model) -> None:
    text = to_json(model, spans=True)
    text.encode("utf-8")
    assert text.endswith("}\n")
    unseen = [char for char in text if unicodedata.category(char) in ("Cc", "Cs", "Zl", "Zp")]
    assert set(unseen) <= {"\n"}
    assert not [char for char in text if unicodedata.bidirectional(char) in BIDI_CONTROLS]
    assert not any(line != line.rstrip() for line in text.split("\n"))


@pytest.mark.parametrize("value", [1, 1.0, True, 0, False, "1", -1, 10**30, 0.1, math.inf])
def test_literals_keep_their_kind(value: str | float | bool) -> None:
    kind: Any = {str: "string", bool: "boolean"}.get(type(value), "number")
    again = from_json(to_json(_alias(Literal(kind, value)))).declarations[0]
    assert isinstance(again, Alias)
    assert isinstance(again.type, Literal)
    assert (again.type.kind, again.type.value) == (kind, value)
    assert type(again.type.value) is type(value)


def test_the_layout() -> None:
    tool = DeclId("spec.d.ts", ("Create", "Tool"))
    model = _model(
        Interface(
            DeclId("spec.d.ts", ("Create",)),
            (
                Property("type", Literal("string", "create")),
                Property(
                    "tools",
                    Array(Ref(tool)),
                    required=False,
                    doc="The tools that the model may call while it answers, with parameters.",
                ),
            ),
            doc="Asks for a response.",
        ),
        Interface(tool, (Property("name", Union((STRING, NULL))),), _open()),
        groups=(EventGroup(DeclId("spec.d.ts", ("Event",)), ("type",), (("create", tool),)),),
    )
    assert to_json(model) == (
        """{
  "format": 1,
  "spec": {
    "name": "realtime",
    "version": "1.0",
    "sha256": "abababababababababababababababababababababababababababababababab"
  },
  "declarations": [
    {
      "kind": "interface",
      "id": ["spec.d.ts", "Create"],
      "doc": "Asks for a response.",
      "properties": [
        {"name": "type", "type": {"literal": "create"}},
        {
          "name": "tools",
          "type": {"array": {"ref": ["spec.d.ts", "Create", "Tool"]}},
          "optional": true,
          "doc": "The tools that the model may call while it answers, with parameters."
        }
      ]
    },
    {
      "kind": "interface",
      "id": ["spec.d.ts", "Create", "Tool"],
      "properties": [{"name": "name", "type": {"union": ["string", "null"]}}],
      "index": {"key": "string", "value": "unknown"}
    }
  ],
  "groups": [
    {
      "id": ["spec.d.ts", "Event"],
      "discriminator": "type",
      "members": [["create", ["spec.d.ts", "Create", "Tool"]]]
    }
  ]
}
"""
    )


def _open() -> Map:
    return Map(STRING, Primitive("unknown"))


def test_what_cannot_be_seen_is_escaped() -> None:
    text = to_json(_alias(Literal("string", "a\u202eb\u2028c\x00d\ud800e\U000e0041f\ufeff é😀")))
    assert r'"a\u202eb\u2028c\u0000d\ud800e\udb40\udc41f\ufeff é😀"' in text


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (["format"], 2, "$.format: expected 1, got 2"),
        (["groups"], None, "$.groups: expected a list, got null"),
        (["spec", "name"], 7, "$.spec.name: expected a string, got 7"),
        (["declarations", 0, "kind"], "klass", "$.declarations[0]: expected an interface, an"),
        (["declarations", 0, "id"], ["m"], "$.declarations[0].id: expected a module and a path"),
        (["declarations", 0, "extra"], 1, "$.declarations[0]: the key 'extra' is not known here"),
        (
            ["declarations", 0, "type"],
            "text",
            '$.declarations[0].type: expected a type, got "text"',
        ),
        (
            ["declarations", 0, "type"],
            {"array": 1},
            "$.declarations[0].type.array: expected a type",
        ),
        (
            ["declarations", 0, "type"],
            {"literal": None},
            "$.declarations[0].type.literal: expected",
        ),
        (["declarations", 0, "type"], {"map": {"key": "string"}}, "the key 'value' is missing"),
        (["declarations", 0, "type"], {"template": [{"hole": "x"}]}, "template[0].hole: expected"),
        (
            ["declarations", 0, "type"],
            {"union": [], "decision": {"by_tag": "t", "branches": [[1]]}},
            "$.declarations[0].type.decision.branches[0]: expected a pair",
        ),
        (
            ["declarations", 0, "type"],
            {"tuple": [{"type": "string", "rest": 1}]},
            "$.declarations[0].type.tuple[0].rest: expected true or false, got 1",
        ),
        (["movement"], {"replys": []}, "$.movement: the key 'replys' is not known here"),
        (
            ["movement"],
            {"merges": [{"event": ["a", "B"], "field": "c", "null": "off"}]},
            '$.movement.merges[0].null: expected "value" or "absent", got "off"',
        ),
        (
            ["movement"],
            {"failures": [{"event": ["a", "B"], "path": "c", "cause": "d", "where": [["e"]]}]},
            "$.movement.failures[0].where[0]: expected a pair",
        ),
        (["declarations", 0, "span"], "a:1", "$.declarations[0].span: expected FILE:LINE"),
    ],
)
def test_bad_data_is_refused_with_its_path(path: list[Any], value: object, message: str) -> None:
    data = json.loads(to_json(_alias(STRING)))
    target = data
    for key in path[:-1]:
        target = target[key]
    target[path[-1]] = value
    with pytest.raises(ValueError) as caught:  # noqa: PT011 (the message is compared below)
        from_json(json.dumps(data))
    assert message in str(caught.value)


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "1", '"x"', '{"format": 1}', "[" * 100_000, '{"union":' * 50_000],
)
def test_text_that_is_no_model_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        from_json(text)
