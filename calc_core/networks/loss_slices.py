"""Windows into a landscape of thousands of directions: two of them at a time, and what they cannot show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from jaxtyping import Float
from numpy import ndarray

from calc_core.errors import ShapeError, SingularError
from calc_core.landscapes.grids import Grid
from calc_core.networks.activations import ACTIVATIONS
from calc_core.networks.mlp import MLP, layer_views, mean_cost, run_forward
from calc_core.points import ArrayLike, as_numbers, as_points
from calc_core.results import Result, recorded


@dataclass(frozen=True, eq=False)
class Directions(Result):
    """Two directions in theta space, and the share of a path that each explains (0 where there is none)."""

    vectors: Float[ndarray, "2 P"]
    explained: Float[ndarray, " 2"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def explained_together(self) -> float:
        """Share of the path's spread that lies in the plane of the two."""
        return float(self.explained.sum())


@recorded
def filter_normalised_directions(
    theta: ArrayLike, sizes: ArrayLike, seed: int | np.random.Generator = 0
) -> Directions:
    """Two random directions in which every neuron moves in proportion to its own weights (Li et al., 2018).

    For each neuron j of each layer: d_W[:, j] is drawn from a bell and scaled to |d_W[:, j]| = |W[:, j]|;
    biases do not move. Without that a network with large weights would look flat merely for being large.

    Each neuron's part is as long as its own weights, and biases do not move:

    >>> net = networks.MLP((3, 2), output="softmax").init(0)
    >>> ways = networks.filter_normalised_directions(net.theta, (3, 2), seed=1)
    >>> length = lambda theta: np.linalg.norm(theta[:6].reshape(3, 2), axis=0)
    >>> print(np.allclose(length(ways.vectors[0]), length(net.theta)), ways.vectors[0, 6:])
    True [0. 0.]
    """
    shape = tuple(int(size) for size in np.asarray(sizes))
    knobs, rng = as_numbers(theta, "theta"), np.random.default_rng(seed)
    vectors = np.zeros((2, knobs.size))
    for vector in vectors:
        for (W, _), (move, _) in zip(layer_views(knobs, shape), layer_views(vector, shape), strict=True):
            drawn = rng.normal(size=W.shape)
            move[:] = drawn * np.linalg.norm(W, axis=0) / np.linalg.norm(drawn, axis=0)
    return Directions(vectors, np.zeros(2))


@recorded
def pca_directions(thetas: ArrayLike) -> Directions:
    """The two directions that hold most of a path thetas (k, P), seen from its last point.

    The leading right singular vectors of theta_k - theta_last; `explained` are their shares of the sum of
    squares. Raises SingularError for a path that spans no plane.

    A path in three dimensions that keeps to a plane is held by two directions whole:

    >>> t = np.linspace(0, 1, 9)
    >>> ways = networks.pca_directions(np.stack([t, t**2, 0 * t], axis=-1))
    >>> print(round(float(ways.explained_together), 6))
    1.0
    """
    path = as_points(thetas, name="thetas")
    if path.ndim != 2:
        raise ShapeError(f"thetas must have shape (k, P), got {path.shape}")
    _, sizes, directions = np.linalg.svd(path - path[-1], full_matrices=False)
    if len(sizes) < 2 or not sizes[1] > sizes[0] * 1e-12:
        raise SingularError("this path spans no plane: it needs at least three points that are not in line")
    return Directions(directions[:2].copy(), sizes[:2] ** 2 / np.sum(sizes**2))


@recorded
def loss_slice(
    net: MLP, X: ArrayLike, Y: ArrayLike, origin: ArrayLike, dirs: Directions, a: ArrayLike, b: ArrayLike
) -> Grid:
    """f[j, i] = L(origin + a_i d_1 + b_j d_2), the loss on rows X, Y: a plane cut through the landscape.

    a (na,) and b (nb,) are the plane's coordinates, origin (P,) is where they are 0. The first layer's sums
    are linear in a and b, so X meets its weights three times only.

    >>> net, X, Y = networks.MLP((2, 1), output="sigmoid"), [[1.0, 2.0], [0.0, 1.0]], [1.0, 0.0]
    >>> ways = networks.Directions(vectors=np.eye(3)[:2], explained=np.array([1.0, 0.0]))
    >>> print(networks.loss_slice(net, X, Y, np.zeros(3), ways, [0.0, 1.0], [0.0]).f.round(4))
    [[0.6931 0.5032]]
    """
    rows, targets = net.rows(X, Y)
    across, up = (np.atleast_1d(as_numbers(each, name)) for each, name in ((a, "a"), (b, "b")))
    start = as_points(origin, net.n_params, "origin")
    bend = ACTIVATIONS[net.activation].value
    sums = [rows @ W + bias for W, bias in (layer_views(t, net.sizes)[0] for t in (start, *dirs.vectors))]
    f = np.empty((len(up), len(across)))
    for j, bj in enumerate(up):
        row = sums[0] + bj * sums[2]
        for i, ai in enumerate(across):
            z = row + ai * sums[1]
            deeper = layer_views(start + ai * dirs.vectors[0] + bj * dirs.vectors[1], net.sizes)[1:]
            if deeper:
                z = run_forward(net, deeper, bend(z))[1][-1]
            f[j, i] = mean_cost(net, z, targets)
    return Grid(across, up, f)


