"""What the names of TypeScript's own library mean on the wire."""

from __future__ import annotations

from typing import Final

from ..model import Primitive
from .semantics import BIGINT, DATE, FUNCTION, SYMBOL, URL, TypeTerm

__all__ = ["CONVERTED", "LIBRARY_NAMESPACES", "OPAQUE", "WRAPPERS"]

CONVERTED: Final[dict[str, TypeTerm]] = {
    # JSON.stringify calls toJSON, which gives a string for these.
    "Date": DATE,
    "URL": URL,
    "String": Primitive("string"),
    "Number": Primitive("number"),
    "Boolean": Primitive("boolean"),
    "Object": Primitive("defined"),
    "Function": FUNCTION,
    "CallableFunction": FUNCTION,
    "NewableFunction": FUNCTION,
    "Symbol": SYMBOL,
    "PropertyKey": Primitive("string"),
    # It says what `this` is in methods, nothing of the data.
    "ThisType": Primitive("defined"),
    # The grammar knows the keyword only as a name.
    "bigint": BIGINT,
}
"""Library types with a plain JSON form."""

WRAPPERS: Final = frozenset({"NoInfer", "Readonly"})
"""Generic library types that are, on the wire, their argument."""

OPAQUE: Final = frozenset(
    """
    AbortController AbortSignal AggregateError ArrayBuffer ArrayBufferLike ArrayBufferView
    AsyncGenerator AsyncIterable AsyncIterableIterator AsyncIterator Atomics BigInt
    BigInt64Array BigUint64Array Blob BodyInit BroadcastChannel Buffer BufferSource
    ByteLengthQueuingStrategy CompressionStream CountQueuingStrategy
    CryptoKey CustomEvent DataView DOMException DecompressionStream Document Element Error
    ErrorEvent EvalError Event EventListener EventSource EventTarget File FileList
    FinalizationRegistry Float32Array Float64Array FormData Generator GeneratorFunction
    HTMLElement HTMLInputElement HTMLVideoElement HTMLAudioElement HTMLCanvasElement
    HTMLImageElement Headers HeadersInit IArguments ImageBitmap ImageData ImportMeta
    Int16Array Int32Array Int8Array Iterable IterableIterator Iterator
    IteratorResult JSON Map Math MediaRecorder MediaStream MediaStreamTrack MessageChannel
    MessageEvent MessagePort Node NodeList OmitThisParameter Performance Promise
    PromiseConstructor PromiseLike Proxy RTCDataChannel RTCPeerConnection RangeError
    ReadableStream ReadableStreamDefaultReader ReadonlyMap ReadonlySet ReferenceError RegExp
    RegExpExecArray RegExpMatchArray Request RequestInfo RequestInit Response ResponseInit
    Set SharedArrayBuffer Storage StructuredSerializeOptions SubtleCrypto SyntaxError
    TemplateStringsArray TextDecoder TextEncoder ThisParameterType TransformStream TypeError
    TypedPropertyDescriptor URIError URLSearchParams Uint16Array Uint32Array Uint8Array
    Uint8ClampedArray WeakKey WeakMap WeakRef WeakSet WebSocket Window Worker WritableStream
    XMLHttpRequest
    """.split()
)
"""Library types that JSON does not carry as data."""

LIBRARY_NAMESPACES: Final = frozenset(
    {"Intl", "NodeJS", "WebAssembly", "globalThis", "React", "JSX"}
)
"""Namespaces of library types."""
