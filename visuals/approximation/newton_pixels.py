"""The inner loops of a Newton fractal: walks from a lattice of pixels, and more of them where ends differ.

The walk itself is calc_core's, compiled here: calc_core stands on numbers alone.
"""

from __future__ import annotations

from inspect import unwrap

import numpy as np
from numba import njit

from calc_core.approximation.newton_plane import LEAST, follow
from visuals.drawing.compiled import FAST
from visuals.drawing.pixels import blend

BLOCK = 4  # pixels from one walk of the lattice to the next
LANES = 24  # walks that go side by side
FLAT = 2.5  # jumps by which the lattice around a block may differ for the block to be filled by its corners
SHARP = 2.0  # jumps by which neighbouring pixels differ where several walks are sent from each
SAMPLES = 3  # of such a pixel, besides the one in its middle
AROUND = np.array([[-0.36, -0.13], [0.07, 0.38], [0.29, -0.25]])  # where they start, in pixels from there
LOST, NOT_WALKED = 127, 255  # labels: of walks that reach no root, of pixels in a block that is filled
NEVER = 1e3  # jumps of a walk that never arrives
APART = 1e4  # added to the jumps of a walk for each root before its own: more than any walk jumps
ROWS = 8  # of numbers of a walk: x, y, before, last, jumps, two of scratch, steps
OPAQUE = 255 << 24  # of a pixel as one number
MANTISSA, EXPONENT, BIAS = 52, 1023 << 52, 1023  # of a float64

Plane = tuple[tuple[float, float, float, float], np.ndarray, float, float, int]  # see `send`
Box = tuple[int, int, int, int]  # left, top, right, bottom
View = tuple[float, float, float, float]  # see `survey`
Paint = tuple[np.ndarray, float, float]  # see `shade`

walk = njit(**FAST)(unwrap(follow))  # the tests wrap what calc_core offers, and numba cannot compile that


@njit(**FAST)
def logarithms(numbers: np.ndarray, powers: np.ndarray) -> None:
    """Natural logarithms of positive numbers (2, n), in place, right to 1e-4; `powers` is scratch (n,).

    The polynomial is the best of fourth degree for the logarithm from 1 to 2.
    """
    bits = numbers.view(np.int64)
    for j in range(2):
        for i in range(powers.size):
            powers[i] = (bits[j, i] >> MANTISSA) - BIAS
            bits[j, i] = (bits[j, i] & ((1 << MANTISSA) - 1)) | EXPONENT
        for i in range(powers.size):
            m = numbers[j, i]
            high = 2.8212026 + (-1.4699568 + (0.44717955 - 0.056570851 * m) * m) * m
            numbers[j, i] = -1.7417939 + high * m + powers[i] * 0.69314718


@njit(**FAST)
def send(
    lanes: np.ndarray,
    count: int,
    plane: Plane,
    labels: np.ndarray,
) -> None:
    """Let the first `count` of the walks from lanes[0] + i lanes[1] go; tell labels, and steps in lanes[7].

    `plane`: coefficients, roots (n, 2), the length of a last jump, the size, the most jumps.
    """
    poly, roots, near, size, max_iter = plane
    for i in range(count, LANES):  # the others do the same as the last
        lanes[0, i], lanes[1, i] = lanes[0, count - 1], lanes[1, count - 1]
    last, scratch, steps = lanes[3], lanes[5:7], lanes[7]
    walk(lanes[0], lanes[1], lanes[2], last, lanes[4], scratch, poly, near, max_iter)
    scale, close = 1.0 / (size * size), -np.log(near / size)
    for i in range(LANES):
        scratch[0, i] = min(max(last[i] * scale, 1e-300), 1.0)
        scratch[1, i] = min(lanes[2, i] * scale, 1e300)
    logarithms(scratch, steps)
    for i in range(LANES):
        whole, far = max(-0.5 * scratch[0, i], LEAST), max(-0.5 * scratch[1, i], LEAST)
        scratch[0, i], scratch[1, i] = whole / close, whole / far
    logarithms(scratch, steps)
    for i in range(count):
        if not 0.0 <= last[i] <= near * near:
            labels[i], steps[i] = LOST, NEVER
            continue
        best, label = np.inf, LOST
        for k in range(roots.shape[0]):
            away = (lanes[0, i] - roots[k, 0]) ** 2 + (lanes[1, i] - roots[k, 1]) ** 2
            if away < best:
                best, label = away, k
        labels[i] = label
        steps[i] = lanes[4, i] - 1.0 - scratch[0, i] / scratch[1, i] if lanes[4, i] > 1.0 else 0.0


