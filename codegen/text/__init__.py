"""Source files and places, diagnostics, and untrusted documents."""
