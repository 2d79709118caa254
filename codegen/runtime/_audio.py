"""Base64 to bytes and back, for the fields with audio that the module `audio` lists."""

from __future__ import annotations

from binascii import a2b_base64, b2a_base64
from collections.abc import Mapping
from json.encoder import encode_basestring_ascii
from typing import Any, TypeAlias, Union

from ._runtime import UNSET, Json
from ._wire import DecodeError, Problem, describe

AudioData: TypeAlias = Union[bytes, bytearray, memoryview]
"""Audio to encode; `memoryview(x)` makes it of an array or any other buffer, uncopied."""

Fields: TypeAlias = Mapping[str, tuple[str, bool]]
"""The fields of a class that hold audio: the name in messages, and whether it is required."""


def sample_bytes(
    sizes: Mapping[str, int], objects: Mapping[type, str], given: object
) -> int:
    """The bytes of a sample in a format, a name or an object for one; 1 without a format."""
    if given is UNSET or given is None or not sizes:
        return 1
    name = given
    if not isinstance(given, str):
        name = next((objects[c] for c in type(given).__mro__ if c in objects), None)
    if isinstance(name, str) and name in sizes:
        return sizes[name]
    got = describe(given) if isinstance(given, str) else type(given).__name__
    raise ValueError(f"{got} is no audio format of the spec: give {' or '.join(sizes)}")


def given_texts(*fields: tuple[str, Any]) -> str:
    """The members of a message for texts that are given, each with a comma before it."""
    return "".join(
        f",{encode_basestring_ascii(name)}:{encode_basestring_ascii(text)}"
        for name, text in fields
        if text is not UNSET
    )


def to_base64(audio: AudioData, sample: int = 1) -> str:
    """Audio as Base64; `ValueError` for uneven samples, `TypeError` for no bytes-like object."""
    if sample > 1:
        size = len(audio) if type(audio) is bytes else memoryview(audio).nbytes
        if size % sample:
            raise ValueError(_uneven(size, sample))
    try:
        return b2a_base64(audio, newline=False).decode()
    except BufferError:  # A view that leaves bytes out.
        return b2a_base64(memoryview(audio).tobytes(), newline=False).decode()


def from_base64(text: Json, path: str, sample: int = 1) -> bytes:
    """The bytes of a field at `path`, of padded Base64 without white space; or `DecodeError`."""
    if not isinstance(text, str):
        actual = "but it is missing" if text is UNSET else f"got {describe(text)}"
        raise _refused(path, f"expected Base64, {actual}")
    try:
        # Some versions of Python take a padding that is too long.
        if len(text) % 4 or text.endswith("==="):
            raise ValueError("incorrect padding")
        audio = a2b_base64(text, strict_mode=True)
    except ValueError as error:
        reason = str(error)[:1].lower() + str(error)[1:]
        misfit = f"expected Base64, got {describe(text)} ({reason})"
        raise _refused(path, misfit) from None
    if sample > 1 and len(audio) % sample:
        raise _refused(path, _uneven(len(audio), sample))
    return audio


def read_audio(
    classes: Mapping[type, Fields], event: object, field: str | None, sample: int
) -> bytes | None:
    """The bytes of an event's audio; None where an optional field has none."""
    fields = next((classes[c] for c in type(event).__mro__ if c in classes), None)
    if fields is None:
        raise TypeError(f"{type(event).__name__} has no field that holds audio")
    if field is None and len(fields) == 1:
        (field,) = fields
    if field is None or field not in fields:
        names = " or ".join(fields)
        raise TypeError(f"name the field of {type(event).__name__}: {names}")
    wire_name, required = fields[field]
    text: Json = getattr(event, field)
    if not required and (text is None or text is UNSET):
        return None
    return from_base64(text, f"$.{wire_name}", sample)


def _uneven(size: int, sample: int) -> str:
    return f"{size} bytes are not a whole number of samples of {sample} bytes"


def _refused(path: str, message: str) -> DecodeError:
    problems = (Problem(path, message),)
    return DecodeError("the audio cannot be decoded", problems=problems)
