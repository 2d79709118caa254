"""The state of a connection so far: items in order, texts that grow, and totals.

Standard library only. Nothing is kept that nobody asked for, and what is kept is bounded.
"""

from __future__ import annotations

from binascii import a2b_base64
from collections.abc import Callable, Collection
from functools import cache
from time import monotonic
from typing import Any, Final, NamedTuple, TypeAlias, Union, cast

from ._moves import Delta, Moves, Order, Total, value_at
from ._playing import Speaker, Track
from ._runtime import UNSET

Piece: TypeAlias = Union[str, bytes]
_Key: TypeAlias = tuple[str, tuple[object, ...]]

ALL: Final = ("*",)
"""For `keep`: everything that comes in pieces."""

_NO_NUMBERS: Final = frozenset({bool, str, list, type(UNSET)})

_ITEMS: Final = "items"
"""For `keep`: items, and nothing that comes in pieces."""


class Cut(NamedTuple):
    """Audio that was silenced: whose it is, "" for no item's, and how much of it was heard."""

    item_id: str
    part: tuple[Any, ...]
    ms: int


class Whole:
    """A text, or bytes, that comes in pieces.

    `ended` says whether the event has come that ends it. `cut` counts the pieces that were
    dropped since there was no more room. Audio has a `track`, which says when it sounds.
    """

    __slots__ = ("_pieces", "audio", "cut", "ended", "size", "track")

    def __init__(self, audio: bool) -> None:
        self._pieces: list[Piece] = []
        self.audio = audio
        self.track: Union[Track, None] = Track() if audio else None
        self.ended = False
        self.size = 0
        self.cut = 0

    @property
    def value(self) -> Piece:
        """The text or the bytes so far."""
        pieces = self._pieces
        if len(pieces) > 1:
            joined: Piece = (
                b"".join(cast("list[bytes]", pieces))
                if self.audio
                else "".join(cast("list[str]", pieces))
            )
            pieces[:] = [joined]
        return pieces[0] if pieces else (b"" if self.audio else "")

    def add(self, piece: Piece) -> None:
        """Put a piece at the end."""
        self._pieces.append(piece)
        self.size += len(piece)

    def replace(self, value: Piece) -> None:
        """Replace the text by the one in the event at the end."""
        self._pieces = [value]
        self.size = len(value)

    def drop(self) -> None:
        """Forget the pieces so far."""
        self.cut += len(self._pieces)
        self._pieces = []
        self.size = 0


class Item:
    """An item of the conversation.

    `value` is the object as the newest event has it, None until there is one. `wholes` has
    what grows in it, by name and part.
    """

    __slots__ = ("_speaker", "id", "value", "wholes")

    def __init__(self, id_: str, speaker: Speaker) -> None:
        self.id = id_
        self._speaker = speaker
        self.value: Any = None
        self.wholes: dict[_Key, Whole] = {}

    def __repr__(self) -> str:
        return f"Item({self.id!r})"

    def whole(self, name: str, *part: object) -> Piece:
        """The text, or the bytes, so far of one part of the item, or of all parts."""
        values = [
            whole.value
            for (own, keys), whole in self.wholes.items()
            if own == name and (not part or keys == part)
        ]
        if values and isinstance(values[0], bytes):
            return b"".join(cast("list[bytes]", values))
        return "".join(cast("list[str]", values))

    def text(self, *part: object) -> str:
        """The text of a part, or of all."""
        return cast("str", self.whole("text", *part))

    def transcript(self, *part: object) -> str:
        """The transcript of a part, or of all."""
        return cast("str", self.whole("transcript", *part))

    def arguments(self) -> str:
        """The JSON of a call."""
        return cast("str", self.whole("arguments"))

    def audio(self, *part: object) -> bytes:
        """The audio of a part, or of all."""
        return self.whole("audio", *part) or b""  # type: ignore[return-value]

    def audio_ms(self, *part: object) -> int:
        """The whole milliseconds of audio received of a part, or of all parts."""
        return sum(self._speaker.length_ms(track) for track in self._tracks(part))

    def played_ms(self, *part: object) -> int:
        """The whole milliseconds that were heard of it; never more than were received.

        It is what `set_played` was told. Until then it is what a speaker has played by now
        that begins when the first piece comes, or behind the audio that came before.
        """
        return sum(self._speaker.played_ms(track) for track in self._tracks(part))

    def set_played(self, ms: int, *part: object) -> None:
        """Tell how much of a part was heard, or of all of them, one after the other."""
        if ms < 0:
            raise ValueError("nobody hears less than nothing")
        tracks = self._tracks(part)
        for track in tracks[:-1]:
            track.told_ms = min(ms, self._speaker.length_ms(track))
            ms -= track.told_ms
        for track in tracks[-1:]:
            track.told_ms = ms

    def _tracks(self, part: tuple[object, ...]) -> list[Track]:
        return [
            whole.track
            for (_, keys), whole in self.wholes.items()
            if whole.track is not None and (not part or keys == part)
        ]


