"""The report on the processor time of tests."""

from __future__ import annotations

import json
from pathlib import Path

from tests.tools.cpu import Cost, read_costs, report

COSTS = [
    Cost("tests/test_a.py::test_one[1]", 1.0, 0.5),
    Cost("tests/test_a.py::test_one[2]@group", 2.0, 0.0),
    Cost("tests/test_b.py::test_two", 0.25, 4.0),
    Cost("", 5.0, 0.0),
    Cost("", 1.0, 0.0),
]


def test_what_took_most_comes_first() -> None:
    assert [line.split(maxsplit=1) for line in report(COSTS)] == [
        ["7.8", "s in 3 tests, 4.5 s of it in what they started"],
        ["2.8", "s besides: imports, collecting the tests, reports"],
        ["files", "that take most:"],
        ["4.2", "s in     1: tests/test_b.py"],
        ["3.5", "s in     2: tests/test_a.py"],
        ["tests", "that take most:"],
        ["4.2", "s in     1: tests/test_b.py::test_two"],
        ["3.5", "s in     2: tests/test_a.py::test_one"],
    ]


def test_the_notes_of_each_process_are_read(tmp_path: Path) -> None:
    for number, costs in enumerate((COSTS[:2], COSTS[2:])):
        lines = "".join(f"{json.dumps(cost)}\n" for cost in costs)
        (tmp_path / f"{number}.jsonl").write_text(lines)
    assert read_costs(tmp_path) == COSTS
