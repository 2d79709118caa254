"""`python -m realtime_codegen` is the command `realtime-codegen`."""

from __future__ import annotations

from .cli import run

if __name__ == "__main__":
    run()
