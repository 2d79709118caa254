"""The syntax tree of a program, with the places of names and texts, and its scopes."""
