"""Reading facts files, and what they do to a model."""

from __future__ import annotations

from dataclasses import replace

import pytest

from realtime_codegen.facts.applying import apply as apply_facts
from realtime_codegen.facts.audio import AUDIO, AUDIO_FORMATS, AudioFact
from realtime_codegen.facts.integers import INTEGERS, IntegerFact
from realtime_codegen.facts.kinds import Facts, SpecFacts
from realtime_codegen.facts.reading import NO_FACTS, read as read_facts
from realtime_codegen.model import (
    NULL,
    Alias,
    Array,
    AudioField,
    ByKeys,
    ByTag,
    Declaration,
    DeclId,
    Enum,
    EnumMember,
    Interface,
    Literal,
    Map,
    Member,
    Model,
    Primitive,
    Property,
    Ref,
    SpecInfo,
    Tuple,
    TupleItem,
    Type,
    Union,
)
from realtime_codegen.text.diagnostics import Diagnostic, Severity, format_diagnostic
from realtime_codegen.text.source import SourceFile, Span

NUMBER = Primitive("number")
INTEGER = Primitive("integer")
STRING = Primitive("string")


def decl_id(*path: str) -> DeclId:
    return DeclId("spec.d.ts", path)


def interface(*path: str, **types: Type) -> Interface:
    properties = tuple(Property(name, type_) for name, type_ in types.items())
    return Interface(decl_id(*path), properties)


def model(*declarations: Declaration) -> Model:
    return Model(SpecInfo("spec", "1", "0" * 64), declarations)


def apply(before: Model, facts: Facts) -> tuple[Model, tuple[Diagnostic, ...]]:
    result = apply_facts(before, facts)
    return result.model, result.diagnostics


def read(text: str) -> Facts:
    facts, diagnostics = read_facts(SourceFile("facts.toml", text.encode()))
    assert diagnostics == ()
    return facts


def wrong(text: str | bytes) -> tuple[Diagnostic, ...]:
    data = text.encode() if isinstance(text, str) else text
    _, diagnostics = read_facts(SourceFile("facts.toml", data))
    assert all(diagnostic.severity is Severity.ERROR for diagnostic in diagnostics)
    return diagnostics


def integers(*patterns: str) -> Facts:
    return read("".join(f'[[integers]]\nmatch = "{pattern}"\n' for pattern in patterns))


def applied(type_: Type) -> Type:
    """What a matching integer fact makes of the type of a property."""
    result, diagnostics = apply(model(interface("A", n=type_)), integers("n"))
    assert diagnostics == ()
    (declaration,) = result.declarations
    assert isinstance(declaration, Interface)
    return declaration.properties[0].type


# ------------------------------------------------------------------------- reading


def test_an_empty_file_says_nothing() -> None:
    assert read("").spec == NO_FACTS.spec
    assert not any(read("").records.values())


def test_everything_is_read_with_its_place() -> None:
    facts = read(
        """\
# A comment.
[spec]
name = "A protocol"
version = "1.2"
package = "a_protocol"

[[integers]]
match = "*_ms"
why = "milliseconds"

[[integers]]
  why = "a count"
  match = "A.B.limit"

[[audio]]
match = "A.audio"
format = "input"
"""
    )
    assert facts.spec == SpecFacts("A protocol", "1.2", "a_protocol")
    assert facts.of(INTEGERS) == (
        IntegerFact("*_ms", "milliseconds", Span("facts.toml", 8, 1, 8, 15)),
        IntegerFact("A.B.limit", "a count", Span("facts.toml", 13, 3, 13, 22)),
    )
    span = Span("facts.toml", 16, 1, 16, 18)
    assert facts.of(AUDIO) == (AudioFact("A.audio", "input", "", span),)


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        pytest.param("[spec\n", "RC502", 1, "not TOML", id="syntax"),
        pytest.param('\n[spec]\nname = "a\n', "RC502", 3, "not TOML", id="open string"),
        pytest.param(b"# \xff\n", "RC502", 1, "not UTF-8", id="encoding"),
        pytest.param('\n[[integer]]\nmatch = "*"\n', "RC503", 2, "`integers`", id="table"),
        pytest.param('[[integers]]\nmach = "*"\nmatch = "*"\n', "RC503", 2, "`match`", id="key"),
        pytest.param('[spec]\nnaem = "A"\n', "RC503", 2, "`name`", id="spec key"),
        pytest.param("[spec]\nzzz = 1\n", "RC503", 2, "`name`, `version`, `package`", id="far key"),
        pytest.param("[spec]\nname = 1\n", "RC502", 2, "`name` is not a string", id="kind"),
        pytest.param('spec = "A"\n', "RC502", 1, "`spec` is not a table", id="not a table"),
        pytest.param("[integers]\n", "RC502", 1, "`[[integers]]`", id="single table"),
        pytest.param("integers = [1]\n", "RC502", 1, "not a list of tables", id="list of numbers"),
        pytest.param('[[integers]]\nwhy = "a"\n', "RC502", 1, "no `match`", id="no match"),
        pytest.param('[[integers]]\nmatch = ""\n', "RC502", 2, "empty", id="empty match"),
        pytest.param('[[audio]]\nmatch = "*"\n', "RC502", 1, '"input" or "output"', id="no format"),
        pytest.param(
            '[[audio]]\nmatch = "*"\nformat = ["input"]\n', "RC502", 3, "`format`", id="format"
        ),
        pytest.param(
            "[[audio_formats]]\nsample_bytes = 2\n", "RC502", 1, "no `name`", id="no name"
        ),
        pytest.param(
            '[[audio_formats]]\nname = "a"\n', "RC502", 1, "`sample_bytes`", id="no sample_bytes"
        ),
        pytest.param(
            '[[audio_formats]]\nname = "a"\nsample_bytes = true\n',
            "RC502",
            3,
            "positive integer",
            id="sample_bytes",
        ),
    ],
)
def test_what_cannot_be_read_is_an_error_at_its_place(
    text: str | bytes, code: str, line: int, words: str
) -> None:
    (diagnostic,) = wrong(text)
    assert diagnostic.code == code
    assert diagnostic.span is not None
    assert (diagnostic.span.file, diagnostic.span.line) == ("facts.toml", line)
    assert words in f"{diagnostic.message} {diagnostic.advice}"
    assert diagnostic.advice


