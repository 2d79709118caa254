"""The target `asyncapi`: channels, operations and messages of the groups, as AsyncAPI 3.0.

What a name calls the client's events is sent by the client, and what it calls the server's by
the server; the groups of one protocol are otherwise called the same, and share a channel.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any, Final

from ...model import ANY_OTHER, Declaration, DeclId, EventGroup, tag_text
from ...model.groups import why_no_groups
from ...text.markdown import prose
from ...wire.event_samples import EventSample, event_samples
from ...wire.json_schema import Dialect, JsonSchemas, document_text
from .._sides import side_of, subject_of
from ..base import Emission, Page, Request

__all__ = ["emit"]

_HTML: Final = re.compile(r"<(?=[/!?]|script)", re.IGNORECASE)


def _description(doc: str) -> str:
    """Convert a comment to a description in AsyncAPI: Markdown with HTML escaped.

    The template for HTML puts the whole document into a script, which a code span could end, too.
    """
    return _HTML.sub("&lt;", prose(doc))


_DIALECT: Final = Dialect(
    "#/components/schemas/", is_draft_7=True, is_asyncapi=True, described=_description
)


def emit(request: Request) -> Emission:
    """The document, one page of JSON; nothing for a spec that has no event group."""
    if not request.model.groups:
        return Emission(pages=(), why_empty=why_no_groups(request.model))
    page = Page(
        path=f"asyncapi/{request.package}.json",
        template="asyncapi/asyncapi.json.j2",
        variables={"text": document_text(_Document(request).whole())},
    )
    return Emission(pages=(page,))


class _Document:
    """The document of one model."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._model = request.model
        self._names = request.names
        self._schemas = JsonSchemas(request.model, request.names, _DIALECT)
        self._declarations = request.model.by_id()
        self._samples: dict[DeclId, list[EventSample]] = {}
        for sample in event_samples(request.model, request.names):
            self._samples.setdefault(sample.event, []).append(sample)

    def whole(self) -> dict[str, Any]:
        """The document as JSON data."""
        spec = self._model.spec
        channels: dict[str, list[EventGroup]] = {}
        for group in self._model.groups:
            channels.setdefault(self._subject(group), []).append(group)
        return {
            "asyncapi": "3.0.0",
            "x-generated": "\n".join(self._request.header),
            "info": {"title": spec.name or self._request.package, "version": spec.version or "0"},
            "defaultContentType": "application/json",
            "channels": {key: self._channel(groups) for key, groups in channels.items()},
            "operations": {
                self._stem(group): self._operation(key, group)
                for key, groups in channels.items()
                for group in groups
            },
            "components": {
                "messages": {self._key(id_): self._message(id_) for id_ in self._samples},
                "schemas": self._schemas.definitions(),
            },
        }

    def _key(self, id_: DeclId) -> str:
        return self._schemas.key(self._names.declarations[id_])

    def _stem(self, group: EventGroup) -> str:
        """The name of a group's operation."""
        return self._schemas.key(self._names.stems[group.id])

    def _subject(self, group: EventGroup) -> str:
        """The subject of a group, as the key of a channel."""
        return self._schemas.key(subject_of(group, self._names)) or "events"

    def _channel(self, groups: Sequence[EventGroup]) -> dict[str, Any]:
        events = dict.fromkeys(id_ for group in groups for id_ in group.interfaces)
        about = [self._declarations[group.id] for group in groups]
        return {
            "title": ", ".join(self._names.declarations[declaration.id] for declaration in about),
            "messages": {
                self._key(id_): {"$ref": f"#/components/messages/{self._key(id_)}"}
                for id_ in events
            },
        }

    def _operation(self, channel: str, group: EventGroup) -> dict[str, Any]:
        sends = side_of(group, self._names) == self._request.options["application"]
        return {
            "action": "send" if sends else "receive",
            "channel": {"$ref": f"#/channels/{channel}"},
            "title": self._names.declarations[group.id],
            **_described(self._declarations[group.id]),
            "messages": [
                {"$ref": f"#/channels/{channel}/messages/{self._key(id_)}"}
                for id_ in group.interfaces
            ],
        }

    def _message(self, id_: DeclId) -> dict[str, Any]:
        samples = self._samples[id_]
        name = self._names.declarations[id_]
        tags = [sample.tag for sample in samples if sample.tag is not ANY_OTHER]
        examples: dict[str, dict[str, Any]] = {}
        for sample in samples:
            if sample.value is not None:
                label = name if sample.tag is ANY_OTHER else tag_text(sample.tag)
                examples.setdefault(label, {"name": label, "payload": sample.value})
        return {
            "name": tag_text(tags[0]) if tags else name,
            "title": name,
            **_described(self._declarations[id_]),
            "payload": self._schemas.reference(name),
            **({"examples": list(examples.values())} if examples else {}),
        }


def _described(declaration: Declaration) -> dict[str, str]:
    text = _description(declaration.doc or "")
    return {"description": text} if text else {}