@njit(**FAST)
def survey(
    box: Box,
    view: View,
    plane: Plane,
    node_label: np.ndarray,
    node_steps: np.ndarray,
    torn: np.ndarray,
) -> None:
    """Labels and steps on the lattice about the pixels of `box` (left, top, right, bottom), and which blocks
    are `torn`: to be walked pixel by pixel.

    `view` is the number at the frame's upper left corner, and the width and height of a pixel, y upwards.
    Lattice and blocks are counted from the frame's corner.
    """
    left, top, right, bottom = box
    i_start, i_end = left // BLOCK, (right - 1) // BLOCK + 2
    j_start, j_end = top // BLOCK, (bottom - 1) // BLOCK + 2
    lanes, labels = np.empty((ROWS, LANES)), np.empty(LANES, dtype=np.uint8)
    for j in range(j_start, j_end):
        for start in range(i_start, i_end, LANES):
            count = min(LANES, i_end - start)
            for i in range(count):
                lanes[0, i] = view[0] + ((start + i) * BLOCK + 0.5) * view[2]
                lanes[1, i] = view[1] - (j * BLOCK + 0.5) * view[3]
            send(lanes, count, plane, labels)
            for i in range(count):
                node_label[j, start + i], node_steps[j, start + i] = labels[i], lanes[7, i]
    # labels told by great distances: ends are alike where the least and the largest number are near
    wide = i_end - i_start
    row, low, high = np.empty(wide + 3), np.empty((4, wide)), np.empty((4, wide))
    for j in range(j_start, j_end):
        for i in range(wide):
            row[i + 1] = node_steps[j, i_start + i] + APART * node_label[j, i_start + i]
        row[0], row[wide + 1], row[wide + 2] = row[1], row[wide], row[wide]
        now, after = j % 4, j + 1 == j_end
        for i in range(wide):
            low[now, i] = min(min(row[i], row[i + 1]), min(row[i + 2], row[i + 3]))
            high[now, i] = max(max(row[i], row[i + 1]), max(row[i + 2], row[i + 3]))
        # a block's four rows are known when the second row under its own is: the last blocks have fewer
        for block in range(max(j - 2, j_start), j if after else j - 1):
            first, end = max(block - 1, j_start), min(block + 3, j_end)
            for i in range(wide - 1):
                least, most = low[first % 4, i], high[first % 4, i]
                for other in range(first + 1, end):
                    least, most = min(least, low[other % 4, i]), max(most, high[other % 4, i])
                torn[block, i_start + i] = most - least > FLAT


