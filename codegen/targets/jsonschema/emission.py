"""The target `jsonschema`: all declarations as one JSON Schema."""

from __future__ import annotations

from ...wire.json_schema import JsonSchemas, Schema, document_text
from ..base import Emission, Page, Request

__all__ = ["emit"]


def emit(request: Request) -> Emission:
    """The document, one page of JSON."""
    page = Page(
        path=f"jsonschema/{request.package}.schema.json",
        template="jsonschema/schema.json.j2",
        variables={"text": document_text(_document(request))},
    )
    return Emission(pages=(page,))


def _document(request: Request) -> Schema:
    """The definitions; the schema itself accepts the messages of all groups, if there are any."""
    schemas = JsonSchemas(request.model, request.names)
    id_ = request.options["id"]
    groups = [request.names.declarations[group.id] for group in request.model.groups]
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **({"$id": id_} if id_ else {}),
        "$comment": "\n".join(request.header),
        "title": request.model.spec.name,
        **({"anyOf": [schemas.reference(name) for name in groups]} if groups else {}),
        "$defs": schemas.definitions(),
    }
