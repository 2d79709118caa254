"""What is said about a bad message is bounded, and costs no more than the message.

the text of a DecodeError stays below 8 KB, an answer below 4 KB, whatever the message
every misfit is counted, the first few are told, each with its own place
no value is quoted of a field whose name tells of a secret, nor of anything below it
each part of a value is looked at as often as it stands in members of unions, not more
"""

from __future__ import annotations

import contextlib
import importlib
import json
import random
import sys
import tracemalloc
from collections.abc import Callable
from types import ModuleType
from typing import Any

import pytest
from hypothesis import given, settings, strategies as st

from realtime_codegen.runtime._problems import MOST, joined, tells_secret
from realtime_codegen.runtime._wire import DecodeError, Problem
from realtime_codegen.text.source import SourceFile
from tests.tools.night import share
from tests.tools.packages import compiled_text, import_package

SPEC = """
export interface Item { id: string }
export interface A { type: 'a'; groups: Record<string, Item[]>; event_id?: string }
export interface B { type: 'b'; node: Node; pair?: [string, number]; any?: Fields }
export interface C { type: 'c'; trees: One[] | Two[]; long: 'x'; file: `${string}.${string}.wav` }
export interface Left { child?: Node; x: number; l?: string }
export interface Right { child?: Node; x: number; r?: string }
export type Node = Left | Right;
export interface One { one: number; more?: One[] | Two[] }
export interface Two { two: number; more?: One[] | Two[] }
export interface Fields { [key: string]: Fields | number }
export interface Oops { type: 'oops'; error: Said }
export interface Said { message: string; param: string | null; id: string | null }
export type E = A | B | C | Oops;
"""
FACTS = """
[[answers]]
event = "Oops"
cause = "event_id"
[answers.fields]
"error.message" = "{message}"
"error.param" = "{param}"
"error.id" = "{cause}"
"""