@dataclass(frozen=True, eq=False)
class PathShadow(Result):
    """A path through theta space and its shadow on a plane: ab[k] = (a, b), with the losses at both."""

    ab: Float[ndarray, "stops 2"]
    captured_variance: float  # |shadow|^2 / |path|^2, both seen from the origin, summed over the stops
    true_loss: Float[ndarray, " stops"]
    slice_loss: Float[ndarray, " stops"]
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def gap(self) -> Float[ndarray, " stops"]:
        """How far the loss on the slice lies from the true one, at every stop."""
        return np.asarray(np.abs(self.slice_loss - self.true_loss))

    @property
    def largest_gap(self) -> float:
        """The largest gap along the path."""
        return float(self.gap.max())


@recorded
def project_path(
    net: MLP,
    X: ArrayLike,
    Y: ArrayLike,
    thetas: ArrayLike,
    origin: ArrayLike,
    dirs: Directions,
    *,
    true_loss: ArrayLike | None = None,
) -> PathShadow:
    """Drop a perpendicular from every stop thetas (k, P) onto the plane origin + a d_1 + b d_2.

    `true_loss` (k,) may be given where another shadow of the same path has told it already.

    >>> net, X, Y = networks.MLP((2, 1), output="sigmoid"), [[1.0, 2.0], [0.0, 1.0]], [1.0, 0.0]
    >>> theta = networks.train(net, X, Y, learning_rate=0.5, epochs=8).theta
    >>> shadow = networks.project_path(net, X, Y, theta, theta[-1], networks.pca_directions(theta))
    >>> print(shadow.ab.shape, shadow.captured_variance > 0.99)
    (9, 2) True
    """
    rows, targets = net.rows(X, Y)
    path, start = as_points(thetas, net.n_params, "thetas"), as_points(origin, net.n_params, "origin")
    if path.ndim != 2:
        raise ShapeError(f"thetas must have shape (k, {net.n_params}), got {path.shape}")
    away = path - start
    solved, _, rank, _ = np.linalg.lstsq(dirs.vectors.T, away.T)
    if rank < 2:
        raise SingularError("two directions in line span no plane")
    ab = solved.T
    shadows, size = ab @ dirs.vectors, float(np.sum(away**2))
    captured = float(np.sum(shadows**2)) / size if size > 0 else 1.0

    def losses(stops: ndarray) -> ndarray:
        views = (layer_views(theta, net.sizes) for theta in stops)
        return np.array(
            [float(mean_cost(net, run_forward(net, each, rows)[1][-1], targets)) for each in views]
        )

    true = losses(path) if true_loss is None else as_points(true_loss, len(path), "true_loss")
    return PathShadow(ab, captured, true, losses(start + shadows))


@dataclass(frozen=True, eq=False)
class TurningShadow(Result):
    """A plane that turns under a path, seen in three directions of theta space: one lies aside of the plane.

    In these three, path[t, k] are the stops, plane[t] the plane's two unit directions, and shadow[t, k] the
    feet of the stops on it: the same feet as in all the other directions.
    """

    path: Float[ndarray, "turns stops 3"]
    plane: Float[ndarray, "turns 2 3"]
    captured: Float[ndarray, " turns"]  # |shadow|^2 / |path|^2, summed over the stops
    units: Mapping[str, str] = field(default_factory=dict)

    @property
    def ab(self) -> Float[ndarray, "turns stops 2"]:
        """The shadows in the plane's own two directions."""
        return np.asarray(self.path @ np.swapaxes(self.plane, 1, 2))

    @property
    def shadow(self) -> Float[ndarray, "turns stops 3"]:
        """The feet of the stops on the plane."""
        return np.asarray(self.ab @ self.plane)


