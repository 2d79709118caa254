"""Python modules as text: a syntax tree, and its printer."""
