"""The text of Python modules: a tree of the language, and the one printer of it."""