def test_every_error_is_reported_and_the_rest_is_read() -> None:
    text = '[[integers]]\nmatch = "*_ms"\n[[integers]]\nmatch = 1\n[[integers]]\nmtch = "a"\n'
    facts, diagnostics = read_facts(SourceFile("facts.toml", text.encode()))
    assert [fact.match for fact in facts.of(INTEGERS)] == ["*_ms", "a"]
    places = [
        (diagnostic.code, diagnostic.span.line)
        for diagnostic in diagnostics
        if diagnostic.span is not None
    ]
    assert places == [("RC502", 4), ("RC503", 6)]


def test_an_inline_table_is_cited_by_its_line() -> None:
    (diagnostic,) = wrong('\nintegers = [{ match = "a", wy = "b" }]\n')
    assert diagnostic.span is not None
    assert (diagnostic.code, diagnostic.span.line) == ("RC503", 2)


def test_an_error_is_shown_with_the_line() -> None:
    source = SourceFile("facts.toml", b'[[integers]]\n  mach = "*"\n  match = "*"\n')
    _, (diagnostic,) = read_facts(source)
    assert format_diagnostic(diagnostic, {"facts.toml": source}) == (
        "facts.toml:2:3: error[RC503]: unknown key 'mach' in [integers]\n"
        "   |\n"
        ' 2 |   mach = "*"\n'
        "   |   ^^^^^^^^^^\n"
        "  help: Did you mean `match`?\n"
    )


# ------------------------------------------------------------------------ applying


@pytest.mark.parametrize(
    ("type_", "expected"),
    [
        (NUMBER, INTEGER),
        (Union((NUMBER, NULL)), Union((INTEGER, NULL))),
        (
            Union((NUMBER, Literal("string", "inf"))),
            Union((INTEGER, Literal("string", "inf"))),
        ),
        (Array(NUMBER), Array(INTEGER)),
        (Array(Union((STRING, NUMBER))), Array(Union((STRING, INTEGER)))),
        (Map(STRING, NUMBER), Map(STRING, INTEGER)),
        (
            Tuple((TupleItem(NUMBER, optional=True, name="x"), TupleItem(STRING))),
            Tuple((TupleItem(INTEGER, optional=True, name="x"), TupleItem(STRING))),
        ),
    ],
)
def test_numbers_become_integers(type_: Type, expected: Type) -> None:
    assert applied(type_) == expected


def test_the_decision_of_a_union_changes_with_its_members() -> None:
    numbers, strings = Map(STRING, NUMBER), Map(STRING, STRING)
    whole = Map(STRING, INTEGER)
    tag = Literal("string", "a")
    by_tag = ByTag(("t",), ((tag, Member(numbers)),), Member(numbers), ByKeys((numbers, strings)))
    union = Union((numbers, strings), by_tag)
    assert applied(union) == Union(
        (whole, strings),
        ByTag(("t",), ((tag, Member(whole)),), Member(whole), ByKeys((whole, strings))),
    )


def test_other_properties_and_declarations_stay() -> None:
    ref = Ref(decl_id("A"))
    before = model(
        interface("A", start_ms=NUMBER, START_MS=NUMBER, ms=NUMBER, end_ms=NUMBER),
        Alias(decl_id("end_ms"), NUMBER),
        interface("B", a_ms=Union((ref, NUMBER)), text=STRING),
    )
    after, diagnostics = apply(before, integers("*_ms"))
    assert diagnostics == ()
    assert after == model(
        interface("A", start_ms=INTEGER, START_MS=NUMBER, ms=NUMBER, end_ms=INTEGER),
        Alias(decl_id("end_ms"), NUMBER),
        interface("B", a_ms=Union((ref, INTEGER)), text=STRING),
    )


