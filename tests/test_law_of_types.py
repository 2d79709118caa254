"""The law of types: what is decoded is what its annotation says.

After strict decoding each value is an instance of its annotation, field by field and all the way
down. After lenient decoding whatever is declared and fits is one too: one misfit changes nothing
about the fields beside it.
"""

from __future__ import annotations

import copy
import dataclasses
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Union, get_args, get_origin

import pytest
from hypothesis import given, strategies as st

from realtime_codegen.model import Model, Ref
from realtime_codegen.pipeline import Options, load_model
from realtime_codegen.targets import package_names
from realtime_codegen.text.source import DiskFiles, MemoryFiles, SourceFile
from realtime_codegen.wire.samples import Sampler, plain
from tests.oracle.corpus import CORPUS
from tests.tools.cases import USABLE, Case, model_of, over_some, python_name
from tests.tools.instances import hints_of, members_of, misfit
from tests.tools.models import HOSTILE, PLAIN, Values, Vocabulary, examples, models, text_of
from tests.tools.night import share
from tests.tools.packages import ENTRY
from tests.tools.subjects import Root, Subject, generated, subject_of, subject_of_text

ROOT = Path(__file__).parents[1]
BETA = ROOT / "spec" / "openai-realtime-beta" / "resources" / "beta" / "realtime"
GA_FACTS = ROOT / "spec" / "openai-realtime-ga" / "facts.toml"


# ---------------------------------------------------------------------------- the law


def check(subject: Subject, root: Root, value: Any) -> bool:
    """Hold the law for one message; whether strict decoding takes it."""
    given_ = copy.deepcopy(value)
    # A text by itself is a message already, as JSON.
    message = json.dumps(value) if isinstance(value, str) else value
    try:
        event = root.decode(message, strict=True)
    except subject.package.DecodeError:
        return False
    for decoded in (event, root.decode(message)):
        problem = misfit(decoded, root.hint, subject.models, root.name)
        assert problem is None, f"{problem}, in {value!r}"
    assert value == given_
    return True


def check_bent(subject: Subject, root: Root, value: Any, place: tuple[Any, ...], junk: Any) -> None:
    """Hold the law for a message that fits but for what is at one place."""
    before = root.decode(value, strict=True)
    after = root.decode(bent(value, place, junk))
    problems = (
        *changed(subject, before, after, root.hint, place, root.name),
        *unannounced(subject, after, None, root.name),
    )
    for problem in problems:
        pytest.fail(f"{problem}: {value!r}, with {junk!r} at {place}")


REMOVED = object()


def bent(value: Any, place: tuple[Any, ...], junk: Any) -> Any:
    """A copy of a value with something else, or nothing, at one place."""
    if not place:
        return junk
    copied = copy.copy(value)
    if len(place) == 1 and junk is REMOVED and isinstance(value, dict):
        del copied[place[0]]
    else:
        copied[place[0]] = bent(value[place[0]], place[1:], junk)
    return copied


