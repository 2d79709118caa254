"""What `migrate` knows of a program is found without looking through all of it."""

from __future__ import annotations

import random

from realtime_codegen.migrate.edits import ByteSpan
from realtime_codegen.migrate.ranges import Ranges
from realtime_codegen.migrate.scene import Scene
from realtime_codegen.migrate.values import Foreign
from tests.tools.night import share


def test_ranges_are_found_as_by_looking_at_each() -> None:
    for seed in range(share(2_000)):
        pick = random.Random(seed)
        ranges, added = Ranges(), list[ByteSpan]()
        for _ in range(pick.randint(1, 40)):
            start = pick.randint(0, 60)
            span = start, start + pick.choice((0, 1, 2, 5, 20))
            expected = any(span[0] < end and begin < span[1] for begin, end in added)
            assert ranges.overlaps(span) is expected, (seed, span, added)
            if pick.random() < 0.7:
                ranges.add(span)
                added.append(span)


def test_paths_are_forgotten_as_by_looking_at_each() -> None:
    parts = ("a", "b", ".a", ".b", "[0]", "['x.y']", "[a[0].b]", ".a.b")
    for seed in range(share(2_000)):
        pick = random.Random(seed)
        scene, kept = Scene(), dict[str, Foreign]()
        for _ in range(60):
            path = pick.choice("ab") + "".join(pick.choices(parts, k=pick.randint(0, 4)))
            act = pick.random()
            if act < 0.6:
                value = Foreign()
                if act < 0.3:
                    _forget(kept, path)
                    scene.set(path, value)
                else:
                    scene.refine(path, value)
                kept[path] = value
            elif act < 0.95:
                _forget(kept, path)
                scene.forget(path)
            else:
                scene = scene.copy()
            assert scene.values == kept, (seed, path)


def _forget(kept: dict[str, Foreign], path: str) -> None:
    inside = (f"{path}.", f"{path}[")
    for known in [one for one in kept if one == path or one.startswith(inside)]:
        del kept[known]