def test_a_pattern_with_a_dot_is_about_the_whole_path() -> None:
    before = model(
        interface("A", limit=NUMBER),
        interface("A", "B", limit=NUMBER),
        interface("A", ".inner", limit=NUMBER),
    )
    after, diagnostics = apply(before, integers("A.B.limit", "?.inner.lim*"))
    assert diagnostics == ()
    assert after == model(
        interface("A", limit=NUMBER),
        interface("A", "B", limit=INTEGER),
        interface("A", ".inner", limit=INTEGER),
    )


def test_presence_documentation_and_place_stay() -> None:
    property_ = Property("n", NUMBER, False, True, "A doc.", "old", Span("spec.d.ts", 1, 2, 3, 4))
    before = model(Interface(decl_id("A"), (property_,)))
    after, _ = apply(before, integers("n"))
    (declaration,) = after.declarations
    assert isinstance(declaration, Interface)
    changed = declaration.properties[0]
    assert changed == replace(property_, type=INTEGER)
    assert changed.span == property_.span


def test_a_stale_fact_is_an_error_at_its_line() -> None:
    before = model(interface("A", n=NUMBER, s=STRING))
    facts = read('[[integers]]\nmatch = "m"\n[[integers]]\nmatch = "s"\n[[integers]]\nmatch = "n"')
    after, diagnostics = apply(before, facts)
    assert after == model(interface("A", n=INTEGER, s=STRING))
    assert [(diagnostic.severity, diagnostic.code) for diagnostic in diagnostics] == [
        (Severity.ERROR, "RC501"),
        (Severity.ERROR, "RC501"),
    ]
    assert [diagnostic.span.line for diagnostic in diagnostics if diagnostic.span is not None] == [
        2,
        4,
    ]
    assert [diagnostic.message for diagnostic in diagnostics] == [
        "'m' selects no property",
        "no property that 's' selects holds a `number`",
    ]


def test_a_stale_fact_cites_the_properties_that_it_selects() -> None:
    place = Span("spec.d.ts", 7, 5, 7, 14)
    before = model(Interface(decl_id("A"), (Property("s", STRING, span=place),)))
    _, (diagnostic,) = apply(before, integers("s"))
    assert diagnostic.related == ((place, "`A.s` holds none"),)


# --------------------------------------------------------------------------- audio


def test_audio_fields_are_found_in_the_order_of_the_model() -> None:
    before = model(
        interface("Delta", delta=STRING, audio=NUMBER),
        interface("Append", audio=Union((STRING, NULL))),
    )
    facts = read(
        '[[audio]]\nmatch = "Append.audio"\nformat = "input"\n'
        '[[audio]]\nmatch = "delta"\nformat = "output"\n'
        '[[audio]]\nmatch = "audio"\nformat = "output"\n'
    )
    after, diagnostics = apply(before, facts)
    assert diagnostics == ()
    assert after == before
    assert apply_facts(before, facts).checked[AUDIO] == (
        AudioField(decl_id("Delta"), "delta", "output"),
        AudioField(decl_id("Append"), "audio", "input"),
    )


def test_a_stale_audio_fact_is_an_error() -> None:
    facts = read('[[audio]]\nmatch = "audio"\nformat = "input"\n')
    _, (diagnostic,) = apply(model(interface("A", audio=NUMBER)), facts)
    assert diagnostic.code == "RC501"
    assert diagnostic.message == "no property that 'audio' selects holds a `string`"


def test_audio_formats_are_named_by_a_literal_of_the_spec() -> None:
    pcm, opus = Literal("string", "pcm16"), Literal("string", "opus")
    nested = Array(Union((pcm, STRING)))
    before = model(
        interface("A", format=nested),
        Alias(decl_id("B"), opus),
        Enum(decl_id("C"), (EnumMember("wav", Literal("string", "wav")), EnumMember("x", None))),
    )
    text = "".join(
        f'[[audio_formats]]\nname = "{name}"\nsample_bytes = {size}\n'
        for name, size in (("opus", 1), ("wav", 3), ("pcm16", 2))
    )
    facts = read(text)
    assert apply(before, facts) == (before, ())
    formats = [(f.name, f.sample_bytes) for f in apply_facts(before, facts).checked[AUDIO_FORMATS]]
    assert formats == [("opus", 1), ("wav", 3), ("pcm16", 2)]
    _, (diagnostic,) = apply(before, read('[[audio_formats]]\nname = "PCM16"\nsample_bytes = 2\n'))
    assert (diagnostic.code, diagnostic.message) == ("RC501", "no literal of the spec is 'PCM16'")