def places(value: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places inside a JSON value."""
    items = value.items() if isinstance(value, dict) else enumerate(value)
    for key, item in items:
        yield (*above, key)
        if isinstance(item, dict | list):
            yield from places(item, (*above, key))


def changed(
    subject: Subject, before: Any, after: Any, hint: Any, place: tuple[Any, ...], path: str
) -> Iterator[str]:
    """The fields beside a place that are not what they were; along the place, lost classes.

    Where a union stands on the way the misfit may make another member of the object, or none.
    """
    if type(before) is not type(after):
        if len(place) > 0 and _is_one_class(hint, subject.models):
            yield f"{path} is no longer a {type(before).__name__} but {after!r:.200}"
        return
    if not place:
        return
    if dataclasses.is_dataclass(before):
        fields = subject.fields_of(type(before))
        name = fields.get(place[0], "unknown_fields")
        for other, inner in hints_of(type(before)).items():
            one, two = getattr(before, other), getattr(after, other)
            if other != name:
                if not _alike(one, two):
                    yield f"{path}.{other} became {two!r:.200}"
            elif name in fields.values():
                yield from changed(subject, one, two, inner, place[1:], f"{path}.{other}")
    elif isinstance(before, list) and isinstance(place[0], int):
        if sum(get_origin(member) is list for member in members_of(hint, subject.models)) > 1:
            return  # An array that fits another member, or none, is read otherwise as a whole.
        for index, (one, two) in enumerate(zip(before, after, strict=False)):
            if index != place[0] and not _alike(one, two):
                yield f"{path}[{index}] became {two!r:.200}"


def unannounced(subject: Subject, value: Any, hint: Any, path: str) -> Iterator[str]:
    """The places of objects of no declared class whose annotations do not say so.

    A hint of None says nothing of the value itself.
    """
    hints = [] if hint is None else members_of(hint, subject.models)
    if isinstance(value, subject.package.UnknownEvent):
        if hint is not None and not {subject.package.UnknownEvent, Any}.intersection(hints):
            yield f"{path} is an UnknownEvent, and annotated {hint}"
    elif dataclasses.is_dataclass(value):
        for name, inner in hints_of(type(value)).items():
            yield from unannounced(subject, getattr(value, name), inner, f"{path}.{name}")
    elif isinstance(value, list | dict):
        container = type(value)
        items = enumerate(value) if isinstance(value, list) else value.items()
        inner = [get_args(hint)[-1] for hint in hints if get_origin(hint) is container]
        for key, item in items:
            if inner:
                yield from unannounced(subject, item, Union[tuple(inner)], f"{path}[{key!r}]")


def _alike(one: Any, two: Any) -> bool:
    return type(one) is type(two) and bool(one == two)


def _is_one_class(hint: Any, module: ModuleType) -> bool:
    """Whether an annotation leaves an object nothing to be but an instance of one class."""
    kinds = [member for member in members_of(hint, module) if member is not type(None)]
    classes = [kind for kind in kinds if dataclasses.is_dataclass(kind)]
    rest = [kind for kind in kinds if kind not in classes]
    texts = [member for member in rest if not _takes_objects(member)]
    return len(classes) == 1 and len(texts) == len(rest)


def _takes_objects(hint: Any) -> bool:
    return hint is Any or getattr(hint, "__origin__", None) is dict


# ------------------------------------------------------------------------ random models

MOST_ROOTS = 20  # How many of the roots of a large package one example looks at.
JUNK = st.sampled_from(
    [
        None,
        True,
        False,
        0,
        1,
        7,
        1.0,
        1.5,
        "junk",
        "",
        [],
        {},
        [{}],
        {"x": 1},
        {"type": "x"},
        REMOVED,
    ]
)


def hold(subject: Subject, draw: Callable[..., Any], rounds: int) -> tuple[int, int]:
    """Hold the law for values of every root of a package; how many, and how many were taken."""
    values = Values(subject.model)
    count = taken = 0
    roots = [root for root in subject.roots() if values.exists(Ref(root.id))]
    if len(roots) > MOST_ROOTS:
        roots = draw(st.lists(st.sampled_from(roots), min_size=MOST_ROOTS, max_size=MOST_ROOTS))
    for root in roots:
        for _ in range(rounds):
            value = draw(values.of(Ref(root.id)))
            count += 1
            if not check(subject, root, value):
                continue
            taken += 1
            inner = list(places(value)) if isinstance(value, dict | list) else []
            if inner:
                place, junk = draw(st.sampled_from(inner)), draw(JUNK)
                check_bent(subject, root, value, place, junk)
                if junk is not REMOVED or isinstance(place[-1], str):
                    check(subject, root, bent(value, place, junk))
    return count, taken


def run(folder: Path, words: Vocabulary, number: int) -> None:
    """Hold the law for packages of random models."""
    total = [0, 0, 0]

    @examples(number)
    @given(models(words), st.data())
    def one(model: Model, data: st.DataObject) -> None:
        files = MemoryFiles({ENTRY: text_of(model).encode()})
        with generated(folder, files) as subject:
            if subject is not None:
                count, taken = hold(subject, data.draw, 2)
                total[0] += 1
                total[1] += count
                total[2] += taken

    one()
    packages, count, taken = total
    tried = share(number)
    assert packages > tried * 0.9, f"{packages} of {tried} models were not refused"
    assert taken > count * 0.95, f"{taken} of {count} values that fit were taken"


@pytest.mark.parametrize("words", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_random_models(words: Vocabulary, tmp_path: Path) -> None:
    run(tmp_path, words, 40)


@pytest.mark.nightly
@pytest.mark.parametrize("words", [PLAIN, HOSTILE], ids=["plain", "hostile"])
def test_many_random_models(words: Vocabulary, tmp_path: Path) -> None:
    run(tmp_path, words, 1500)


def test_texts_and_objects_in_one_union(tmp_path: Path) -> None:
    """Each way in which a declared text can stand beside an object."""
    subject = subject_of_text(
        tmp_path,
        """
        export interface Fn { name: string }
        export type Alias = 'auto' | Fn;
        export enum E { X = 'x' }
        export interface Session {
          a: 'auto' | Fn; b?: 'auto' | Fn; c: string | Fn; d: 'auto' | Fn[];
          e: ('auto' | Fn)[]; f: 'auto' | { [k: string]: Fn }; g: 'auto' | null | Fn;
          h: 1 | Fn; i: true | Fn; j: Alias; k: E | Fn; l?: 'a' | ['b', Fn]
        }
        """,
    )
    [session] = (root for root in subject.roots() if root.name == "Session")
    fn = {"name": "n"}
    value = {**dict.fromkeys("abceghijk", fn), "d": [fn], "e": [fn, "auto"], "f": {"k": fn}}
    assert check(subject, session, {**value, "l": ["b", fn]})
    texts: dict[str, Any] = {
        "a": "auto",
        "c": "any",
        "d": "auto",
        "e": [],
        "f": "auto",
        "g": None,
        "h": 1,
    }
    assert check(subject, session, {**texts, "i": True, "j": "auto", "k": "x"})


def test_undeclared_fields_are_what_the_index_signature_says(tmp_path: Path) -> None:
    """Their annotation is `Any`, so that the law itself does not see objects that stay unread."""
    subject = subject_of_text(
        tmp_path,
        """
        export interface Fn { name: string }
        export interface Bag { id: string; [name: string]: string | Fn | Fn[] }
        """,
    )
    [bag] = (root for root in subject.roots() if root.name == "Bag")
    value = {"id": "b", "one": {"name": "n"}, "some": [{"name": "m"}], "text": "t"}
    assert check(subject, bag, value)
    read = subject.models.Fn
    for strict in (False, True):
        fields = bag.decode(value, strict=strict).unknown_fields
        assert fields == {"one": read(name="n"), "some": [read(name="m")], "text": "t"}


# ------------------------------------------------------------------------------- the cases


@pytest.mark.parametrize("number", [8, pytest.param(20, marks=pytest.mark.nightly)])
@over_some(USABLE)
def test_cases(case: Case, number: int, package_of: Callable[[Case], ModuleType]) -> None:
    subject = Subject(package_of(case), *model_of(case))
    by_name = {root.name: root for root in subject.roots()}
    for payload in case.payloads:
        root = by_name.get(python_name(case, payload["type"]))
        if root is not None:
            assert check(subject, root, payload["value"]) is payload["strict"]
    check_samples(subject)
    check_values(subject, number)


def check_samples(subject: Subject) -> None:
    """Hold the law for the sample of each declaration that has one not too large to show."""
    values = Values(subject.model)
    sampler = Sampler(subject.model, subject.names)
    too_large = 0
    roots = [root for root in subject.roots() if values.exists(Ref(root.id))]
    for root in roots:
        try:
            sample = plain(sampler.sampled(root.id))
        except ValueError:
            too_large += 1
            continue
        assert check(subject, root, sample), root.name
    assert too_large <= len(roots) // 10


def check_values(subject: Subject, number: int) -> None:
    """Hold the law for random values of each declaration."""

    @examples(number)
    @given(st.data())
    def one(data: st.DataObject) -> None:
        hold(subject, data.draw, 1)

    one()


# ------------------------------------------------------------------- the protocols themselves


def test_the_pinned_spec(beta: ModuleType) -> None:
    subject = committed(beta)
    check_samples(subject)
    check_values(subject, 30)


def committed(beta: ModuleType) -> Subject:
    """The committed package with its model."""
    facts = SourceFile("facts.toml", (BETA.parents[2] / "facts.toml").read_bytes())
    model = load_model(DiskFiles(BETA), "realtime.d.ts", Options(facts=facts)).model
    assert model is not None
    return Subject(beta, model, package_names(model, "realtime.d.ts")[0])


def test_recorded_events(beta: ModuleType, events_dir: Path) -> None:
    subject = committed(beta)
    unions = [
        root for root in subject.roots() if root.name.endswith(("ServerEvent", "ClientEvent"))
    ]
    assert len(unions) == 2
    taken = 0
    for path in sorted(events_dir.glob("*.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            event = json.loads(line).get("event")
            if isinstance(event, dict):
                taken += sum(check(subject, root, event) for root in unions)
    assert taken > 100


@pytest.mark.network
@pytest.mark.parametrize("entry", CORPUS[:3], ids=str)
@pytest.mark.parametrize("number", [5, pytest.param(100, marks=pytest.mark.nightly)])
def test_the_protocols_of_today(entry: Any, number: int, tmp_path: Path) -> None:
    facts = SourceFile("facts.toml", GA_FACTS.read_bytes()) if "realtime" in entry.path else None
    subject = subject_of(tmp_path, DiskFiles(entry.root()), entry.path, facts=facts)
    check_samples(subject)
    check_values(subject, number)
