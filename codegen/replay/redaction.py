"""Remove secrets from recordings.

A text is replaced if its field has the name of a secret, or if it comes from a secret header or the
address of the connection. It is also replaced if it equals a text that was replaced before, or
looks like a key, a token or an address with a password.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any, Final
from urllib.parse import parse_qsl, unquote, urlsplit

from ..runtime._problems import tells_secret
from ..runtime._wire import DecodeError, read_object, write_json
from .known_texts import KnownTexts

__all__ = ["REDACTED", "Redaction"]

REDACTED: Final = "REDACTED"

_SHORTEST: Final = 6
"""Shorter secrets are replaced in their own field only: elsewhere they may be ordinary text."""
_MOST: Final = 10_000
_SCHEMES: Final = frozenset({"bearer", "basic", "digest", "token", "apikey", "aws4-hmac-sha256"})
_LOOKS_SECRET: Final = re.compile(
    r"""
    \b(?:sk|ek|pk|rk|ak|key|ghp|gho|ghs|github_pat|xox[abps]|xai|hf|pat)[-_][A-Za-z0-9_-]{8,}
    | \bsess-[A-Za-z0-9]{16,}
    | (?<=\b[Bb]earer\ )[^\s"',;]{4,}
    | (?<=\b[Bb]asic\ )[A-Za-z0-9+/=_-]{8,}
    | (?<=insecure-api-key\.)[^\s"',;]+
    | \bAKIA[A-Z0-9]{12,}
    """,
    re.VERBOSE,
)
_WEB_TOKEN: Final = re.compile(r"\beyJ[A-Za-z0-9_-]{4,}+(?:\.[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]*)*)?")
"""A JSON web token, or its first part alone, so that none is searched for inside another."""
_ADDRESS: Final = re.compile(r"(?i)\b[a-z][a-z0-9+.-]{1,20}://[^\s\"'<>]+")
_USER: Final = re.compile(r"(?<=://)[^/?#@\s]*@")
_PARAMETER: Final = re.compile(r"(?<=[?&;#])([^=&;#\s]+)=([^&;#\s]*)")
_KINDS: Final = frozenset({"type", "object"})
_SCHEMA: Final = frozenset({"$ref", "anyOf", "enum"})
_TYPES: Final = ("string", "number", "integer", "boolean", "object", "array", "null")
_PLAIN: Final = re.compile(r"[a-z_. -]*")
_RARE: Final = 8
_LONG: Final = 20


class Redaction:
    """Replaces the secrets of one connection, and learns those that it sees."""

    def __init__(self) -> None:
        self._known = KnownTexts()

    def learn_headers(self, headers: Iterable[tuple[str, str]]) -> None:
        """Learn the secrets of the headers of a request."""
        for name, value in headers:
            if name.lower() == "sec-websocket-protocol":
                for part in value.split(","):
                    if "key" in part.lower() and "." in part:
                        self._learn(part.strip().partition(".")[2])
            elif tells_secret(name):
                self._learn(value)
                for part in re.split(r"[\s;,]+", value):
                    _, is_pair, given = part.partition("=")
                    self._learn(given if is_pair and given.strip("=") else part)

    def learn_address(self, address: str) -> None:
        """Learn the secrets of an address: its user, and its parameters."""
        try:
            parts = urlsplit(address)
            secrets = [parts.username, parts.password]
        except ValueError:
            return
        secrets += [v for name, v in parse_qsl(parts.query) if tells_secret(name)]
        for secret in secrets:
            if secret:
                self._learn(secret)
                self._learn(unquote(secret))

    def learn_texts(self, secrets: Iterable[str]) -> None:
        """Learn secret texts, however short they are."""
        for secret in secrets:
            if secret:
                self._known.add(secret)

    def value(self, value: Any) -> Any:
        """A copy of a message without secrets."""
        self._learn_fields(value, secret=False)
        return self._replaced(value, secret=False)

    def text(self, text: str) -> str:
        """A text without known secrets, or text that looks like one."""
        text = _WEB_TOKEN.sub(_web_token, self._known.replaced(text, REDACTED))
        text = _LOOKS_SECRET.sub(REDACTED, text)
        return _ADDRESS.sub(_address, text) if "://" in text else text

    def _learn(self, secret: str) -> None:
        secret = secret.strip()
        if len(secret) >= _SHORTEST and secret not in self._known and len(self._known) < _MOST:
            if secret.lower() in _SCHEMES or secret == REDACTED:
                return
            self._known.add(secret)

    def _learn_fields(self, value: Any, *, secret: bool) -> None:
        if isinstance(value, dict):
            for name, inner, is_secret in _members(value, secret=secret):
                if not (is_secret and isinstance(inner, str) and _is_kept(name, inner)):
                    self._learn_fields(inner, secret=is_secret)
        elif isinstance(value, list):
            for inner in value:
                self._learn_fields(inner, secret=secret)
        elif isinstance(value, str):
            inner = _json_in(value)
            if secret:
                scheme, _, rest = value.partition(" ")
                for text in (value, rest if scheme.lower() in _SCHEMES else ""):
                    if _is_rare(text):
                        self._learn(text)
            elif inner is not None:
                self._learn_fields(inner, secret=False)

    def _replaced(self, value: Any, *, secret: bool) -> Any:
        if isinstance(value, dict):
            return {
                self.text(name): self._member(name, inner, secret=is_secret)
                for name, inner, is_secret in _members(value, secret=secret)
            }
        if isinstance(value, list):
            return [self._replaced(inner, secret=secret) for inner in value]
        if isinstance(value, str):
            if secret:
                return REDACTED if value else ""
            inner = _json_in(value)
            if inner is not None:
                made = self._replaced(inner, secret=False)
                return value if made == inner else write_json(made)
            return self.text(value)
        return value

    def _member(self, name: str, value: Any, *, secret: bool) -> Any:
        """Redact the value of a field; a number is secret only if its own field is."""
        if isinstance(value, str) and _is_kept(name, value):
            return self.text(value)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if is_number:
            return 0 if secret and tells_secret(name) else value
        return self._replaced(value, secret=secret)


def _members(value: dict[str, Any], *, secret: bool) -> Iterator[tuple[str, Any, bool]]:
    """The members of an object, each with whether it is secret.

    Schemas are not secret, and tokens with a probability are words. Headers for other servers are
    secret, whatever their name.
    """
    for name, inner in value.items():
        is_word = name == "token" and "logprob" in value
        is_schema = isinstance(inner, dict) and (
            not _SCHEMA.isdisjoint(inner) or inner.get("type") in _TYPES
        )
        is_named_secret = name.lower() == "headers" or (tells_secret(name) and not is_word)
        yield name, inner, secret or (is_named_secret and not is_schema)


def _is_kept(name: str, value: str) -> bool:
    """Whether a text in a secret object is only the tag of the object."""
    return name in _KINDS and _PLAIN.fullmatch(value) is not None


def _is_rare(text: str) -> bool:
    """Whether a text is long enough not to occur elsewhere by chance."""
    plain = _PLAIN.fullmatch(text) is not None
    return len(text) >= (_LONG if plain else _RARE)


def _json_in(text: str) -> Any:
    """Parse the JSON object in a text; None if there is none."""
    if not text.startswith("{") or not text.rstrip().endswith("}"):
        return None
    try:
        return read_object(text)
    except (DecodeError, RecursionError):
        return None


def _web_token(match: re.Match[str]) -> str:
    return REDACTED if "." in match[0] else match[0]


def _address(match: re.Match[str]) -> str:
    """An address without its user and its secret parameters."""

    def parameter(pair: re.Match[str]) -> str:
        name, value = pair[1], pair[2]
        return f"{name}={REDACTED if value and tells_secret(unquote(name)) else value}"

    return _PARAMETER.sub(parameter, _USER.sub(f"{REDACTED}@", match[0]))