@njit(**FAST)
def walk_torn(
    box: Box,
    view: View,
    plane: Plane,
    node_label: np.ndarray,
    node_steps: np.ndarray,
    torn: np.ndarray,
    label: np.ndarray,
    steps: np.ndarray,
) -> None:
    """Labels and steps of every pixel in the torn blocks of the box; the first of each is on the lattice.

    `label` and `steps` have a margin of one pixel, so that every pixel has four neighbours.
    """
    left, top, right, bottom = box
    lanes, labels = np.empty((ROWS, LANES)), np.empty(LANES, dtype=np.uint8)
    where, count = np.empty((LANES, 2), dtype=np.int64), 0
    label[top : bottom + 2, left : right + 2] = NOT_WALKED
    for j in range(top // BLOCK, (bottom - 1) // BLOCK + 1):
        for i in range(left // BLOCK, (right - 1) // BLOCK + 1):
            if torn[j, i]:
                for row in range(max(j * BLOCK, top), min(j * BLOCK + BLOCK, bottom)):
                    for column in range(max(i * BLOCK, left), min(i * BLOCK + BLOCK, right)):
                        if row == j * BLOCK and column == i * BLOCK:
                            label[row + 1, column + 1] = node_label[j, i]
                            steps[row + 1, column + 1] = node_steps[j, i]
                            continue
                        lanes[0, count] = view[0] + (column + 0.5) * view[2]
                        lanes[1, count] = view[1] - (row + 0.5) * view[3]
                        where[count, 0], where[count, 1] = row + 1, column + 1
                        count += 1
                        if count == LANES:
                            keep(lanes, count, plane, labels, where, label, steps)
                            count = 0
    if count:
        keep(lanes, count, plane, labels, where, label, steps)


@njit(**FAST)
def keep(
    lanes: np.ndarray,
    count: int,
    plane: Plane,
    labels: np.ndarray,
    where: np.ndarray,
    label: np.ndarray,
    steps: np.ndarray,
) -> None:
    """Send walks, and note their ends where they belong."""
    send(lanes, count, plane, labels)
    for k in range(count):
        label[where[k, 0], where[k, 1]] = labels[k]
        steps[where[k, 0], where[k, 1]] = lanes[7, k]


@njit(**FAST)
def fill(
    box: Box,
    node_label: np.ndarray,
    node_steps: np.ndarray,
    torn: np.ndarray,
    paint: Paint,
    opacity: float,
    frame: np.ndarray,
    whole: np.ndarray,
) -> None:
    """Lay the colours of the blocks that are not torn into the frame, evenly between their corners.

    `whole` is the frame once more, each pixel as one number of 32 bits, red in the lowest eight.
    """
    left, top, right, bottom = box
    i_start, i_end = left // BLOCK, (right - 1) // BLOCK + 1
    above, under = np.empty((i_end + 1, 3)), np.empty((i_end + 1, 3))
    for i in range(i_start, i_end + 1):
        shade(node_label[top // BLOCK, i], node_steps[top // BLOCK, i], paint, under[i])
    for j in range(top // BLOCK, (bottom - 1) // BLOCK + 1):
        above, under = under, above
        for i in range(i_start, i_end + 1):
            shade(node_label[j + 1, i], node_steps[j + 1, i], paint, under[i])
        for row in range(max(j * BLOCK, top), min(j * BLOCK + BLOCK, bottom)):
            t = (row - j * BLOCK) / BLOCK
            for i in range(i_start, i_end):
                if torn[j, i]:
                    continue
                x_start, x_end = max(i * BLOCK, left), min(i * BLOCK + BLOCK, right)
                if opacity >= 1.0 and x_end - x_start == BLOCK:
                    red, more_red = slant(above, under, i, 0, t)
                    green, more_green = slant(above, under, i, 1, t)
                    blue, more_blue = slant(above, under, i, 2, t)
                    for k in range(BLOCK):
                        mixed = ((red + k * more_red) >> 16) | ((green + k * more_green) >> 16) << 8
                        mixed |= ((blue + k * more_blue) >> 16) << 16 | OPAQUE
                        whole[row, x_start + k] = np.uint32(mixed)
                    continue
                for part in range(3):
                    start, rise = slant(above, under, i, part, t)
                    for column in range(x_start, x_end):
                        below = frame[row, column, part]
                        ink_here = (start + rise * (column - i * BLOCK)) / 65536 - 0.5
                        frame[row, column, part] = np.uint8(below + (ink_here - below) * opacity + 0.5)
                for column in range(x_start, x_end):
                    below = frame[row, column, 3]
                    frame[row, column, 3] = np.uint8(below + (255.0 - below) * opacity + 0.5)


@njit(**FAST)
def slant(above: np.ndarray, under: np.ndarray, i: int, part: int, t: float) -> tuple[int, int]:
    """A colour in the first pixel of a block's row, rounded upwards from a half, and what it gains from pixel
    to pixel: in integers, 2^16 to one level. `t` is how far the row lies between the lattice's two.
    """
    start = above[i, part] + (under[i, part] - above[i, part]) * t
    end = above[i + 1, part] + (under[i + 1, part] - above[i + 1, part]) * t
    return int((start + 0.5) * 65536), int((end - start) / BLOCK * 65536)


@njit(**FAST)
def fill_torn(
    box: Box,
    view: View,
    plane: Plane,
    torn: np.ndarray,
    label: np.ndarray,
    steps: np.ndarray,
    paint: Paint,
    opacity: float,
    frame: np.ndarray,
) -> None:
    """Lay the colours of torn blocks; pixels unlike a neighbour send SAMPLES walks of their own."""
    left, top, right, bottom = box
    each = LANES // SAMPLES
    lanes, labels = np.empty((ROWS, LANES)), np.empty(LANES, dtype=np.uint8)
    where, count, ink, total = np.empty((each, 2), dtype=np.int64), 0, np.empty(3), np.empty(3)
    for j in range(top // BLOCK, (bottom - 1) // BLOCK + 1):
        for i in range(left // BLOCK, (right - 1) // BLOCK + 1):
            if not torn[j, i]:
                continue
            for row in range(max(j * BLOCK, top), min(j * BLOCK + BLOCK, bottom)):
                for column in range(max(i * BLOCK, left), min(i * BLOCK + BLOCK, right)):
                    v, u = row + 1, column + 1
                    mine, now = label[v, u], steps[v, u]
                    mixed = differs(mine, now, label[v - 1, u], steps[v - 1, u])
                    mixed |= differs(mine, now, label[v + 1, u], steps[v + 1, u])
                    mixed |= differs(mine, now, label[v, u - 1], steps[v, u - 1])
                    mixed |= differs(mine, now, label[v, u + 1], steps[v, u + 1])
                    if not mixed:
                        shade(mine, now, paint, ink)
                        blend(frame, row, column, ink, opacity)
                        continue
                    for k in range(SAMPLES):
                        lanes[0, count * SAMPLES + k] = view[0] + (column + 0.5 + AROUND[k, 0]) * view[2]
                        lanes[1, count * SAMPLES + k] = view[1] - (row + 0.5 + AROUND[k, 1]) * view[3]
                    where[count, 0], where[count, 1] = row, column
                    count += 1
                    if count == each:
                        send(lanes, each * SAMPLES, plane, labels)
                        average(
                            where, count, label, steps, labels, lanes[7], paint, opacity, frame, ink, total
                        )
                        count = 0
    if count:
        send(lanes, count * SAMPLES, plane, labels)
        average(where, count, label, steps, labels, lanes[7], paint, opacity, frame, ink, total)


@njit(**FAST)
def differs(label: int, steps: float, other: int, others: float) -> bool:
    """Whether two neighbours end at different roots, or much later the one than the other."""
    return other != NOT_WALKED and (other != label or abs(others - steps) > SHARP)


@njit(**FAST)
def average(
    where: np.ndarray,
    count: int,
    label: np.ndarray,
    steps: np.ndarray,
    labels: np.ndarray,
    jumps: np.ndarray,
    paint: Paint,
    opacity: float,
    frame: np.ndarray,
    ink: np.ndarray,
    total: np.ndarray,
) -> None:
    """Give each of some pixels the mean colour of its walks, the one from its middle among them."""
    for pixel in range(count):
        row, column = where[pixel, 0], where[pixel, 1]
        shade(label[row + 1, column + 1], steps[row + 1, column + 1], paint, total)
        for k in range(SAMPLES):
            shade(labels[pixel * SAMPLES + k], jumps[pixel * SAMPLES + k], paint, ink)
            for part in range(3):
                total[part] += ink[part]
        for part in range(3):
            total[part] /= SAMPLES + 1
        blend(frame, row, column, total, opacity)


@njit(**FAST)
def shade(label: int, steps: float, paint: Paint, ink: np.ndarray) -> None:
    """The colour of a walk's end, between two tones.

    `paint`: tones (roots and one for the lost, tones, 3), the steps of the first, tones to one jump.
    """
    tones, first, rate = paint
    place = min(max((steps - first) * rate, 0.0), tones.shape[1] - 1.001)
    row = tones.shape[0] - 1 if label == LOST else label
    k = int(place)
    for part in range(3):
        ink[part] = tones[row, k, part] + (tones[row, k + 1, part] - tones[row, k, part]) * (place - k)
