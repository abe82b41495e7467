"""A formula taken apart into operations: each passes a nudge on at its own rate, by a rule of calculus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from jaxtyping import Float, Num
from numpy import ndarray

from calc_core.errors import DomainError, ShapeError
from calc_core.points import Real
from calc_core.results import Result, recorded
from calc_core.values import real

LEAF = "x"  # what every formula begins with

Step = Callable[..., Num[ndarray, "*shape"]]


@dataclass(frozen=True)
class Operation:
    """One step of a formula: what it is called, of which earlier steps it is made, and its rules.

    `f` takes the values of these steps, and so does each of `rules`: the slope of `f` in that input alone.
    """

    name: str
    of: tuple[str, ...]
    f: Step
    rules: tuple[Step, ...]

    @classmethod
    def power(cls, name: str, of: str, exponent: int, *, factor: float = 1.0) -> Operation:
        """c u^n, with slope c n u^(n - 1)."""

        def slope(u: Num[ndarray, "*shape"]) -> Num[ndarray, "*shape"]:
            return np.asarray(factor * exponent * u ** (exponent - 1))

        return cls(name, (of,), lambda u: np.asarray(factor * u**exponent), (slope,))

    @classmethod
    def multiple(cls, name: str, of: str, factor: float) -> Operation:
        """c u, with slope c."""
        return cls(name, (of,), lambda u: np.asarray(factor * u), (lambda u: np.full_like(u, factor),))

    @classmethod
    def total(cls, name: str, one: str, other: str) -> Operation:
        """u + v: both nudges are passed on as they are."""
        return cls(name, (one, other), lambda u, v: u + v, (lambda u, v: np.ones_like(u),) * 2)

    @classmethod
    def product(cls, name: str, one: str, other: str) -> Operation:
        """u v: the nudge of each is passed on as many times as the other is large."""
        return cls(name, (one, other), lambda u, v: u * v, (lambda u, v: v, lambda u, v: u))

    @classmethod
    def sine(cls, name: str, of: str) -> Operation:
        """sin u, with slope cos u."""
        return cls(name, (of,), np.sin, (np.cos,))

    @classmethod
    def exponential(cls, name: str, of: str) -> Operation:
        """e^u, which is its own slope."""
        return cls(name, (of,), np.exp, (np.exp,))


@dataclass(frozen=True, eq=False)
class OperationTrace(Result):
    """A formula at one x, step by step: by name its `values`, its `slopes` in x, and how they came about.

    `rates` holds the local rate for each input of a step, `routes` what comes along from there: the rate
    times the slope of that input. The slope of a step is the sum of its routes. `root` is the last step.
    """

    x: Float[ndarray, ""]
    root: str
    values: Mapping[str, Float[ndarray, ""]]
    slopes: Mapping[str, Float[ndarray, ""]]
    rates: Mapping[str, Float[ndarray, " inputs"]]
    routes: Mapping[str, Float[ndarray, " inputs"]]

    @property
    def value(self) -> Float[ndarray, ""]:
        """What the formula gives at x."""
        return self.values[self.root]

    @property
    def slope(self) -> Float[ndarray, ""]:
        """The derivative of the whole formula at x, by rules alone."""
        return self.slopes[self.root]


@recorded
def trace_operations(operations: Sequence[Operation], x: Real) -> OperationTrace:
    """dv/dx = sum over inputs u of (dv/du) (du/dx): every step passes on what reaches it, and routes add up.

    The steps stand in the order in which they are worked out; each names earlier ones, or "x". This is
    forward accumulation (Wengert, 1964): rules, values and no nudge at all, so only rounding is lost.
    Raises ShapeError for a name that is unknown or given twice, DomainError where a step is not finite.

    sin(x^2), a step at a time: 2x from the square, a cosine from the sine:

    >>> steps = [cc.Operation.power("square", "x", 2), cc.Operation.sine("sine", "square")]
    >>> trace = cc.trace_operations(steps, 0.5)
    >>> print(round(float(trace.value), 4), round(float(trace.slope), 4), round(2 * 0.5 * np.cos(0.25), 4))
    0.2474 0.9689 0.9689
    """
    if not operations:
        raise ShapeError("operations must hold at least one step, got none")
    start = np.asarray(real(x))
    values, slopes = {LEAF: start}, {LEAF: np.ones(())}
    rates: dict[str, Float[ndarray, " inputs"]] = {}
    routes: dict[str, Float[ndarray, " inputs"]] = {}
    for step in operations:
        unknown = [each for each in step.of if each not in values]
        if unknown or step.name in values:
            what = f"{unknown[0]!r}, which is no earlier step" if unknown else "a name that is given already"
            raise ShapeError(f"each step must have a new name and be made of earlier ones, got {what}")
        inputs = [values[each] for each in step.of]
        with np.errstate(all="ignore"):
            values[step.name] = np.asarray(step.f(*inputs))
            rates[step.name] = np.array([float(rule(*inputs)) for rule in step.rules])
        if not (np.isfinite(values[step.name]) and np.isfinite(rates[step.name]).all()):
            raise DomainError(f"step {step.name!r} must be finite, and it is not at x = {float(start):g}")
        routes[step.name] = rates[step.name] * np.array([float(slopes[each]) for each in step.of])
        slopes[step.name] = np.asarray(routes[step.name].sum())
    return OperationTrace(start, operations[-1].name, values, slopes, rates, routes)