@pytest.fixture(scope="module")
def rt(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    return _imported(tmp_path_factory, "bounded")


@pytest.fixture(scope="module")
def plain(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    """The package without the native core, which takes no steps of Python."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REALTIME_NATIVE", "0")
        return _imported(tmp_path_factory, "bounded_plainly")


def _imported(tmp_path_factory: pytest.TempPathFactory, package: str) -> ModuleType:
    facts = SourceFile("facts.toml", FACTS.encode())
    files = compiled_text(SPEC, package, facts=facts, targets=("dataclasses", "peer")).files
    return import_package(tmp_path_factory.mktemp(package), files, package)


def refused(rt: Any, message: Any) -> Any:
    with pytest.raises(rt.DecodeError) as caught:
        rt.decode_e(message, strict=True)
    return caught.value


def chain(depth: int, end: Any, name: str = "child") -> Any:
    for _ in range(depth):
        end = {name: end, "x": 1, "l": ""} if name == "child" else {name: end}
    return end


ASTRAL = '\U0001f600"\\\n'
LONG = "n" * 100_000
HOSTILE: dict[str, tuple[Any, int]] = {
    "many": ({"type": "a", "groups": {"k": [{"id": i} for i in range(5_000)]}}, 5_000),
    "long names": ({"type": "a", "groups": {LONG: [{}] * 2_000}}, 2_000),
    "many names": ({"type": "a", "groups": {ASTRAL * 9 + str(i): [1] for i in range(900)}}, 900),
    "long values": ({"type": "a", "groups": {LONG: [LONG] * 100}, "event_id": [LONG]}, 101),
    "a long id": ({"type": "a", "event_id": LONG}, 1),
    "an astral id": ({"type": "a", "event_id": "\U0001f600" * 90}, 1),
    "deep": ({"type": "b", "node": chain(100, {"x": 1}), "any": chain(100, "", "a")}, 1),
    "deep and long": ({"type": "b", "node": {"x": 1}, "any": chain(90, "", ASTRAL * 50)}, 1),
    "wide and deep": (
        {"type": "a", "groups": {"k" * 900: [{ASTRAL: [LONG] * 9} for _ in range(3_000)]}},
        3_000,
    ),
    "a long tag": ({"type": LONG}, 1),
    "a long literal": ({"type": "c", "trees": [], "long": LONG, "file": LONG}, 2),
    "a tuple": ({"type": "b", "node": {"x": 1}, "pair": [LONG] * 1_000}, 1),
    "digits": ({"type": "c", "trees": [], "long": 10**5_000, "file": -(10**5_000)}, 2),
}


@pytest.mark.parametrize("kind", HOSTILE)
def test_an_error_stays_small(rt: Any, kind: str) -> None:
    message, count = HOSTILE[kind]
    error = refused(rt, message)
    assert len(str(error).encode("utf-8", "surrogatepass")) < 8192
    assert len(error.problems) + error.more == count
    assert len(error.problems) == min(count, MOST)
    assert len(set(error.problems)) == len(error.problems) or kind != "many"
    for path, text in error.problems:
        assert path.isascii()
        assert len(path) < 300
        assert len(text) < 1500
    answer = rt.oops(error, message)
    assert len(rt.encode(answer).encode()) < 4096
    assert rt.decode_e(rt.encode(answer), strict=True) == answer
    head = str(error).splitlines()[0]
    assert head == f"does not fit E: {count:,} problem{'s' if count > 1 else ''}"
    shown = str(error).count("\n  $")
    rest = count - shown
    assert str(error).endswith(f"... and {rest:,} more") is (rest > 0)


def test_a_message_of_48_kb_costs_no_megabytes(rt: Any) -> None:
    """It made an error of 257 MB, and took 751 MB of memory."""
    text = json.dumps({"type": "a", "groups": {"k" * 20_000: [{}] * 6_000}})
    assert 40_000 < len(text) < 48_000
    tracemalloc.start()
    try:
        refused(rt, text)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 6_000_000


def test_twice_the_problems_take_twice_the_work(rt: Any) -> None:
    """`amplify.d.ts` of the hostile cases: each item of a map of lists is wrong, under a long name.

    Characters that are made for the error do not grow at all, and the calls as the message does.
    """
    counts, sizes = [], []
    for items in (1_000, 2_000, 4_000):
        calls = 0

        def profile(_frame: object, event: str, _argument: object) -> None:
            nonlocal calls
            calls += event in ("call", "c_call")

        message = {"type": "a", "groups": {"k" * 20_000: [{}] * items}}
        before = sys.getprofile()
        sys.setprofile(profile)
        try:
            error = refused(rt, message)
        finally:
            sys.setprofile(before)
        counts.append(calls)
        sizes.append(len(str(error)))
    assert counts[2] - counts[1] <= 2.3 * (counts[1] - counts[0]), counts
    assert max(sizes) - min(sizes) < 20


@settings(max_examples=share(200), deadline=None)
@given(
    st.text(max_size=50) | st.text('\U0001f600\\"\n\ud800', max_size=5_000),
    st.lists(st.tuples(st.text(max_size=3_000), st.text(max_size=3_000)), max_size=80),
    st.integers(0, 10**9),
)
def test_an_error_of_anybodys_own_making_stays_small(
    message: str, problems: list[tuple[str, str]], more: int
) -> None:
    error = DecodeError(message, problems=tuple(map(Problem._make, problems)), more=more)
    assert len(str(error).encode("utf-8", "surrogatepass")) < 8192
    assert (error.message, error.more) == (message, more)
    assert error.problems == tuple(problems)


@pytest.mark.parametrize(
    "text", ["\U0001f600" * 1_000, '\\"' * 500, "x" * 100_000], ids=["astral", "escaped", "long"]
)
def test_the_answer_to_any_error_stays_small(text: str, rt: Any) -> None:
    """Where each character takes several in JSON, too."""
    problem = rt.Problem(f"$.{text}", text)
    for error in (rt.DecodeError(text, problems=(problem,) * 60), rt.DecodeError(text)):
        answer = rt.oops(error, {"type": "a", "event_id": text})
        assert len(rt.encode(answer).encode()) < 4096


@pytest.mark.parametrize(
    ("steps", "path"),
    [
        ([], "$"),
        (["a", 0, "b"], "$.a[0].b"),
        (["a b", "ü", ""], '$["a b"]["\\u00fc"][""]'),
        (["x" * 100], f"$.{'x' * 38}...{'x' * 38}"),
        (["a" * 20] * 100, "$" + f".{'a' * 20}" * 5 + " ... " + f".{'a' * 20}" * 5),
        (["a"] * 119 + [7], "$" + ".a" * 119 + "[7]"),
        (["a"] * 120 + [7], "$" + ".a" * 60 + " ... " + ".a" * 58 + "[7]"),
    ],
)
def test_a_long_path_loses_its_middle(steps: list[str | int], path: str) -> None:
    assert joined(steps)[:40] == path[:40]
    assert joined(steps)[-20:] == path[-20:]
    assert len(joined(steps)) <= 260
    if len(path) <= 241:
        assert joined(steps) == path


# ------------------------------------------------------------------------------- secrets

CANARY = "canary-7f3a"
SECRETS = """
key token secret password authorization api_key apiKey API-KEY X-Api-Key accessToken ACCESS_TOKEN
client_secret clientSecret Client-Secret dbPassword Authorization proxy-authorization key2 Key aKey
secretValue token_type api.key keys secrets passwords openai_apikey
APIkey OPENAIkey APItoken accesstoken clientsecret privatekey dbpassword proxyauthorization
""".split()
OPEN = """
monkey keyboard turkey tokens total_tokens tokenizer keynote secretary name a id passwordless
""".split()
PLAIN = "item content a0 b_c".split()


def test_words_tell_of_secrets() -> None:
    assert [name for name in SECRETS if not tells_secret(name)] == []
    assert [name for name in OPEN if tells_secret(name)] == []
    assert tells_secret("x" * 10_000 + "_key")
    assert tells_secret("key_" + "x" * 10_000)


SECRET_SPEC = """
export interface A { type: 'a'; any?: Any; tree?: Tree }
export interface B { type: 'b' }
export type Any = { [key: string]: Any | number | null };
export interface Tree { [key: string]: boolean | Tree[] | 'fixed' | Tree }
export type E = A | B;
"""


@pytest.fixture(scope="module")
def secret(tmp_path_factory: pytest.TempPathFactory) -> ModuleType:
    files = compiled_text(SECRET_SPEC, "secretive", targets=("dataclasses",)).files
    return import_package(tmp_path_factory.mktemp("secretive"), files, "secretive")


@pytest.mark.parametrize("seed", range(30))
def test_a_secret_is_not_quoted(secret: Any, seed: int) -> None:
    """Whatever is wrong, wherever it is below a field with such a name."""
    chance = random.Random(seed)
    for _ in range(40):
        names = [chance.choice(PLAIN + OPEN) for _ in range(chance.randint(0, 4))]
        hidden = chance.random() < 0.7
        if hidden:
            names.insert(chance.randint(0, len(names)), chance.choice(SECRETS))
        value: Any = chance.choice([CANARY, f"{CANARY} and more of it that is long" * 5])
        if hidden and chance.random() < 0.3:
            value = {value: "of a secret key"}  # Keys of a map are a part of its value.
        for name in reversed(names or ["x"]):
            value = {name: value}
            if chance.random() < 0.2:
                value = {**value, "other": True}
        message = {"type": "a", chance.choice(["any", "tree"]): value}
        for sent in (message, json.dumps(message)):
            with pytest.raises(secret.DecodeError) as caught:
                secret.decode_e(sent, strict=True)
            error = caught.value
            told = f"{error} {error.problems} {error!r} {error.args}"
            assert hidden is (CANARY not in told) or "an object" in told, (message, told)
            if hidden:
                assert CANARY not in told


def test_what_is_secret_is_said_by_its_kind(secret: Any) -> None:
    value = {"key": "s", "token": True, "my": {"Password": ["t"], "n": "seen"}}
    with pytest.raises(secret.DecodeError) as caught:
        secret.decode_e({"type": "a", "any": value}, strict=True)
    wanted = "expected object | number | null, got"
    assert dict(caught.value.problems) == {
        "$.any.key": f"{wanted} a string",
        "$.any.token": f"{wanted} a boolean",
        "$.any.my.Password": f"{wanted} an array",
        "$.any.my.n": f'{wanted} string "seen"',
    }


# --------------------------------------------------------------------------------- steps


@pytest.fixture
def steps(plain: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Callable[[Any], int]:
    """How many times a value and a shape are looked at while something is done."""
    strict = importlib.import_module(f"{plain.__name__}._strict")
    count = [0]
    find = strict.Walk.find

    def counted(self: Any, shape: Any, value: Any) -> Any:
        count[0] += 1
        return find(self, shape, value)

    monkeypatch.setattr(strict.Walk, "find", counted)

    def of(action: Callable[[], Any]) -> int:
        count[0] = 0
        with contextlib.suppress(ValueError):
            action()
        return count[0]

    return of


def bushy(levels: int, leaf: Any) -> Any:
    """A tree with two of everything, whose members no tag tells apart."""
    if not levels:
        return leaf
    inner = bushy(levels - 1, leaf)
    return {"one": 1, "more": [inner, json.loads(json.dumps(inner))]}


@pytest.mark.parametrize("leaf", [{"one": 1}, {"two": 1}, {"one": "x"}, {}])
@pytest.mark.parametrize("strict", [False, True])
def test_unions_without_a_tag_cost_what_they_hold(
    plain: Any, steps: Callable[[Any], int], leaf: Any, strict: bool
) -> None:
    def work(levels: int) -> int:
        message = {"type": "c", "trees": [bushy(levels, leaf)], "long": "x", "file": ".."}
        return steps(lambda: plain.decode_e(json.dumps(message), strict=strict))

    few, many = work(5), work(9)
    assert few > 50
    assert many <= 2.2 * 2**3 * few * 1.1


@pytest.mark.parametrize("leaf", [{"x": 1, "l": ""}, {"x": 1, "r": ""}, {"x": "bad"}, {}])
@pytest.mark.parametrize("strict", [False, True])
def test_a_chain_of_unions_costs_what_it_holds(
    plain: Any, steps: Callable[[Any], int], leaf: Any, strict: bool
) -> None:
    def work(depth: int) -> int:
        node = chain(depth, {**leaf, "more": [0] * 50})
        return steps(lambda: plain.decode_e({"type": "b", "node": node}, strict=strict))

    few, many = work(20), work(80)
    assert few > 10
    assert many <= 4.2 * few


def test_what_was_found_is_not_kept_for_another_message(rt: Any) -> None:
    """Values are known by identity, which the next message may have again."""
    apart = importlib.import_module(f"{rt.__name__}._apart")
    for number in range(200):
        mark = "lr"[number % 2]
        event = rt.decode_e({"type": "b", "node": {"x": 1, mark: "", "child": {"x": 1, mark: ""}}})
        assert type(event.node.child) is (rt.Right if number % 2 else rt.Left)
    assert apart._running.walk is None
