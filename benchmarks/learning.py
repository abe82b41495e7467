"""Networks and fits beside their peers: `python -m benchmarks.learning` (peers: scikit-learn, torch, SciPy).

One thread, float64, CPU time; ours and theirs take turns, and the median of the turns counts. A peer that is
not installed leaves its row out. Run with OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 MKL_NUM_THREADS=1.
"""

from __future__ import annotations

import importlib.util
import time
import warnings
from collections.abc import Callable
from typing import NamedTuple

import numpy as np
from scipy.optimize import least_squares

from calc_core import load_digits
from calc_core.fitting import levenberg_marquardt
from calc_core.networks import MLP, split_digits, train
from tests.calc_core.nist_strd import problems

EPOCHS, TURNS = 10, 5
SIZES, BATCH, RATE = (64, 32, 10), 32, 0.5


class Row(NamedTuple):
    """One comparison: times in ms, and what each of the two achieved in them."""

    what: str
    peer: str
    ours: float
    theirs: float
    most: float  # the ratio that we allow ourselves
    quality: str


def taking_turns(*contestants: Callable[[], object]) -> list[float]:
    """Median CPU time in ms of each, one turn of each after the other; the first turn only warms up."""
    times = np.empty((TURNS + 1, len(contestants)))
    for turn in times:
        for k, contestant in enumerate(contestants):
            start = time.process_time()
            contestant()
            turn[k] = 1e3 * (time.process_time() - start)
    return [float(each) for each in np.median(times[1:], axis=0)]


def digits() -> list[Row]:
    """An epoch of 1,500 digits by stochastic gradient descent: 64-32-10, tanh, batches of 32."""
    split = split_digits(load_digits())
    net = MLP(SIZES).init(0)

    def ours() -> float:
        history = train(
            net, split.X, split.label, learning_rate=RATE, epochs=EPOCHS, batch=BATCH,
            X_test=split.X_test, Y_test=split.label_test,
        )  # fmt: skip
        return history.last_test_acc

    rows = []
    for name, package, learner, most in (
        ("scikit-learn", "sklearn", scikit_learn, 1 / 2),
        ("PyTorch", "torch", torch_loop, 1 / 5),
    ):
        if importlib.util.find_spec(package) is None:
            continue
        theirs = learner(split)
        one, other = taking_turns(ours, theirs)
        quality = f"{100 * ours():.1f} % and {100 * theirs():.1f} % right after {EPOCHS} epochs"
        rows.append(Row("digits, one epoch", name, one / EPOCHS, other / EPOCHS, most, quality))
    return rows


def scikit_learn(split) -> Callable[[], float]:
    """The same training by scikit-learn's MLPClassifier."""
    from sklearn.neural_network import MLPClassifier

    def learn() -> float:
        model = MLPClassifier(
            SIZES[1:-1], activation="tanh", solver="sgd", alpha=0, batch_size=BATCH, learning_rate_init=RATE,
            momentum=0, max_iter=EPOCHS, tol=0, n_iter_no_change=10**6, random_state=0,
        )  # fmt: skip
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # it misses convergence after ten epochs, as it should
            model.fit(split.X, split.label)
        return model.score(split.X_test, split.label_test)

    return learn


def torch_loop(split) -> Callable[[], float]:
    """The same training by a plain PyTorch loop."""
    import torch

    torch.set_num_threads(1)
    X, label = torch.tensor(np.array(split.X)), torch.tensor(np.array(split.label))
    X_test, label_test = torch.tensor(np.array(split.X_test)), torch.tensor(np.array(split.label_test))

    def learn() -> float:
        torch.manual_seed(0)
        model = torch.nn.Sequential(
            torch.nn.Linear(64, 32, dtype=torch.float64),
            torch.nn.Tanh(),
            torch.nn.Linear(32, 10, dtype=torch.float64),
        )
        optimiser, cost = torch.optim.SGD(model.parameters(), lr=RATE), torch.nn.CrossEntropyLoss()
        for _ in range(EPOCHS):
            for some in torch.randperm(len(X)).split(BATCH):
                optimiser.zero_grad()
                cost(model(X[some]), label[some]).backward()
                optimiser.step()
        return float((model(X_test).argmax(1) == label_test).double().mean())

    return learn


def certified() -> list[Row]:
    """All 27 certified problems of NIST from both starts, to at least six digits, with the same Jacobian."""

    def ours(accelerate: bool) -> int:
        return sum(
            problem.digits(
                levenberg_marquardt(problem.residuals, start, jac=problem.jac, accelerate=accelerate).theta
            )
            >= 6
            for problem in problems()
            for start in problem.starts
        )

    def theirs(method: str) -> int:
        tight = {"xtol": 1e-15, "ftol": 1e-15, "gtol": 1e-15, "x_scale": "jac", "max_nfev": 5000}
        return sum(
            problem.digits(least_squares(problem.residuals, start, jac=problem.jac, method=method, **tight).x)
            >= 6
            for problem in problems()
            for start in problem.starts
        )

    rows = []
    with np.errstate(all="ignore"):
        for what, accelerate in (("54 NIST fits, plain", False), ("54 NIST fits, accelerated", True)):
            for method in ("trf", "lm"):
                one, other = taking_turns(lambda a=accelerate: ours(a), lambda m=method: theirs(m))
                quality = f"{ours(accelerate)} and {theirs(method)} of 54 to six digits"
                rows.append(Row(what, f"SciPy {method}", one, other, 2, quality))
    return rows


def report(rows: list[Row]) -> str:
    """The rows as a table."""
    lines = [
        "| what | peer | ours (ms) | theirs (ms) | ratio | at most | ours and theirs |",
        "|" + "---|" * 7,
    ]
    lines += [
        f"| {what} | {peer} | {ours:.1f} | {theirs:.1f} | {ours / theirs:.2f} | {most:.2f} | {quality} |"
        for what, peer, ours, theirs, most, quality in rows
    ]
    return "\n".join(lines)


if __name__ == "__main__":
    print(report(digits() + certified()))
