"""Curves with knobs: each model knows its parameters, their units and how every knob bends the curve."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Inexact
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.points import ArrayLike, Real, as_numbers, as_points

Curve = Callable[[ndarray, ndarray], ndarray]
Guess = Callable[[ndarray, ndarray], ndarray]


@dataclass(frozen=True, eq=False)
class Model:
    """y = f(x; theta), with the Jacobian J[i, k] = df(x_i)/dtheta_k by hand.

    `curve` takes theta (..., p) and x (n,) to (..., n), `slopes` to (..., n, p): one call serves one bell
    or a whole grid of them. `linear` models are straight in every knob, and J does not depend on theta.
    """

    name: str
    param_names: tuple[str, ...]
    param_units: tuple[str, ...]
    curve: Curve
    slopes: Curve
    guess: Guess  # a start from the data alone, which moves and scales along with them
    linear: bool = False
    x_unit: str = ""
    y_unit: str = ""
    slope: Callable[[ndarray, ndarray], Callable[[ndarray], ndarray]] | None = (
        None  # (x, y): grad |r|^2, faster
    )

    @property
    def p(self) -> int:
        """Number of parameters."""
        return len(self.param_names)

    def __call__(self, theta: ArrayLike, x: ArrayLike) -> Inexact[ndarray, "*batch n"]:
        """The curve f(x; theta) at x (n,), for one theta (p,) or many (..., p)."""
        return self.curve(as_points(theta, self.p, "theta"), _abscissae(x))

    def jacobian(self, theta: ArrayLike, x: ArrayLike) -> Inexact[ndarray, "*batch n p"]:
        """df(x_i; theta)/dtheta_k: column k is the ghost shape that knob k adds."""
        return self.slopes(as_points(theta, self.p, "theta"), _abscissae(x))

    def residuals(self, x: ArrayLike, y: ArrayLike, sigma: ArrayLike | None = None) -> Residuals:
        """What the model leaves over on the data: r = (y - f(x; theta)) / sigma, as a function of theta."""
        return Residuals(self, *read_data(x, y, sigma))


@dataclass(frozen=True, eq=False)
class Residuals:
    """r(theta)_i = (y_i - f(x_i; theta)) / sigma_i: what least squares makes small."""

    model: Model
    x: Float[ndarray, " n"]
    y: Float[ndarray, " n"]
    sigma: Float[ndarray, " n"] | None = None

    @property
    def name(self) -> str:
        """How a description of a call names this argument."""
        return f"{self.model.name} on {len(self.x)} points"

    def __call__(self, theta: ndarray) -> Float[ndarray, " n"]:
        left_over = self.y - self.model.curve(theta, self.x)
        return left_over if self.sigma is None else left_over / self.sigma

    def jacobian(self, theta: ndarray) -> Float[ndarray, "n p"]:
        """dr_i/dtheta_k = -(df(x_i)/dtheta_k) / sigma_i."""
        slopes = -self.model.slopes(theta, self.x)
        return slopes if self.sigma is None else slopes / self.sigma[:, None]


def read_data(x: ArrayLike, y: ArrayLike, sigma: ArrayLike | None) -> tuple[ndarray, ndarray, ndarray | None]:
    """Check data to be fitted: one length, sigma (if given) positive; as read-only copies of our own."""
    x, y = _column(x, "x"), _column(y, "y")
    if x.shape != y.shape:
        raise ShapeError(f"x and y must have one length, got {len(x)} and {len(y)}")
    if sigma is None:
        return x, y, None
    errors = _column(np.broadcast_to(as_numbers(sigma, "sigma"), y.shape), "sigma")
    if not (errors > 0).all():
        raise DomainError(f"sigma must be positive, got {errors.min():g}; give empty bins max(count, 1)")
    return x, y, errors


def _column(values: ArrayLike, name: str) -> Float[ndarray, " n"]:
    column = np.array(as_numbers(values, name), order="C")
    if column.ndim != 1 or np.iscomplexobj(column):
        raise ShapeError(f"{name} must be a list of real numbers of shape (n,), got shape {column.shape}")
    column.flags.writeable = False
    return column


def _abscissae(x: ArrayLike) -> ndarray:
    numbers = as_numbers(x)
    if numbers.ndim != 1:
        raise ShapeError(f"x must be a list of numbers of shape (n,), got shape {numbers.shape}")
    return numbers


def knobs(theta: ndarray) -> tuple[ndarray, ...]:
    """theta (..., p) as p arrays of shape (..., 1), ready to meet x (n,)."""
    return tuple(theta[..., k, None] for k in range(theta.shape[-1]))


def polynomial(degree: int, *, x_unit: str = "", y_unit: str = "", about: Real = 0.0) -> Model:
    """y = c0 + c1 u + ... + c_degree u^degree with u = x - about: linear in its knobs.

    >>> print(fitting.polynomial(2)([1.0, 0.0, 3.0], [0.0, 1.0, 2.0]))
    [ 1.  4. 13.]
    """
    if degree < 0:
        raise ShapeError(f"degree must be 0 or more, got {degree}")

    def slopes(theta: ndarray, x: ndarray) -> ndarray:
        columns = np.vander(x - about, degree + 1, increasing=True)
        return np.broadcast_to(columns, (*theta.shape[:-1], *columns.shape))

    def curve(theta: ndarray, x: ndarray) -> ndarray:
        value = np.zeros((*theta.shape[:-1], len(x)), dtype=np.result_type(theta, x))
        for coefficient in reversed(knobs(theta)):  # Horner's rule
            value = value * (x - about) + coefficient
        return value

    names = tuple(f"c{k}" for k in range(degree + 1))
    units = tuple(ratio(y_unit, x_unit, k) for k in range(degree + 1))
    nothing = _start(lambda x, y: (0.0,) * (degree + 1))
    return Model(f"polynomial({degree})", names, units, curve, slopes, nothing, True, x_unit, y_unit)


def gaussian(*, x_unit: str = "", y_unit: str = "") -> Model:
    """y = A exp(-(x - mu)^2 / (2 sigma^2)), the bell of height A at mu.

    sigma and -sigma give the same curve: a fit may end at either, so speak of |sigma|.

    >>> print(fitting.gaussian()([2.0, 0.0, 1.0], [0.0, 1.0]).round(4))
    [2.     1.2131]
    """

    def curve(theta: ndarray, x: ndarray) -> ndarray:
        height, mu, sigma = knobs(theta)
        return np.asarray(height * np.exp(-(((x - mu) / sigma) ** 2) / 2))

    def slopes(theta: ndarray, x: ndarray) -> ndarray:
        height, mu, sigma = knobs(theta)
        z = (x - mu) / sigma
        bell = np.exp(-(z**2) / 2)
        return np.stack([bell, height * bell * z / sigma, height * bell * z**2 / sigma], axis=-1)

    def moments(x: ndarray, y: ndarray) -> tuple[float, ...]:
        side = 1.0 if y.max() >= -y.min() else -1.0  # a dip is a bell upside down
        weight = np.maximum(side * y, 0) / max(np.maximum(side * y, 0).sum(), np.finfo(float).tiny)
        mean = weight @ x if weight.any() else x.mean()
        width = np.sqrt(weight @ (x - mean) ** 2)
        if not width > 0:  # all the weight lies in one place: nothing tells how wide it is but the gaps
            width = np.ptp(x) / len(x) if np.ptp(x) > 0 else 1.0
        return side * float((side * y).max()), float(mean), float(width)

    names, units = ("A", "mu", "sigma"), (y_unit, x_unit, x_unit)
    return Model("gaussian", names, units, curve, slopes, _start(moments), False, x_unit, y_unit)


def bell(area: Real, *, x_unit: str = "", y_unit: str = "") -> Model:
    """y = A exp(-(x - mu)^2 / (2 sigma^2)) with A = area / (sqrt(2 pi) sigma): two knobs, mu and sigma.

    The bell of `gaussian` whose area is known, as that of n counts in classes of width w is n w: the wider,
    the lower. `area` has the bell's sign; a negative sigma turns it upside down. Raises DomainError for none.

    The bell of 3,000 people in classes of 2.54 cm, 6 cm wide, is as high as its middle class:

    >>> print(fitting.bell(3000 * 2.54)([168.0, 6.0], [168.0]).round(1))
    [506.7]
    """
    if not (np.isfinite(area) and area != 0):
        raise DomainError(f"a bell needs an area that is finite and not 0, got {area:g}")
    tall = gaussian(x_unit=x_unit, y_unit=y_unit)

    def with_height(theta: ndarray) -> ndarray:
        height = area / (np.sqrt(2 * np.pi) * theta[..., 1:])
        return np.concatenate([height, theta], axis=-1)

    def curve(theta: ndarray, x: ndarray) -> ndarray:
        return tall.curve(with_height(theta), x)

    def slopes(theta: ndarray, x: ndarray) -> ndarray:
        three = with_height(theta)
        by_height, by_mu, by_sigma = np.moveaxis(tall.slopes(three, x), -1, 0)
        return np.stack([by_mu, by_sigma - by_height * (three[..., :1] / three[..., 2:])], axis=-1)

    def guess(x: ndarray, y: ndarray) -> ndarray:
        return np.asarray(tall.guess(x, y)[1:])

    return Model("bell", ("mu", "sigma"), (x_unit, x_unit), curve, slopes, guess, False, x_unit, y_unit)


def exponential(*, x_unit: str = "", y_unit: str = "") -> Model:
    """y = c + A exp(x / T): growth with time constant T, or decay where T is negative.

    >>> print(fitting.exponential()([1.0, 2.0, 10.0], [0.0, 10.0]).round(4))
    [3.     6.4366]
    """

    def curve(theta: ndarray, x: ndarray) -> ndarray:
        offset, size, time = knobs(theta)
        return np.asarray(offset + size * np.exp(x / time))

    def slopes(theta: ndarray, x: ndarray) -> ndarray:
        _, size, time = knobs(theta)
        growth = np.exp(x / time)
        return np.stack([np.ones_like(growth), growth, -size * growth * x / time**2], axis=-1)

    def from_thirds(x: ndarray, y: ndarray) -> tuple[float, ...]:
        """Compare the mean slopes of the first and the last half: their ratio is exp(span / 2T)."""
        order = np.argsort(x)
        x, y = x[order], y[order]
        (x0, x1, x2), (y0, y1, y2) = (_ends_and_middle(each) for each in (x, y))
        if not x0 < x1 < x2:  # too few places to tell a curve from a constant
            return float(y.mean()), 0.0, float(np.ptp(x)) or 1.0
        early, late = (y1 - y0) / (x1 - x0), (y2 - y1) / (x2 - x1)
        ratio_of_slopes = late / early if early * late > 0 else 2.0
        time = (x2 - x0) / 2 / np.log(ratio_of_slopes if abs(ratio_of_slopes - 1) > 1e-3 else 2.0)
        size = (y2 - y0) / (np.exp(x2 / time) - np.exp(x0 / time))
        return float(y0 - size * np.exp(x0 / time)), float(size), float(time)

    names, units = ("c", "A", "T"), (y_unit, y_unit, x_unit)
    return Model("exponential", names, units, curve, slopes, _start(from_thirds), False, x_unit, y_unit)


def logistic(*, x_unit: str = "", y_unit: str = "") -> Model:
    """y = L / (1 + exp(-(x - x0) / s)): growth that meets a ceiling L, half way at x0 (Verhulst, 1838).

    >>> print(fitting.logistic()([100.0, 5.0, 1.0], [0.0, 5.0]).round(2))
    [ 0.67 50.  ]
    """

    def rise(theta: ndarray, x: ndarray) -> ndarray:
        _, middle, width = knobs(theta)
        return np.asarray(0.5 * (1 + np.tanh((x - middle) / (2 * width))))  # never overflows

    def curve(theta: ndarray, x: ndarray) -> ndarray:
        return np.asarray(theta[..., 0, None] * rise(theta, x))

    def slopes(theta: ndarray, x: ndarray) -> ndarray:
        ceiling, middle, width = knobs(theta)
        part = rise(theta, x)
        bend = ceiling * part * (1 - part) / width
        return np.stack([part, -bend, -bend * (x - middle) / width], axis=-1)

    def from_ends(x: ndarray, y: ndarray) -> tuple[float, ...]:
        top = 1.05 * float(y.max())
        middle = float(x[np.argmin(np.abs(y - top / 2))])
        direction = 1.0 if np.polyfit(x - middle, y, 1)[0] >= 0 else -1.0
        return top, middle, direction * float(np.ptp(x)) / 8

    names, units = ("L", "x0", "s"), (y_unit, x_unit, x_unit)
    return Model("logistic", names, units, curve, slopes, _start(from_ends), False, x_unit, y_unit)


def ratio(over: str, under: str, power: int = 1) -> str:
    """The unit `over / under^power`, written as a reader expects it: ppm, ppm/yr, ppm/yr²."""
    if power == 0 or not under:
        return over
    exponent = "" if power == 1 else str(power).translate(str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹"))
    return f"{over or '1'}/{under}{exponent}"


def _start(rule: Callable[[ndarray, ndarray], tuple[float, ...]]) -> Guess:
    def guess(x: ndarray, y: ndarray) -> ndarray:
        if len(x) < 3:
            raise ShapeError(f"a start needs at least 3 points to look at, got {len(x)}")
        return np.array(rule(x, y))

    return guess


def _ends_and_middle(values: ndarray) -> tuple[float, float, float]:
    fifth = max(len(values) // 5, 1)
    half = len(values) // 2
    middle = values[max(half - fifth // 2, 0) : half + fifth // 2 + 1]
    return float(values[:fifth].mean()), float(middle.mean()), float(values[-fifth:].mean())