class Conversation:
    """Items in their order, what grows in them, and totals.

    `keep` names what is kept of all that comes in pieces, `ALL` for everything; without a name,
    items are not kept either, and with "items" alone only they are. Of audio, "audio_ms" keeps
    how much it is. At most `most_items` items and `most_kept` characters and bytes are: what is
    oldest is dropped first, and `dropped` counts the items. `bytes_per_second` is how many bytes
    of audio sound in a second. Raises `ValueError` for a name that nothing has.
    """

    def __init__(
        self,
        moves: Moves,
        keep: Collection[str] = (),
        *,
        most_items: int = 1_000,
        most_kept: int = 50_000_000,
        bytes_per_second: int = 48_000,
        clock: Callable[[], float] = monotonic,
    ) -> None:
        _check_names(moves, keep)
        self._speaker = Speaker(bytes_per_second, clock)
        self.items: list[Item] = []
        self.totals: dict[str, Any] = {}
        self.loose: dict[_Key, Whole] = {}
        self.dropped = 0
        self._by_id: dict[str, Item] = {}
        self._kept = 0
        self._most_items = most_items
        self._most_kept = most_kept
        self.actions: dict[type[Any], list[Callable[[Any], None]]] = {}
        for total in moves.totals:
            self._act(total.event, self._adder(total))
        if not keep:
            return
        for order in moves.orders:
            self._act(order.event, self._placer(order))
        for delta in moves.deltas:
            kept = delta.name in keep or "*" in keep
            if kept or (delta.audio and _counted(delta) in keep):
                self._act(delta.event, self._grower(delta, kept))
                if delta.end is not None:
                    self._act(delta.end, self._ender(delta))

    def __getitem__(self, id_: str) -> Item:
        """The item of an identity. Raises KeyError for one that is not there."""
        return self._by_id[id_]

    def __contains__(self, id_: object) -> bool:
        return id_ in self._by_id

    def whole(self, name: str, *keys: object) -> Piece:
        """The text, or the bytes, so far of a whole that belongs to no item."""
        whole = self.loose.get((name, keys))
        return "" if whole is None else whole.value

    @property
    def bytes_per_second(self) -> int:
        """The bytes of audio for a second; another number if the format changes."""
        return self._speaker.rate

    @bytes_per_second.setter
    def bytes_per_second(self, rate: int) -> None:
        self._speaker.rate = rate

    def stop_playing(self) -> list[Cut]:
        """The speaker is silent now: what audio was not heard to its end, and how much was.

        What still comes of that audio is not heard.
        """
        cut = set(self._speaker.stop())
        wholes = [(item.id, item.wholes) for item in self.items]
        return [
            Cut(id_, keys, self._speaker.played_ms(whole.track))
            for id_, own in (*wholes, ("", self.loose))
            for (_, keys), whole in own.items()
            if whole.track is not None and whole.track in cut
        ]

    def add(self, event: object) -> None:
        """Update the conversation by an event."""
        for action in self.actions.get(type(event), ()):
            action(event)

    def _act(self, event: type[Any], action: Callable[[Any], None]) -> None:
        self.actions.setdefault(event, []).append(action)

    def _adder(self, total: Total) -> Callable[[Any], None]:
        def add(event: Any) -> None:
            _sum_up(self.totals, value_at(event, total.field))

        return add

    def _placer(self, order: Order) -> Callable[[Any], None]:
        def place(event: Any) -> None:
            id_ = value_at(event, order.id)
            if not isinstance(id_, str):
                return
            if order.removes:
                self._remove(id_)
                return
            after = UNSET if order.after is None else value_at(event, order.after)
            item = self._by_id.get(id_)
            if item is None:
                item = self._new(id_, after)
            elif isinstance(after, str) and after in self._by_id:
                self._move(item, after)
            if len(order.id) > 1:
                item.value = value_at(event, order.id[:-1])
            self._bound(item)

        return place

    def _grower(self, delta: Delta, kept: bool) -> Callable[[Any], None]:
        def grow(event: Any) -> None:
            piece = value_at(event, delta.field)
            if not isinstance(piece, str):
                return
            added: Piece = piece
            if delta.audio and kept:
                try:
                    added = a2b_base64(piece)
                except ValueError:
                    return
            item, whole = self._whole(delta, event)
            if whole.ended:  # Another one with the same keys.
                self._kept -= whole.size
                whole.drop()
                whole.ended = False
                whole.track = Track() if delta.audio else None
            if whole.track is not None:
                size = len(added) if kept else _size_of(piece)
                self._speaker.put(whole.track, size)
            if kept:
                whole.add(added)
                self._kept += len(added)
            self._bound(item)

        return grow

    def _ender(self, delta: Delta) -> Callable[[Any], None]:
        def end(event: Any) -> None:
            item, whole = self._whole(delta, event)
            whole.ended = True
            value = UNSET if delta.whole is None else value_at(event, delta.whole)
            if isinstance(value, str):
                self._kept += len(value) - whole.size
                whole.replace(value)
            self._bound(item)

        return end

    def _whole(self, delta: Delta, event: Any) -> tuple[Item | None, Whole]:
        """The whole that an event is a piece of, and its item."""
        keys = tuple(value_at(event, path) for path in delta.keys)
        id_ = None if delta.item is None else value_at(event, delta.item)
        item = None
        wholes = self.loose
        if isinstance(id_, str):
            item = self._by_id.get(id_) or self._new(id_, UNSET)
            wholes = item.wholes
        whole = wholes.get((delta.name, keys))
        if whole is None:
            whole = wholes[delta.name, keys] = Whole(delta.audio)
        return item, whole

    def _new(self, id_: str, after: Any) -> Item:
        item = self._by_id[id_] = Item(id_, self._speaker)
        if isinstance(after, str) and after in self._by_id:
            self.items.insert(self._index(self._by_id[after]) + 1, item)
        else:
            self.items.append(item)
        return item

    def _move(self, item: Item, after: str) -> None:
        """Put an item behind another one, unless it stands there."""
        before = self._by_id[after]
        index = self._index(item)
        if item is before or (index and self.items[index - 1] is before):
            return
        del self.items[index]
        self.items.insert(self._index(before) + 1, item)

    def _index(self, item: Item) -> int:
        """The position of an item, searched from the end, where new items are."""
        index = len(self.items) - 1
        while self.items[index] is not item:
            index -= 1
        return index

    def _remove(self, id_: str) -> None:
        item = self._by_id.pop(id_, None)
        if item is not None:
            del self.items[self._index(item)]
            self._kept -= sum(whole.size for whole in item.wholes.values())

    def _bound(self, newest: Item | None) -> None:
        """Drop the oldest items while there are too many, but never the one that just changed."""
        while len(self.loose) > self._most_items:
            self._kept -= self.loose.pop(next(iter(self.loose))).size
            self.dropped += 1
        while self._kept > self._most_kept or len(self.items) > self._most_items:
            oldest = next((item for item in self.items if item is not newest), None)
            if oldest is None:
                break
            self._remove(oldest.id)
            self.dropped += 1
        if self._kept > self._most_kept:
            wholes = self.loose if newest is None else newest.wholes
            for whole in wholes.values():
                self._kept -= whole.size
                whole.drop()


