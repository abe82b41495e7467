"""Time and accuracy of calc_core beside its peers, in one run and one table.

    python -m benchmarks.numerics                all sections
    python -m benchmarks.numerics slopes         one of them

Peers are never dependencies: those that are installed are compared, the others are named below the table.
Times are the best of several interleaved runs on one thread, so only their ratios mean something.
"""

# ruff: noqa: E402  (threads must be limited before numpy is imported)
from __future__ import annotations

import os

for threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(threads, "1")  # before numpy wakes its thread pools

import subprocess
import sys
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

from benchmarks.racing import Row, compared, largest, missing, peer, race, table

# ---- Slopes -----------------------------------------------------------------------------------------------


def slopes() -> list[Row]:
    """Derivatives, gradients and Hessians, beside numdifftools and scipy.differentiate."""
    return [*_many_points(), *_hard_points(), *_ten_dimensions()]


def _many_points() -> list[Row]:
    from calc_core import derivative

    nd, sp = peer("numdifftools"), peer("scipy.differentiate")
    x = np.linspace(-1, 1, 10_000)
    f = lambda t: np.exp(np.sin(3 * t))  # noqa: E731
    others = {
        "numdifftools": nd and (lambda: nd.Derivative(f)(x)),
        "scipy": sp and (lambda: sp.derivative(f, x).df),
    }
    ours = lambda: derivative(f, x, method="richardson").value  # noqa: E731
    error = largest(3 * np.cos(3 * x) * f(x))
    return compared("10,000 slopes of exp(sin 3x)", ours, error, others, "1/3 of numdifftools")


def _hard_points() -> list[Row]:
    """Accuracy only: each answers point by point, and times would tell of calls, not of numerics."""
    from calc_core import derivative
    from tests.calc_core.hard_functions import BATTERY

    nd, sp = peer("numdifftools"), peer("scipy.differentiate")
    ours = _wrong(BATTERY, lambda f, x: derivative(f, x, method="richardson").value)
    others = {
        "numdifftools": nd and (lambda f, x: nd.Derivative(f)(x)),
        "scipy": sp and (lambda f, x: sp.derivative(f, x).df),
    }
    rows = []
    for name, ask in others.items():
        if ask is None:
            continue
        theirs = _wrong(BATTERY, ask)
        even = np.mean((ours <= 10 * theirs + 1e-15) | np.isnan(theirs))
        task = f"{len(BATTERY)} hard slopes: median; below 1e-9; nan"
        rows.append(Row(task, None, _summary(ours), name, None, _summary(theirs), "median 1e-12, 90 %, 0"))
        rows.append(
            Row(
                f"hard slopes as good as {name}'s, within 10 times",
                None,
                f"{even:.0%}",
                name,
                None,
                "",
                "80 %",
            )
        )
    return rows or [Row("hard slopes: median; below 1e-9; nan", None, _summary(ours), "", None, "")]


def _wrong(battery: list[Any], ask: Callable[[Any, float], Any]) -> np.ndarray:
    """Relative errors over the battery, absolute where the slope is 0, nan where a peer gives up."""
    errors = []
    for hard in battery:
        try:
            apart = abs(np.longdouble(ask(hard.f, hard.x)) - hard.slope)
        except Exception:  # whatever a peer raises, it has no answer
            apart = np.longdouble(np.nan)
        errors.append(float(apart / (abs(hard.slope) or 1)))
    return np.array(errors)


def _summary(errors: np.ndarray) -> str:
    known = np.where(np.isnan(errors), np.inf, errors)
    return f"{np.median(known):.0e}; {np.mean(known < 1e-9):.0%}; {np.isnan(errors).sum()}"


