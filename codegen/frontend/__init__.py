"""From text to a model: syntax, parsing, and the resolution of types."""