def _size_of(text: str) -> int:
    """The number of bytes that a Base64 text encodes."""
    return len(text.rstrip("=")) * 3 // 4


def _counted(delta: Delta) -> str:
    """The word in `keep` for the length of audio without the audio."""
    return f"{delta.name}_ms"


def _check_names(moves: Moves, keep: Collection[str]) -> None:
    """Raise `ValueError` for a name that nothing has; it would keep nothing, silently."""
    names = {delta.name for delta in moves.deltas}
    names.update(_counted(delta) for delta in moves.deltas if delta.audio)
    unknown = {keep} if isinstance(keep, str) else {*keep} - {*names, *ALL, _ITEMS}
    if unknown:
        known = ", ".join(map(repr, (*sorted(names), _ITEMS, *ALL)))
        wrong = ", ".join(map(repr, sorted(unknown)))
        raise ValueError(f"keep is a tuple of some of {known}, and not {wrong}")


def _sum_up(totals: dict[str, Any], value: object) -> None:
    """Add the numbers in an object, and in its inner objects, to the totals."""
    if isinstance(value, dict):
        pairs = list(cast("dict[str, object]", value).items())
    else:
        pairs = [
            (name, getattr(value, name, UNSET))
            for name in _names(cast("Any", type(value)))
        ]
    for name, own in pairs:
        cls = own.__class__
        if cls is int or cls is float:
            totals[name] = totals.get(name, 0) + own
        elif own is not None and cls not in _NO_NUMBERS:
            inner = totals.setdefault(name, {})
            if isinstance(inner, dict):
                _sum_up(cast("dict[str, Any]", inner), own)


@cache
def _names(cls: type[Any]) -> tuple[str, ...]:
    """The fields of a class."""
    names: tuple[str, ...] = getattr(cls, "__match_args__", ())
    return names or tuple(getattr(cls, "__slots__", ()))