def _ten_dimensions() -> list[Row]:
    from scipy.optimize import rosen_der, rosen_hess

    from calc_core import gradient, hessian

    nd, sp = peer("numdifftools"), peer("scipy.differentiate")
    x = np.linspace(-1.2, 1.3, 10)

    def valley(p: np.ndarray) -> np.ndarray:
        return np.sum(100 * (p[..., 1:] - p[..., :-1] ** 2) ** 2 + (1 - p[..., :-1]) ** 2, axis=-1)

    def flipped(p: np.ndarray) -> np.ndarray:  # scipy keeps coordinates on the first axis
        return valley(np.moveaxis(p, 0, -1))

    gradients = {
        "numdifftools": nd and (lambda: nd.Gradient(valley)(x)),
        "scipy": sp and (lambda: sp.jacobian(flipped, x).df),
    }
    hessians = {
        "numdifftools": nd and (lambda: nd.Hessian(valley)(x)),
        "scipy": sp and (lambda: sp.hessian(flipped, x).ddf),
    }
    slope, curve = largest(rosen_der(x)), largest(rosen_hess(x))
    rows = compared(
        "gradient of Rosenbrock in 10-d, central", lambda: gradient(valley, x).value, slope, gradients, "1/10"
    )
    rows += compared(
        "the same by Richardson",
        lambda: gradient(valley, x, method="richardson").value,
        slope,
        {"numdifftools": gradients["numdifftools"]},
        "",
    )
    return rows + compared("Hessian of the same", lambda: hessian(valley, x).value, curve, hessians, "1/10")


# ---- Learning ---------------------------------------------------------------------------------------------

EPOCHS = 10


def networks() -> list[Row]:
    """An epoch of 1,500 digits, 64-32-10, tanh, batches of 32; ours also reads all rows for its history."""
    from calc_core import load_digits
    from calc_core.networks import MLP, split_digits, train

    split, net = split_digits(load_digits()), MLP((64, 32, 10)).init(0)
    known = {"X_test": split.X_test, "Y_test": split.label_test}

    def ours() -> float:
        return train(net, split.X, split.label, learning_rate=0.5, epochs=EPOCHS, **known).last_test_acc

    rows = []
    for name, learner, target in (("scikit-learn", _sklearn, "1/2"), ("PyTorch", _torch, "1/5")):
        theirs = learner(split)
        if theirs is not None:
            (one, other), read = race(ours, theirs, repeats=5)
            said = [f"{share:.1%} read after {EPOCHS} epochs" for share in read]
            rows.append(
                Row("digits, one epoch", one / EPOCHS, said[0], name, other / EPOCHS, said[1], target)
            )
    return rows or [Row("digits, one epoch", race(ours)[0][0] / EPOCHS, f"{ours():.1%} read", "", None, "")]


def _sklearn(split: Any) -> Callable[[], float] | None:
    sk = peer("sklearn.neural_network")
    how = {"activation": "tanh", "solver": "sgd", "alpha": 0, "batch_size": 32, "learning_rate_init": 0.5}
    long = {"momentum": 0, "max_iter": EPOCHS, "tol": 0, "n_iter_no_change": 10**6, "random_state": 0}

    def learn() -> float:
        model = sk.MLPClassifier((32,), **how, **long).fit(split.X, split.label)
        return float(model.score(split.X_test, split.label_test))

    return sk and learn


def _torch(split: Any) -> Callable[[], float] | None:
    torch = peer("torch")
    if torch is None:
        return None
    torch.set_num_threads(1)
    torch.set_default_dtype(torch.float64)
    X, label, X_test, label_test = (
        torch.tensor(np.array(each)) for each in (split.X, split.label, split.X_test, split.label_test)
    )

    def learn() -> float:
        torch.manual_seed(0)
        model = torch.nn.Sequential(torch.nn.Linear(64, 32), torch.nn.Tanh(), torch.nn.Linear(32, 10))
        optimiser, cost = torch.optim.SGD(model.parameters(), lr=0.5), torch.nn.CrossEntropyLoss()
        for _ in range(EPOCHS):
            for some in torch.randperm(len(X)).split(32):
                optimiser.zero_grad()
                cost(model(X[some]), label[some]).backward()
                optimiser.step()
        return float((model(X_test).argmax(1) == label_test).double().mean())

    return learn


# ---- Fits -------------------------------------------------------------------------------------------------


