"""Images sorted into columns by what each is taken for; they hop when that changes."""

from __future__ import annotations

from typing import Any, NamedTuple, Self

import numpy as np

from visuals.drawing.camera import Canvas
from visuals.drawing.dial import Dial
from visuals.drawing.rates import gently
from visuals.network.pixels import Followed, asked
from visuals.network.tiles import FRAME, PAPER, RIM, Tiles, pin
from visuals.terrain.palette import channels
from visuals.theme import INK

FLIGHT = 0.36  # of a step of the history: how long a tile that hops is in the air
ARC = (0.28, 0.07)  # how high it hops: at least, and for each scene unit of its way
FILLED = 0.93  # of a seat's width is the tile's; the rest is the gap
GOLDEN = (np.sqrt(5) - 1) / 2  # multiples of it, without their whole part, are evenly spread in any number


class Columns(NamedTuple):
    """Columns that stand on a floor side by side, `pitch` scene units apart; in each, rows of `across` seats.

    A seat is `tile` wide and high. Where the fullest column would grow higher than `height`, the seats of all
    columns shrink alike until it fits, more of them in a row: no tile hides another, and how high columns are
    can still be compared.
    """

    left: float
    floor: float
    height: float
    pitch: float
    across: int
    tile: float

    def middle(self, column: np.ndarray | int) -> np.ndarray:
        """Where the middle of a column stands, across."""
        return np.asarray(self.left + (np.asarray(column) + 0.5) * self.pitch)

    def in_a_row(self, fullest: int) -> int:
        """How many seats stand in a row where the fullest column holds so many."""
        across = self.across
        while across * int(self.height / self.seat(across) + 1e-9) < fullest:
            across += 1
        return across

    def seat(self, across: int) -> float:
        """How wide and high a seat is where so many stand in a row."""
        return self.tile * self.across / across

    def places(self, column: np.ndarray, seat: np.ndarray, fullest: int) -> np.ndarray:
        """Where seats (n,) of columns (n,) are if the fullest column holds so many: (n, 2)."""
        across = self.in_a_row(fullest)
        row, at = np.divmod(seat, across)
        x = self.middle(column) + (at - (across - 1) / 2) * self.seat(across)
        return np.stack([x, self.floor + (row + 0.5) * self.seat(across)], axis=-1)


