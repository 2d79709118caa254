"""`python -m realtime_codegen` is the command `realtime-codegen`."""

from __future__ import annotations

if __name__ == "__main__":
    import gc

    gc.disable()  # For the imports, too: see `cli.memory`.

    from .cli import run

    run()