@recorded
def turning_shadow(
    thetas: ArrayLike, origin: ArrayLike, start: Directions, end: Directions, turned: ArrayLike
) -> TurningShadow:
    """Shadows of thetas (k, P) while the plane through origin turns from `start` to `end`, hinge by hinge.

    First it turns about its direction at right angles to end 1, until it holds end 1; then about end 1, until
    it holds end 2. Each is a turn in three directions; between them the one aside of the plane is changed.
    `turned` (turns, 3) tells for each moment which share of the first turn, of that change and of the second
    turn is done: from (0, 0, 0) at `start` to (1, 1, 1) at `end`. Raises SingularError where a pair spans no
    plane, or where end 1 is at right angles to the start.

    How much of a path a plane holds before, while and after it turns to the path's own plane:

    >>> path = np.array([[1.0, 2.0, 3.0, 4.0], [0.5, 1.0, 0.0, 2.0], [0.0, 0.0, 0.0, 0.0]])
    >>> start = networks.Directions(vectors=np.eye(4)[:2], explained=np.ones(2) / 2)
    >>> end, shares = networks.pca_directions(path), [(0, 0, 0), (1, 0, 0), (1, 1, 1)]
    >>> print(networks.turning_shadow(path, path[-1], start, end, shares).captured.round(3))
    [0.177 0.96  1.   ]
    """
    path, shares = as_points(thetas, name="thetas"), as_points(turned, 3, "turned")
    if path.ndim != 2 or shares.ndim != 2:
        raise ShapeError(
            f"thetas must have shape (k, P) and turned (turns, 3), got {path.shape} and {shares.shape}"
        )
    away = path - as_points(origin, path.shape[1], "origin")
    first, (one, two) = orthonormal(start.vectors), orthonormal(end.vectors)
    one = one if away[0] @ one >= 0 else -one  # up
    lean = first @ one
    if not np.linalg.norm(lean) > 1e-12:
        raise SingularError("the end's first direction is at right angles to the plane it starts from")
    near, hinge = np.array([lean, [-lean[1], lean[0]]]) @ first / np.linalg.norm(lean)
    two = two if hinge @ two >= 0 else -two
    up, to_one = aside(near, one)
    beyond, to_two = aside(hinge, two)
    out = np.sin(to_one) * near - np.cos(to_one) * up  # aside of the plane once it holds end 1
    change, to_beyond = aside(out, beyond)
    held, off = np.array([np.cos(to_one), 0, np.sin(to_one)]), np.array([np.sin(to_one), 0, -np.cos(to_one)])
    level = np.array([0.0, 1.0, 0.0])
    paths, planes = [], []
    for a, b, c in shares:
        third = np.cos(b * to_beyond) * out + np.sin(b * to_beyond) * change
        seen = np.stack([away @ each for each in (one, hinge, third)], axis=1)
        paths.append(seen @ np.stack([held, level, off]))
        tilt, swing = a * to_one, c * to_two
        planes.append([
            np.array([np.cos(tilt), 0.0, np.sin(tilt)]), np.cos(swing) * level + np.sin(swing) * off
        ])  # fmt: skip
    seen, plane = np.stack(paths), np.array(planes)
    shadows = seen @ np.swapaxes(plane, 1, 2)
    return TurningShadow(seen, plane, np.sum(shadows**2, axis=(1, 2)) / np.sum(away**2))


def aside(near: Float[ndarray, " P"], far: Float[ndarray, " P"]) -> tuple[Float[ndarray, " P"], float]:
    """Of two unit vectors: the unit vector aside of the first, in their plane, and the angle between them."""
    rest = far - (near @ far) * near
    size = float(np.linalg.norm(rest))
    if not size > 1e-12:
        raise SingularError("the plane that it turns to has a direction of the plane it starts from")
    return rest / size, float(np.arctan2(size, near @ far))


def orthonormal(vectors: Float[ndarray, "2 P"]) -> Float[ndarray, "2 P"]:
    """The orthonormal pair nearest to a pair of vectors: its polar factor."""
    left, sizes, right = np.linalg.svd(vectors, full_matrices=False)
    if not sizes[-1] > 1e-12 * sizes[0]:
        raise SingularError("two directions in line span no plane")
    return np.asarray(left @ right)
