"""How much of the audio was heard: what a speaker has played, and never more than has come."""

from __future__ import annotations

import base64
from dataclasses import dataclass, field
from typing import Any

import pytest
from hypothesis import example, given, settings, strategies as st

from realtime_codegen.runtime._conversation import Conversation
from realtime_codegen.runtime._moves import Delta, Moves
from tests.tools.night import share

RATE = 1024
"""Bytes a second; times are whole numbers of 1/1024 s, which floats have without an error."""


@dataclass
class Piece:
    item_id: str
    part: int
    delta: str


@dataclass
class End:
    item_id: str
    part: int


MOVES = Moves(
    deltas=(
        Delta(
            Piece, "audio", ("delta",), item=("item_id",), keys=(("part",),), end=End, audio=True
        ),
    )
)


class Clock:
    def __init__(self) -> None:
        self.ticks = 0

    def __call__(self) -> float:
        return self.ticks / RATE


@dataclass
class Plain:
    """A speaker that plays one byte a tick, in the plainest way."""

    waiting: list[str] = field(default_factory=list)
    heard: dict[str, int] = field(default_factory=dict)
    came: dict[str, int] = field(default_factory=dict)
    silent: set[str] = field(default_factory=set)

    def put(self, name: str, size: int) -> None:
        self.came[name] = self.came.get(name, 0) + size
        if name not in self.silent:
            self.waiting += [name] * size

    def tick(self, ticks: int) -> None:
        for name in self.waiting[:ticks]:
            self.heard[name] = self.heard.get(name, 0) + 1
        del self.waiting[:ticks]

    def stop(self) -> set[str]:
        cut = set(self.waiting)
        self.silent |= cut
        self.waiting.clear()
        return cut


def conversation_of(clock: Clock, *keep: str) -> Conversation:
    return Conversation(MOVES, keep or ("audio",), bytes_per_second=RATE, clock=clock)


def piece(item: str, size: int, part: int = 0) -> Piece:
    return Piece(item, part, base64.b64encode(b"a" * size).decode())


steps = st.one_of(
    st.tuples(st.just("put"), st.sampled_from("abc"), st.integers(0, 40)),
    st.tuples(st.just("tick"), st.integers(0, 60)),
    st.tuples(st.just("stop")),
)


