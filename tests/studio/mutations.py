"""JSON as damage, another version or another program leaves it: one value exchanged, or no JSON at all."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

NO_JSON = {
    "nothing": b"",
    "a beginning": b'{"format": 1, "beats": [',
    "null": b"null",
    "a list": b"[]",
    "a number": b"3",
    "an empty object": b"{}",
    "no text": b"\xff\xfe\x00{",
    "a well": b"[" * 200_000,
    "not a number": b'{"format": 1, "seconds": NaN}',
}
OTHERS: tuple[Any, ...] = (None, True, -1, 0, 0.5, 10**400, "", "x", "\ud83d", [], [None], {}, {"x": None})


def mutations(told: Any) -> Iterator[tuple[str, Any]]:
    """Everything that comes of exchanging or losing one value in `told`: where, and the whole."""
    for path in [*_paths(told)]:
        for other in OTHERS:
            changed = copy.deepcopy(told)
            _at(changed, path[:-1])[path[-1]] = other
            yield f"{path} is {other!r:.20}", changed
        changed = copy.deepcopy(told)
        del _at(changed, path[:-1])[path[-1]]
        yield f"{path} is lost", changed


def _paths(told: Any, above: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    inside = told.items() if isinstance(told, dict) else enumerate(told) if isinstance(told, list) else ()
    for key, each in [*inside][:3] if isinstance(told, list) else inside:
        yield (*above, key)
        yield from _paths(each, (*above, key))


def _at(told: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        told = told[key]
    return told
