"""Models of pydantic used by an interpreter of another environment, which has nothing else.

    python use_models.py FOLDER PACKAGE

Reads each fixture of the package as a member of its group, from text and from data, and prints the
version of pydantic and how many messages came back as they were.
"""

from __future__ import annotations

import importlib
import json
import sys
import warnings
from pathlib import Path

import pydantic

warnings.simplefilter("error")
folder, package = Path(sys.argv[1]), sys.argv[2]
sys.path.insert(0, str(folder))
models = importlib.import_module(f"{package}.pydantic_models")
fixtures = folder / "fixtures" / package
more = {"undeclared": [None, {"a": 1.0}]}
count = 0
for entry in json.loads((fixtures / "index.json").read_text(encoding="utf-8"))["events"]:
    adapter = pydantic.TypeAdapter(getattr(models, entry["group"]))
    message = {**json.loads((fixtures / entry["file"]).read_text(encoding="utf-8")), **more}
    for event in (adapter.validate_python(message), adapter.validate_json(json.dumps(message))):
        assert type(event).__name__ == entry["class"]
        assert json.loads(event.model_dump_json()) == message
        assert json.loads(adapter.dump_json(event)) == message
    unknown = adapter.validate_python({"type": "nobody", **more})
    assert json.loads(adapter.dump_json(unknown)) == {"type": "nobody", **more}
    assert adapter.json_schema()["$defs"]
    count += 1
sys.stdout.write(f"{pydantic.VERSION} {count}\n")
