"""Drawn frames as PNG, within a bound of memory: the least recently used are dropped first."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

Run = tuple[int, int]  # the first and the last of frames that follow one another


@dataclass(eq=False)
class Picture:
    """One drawn picture, and the frames of a beat that show it."""

    stamp: str
    frames: set[int]
    data: bytes


class FrameStore:
    """PNGs by the stamp of their beat and their number in it. Frames that look the same share one."""

    def __init__(self, bound: int) -> None:
        self.bound = bound  # bytes
        self.size = 0
        self._pictures: OrderedDict[int, Picture] = OrderedDict()
        self._beats: defaultdict[str, dict[int, Picture]] = defaultdict(dict)

    def put(self, stamp: str, first: int, last: int, data: bytes) -> None:
        """Store the PNG of the frames `first` to `last`; those that are stored already stay as they are."""
        beat = self._beats[stamp]
        fresh = {n for n in range(first, last + 1) if n not in beat}
        if not fresh or len(data) > self.bound:
            return
        picture = Picture(stamp, fresh, data)
        self._pictures[id(picture)] = picture
        beat.update(dict.fromkeys(fresh, picture))
        self.size += len(data)
        while self.size > self.bound:
            self._drop(next(iter(self._pictures.values())))

    def get(self, stamp: str, number: int) -> bytes | None:
        """A frame's PNG; None if it is not stored."""
        picture = self._beats.get(stamp, {}).get(number)
        if picture is None:
            return None
        self._pictures.move_to_end(id(picture))
        return picture.data

    def has(self, stamp: str, number: int) -> bool:
        """Whether a frame is stored; this does not count as a use."""
        return number in self._beats.get(stamp, {})

    def runs(self, stamp: str) -> list[Run]:
        """The frames of a beat that are stored."""
        return runs_of(self._beats.get(stamp, {}))

    def forget(self, stamp: str) -> None:
        """Drop the frames of a beat that has changed."""
        for picture in {id(each): each for each in self._beats.get(stamp, {}).values()}.values():
            self._drop(picture)
        self._beats.pop(stamp, None)

    def _drop(self, picture: Picture) -> None:
        del self._pictures[id(picture)]
        self.size -= len(picture.data)
        for number in picture.frames:
            del self._beats[picture.stamp][number]


def runs_of(numbers: Iterable[int]) -> list[Run]:
    """Numbers as runs, in ascending order."""
    runs: list[Run] = []
    for n in sorted(numbers):
        if runs and runs[-1][1] == n - 1:
            runs[-1] = (runs[-1][0], n)
        else:
            runs.append((n, n))
    return runs
