"""What values look like on the wire: the shapes of a model, and what follows from them."""

from .lowering import lower, may_be_unknown, pattern, tag_of_stream

__all__ = ["lower", "may_be_unknown", "pattern", "tag_of_stream"]