def seats(classes: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Which seat of its column each of n things takes at every stop of a history: (stops, n), from 0.

    `classes` (stops, n) are their columns, `labels` (n,) the columns where they belong. In each column those
    that belong there sit first. Whoever can keep a seat keeps it; the others take what is free, from seat 0
    on, so that a column never has a gap.
    """
    taken = np.full(classes.shape, -1)
    for k, now in enumerate(classes):
        stays = (now == classes[k - 1]) if k else np.zeros(len(now), dtype=bool)
        for column in np.unique(now):
            inside = now == column
            first = 0
            for group in (inside & (labels == column), inside & (labels != column)):
                members = np.flatnonzero(group)
                room = np.arange(first, first + len(members))
                old = np.where(stays[members], taken[k - 1, members], -1) if k else np.full(len(members), -1)
                keeps = (old >= first) & (old < first + len(members))
                taken[k, members[keeps]] = old[keeps]
                taken[k, members[~keeps]] = np.setdiff1d(room, old[keeps])
                first += len(members)
    return taken


class SortedTiles(Tiles):
    """An image for each of `images` (n, rows, columns), standing in the column of its class.

    `classes` (stops, n) tells the class of each at every stop of a history, the dial `at` (which may be
    shared: give a Walk's) how far it has come; between two stops those whose class changes hop over, one
    after another. `labels` (n,) are the true classes: whose class is another one wears a frame. `columns`
    say where they stand, and `others`, where the dial `aside` (0 to 1) takes them. Before they are sorted
    (dial `sorted`, 0 to 1) they lie at `loose` (n, 2), `loose_tile` wide. Dials besides: framed (0 to 1),
    grown, opacity.
    """

    def __init__(
        self,
        images: np.ndarray,
        classes: np.ndarray,
        labels: np.ndarray,
        *,
        at: Dial,
        columns: Columns,
        others: Columns | None = None,
        loose: Followed | None = None,
        loose_tile: Followed | float = 1.0,
    ) -> None:
        self.classes, self.labels, self.at = np.asarray(classes), np.asarray(labels), at
        if self.classes.shape[1:] != self.labels.shape or len(images) != len(self.labels):
            raise ValueError(
                f"classes must have a column and labels an entry for each of {len(images)} images,"
                f" got shapes {self.classes.shape} and {self.labels.shape}"
            )
        self.columns, self.others = columns, columns if others is None else others
        self.seat = seats(self.classes, self.labels)
        crowds = [int(np.bincount(each).max()) for each in self.classes]
        self.fullest = [max(crowds[k:]) for k in range(len(crowds))]  # from a stop on
        self.lead = (np.arange(len(self.labels)) * GOLDEN) % 1.0 * (1.0 - FLIGHT)
        self.loose = None if loose is None else asked(loose)
        self.loose_tile = asked(np.asarray(loose_tile) if not callable(loose_tile) else loose_tile)
        self.sorted, self.aside, self.framed = Dial(float(loose is None)), Dial(0.0), Dial(1.0)
        self._stops: dict[tuple[int, float], np.ndarray] = {}
        super().__init__(
            self.now, images, size=(columns.tile * FILLED,) * 2, marked=self.marks, mark_ink=INK.minus
        )
        self.add(self.sorted, self.aside, self.framed)

    # -- where they are --------------------------------------------------------------------------------

    def step(self) -> tuple[int, float]:
        """Between which stop and the next the history is, and how far."""
        last = len(self.classes) - 1
        now = min(max(self.at.get_value(), 0.0), float(last))
        before = min(int(now), max(last - 1, 0))
        return before, now - before

    def stop(self, k: int) -> np.ndarray:
        """Where they stand at stop k of the history, as far aside as they are now: (n, 2)."""
        k, aside = min(k, len(self.classes) - 1), self.aside.get_value()
        if (k, aside) not in self._stops:
            if len(self._stops) > 8:
                self._stops.clear()
            one, other = (
                each.places(self.classes[k], self.seat[k], self.fullest[k])
                for each in (self.columns, self.others)
            )
            self._stops[k, aside] = one + aside * (other - one)
        return self._stops[k, aside]

    def now(self) -> np.ndarray:
        """Where they are: (n, 2)."""
        k, _ = self.step()
        start, end = self.stop(k), self.stop(k + 1)
        hops, way = self.hopping, self.way
        places = start + way[:, None] * (end - start)
        high = ARC[0] + ARC[1] * np.abs(end[:, 0] - start[:, 0])
        lifted = places[:, 1] + 4.0 * way * (1.0 - way) * high
        places[:, 1] = np.where(
            hops, np.minimum(lifted, np.maximum(self.ceiling, places[:, 1])), places[:, 1]
        )
        if self.loose is None or self.sorted.get_value() >= 1.0:
            return np.asarray(places)
        gone = self.sorting[:, None]
        lying = self.loose()
        return np.asarray(lying + gone * (places - lying))

    @property
    def ceiling(self) -> float:
        """How high the middle of a tile hops at most: as high as half a tile above a full column."""
        one, other = (each.floor + each.height for each in (self.columns, self.others))
        return float(one + self.aside.get_value() * (other - one))

    @property
    def hopping(self) -> np.ndarray:
        """Whose class changes at the next stop: (n,) of truth values."""
        k, _ = self.step()
        after = min(k + 1, len(self.classes) - 1)
        return np.asarray(self.classes[k] != self.classes[after])

    @property
    def way(self) -> np.ndarray:
        """How far each has come to where it stands at the next stop: (n,), 0 to 1."""
        share = self.step()[1]
        return gently(np.where(self.hopping, np.clip((share - self.lead) / FLIGHT, 0.0, 1.0), share))

    @property
    def taken_for(self) -> np.ndarray:
        """The column that each counts in now: (n,); who hops counts in the new one from half way on."""
        k, _ = self.step()
        after = min(k + 1, len(self.classes) - 1)
        return np.asarray(np.where(self.way < 0.5, self.classes[k], self.classes[after]))

    @property
    def sorting(self) -> np.ndarray:
        """How far each has come from where it lay to its column: (n,), 0 to 1."""
        leaving = np.linspace(0.0, 1.0 - FLIGHT, len(self.labels))
        return gently(np.clip((self.sorted.get_value() - leaving) / FLIGHT, 0.0, 1.0))

    def sides(self) -> np.ndarray:
        """How wide and high each tile is now: (n,) scene units."""
        k, share = self.step()
        seat = self._seat(k) + gently(share) * (self._seat(k + 1) - self._seat(k))
        if self.loose is None or self.sorted.get_value() >= 1.0:
            return np.full(len(self.labels), FILLED * seat)
        lying = float(self.loose_tile())
        return np.asarray(FILLED * (lying + self.sorting * (seat - lying)))

    def _seat(self, k: int) -> float:
        """How wide a seat is at stop k, as far aside as they are now."""
        fullest = self.fullest[min(k, len(self.fullest) - 1)]
        one, other = (each.seat(each.in_a_row(fullest)) for each in (self.columns, self.others))
        return one + self.aside.get_value() * (other - one)

    def marks(self) -> np.ndarray:
        """How strongly each is framed now: (n,); their sum is the number of those in a wrong column."""
        return np.asarray((self.taken_for != self.labels) * self.framed.get_value())

    def __getstate__(self) -> dict[str, Any]:
        """All but the stops that were worked out, which are worked out again."""
        return self.__dict__ | {"_stops": {}}

    def __deepcopy__(self, memo: dict[int, Any]) -> Self:
        for each in (self.loose, self.loose_tile):  # a copy asks the same lecture, not a copy of it
            if each is not None:
                memo.setdefault(id(each), each)
        return super().__deepcopy__(memo)

    # -- drawing ---------------------------------------------------------------------------------------

    def above(self) -> np.ndarray:
        """In which layer each lies: (n,), the higher over the lower; in one layer lower places lie on top."""
        return np.asarray(self.hopping & (self.step()[1] > 0.0))

    def strength(self) -> np.ndarray:
        """How opaque each is: (n,), 0 to 1."""
        return np.ones(len(self.labels))

    def shown(self) -> tuple[np.ndarray, ...]:
        return *super().shown(), self.sides(), self.strength()

    def draw(self, canvas: Canvas, grown: float, opacity: float) -> None:
        places, sides, strength = self.places, self.sides(), self.strength()
        images, marks = self.values / self.most, self.marked
        order = np.lexsort((-places[:, 1], self.above()))
        inks = np.stack([channels(each) for each in (INK.text, INK.text, PAPER, RIM, self.mark_ink)])
        spots = canvas.to_pixels(places)
        per_unit = np.array(canvas.per_unit)
        alike = (np.diff(sides[order]) == 0.0) & (np.diff(strength[order]) == 0.0)
        for some in np.split(order, np.flatnonzero(~alike) + 1):
            half, share = per_unit * sides[some[0]] * grown / 2, opacity * strength[some[0]]
            fine = FRAME * canvas.fine * min(1.0, 1.5 * sides[some[0]] / self.columns.tile)
            pin(
                spots[some],
                images[some],
                half,
                marks[some],
                False,
                self.rim,
                fine,
                inks,
                share,
                canvas.pixels,
            )