def fits() -> list[Row]:
    """NIST's 27 certified problems from both starts, with one Jacobian: runs that end with six digits."""
    from scipy.optimize import least_squares

    from calc_core import load_nist
    from calc_core.fitting import levenberg_marquardt

    tight = {"xtol": 1e-15, "ftol": 1e-15, "gtol": 1e-15, "x_scale": "jac", "max_nfev": 5000}
    runs = [(problem, start) for problem in load_nist() for start in problem.starts]

    def ours(accelerate: bool) -> int:
        ends = ((p, levenberg_marquardt(p.residuals, b, jac=p.jac, accelerate=accelerate)) for p, b in runs)
        return sum(p.digits(end.theta) >= 6 for p, end in ends)

    def theirs(method: str) -> int:
        ends = ((p, least_squares(p.residuals, b, jac=p.jac, method=method, **tight)) for p, b in runs)
        return sum(p.digits(end.x) >= 6 for p, end in ends)

    with np.errstate(all="ignore"):  # both try steps that overflow
        (plain, bent, trf, lm), found = race(
            lambda: ours(False), lambda: ours(True), lambda: theirs("trf"), lambda: theirs("lm"), repeats=3
        )
    said = [f"{count} of 54" for count in found]
    return _small_fits() + [
        Row(task, seconds, mine, f"scipy {method}", peer_seconds, their, "2")
        for task, seconds, mine in (("NIST fits", plain, said[0]), ("NIST fits, accelerated", bent, said[1]))
        for method, peer_seconds, their in (("trf", trf, said[2]), ("lm", lm, said[3]))
    ]


def _small_fits() -> list[Row]:
    """Few data and a few knobs: what is measured is the overhead of a step. Both are given the Jacobian."""
    from scipy.optimize import least_squares

    from calc_core import load_co2_recent, load_heights
    from calc_core.fitting import co2, gaussian, levenberg_marquardt

    heights, air = load_heights(), load_co2_recent()
    tasks = {
        "a bell through 22 classes": (
            gaussian().residuals(heights.height, heights.count),
            (400, 165, 8),
            "2",
        ),
        "CO2 in 8 knobs": (co2().residuals(air.year, air.co2), (280, 70, 50, 0, 0, 0, 0, 0), "3"),
    }
    rows = []
    for task, (r, start, target) in tasks.items():
        (one, other), ends = race(
            lambda r=r, start=start: levenberg_marquardt(r, start),
            lambda r=r, start=start: least_squares(r, start, jac=r.jacobian, method="lm"),
            repeats=40,
        )
        said = [f"rms {np.sqrt(np.mean(r(end) ** 2)):.4f}" for end in (ends[0].theta, ends[1].x)]
        rows.append(Row(task, one, said[0], "scipy lm", other, said[1], target))
    return rows


# ---- Descent ----------------------------------------------------------------------------------------------


def descent() -> list[Row]:
    """Rosenbrock's ravine from (-1.2, 1) to |grad f| <= 1e-8: steps, and the time they take."""
    from scipy.optimize import minimize

    from calc_core import bfgs, ravine, trust_region

    land, start = ravine(), (-1.2, 1.0)
    rows = []
    for name, walk, peer_name, hess in (
        ("BFGS", bfgs, "BFGS", {}),
        ("trust region", trust_region, "trust-exact", {"hess": land.hess}),
    ):
        (one, other), ends = race(
            lambda walk=walk: walk(land, start, tol=1e-8),
            lambda peer_name=peer_name, hess=hess: minimize(
                land.f, start, jac=land.grad, method=peer_name, options={"gtol": 1e-8}, **hess
            ),
        )
        said = [f"{steps} steps" for steps in (ends[0].n_steps, ends[1].nit)]
        rows.append(Row(f"the ravine by {name}", one, said[0], f"scipy {peer_name}", other, said[1]))
    return rows


# ---- Waking up --------------------------------------------------------------------------------------------


def imports() -> list[Row]:
    """What `import calc_core` adds to numpy and scipy, which every program here loads anyway."""
    base = "import numpy, scipy.optimize, scipy.interpolate, scipy.ndimage, scipy.linalg, scipy.integrate"
    run = lambda code: subprocess.run([sys.executable, "-c", code], check=True)  # noqa: E731
    (alone, both), _ = race(lambda: run(base), lambda: run(base + "; import calc_core"), repeats=5)
    return [Row("import calc_core, over numpy and scipy", both - alone, "", "", None, "", "0.3 s")]


SECTIONS: dict[str, Callable[[], list[Row]]] = {
    "slopes": slopes,
    "networks": networks,
    "fits": fits,
    "descent": descent,
    "imports": imports,
}


def main(wanted: list[str]) -> int:
    """Print one table; 2 where a section does not exist."""
    unknown = sorted(set(wanted) - set(SECTIONS))
    if unknown:
        print(f"no section {unknown[0]!r}: there are {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # peers warn where a function ends
        rows = [row for name in wanted or SECTIONS for row in SECTIONS[name]()]
    print(table(rows))
    for note in missing:
        print(f"\n{note}.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