@settings(max_examples=share(200), deadline=None)
@given(st.lists(steps, max_size=30), st.sampled_from(["audio", "audio_ms"]))
@example([("put", "a", 1), ("put", "b", 0), ("stop",), ("put", "b", 2), ("tick", 2)], "audio")
def test_what_was_heard_is_what_a_speaker_has_played(did: list[Any], keep: str) -> None:
    clock, plain = Clock(), Plain()
    conversation = conversation_of(clock, keep)
    for step in did:
        match step:
            case "put", item, size:
                conversation.add(piece(item, size))
                plain.put(item, size)
            case "tick", ticks:
                clock.ticks += ticks
                plain.tick(ticks)
            case _:
                cut = conversation.stop_playing()
                wanted = {(name, plain.heard.get(name, 0) * 1000 // RATE) for name in plain.stop()}
                assert {(own.item_id, own.ms) for own in cut} == wanted
        for name, came in plain.came.items():
            item = conversation[name]
            assert item.audio_ms() == came * 1000 // RATE
            assert item.played_ms() == plain.heard.get(name, 0) * 1000 // RATE
            assert item.played_ms() <= item.audio_ms()
            assert len(item.audio()) == (came if keep == "audio" else 0)


def test_the_program_tells_what_was_heard() -> None:
    """Its own speaker knows better than a clock; it cannot have played what has not come."""
    clock = Clock()
    conversation = conversation_of(clock)
    conversation.add(piece("a", RATE))
    conversation.add(piece("a", RATE, part=1))
    item = conversation["a"]
    clock.ticks += RATE // 2
    assert (item.played_ms(), item.played_ms(0), item.played_ms(1)) == (500, 500, 0)
    item.set_played(250, 0)
    assert (item.played_ms(), item.played_ms(0)) == (250, 250)
    item.set_played(5_000, 0)
    assert item.played_ms(0) == item.audio_ms(0) == 1_000
    item.set_played(1_250)
    assert (item.played_ms(0), item.played_ms(1)) == (1_000, 250)
    conversation.add(piece("a", RATE, part=1))
    assert item.played_ms(1) == 250
    with pytest.raises(ValueError, match="less than nothing"):
        item.set_played(-1)


def test_a_slow_network_is_no_audio() -> None:
    """Where the audio stops for a while, nothing is heard meanwhile."""
    clock = Clock()
    conversation = conversation_of(clock)
    for _ in range(3):
        conversation.add(piece("a", RATE))
        clock.ticks += 10 * RATE
        conversation.add(piece("a", RATE))
        clock.ticks += RATE // 2
    assert conversation["a"].audio_ms() == 6_000
    assert conversation["a"].played_ms() == 5_500
    assert len(conversation["a"].wholes["audio", (0,)].track._spans) == 1  # type: ignore[union-attr]


def test_what_was_cut_stays_silent_and_the_next_begins_at_once() -> None:
    clock = Clock()
    conversation = conversation_of(clock)
    conversation.add(piece("a", 60 * RATE))
    clock.ticks += RATE
    [cut] = conversation.stop_playing()
    assert cut == ("a", (0,), 1_000)
    conversation.add(piece("a", RATE))
    conversation.add(piece("b", RATE))
    clock.ticks += RATE // 4
    assert (conversation["a"].played_ms(), conversation["b"].played_ms()) == (1_000, 250)
    clock.ticks += RATE
    assert conversation.stop_playing() == []


def test_the_format_tells_how_long_it_is() -> None:
    conversation = conversation_of(Clock())
    conversation.add(piece("a", 8_000))
    conversation.bytes_per_second = 8_000
    assert conversation["a"].audio_ms() == 1_000
    with pytest.raises(ValueError, match="at least 1"):
        Conversation(MOVES, bytes_per_second=0)


def test_audio_of_a_second_time_begins_anew() -> None:
    clock = Clock()
    conversation = conversation_of(clock)
    conversation.add(piece("a", RATE))
    clock.ticks += RATE
    conversation.add(End("a", 0))
    conversation.add(piece("a", RATE // 2))
    assert (conversation["a"].audio_ms(), conversation["a"].played_ms()) == (500, 0)


def test_what_was_dropped_for_room_still_counts() -> None:
    clock = Clock()
    conversation = Conversation(
        MOVES, ("audio",), most_kept=RATE, bytes_per_second=RATE, clock=clock
    )
    for _ in range(4):
        conversation.add(piece("a", RATE))
    clock.ticks += 3 * RATE
    item = conversation["a"]
    assert len(item.audio()) < 2 * RATE
    assert (item.audio_ms(), item.played_ms()) == (4_000, 3_000)


@pytest.mark.parametrize("keep", ["audio", ("text",), ["audio", "autio"]])
def test_a_name_that_nothing_has_is_refused(keep: Any) -> None:
    """It would keep nothing, without a word."""
    with pytest.raises(ValueError, match="keep is a tuple of some of 'audio', 'audio_ms', 'items'"):
        Conversation(MOVES, keep)


def test_names_may_be_in_a_list() -> None:
    conversation = Conversation(MOVES, ["*"])
    conversation.add(piece("a", 4))
    assert conversation["a"].audio() == b"aaaa"
    assert Conversation(MOVES, ["items"]).actions == {}


def test_wholes_of_no_item_are_bounded() -> None:
    moves = Moves(deltas=(Delta(Piece, "text", ("delta",), keys=(("item_id",),)),))
    conversation = Conversation(moves, ("text",), most_items=3)
    for number in range(10):
        conversation.add(Piece(f"i{number}", 0, "text"))
    assert [key for _, key in conversation.loose] == [("i7",), ("i8",), ("i9",)]
    assert conversation.dropped == 7
    assert conversation._kept == 12
